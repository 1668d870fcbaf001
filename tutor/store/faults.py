"""SQLite's and the file system's errors as typed ones that say what to do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tutor.errors import StoreError

_KEPT = "everything that was answered before is kept"


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise StoreError for whatever goes wrong with the store at `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise _of_sqlite(error, path) from error
    except OSError as error:
        raise _of_system(error, path) from error


def _of_sqlite(error: sqlite3.Error, path: Path) -> StoreError:
    name = getattr(error, "sqlite_errorname", "") or ""
    text = str(error)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return busy(path)
    if name.startswith("SQLITE_FULL") or "disk is full" in text:
        return full(path)
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return read_only(path)
    if name.startswith("SQLITE_IOERR"):
        return full(path) if "WRITE" in name or "FSYNC" in name or "SHM" in name else broken(path, text)
    return broken(path, text)


def _of_system(error: OSError, path: Path) -> StoreError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return full(path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return read_only(path)
    return broken(path, error.strerror or str(error))


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
