"""Misspelt names: which known one was meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like it, one with the same letters first; None when none is."""
    close = difflib.get_close_matches(name[:80], list(known), 3, 0.6)
    return min(close, key=lambda one: sorted(one) != sorted(name), default=None)


def meant(name: str, known: Iterable[str], otherwise: str) -> str:
    """A remedy: `did you mean …?`, or what to do otherwise."""
    close = nearest(name, known)
    return f"did you mean `{close}`?" if close else otherwise


def listed(names: Iterable[str]) -> str:
    """`a`, `b` and `c`."""
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}" if quoted else "none"
