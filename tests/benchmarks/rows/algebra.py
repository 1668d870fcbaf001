"""Expressions: Isaac's real answers and the one-slip errors made from them."""

from __future__ import annotations

import re
from typing import Final

from tests.benchmarks.rows.case import Case, Mapper, Row
from tutor.notation.characters import GREEK_NAMES
from tutor.notation.function_names import ALIASES, SCHOOL, WHITELIST

KNOWN: Final = WHITELIST | ALIASES.keys() | SCHOOL | GREEK_NAMES
WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def names(*texts: str) -> tuple[str, ...]:
    """The words that stand in a key: names of more than one letter must be declared."""
    words = (word for text in texts for word in WORD.findall(text))
    return tuple(dict.fromkeys(word for word in words if len(word) > 1 and word not in KNOWN))


def physics(row: Row) -> Case:
    """Letters stand for physical quantities: positive."""
    kind = "equation" if re.search(r"[^<>=!]=[^=]|==", row["teacher"]) else "expression"
    return Case(kind, row["teacher"], row["student"], row["expected"], names(row["teacher"]), {"domain": "positive"})


MAPPINGS: Final[dict[tuple[str, str], Mapper]] = {
    ("Isaac real student answers", "physics_algebra"): physics,
    ("Isaac derived negatives", "slip:"): physics,
}
