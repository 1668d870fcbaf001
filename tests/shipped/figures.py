"""A number as an author wrote it, and whether it is another one rounded to the figures shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

SUPERSCRIPTS: Final = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
TIMES_TEN: Final = r"(?:\\*\s*(?:\\+times|\\+cdot|×|·|\*)\s*10)"
EXPONENT: Final = r"\s*(?:\^\s*\{\s*([-−]?\d+)\s*\}|\^\s*\(\s*([-−]?\d+)\s*\)|\^\s*([-−]?\d+)|([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))"
DIGITS: Final = r"(\d{1,3}(?:(?:\\+,| )\d{3})+(?:\.\d+)?|\d+\.\d+|\d+)"
NUMBER: Final = re.compile(rf"(?<![\w.{{}}=^])([-−+]?){DIGITS}(?:{TIMES_TEN}{EXPONENT}|e([-+]?\d+)\b)?")
ROUNDING: Final = Fraction(1, 10**9)  # of a unit in the last place: what sources lose when they are kept as floats


@dataclass(frozen=True)
class Figure:
    """A number with the place value of its last digit. `scientific` where a power of ten stands beside it."""

    text: str
    value: Fraction
    place: Fraction
    scientific: bool = False

    def rounds(self, true: float, places: float = 0.5) -> bool:
        """Whether the true value, rounded half up in its size, is this one; `places` allows more of the last place."""
        off = abs(abs(Fraction(true)) - abs(self.value))
        return off <= (Fraction(places) + ROUNDING) * self.place and (true < 0) == (self.value < 0 or true == 0 > true)

    @property
    def figures(self) -> int:
        """How many figures are shown, leading zeros aside."""
        return len(str(abs(self.value / self.place).numerator)) if self.value else 1


def figures(text: str) -> list[Figure]:
    """All numbers of the text, in order; those inside a name, a placeholder or an exponent aside."""
    return [_figure(found) for found in NUMBER.finditer(text)]


def first(text: str) -> Figure:
    """The first number of the text. Raises ValueError where there is none."""
    found = NUMBER.search(text)
    if found is None:
        raise ValueError(f"no number in {text!r}")
    return _figure(found)


def _figure(found: re.Match[str]) -> Figure:
    sign, digits, *exponents = found.groups()
    digits = re.sub(r"\\+,| ", "", digits)
    raised = next((one for one in exponents if one), None)
    power = int(raised.translate(SUPERSCRIPTS).replace("−", "-")) if raised else 0
    place = Fraction(10) ** (power - len(digits.partition(".")[2]))
    value = Fraction(digits) * Fraction(10) ** power
    return Figure(found[0].strip(), -value if sign in ("-", "−") else value, place, raised is not None)
