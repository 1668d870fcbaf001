"""How many figures and decimal places a number was typed with, and whether it is another one rounded to as many.

Figures are counted as in school: from the first digit that isn't zero; the zeros at the end of a whole number may
count or not, so that `200` has one to three, `200.` and `2.00e2` have three.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from tutor.grading import balls
from tutor.grading.exact import exact
from tutor.notation.tree import Binary, Node, Number, Unary

_MANTISSA: Final = re.compile(r"(?=\.?[0-9])([0-9]*)(\.?)([0-9]*)")
_MOST_FIGURES: Final = 100
_WIDEST: Final = 400  # powers of ten between which magnitudes are sought


@dataclass(frozen=True, slots=True)
class Digits:
    """A typed decimal. `least` to `most`: its significant figures; `places`: digits behind the point, none for a power of
    ten that takes them away. `mantissa`: what stands before a power of ten, without sign; `powered`: there is one."""

    value: Fraction
    least: int
    most: int
    places: int
    mantissa: Fraction
    powered: bool


def decimal(node: Node) -> Digits | None:
    """The node as a decimal: digits with a sign, `1.5e3`, `1.5*10^3`, `12.5%`; None for anything else."""
    match node:
        case Unary(op="%", arg=arg):
            found = decimal(arg)
            return None if found is None else _powered(found, -2, powered=False)
        case Unary(op="-" | "+", arg=arg):
            found = decimal(arg)
            if found is None or node.op == "+":
                return found
            return Digits(-found.value, found.least, found.most, found.places, found.mantissa, found.powered)
        case Number(literal=literal) if literal:
            return _counted(literal)
        case Binary(op="*", left=left, right=Binary(op="^", left=Number(value=ten), right=right)) if ten == 10:
            power, before = exact(right), decimal(left)
            if power is None or power.denominator != 1 or abs(power) > _WIDEST or before is None or before.powered:
                return None
            return _powered(before, int(power))
        case _:
            return None


def leading(node: Node) -> Digits | None:
    """The decimal with which a quantity begins: the 9.81 of `9.81*m/s^2`."""
    found = decimal(node)
    while found is None and isinstance(node, Binary) and node.op in ("*", "/"):
        node = node.left
        found = decimal(node)
    return found


def rounds_to(typed: Digits, expected: Node, figures: int) -> bool | None:
    """The typed value is the expected one, rounded to that many figures (a half up, or to the even digit); None where it can't
    be told.
    """
    magnitude = _magnitude(expected)
    if magnitude is None:
        return None
    return _is_rounded(typed.value, expected, Fraction(10) ** (magnitude + 1 - figures))


def rounds_to_places(typed: Digits, expected: Node, places: int) -> bool | None:
    """The typed value is the expected one, rounded to that many decimal places."""
    return _is_rounded(typed.value, expected, Fraction(1, 10**places))


def same_digits(a: Fraction, b: Fraction, figures: int) -> bool:
    """The first figures of both are the same digits, wherever the points stand."""
    return _first_digits(abs(a), figures) == _first_digits(abs(b), figures)


def _first_digits(value: Fraction, figures: int) -> int:
    if not value:
        return 0
    scale = figures - 1 - power_of_ten(value)
    return int(value * Fraction(10) ** scale)


@lru_cache(maxsize=512)
def _counted(literal: str) -> Digits | None:
    plain = literal.replace(" ", "").lower()
    plain = plain.replace(",", ".") if plain.count(",") == 1 else plain.replace(",", "")
    written, _, power = plain.partition("e")
    match = _MANTISSA.fullmatch(written)
    if match is None or len(written) > _MOST_FIGURES or len(power) > 5:
        return None
    whole, point, part = match.groups()
    digits = (whole + part).lstrip("0")
    if not digits:
        least = most = max(1, len(part))
    else:
        most = len(digits)
        least = most if point else len(digits.rstrip("0"))
    value = Fraction(f"{whole or '0'}.{part or '0'}")
    found = Digits(value, least, most, len(part), value, False)
    return _powered(found, int(power)) if power else found


def _powered(before: Digits, power: int, *, powered: bool = True) -> Digits:
    value = before.value * Fraction(10) ** power
    return Digits(value, before.least, before.most, max(0, before.places - power), abs(before.mantissa), powered)


def _is_rounded(value: Fraction, expected: Node, unit: Fraction) -> bool | None:
    if (value / unit).denominator != 1:
        return False
    known = exact(expected)
    if known is not None:
        off = abs(value - known)
        is_even = (value / unit).numerator % 2 == 0
        return off < unit / 2 or (off == unit / 2 and (is_even or abs(value) > abs(known)))
    try:
        distance = abs(balls.value_at(expected, {}) - balls.ball(value))
    except balls.OutOfReachError:
        return None
    return bool(distance <= balls.ball(unit / 2))


def _magnitude(expected: Node) -> int | None:
    """The power of ten of its first digit; 0 for zero."""
    known = exact(expected)
    if known is not None:
        return power_of_ten(abs(known)) if known else 0
    try:
        rough = abs(float(balls.value_at(expected, {}).mid()))
    except (balls.OutOfReachError, OverflowError):
        return None
    return power_of_ten(Fraction(rough)) if 0 < rough < float("inf") else None


def power_of_ten(value: Fraction) -> int:
    """floor(log10(value)) of a positive number, exactly."""
    guess = len(str(value.numerator)) - len(str(value.denominator))
    return guess if value >= Fraction(10) ** guess else guess - 1
