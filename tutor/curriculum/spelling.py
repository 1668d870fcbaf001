"""Misspelt names: which known one was meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Final

SHORTEST: Final = 4  # letters of a name whose slip is certain: of shorter ones too many are alike


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like it, one with the same letters first; None when none is."""
    close = difflib.get_close_matches(name[:80], list(known), 3, 0.6)
    return min(close, key=lambda one: sorted(one) != sorted(name), default=None)


def meant(name: str, known: Iterable[str], otherwise: str) -> str:
    """A remedy: `did you mean …?`, or what to do otherwise."""
    close = nearest(name, known)
    return f"did you mean `{close}`?" if close else otherwise


def certain(name: str, known: Iterable[str]) -> str | None:
    """The one known name that differs from this by a single slip of the hand: a letter too many, too few, another, or two in each
    other's place. None when there is none, or several, or when a digit makes the difference, as in `step-1` and `step-2`.
    """
    close = [one for one in dict.fromkeys(known) if len(name) >= SHORTEST and _one_slip(name, one)]
    return close[0] if len(close) == 1 else None


def _one_slip(one: str, other: str) -> bool:
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    begins = _shared(one, other)
    one, other = one[begins:], other[begins:]
    ends = _shared(one[::-1], other[::-1])
    one, other = one[: len(one) - ends], other[: len(other) - ends]
    if any(letter.isdigit() for letter in one + other):
        return False
    return (len(one) <= 1 and len(other) <= 1) or (len(one) == 2 and one == other[::-1])


def _shared(one: str, other: str) -> int:
    """How many letters two names have in common from their beginning."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def listed(names: Iterable[str]) -> str:
    """`a`, `b` and `c`."""
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}" if quoted else "none"
