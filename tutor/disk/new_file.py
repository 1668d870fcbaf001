"""A file that wasn't there before: what a learner keeps never replaces anything."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from tutor.errors import InputError

MOST: Final = 1000  # files of one name, numbered


def write_at(place: str, name: str, text: str) -> Path:
    """The same in the folder `place`, or as the file `place` where that's no folder. Raises like `write_new`."""
    path = Path(place).expanduser()
    return write_new(path, name, text) if path.is_dir() else write_new(path.parent, path.name, text)


def write_new(folder: Path, name: str, text: str) -> Path:
    """Write the text into a new file of that name, numbered where one is there; only its owner can read it.

    Raises InputError("bad-argument") where nothing can be written.
    """
    path = folder / name
    for number in range(2, MOST):
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            path = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
            continue
        except OSError as error:
            raise _unwritable(path, error) from error
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            path.unlink(missing_ok=True)
            raise _unwritable(path, error) from error
        return path
    raise InputError("bad-argument", f"there are too many files called {name}", remedy="name another file or folder")


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(
        "bad-argument", f"{path} can't be written: {error.strerror}", remedy="name another file or folder"
    )
