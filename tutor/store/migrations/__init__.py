"""Bringing an older store to the present schema, with Alembic. Imported only when the stored version differs."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config


def configuration(path: Path) -> Config:
    """Alembic's settings for the store at `path`, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["path"] = path
    return config


def upgrade(path: Path) -> None:
    """Run every migration that the store hasn't had. The caller holds the file lock."""
    command.upgrade(configuration(path), "head")
