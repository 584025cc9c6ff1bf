"""Databases of PostgreSQL for tests: each its own, gone afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

import pytest
from sqlalchemy import create_engine, text

from onboarding.reading import database as database_url


@contextmanager
def postgres_database() -> Iterator[str]:
    """The address of a new database with nothing in it, on the server that TEST_POSTGRES_URL names."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if not given:
        pytest.skip("TEST_POSTGRES_URL is not set")
    name = f"test_{token_hex(6)}"
    server = create_engine(database_url(given), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()
