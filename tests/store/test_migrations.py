"""Migrations: up, down, equal to the models, and with rows in the tables."""

from __future__ import annotations

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect

from onboarding import migrations, models
from onboarding.migrations import behind, check, downgrade, migrate, newest, revision
from onboarding.store import Database

ROWS = {
    "seller": {
        "id": "s_1", "nonce": "n", "brand": "default", "reference": "r-1", "country": "US",
        "business_type": "individual", "collection": "incremental", "locale": "en", "account": "acct_1",
        "created": 1, "agreement": "full",
    },
    "snapshot": {"seller": "s_1", "content": {"given": []}, "taken": 2, "stale": True, "version": 3},
    "link": {"nonce": "l", "seller": "s_1", "created": 1, "expires": 2, "used": None},
    "session": {"id": "x", "seller": "s_1", "created": 1, "expires": 2, "revoked": None},
    "webhook_event": {
        "event": "evt_1", "account": "acct_1", "type": "account.updated", "livemode": False, "received": 1,
        "state": "waiting", "attempts": 0, "next_try": 1, "done": None,
    },
    "submission": {
        "nonce": "n", "seller": "s_1", "group": "identity", "subject": "", "maps": "h", "begun": 1,
        "finished": None,
    },
    "change": {
        "nonce": "n", "seller": "s_1", "country": "FR", "business_type": "company", "structure": "",
        "agreement": "full", "leaves": "acct_1", "moves": True, "begun": 1, "finished": None,
        "served": True, "undone": False,
    },
    "acceptance": {
        "seller": "s_1", "terms_version": "1", "agreement": "full", "language": "en", "page_hash": "h",
        "accepted": 1,
    },
    "unknown_requirement": {
        "requirement": "company.new", "country": "US", "business_type": "company", "first_seen": 1,
        "last_seen": 1, "count": 1,
    },
}  # fmt: skip


def revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(migrations.FOLDER))
    return [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def add_rows(database: Database) -> None:
    """Puts a row into every table that there is at this revision, with the columns that it has now."""
    with database.write() as tx:
        there = MetaData()
        there.reflect(tx)
        for table in there.sorted_tables:
            if table.name != "alembic_version":
                row = {name: value for name, value in ROWS[table.name].items() if name in table.c}
                tx.execute(models.metadata.tables[table.name].insert().values(row))


def count_rows(database: Database) -> int:
    with database.read() as tx:
        there = MetaData()
        there.reflect(tx)
        return sum(len(tx.execute(table.select()).all()) for table in there.sorted_tables)


def test_the_head_is_what_the_models_say(empty_url: str) -> None:
    migrate(empty_url)
    assert check(empty_url) == ()
    assert [newest()] == revisions()[-1:]


def test_every_table_has_a_row_to_migrate() -> None:
    assert set(ROWS) == set(models.metadata.tables)


def test_an_empty_database_is_behind_until_it_is_migrated(empty_url: str) -> None:
    database = Database(empty_url)
    assert behind(database)
    assert not database.ready()
    assert revision(database) is None
    migrate(empty_url)
    assert not behind(database)
    assert database.ready()
    migrate(empty_url)  # a second time does nothing
    database.close()


def test_difference_is_told(empty_url: str) -> None:
    migrate(empty_url)
    database = Database(empty_url)
    with database.write() as tx:
        tx.exec_driver_sql("DROP TABLE unknown_requirement")
    database.close()
    assert any("unknown_requirement" in each for each in check(empty_url))


def test_rows_go_up_and_down_through_every_revision(empty_url: str) -> None:
    """From each revision, with a row in every table: to the head and back, and nothing is lost."""
    for start in revisions():
        migrate(empty_url, start)
        database = Database(empty_url)
        add_rows(database)
        rows = count_rows(database)
        migrate(empty_url)
        assert count_rows(database) >= rows
        downgrade(empty_url, start)
        assert count_rows(database) == rows
        downgrade(empty_url, "base")
        with database.read() as tx:
            assert inspect(tx).get_table_names() == ["alembic_version"]
        database.close()
