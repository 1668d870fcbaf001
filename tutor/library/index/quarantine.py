"""A damaged directory is put aside under another name: one of them is kept, for whoever wants to know what happened."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ASIDE: Final = "-damaged-"


def put_aside(folder: Path, at: float) -> None:
    """Rename the directory to `<name>-damaged-<UTC time>`; earlier ones go. `at`: seconds since 1970. Raises OSError.

    Where it would take half of what is free, it goes as well.
    """
    for old in aside(folder):
        shutil.rmtree(old)
    target = folder.with_name(f"{folder.name}{ASIDE}{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime(at))}")
    folder.replace(target)
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    if size > shutil.disk_usage(target).free:
        shutil.rmtree(target)


def aside(folder: Path) -> Iterator[Path]:
    """The directories put aside from this one."""
    start = folder.name + ASIDE
    return (path for path in sorted(folder.parent.iterdir()) if path.name.startswith(start) and path.is_dir())
