"""Bringing an older store to the present schema, with Alembic. Imported only when the stored version differs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
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
    config = configuration(path)
    made = made_without(path)
    if made:
        command.stamp(config, f"{made:04d}")
    command.upgrade(config, "head")


def made_without(path: Path) -> int:
    """The version of a store that was made the quick way, without Alembic, which has to be told; 0 for any other."""
    with closing(sqlite3.connect(path)) as connection:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        told = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()[0]
    return 0 if told else version
