"""When a decimal stands for a value that it isn't equal to: correct roundings, and distances.

A decimal is a correct rounding when the value lies within half a unit of its last significant digit; in the middle both usual
rules hold, away from zero and to the even digit. Whether it has digits enough is counted on the value: how many significant
digits of the value are left when it is rounded at that place.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from tutor.grading import balls
from tutor.grading.exact import exact
from tutor.grading.quantity_value import shown
from tutor.notation.tree import Node, free_names

ENOUGH: Final = 3  # significant digits that always stand for a value
FEWEST: Final = 2  # ... below which a decimal isn't called rounded at all


def rounds(number: Node, value: Node, enough: int = ENOUGH) -> bool | None:
    """The decimal `number` is the value, correctly rounded: True with `enough` digits, None with fewer (but two or more, the
    last of them no doubtful nought), False when it isn't.
    """
    written, typed = shown(number), exact(number)
    if written is None or typed is None or free_names(value) - {"pi", "e"}:
        return False
    found: bool | None = False
    for index, place in enumerate(written.places):
        digits = figures_left(value, place)
        if digits < FEWEST or not _rounded_at(typed, value, place):
            continue
        if digits >= enough:
            return True
        found = None if index == 0 else found
    return found


def figures_left(value: Node, place: int) -> int:
    """How many significant digits a value has that is rounded at the `place`-th power of ten; 0 for nought."""
    known = exact(value)
    if known is None:
        try:
            known = Fraction(float(balls.value_at(value, {}).mid()))
        except (balls.OutOfReachError, OverflowError, ValueError):
            return 0
    return leading_place(known) - place + 1 if known else 0


def leading_place(value: Fraction) -> int:
    """The power of ten of the first significant digit of a number that isn't nought."""
    size = abs(value)
    power = len(str(size.numerator)) - len(str(size.denominator))
    return power if size >= Fraction(10) ** power else power - 1


def within(a: Node, b: Node, limit: Fraction) -> bool:
    """The two values are at most `limit` apart."""
    x, y = exact(a), exact(b)
    if x is not None and y is not None:
        return abs(x - y) <= limit
    try:
        distance = abs(balls.value_at(a, {}) - balls.value_at(b, {}))
    except balls.OutOfReachError:
        return False
    return bool(distance <= balls.ball(limit))


def _rounded_at(typed: Fraction, value: Node, place: int) -> bool:
    unit = Fraction(10) ** place
    known = exact(value)
    if known is None:
        from tutor.notation.tree import Number

        return within(Number(typed), value, unit / 2)
    distance = abs(typed - known)
    if distance * 2 != unit:
        return distance * 2 < unit
    return abs(typed) > abs(known) or (typed / unit) % 2 == 0
