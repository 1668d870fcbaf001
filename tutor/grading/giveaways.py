"""Where a text gives a question's answer away: the spans that its grader would accept, and the words of its options.

Rules, where strictness would hide everything:

- what the question itself shows gives nothing away;
- a small whole number, a lone letter or a common word (`leaks.is_ordinary`) gives the answer away only in a sentence that also holds
  all numbers of the question, as "three steps east and four steps north leave you five steps away" does;
- of options every one is hidden, the right one and the others alike: a mark on the right one alone would show it;
- a formula too long to be compared is hidden where the answer is no ordinary one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tutor.curriculum.answers import WRITTEN_KINDS
from tutor.grading.asked import LONGEST_SPAN, mathematics
from tutor.grading.candidates import Candidate, candidates, pieces
from tutor.grading.leaks import COMMON_WORDS, gives_away, is_ordinary
from tutor.grading.options import plain
from tutor.grading.text import normal
from tutor.grading.verdict import Verdict
from tutor.notation.number_words import LARGEST_IN_WORDS, SMALL, whole_words
from tutor.notation.sentences import sentences
from tutor.notation.tree import Number

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

Span = tuple[int, int]
_NUMBER: Final = re.compile(r"\d+(?:[./]\d+)?")
_SEPARATOR: Final = r"(?:[ ,.'’_\u00a0\u2009\u202f]|\\[,;:! ]|\{,\})?"
_LETTERS: Final = re.compile(r"[^\W_]+")


def giveaways(text: str, variant: Variant) -> tuple[Span, ...]:
    """The spans [start, end) of the text that give the variant's answer away, in order, without overlaps.

    A span that touches mathematics or code covers all of it, with its delimiters.
    """
    found = [*_options(text, variant)]
    if variant.key is not None and variant.kind == "text":
        found += _phrases(text, _accepted(variant))
    elif variant.key is not None and not variant.options:
        found += _values(text, variant)
    return merged(found)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch or overlap as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def phrase(text: str, words: str) -> Iterator[Span]:
    """Where those words stand one after another, whatever their case, the white space and the punctuation between; the last one
    may be a plural."""
    parts = _LETTERS.findall(words)
    if parts:
        between = r"[\W_]{1,4}"
        stem = parts[-1].removesuffix("s") or parts[-1]
        pattern = between.join([*map(re.escape, parts[:-1]), rf"{re.escape(stem)}(?:e?s|['’]s)?"])
        for match in re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", text, re.IGNORECASE):
            yield match.span()


# -- options and words --------------------------------------------------------------------------------------------------


def _options(text: str, variant: Variant) -> Iterator[Span]:
    for option in variant.options:
        formulas = [*mathematics(option.text)]
        words = plain(option.text)
        if _spelt(words) in _spelt(variant.ask):
            continue
        if formulas:
            yield from _same_formula(text, words)
        elif len(words.split()) > 1:
            yield from phrase(text, words)


def _same_formula(text: str, words: str) -> Iterator[Span]:
    wanted = _spelt(words)
    for one in candidates(text):
        if any(_spelt(piece) == wanted for piece in pieces(one.source)):
            yield one.start, one.end


def _spelt(text: str) -> str:
    return re.sub(r"[\s$*`]+", "", text).casefold()


def _accepted(variant: Variant) -> list[str]:
    asked = f" {normal(variant.ask)} "
    accepted = {normal(str(variant.key)), *map(normal, getattr(variant.answer, "accept", ()))}
    return sorted(one for one in accepted if len(one) > 1 and one not in COMMON_WORDS and f" {one} " not in asked)


def _phrases(text: str, wanted: Iterable[str]) -> Iterator[Span]:
    for words in wanted:
        yield from phrase(text, words)


# -- values ---------------------------------------------------------------------------------------------------------------


def _values(text: str, variant: Variant) -> Iterator[Span]:
    ordinary = is_ordinary(variant)
    if ordinary and not isinstance(variant.key, Number):
        return  # a single letter
    stretches = [*_beside_the_givens(text, variant.ask)] if ordinary else [(0, len(text))]
    for start, end in stretches:
        part = text[start:end]
        found = [(one.start, one.end) for one in candidates(part) if _holds_key(one, variant, ordinary=ordinary)]
        found += _spoken(part, variant)
        if not ordinary:
            found += _digits(part, variant)
        for a, b in found:
            yield start + a, start + b


def _holds_key(one: Candidate, variant: Variant, *, ordinary: bool) -> bool:
    source = one.source.replace("$", " ")
    if len(source) > LONGEST_SPAN:
        return not ordinary
    return any(_is_answer(piece, variant) for piece in pieces(source))


def _is_answer(piece: str, variant: Variant) -> bool:
    if gives_away(f"${piece}$", variant):
        return True
    close_enough = getattr(variant.answer, "tolerance", None) is not None and variant.kind not in WRITTEN_KINDS
    if not close_enough or not re.fullmatch(r"[-−+]?[\d., ]+", piece) or piece in variant.ask:
        return False
    from tutor.grading.grade import grade  # the door of the room, which imports this room's modules

    return grade(variant, piece).verdict in (Verdict.RIGHT, Verdict.FORM)


def _spoken(text: str, variant: Variant) -> Iterator[Span]:
    key = variant.key
    if isinstance(key, Number) and key.value.denominator == 1 and 0 <= key.value <= LARGEST_IN_WORDS:
        words = whole_words(int(key.value))
        if not any(phrase(variant.ask, words)):
            yield from (span for span in phrase(text, words) if text[span[1] - 1] not in "sS" or words.endswith("s"))


def _digits(text: str, variant: Variant) -> Iterator[Span]:
    """The digits of a whole key, whatever stands between their groups of three, and in whatever script."""
    key = variant.key
    if not isinstance(key, Number) or key.value.denominator != 1:
        return
    digits = str(abs(key.value.numerator))
    pattern = rf"(?<![\d]){_grouped(digits)}(?!\d)"
    if re.search(pattern, _western(variant.ask)):
        return
    for match in re.finditer(pattern, _western(text)):
        yield match.span()


@lru_cache(maxsize=256)
def _grouped(digits: str) -> str:
    first = len(digits) % 3
    groups = [digits[:first], *(digits[i : i + 3] for i in range(first, len(digits), 3))]
    return _SEPARATOR.join(group for group in groups if group)


def _western(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


# -- ordinary keys ----------------------------------------------------------------------------------------------------------


def _beside_the_givens(text: str, ask: str) -> Iterator[Span]:
    """The sentences that hold every number of the question."""
    givens = _numbers(ask)
    if givens:
        yield from (span for span in sentences(text) if givens <= _numbers(text[slice(*span)]))


@lru_cache(maxsize=512)
def _numbers(text: str) -> frozenset[Fraction]:
    written = {Fraction(match) for match in _NUMBER.findall(_western(text)) if not match.endswith("/0")}
    words = set(_LETTERS.findall(text.casefold()))
    return frozenset(written | {Fraction(n) for n, word in enumerate(SMALL) if word in words and n != 1})
