"""SQLite's and the file system's errors as typed ones that say what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tutor.disk.faults import Fault, of_sqlite, of_system
from tutor.errors import StoreError

_KEPT = "everything that was answered before is kept"


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise StoreError for whatever goes wrong with the store at `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise _said(of_sqlite(error), path, str(error)) from error
    except OSError as error:
        raise _said(of_system(error), path, error.strerror or str(error)) from error


def _said(fault: Fault, path: Path, text: str) -> StoreError:
    return (
        broken(path, text) if fault == "broken" else {"busy": busy, "full": full, "read-only": read_only}[fault](path)
    )


def busy(path: Path) -> StoreError:
    """Another program holds the store for too long."""
    return StoreError(
        "store-busy", f"another program is writing to {path.name}", remedy="close it, or try again in a moment"
    )


def full(path: Path) -> StoreError:
    """No space left."""
    return StoreError(
        "store-full", f"the disk with {path.parent} is full; {_KEPT}", remedy="free some space, then answer again"
    )


def read_only(path: Path) -> StoreError:
    """Not writable."""
    return StoreError(
        "store-read-only", f"{path} can't be written; {_KEPT}",
        remedy=f"make {path.parent} writable, or set TUTOR_HOME to a folder that is",
    )  # fmt: skip


def broken(path: Path, text: str) -> StoreError:
    """Damaged, or something unforeseen."""
    return StoreError(
        "store-broken", f"{path.name} can't be used: {text}",
        remedy="run `tutor doctor`; keep the file, and restore a copy if you have one",
    )  # fmt: skip
