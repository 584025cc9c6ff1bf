"""A database with a seller whose account is acct_1, and a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from onboarding import store
from onboarding.migrations import migrate
from onboarding.store import Database


@dataclass
class Clock:
    """Unix seconds, moved by hand."""

    now: int = 1_790_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The clock."""
    return Clock()


@pytest.fixture
def database(tmp_path: Path, clock: Clock) -> Iterator[Database]:
    """The database."""
    url = f"sqlite:///{tmp_path}/test.sqlite3"
    migrate(url)
    opened = Database(url)
    with opened.write() as tx:
        seller = store.add_seller(
            tx, nonce="n", brand="default", country="US", business_type="individual", agreement="full",
            collection="incremental", locale="en", now=clock(),
        )  # fmt: skip
        store.set_account(tx, seller=seller.id, account="acct_1")
    yield opened
    opened.close()
