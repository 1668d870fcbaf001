"""Factored and expanded: where the brackets of a polynomial stand."""

from __future__ import annotations

from tutor.grading.exact import exact
from tutor.grading.form_polynomial import NotPolynomialError, Ring, content, irreducible_parts
from tutor.grading.form_terms import factors, is_sum, terms, whole_power
from tutor.notation.tree import Binary, Node, Unary

PRODUCT = "A product of factors is asked for"
SUM = "A sum of terms without brackets is asked for"


def not_factored(node: Node) -> str | None:
    """Every factor is irreducible over the rationals, and no whole number divides all of its terms.

    How numbers are split, and whether equal factors are written as a power, is free. Raises TooLargeError.
    """
    for factor, _ in factors(node):
        base, _ = whole_power(factor)
        is_product = isinstance(base, Binary) and base.op in ("*", "/")
        found = not_factored(base) if is_product else _splits(base)
        if found:
            return found
    return None


def _splits(base: Node) -> str | None:
    if not is_sum(base):
        return None
    try:
        polynomial = Ring().polynomial(base)
    except NotPolynomialError:
        return f"{PRODUCT}; one of them has a fraction in it."
    if polynomial.is_constant():
        return None
    parts = irreducible_parts(polynomial)
    if len(polynomial) == 1:
        return f"{PRODUCT}; the terms of a sum can be collected."
    if content(polynomial) > 1 or len(parts) > 1 or parts[0][1] > 1:
        return f"{PRODUCT}; a sum can still be split into factors."
    return None


def not_expanded(node: Node) -> str | None:
    """A sum of terms in which no product, quotient or whole power holds a sum or a product to be multiplied out."""
    if _is_minus_bracket(node):
        return f"{SUM}; a minus stands before a bracket."
    for term in terms(node):
        found = _unexpanded(term)
        if found:
            return found
    return None


def _unexpanded(term: Node) -> str | None:
    parts = [(*whole_power(factor), below) for factor, below in factors(term)]
    over_a_sum = any(below and is_sum(base) for base, _, below in parts)
    above = [(base, power) for base, power, below in parts if not below]
    for base, power in above:
        if is_sum(base) and (power > 1 or len(above) > 1 or not over_a_sum):
            return f"{SUM}; a bracket can be multiplied out."
        if power > 1 and _is_product(base) and exact(base) is None:
            return f"{SUM}; the power of a product can be written out."
    return None


def _is_product(node: Node) -> bool:
    return (isinstance(node, Binary) and node.op in ("*", "/")) or (isinstance(node, Unary) and node.op == "-")


def _is_minus_bracket(node: Node) -> bool:
    """Somewhere in the sum, a bracket with a sum in it is subtracted."""
    match node:
        case Binary(op="-", left=left, right=right):
            return _holds_a_sum(right) or _is_minus_bracket(left)
        case Binary(op="+", left=left, right=right):
            return _is_minus_bracket(left) or _is_minus_bracket(right)
        case Unary(op="-", arg=arg):
            return _holds_a_sum(arg)
        case Unary(op="+", arg=arg):
            return _is_minus_bracket(arg)
        case _:
            return False


def _holds_a_sum(node: Node) -> bool:
    while isinstance(node, Unary) and node.op in ("-", "+"):
        node = node.arg
    return is_sum(node)
