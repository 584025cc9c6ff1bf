"""Connections and transactions: SQLite in a file, or PostgreSQL. Every transaction is opened in the open.

    with database.write() as tx:      # commits at the end, rolls back on an exception
        store.mark_stale(tx, seller=seller)

A transaction belongs to the thread that opened it. None is held while Stripe is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

__all__ = ["Connection", "Database", "adding", "hashed"]

BUSY_MILLISECONDS = 5000


class Database:
    """A pool of connections. url: as SQLAlchemy writes it, "sqlite:///file" or "postgresql+psycopg://…"."""

    def __init__(self, url: str, *, pool: int = 10) -> None:
        if url.startswith("sqlite:"):
            self.engine = create_engine(url, pool_size=pool, max_overflow=pool, hide_parameters=True)
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            self.engine = create_engine(
                url, pool_size=pool, max_overflow=pool, pool_pre_ping=True, hide_parameters=True
            )
        self._writing: Engine = self.engine.execution_options(writes=True)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One view of the data; nothing written in it is kept."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, kept whole or not at all."""
        with self._writing.begin() as connection:
            yield connection

    def ready(self) -> bool:
        """The database answers, and its tables are there; for probes, which want no exception."""
        try:
            with self.read() as tx:
                tx.execute(text("SELECT 1 FROM session WHERE expires < 0"))
        except SQLAlchemyError:
            return False
        return True

    def close(self) -> None:
        """Lets go of every connection."""
        self.engine.dispose()


def adding(tx: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert of the dialect at hand, which knows ON CONFLICT."""
    if tx.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def hashed(secret: str) -> str:
    """What of a secret, or of a text that a browser sent, may be kept: enough to know it again, 64 digits."""
    return sha256(secret.encode()).hexdigest()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver begins transactions late and by its own mind; with None it leaves that to `_begin_sqlite`.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    # What was acknowledged must outlive a power cut too: FULL syncs each commit, NORMAL would not.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A reader that turns writer half-way fails at once when another wrote meanwhile, busy_timeout or not:
    # so those who mean to write say so at the start.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
