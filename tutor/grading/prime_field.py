"""Rational functions at a point over a prime field: the fast, exact tier of equivalence.

A tree of `+ - * /` and whole-number powers is a quotient of polynomials with rational coefficients. Its
value at a point modulo a prime costs a handful of machine multiplications, and two such trees that differ
at one point differ as functions. Trees that agree at random points agree up to a chance of about degree /
2^61 a point (Schwartz 1980, Zippel 1979).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from tutor.grading.exact import exact
from tutor.notation.tree import Binary, Name, Node, Number, Unary

PRIME: Final = (1 << 61) - 1
SECOND_PRIME: Final = (1 << 127) - 1  # so that no two literals can be equal modulo every prime used


class NotRationalError(Exception):
    """The tree isn't a rational function: it holds a root, a function, or a power that isn't a whole
    number.
    """


class UndefinedHereError(Exception):
    """The tree divides by zero at this point."""


def quotient(node: Node, point: Mapping[str, int], prime: int) -> tuple[int, int]:
    """Numerator and denominator of the tree at a point, modulo `prime`; nothing is cancelled.

    Constants are folded into the numerator, so that the numerator of an equation's difference is its
    polynomial. Raises NotRationalError or UndefinedHereError.
    """
    match node:
        case Number(value=value):
            return _constant(value, prime)
        case Name(name=name):
            return point[name], 1
        case Unary(op=op, arg=arg):
            return _signed(op, quotient(arg, point, prime), prime)
        case Binary(op="^", left=left, right=right):
            return _power(quotient(left, point, prime), _whole(right), prime)
        case Binary(op=op, left=left, right=right):
            under = quotient(right, point, prime)
            if op == "/" and exact(right) is not None:
                under = (_value(under, prime), 1)
            return _combined(op, quotient(left, point, prime), under, prime)
        case _:
            raise NotRationalError


def _constant(value: Fraction, prime: int) -> tuple[int, int]:
    if value.denominator == 1:
        return value.numerator % prime, 1
    return _value((value.numerator % prime, value.denominator % prime), prime), 1


def _value(pair: tuple[int, int], prime: int) -> int:
    """The quotient as one residue."""
    if pair[1] % prime == 0:
        raise UndefinedHereError
    return pair[0] * pow(pair[1], -1, prime) % prime


def _signed(op: str, pair: tuple[int, int], prime: int) -> tuple[int, int]:
    if op == "-":
        return -pair[0] % prime, pair[1]
    if op == "+":
        return pair
    if op == "%":
        return pair[0] * pow(100, -1, prime) % prime, pair[1]
    raise NotRationalError


def _whole(exponent: Node) -> int:
    value = exact(exponent)
    if value is None or value.denominator != 1:
        raise NotRationalError
    return value.numerator


def _power(pair: tuple[int, int], exponent: int, prime: int) -> tuple[int, int]:
    top, under = pair
    if exponent < 0:
        top, under, exponent = under, top, -exponent
    elif exponent == 0 and top % prime == 0:
        raise UndefinedHereError  # 0^0
    if under % prime == 0:
        raise UndefinedHereError
    return pow(top, exponent, prime), pow(under, exponent, prime)


def _combined(op: str, left: tuple[int, int], right: tuple[int, int], prime: int) -> tuple[int, int]:
    (a, b), (c, d) = left, right
    if op == "+":
        return ((a + c) % prime, b) if b == d else ((a * d + c * b) % prime, b * d % prime)
    if op == "-":
        return ((a - c) % prime, b) if b == d else ((a * d - c * b) % prime, b * d % prime)
    if op == "*":
        return a * c % prime, b * d % prime
    if op == "/":
        if c == 0:
            raise UndefinedHereError
        return a * d % prime, b * c % prime
    raise NotRationalError
