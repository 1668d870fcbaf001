"""What kind of fault an error of SQLite or of the file system is; the rooms say it in words of their own."""

from __future__ import annotations

import errno
import sqlite3
from typing import Literal

Fault = Literal["busy", "full", "read-only", "broken"]


def of_sqlite(error: sqlite3.Error) -> Fault:
    """Busy: somebody else writes; full: the disk; read-only; broken: the file is damaged, or something unforeseen."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "busy"
    if name.startswith("SQLITE_FULL") or "disk is full" in str(error):
        return "full"
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return "read-only"
    if name.startswith("SQLITE_IOERR") and any(part in name for part in ("WRITE", "FSYNC", "SHM", "TRUNCATE")):
        return "full"
    return "broken"


def of_system(error: OSError) -> Fault:
    """The same of an operation on a file."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "full"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "read-only"
    return "broken"
