"""Exact values of elementary functions where there are some: sin(pi/6), ln(e), log(1000), exp(0)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from tutor.notation.scalars import HALF, ONE, ZERO, divide, multiply, negated, undefined
from tutor.notation.surds import node_of, square_root
from tutor.notation.tree import Binary, Call, Name, Node, Number, Unary

PI: Final = Name("pi")
E: Final = Name("e")
# sin of q*pi for 0 <= q <= 1/2: the square of the value
SQUARED_SINES: Final[dict[Fraction, Fraction]] = {
    Fraction(0): Fraction(0), Fraction(1, 6): Fraction(1, 4), Fraction(1, 4): HALF, Fraction(1, 3): Fraction(3, 4),
    HALF: Fraction(1),
}  # fmt: skip
SQUARED_TANGENTS: Final[dict[Fraction, Fraction]] = {
    Fraction(0): Fraction(0), Fraction(1, 6): Fraction(1, 3), Fraction(1, 4): Fraction(1), Fraction(1, 3): Fraction(3),
}  # fmt: skip
LONGEST_LOGARITHM: Final = 400


def turns(node: Node) -> Fraction | None:
    """q for an angle q*pi in normal form, or None."""
    match node:
        case Number(value=value):
            return Fraction(0) if not value else None
        case Name(name="pi"):
            return Fraction(1)
        case Unary(op="-", arg=arg):
            inner = turns(arg)
            return None if inner is None else -inner
        case Binary(op="*", left=Number(value=value), right=right):
            inner = turns(right)
            return None if inner is None else value * inner
        case Binary(op="/", left=left, right=Number(value=value)):
            inner = turns(left)
            return None if inner is None else inner / value
        case _:
            return None


def sine(x: Node) -> Node:
    """sin x."""
    q = turns(x)
    found = None if q is None else _sine_of_turns(q)
    return found if found is not None else Call("sin", (x,))


def cosine(x: Node) -> Node:
    """cos x."""
    q = turns(x)
    found = None if q is None else _sine_of_turns(q + HALF)
    return found if found is not None else Call("cos", (x,))


def tangent(x: Node) -> Node:
    """tan x. Raises NotationError("undefined") at odd multiples of pi/2."""
    q = turns(x)
    if q is None:
        return Call("tan", (x,))
    above, below = _sine_of_turns(q), _sine_of_turns(q + HALF)
    if below == ZERO:
        raise undefined("the tangent isn't defined here", "the cosine of this angle is 0")
    return Call("tan", (x,)) if above is None or below is None else divide(above, below)


def _sine_of_turns(q: Fraction) -> Node | None:
    q %= 2
    flipped = q >= 1
    q -= flipped
    squared = SQUARED_SINES.get(min(q, 1 - q))
    if squared is None:
        return None
    value = node_of(square_root(squared))
    return negated(value) if flipped else value


def _angle(x: Node, squares: dict[Fraction, Fraction]) -> Node | None:
    for q, squared in squares.items():
        value = node_of(square_root(squared))
        if x in (value, negated(value)):
            angle = multiply(Number(q), PI)
            return angle if x == value else negated(angle)
    return None


def arcsine(x: Node) -> Node:
    """arcsin x. Raises NotationError("undefined") beyond -1 and 1."""
    _check_unit(x, "arcsin")
    found = _angle(x, SQUARED_SINES)
    return found if found is not None else Call("arcsin", (x,))


def arccosine(x: Node) -> Node:
    """arccos x, between 0 and pi. Raises NotationError("undefined") beyond -1 and 1."""
    _check_unit(x, "arccos")
    found = _angle(x, SQUARED_SINES)
    q = None if found is None else turns(found)
    return multiply(Number(HALF - q), PI) if q is not None else Call("arccos", (x,))


def arctangent(x: Node) -> Node:
    """arctan x."""
    found = _angle(x, SQUARED_TANGENTS)
    return found if found is not None else Call("arctan", (x,))


def _check_unit(x: Node, name: str) -> None:
    if isinstance(x, Number) and abs(x.value) > 1:
        raise undefined(f"{name} is defined from -1 to 1 only", "use a value from -1 to 1")


def exponential(x: Node) -> Node:
    """exp x."""
    if isinstance(x, Number) and x.value in (0, 1):
        return E if x.value else ONE
    return x.args[0] if isinstance(x, Call) and x.function == "ln" else Call("exp", (x,))


def natural_logarithm(x: Node) -> Node:
    """ln x. Raises NotationError("undefined") for numbers that aren't positive."""
    _check_positive(x)
    match x:
        case Number(value=value) if value == 1:
            return ZERO
        case Name(name="e"):
            return ONE
        case Binary(op="^", left=Name(name="e"), right=right):
            return right
        case Call(function="exp", args=(arg,)):
            return arg
        case _:
            return Call("ln", (x,))


def logarithm(x: Node, base: Node | None = None) -> Node:
    """log x to a base (10 where none is given), exactly where it is a whole number."""
    _check_positive(x)
    foot = base if base is not None else Number(Fraction(10))
    if foot == E:
        return natural_logarithm(x)
    if isinstance(x, Number) and isinstance(foot, Number):
        if foot.value <= 0 or foot.value == 1:
            raise undefined("a logarithm has a positive base that isn't 1", "use another base")
        found = _whole_logarithm(x.value, foot.value)
        if found is not None:
            return Number(Fraction(found))
    return Call("log", (x,) if base is None else (x, base))


def _check_positive(x: Node) -> None:
    if isinstance(x, Number) and x.value <= 0:
        raise undefined("only positive numbers have a logarithm", "check what the logarithm is taken of")


def _whole_logarithm(x: Fraction, base: Fraction) -> int | None:
    if base < 1:
        x, base = 1 / x, 1 / base
    sign = -1 if x < 1 else 1
    left, count = (1 / x if x < 1 else x), 0
    while left > 1 and count < LONGEST_LOGARITHM:
        left, count = left / base, count + 1
    return sign * count if left == 1 else None


ELEMENTARY: Final[dict[str, Callable[..., Node]]] = {
    "sin": sine, "cos": cosine, "tan": tangent, "arcsin": arcsine, "arccos": arccosine, "arctan": arctangent,
    "exp": exponential, "ln": natural_logarithm, "log": logarithm,
}  # fmt: skip
