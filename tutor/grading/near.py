"""What a text that can't be read may have meant: offered to the learner, and counted only if they take it.

Candidates are spellings of the text itself, never of the key; whether one is offered depends on its being readable alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tutor.curriculum.answers import CHOICE_KINDS, UNGRADED_KINDS
from tutor.grading.grade import grade
from tutor.grading.verdict import Verdict
from tutor.notation.function_names import ALIASES, SCHOOL, nearest
from tutor.notation.number_words import read_words

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

LONGEST: Final = 120  # characters of a text that is looked at
WITHOUT: Final = CHOICE_KINDS | UNGRADED_KINDS | {"text"}
OPENING: Final = {"(": ")", "[": "]", "{": "}"}
_SAID: Final = {
    "plus": " + ", "minus": " - ", "times": "*", "divided by": "/", "over": "/", "squared": "^2", "cubed": "^3", "equals": " = ",
    "and": ", ",
}  # fmt: skip
_DOUBLED: Final = re.compile(r"([-+/^=,]) ?(?:\1 ?)+")
_TRAILING: Final = re.compile(r"[\s+\-*/^=,(\[{]+$")
_NUMBER: Final = r"[-+−]?\d[\d.,/ ]*"
_THEN_WORDS: Final = re.compile(rf"({_NUMBER}(?:[eE^*]?[-+\d]*))\s*[A-Za-z]{{2,}}[A-Za-z .]*")
_AFTER_WORDS: Final = re.compile(rf"(?:[A-Za-z]{{2,}}[,:]?\s+)+({_NUMBER})\.?")
_CALLED: Final = re.compile(r"([A-Za-z]{3,14}) ?(?=\()")
_LETTER_NUMBER: Final = re.compile(r"(?<![A-Za-z])([a-zA-Z])(\d)(?!\d)")


def near_reading(variant: Variant, text: str) -> str | None:
    """A spelling close to the text that can be read as an answer to the question; None if there's none, or the text can be."""
    if variant.kind in WITHOUT or not 0 < len(text.strip()) <= LONGEST or "`" in text:
        return None
    if grade(variant, text).verdict is not Verdict.UNREADABLE:
        return None
    tried = {text.strip()}
    for candidate in candidates(text.strip()):
        if candidate and candidate not in tried and grade(variant, candidate).verdict is not Verdict.UNREADABLE:
            return candidate
        tried.add(candidate)
    return None


def candidates(text: str) -> Iterator[str]:
    """Spellings close to a text, the closest first."""
    yield with_brackets(text)
    words = read_words(text)
    if words is not None:
        yield words
    yield text.lstrip("= ")
    spelled = text
    for said, sign in _SAID.items():
        spelled = re.sub(rf"\s*\b{said}\b\s*", sign, spelled, flags=re.IGNORECASE)
    yield spelled
    if text.count("|") % 2:
        yield text.replace("|", ", ")  # (3|-1), as points are written in some schools
    once = _DOUBLED.sub(r"\1", text)
    yield once
    yield with_brackets(once)
    yield with_brackets(_TRAILING.sub("", once))
    for pattern in (_THEN_WORDS, _AFTER_WORDS):
        found = pattern.fullmatch(text)
        if found:
            yield found[1].strip()
    yield _LETTER_NUMBER.sub(r"\1^\2", text)
    yield _CALLED.sub(_respelled, text)


def _respelled(called: re.Match[str]) -> str:
    """The function whose name is spelled most like this one."""
    found = nearest(called[1], SCHOOL | ALIASES.keys())
    return ALIASES.get(found, found) if found else called[1]


def with_brackets(text: str) -> str:
    """The text with every bracket's partner: missing ones added at the end, closing ones that nothing opened left out."""
    open_, kept = [], []
    for character in text:
        if character in OPENING:
            open_.append(OPENING[character])
        elif character in OPENING.values():
            if not open_ or open_[-1] != character:
                continue
            open_.pop()
        kept.append(character)
    return "".join([*kept, *reversed(open_)])
