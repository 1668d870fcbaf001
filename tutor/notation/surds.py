"""Exact sums of square roots: rationals plus rational multiples of roots of squarefree integers.

Square roots of different squarefree integers are linearly independent over the rationals (A. S. Besicovitch 1940), so this
form is unique and comparing it with zero is exact. Integers with two large prime factors may keep a square inside; values
stay right then, only the form isn't unique.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import Final

from tutor.notation.limits import check_size
from tutor.notation.tree import Binary, Call, Node, Number, Unary

Surd = dict[int, Fraction]  # radicand (1 for the rational part) -> coefficient, never zero

TRIED: Final = 1000  # divisors tried; exact below its cube
MOST_TERMS: Final = 8  # beyond, a sum of roots stays as it is


@lru_cache(maxsize=4096)
def root_parts(n: int) -> tuple[int, int]:
    """(s, r) with sqrt(n) = s*sqrt(r) and r squarefree, for n >= 1."""
    outside, inside, left = 1, 1, n
    for p in range(2, TRIED):
        if p * p > left:
            break
        while left % (p * p) == 0:
            outside, left = outside * p, left // (p * p)
        if left % p == 0:
            inside, left = inside * p, left // p
    whole = isqrt(left)
    return (outside * whole, inside) if whole * whole == left else (outside, inside * left)


def square_root(value: Fraction) -> Surd:
    """The surd of sqrt(value), for value >= 0."""
    if not value:
        return {}
    outside, inside = root_parts(value.numerator * value.denominator)
    return {inside: Fraction(outside, value.denominator)}


def surd_of(node: Node) -> Surd | None:
    """The surd that a tree in normal form is, or None."""
    match node:
        case Number(value=value):
            return {1: value} if value else {}
        case Call(function="sqrt", args=(Number(value=value),)) if value > 0:
            return square_root(value)
        case Unary(op="-", arg=arg):
            inner = surd_of(arg)
            return None if inner is None else {n: -c for n, c in inner.items()}
        case Binary(op="+" | "-" | "*" | "/" as op, left=left, right=right):
            second = surd_of(right)  # first, for long sums and products hang to the left
            first = surd_of(left) if second is not None else None
            if first is None or second is None:
                return None
            return _combined(op, first, second)
        case _:
            return None


def _combined(op: str, a: Surd, b: Surd) -> Surd | None:
    if op == "+":
        return plus(a, b)
    if op == "-":
        return plus(a, {n: -c for n, c in b.items()})
    return times(a, b) if op == "*" else over(a, b)


def plus(a: Surd, b: Surd) -> Surd:
    """The sum."""
    total = dict(a)
    for n, c in b.items():
        total[n] = total.get(n, Fraction(0)) + c
    return {n: c for n, c in total.items() if c}


def times(a: Surd, b: Surd) -> Surd | None:
    """The product, or None when it has too many terms."""
    total: Surd = {}
    for n, c in a.items():
        for m, d in b.items():
            outside, inside = (1, m) if n == 1 else (1, n) if m == 1 else root_parts(n * m)
            total[inside] = total.get(inside, Fraction(0)) + check_size(c * d * outside)
    return {n: c for n, c in total.items() if c} if len(total) <= MOST_TERMS else None


def to_the(a: Surd, n: int) -> Surd | None:
    """The n-th power for n >= 1, or None when it has too many terms."""
    raised: Surd = {1: Fraction(1)}
    square: Surd | None = a
    while square is not None:
        if n & 1:
            product = times(raised, square)
            if product is None:
                return None
            raised = product
        n >>= 1
        if not n:
            return raised
        square = times(square, square)
    return None


def over(a: Surd, b: Surd) -> Surd | None:
    """The quotient with a rational denominator, or None when b is zero or takes too many conjugations."""
    for _ in range(4):
        if len(b) == 1:
            ((n, c),) = b.items()
            return times(a, {n: 1 / (c * n)})
        radicand = max(b, default=1)
        if radicand == 1:
            return None
        conjugate = {n: -c if n == radicand else c for n, c in b.items()}
        above, below = times(a, conjugate), times(b, conjugate)
        if above is None or below is None or len(below) >= len(b) > 2:
            return None
        a, b = above, below
    return None


def node_of(surd: Surd) -> Node:
    """The tree in normal form: the rational part first, unless it alone is negative."""
    order = sorted(surd)
    if order and surd[order[0]] < 0:
        order.sort(key=lambda n: (surd[n] < 0, n))
    whole: Node | None = None
    for n in order:
        coefficient = surd[n]
        if whole is None:
            whole = _term(coefficient, n)
        elif coefficient < 0:
            whole = Binary("-", whole, _term(-coefficient, n))
        else:
            whole = Binary("+", whole, _term(coefficient, n))
    return whole if whole is not None else Number(Fraction(0))


def _term(coefficient: Fraction, n: int) -> Node:
    if n == 1:
        return Number(check_size(coefficient))
    root: Node = Call("sqrt", (Number(Fraction(n)),))
    above = coefficient.numerator
    if above == -1:
        root = Unary("-", root)
    elif above != 1:
        root = Binary("*", Number(Fraction(above)), root, implicit=True)
    return root if coefficient.denominator == 1 else Binary("/", root, Number(Fraction(coefficient.denominator)))


def bounds_of(surd: Surd, bits: int) -> tuple[Fraction, Fraction]:
    """Rational numbers below and above the value, about 2^-bits apart."""
    total, slack = 0, 0
    for n, c in surd.items():
        size = isqrt((n * c.numerator**2 << 2 * bits) // c.denominator**2)
        total += size if c > 0 else -size - 1
        slack += 2
    scale = 1 << bits
    return Fraction(total - 1, scale), Fraction(total + slack, scale)
