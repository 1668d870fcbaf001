"""Places on a number line or in a coordinate plane, and the text that says the same."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tutor.errors import NotationError

if TYPE_CHECKING:
    from tutor.session.view import Placing

LONGEST: Final = 100  # characters of a text that is looked at


def number_text(value: Fraction) -> str:
    """`-3`, `1/2`."""
    return str(value)


def pair_text(x: Fraction, y: Fraction) -> str:
    """`(3, -1/2)`."""
    return f"({x}, {y})"


def numbers_of(text: str, count: int) -> tuple[Fraction, ...] | None:
    """As many exact numbers as a typed text has: one, or a list of them; None for anything else."""
    from tutor.grading.reading import RefusalError, settled, typed_tree, without_label
    from tutor.notation.tree import Number, Vector

    if not text.strip() or len(text) > LONGEST:
        return None
    try:
        value = settled(without_label(typed_tree(text)))
    except (RefusalError, NotationError):
        return None
    found = value.items if isinstance(value, Vector) else (value,)
    if len(found) != count or not all(isinstance(one, Number) for one in found):
        return None
    return tuple(one.value for one in found if isinstance(one, Number))


def is_place(value: Fraction, placing: Placing) -> bool:
    """Whether a number can be placed there."""
    return placing.low <= value <= placing.high and (value * placing.parts).denominator == 1


def nearest(value: Fraction, placing: Placing) -> Fraction:
    """The place nearest to a number."""
    held = min(max(value, Fraction(placing.low)), Fraction(placing.high))
    return Fraction(round(held * placing.parts), placing.parts)
