"""The usual ways of writing one number: whole, as a fraction, mixed, as a decimal, with a power of ten."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from math import gcd
from typing import Final

from tutor.grading.form_digits import decimal
from tutor.notation.characters import VULGAR
from tutor.notation.tree import Binary, Node, Number, Unary, walk

_MIXED: Final = re.compile(r"([0-9]+) ([0-9]+)/([0-9]+)")
_VULGAR: Final = frozenset(VULGAR)


def unsigned(node: Node) -> Node:
    """Without the signs before it."""
    while isinstance(node, Unary) and node.op in ("-", "+"):
        node = node.arg
    return node


def is_fraction_literal(node: Node) -> bool:
    """`½` and `1 1/2`: numbers that hold a fraction."""
    return isinstance(node, Number) and ("/" in node.literal or any(sign in _VULGAR for sign in node.literal))


def quotient_of_wholes(node: Node) -> tuple[int, int] | None:
    """The numbers of `3/4`, `-3/4`, `(-3)/4`, `½`, as they stand, without signs; None for anything else."""
    node = unsigned(node)
    if isinstance(node, Number) and node.literal in _VULGAR:
        return node.value.numerator, node.value.denominator
    if not isinstance(node, Binary) or node.op != "/":
        return None
    top, below = _whole(unsigned(node.left)), _whole(unsigned(node.right))
    return None if top is None or below is None else (top, below)


def unreduced(node: Node) -> bool:
    """A fraction of numbers somewhere in the tree isn't in lowest terms, or has a decimal or a fraction in it."""
    return any(_can_be_reduced(part) for part in walk(node))


def _can_be_reduced(node: Node) -> bool:
    if isinstance(node, Number):
        match = _MIXED.fullmatch(node.literal)
        return match is not None and gcd(int(match[2]), int(match[3])) > 1
    if not isinstance(node, Binary) or node.op != "/":
        return False
    pair = quotient_of_wholes(node)
    if pair is not None:
        return gcd(*pair) > 1
    return _is_closed_rational(node.left) and _is_closed_rational(node.right)


def _is_closed_rational(node: Node) -> bool:
    """A number, signed or a quotient of numbers."""
    node = unsigned(node)
    if isinstance(node, Binary) and node.op == "/":
        return _is_closed_rational(node.left) and _is_closed_rational(node.right)
    return isinstance(node, Number)


def _whole(node: Node) -> int | None:
    if isinstance(node, Number) and node.value.denominator == 1 and not set(node.literal) & set("./,eE "):
        return node.value.numerator
    return None


def _is_integer(node: Node) -> bool:
    bare = unsigned(node)
    return isinstance(bare, Number) and bare.value.denominator == 1 and not set(bare.literal) & set(".eE/")


def _is_decimal(node: Node) -> bool:
    found = decimal(unsigned(node))
    return found is not None and not found.powered and isinstance(unsigned(node), Number)


def _is_fraction(node: Node) -> bool:
    return _is_integer(node) or _is_improper(node) or _is_mixed(node)


def _is_improper(node: Node) -> bool:
    """One bar between whole numbers, the sign above it or before it."""
    pair = quotient_of_wholes(node)
    bare = unsigned(node)
    return pair is not None and not (isinstance(bare, Binary) and isinstance(bare.right, Unary))


def _is_mixed(node: Node) -> bool:
    bare = unsigned(node)
    if isinstance(bare, Number) and is_fraction_literal(bare) and bare.literal not in _VULGAR:
        return True
    pair = quotient_of_wholes(node)
    return _is_integer(node) or (pair is not None and pair[0] < pair[1] and _is_improper(node))


def _is_scientific(node: Node) -> bool:
    found = decimal(node)
    if found is None:
        return False
    return not found.value or (found.powered and Fraction(1) <= found.mantissa < 10)


WAYS: Final[dict[str, tuple[Callable[[Node], bool], str]]] = {
    "integer": (_is_integer, "A whole number is asked for, without a point or a fraction."),
    "decimal": (_is_decimal, "A decimal is asked for, not a fraction, a root or a calculation."),
    "fraction": (_is_fraction, "A fraction of whole numbers is asked for."),
    "improper": (_is_improper, "One fraction is asked for, with one bar and no whole number before it."),
    "mixed": (_is_mixed, "A mixed number is asked for: a whole number and what is left as a fraction below one."),
    "scientific": (_is_scientific, "Scientific notation is asked for: a number from 1 up to 10, times a power of ten."),
    "lowest-terms": (
        lambda node: not unreduced(node),
        "Lowest terms are asked for; a fraction can be reduced further.",
    ),
}
