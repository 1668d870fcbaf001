"""Alembic's entry: one connection to the store that is being migrated."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine

from tutor.store.schema import metadata

engine = create_engine(f"sqlite:///{context.config.attributes['path']}")
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
