"""The completed square: the letter stands in one place alone, within one square."""

from __future__ import annotations

from tutor.grading.form_polynomial import Ring, degree_in
from tutor.grading.form_terms import factors, terms
from tutor.notation.tree import Name, Node, free_names, walk

ASKED = "A completed square is asked for: the letter stands in one square alone."


def not_completed(node: Node, letter: str | None) -> str | None:
    """What has the value of a quadratic and holds its letter once can only be a completed square (or a linear term).

    Without a letter: in any of those in which it is quadratic or higher. Raises TooLargeError, NotPolynomialError.
    """
    letters = [letter] if letter else _quadratic_letters(node)
    return None if not letters or any(_occurrences(node, one) <= 1 for one in letters) else ASKED


def _occurrences(node: Node, letter: str) -> int:
    return sum(isinstance(part, Name) and part.name == letter for part in walk(node))


def _quadratic_letters(node: Node) -> list[str]:
    names = sorted(free_names(node) - {"pi", "e"})
    if len(names) < 2:
        return names
    ring = Ring()
    places = {name: ring.letter(name) for name in names}
    above = [ring.product(factor for factor, below in factors(term) if not below) for term in terms(node)]
    return [name for name in names if any(degree_in(one, places[name]) >= 2 for one in above)]
