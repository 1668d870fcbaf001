"""A stream of random numbers that is the same on every machine and in every version of Python."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Final, TypeVar

T = TypeVar("T")

_WORD: Final = 8  # bytes


class Stream:
    """Whole numbers from blake2b(seed, 0), blake2b(seed, 1), …; seeds are told apart by all their parts."""

    def __init__(self, *seed: object) -> None:
        self._seed = blake2b("\x1f".join(map(str, seed)).encode("utf-8", "surrogatepass"), digest_size=32).digest()
        self._words = self._all_words()

    def _all_words(self) -> Iterator[int]:
        block = 0
        while True:
            digest = blake2b(block.to_bytes(8, "big"), key=self._seed).digest()
            for i in range(0, len(digest), _WORD):
                yield int.from_bytes(digest[i : i + _WORD], "big")
            block += 1

    def below(self, count: int) -> int:
        """One of 0 … count-1, each equally likely. `count` is at least 1 and far below 2^64."""
        limit = (1 << 64) - (1 << 64) % count
        return next(word for word in self._words if word < limit) % count

    def between(self, low: int, high: int) -> int:
        """One of low … high."""
        return low + self.below(high - low + 1)

    def shuffled(self, items: tuple[T, ...]) -> tuple[T, ...]:
        """The items in random order, each order equally likely (Fisher and Yates)."""
        mixed = list(items)
        for i in range(len(mixed) - 1, 0, -1):
            k = self.below(i + 1)
            mixed[i], mixed[k] = mixed[k], mixed[i]
        return tuple(mixed)
