"""The journal: learners, events, actions, meta. The store's `user_version` is the number of its last migration."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the first tables."""
    op.create_table(
        "learners",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False, unique=True),
        sa.Column("created", sa.Integer, nullable=False),
    )
    op.create_table(
        "events",
        sa.Column("learner", sa.String, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("session", sa.String, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("events_by_session", "events", ["session", "seq"])
    op.create_table(
        "actions",
        sa.Column("learner", sa.String, primary_key=True),
        sa.Column("action", sa.String, primary_key=True),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("first_seq", sa.Integer, nullable=False),
        sa.Column("last_seq", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.execute("PRAGMA user_version = 1")


def downgrade() -> None:
    """Nothing to go back to: a store without tables holds nothing."""
    raise RuntimeError("the first migration isn't undone")
