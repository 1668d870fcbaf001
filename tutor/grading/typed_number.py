"""One number as people type it: with a decimal comma, thousands, a currency's sign, a label, a calculation, a noun after it."""

from __future__ import annotations

import re

from tutor.grading.equivalence import equal
from tutor.grading.reading import RefusalError, settled, typed_tree, with_letters, without_label
from tutor.notation.tree import Node, Relation

DIGIT_COMMA_DIGIT = re.compile(r"[0-9],[0-9]")
THREE_DIGITS = re.compile(r",[0-9]{3}(?![0-9])")  # 1,234 is ambiguous: the reader says so
THOUSANDS = re.compile(r"[+-]?[0-9]{1,3},[0-9]{3}\.[0-9]+")
OF_SEVERAL = re.compile(r"[a-z]\s*\(")  # a function: its arguments have commas between them
CURRENCIES = frozenset("$€£¥")
NUMBER_THEN_WORDS = re.compile(r"\s*([-+−]?[\d.,/ ]*\d)\s+([A-Za-z]{2,}(?: [A-Za-z]{2,}){0,2})\.?\s*")
LONGEST_WITH_NOUN = 100
QUESTION = re.compile(r"[^.!?]*\?")
WORD = re.compile(r"[a-z]{2,}")


def read_number(text: str, *, counted: bool = False) -> Node:
    """The tree of a typed number. `counted`: a point at its end tells how many figures there are. Raises RefusalError."""
    typed = without_label(typed_tree(_with_decimal_point(text), keep_point=counted))
    if isinstance(typed, Relation):
        typed = _result(typed)
    return with_letters(typed, frozenset())


def without_noun(text: str, ask: str) -> str:
    """The number of `11 degrees`, where the words after it stand in what is asked ("By how many degrees …?"): what is counted,
    and not part of the number.
    """
    found = NUMBER_THEN_WORDS.fullmatch(text) if len(text) <= LONGEST_WITH_NOUN else None
    if found is None:
        return text
    asked = {stem(word) for sentence in QUESTION.findall(ask) for word in WORD.findall(sentence.casefold())}
    return found[1] if {stem(word) for word in found[2].casefold().split()} <= asked else text


def stem(word: str) -> str:
    """A word without what makes it plural: metres and metre, boxes and box."""
    return word.removesuffix("es") if word.endswith(("xes", "ses", "shes", "ches")) else word.removesuffix("s")


def _with_decimal_point(text: str) -> str:
    """One number has no list in it: a comma between digits is a decimal comma, or one of thousands before a
    point. A currency's sign before it is no part of it.
    """
    if text.lstrip()[:1] in CURRENCIES and text.count("$") < 2:
        at = len(text) - len(text.lstrip())
        text = f"{text[:at]} {text[at + 1 :]}"
    if text.count(",") != 1 or not DIGIT_COMMA_DIGIT.search(text) or OF_SEVERAL.search(text):
        return text
    if THOUSANDS.fullmatch(text.strip()):
        return text.replace(",", "")
    return text if THREE_DIGITS.search(text) else text.replace(",", ".")


def _result(chain: Relation) -> Node:
    """The last term of a calculation that holds, as `2 + 3 = 5`. Raises RefusalError for any other
    relation.
    """
    if all(op in ("=", "==") for op in chain.ops):
        terms = [settled(with_letters(term, frozenset())) for term in chain.terms]
        if all(equal(term, terms[-1]) for term in terms):
            return chain.terms[-1]
        raise RefusalError(
            "The sides of this equation aren't equal; one number is expected.",
            (chain.span.start, chain.span.end),
        )
    raise RefusalError("One number is expected here, not a comparison.", (chain.span.start, chain.span.end))
