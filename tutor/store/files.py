"""Small files beside the journal: pinned curricula and drafts; and the clock of the machine."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from tutor.errors import InputError
from tutor.home import private
from tutor.store.faults import translated

UNFINISHED: Final = ".writing-"  # how the names of files begin that aren't whole yet
_HASH: Final = re.compile(r"[0-9a-f]{16,128}")
_SESSION: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class FilePins:
    """Pinned curricula as `<hash>.json`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def keep(self, hash_: str, text: Callable[[], str]) -> None:
        """See `tutor.session.ports.Pins.keep`."""
        path = self._folder / f"{_checked(_HASH, hash_)}.json"
        if not await asyncio.to_thread(path.exists):
            await asyncio.to_thread(write_whole, path, text())

    async def load(self, hash_: str) -> str | None:
        """See `tutor.session.ports.Pins.load`."""
        return await asyncio.to_thread(_read, self._folder / f"{_checked(_HASH, hash_)}.json")


Kept = Callable[[str, Callable[[], None]], Awaitable[None]]


class FileDrafts:
    """Drafts as `<session>.txt`. `while_kept` (a store's) writes only for a session that hasn't been forgotten."""

    def __init__(self, folder: Path, while_kept: Kept | None = None) -> None:
        self._folder, self._while_kept = folder, while_kept

    async def save(self, session: str, text: str) -> None:
        """See `tutor.session.ports.Drafts.save`."""
        path = self._folder / f"{_checked(_SESSION, session)}.txt"
        if not text:
            await asyncio.to_thread(path.unlink, missing_ok=True)
        elif self._while_kept is None:
            await asyncio.to_thread(write_whole, path, text)
        else:
            await self._while_kept(session, lambda: write_whole(path, text))

    async def load(self, session: str) -> str | None:
        """See `tutor.session.ports.Drafts.load`."""
        return await asyncio.to_thread(_read, self._folder / f"{_checked(_SESSION, session)}.txt")


class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        """Microseconds since 1970, UTC."""
        return time.time_ns() // 1000


def write_whole(path: Path, text: str) -> None:
    """All of the text or nothing: written beside, synced, then put in place. Mode 0600 in a folder of mode 0700."""
    with translated(path):
        private(path.parent)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=UNFINISHED)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _read(path: Path) -> str | None:
    with translated(path):
        try:
            return path.read_text("utf-8")
        except FileNotFoundError:
            return None


def _checked(pattern: re.Pattern[str], name: str) -> str:
    if not pattern.fullmatch(name):
        raise InputError("bad-argument", "that isn't a name this program gives", remedy="use the one it gave")
    return name
