"""A migrated database for each test: SQLite always, PostgreSQL too where TEST_POSTGRES_URL names one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onboarding.migrations import migrate
from onboarding.store import Database
from tests.databases import postgres_database


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/test.sqlite3"
        return
    with postgres_database() as url:
        yield url


@pytest.fixture
def database(empty_url: str) -> Iterator[Database]:
    """A database at today's revision."""
    migrate(empty_url)
    opened = Database(empty_url)
    yield opened
    opened.close()
