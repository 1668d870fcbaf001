"""Exact rational value of a constant tree, within bounds that no typed answer can use up."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from math import factorial
from operator import add, mul, sub, truediv
from typing import Final

from tutor.notation.tree import Binary, Call, Node, Number, Unary

LARGEST_BITS: Final = 12_000  # of a power's result: about 3,600 digits
LARGEST_FACTORIAL: Final = 300


def exact(node: Node) -> Fraction | None:
    """The value of a tree of numbers under `+ - * / ^ ! %`, or None: it has letters, functions, irrational
    or huge parts, or isn't defined.
    """
    match node:
        case Number(value=value):
            return value
        case Unary(op=op, arg=arg):
            inner = exact(arg)
            return None if inner is None else _one_place(op, inner)
        case Binary(op=op, left=left, right=right):
            first = exact(left)
            second = exact(right) if first is not None else None
            return None if first is None or second is None else _two_place(op, first, second)
        case _:
            return None


def folded(node: Node) -> Node:
    """The tree with its rational parts worked out, so that who evaluates it at many points does that once."""
    match node:
        case Unary(op=op, arg=arg):
            inner = folded(arg)
            value = _one_place(op, inner.value) if isinstance(inner, Number) else None
            return Unary(op, inner) if value is None else Number(value)
        case Binary(op=op, left=left, right=right):
            first, second = folded(left), folded(right)
            value = None
            if isinstance(first, Number) and isinstance(second, Number):
                value = _two_place(op, first.value, second.value)
            return Binary(op, first, second) if value is None else Number(value)
        case Call(function=function, args=args):
            return Call(function, tuple(map(folded, args)))
        case _:
            return node


def _one_place(op: str, value: Fraction) -> Fraction | None:
    if op == "-":
        return -value
    if op == "+":
        return value
    if op == "%":
        return value / 100
    if op == "!" and value.denominator == 1 and 0 <= value <= LARGEST_FACTORIAL:
        return Fraction(factorial(value.numerator))
    return None


def _two_place(op: str, a: Fraction, b: Fraction) -> Fraction | None:
    if op == "^":
        return _power(a, b)
    if op == "/" and not b:
        return None
    if op not in _ARITHMETIC:
        return None
    value = _ARITHMETIC[op](a, b)
    return value if _bits(value) <= LARGEST_BITS else None


_ARITHMETIC: Final[dict[str, Callable[[Fraction, Fraction], Fraction]]] = {
    "+": add,
    "-": sub,
    "*": mul,
    "/": truediv,
}


def _bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


@lru_cache(maxsize=256)
def _power(base: Fraction, exponent: Fraction) -> Fraction | None:
    if exponent.denominator != 1 or (not base and exponent <= 0):
        return None
    if base not in (0, 1, -1) and _bits(base) * abs(exponent) > LARGEST_BITS:
        return None
    if base in (0, 1, -1):
        return base if exponent.numerator % 2 else base * base
    return base**exponent.numerator
