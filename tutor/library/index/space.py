"""Whether a folder can be written to at all: Chroma's errors often don't say that the disk was full, only what couldn't be done."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

from tutor.disk.faults import Fault, of_system

SPARE: Final = 1 << 20  # bytes that must be free, beyond the size of the largest file, which Chroma may write anew


def hindrance(folder: Path) -> Fault | None:
    """Why nothing can be written in a folder: `full` or `read-only`; None if it can, or if that can't be told."""
    try:
        largest = max((path.stat().st_size for path in folder.rglob("*") if path.is_file()), default=0)
        if shutil.disk_usage(folder).free < largest + SPARE:
            return "full"
        _try(folder / "scratch", largest)
    except OSError as error:
        fault = of_system(error)
        return None if fault == "broken" else fault
    return None


def _try(path: Path, size: int) -> None:
    """Write a file as long as the largest, but for a block all hole: a limit on the size of files shows here."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.lseek(descriptor, size + SPARE, os.SEEK_SET)
        os.write(descriptor, bytes(4096))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
        path.unlink()
