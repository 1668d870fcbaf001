"""Real values at a point where exact zeros matter: a small ball around zero is taken for zero.

Solutions and ends of domains are met exactly (`sqrt(x - 1)` at 1), where plain ball arithmetic has no value. A ball that
holds zero with a radius below 2^-64 counts as zero, by the same measure by which two values agree elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tutor.grading import balls
from tutor.grading.exact import exact
from tutor.notation.tree import Binary, Call, Name, Node, Number, Unary

if TYPE_CHECKING:
    from flint import arb

SMALL: Final = 2.0**-64
LARGEST_POWER: Final = 200


class UndefinedHereError(Exception):
    """The expression has no real value here."""


def value(node: Node, point: Mapping[str, arb]) -> arb:
    """The ball that contains a tree's real value.

    Raises UndefinedHereError where it has none, balls.OutOfReachError where that can't be told.
    """
    return _value(node, point)


def sign(ball: arb) -> int | None:
    """1, 0 or -1; None when the ball is too wide to tell."""
    if ball > 0:
        return 1
    if ball < 0:
        return -1
    return 0 if float(ball.rad()) <= SMALL * max(1.0, abs(float(ball.mid()))) else None


def snapped(ball: arb) -> arb:
    """The ball, or an exact zero."""
    return balls.ball(Fraction(0)) if sign(ball) == 0 else ball


def compared(a: arb, b: arb) -> int | None:
    """The sign of a - b, told by the sizes of a and b."""
    difference = a - b
    if difference > 0:
        return 1
    if difference < 0:
        return -1
    scale = max(1.0, abs(float(a.mid())), abs(float(b.mid())))
    return 0 if float(difference.rad()) <= SMALL * scale else None


def _value(node: Node, point: Mapping[str, arb]) -> arb:
    match node:
        case Number(value=number):
            return balls.ball(number)
        case Name(name=name) if name in point:
            return point[name]
        case Unary(op="+" | "-" | "%" as op, arg=arg):
            inner = _value(arg, point)
            return inner if op == "+" else -inner if op == "-" else inner / 100
        case Binary(op="+" | "-" as op, left=left, right=right):
            a, b = _value(left, point), _value(right, point)
            total = a + b if op == "+" else a - b
            known = compared(a, b if op == "-" else -b)
            return balls.ball(Fraction(0)) if known == 0 else total
        case Binary(op="*", left=left, right=right):
            return _value(left, point) * _value(right, point)
        case Binary(op="/", left=left, right=right):
            return _quotient(_value(left, point), _value(right, point))
        case Binary(op="^", left=left, right=right):
            return _power(left, right, point)
        case Call(function="sqrt", args=(arg,)):
            return _root(_value(arg, point), 2)
        case Call(function="root", args=(arg, degree)):
            return _root(_value(arg, point), _whole(exact(degree)))
        case Call(args=args, function=function):
            names = {f"argument {i}": snapped(_value(arg, point)) for i, arg in enumerate(args)}
            return _finite(Call(function, tuple(Name(name) for name in names)), names)
        case _:
            return _finite(node, point)


def _finite(node: Node, point: Mapping[str, arb]) -> arb:
    if isinstance(node, Call) and node.function not in balls.KNOWN:
        raise balls.OutOfReachError
    try:
        return balls.value_at(node, point)
    except balls.OutOfReachError:
        if isinstance(node, Call) and node.function in ("ln", "log", "arcsin", "arccos", "tan", "cot", "sec", "csc"):
            raise UndefinedHereError from None
        raise


def _quotient(a: arb, b: arb) -> arb:
    known = sign(b)
    if known == 0:
        raise UndefinedHereError
    if known is None:
        raise balls.OutOfReachError
    return a / b


def _power(base: Node, exponent: Node, point: Mapping[str, arb]) -> arb:
    below, constant = _value(base, point), exact(exponent)
    if constant is not None:
        return _rational_power(below, constant)
    above, known = _value(exponent, point), sign(below)
    if known is None:
        raise balls.OutOfReachError
    if known < 0 or (known == 0 and sign(above) != 1):
        raise UndefinedHereError
    return snapped(below) if known == 0 else _finite(Binary("^", Name("b"), Name("x")), {"b": below, "x": above})


def _rational_power(base: arb, exponent: Fraction) -> arb:
    if abs(exponent.numerator) > LARGEST_POWER:
        return _finite(Binary("^", Name("b"), Number(exponent)), {"b": base})
    if exponent.denominator > LARGEST_POWER:
        raise balls.OutOfReachError
    root = base if exponent.denominator == 1 else _root(base, exponent.denominator)
    if exponent == 0:
        return balls.ball(Fraction(1))
    found = root
    for _ in range(abs(exponent.numerator) - 1):
        found = found * root
    return found if exponent > 0 else _quotient(balls.ball(Fraction(1)), found)


def _root(value: arb, degree: int) -> arb:
    known = sign(value)
    if known is None:
        raise balls.OutOfReachError
    if known == 0:
        return balls.ball(Fraction(0))
    if known < 0 and degree % 2 == 0:
        raise UndefinedHereError
    found = (value if known > 0 else -value).root(degree)
    return found if known > 0 else -found


def _whole(degree: Fraction | None) -> int:
    if degree is None or degree.denominator != 1 or not 2 <= degree <= LARGEST_POWER:
        raise balls.OutOfReachError
    return degree.numerator
