"""Rough values in machine arithmetic: cheap enough to screen many candidates, never enough to decide.

Values are complex, with the principal branch of roots and logarithms, so that no candidate is lost because it isn't real.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tutor.notation.tree import Binary, Call, Name, Node, Number, Unary, children

Point = Callable[[str], float]

POINTS: Final = 3
RANGES: Final = ((0.2, 1.0), (0.2, 1.0), (0.2, 1.0), (1.2, 4.0), (0.05, 0.3), (3.0, 30.0))  # least value, and width
NOWHERE: Final = complex("nan")


def rough_points() -> Iterator[Point]:
    """A few points: the value there of a letter, between 0.2 and 1.2 (all arguments of most functions)."""
    for number in range(POINTS):
        yield _point(number)


def pairs_of_points() -> Iterator[tuple[Point, Point]]:
    """Two points at once, of several sizes: for who needs one where the key is real."""
    for number in range(len(RANGES)):
        yield _point(number), _point(number + 7)


def rough_value(node: Node, point: Point) -> complex | None:
    """The tree's value at a point, or None where it has none."""
    found = _value(node, point)
    return found if cmath.isfinite(found) else None


def combined(node: Node, parts: list[complex], point: Point | None) -> complex:
    """A node's value from the values of its parts; not a number where it has none. Letters need the point."""
    try:
        match node:
            case Number(value=value):
                return complex(value.numerator / value.denominator)
            case Name(name=name):
                return CONSTANTS[name] if name in CONSTANTS else complex(point(name)) if point else NOWHERE
            case Unary(op=op):
                return ONE_PLACE[op](parts[0])
            case Binary(op=op):
                return TWO_PLACE[op](parts[0], parts[1])
            case Call(function="log", args=(_, _)):
                return cmath.log(parts[0]) / cmath.log(parts[1])
            case Call(function="root", args=(_, _)):
                return complex(parts[0] ** (1 / parts[1]))
            case Call(function=function):
                return FUNCTIONS[function](parts[0])
            case _:
                return NOWHERE
    except (ArithmeticError, ValueError, TypeError, KeyError, IndexError):
        return NOWHERE


def _point(number: int) -> Point:
    least, width = RANGES[number % len(RANGES)]
    return lambda name: least + width * _spread(name, number)


def _spread(name: str, number: int) -> float:
    total = 0
    for character in name:
        total = (total * 31 + ord(character)) % 1_000_003
    return ((total + 17 * number) * 0.6180339887498949) % 1.0


def _value(node: Node, point: Point) -> complex:
    return combined(node, [_value(part, point) for part in children(node)], point)


CONSTANTS: Final[Mapping[str, complex]] = {"pi": complex(math.pi), "e": complex(math.e)}
ONE_PLACE: Final[Mapping[str, Callable[[complex], complex]]] = {
    "-": lambda a: -a,
    "+": lambda a: a,
    "%": lambda a: a / 100,
}
TWO_PLACE: Final[Mapping[str, Callable[[complex, complex], complex]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: complex(a**b),
}
FUNCTIONS: Final[Mapping[str, Callable[[complex], complex]]] = {
    "sqrt": cmath.sqrt, "abs": lambda x: complex(abs(x)), "exp": cmath.exp, "ln": cmath.log, "log": cmath.log10,
    "sin": cmath.sin, "cos": cmath.cos, "tan": cmath.tan,
    "csc": lambda x: 1 / cmath.sin(x), "sec": lambda x: 1 / cmath.cos(x), "cot": lambda x: 1 / cmath.tan(x),
    "arcsin": cmath.asin, "arccos": cmath.acos, "arctan": cmath.atan,
    "arccot": lambda x: cmath.pi / 2 - cmath.atan(x), "arcsec": lambda x: cmath.acos(1 / x), "arccsc": lambda x: cmath.asin(1 / x),
    "arsech": lambda x: cmath.acosh(1 / x), "arcsch": lambda x: cmath.asinh(1 / x), "arcoth": lambda x: cmath.atanh(1 / x),
    "sinh": cmath.sinh, "cosh": cmath.cosh, "tanh": cmath.tanh,
    "csch": lambda x: 1 / cmath.sinh(x), "sech": lambda x: 1 / cmath.cosh(x), "coth": lambda x: 1 / cmath.tanh(x),
    "arsinh": cmath.asinh, "arcosh": cmath.acosh, "artanh": cmath.atanh,
}  # fmt: skip
