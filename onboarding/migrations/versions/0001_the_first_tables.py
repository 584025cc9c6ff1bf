"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text  # autogenerate writes a bare Text() for JSON with a JSONB variant
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _seller()
    _unknown_requirement()
    _webhook_event()
    _acceptance()
    _link()
    _session()
    _snapshot()
    _submission()


def _seller() -> None:
    op.create_table(
        "seller",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("brand", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("business_type", sa.String(length=32), nullable=False),
        sa.Column("agreement", sa.String(length=16), nullable=False),
        sa.Column("collection", sa.String(length=16), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seller")),
        sa.UniqueConstraint("account", name=op.f("uq_seller_account")),
        sa.UniqueConstraint("brand", "reference", name=op.f("uq_seller_brand_reference")),
        sa.UniqueConstraint("nonce", name=op.f("uq_seller_nonce")),
    )


def _unknown_requirement() -> None:
    op.create_table(
        "unknown_requirement",
        sa.Column("requirement", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("business_type", sa.String(length=32), nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("last_seen", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "requirement", "country", "business_type", name=op.f("pk_unknown_requirement")
        ),
    )


def _webhook_event() -> None:
    op.create_table(
        "webhook_event",
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("event", name=op.f("pk_webhook_event")),
    )
    with op.batch_alter_table("webhook_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_webhook_event_account_state"), ["account", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_webhook_event_state_next_try"), ["state", "next_try"], unique=False
        )


def _acceptance() -> None:
    op.create_table(
        "acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seller", sa.String(length=40), nullable=False),
        sa.Column("terms_version", sa.String(length=64), nullable=False),
        sa.Column("agreement", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("page_hash", sa.String(length=64), nullable=False),
        sa.Column("accepted", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller"], ["seller.id"], name=op.f("fk_acceptance_seller_seller"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
        sa.UniqueConstraint(
            "seller",
            "terms_version",
            "agreement",
            "accepted",
            name=op.f("uq_acceptance_seller_terms_version_agreement_accepted"),
        ),
    )


def _link() -> None:
    op.create_table(
        "link",
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("seller", sa.String(length=40), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["seller"], ["seller.id"], name=op.f("fk_link_seller_seller"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("nonce", name=op.f("pk_link")),
    )
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_expires"), ["expires"], unique=False)


def _session() -> None:
    op.create_table(
        "session",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("seller", sa.String(length=40), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("revoked", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["seller"], ["seller.id"], name=op.f("fk_session_seller_seller"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_expires"), ["expires"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_seller"), ["seller"], unique=False)


def _snapshot() -> None:
    op.create_table(
        "snapshot",
        sa.Column("seller", sa.String(length=40), nullable=False),
        sa.Column(
            "content",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("taken", sa.BigInteger(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller"], ["seller.id"], name=op.f("fk_snapshot_seller_seller"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seller", name=op.f("pk_snapshot")),
    )


def _submission() -> None:
    op.create_table(
        "submission",
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("seller", sa.String(length=40), nullable=False),
        sa.Column("group", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("maps", sa.String(length=64), nullable=False),
        sa.Column("begun", sa.BigInteger(), nullable=False),
        sa.Column("finished", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["seller"], ["seller.id"], name=op.f("fk_submission_seller_seller"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("nonce", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submission_seller_finished"), ["seller", "finished"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_seller_finished"))

    op.drop_table("submission")
    op.drop_table("snapshot")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_seller"))
        batch_op.drop_index(batch_op.f("ix_session_expires"))

    op.drop_table("session")
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_link_expires"))

    op.drop_table("link")
    op.drop_table("acceptance")
    with op.batch_alter_table("webhook_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webhook_event_state_next_try"))
        batch_op.drop_index(batch_op.f("ix_webhook_event_account_state"))

    op.drop_table("webhook_event")
    op.drop_table("unknown_requirement")
    op.drop_table("seller")
