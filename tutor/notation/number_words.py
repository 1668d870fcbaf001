"""Numbers in English words."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

SMALL: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
LARGEST_IN_WORDS: Final = 999_999
IRREGULAR: Final = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
LARGEST_PART: Final = 100  # denominators up to here are said as parts: "three fourths"


def whole_words(n: int) -> str:
    """An integer in words; digits beyond a million."""
    if n < 0:
        return f"minus {whole_words(-n)}"
    if n > LARGEST_IN_WORDS:
        return str(n)
    if n < 20:
        return SMALL[n]
    if n < 100:
        return TENS[n // 10 - 2] + (f"-{SMALL[n % 10]}" if n % 10 else "")
    size, unit = (1000, "thousand") if n >= 1000 else (100, "hundred")
    rest = f" {whole_words(n % size)}" if n % size else ""
    return f"{whole_words(n // size)} {unit}{rest}"


def ordinal(n: int) -> str:
    """first, second, twenty-third, for n >= 1."""
    words = whole_words(n)
    head, dash, last = words.rpartition("-")
    if not dash:
        head, dash, last = words.rpartition(" ")
    regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    last = IRREGULAR.get(last, regular)
    return f"{head}{dash}{last}"


def fraction_words(value: Fraction) -> str:
    """A rational in words: "three fourths", "minus one half", "two over one hundred one"."""
    if value < 0:
        return f"minus {fraction_words(-value)}"
    above, below = value.numerator, value.denominator
    if below == 1:
        return whole_words(above)
    if below > LARGEST_PART:
        return f"{whole_words(above)} over {whole_words(below)}"
    part = "half" if below == 2 else ordinal(below)
    if above == 1:
        return f"one {part}"
    return f"{whole_words(above)} {'halves' if below == 2 else part + 's'}"


def decimal_words(literal: str) -> str:
    """A decimal in words, digit by digit after the point: "zero point five zero"."""
    before, _, after = literal.partition(".")
    whole = whole_words(int(before)) if before else "zero"
    return whole + (f" point {' '.join(SMALL[int(digit)] for digit in after)}" if after else "")


def read_words(text: str) -> str | None:
    """A number in words as digits: "minus one" is -1, "three quarters" 3/4, "two and a half" 2 1/2, "one point five" 1.5.

    Up to two further words at the end (a noun: "minus one floor") are left out. None for anything else.
    """
    words = text.casefold().replace("-", " ").split()
    sign = "-" if words and words[0] in ("minus", "negative") else ""
    words = words[1:] if sign else words
    for upto in range(len(words), max(0, len(words) - 3), -1):
        if any(character.isdigit() for word in words for character in word):
            return None
        found = _positive(words[:upto])
        if found is not None:
            return sign + found
    return None


def _positive(words: list[str]) -> str | None:
    if "point" in words:
        at = words.index("point")
        whole = _whole(words[:at]) if at else 0
        digits = [SMALL.index(word) for word in words[at + 1 :] if word in SMALL[:10]]
        complete = whole is not None and digits and len(digits) == len(words) - at - 1
        return f"{whole}.{''.join(map(str, digits))}" if complete else None
    if "and" in words:
        at = words.index("and")
        whole, part = _whole(words[:at]), _part(words[at + 1 :])
        if whole is not None and part is not None:
            return f"{whole} {part}"
    found = _whole([word for word in words if word != "and"])
    return str(found) if found is not None else _part(words)


def _part(words: list[str]) -> str | None:
    """`three quarters`, `a half`: a fraction of small numbers."""
    if not words or words[-1] not in _PARTS:
        return None
    count = 1 if words[:-1] in ([], ["a"], ["an"]) else _whole(words[:-1])
    return f"{count}/{_PARTS[words[-1]]}" if count is not None else None


def _whole(words: list[str]) -> int | None:
    """A whole number below a million; None for other words."""
    if not words:
        return None
    total = part = 0
    for word in words:
        if word in SMALL:
            part += SMALL.index(word)
        elif word in TENS:
            part += 10 * (TENS.index(word) + 2)
        elif word == "hundred" and 0 < part < 10:
            part *= 100
        elif word == "thousand" and part > 0:
            total, part = total + part * 1000, 0
        else:
            return None
    return total + part


_PARTS: Final = {
    **{ordinal(n): n for n in range(3, 21)},
    **{f"{ordinal(n)}s": n for n in range(3, 21)},
    "half": 2, "halves": 2, "quarter": 4, "quarters": 4, "hundredth": 100, "hundredths": 100, "thousandths": 1000,
}  # fmt: skip
