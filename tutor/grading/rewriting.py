"""A tree with one place changed, as slips change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from typing import Final

from tutor.notation.tree import Binary, Call, Node, Number, Unary, children, with_part

MOST: Final = 48  # trees yielded: a bound on the cost of naming a slip
SWAPPED: Final = {"sin": "cos", "cos": "sin"}
TWO: Final = Number(Fraction(2))
ONE: Final = Number(Fraction(1))


def rewritten_once(node: Node) -> Iterator[tuple[str, Node]]:
    """(name of the slip, the tree with that slip in one place), at most MOST of them, outermost places
    first.
    """
    return islice(_everywhere(node), MOST)


def _everywhere(node: Node) -> Iterator[tuple[str, Node]]:
    yield from _here(node)
    if isinstance(node, Binary) and node.op == "/" and node.right == TWO:
        yield "half", node.left
        yield from ((name, replace(node, left=changed)) for name, changed in _everywhere(node.left))
        return
    inner = children(node)
    if isinstance(node, Binary) and node.op == "^" and isinstance(node.right, Number):
        inner = inner[:1]  # a wrong exponent is a slip of the power, whatever its number
    for position, part in enumerate(inner):
        for name, changed in _everywhere(part):
            yield name, with_part(node, position, changed)


def _here(node: Node) -> Iterator[tuple[str, Node]]:
    match node:
        case Unary(op="-", arg=arg):
            yield "sign", arg
        case Binary(op="+", left=left, right=right):
            yield "sign", Binary("-", left, right)
            yield "sign", Binary("-", right, left)
        case Binary(op="-", left=left, right=right):
            yield "sign", Binary("+", left, right)
        case Binary(op="/", left=left, right=right):
            yield "invert", Binary("/", right, left)
        case Binary(op="^", left=left, right=right):
            yield "power", left
            yield "power", Binary("^", left, Binary("+", right, ONE))
            yield "power", Binary("^", left, Binary("-", right, ONE))
        case Call(function="sqrt", args=(arg,)):
            yield "dropsqrt", arg
        case Call(function=function, args=(arg,)) if function in SWAPPED:
            yield "trig", Call(SWAPPED[function], (arg,))
    if isinstance(node, Number) and node.value.denominator == 1 and node.value.numerator % 2 == 0 and node.value:
        yield "factor2", Number(node.value / 2)
