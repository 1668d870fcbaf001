"""SQLite's and the file system's errors as the library says them, with what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tutor.disk.faults import Fault, of_sqlite, of_system
from tutor.errors import LibraryError

REBUILD = "tutor library rebuild"


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise LibraryError for whatever goes wrong with the library's file at `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise _said(of_sqlite(error), path, str(error)) from error
    except OSError as error:
        raise _said(of_system(error), path, error.strerror or str(error)) from error


def _said(fault: Fault, path: Path, text: str) -> LibraryError:
    return (
        broken(path, text) if fault == "broken" else {"busy": busy, "full": full, "read-only": read_only}[fault](path)
    )


def busy(path: Path) -> LibraryError:
    """Another program holds the library for too long."""
    return LibraryError(
        "library-busy", f"another program is writing to {path.name}", remedy="let it finish, or try again in a moment"
    )


def full(path: Path) -> LibraryError:
    """No space left."""
    return LibraryError(
        "library-full", f"the disk with {path.parent} is full; the library stays as it was",
        remedy="free some space, then do it again",
    )  # fmt: skip


def read_only(path: Path) -> LibraryError:
    """Not writable."""
    return LibraryError(
        "library-read-only", f"{path} can't be written; the library stays as it was",
        remedy=f"make {path.parent} writable, or set TUTOR_HOME to a folder that is",
    )  # fmt: skip


def broken(path: Path, text: str) -> LibraryError:
    """Damaged, or something unforeseen. Nothing is replaced or thrown away before the user says so."""
    return LibraryError(
        "library-broken", f"{path.name} is damaged: {text}",
        remedy=f"{REBUILD} saves what can be saved and reads the rest from your files; the damaged file is kept",
    )  # fmt: skip


def newer(path: Path) -> LibraryError:
    """Written by a program that knows more."""
    return LibraryError(
        "library-newer", f"{path.name} was written by a newer version of this program",
        remedy="update the program; nothing was changed",
    )  # fmt: skip
