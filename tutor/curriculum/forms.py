"""The forms of an answer that an author may ask for, as they're written: `factored`, `significant-figures 2..4`.

What each means is judged in `tutor.grading.form`. A right value in another form is neither right nor wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

MOST_FIGURES: Final = 40
COUNTED: Final = frozenset({"significant-figures", "decimal-places"})  # a number or a range follows
IN_A_LETTER: Final = frozenset({"partial-fractions", "completed-square"})  # a letter may follow
ALIKE: Final = ("identities", "signs", "divisions", "arithmetic", "roots", "in-order")  # may follow `as-written`
OF_ANY: Final = frozenset({"as-written", "verbatim", "lowest-terms", "simplified", "rationalised"})
OF_NUMBERS: Final = (
    OF_ANY | COUNTED | {"decimal", "fraction", "improper", "integer", "mixed", "scientific", "single-fraction"}
)
OF_EXPRESSIONS: Final = OF_ANY | IN_A_LETTER | {"expanded", "factored", "single-fraction"}
_RANGE: Final = re.compile(r"([0-9]{1,2})(?:\.\.([0-9]{1,2}))?")
_LETTER: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,15}")


@dataclass(frozen=True, slots=True)
class Form:
    """One form asked for. `least` to `most`: how many figures or places. `letter`: the one in which the form is meant.
    `alike`: differences that `as-written` lets pass, or `in-order`."""

    name: str
    least: int = 0
    most: int = 0
    letter: str | None = None
    alike: frozenset[str] = frozenset()


@lru_cache(maxsize=256)
def form(written: str) -> Form:
    """A form as an author writes it. Raises ValueError that names the nearest known one."""
    name, *words = written.split() or [""]
    known = OF_NUMBERS | OF_EXPRESSIONS
    if name not in known:
        raise ValueError(f"there is no such form; {_meant(name, sorted(known))}")
    if name in COUNTED:
        return _counted(name, words)
    if name == "as-written":
        strange = next((word for word in words if word not in ALIKE), None)
        if strange is not None:
            raise ValueError(f"`{strange}` can't follow `{name}`; {_meant(strange, ALIKE)}")
        return Form(name, alike=frozenset(words))
    if name in IN_A_LETTER and len(words) == 1 and _LETTER.fullmatch(words[0]):
        return Form(name, letter=words[0])
    if words:
        raise ValueError(f"nothing can follow `{name}`" + (" but a letter" if name in IN_A_LETTER else ""))
    return Form(name)


def _counted(name: str, words: list[str]) -> Form:
    match = _RANGE.fullmatch(words[0]) if len(words) == 1 else None
    least = int(match[1]) if match else 0
    most = int(match[2] or match[1]) if match else 0
    fewest = 1 if name == "significant-figures" else 0
    if match is None or not fewest <= least <= most <= MOST_FIGURES:
        raise ValueError(f"write how many, up to {MOST_FIGURES}, as `{name} 3` or `{name} 2..4`")
    return Form(name, least, most)


def checked(written: str, known: frozenset[str], kind: str) -> str:
    """The form as it's written, if it's one of those known for that kind of answer. Raises ValueError."""
    name = form(written).name
    if name not in known:
        raise ValueError(f"{kind} has no form `{name}`; {_meant(name, sorted(known))}")
    return written


def _meant(name: str, known: Sequence[str]) -> str:
    from tutor.curriculum.spelling import listed, meant  # brings difflib, for mistakes only

    return meant(name, known, f"known are {listed(known)}")
