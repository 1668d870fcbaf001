"""One writer at a time, over all processes: an advisory lock on a file beside what is written."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

STEP: Final = 0.01  # seconds between tries


class FileLock:
    """A context manager that holds the lock; raises what `busy` makes of the path when it can't be had within `seconds`.

    The file is made with mode 0600 and stays: removing a lock file while another process waits at it would let both in.
    """

    def __init__(self, path: Path, seconds: float, busy: Callable[[Path], Exception]) -> None:
        self._path, self._seconds, self._busy = path, seconds, busy
        self._held: int | None = None

    def __enter__(self) -> None:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + self._seconds
        while not _try(descriptor):
            if time.monotonic() > deadline:
                os.close(descriptor)
                raise self._busy(self._path)
            time.sleep(STEP)
        self._held = descriptor

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._held is not None:
            os.close(self._held)  # closing lets go of the lock
            self._held = None


if os.name == "nt":  # pragma: no cover
    import msvcrt

    def _try(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
