"""Rough values in machine arithmetic: cheap enough to screen many candidates, never enough to decide."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tutor.notation.tree import Binary, Call, Name, Node, Number, Unary

POINTS: Final = 3


def rough_points() -> Iterator[Callable[[str], float]]:
    """For each of a few points: the value there of a letter, between 0.2 and 1.2 (all arguments of most
    functions).
    """
    for number in range(POINTS):
        yield lambda name, number=number: 0.2 + _spread(name, number)  # type: ignore[misc]


def rough_value(node: Node, point: Callable[[str], float]) -> float | None:
    """The tree's value at a point, or None where it has none or isn't a number."""
    try:
        found = _value(node, point)
    except (ArithmeticError, ValueError, TypeError, KeyError):
        return None
    return found if isinstance(found, float) and math.isfinite(found) else None


def _spread(name: str, number: int) -> float:
    total = 0
    for character in name:
        total = (total * 31 + ord(character)) % 1_000_003
    return ((total + 17 * number) * 0.6180339887498949) % 1.0


def _value(node: Node, point: Callable[[str], float]) -> float:
    match node:
        case Number(value=value):
            return value.numerator / value.denominator
        case Name(name=name):
            return CONSTANTS.get(name) or point(name)
        case Unary(op=op, arg=arg):
            return SIGNS[op](_value(arg, point))
        case Binary(op=op, left=left, right=right):
            return OPERATIONS[op](_value(left, point), _value(right, point))
        case Call(function=function, args=args):
            return FUNCTIONS[function](*(_value(arg, point) for arg in args))
        case _:
            raise ValueError


CONSTANTS: Final[Mapping[str, float]] = {"pi": math.pi, "e": math.e}
SIGNS: Final[Mapping[str, Callable[[float], float]]] = {
    "-": lambda x: -x,
    "+": lambda x: x,
    "%": lambda x: x / 100,
}
OPERATIONS: Final[Mapping[str, Callable[[float, float], float]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: math.pow(a, b),
}
FUNCTIONS: Final[Mapping[str, Callable[..., float]]] = {
    "sqrt": math.sqrt, "abs": abs, "exp": math.exp, "ln": math.log, "log": math.log10,
    "sin": math.sin, "cos": math.cos, "tan": math.tan,
    "arcsin": math.asin, "arccos": math.acos, "arctan": math.atan,
    "sinh": math.sinh, "cosh": math.cosh, "tanh": math.tanh,
    "root": lambda x, n: math.pow(x, 1 / n),
}  # fmt: skip
