"""Access tokens: what each allows and for whom, and of the token itself only its SHA-256."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "tokens",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("learner", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False, unique=True),
        sa.Column("scopes", sa.String, nullable=False),
        sa.Column("created", sa.Integer, nullable=False),
        sa.Column("expires", sa.Integer, nullable=True),
        sa.Column("used", sa.Integer, nullable=True),
        if_not_exists=True,
    )
    op.execute("PRAGMA user_version = 3")


def downgrade() -> None:
    """Take the table away; whoever had a token needs a new one."""
    op.drop_table("tokens")
    op.execute("PRAGMA user_version = 2")
