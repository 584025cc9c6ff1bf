"""The database's shape over time. `migrate` brings a database to today's; `check` says what is amiss.

Alembic is imported only when something is to be done: it costs a third of a second, which a start of the
app need not pay. For the same reason `behind` reads names of files and one row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from onboarding.store.database import Database

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

FOLDER = Path(__file__).parent


def newest() -> str:
    """The revision that today's models have: the number that the last file in `versions` starts with."""
    return max(file.name.partition("_")[0] for file in (FOLDER / "versions").glob("[0-9]*_*.py"))


def revision(database: Database) -> str | None:
    """The revision the database has; None for one that was never migrated."""
    with database.read() as tx:
        if not inspect(tx).has_table("alembic_version"):
            return None
        found = tx.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def behind(database: Database) -> bool:
    """The database must be migrated before the app can use it."""
    return revision(database) != newest()


def migrate(url: str, revision: str = "head") -> None:
    """Brings the database to that revision, forwards; keeps every row."""
    from alembic import command

    with _alone(url) as tx:
        command.upgrade(_config(tx), revision)


def downgrade(url: str, revision: str) -> None:
    """Takes the database back to that revision, "base" for an empty one."""
    from alembic import command

    with _alone(url) as tx:
        command.downgrade(_config(tx), revision)


def check(url: str) -> tuple[str, ...]:
    """What differs between the database and the models, in Alembic's words; empty when nothing does."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from onboarding.models import metadata

    with _alone(url) as tx:
        return tuple(str(each) for each in compare_metadata(MigrationContext.configure(tx), metadata))


@contextmanager
def _alone(url: str) -> Iterator[Connection]:
    database = Database(url, pool=1)
    try:
        with database.write() as tx:
            yield tx
    finally:
        database.close()


def _config(tx: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = tx
    return config
