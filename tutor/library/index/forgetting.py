"""Forgetting an owner in indexes that nobody has open: whole directories go, for they can be rebuilt."""

from __future__ import annotations

import shutil
from pathlib import Path

from tutor.disk.lock import FileLock
from tutor.library.index.database import DATABASE, owners_in
from tutor.library.index.faults import busy, translated
from tutor.library.index.quarantine import ASIDE
from tutor.library.index.seal import MARK


def erase(root: Path, owner: str, *, but: str | None = None) -> None:
    """Take away the directories below `root` that hold something of an owner, or of which that can't be told; not the one named
    `but`. What was put aside as damaged goes in any case."""
    if not root.is_dir():
        return
    with translated(root):
        for folder in sorted(path for path in root.iterdir() if path.is_dir() and path.name != but):
            if ASIDE in folder.name:
                shutil.rmtree(folder)
                continue
            with FileLock(folder.with_name(folder.name + ".lock"), 0, busy):
                owners = owners_in(folder)
                if owners is None or owner in owners or _remains(folder, owner):
                    shutil.rmtree(folder)


def _remains(folder: Path, owner: str) -> bool:
    """Whether the database still holds the owner's name where a forgetting was interrupted."""
    return (folder / MARK).exists() and owner.encode() in (folder / DATABASE).read_bytes()
