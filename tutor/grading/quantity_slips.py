"""Conversions that went wrong: the value is off by a power of ten that prefixes differ by, or by a usual factor."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from tutor.grading.exact import exact
from tutor.grading.quantity_rounding import rounds
from tutor.notation.tree import Node, Number

POWERS: Final = (1, 2, 3, 4, 6, 9, 12)
FACTORS: Final = tuple(
    factor
    for one in (
        *(Fraction(10) ** power for power in POWERS),
        *map(Fraction, (60, 3600, 24, 1440, 86400, 7, 12, 16)),
        Fraction(18, 5),
        Fraction("4.184"),
    )
    for factor in (one, 1 / one)
)
NEAR: Final = Fraction(1, 50)


def unit_slip(number: Node, value: Node) -> bool:
    """The number is the value (both in one unit), but for one factor of a conversion."""
    typed, known = exact(number), exact(value)
    if not typed or not known:
        return False
    ratio = typed / known
    return any(
        ratio == factor or (abs(ratio / factor - 1) < NEAR and rounds(number, Number(known * factor)) is True)
        for factor in FACTORS
    )
