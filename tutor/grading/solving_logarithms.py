"""Sums of logarithms as one: log(a) + 2 log(b) = 3 says a b^2 = base^3, where all that is taken logarithms of is positive."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from tutor.grading.exact import exact
from tutor.notation.tree import Binary, Call, Name, Node, Number, Unary, free_names

LARGEST_FACTOR: Final = 6
ONE: Final = Number(Fraction(1))
Terms = list[tuple[Fraction, Node]]


def joined_logarithms(difference: Node, letter: str) -> tuple[list[Node], Node, Node] | None:
    """For a sum of logarithms to one base and constants that is to be zero: what logarithms are taken of, their product with
    powers, and the constant that this must be. None for anything else.
    """
    terms = _terms(difference, Fraction(1))
    if terms is None:
        return None
    found = [(factor, term, _logarithm(term)) for factor, term in terms]
    bases = {log[0] for _, term, log in found if log is not None and letter in free_names(term)}
    if len(bases) != 1:
        return None
    base = bases.pop()
    inside: list[Node] = []
    product: Node | None = None
    constant: Node = Number(Fraction(0))
    for factor, term, log in found:
        if log is not None and log[0] == base and factor.denominator == 1 and abs(factor) <= LARGEST_FACTOR:
            inside.append(log[1])
            power = log[1] if factor == 1 else Binary("^", log[1], Number(factor))
            product = power if product is None else Binary("*", product, power)
        elif letter in free_names(term):
            return None
        else:
            constant = Binary("-", constant, Binary("*", Number(factor), term))
    if product is None:
        return None
    value = exact(constant)
    return inside, product, ONE if value == 0 else Binary("^", base, constant if value is None else Number(value))


def _terms(node: Node, factor: Fraction) -> Terms | None:
    """The terms of a sum, each with a rational factor."""
    match node:
        case Unary(op="-", arg=arg):
            return _terms(arg, -factor)
        case Binary(op="+" | "-" as op, left=left, right=right):
            first, second = _terms(left, factor), _terms(right, factor if op == "+" else -factor)
            return None if first is None or second is None else first + second
        case Binary(op="*", left=left, right=right):
            known = exact(left)
            return [(factor, node)] if known is None else _terms(right, factor * known)
        case Binary(op="/", left=left, right=right):
            known = exact(right)
            return [(factor, node)] if not known else _terms(left, factor / known)
        case _:
            return [(factor, node)]


def _logarithm(node: Node) -> tuple[Node, Node] | None:
    """Its base, and what it's taken of."""
    match node:
        case Call(function="ln", args=(argument,)):
            return Name("e"), argument
        case Call(function="log", args=(argument,)):
            return Number(Fraction(10)), argument
        case Call(function="log", args=(argument, base)) if not free_names(base):
            return base, argument
    return None
