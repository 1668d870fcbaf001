"""A unit typed after a number, where the question itself names the unit: `54 N` for "how many newtons …?".

The number alone is asked for, and whoever writes the unit too has answered. Another unit than those that the question names is
refused, for `54` might be right and `54 kN` not: the learner says which number they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tutor.errors import NotationError
from tutor.grading.reading import RefusalError

if TYPE_CHECKING:
    from tutor.grading.quantity_value import Monomial

LONGEST: Final = 100  # characters that are looked at
OTHER_UNIT: Final = "The question doesn't ask in this unit. Type the number that it asks for, alone."
NUMBER_THEN_UNIT: Final = re.compile(
    r"(\s*[-+−]?(?:\d[\d.,/ ]*|[.,]\d+)(?:\s*(?:[*×·]\s*10\s*\^?\s*\(?[-−+]?\d+\)?))?)"  # 54, 1/2, 3.2·10^4
    r"\s*((?:[A-Za-zμµΩÅ]|°[CF])[A-Za-z0-9μµΩÅ°/^*·²³⁻¹\s-]*?)\s*\.?\s*"
)
NUMBER_THEN_SIGN: Final = re.compile(r"(\s*[-+−]?[\d.,/ ]*\d)\s*([°€£¥$])\s*")
SIGNS: Final = {
    "°": ("°", "degree"), "€": ("€", "euro"), "£": ("£", "pound"), "¥": ("¥", "yen"), "$": ("$", "dollar"),
}  # fmt: skip
SENTENCE: Final = re.compile(r"(?:[^.!?]|[.!?](?![\s*_)\"']|$))+[.!?]*")  # a point within 0.5 ends none
WORDS_OF_A_UNIT: Final = 4  # metres per second squared
WORD: Final = re.compile(r"[^\s,;:!?()$]+")


def without_named_unit(text: str, ask: str) -> str:
    """The number, where the unit after it is one in which the question asks; else the text as it is.

    Raises RefusalError for a unit in which it doesn't ask.
    """
    if len(text) > LONGEST:
        return text
    sign = NUMBER_THEN_SIGN.fullmatch(text)
    if sign is not None:
        return sign[1] if any(word in ask for word in SIGNS[sign[2]]) else text
    found = NUMBER_THEN_UNIT.fullmatch(text)
    unit = _unit(found[2]) if found is not None else None
    if found is None or unit is None:
        return text
    if any(unit == named for named in _named(ask)):
        return found[1]
    raise RefusalError(OTHER_UNIT, found.span(2))


def number_before_unit(text: str) -> str | None:
    """The number of a text that is a number and a unit; None where it isn't."""
    found = NUMBER_THEN_UNIT.fullmatch(text) if len(text) <= LONGEST else None
    return found[1] if found is not None and _unit(found[2]) is not None else None


def _named(ask: str) -> Iterator[Monomial]:
    """The units in which a question asks, by symbol or by name: newtons, m/s, kilojoules per mole."""
    asked = re.sub(r"\\text|[{}]", " ", _asked(ask))
    words = [word.strip(".'\"*_`") for word in WORD.findall(asked)]
    for start in range(len(words)):
        for end in range(start + 1, min(start + WORDS_OF_A_UNIT, len(words)) + 1):
            unit = _unit(" ".join(words[start:end]))
            if unit is not None:
                yield unit


def _asked(ask: str) -> str:
    """From the first sentence with a question mark on; the last sentence where there is none. What is told before it, in
    whatever units, isn't what is asked for.
    """
    sentences = [one for one in SENTENCE.findall(ask) if one.strip()] or [ask]
    first = next((i for i, one in enumerate(sentences) if "?" in one), len(sentences) - 1)
    return " ".join(sentences[first:])


def _unit(text: str) -> Monomial | None:
    """The unit that a text is, and nothing else."""
    if not text or text[0].isdigit() or len(text) > LONGEST:
        return None
    from tutor.grading.quantity_value import split
    from tutor.grading.units import pieces
    from tutor.notation.quantities import read_quantity

    try:
        parts = split(read_quantity(text, pieces).tree)
    except NotationError:
        return None
    return parts.units if parts is not None and parts.number is None and parts.units else None
