"""Rational functions compared at random points of prime fields: the fast, exact tier of equivalence."""

from __future__ import annotations

from typing import Final

from tutor.grading.points import field_points
from tutor.grading.prime_field import PRIME, SECOND_PRIME, UndefinedHereError, quotient
from tutor.notation.tree import Node, free_names

FIELDS: Final = (
    (PRIME, 2),
    (SECOND_PRIME, 1),
)  # how many points over each field; two, so that no two literals coincide


def equal_over_fields(a: Node, b: Node) -> bool | None:
    """Raises NotRationalError unless both sides are rational functions."""
    names = free_names(a) | free_names(b)
    agreed = False
    for prime, wanted in FIELDS:
        found = 0
        for point in field_points(names, prime):
            try:
                (n, d), (m, k) = quotient(a, point, prime), quotient(b, point, prime)
            except UndefinedHereError:
                continue
            if (n * k - m * d) % prime:
                return False
            found += 1
            if found == wanted:
                break
        agreed = agreed or found > 0
    return True if agreed else None


def proportional_over_fields(a: Node, b: Node) -> bool | None:
    """The quotient of the two functions, or that of their numerators, is the same nonzero constant at every
    point. Raises NotRationalError unless both are rational functions.
    """
    names = free_names(a) | free_names(b)
    pairs = []
    for point in field_points(names, PRIME):
        try:
            pairs.append((quotient(a, point, PRIME), quotient(b, point, PRIME)))
        except UndefinedHereError:
            continue
        if len(pairs) == 3:
            break
    if not pairs:
        return None
    values = [(n * k % PRIME, m * d % PRIME) for (n, d), (m, k) in pairs]
    numerators = [(n, m) for (n, _), (m, _) in pairs]
    return _constant_ratio(values) or _constant_ratio(numerators)


def _constant_ratio(pairs: list[tuple[int, int]]) -> bool:
    """All pairs are (0, 0), or all are multiples of the first, none with a zero in it."""
    if all(pair == (0, 0) for pair in pairs):
        return True
    top, under = pairs[0]
    return all(x and y and (x * under - y * top) % PRIME == 0 for x, y in pairs)
