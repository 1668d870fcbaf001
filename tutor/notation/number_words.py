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
