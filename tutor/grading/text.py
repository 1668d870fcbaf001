"""A word or a short phrase: case, articles, punctuation at the ends and white space don't matter."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from tutor.grading.decision import decide, unreadable
from tutor.grading.previewing import Preview
from tutor.grading.reading import RefusalError
from tutor.grading.verdict import Judgement
from tutor.grading.wording import latex_of, one_line
from tutor.notation.untrusted import clean

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

LONGEST = 300
ARTICLES = frozenset({"a", "an", "the"})


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on a typed phrase."""
    try:
        words = _words(text)
    except RefusalError as refusal:
        return unreadable(refusal)
    accepted = {normal(other) for other in getattr(variant.answer, "accept", ())}

    def same(given: str, value: object) -> bool:
        return given == normal(str(value)) or (value is variant.key and given in accepted)

    return decide(variant, normal(words), same, read_latex=latex_of(words.replace("$", "")))


def preview(_names: tuple[str, ...], _options: tuple[str, ...], text: str) -> Preview:
    """The phrase as it would be compared."""
    words = _words(text)
    return Preview(None, words)


def normal(text: str) -> str:
    """A phrase as phrases are compared: compatibility forms, case and accents of spelling folded, articles
    left out.

    A phrase of articles alone (`A`) stays as it is.
    """
    folded = unicodedata.normalize("NFKC", clean(text, newlines=False)).casefold()
    for mark in "-\u2013\u2014_/":
        folded = folded.replace(mark, " ")
    folded = folded.replace("\u2019", "'").replace("\u2018", "'")
    words = [word.strip(".,;:!?\"'()[]“”$") for word in folded.split()]
    kept = [word for word in words if word and word not in ARTICLES]
    return " ".join(kept or words)


def _words(text: str) -> str:
    if len(text) > LONGEST:
        raise RefusalError("A word or a short phrase is expected.", (LONGEST, len(text)))
    words = one_line(text)
    if not any(character.isalnum() for character in words):
        raise RefusalError("A word or a short phrase is expected.", (0, len(text)))
    return words
