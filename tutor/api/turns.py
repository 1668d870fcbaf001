"""One thing at a time for each learner, and word to whoever waits for it that something has happened."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

MOST: Final = 2_000  # learners kept in memory; whoever was away longest is read again when they come back


class Turns:
    """Of one process. `let_go`: called with a learner that isn't kept in memory any more.

    Several processes over one journal are kept apart by the journal itself, which refuses an append that isn't based on its end;
    within one, waiting is cheaper than being refused.
    """

    def __init__(self, let_go: Callable[[str], None] = lambda _: None) -> None:
        self._let_go = let_go
        self._locks: OrderedDict[str, asyncio.Lock] = OrderedDict()
        self._waiting: dict[str, asyncio.Event] = {}

    @asynccontextmanager
    async def of(self, learner: str) -> AsyncIterator[None]:
        """A turn of that learner; whoever waits for news is told when it's over."""
        async with self._lock(learner):
            try:
                yield
            finally:
                self.tell(learner)

    def tell(self, learner: str) -> None:
        """Something has happened."""
        waiting = self._waiting.pop(learner, None)
        if waiting is not None:
            waiting.set()

    def tell_all(self) -> None:
        """Nobody waits any longer."""
        for learner in tuple(self._waiting):
            self.tell(learner)

    def news(self, learner: str) -> asyncio.Event:
        """Set when something happens next. Take it before you look, or what comes in between is missed."""
        return self._waiting.setdefault(learner, asyncio.Event())

    def _lock(self, learner: str) -> asyncio.Lock:
        lock = self._locks.pop(learner, None) or asyncio.Lock()
        self._locks[learner] = lock
        while len(self._locks) > MOST:
            oldest = next((name for name, one in self._locks.items() if not one.locked()), None)
            if oldest is None or oldest == learner:
                break
            del self._locks[oldest]
            self._let_go(oldest)
        return lock
