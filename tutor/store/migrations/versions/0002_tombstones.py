"""Learners who were forgotten: the id alone, and, until all is done, the names of the files that have still to go."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "tombstones",
        sa.Column("learner", sa.String, primary_key=True),
        sa.Column("remains", sa.Text, nullable=False),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.execute("PRAGMA user_version = 2")


def downgrade() -> None:
    """Never: who was forgotten stays forgotten."""
    raise RuntimeError("tombstones aren't taken away")
