"""Does a text give the key away? Its tokens are compared with the key by meaning, those that the question
shows excepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tutor.curriculum.answers import WRITTEN_KINDS
from tutor.errors import NotationError
from tutor.grading.asked import mathematics
from tutor.grading.equivalence import equal, same_equation
from tutor.grading.matrix import as_matrix
from tutor.grading.options import plain
from tutor.grading.text import normal
from tutor.grading.vector import as_vector
from tutor.grading.verdict import Verdict
from tutor.notation.reader import read
from tutor.notation.tree import Matrix, Name, Node, Number, Relation, Unary, Vector, walk

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

SMALL: Final = 20  # the largest absolute value of a whole number that any text may mention
MOST_TOKENS: Final = 60
COMMON_WORDS: Final = frozenset(
    {
        "above", "all", "always", "any", "area", "below", "both", "down", "equal", "even", "false", "first",
        "half", "large", "larger", "last", "left", "length", "less", "line", "many", "more", "most",
        "negative", "never", "no", "none", "number", "odd", "one", "plane", "point", "positive", "right",
        "same", "second", "side", "sign", "six", "small", "smaller", "sum", "ten", "third", "three", "true",
        "two", "up", "yes", "zero",
    }
)  # fmt: skip
# In prose: numbers, fractions, and lists in round brackets. Each alternative is linear: no repetition
# within a repetition.
PROSE: Final = re.compile(r"\([^()]{1,60}\)|-?[0-9]+(?:[./][0-9]+)?")


def gives_away(text: str, variant: Variant) -> bool:
    """Some token of the text would be accepted as the variant's answer, and the question itself doesn't
    show it.
    """
    key = variant.key
    if key is None:
        return False
    if variant.kind in ("choice", "predict"):
        return _names_the_option(text, variant)
    if variant.kind == "text":
        accepted = {normal(str(key)), *map(normal, getattr(variant.answer, "accept", ()))}
        return any(_has_phrase(normal(text), one) and not _has_phrase(normal(variant.ask), one) for one in accepted)
    if variant.kind in ("choices", "order", "match", "flaw"):
        return False  # a key made of places: a text can't hold it
    if variant.kind in WRITTEN_KINDS:
        return any(_is_written_key(span, variant) for span in {*mathematics(text)} - {*mathematics(variant.ask)})
    names = frozenset(getattr(variant.answer, "names", ())) | frozenset(getattr(variant.answer, "letters", ()))
    return any(_is_key(token, variant) for token in _tokens(text, names) - _tokens(variant.ask, names))


def is_ordinary(variant: Variant) -> bool:
    """The key is one small whole number or a common word, which texts other than hints may hold by chance."""
    key = variant.key
    if isinstance(key, Number):
        return key.value.denominator == 1 and abs(key.value) <= SMALL
    if isinstance(key, Name):
        return True
    if variant.kind == "choice":
        return len(_right_option(variant).split()) < 3
    return isinstance(key, str) and normal(key) in COMMON_WORDS


def _is_key(token: Node, variant: Variant) -> bool:
    key = variant.key
    assert isinstance(key, Node)
    if variant.kind == "equation":
        return isinstance(token, Relation) and same_equation(token, key) is True
    if variant.kind == "vector":
        given, wanted = as_vector(token), as_vector(key)
        return given is not None and wanted is not None and equal(given, wanted) is True
    if variant.kind == "matrix":
        rows, right = (as_matrix(token) if isinstance(token, Matrix) else None), as_matrix(key)
        return rows is not None and right is not None and equal(rows, right) is True
    return not isinstance(token, Vector | Matrix | Relation) and equal(token, key) is True


def _is_written_key(span: str, variant: Variant) -> bool:
    from tutor.grading.grade import grade  # the door of the room, which imports this room's modules

    return grade(variant, span).verdict in (Verdict.RIGHT, Verdict.FORM)


@lru_cache(maxsize=256)
def _tokens(text: str, names: frozenset[str]) -> frozenset[Node]:
    found: dict[Node, None] = {}
    for span in (*mathematics(text), *_prose(text)):
        try:
            tree = read(span.rstrip(" =?.,;\n"), names=names)
        except NotationError:
            continue  # arrows, words: not an answer
        for part in walk(tree):
            found.setdefault(part)
            if isinstance(part, Unary) and part.op == "-" and isinstance(part.arg, Number):
                found.setdefault(Number(-part.arg.value))
            if len(found) >= MOST_TOKENS:
                return frozenset(found)
    return frozenset(found)


def _prose(text: str) -> Iterator[str]:
    outside = " ".join(text.replace("$$", "$").split("$")[::2])
    return (match.group() for match in PROSE.finditer(outside[:8000]))


def _right_option(variant: Variant) -> str:
    return next((option.text for option in variant.options if option.id == variant.key), "")


def _names_the_option(text: str, variant: Variant) -> bool:
    """The right option's words, two or more or mathematics, stand in the text; no other option's do, nor in
    the question.
    """
    right, said, asked = plain(_right_option(variant)), plain(text), plain(variant.ask)
    if len(right.split()) < 2 and "$" not in _right_option(variant):
        return False
    others = [plain(option.text) for option in variant.options if option.id != variant.key]
    return (
        _has_phrase(said, right) and not _has_phrase(asked, right) and not any(_has_phrase(said, one) for one in others)
    )


def _has_phrase(text: str, phrase: str) -> bool:
    words = _words(phrase)
    return bool(words) and f" {words} " in f" {_words(text)} "


def _words(text: str) -> str:
    """Words and signs, without the punctuation of sentences."""
    return " ".join("".join(" " if mark in ',.;:?!()"' else mark for mark in text).split())
