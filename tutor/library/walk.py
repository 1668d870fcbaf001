"""The files below a folder: those that may be documents, and what is passed over, with its reason. No link is followed outside."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tutor.errors import InputError

MOST_FILES: Final = 100_000
DEEPEST: Final = 64  # folders in one another


@dataclass(frozen=True, slots=True)
class Found:
    """A file. `root`: the folder that was named, empty where the file itself was; `source`: its path below it, with slashes;
    `origin` tells it from every other file."""

    path: Path
    root: str
    source: str
    origin: str


@dataclass(frozen=True, slots=True)
class Passed:
    """What isn't looked at. `unread`: it couldn't be, so that nobody knows what's in it."""

    path: Path
    source: str
    reason: str
    unread: bool = False


def walk(named: Path) -> Iterator[Found | Passed]:
    """A file, or all files below a folder, by name. Raises InputError("bad-argument") for what isn't there."""
    try:
        place = named.resolve(strict=True)
        kind = place.stat().st_mode
    except (OSError, RuntimeError) as error:
        raise InputError(
            "bad-argument", f"{named} can't be found or opened", remedy="look at the path; it may have been moved"
        ) from error
    if stat.S_ISDIR(kind):
        yield from _below(place)
    elif stat.S_ISREG(kind):
        yield Found(place, "", place.name, str(place))
    else:
        raise InputError("bad-argument", f"{named} is neither a file nor a folder", remedy="name a file or a folder")


def _below(root: Path) -> Iterator[Found | Passed]:
    waiting: list[tuple[Path, int]] = [(root, 0)]
    count = 0
    while waiting:
        folder, depth = waiting.pop()
        source = _source(folder, root)
        if depth > DEEPEST:
            yield Passed(folder, source, f"more than {DEEPEST} folders in one another", unread=True)
            continue
        try:
            with os.scandir(folder) as entries:
                inside = sorted(entries, key=lambda one: one.name)
        except OSError as error:
            yield Passed(folder, source, f"can't be opened: {error.strerror}", unread=True)
            continue
        folders = []
        for entry in inside:
            found = _one(entry, root)
            if isinstance(found, Found):
                count += 1
                if count > MOST_FILES:
                    yield Passed(root, ".", f"more than {MOST_FILES:,} files; the rest isn't looked at", unread=True)
                    return
            if found is None:
                folders.append((Path(entry.path), depth + 1))
            else:
                yield found
        waiting += reversed(folders)


def _one(entry: os.DirEntry[str], root: Path) -> Found | Passed | None:
    """A file, what's passed over, or None for a folder to go into."""
    path = Path(entry.path)
    source = _source(path, root)
    try:
        source.encode()
    except UnicodeEncodeError:
        shown = source.encode("utf-8", "replace").decode()
        return Passed(path, shown, "its name isn't readable text")
    if entry.name.startswith("."):
        return Passed(path, source, "hidden")
    try:
        if entry.is_symlink():
            target = path.resolve(strict=True)
            if not target.is_relative_to(root):
                return Passed(path, source, "a link that leads outside the folder")
            if target.is_dir():
                return Passed(path, source, "a link to a folder")
        elif entry.is_dir():
            return None
        if not stat.S_ISREG(entry.stat().st_mode):
            return Passed(path, source, "no ordinary file")
    except (OSError, RuntimeError):
        return Passed(path, source, "a link that leads nowhere")
    return Found(path, str(root), source, str(path))


def _source(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
