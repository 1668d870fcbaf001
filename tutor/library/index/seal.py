"""What a directory of the index looked like when it was closed: a digest of every file, so that it's trusted only unchanged.

Names, sizes and times of files would be cheaper, but don't show a zeroed or flipped byte; a digest of everything costs about a
second for each gigabyte, and nothing else proves it. While a program has the directory open a mark stands in it.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final, Literal

from tutor.library.index.database import DATABASE, owners_in

SEAL: Final = "seal.json"
MARK: Final = "open"
PASSPORT: Final = "index.json"
CHUNK: Final = 1 << 20  # bytes read at once
State = Literal["empty", "closed", "unknown", "damaged"]


@dataclass(frozen=True, slots=True)
class Passport:
    """What an index is made for: the model, the dimensions of its vectors, the cutter of passages; and how it's laid out."""

    model: str
    size: int
    chunker: str
    format: int = 1

    def text(self) -> str:
        """As it's written."""
        return json.dumps(
            {"model": self.model, "size": self.size, "chunker": self.chunker, "format": self.format}, sort_keys=True
        )


@dataclass(frozen=True, slots=True)
class Look:
    """What a directory looks like: nothing in it, closed and unchanged since, not closed, or certainly damaged (and how)."""

    state: State
    why: str = ""


def look(folder: Path, passport: Passport) -> Look:
    """Whether a directory can be trusted. Raises OSError for what can't be read at all."""
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if there <= {MARK} or (MARK in there and PASSPORT not in there and not owners_in(folder)):
        return Look("empty")  # or its making was interrupted, before anything was put
    if _text(folder / PASSPORT) != passport.text():
        return Look("damaged", f"{PASSPORT} is missing or of another index")
    if DATABASE not in there:
        return Look("damaged", f"{DATABASE} is missing")
    if MARK in there or SEAL not in there:
        return Look("unknown")
    sealed = _sealed(folder / SEAL)
    if sealed is None:
        return Look("damaged", f"{SEAL} can't be read")
    present = files(folder)
    if changed := sorted(sealed.keys() ^ present.keys()):
        return Look("damaged", f"{changed[0]} has come or gone")
    for name, path in sorted(present.items()):
        if digest(path) != sealed[name]:
            return Look("damaged", f"{name} has changed")
    return Look("closed")


def mark(folder: Path) -> None:
    """Note that the directory is open: from now on only a check or `seal` makes it trusted."""
    os.close(os.open(folder / MARK, os.O_WRONLY | os.O_CREAT, 0o600))
    sync(folder)


def seal(folder: Path) -> None:
    """Note what the directory holds, durably, and that it's closed. Nobody may have it open."""
    digests = {name: digest(path, durable=True) for name, path in sorted(files(folder).items())}
    write(folder / SEAL, json.dumps(digests))
    (folder / MARK).unlink(missing_ok=True)
    sync(folder)


def files(folder: Path) -> dict[str, Path]:
    """The files of the index by their names below its directory, without seal and mark."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path for name, path in found.items() if name not in {SEAL, MARK, SEAL + ".new", PASSPORT + ".new"}}


def digest(path: Path, *, durable: bool = False) -> str:
    """The size and a digest of a file; `durable`: written to the disk as well."""
    hashed = blake2b(digest_size=16)
    with path.open("r+b" if durable else "rb") as file:
        while chunk := file.read(CHUNK):
            hashed.update(chunk)
        if durable:
            os.fsync(file.fileno())
        return f"{file.tell()} {hashed.hexdigest()}"


def write(path: Path, text: str) -> None:
    """All of a small file or nothing, durably."""
    made = path.with_name(path.name + ".new")
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    made.replace(path)


def sync(folder: Path) -> None:
    """Names in a folder made durable, where the system can."""
    if os.name == "nt":  # pragma: no cover
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes()[:CHUNK].decode("utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return None


def _sealed(path: Path) -> dict[str, str] | None:
    try:
        read = json.loads(_text(path) or "")
    except ValueError:
        return None
    return {str(name): str(value) for name, value in read.items()} if isinstance(read, dict) else None
