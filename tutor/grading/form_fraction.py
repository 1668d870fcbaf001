"""One bar, or many: a single fraction, and a sum of partial fractions."""

from __future__ import annotations

from tutor.grading.form_number import is_fraction_literal, unsigned
from tutor.grading.form_polynomial import NotPolynomialError, Ring, degree_in, irreducible_parts
from tutor.grading.form_terms import factors, has_division, terms
from tutor.notation.tree import Binary, Node, free_names

SINGLE = "A single fraction is asked for"
PARTIAL = "Partial fractions are asked for"


def not_single(node: Node) -> str | None:
    """One bar with no other fraction above or below it; or none at all."""
    bare = unsigned(node)
    if is_fraction_literal(bare) or not has_division(bare):
        return None
    if not (isinstance(bare, Binary) and bare.op == "/"):
        return f"{SINGLE}: one bar, with everything above or below it."
    if has_division(bare.left) or has_division(bare.right):
        return f"{SINGLE}; there is a fraction within a fraction."
    return None


def not_partial(node: Node, letter: str | None) -> str | None:
    """A sum of polynomials and of fractions each over a power of one irreducible polynomial, with less in the letter
    above than that polynomial has, and no two over the same. Without a letter: in any of those that occur.

    Raises TooLargeError.
    """
    letters = [letter] if letter else sorted(free_names(node) - {"pi", "e"})
    complaints = [_not_partial_in(node, one) for one in letters]
    return None if not complaints or None in complaints else complaints[0]


def _not_partial_in(node: Node, letter: str) -> str | None:
    ring = Ring()
    place = ring.letter(letter)
    seen: set[tuple[str, int]] = set()
    for term in terms(node):
        try:
            above = ring.product(factor for factor, below in factors(term) if not below)
            below = ring.product(factor for factor, below in factors(term) if below)
        except NotPolynomialError:
            return f"{PARTIAL}; there is a fraction within a product or a fraction."
        parts = [(part, power) for part, power in irreducible_parts(below) if degree_in(part, place)]
        if not parts:
            continue
        if len(parts) > 1:
            return f"{PARTIAL}; a denominator has several factors."
        part, power = parts[0]
        if degree_in(above, place) >= degree_in(part, place):
            return f"{PARTIAL}; a numerator has too high a degree for its denominator."
        if (str(part), power) in seen:
            return f"{PARTIAL}; two of them have the same denominator."
        seen.add((str(part), power))
    return None
