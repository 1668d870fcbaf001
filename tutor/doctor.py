"""Checks of this installation, each with what was found and what to do about it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from tutor.home import Home

LEAST_FREE: Final = 50_000_000  # bytes
WAL_FAULT_UP_TO: Final = (3, 51, 2)  # two connections that reset a WAL at once can damage it


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `remedy` is empty when all is well."""

    check: str
    state: Literal["ok", "warn", "bad"]
    found: str
    remedy: str = ""


def python(version: tuple[int, int, int]) -> Check:
    """The interpreter's version."""
    text = ".".join(map(str, version))
    if version < (3, 11, 0):
        return Check("python", "bad", text, "install Python 3.11 or newer")
    return Check("python", "ok", text)


def sqlite(version: tuple[int, ...]) -> Check:
    """SQLite's version, with the fault that the single writer guards against."""
    text = ".".join(map(str, version))
    if version <= WAL_FAULT_UP_TO:
        return Check(
            "sqlite", "ok", f"{text}; its WAL-reset fault can't occur here, as this program writes under one lock"
        )
    return Check("sqlite", "ok", text)


def folder(name: str, path: Path) -> Check:
    """Whether a folder of ours can be written, or could be made, and is private."""
    there = next(parent for parent in (path, *path.parents) if parent.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        return Check(name, "bad", f"{path} can't be written", f"make {there} writable, or set TUTOR_HOME")
    if path.exists() and os.name == "posix" and path.stat().st_mode & 0o077:
        return Check(name, "warn", f"{path} can be read by others", f"chmod 700 {path}")
    return Check(name, "ok", str(path))


def space(path: Path) -> Check:
    """Room on the disk of the journal."""
    there = next(parent for parent in (path, *path.parents) if parent.exists())
    free = shutil.disk_usage(there).free
    found = f"{free // 1_000_000} MB free"
    return Check("disk", "ok", found) if free >= LEAST_FREE else Check("disk", "warn", found, "free some space")


def terminal(environment: Mapping[str, str], encoding: str, columns: int, rows: int) -> Check:
    """Whether the study screen has what it needs."""
    if environment.get("TERM", "") in ("", "dumb"):
        return Check("terminal", "warn", "TERM is not set, or dumb", "use `tutor plain`, or a full terminal")
    if "utf" not in encoding.lower():
        return Check("terminal", "warn", f"encoding {encoding}", 'use a UTF-8 locale, or set maths.mode = "ascii"')
    if columns < 80 or rows < 24:
        return Check("terminal", "warn", f"{columns}×{rows}", "at least 80×24 reads better")
    return Check("terminal", "ok", f"{columns}×{rows}, {encoding}; these should look right: ⎛1 2⎞ √2 x² v⃗ ≤ −½")


def run(home: Home, environment: Mapping[str, str]) -> tuple[Check, ...]:
    """All checks that need no opened store and no curricula."""
    size = shutil.get_terminal_size((80, 24))
    version = (sys.version_info.major, sys.version_info.minor, sys.version_info.micro)
    return (
        python(version),
        sqlite(sqlite3.sqlite_version_info),
        folder("config", home.config),
        folder("data", home.data),
        folder("cache", home.cache),
        space(home.data),
        terminal(environment, sys.stdout.encoding or "", size.columns, size.lines),
    )
