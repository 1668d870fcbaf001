"""How much one token, or one address, may ask: a bucket that fills steadily and empties by a request."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

MOST: Final = 20_000  # buckets kept; the one that was untouched longest goes first, and is full when it comes back
TOLERANCE: Final = 1e-6  # of a request: sums of times aren't exact
BURST: Final = 0.1  # of a minute's requests may come at once


class Buckets:
    """One bucket for each key. `a_minute`: requests; `share`: of how many workers this is one, each of which enforces its part;
    `now`: seconds from any beginning, never going back."""

    def __init__(self, a_minute: float, now: Callable[[], float], share: int = 1) -> None:
        self._rate = a_minute / share / 60
        self._size = max(1.0, a_minute / share * BURST)
        self._now = now
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, cost: float = 1.0) -> int:
        """Take so much out of a bucket; 0, or, when it holds too little, the seconds until it holds enough (then nothing is taken).

        A cost above the bucket's size empties it.
        """
        at = self._now()
        level, since = self._levels.pop(key, (self._size, at))
        level = min(self._size, level + (at - since) * self._rate)
        cost = min(cost, self._size)
        allowed = level >= cost - TOLERANCE
        self._levels[key] = (max(0.0, level - cost) if allowed else level, at)
        if len(self._levels) > MOST:
            self._levels.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((cost - level) / self._rate))
