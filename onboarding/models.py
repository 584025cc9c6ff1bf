"""The tables. No personal data, ever: ids, codes, flags, dates and counts only.

Moments are whole seconds since 1970, UTC, as Stripe writes them. Names of constraints follow one
convention, so that migrations can name them on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Plain(TypeDecorator[Any]):
    """Nested plain values: JSONB where there is one, imported there only."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name != "postgresql":
            return dialect.type_descriptor(JSON())
        from sqlalchemy.dialects.postgresql import JSONB

        return dialect.type_descriptor(JSONB())


def _seller() -> Column[str]:
    return Column("seller", String(40), ForeignKey("seller.id", ondelete="CASCADE"), nullable=False)


seller = Table(
    "seller",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("nonce", String(64), nullable=False, unique=True),
    Column("brand", String(32), nullable=False),
    Column("reference", String(120)),
    Column("country", String(2), nullable=False),
    Column("business_type", String(32), nullable=False),
    Column("agreement", String(16), nullable=False),
    Column("collection", String(16), nullable=False),
    Column("locale", String(16), nullable=False),
    Column("account", String(64), unique=True),
    Column("created", BigInteger, nullable=False),
    UniqueConstraint("brand", "reference"),
)
"""One seller of one brand. id: what pages and links call them. nonce: hash of that of the start, so
that a start sent twice makes one. reference: the marketplace's own id of them: opaque, no name, no e-mail."""

snapshot = Table(
    "snapshot",
    metadata,
    Column("seller", String(40), ForeignKey("seller.id", ondelete="CASCADE"), primary_key=True),
    Column("content", Plain(), nullable=False),
    Column("taken", BigInteger, nullable=False),
    Column("stale", Boolean, nullable=False),
    Column("version", Integer, nullable=False, server_default="0"),
)
"""What Stripe last said, values left out. stale: something happened since that makes a new reading due.
version: counts every writing, so that a reading that was overtaken knows it."""

link = Table(
    "link",
    metadata,
    Column("nonce", String(64), primary_key=True),
    Column("seller", String(40), ForeignKey("seller.id", ondelete="CASCADE")),
    Column("created", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False, index=True),
    Column("used", BigInteger),
)
"""A seller's link, by the hash of its nonce; good once."""

session = Table(
    "session",
    metadata,
    Column("id", String(64), primary_key=True),
    _seller(),
    Column("created", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False, index=True),
    Column("revoked", BigInteger),
    Index(None, "seller"),
)
"""A signed-in seller, by the hash of the id that the cookie holds."""

webhook_event = Table(
    "webhook_event",
    metadata,
    Column("event", String(64), primary_key=True),
    Column("account", String(64), nullable=False),
    Column("type", String(80), nullable=False),
    Column("livemode", Boolean, nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", BigInteger, nullable=False),
    Column("done", BigInteger),
    Index(None, "state", "next_try"),
    Index(None, "account", "state"),
)
"""A duty: read the account again, because Stripe said that something changed. state: waiting, sent
(by a sweep), working, done or failed. next_try: when a sweep may send it again; while working, when the work
counts as lost."""

submission = Table(
    "submission",
    metadata,
    Column("nonce", String(64), primary_key=True),
    _seller(),
    Column("group", String(64), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("maps", String(64), nullable=False),
    Column("begun", BigInteger, nullable=False),
    Column("finished", BigInteger),
    Index(None, "seller", "finished"),
)
"""A submit that was begun, by the hash of its nonce. One never finished may have been half carried out."""

change = Table(
    "change",
    metadata,
    Column("nonce", String(64), primary_key=True),
    _seller(),
    Column("country", String(2), nullable=False),
    Column("business_type", String(32), nullable=False),
    Column("structure", String(64), nullable=False),
    Column("agreement", String(16), nullable=False),
    Column("leaves", String(64), nullable=False),
    Column("moves", Boolean, nullable=False),
    Column("begun", BigInteger, nullable=False),
    Column("finished", BigInteger),
    Column("served", Boolean, nullable=False, server_default=false()),
    Column("undone", Boolean, nullable=False, server_default=false()),
    Index(None, "seller", "finished"),
)
"""A duty: what the seller wants to be from now on, by the hash of the page's nonce. leaves: the account at
the time; moves: a new account takes its place; served: the account had worked by then; undone: it is being
given up. One never finished is taken up by the next request."""

acceptance = Table(
    "acceptance",
    metadata,
    Column("id", Integer, primary_key=True),
    _seller(),
    Column("terms_version", String(64), nullable=False),
    Column("agreement", String(16), nullable=False),
    Column("language", String(16), nullable=False),
    Column("page_hash", String(64), nullable=False),
    Column("accepted", BigInteger, nullable=False),
    UniqueConstraint("seller", "terms_version", "agreement", "accepted"),
)
"""Evidence that terms were accepted: who, which, in which language, what stood on the page; no address."""

unknown_requirement = Table(
    "unknown_requirement",
    metadata,
    Column("requirement", String(200), primary_key=True),
    Column("country", String(2), primary_key=True),
    Column("business_type", String(32), primary_key=True),
    Column("first_seen", BigInteger, nullable=False),
    Column("last_seen", BigInteger, nullable=False),
    Column("count", Integer, nullable=False),
)
"""A requirement that no map settles, person ids taken out; staff look at these."""
