"""What Alembic runs: over a connection that was handed to it, never over an address of its own."""

from __future__ import annotations

from alembic import context

from onboarding.models import metadata

# SQLite cannot alter tables: in batches Alembic makes a new one and moves the rows.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
