"""Choices of other formats as options of ours: ids by letter, and in their own order where they speak of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

MOST_OPTIONS: Final = 10
LETTERS: Final = "abcdefghij"
_ABOUT_PLACES: Final = re.compile(
    r"\b(?:all|none|both|neither|any|some|two|one) of the above\b"
    r"|\b(?:above|below|previous|preceding) (?:answers?|choices?|options?)\b"
    r"|^(?:both )?[A-J] (?:and|or) [A-J]$",
    re.IGNORECASE,
)


def options_of(texts: Sequence[str]) -> dict[str, Any]:
    """`options` by letter; with `shuffle: false` where one says "all of the above" or the like."""
    kept: dict[str, Any] = {"options": dict(zip(LETTERS, texts, strict=False))}
    if any(_ABOUT_PLACES.search(text.strip()) for text in texts):
        kept["shuffle"] = False
    return kept
