"""When a decimal stands for a number that has no finite one, and when a long decimal key is met by an exact value."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from tutor.grading import balls
from tutor.grading.exact import exact
from tutor.notation.tree import Call, Node, Number, Unary, free_names, walk

FEWEST_DIGITS = 2  # significant digits of a decimal that is called rounded at all
ROUNDED_DIGITS = 3  # significant digits from which a rounded decimal stands for a fraction or a root
ROUNDED_DIGITS_OF_CONSTANTS = 6  # ... and for a number made with pi, e or a function: 3.14 isn't pi
LONGEST_DECIMAL = 40  # places of a decimal key
ALGEBRAIC = frozenset({"sqrt", "root", "abs"})


def rounded(typed: Node, expected: Node) -> bool | None:
    """A decimal that is the key correctly rounded, for a key that has no finite decimal: True with enough
    digits, None with too few to tell it from a guess, False otherwise.
    """
    sign, literal = _decimal_literal(typed)
    wanted = _digits_wanted(expected) if literal is not None else None
    if literal is None or wanted is None:
        return False
    shape = literal.as_tuple()
    assert isinstance(shape.exponent, int)
    half_a_unit = Fraction(10) ** shape.exponent / 2
    if len(shape.digits) < FEWEST_DIGITS or not within(Number(sign * Fraction(literal)), expected, half_a_unit):
        return False
    return True if len(shape.digits) >= wanted else None


def has_the_digits_of(value: Node, expected: Node) -> bool:
    """The key is a long decimal, as of a sine; what was typed is a value of which it has all digits, rounded or cut off."""
    key = exact(expected)
    if key is None or exact(value) is not None:
        return False
    places = _decimal_places(key.denominator)
    if places is None or len(str(abs(key.numerator * 10**places // key.denominator))) < ROUNDED_DIGITS_OF_CONSTANTS:
        return False
    return within(value, expected, Fraction(1, 10**places))


def _decimal_places(denominator: int) -> int | None:
    """How many decimal places a fraction with that denominator has; None for 0 or for infinitely many."""
    for places in range(1, LONGEST_DECIMAL):
        if 10**places % denominator == 0:
            return places if denominator > 1 else None
    return None


def _decimal_literal(typed: Node) -> tuple[int, Decimal | None]:
    sign = 1
    while isinstance(typed, Unary) and typed.op in "+-":
        sign, typed = (-sign if typed.op == "-" else sign), typed.arg
    if not isinstance(typed, Number) or not typed.literal:
        return sign, None
    literal = typed.literal.replace(",", ".") if typed.literal.count(",") == 1 else typed.literal
    if "." not in literal or not literal.replace(".", "", 1).isascii() or not literal.replace(".", "", 1).isdigit():
        return sign, None
    return sign, Decimal(literal)


def _digits_wanted(expected: Node) -> int | None:
    """How many significant digits stand for the key; None when it has a finite decimal of its own."""
    value = exact(expected)
    if value is not None:
        rest = value.denominator
        for prime in (2, 5):
            while rest % prime == 0:
                rest //= prime
        return None if rest == 1 else ROUNDED_DIGITS
    transcendental = free_names(expected) or any(
        isinstance(part, Call) and part.function not in ALGEBRAIC for part in walk(expected)
    )
    return ROUNDED_DIGITS_OF_CONSTANTS if transcendental else ROUNDED_DIGITS


def within(value: Node, expected: Node, tolerance: Fraction) -> bool:
    """The two values are proven to lie within the tolerance of each other."""
    a, b = exact(value), exact(expected)
    if a is not None and b is not None:
        return abs(a - b) <= tolerance
    try:
        distance = abs(balls.value_at(value, {}) - balls.value_at(expected, {}))
    except balls.OutOfReachError:
        return False
    return bool(distance <= balls.ball(tolerance))
