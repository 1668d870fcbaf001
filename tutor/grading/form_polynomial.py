"""Trees as polynomials with rational coefficients, by python-flint, so that factors and common divisors are exact.

What isn't made by `+ - *`, whole powers and division by numbers (a root, a function, pi) is taken for a letter of its own.
Sizes are bounded so that expanding and factoring take a few milliseconds at most; beyond, TooLargeError.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from math import gcd
from typing import Any, Final

from tutor.grading.exact import exact
from tutor.grading.form_shape import Shape, shape
from tutor.notation.tree import Binary, Name, Node, Unary

MOST_LETTERS: Final = 6
LARGEST_DEGREE: Final = 16
MOST_TERMS: Final = 150
LARGEST_BITS: Final = 300  # of a coefficient's numerator and denominator

Polynomial = Any  # flint.fmpq_mpoly, which has no types


class TooLargeError(Exception):
    """The polynomial is larger than is looked at here."""


class NotPolynomialError(Exception):
    """The tree divides by a letter."""


@cache
def _context() -> Any:
    import flint

    letters = tuple(f"x{i}" for i in range(MOST_LETTERS))
    return flint.fmpq_mpoly_ctx.get(letters, flint.Ordering.lex)


@dataclass(slots=True)
class Ring:
    """Turns trees into polynomials in the same letters, so that they can be compared and divided."""

    _letters: dict[Shape, int] = field(default_factory=dict)

    def polynomial(self, node: Node) -> Polynomial:
        """The tree, multiplied out. Raises TooLargeError, NotPolynomialError."""
        value = exact(node)
        if value is not None:
            return _constant(value)
        match node:
            case Unary(op="-", arg=arg):
                return -self.polynomial(arg)
            case Unary(op="+", arg=arg):
                return self.polynomial(arg)
            case Binary(op="+", left=left, right=right):
                return _bounded(self.polynomial(left) + self.polynomial(right))
            case Binary(op="-", left=left, right=right):
                return _bounded(self.polynomial(left) - self.polynomial(right))
            case Binary(op="*", left=left, right=right):
                return _product(self.polynomial(left), self.polynomial(right))
            case Binary(op="/", left=left, right=right):
                below = self.polynomial(right)
                if not below.is_constant() or below.is_zero():
                    raise NotPolynomialError
                return self.polynomial(left) / below.leading_coefficient()
            case Binary(op="^", left=left, right=right):
                return self._power(node, left, exact(right))
            case _:
                return self._letter(node)

    def product(self, nodes: Iterable[Node]) -> Polynomial:
        """The product of trees. Raises TooLargeError, NotPolynomialError."""
        found = _constant(Fraction(1))
        for node in nodes:
            found = _product(found, self.polynomial(node))
        return found

    def letter(self, name: str) -> int:
        """The place of a letter among the exponents of a term."""
        return self._place(shape(Name(name)))

    def _power(self, node: Node, base: Node, exponent: Fraction | None) -> Polynomial:
        if exponent is None or exponent.denominator != 1:
            return self._letter(node)
        if exponent < 0:
            raise NotPolynomialError
        if exponent > LARGEST_DEGREE:
            raise TooLargeError
        below = self.polynomial(base)
        found = _constant(Fraction(1))
        for _ in range(int(exponent)):
            found = _product(found, below)
        return found

    def _letter(self, node: Node) -> Polynomial:
        return _context().gens()[self._place(shape(node))]

    def _place(self, letter: Shape) -> int:
        place = self._letters.setdefault(letter, len(self._letters))
        if place >= MOST_LETTERS:
            raise TooLargeError
        return place


def content(polynomial: Polynomial) -> int:
    """The greatest whole number that divides all coefficients' numerators."""
    return gcd(*(int(coefficient.p) for coefficient in polynomial.coeffs()))


def irreducible_parts(polynomial: Polynomial) -> list[tuple[Polynomial, int]]:
    """The factors over the rationals with their multiplicities, without the constant one."""
    if polynomial.is_constant():
        return []
    found: list[tuple[Polynomial, int]] = polynomial.factor()[1]
    return found


def degree_in(polynomial: Polynomial, place: int) -> int:
    """The degree in the letter at that place; 0 for a polynomial without it, and for zero."""
    return 0 if polynomial.is_zero() else int(polynomial.degrees()[place])


def _constant(value: Fraction) -> Polynomial:
    import flint

    if max(value.numerator.bit_length(), value.denominator.bit_length()) > LARGEST_BITS:
        raise TooLargeError
    return _context().constant(flint.fmpq(value.numerator, value.denominator))


def _product(a: Polynomial, b: Polynomial) -> Polynomial:
    if len(a) * len(b) > MOST_TERMS * 10:
        raise TooLargeError
    if not (a.is_zero() or b.is_zero()) and a.total_degree() + b.total_degree() > LARGEST_DEGREE:
        raise TooLargeError
    return _bounded(a * b)


def _bounded(polynomial: Polynomial) -> Polynomial:
    if len(polynomial) > MOST_TERMS:
        raise TooLargeError
    for coefficient in polynomial.coeffs():
        if max(int(coefficient.p).bit_length(), int(coefficient.q).bit_length()) > LARGEST_BITS:
            raise TooLargeError
    return polynomial
