"""Exact arithmetic on scalars: rationals as they are, and irrational or symbolic terms as trees in a light normal form.

`sqrt(12)` becomes `2*sqrt(3)`; 0 and 1 are absorbed; numbers are folded to the front. This isn't a computer-algebra system:
it keeps keys and parameters exact and readable, and equivalence is decided elsewhere.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Final

from tutor.errors import NotationError
from tutor.notation.limits import EXPONENT, RESULT_BITS, too_much
from tutor.notation.tree import Binary, Call, Node, Number, Unary

ZERO: Final = Number(Fraction(0))
ONE: Final = Number(Fraction(1))


def undefined(what: str, remedy: str = "change the expression") -> NotationError:
    """Has no value."""
    return NotationError("undefined", what, remedy=remedy)


def number(value: Fraction | int) -> Number:
    """A computed number, within limits."""
    fraction = Fraction(value)
    if fraction.numerator.bit_length() > RESULT_BITS or fraction.denominator.bit_length() > RESULT_BITS:
        raise too_much("a result has too many digits")
    return Number(fraction)


def add(left: Node, right: Node) -> Node:
    """Sum of two scalars."""
    if isinstance(left, Number) and isinstance(right, Number):
        return number(left.value + right.value)
    if left == ZERO:
        return right
    if right == ZERO:
        return left
    first, a = _coefficient(left)
    second, b = _coefficient(right)
    if a == b:
        return multiply(number(first + second), a)
    if isinstance(left, Number):  # a plain number stands last
        left, right = right, left
    if isinstance(left, Binary) and left.op == "+" and isinstance(left.right, Number):
        if isinstance(right, Number):
            return add(left.left, number(left.right.value + right.value))
        return Binary("+", add(left.left, right), left.right)
    return Binary("+", left, right)


def negate(node: Node) -> Node:
    """The opposite."""
    return multiply(number(-1), node)


def multiply(left: Node, right: Node) -> Node:
    """Product of two scalars."""
    if isinstance(left, Number) and isinstance(right, Number):
        return number(left.value * right.value)
    if ZERO in (left, right):
        return ZERO
    first, a = _coefficient(left)
    second, b = _coefficient(right)
    factor = first * second
    if isinstance(a, Call) and isinstance(b, Call) and a.function == b.function == "sqrt":
        inside = multiply(a.args[0], b.args[0])
        return multiply(number(factor), root(inside))
    rest = b if a == ONE else a if b == ONE else Binary("*", a, b)
    if factor == 1:
        return rest
    if rest == ONE:
        return number(factor)
    return Unary("-", rest) if factor == -1 else Binary("*", number(factor), rest)


def _coefficient(node: Node) -> tuple[Fraction, Node]:
    """A scalar as a rational factor and the rest."""
    match node:
        case Number(value=value):
            return value, ONE
        case Unary(op="-", arg=arg):
            value, rest = _coefficient(arg)
            return -value, rest
        case Binary(op="*", left=Number(value=value), right=rest):
            return value, rest
        case _:
            return Fraction(1), node


def divide(left: Node, right: Node) -> Node:
    """Quotient of two scalars. Raises NotationError("undefined") for division by zero."""
    if right == ZERO:
        raise undefined("a division by zero has no value")
    if isinstance(right, Number):
        return multiply(number(1 / right.value), left)
    if left == right:
        return ONE
    return ZERO if left == ZERO else Binary("/", left, right)


def power(base: Node, exponent: Node) -> Node:
    """A scalar raised to a scalar."""
    if isinstance(exponent, Number):
        if exponent.value.denominator == 1:
            return _whole_power(base, int(exponent.value))
        if exponent.value == Fraction(1, 2):
            return root(base)
        if isinstance(base, Number) and base.value > 0:
            exact = _exact_root(base.value, exponent.value.denominator)
            if exact is not None:
                return _whole_power(number(exact), exponent.value.numerator)
    return ONE if base == ONE else Binary("^", base, exponent)


def _whole_power(base: Node, n: int) -> Node:
    if n == 1:
        return base
    if n == 0:
        if base == ZERO:
            raise undefined("0^0 has no value")
        return ONE
    if not isinstance(base, Number):
        if isinstance(base, Call) and base.function == "sqrt" and n % 2 == 0:
            return _whole_power(base.args[0], n // 2)
        return Binary("^", base, number(n))
    if base.value == 0 and n < 0:
        raise undefined("a division by zero has no value")
    bits = max(base.value.numerator.bit_length(), base.value.denominator.bit_length())
    if abs(n) > EXPONENT or bits * abs(n) > RESULT_BITS:
        raise too_much("a power has too many digits")
    return number(base.value**n)


def _exact_root(value: Fraction, n: int) -> Fraction | None:
    if n > 64:
        return None
    above, below = round(value.numerator ** (1 / n)), round(value.denominator ** (1 / n))
    candidate = Fraction(above, below) if below else None
    return candidate if candidate is not None and candidate**n == value else None


def root(node: Node) -> Node:
    """The square root, with square factors in front: sqrt(12) is 2*sqrt(3)."""
    if not isinstance(node, Number):
        return Call("sqrt", (node,))
    if node.value < 0:
        raise undefined("the square root of a negative number isn't real")
    above, below = node.value.numerator, node.value.denominator
    outside, inside = _square_factor(above * below)
    front = number(Fraction(outside, below))
    return front if inside == 1 else multiply(front, Call("sqrt", (number(inside),)))


def _square_factor(n: int) -> tuple[int, int]:
    """n as outside² · inside; square factors beyond the small primes are found only when n is a square times a small one."""
    if n == 0:
        return 0, 1
    outside, p = 1, 2
    while p * p <= n and p < 1000:
        while n % (p * p) == 0:
            n //= p * p
            outside *= p
        p += 1
    whole = isqrt(n)
    return (outside * whole, 1) if whole * whole == n else (outside, n)
