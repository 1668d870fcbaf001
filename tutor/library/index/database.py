"""Chroma's SQLite file, read without Chroma."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

DATABASE: Final = "chroma.sqlite3"
_TABLES: Final = frozenset(
    {"collections", "segments", "embeddings", "embedding_metadata", "embeddings_queue", "migrations"}
)


def sound(folder: Path) -> str | None:
    """What SQLite finds wrong with the database, or that tables are missing; None if nothing."""
    try:
        with closing(sqlite3.connect(folder / DATABASE)) as connection:
            found = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
            tables = {str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    except sqlite3.Error as error:
        return str(error)
    if found != "ok":
        return found.splitlines()[-1]
    return None if tables >= _TABLES else "tables are missing"


def owners_in(folder: Path) -> frozenset[str] | None:
    """The names before the first dot of all collections; None if that can't be told."""
    try:
        with closing(sqlite3.connect(f"{(folder / DATABASE).absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return frozenset(
                str(name).partition(".")[0] for (name,) in connection.execute("SELECT name FROM collections")
            )
    except sqlite3.Error:
        return None
