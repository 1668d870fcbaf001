"""The terms of a sum and the factors of a product, as they were typed."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.grading.exact import exact
from tutor.grading.form_number import is_fraction_literal
from tutor.notation.tree import Binary, Call, Node, Unary, children

ROOTS = frozenset({"sqrt", "cbrt", "root"})


def terms(node: Node) -> Iterator[Node]:
    """What is added or subtracted, without the signs."""
    match node:
        case Binary(op="+" | "-", left=left, right=right):
            yield from terms(left)
            yield from terms(right)
        case Unary(op="-" | "+", arg=arg):
            yield from terms(arg)
        case _:
            yield node


def factors(node: Node) -> Iterator[tuple[Node, bool]]:
    """What is multiplied, and whether it stands below a bar; without signs, and powers as they are."""
    match node:
        case Binary(op="*", left=left, right=right):
            yield from factors(left)
            yield from factors(right)
        case Binary(op="/", left=left, right=right):
            yield from factors(left)
            yield from ((factor, not below) for factor, below in factors(right))
        case Unary(op="-" | "+", arg=arg):
            yield from factors(arg)
        case Binary(op="^", left=left, right=right) if _is_negative(right):
            yield from ((Binary("^", factor, Unary("-", right)), not below) for factor, below in factors(left))
        case _:
            yield node, False


def is_sum(node: Node) -> bool:
    """The node is a sum or a difference, with or without a sign before it."""
    while isinstance(node, Unary) and node.op in ("-", "+"):
        node = node.arg
    return isinstance(node, Binary) and node.op in ("+", "-")


def whole_power(node: Node) -> tuple[Node, int]:
    """Base and exponent: the exponent is 1 for what is no whole power."""
    if isinstance(node, Binary) and node.op == "^":
        exponent = exact(node.right)
        if exponent is not None and exponent.denominator == 1:
            return node.left, int(exponent)
    return node, 1


def has_division(node: Node) -> bool:
    """A bar, a negative power or a fraction stands in it, outside of exponents and of what functions are taken of."""
    match node:
        case Call():
            return False
        case Binary(op="/"):
            return True
        case Binary(op="^", left=left, right=right):
            return _is_negative(right) or has_division(left)
        case Binary(left=left, right=right):
            return has_division(left) or has_division(right)
        case Unary(arg=arg):
            return has_division(arg)
        case _:
            return is_fraction_literal(node)


def has_root(node: Node) -> bool:
    """A root stands in it, outside of what functions are taken of."""
    if is_root(node):
        return True
    return not isinstance(node, Call) and any(map(has_root, children(node)))


def is_root(node: Node) -> bool:
    """The node is a root, or a power that isn't whole."""
    if isinstance(node, Call):
        return node.function in ROOTS
    if isinstance(node, Binary) and node.op == "^":
        exponent = exact(node.right)
        return exponent is not None and exponent.denominator != 1
    return False


def _is_negative(exponent: Node) -> bool:
    value = exact(exponent)
    return value is not None and value < 0
