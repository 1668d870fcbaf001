"""What a model writes goes through here before anybody reads it: while a question is open, nothing of its answer passes.

A text is refused whole when some view of it (`llm/disguises`) holds the key, says it as a small calculation, points at the right
option, or speaks of options by their places. What the question itself shows gives nothing away. Authored hints pass: that is what
it's measured by.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from tutor.curriculum.variants import Variant
from tutor.grading.giveaways import giveaways
from tutor.grading.leaks import COMMON_WORDS, gives_away
from tutor.grading.options import plain
from tutor.grading.spellings import spellings
from tutor.grading.text import normal
from tutor.llm.disguises import LONGEST, spoken, straightened, views
from tutor.notation.tree import Matrix, Name, Node, Number, Vector, walk

SHORTEST: Final = 3  # letters of a key that are looked for run together
_NUMBER: Final = re.compile(r"[-−]?\d+(?:[.,]\d+|/\d+)?")
_SENTENCE: Final = re.compile(r"(?:[^.!?\n]|[.](?=\d))+[.!?\n]*")
_LINK: Final = re.compile(r"://|\]\(|\bwww\.|<[a-zA-Z!/]")
_PLACE: Final = re.compile(
    r"\b(?:option|choice|answer|line|number|letter|item)s?\s*(?:is|are|no\.?|number|:|=)?\s*[\"'(]?(?:[a-h]|[1-9]|one|two|three|four|five|six)\b[\"')]?"
    r"|\b(?:first|second|third|fourth|fifth|last|top|bottom|middle|former|latter)\s+(?:option|choice|answer|one|line|item|of these)\b"
    r"|(?:^|\s)\(?[a-hA-H1-9]\)(?=\s|$|[.,;])|\b(?:pick|choose|select|take|tick)\s+[\"'(]?(?:[a-h1-9])\b",
    re.IGNORECASE,
)
_CALCULATED: Final[tuple[tuple[re.Pattern[str], Callable[[Fraction, Fraction], Fraction]], ...]] = (
    (re.compile(rf"({_NUMBER.pattern})\s*(?:plus|and then|added to|more than)\s*({_NUMBER.pattern})"), lambda a, b: a + b),
    (re.compile(rf"({_NUMBER.pattern})\s*(?:minus|take away)\s*({_NUMBER.pattern})"), lambda a, b: a - b),
    (re.compile(rf"({_NUMBER.pattern})\s*(?:less than|fewer than|below|before|short of)\s*({_NUMBER.pattern})"), lambda a, b: b - a),
    (re.compile(rf"({_NUMBER.pattern})\s*(?:times|multiplied by|x|×|·)\s*({_NUMBER.pattern})"), lambda a, b: a * b),
    (re.compile(rf"({_NUMBER.pattern})\s*(?:divided by|over|shared by)\s*({_NUMBER.pattern})"), lambda a, b: a / b if b else a),
    (re.compile(rf"between\s+({_NUMBER.pattern})\s+and\s+({_NUMBER.pattern})"), lambda a, b: (a + b) / 2),
)  # fmt: skip
_OF_ONE: Final[tuple[tuple[re.Pattern[str], Callable[[Fraction], Fraction]], ...]] = (
    (re.compile(rf"(?:twice|double|two times)\s+({_NUMBER.pattern})"), lambda a: 2 * a),
    (re.compile(rf"(?:half of|half)\s+({_NUMBER.pattern})"), lambda a: a / 2),
    (re.compile(rf"(?:after|follows|above)\s+({_NUMBER.pattern})"), lambda a: a + 1),
    (re.compile(rf"(?:before|precedes|under)\s+({_NUMBER.pattern})"), lambda a: a - 1),
    (re.compile(rf"({_NUMBER.pattern})\s+squared|square of\s+({_NUMBER.pattern})"), lambda a: a * a),
    (re.compile(rf"(?:minus|negative|opposite of|negative of)\s+({_NUMBER.pattern})"), lambda a: -a),
)


def leak(text: str, variant: Variant) -> str | None:
    """By which trick the text gives the open variant's answer away; None where it doesn't. A text too long to be looked through is
    refused as "long"."""
    if len(text) > LONGEST:
        return "long"
    if variant.key is None:
        return None
    if _LINK.search(text):
        return "link"
    if variant.options:
        return _option_leak(text, variant)
    shown = straightened(variant.ask)
    for trick, view in views(text):
        if _holds(view, variant, shown, trick):
            return trick
    return (
        "calculated"
        if any(_calculates(view, variant, shown) for view in (straightened(text), spoken(straightened(text))))
        else None
    )


def _holds(view: str, variant: Variant, shown: str, trick: str) -> bool:
    if gives_away(view, variant) or giveaways(view, variant):
        return True
    key = variant.key
    letter = key.name if isinstance(key, Name) else key if isinstance(key, str) and len(key) == 1 else None
    if letter is not None:
        return bool(re.search(rf"([`$*])\s*{re.escape(letter)}\s*\1", view))
    if isinstance(key, Number):
        return _has_number(view, key.value, shown, trick)
    if variant.kind == "text":
        return _has_letters(view, variant, shown, trick)
    if isinstance(key, Node) and trick != "rotated" and _has_entries(view, key, shown):
        return True
    return trick != "rotated" and _has_spelling(view, variant, shown)


def _has_number(view: str, value: Fraction, shown: str, trick: str) -> bool:
    """The number itself, which the question doesn't show. 0 and 1 are words of everyday language as well as numbers."""
    if trick in ("initials", "rotated") or value in _numbers(shown) | _numbers(spoken(shown)):
        return False
    if trick in ("words", "backwards") and abs(value) <= 2:
        return False
    return value in _numbers(view)


def _numbers(text: str) -> set[Fraction]:
    found = {_value(match) for match in _NUMBER.findall(text)}
    return {sign * value for value in found if value is not None for sign in ((1, -1) if value < 0 else (1,))}


def _value(match: str) -> Fraction | None:
    try:
        return Fraction(match.replace("−", "-").replace(",", "."))
    except (ValueError, ZeroDivisionError):
        return None


def _has_letters(view: str, variant: Variant, shown: str, trick: str) -> bool:
    wanted = {normal(str(variant.key)), *map(normal, getattr(variant.answer, "accept", ()))}
    letters, said = _letters(view), _letters(shown)
    return any(
        len(_letters(one)) >= SHORTEST
        and one not in COMMON_WORDS
        and _letters(one) in letters
        and _letters(one) not in said
        for one in wanted
        if trick != "plain" or " " in one or one in normal(view).split()
    )


def _has_entries(view: str, key: Node, shown: str) -> bool:
    """All numbers of a vector or matrix, in order, with whatever between them."""
    if not isinstance(key, Vector | Matrix):
        return False
    wanted = [str(part.value) for part in walk(key) if isinstance(part, Number)]
    if len(wanted) < 2 or len(set(wanted)) < 2:
        return False
    pattern = re.compile(r"(?<![\d.])" + r"(?![\d.])\D{1,12}?".join(map(re.escape, wanted)) + r"(?![\d.])")
    return bool(pattern.search(view.replace("−", "-"))) and not pattern.search(shown.replace("−", "-"))


def _has_spelling(view: str, variant: Variant, shown: str) -> bool:
    """The key as it'd be typed, whatever white space is in it; a short one only where nothing touches it."""
    flat, said = re.sub(r"\s", "", view).casefold(), re.sub(r"\s", "", shown).casefold()
    for one in spellings(variant, variant.key):
        bare = re.sub(r"\s", "", straightened(one)).casefold()
        if bare in said or not bare:
            continue
        if len(bare) >= SHORTEST and bare in flat:
            return True
        if " " in one.strip() and re.search(rf"(?<!\w){re.escape(one.strip())}(?!\w)", view):
            return True
    return False


def _flat(text: str) -> str:
    return re.sub(r"\s", "", text).casefold()


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalpha())


def _calculates(view: str, variant: Variant, shown: str) -> bool:
    """The key as a calculation in words. To ask for one with numbers of the question is a hint; to state it is none."""
    key = variant.key
    if not isinstance(key, Number):
        return False
    given = _numbers(shown)
    for sentence in _SENTENCE.findall(view.casefold()):
        asks = sentence.rstrip("\"'*_) ").endswith("?")
        if any(value == key.value and not (asks and numbers <= given) for value, numbers in _results(sentence)):
            return True
    return False


def _results(text: str) -> Iterator[tuple[Fraction, set[Fraction]]]:
    for pattern, together in _CALCULATED:
        for match in pattern.finditer(text):
            left, right = _value(match[1]), _value(match[2])
            if left is not None and right is not None:
                yield together(left, right), {left, right}
    for one, of_it in _OF_ONE:
        for match in one.finditer(text):
            value = _value(next((group for group in match.groups() if group), ""))
            if value is not None:
                yield of_it(value), {value}


# -- options ----------------------------------------------------------------------------------------------------------------


def _option_leak(text: str, variant: Variant) -> str | None:
    plain_text = straightened(text)
    if _PLACE.search(plain_text):
        return "place"
    for trick, view in views(text):
        if trick == "plain":
            if giveaways(view, variant) or _names_one(view, variant):
                return trick
        elif trick != "words" and (
            _hidden_option(view, variant)
            or (trick == "encoded" and (giveaways(view, variant) or _names_one(view, variant)))
        ):
            return trick
    return None


def _names_one(view: str, variant: Variant) -> bool:
    """The right option and no other, by all its words; or by those that neither another option nor the question has."""
    flat = _flat(plain(view))
    named = [
        one for one in variant.options if len(_flat(plain(one.text))) > SHORTEST + 1 and _flat(plain(one.text)) in flat
    ]
    if len(named) == 1 and named[0].text in _right(variant) and len(_right(variant)) == 1:
        return True
    said, asked = set(_words(view)), set(_words(variant.ask))
    for right in _right(variant):
        own = set(_words(plain(right)))
        others = set().union(*(_words(plain(one.text)) for one in variant.options if one.text != right))
        telling = own - others - asked
        if telling and len(own) > 1 and telling <= said and own - asked <= said:
            return True
    return False


def _hidden_option(view: str, variant: Variant) -> bool:
    flat, asked = re.sub(r"\s", "", view).casefold(), re.sub(r"\s", "", variant.ask).casefold()
    for right in _right(variant):
        bare = re.sub(r"\s", "", right).casefold()
        if len(bare) > SHORTEST and bare in flat and (bare not in asked or flat == bare):
            return True
    letters, said = _letters(view), _letters(variant.ask)
    return any(
        len(_letters(plain(right))) > SHORTEST + 1
        and _letters(plain(right)) in letters
        and _letters(plain(right)) not in said
        for right in _right(variant)
    )


def _right(variant: Variant) -> list[str]:
    key = variant.key
    if isinstance(key, Number):
        key = str(key.value)
    right = {key} if isinstance(key, str) else set(key) if isinstance(key, frozenset) else set()
    return [one.text for one in variant.options if one.id in right]


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+", text.casefold()) if len(word) > 2 or word.isdigit()]
