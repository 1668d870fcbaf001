"""Ids out of titles and names that anybody may have written: small letters, digits, hyphens, never a path."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 40  # of a slug's 64 characters: numbers come behind it
_OTHER: Final = re.compile(r"[^a-z0-9]+")


def slug(text: str, otherwise: str = "item") -> str:
    """The text as an id; `otherwise` where no letter or digit of ASCII is left."""
    bare = unicodedata.normalize("NFKD", text[:400]).encode("ascii", "ignore").decode().lower()
    return _OTHER.sub("-", bare).strip("-")[:LONGEST].strip("-") or otherwise


class Names:
    """Ids that are given out once."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def take(self, text: str, otherwise: str = "item") -> str:
        """An id like the text that nobody else has: `sum`, `sum-2`, `sum-3`."""
        wanted = slug(text, otherwise)
        number = self._taken.get(wanted, 0)
        name = wanted
        while name in self._taken:
            number += 1
            name = f"{wanted}-{number + 1}"
        self._taken[wanted] = max(number, self._taken.get(wanted, 0))
        self._taken.setdefault(name, 0)
        return name
