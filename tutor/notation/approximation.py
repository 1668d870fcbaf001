"""Numerical value of a closed tree in floating point, only for comparing irrational numbers that are clearly apart."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from tutor.notation.tree import Binary, Call, Name, Node, Number, Unary

APART: Final = 1e-9  # relative; closer values aren't decided

_FUNCTIONS: Final[dict[str, Callable[[float], float]]] = {
    "sqrt": math.sqrt, "abs": abs, "sin": math.sin, "cos": math.cos, "tan": math.tan, "exp": math.exp, "ln": math.log,
    "log": math.log10, "asin": math.asin, "acos": math.acos, "atan": math.atan, "sinh": math.sinh, "cosh": math.cosh,
    "tanh": math.tanh,
}  # fmt: skip


def approximate(node: Node) -> float | None:
    """About the value of a scalar without letters; None where there is none (or no finite one)."""
    try:
        value = _value(node)
    except (ValueError, OverflowError, ZeroDivisionError):
        return None
    return value if value is not None and math.isfinite(value) else None


def sign_of(node: Node) -> int | None:
    """-1, 0 or 1; None when it can't be decided (letters, or too near to 0)."""
    if isinstance(node, Number):
        return (node.value > 0) - (node.value < 0)
    value = approximate(node)
    if value is None or abs(value) < APART:
        return None
    return 1 if value > 0 else -1


def _value(node: Node) -> float | None:
    match node:
        case Number(value=Fraction() as value):
            return float(value)
        case Name(name="pi"):
            return math.pi
        case Name(name="e"):
            return math.e
        case Unary(op="-", arg=arg):
            inner = _value(arg)
            return None if inner is None else -inner
        case Binary(op=op, left=left, right=right):
            a, b = _value(left), _value(right)
            return None if a is None or b is None else _binary(op, a, b)
        case Call(function=function, args=(arg,)) if function in _FUNCTIONS:
            inner = _value(arg)
            return None if inner is None else _FUNCTIONS[function](inner)
        case _:
            return None


def _binary(op: str, a: float, b: float) -> float | None:
    match op:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "/":
            return a / b
        case "^":
            result = a**b
            return result if isinstance(result, float) else None
        case _:
            return None
