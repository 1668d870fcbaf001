"""Conditions on several letters: finitely many solutions exactly, linear systems by row reduction, the rest in slices.

A slice fixes all letters but one and solves for that one, so that a difference found is proven. Agreement of all slices is
taken for sameness only where no part of either side joins two equations by `and`: such a part is too thin for slices to meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from hashlib import blake2b
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from tutor.grading.solving import Algebra, NotAlgebraicError, NowhereError, real_roots
from tutor.grading.solving_line import UndecidedError, holds, line
from tutor.notation.sets_tree import Everywhere, Interval, Joined, Listed, SetTree, Where, letters, mapped
from tutor.notation.tree import Binary, Call, Name, Node, Number, Relation, Unary, Vector

if TYPE_CHECKING:
    from flint import arb

MOST_CLAUSES: Final = 48
MOST_CANDIDATES: Final = 400
MOST_LETTERS: Final = 6
SLICES: Final = 5  # at values that mean nothing, beside those at 0, 1 and -1
MOST_SLICES: Final = 12  # of these for all letters together
Clause = tuple[SetTree, ...]
Point = dict[str, "arb"]


def same_space(a: SetTree, b: SetTree, names: Sequence[str], *, positive: bool = False) -> bool | None:
    """Two conditions on these letters have the same real solutions (positive ones, if `positive`); None: undecided."""
    if a == b:
        return True
    if len(names) > MOST_LETTERS:
        return None
    first, second = clauses(a), clauses(b)
    if first is not None and second is not None:
        found = _same_systems((a, first), (b, second), names, positive)
        if found is not None:
            return found
    agreed = _same_slices(a, b, names, positive)
    if agreed is False:
        return False
    thick = first is not None and second is not None and all(map(_is_thick, (*first, *second)))
    return True if agreed and thick else None


def located(tree: SetTree, names: Sequence[str]) -> SetTree:
    """Points as conditions on letters: `(2, 3)` as `x = 2 and y = 3`. Raises UndecidedError for intervals and other sizes."""

    def one(leaf: SetTree) -> SetTree:
        if isinstance(leaf, Interval):
            raise UndecidedError
        if not isinstance(leaf, Listed):
            return leaf
        return Joined("or", tuple(_at(item, names) for item in leaf.items), leaf.span)

    return mapped(tree, one)


def _at(item: Node, names: Sequence[str]) -> SetTree:
    if not isinstance(item, Vector) or len(item.items) != len(names):
        raise UndecidedError
    return Joined(
        "and",
        tuple(Where(Relation((Name(name), entry), ("=",))) for name, entry in zip(names, item.items, strict=True)),
    )


def clauses(tree: SetTree) -> list[Clause] | None:
    """The condition as an `or` of `and`s of single comparisons; None for too many or for differences."""
    match tree:
        case Everywhere(value=truth):
            return [()] if truth else []
        case Joined(op="or", parts=parts):
            found = [clauses(part) for part in parts]
            joined = [clause for one in found if one is not None for clause in one]
            return None if None in found or len(joined) > MOST_CLAUSES else joined
        case Joined(op="and", parts=parts):
            every: list[Clause] = [()]
            for part in parts:
                inner = clauses(part)
                if inner is None or len(inner) * len(every) > MOST_CLAUSES:
                    return None
                every = [(*clause, *more) for clause in every for more in inner]
            return every
        case Where(relation=relation):
            pairs = zip(relation.terms, relation.ops, relation.terms[1:], strict=False)
            return [tuple(Where(Relation((left, right), (op,))) for left, op, right in pairs)]
        case _:
            return None


def _same_systems(
    a: tuple[SetTree, list[Clause]], b: tuple[SetTree, list[Clause]], names: Sequence[str], positive: bool
) -> bool | None:
    """Finitely many solutions, or linear equations alone."""
    found = [_solutions(one, names, positive) for _, one in (a, b)]
    try:
        for points, (other, _) in zip(found, (b, a), strict=True):
            if points is not None and not all(holds(other, point) for point in points):
                return False
    except UndecidedError:
        return None
    if None not in found:
        return True
    if len(a[1]) == len(b[1]) == 1:
        rows = [_linear(one[0], names) for _, one in (a, b)]
        if rows[0] is not None and rows[1] is not None:
            return rows[0] == rows[1]
    if {frozenset(map(_normal, clause)) for clause in a[1]} == {frozenset(map(_normal, clause)) for clause in b[1]}:
        return True
    return None


def _normal(leaf: SetTree) -> object:
    """A comparison up to its sides and a positive factor (any factor for an equation), as a polynomial if it's one."""
    assert isinstance(leaf, Where)
    (left, right), (op,) = leaf.relation.terms, leaf.relation.ops
    try:
        names = tuple(sorted(letters(leaf)))
        polynomial, below = Algebra(names).quotient(Binary("-", left, right))
    except (NotAlgebraicError, NowhereError):
        return leaf
    if not below.is_constant():
        return leaf
    if below.coeffs()[0] < 0:
        polynomial = -polynomial
    powers = {tuple(map(int, key)): int(value) for key, value in polynomial.primitive()[1].to_dict().items()}
    turned = min(powers, default=()) and powers[min(powers)] < 0
    if turned:
        powers = {key: -value for key, value in powers.items()}
        op = _TURNED.get(op, op)
    has_unknowns = any(any(key[len(names) :]) for key in powers)
    return leaf if has_unknowns else (op, names, frozenset(powers.items()))


_TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def solutions(tree: SetTree, names: Sequence[str], *, positive: bool = False) -> list[Point] | None:
    """All real solutions, when there are finitely many and they can be found."""
    found = clauses(tree)
    return None if found is None else _solutions(found, names, positive)


def _solutions(found: list[Clause], names: Sequence[str], positive: bool) -> list[Point] | None:
    every: list[Point] = []
    for clause in found:
        points = _clause_solutions(clause, names)
        if points is None:
            return None
        every.extend(points)
    return [point for point in every if all(value > 0 for value in point.values())] if positive else every


def _clause_solutions(clause: Clause, names: Sequence[str]) -> list[Point] | None:
    algebra = Algebra(tuple(names))
    polynomials = []
    for leaf in clause:
        assert isinstance(leaf, Where)
        if leaf.relation.ops == ("=",):
            try:
                polynomials.append(algebra.numerator(_difference(leaf)))
            except NotAlgebraicError:
                continue  # a filter
            except NowhereError:
                return []
    if any(one.is_constant() and not one.is_zero() for one in polynomials):
        return []
    unknowns = [name for name, _ in algebra.definitions]
    polynomials += [one for _, one in algebra.definitions]
    candidates: list[list[arb]] = []
    for name in names:
        try:
            alone = _in_one(algebra, polynomials, name, [other for other in (*unknowns, *names) if other != name])
        except NotAlgebraicError:
            return None
        if alone is None:
            return None
        candidates.append(real_roots(alone))
    count = 1
    for values in candidates:
        count *= len(values)
    if count > MOST_CANDIDATES:
        return None
    whole = Joined("and", clause)
    points = [dict(zip(names, values, strict=True)) for values in product(*candidates)]
    try:
        return [point for point in points if holds(whole, point)]
    except UndecidedError:
        return None


def _in_one(algebra: Algebra, polynomials: list[Any], name: str, others: list[str]) -> Any:
    """A polynomial in one letter that all common zeros fulfil; None when elimination leaves none."""
    current = [one for one in polynomials if not one.is_zero()]
    for other in others:
        holding = [one for one in current if algebra.degree(one, other)]
        free = [one for one in current if not algebra.degree(one, other)]
        if holding:
            pivot = min(holding, key=lambda one: (algebra.degree(one, other), len(one)))
            rest = [one for one in holding if one is not pivot]
            if any(algebra.degree(pivot, other) * algebra.degree(one, other) > 36 for one in rest):
                raise NotAlgebraicError
            free += [algebra.resultant(pivot, one, other) for one in rest]
        current = [one for one in free if not one.is_zero()]
    if not current:
        return None
    found = algebra.in_one(current[0], name)
    for one in current[1:]:
        found = found.gcd(algebra.in_one(one, name))
    return found


def _linear(clause: Clause, names: Sequence[str]) -> list[list[Fraction]] | None:
    """The reduced rows of a system of linear equations with rational coefficients; one row 0 = 1 if there's no solution."""
    algebra = Algebra(tuple(names))
    rows: list[list[Fraction]] = []
    for leaf in clause:
        assert isinstance(leaf, Where)
        if leaf.relation.ops != ("=",):
            return None
        try:
            above, below = algebra.quotient(_difference(leaf))
        except (NotAlgebraicError, NowhereError):
            return None
        if algebra.definitions or not below.is_constant() or (not above.is_zero() and int(above.total_degree()) > 1):
            return None
        row = [Fraction(0)] * (len(names) + 1)
        for powers, coefficient in above.to_dict().items():
            place = next((i for i, power in enumerate(powers) if power), len(names))
            row[place] = Fraction(int(coefficient))
        rows.append(row)
    return reduced(rows)


def reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """The reduced row echelon form without zero rows; a contradiction is the one row 0 ... 0 1."""
    rows, done = [list(row) for row in rows], 0
    width = len(rows[0]) if rows else 0
    for column in range(width):
        pivot = next((i for i in range(done, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        if column == width - 1:
            return [[Fraction(0)] * (width - 1) + [Fraction(1)]]
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [entry / rows[done][column] for entry in rows[done]]
        for i, row in enumerate(rows):
            if i != done and row[column]:
                rows[i] = [entry - row[column] * top for entry, top in zip(row, rows[done], strict=True)]
        done += 1
    return rows[:done]


def _difference(leaf: Where) -> Node:
    """Of the sides of a single comparison."""
    left, right = leaf.relation.terms
    return Binary("-", left, right)


def _is_thick(clause: Clause) -> bool:
    return sum(isinstance(leaf, Where) and leaf.relation.ops == ("=",) for leaf in clause) <= 1


def _same_slices(a: SetTree, b: SetTree, names: Sequence[str], positive: bool) -> bool | None:
    """False when two slices differ, True when enough were compared."""
    compared = 0
    for free in names:
        for values in _assignments([name for name in names if name != free], positive):
            try:
                pair = (substituted(a, values), substituted(b, values))
                cut = line(pair, free, positive=positive)
            except UndecidedError:
                continue
            if cut.differing():
                return False
            compared += any(any(truths) and not all(truths) for truths in cut.truths)
    return True if compared >= SLICES else None


def _assignments(names: list[str], positive: bool) -> Iterator[dict[str, Fraction]]:
    """Values for the letters: drawn once from a hash, then those at which much degenerates."""
    for number in range(min(SLICES, max(2, MOST_SLICES // (len(names) + 1)))):
        yield {name: _drawn(name, number, positive) for name in names}
    for same in (1,) if positive else (0, 1, -1):
        yield dict.fromkeys(names, Fraction(same))


def _drawn(name: str, number: int, positive: bool) -> Fraction:
    raw = int.from_bytes(blake2b(name.encode("utf-8", "replace"), salt=bytes([number]), digest_size=4).digest(), "big")
    size = Fraction(1 + raw % 40, 1 + (raw >> 8) % 7)
    return -size if not positive and number % 2 and (raw >> 20) % 2 else size


def substituted(tree: SetTree, values: dict[str, Fraction]) -> SetTree:
    """The condition with numbers for some of its letters."""

    def one(leaf: SetTree) -> SetTree:
        if not isinstance(leaf, Where):
            return leaf
        terms = tuple(_with_numbers(term, values) for term in leaf.relation.terms)
        return Where(Relation(terms, leaf.relation.ops), leaf.span)

    return mapped(tree, one)


def _with_numbers(node: Node, values: dict[str, Fraction]) -> Node:
    match node:
        case Name(name=name):
            return Number(values[name]) if name in values else node
        case Unary(arg=arg):
            return replace(node, arg=_with_numbers(arg, values))
        case Binary(left=left, right=right):
            return replace(node, left=_with_numbers(left, values), right=_with_numbers(right, values))
        case Call(args=args):
            return replace(node, args=tuple(_with_numbers(arg, values) for arg in args))
        case _:
            return node
