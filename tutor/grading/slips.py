"""Slips that everybody makes, tried on the key: which one turns it into the answer?

A slip is named only when exactly one fits, for then it says something about the answer; where two fit (in
(3, -3) both a sign and an exchange), nothing is known. All functions here are given an answer that is known
to be wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice, permutations

from tutor.errors import NotationError
from tutor.grading.equivalence import equal, same_equation
from tutor.grading.mending import mended
from tutor.grading.rewriting import ONE, TWO, rewritten_once
from tutor.grading.rough import Point, rough_points, rough_value
from tutor.notation.tree import Binary, Call, Matrix, Node, Number, Relation, Unary, Vector, walk

Entries = tuple[Node, ...]

MOST_PERMUTED = 4  # entries, rows or columns; beyond, an exchange isn't looked for
WHOLE: dict[str, Callable[[Node], Node]] = {
    "sign": lambda key: Unary("-", key),
    "factor2": lambda key: Binary("/", key, TWO),  # a two is missing
    "half": lambda key: Binary("*", TWO, key),  # a half is missing
    "invert": lambda key: Binary("/", ONE, key),
}


def number_slip(answer: Node, key: Node) -> str | None:
    """sign, factor2, half, invert; in a key with roots also a root or a power that got lost."""
    if not isinstance(key, Number):
        return expression_slip(answer, key)
    return _only(name for name, slip in WHOLE.items() if equal(slip(key), answer))


def expression_slip(answer: Node, key: Node, *, positive: bool = False) -> str | None:
    """A slip in one place of what was typed, or else of the whole key or one place in it: sign, factor2, half, invert,
    power, dropsqrt, trig.

    A rough value at one point screens the candidates; the few that fit are compared exactly.
    """
    undone = _only(one.slip for one in mended(answer, key, lambda tree: equal(tree, key, positive=positive) is True))
    if undone:
        return undone
    screen = _Screen.of(answer)
    whole = {name for name, slip in WHOLE.items() if screen.lets_pass(slip(key)) and equal(slip(key), answer)}
    squared = Binary("^", key, TWO)
    if not whole and _has_root(key) and screen.lets_pass(squared) and equal(squared, answer):
        return "dropsqrt"
    inner = ((name, tree) for name, tree in rewritten_once(key) if screen.lets_pass(tree))
    return _only(whole or (name for name, tree in inner if equal(tree, answer)))


def equation_slip(answer: Relation, key: Relation, *, positive: bool = False) -> str | None:
    """A slip in one place of the equation."""
    undone = _only(
        one.slip for one in mended(answer, key, lambda tree: same_equation(tree, key, positive=positive) is True)
    )
    if undone:
        return undone
    screen = _Screen.of(_difference(answer))
    candidates = ((name, tree) for name, tree in rewritten_once(key) if isinstance(tree, Relation))
    fitting = ((name, tree) for name, tree in candidates if screen.lets_pass_multiple(_difference(tree)))
    return _only(name for name, tree in fitting if same_equation(tree, answer))


def vector_slip(answer: Vector, key: Vector) -> str | None:
    """sign, factor2, half; partial-sign: some signs are wrong and all else is right; order: the right
    entries, exchanged.
    """
    if len(answer.items) != len(key.items):
        return None
    names = _entry_slips(answer.items, key.items)
    return _only(names | ({"order"} if _permuted([(x,) for x in answer.items], [(x,) for x in key.items]) else set()))


def matrix_slip(answer: Matrix, key: Matrix) -> str | None:
    """As for vectors (order: rows or columns exchanged), transpose, invert. Of another shape: transpose or
    shape.
    """
    turned = _turned(key)
    if _shape(answer) != _shape(key):
        return "transpose" if equal(answer, turned) else "shape"
    names = _entry_slips(_entries(answer), _entries(key))
    if equal(answer, turned):
        names.add("transpose")
    if _is_inverse(answer, key):
        names.add("invert")
    if _permuted(answer.rows, key.rows) or _permuted(_turned(answer).rows, turned.rows):
        names.add("order")
    return _only(names)


def _entry_slips(answer: Entries, key: Entries) -> set[str]:
    """Slips that hit all entries alike, or else the signs of some."""
    for name in ("sign", "factor2", "half"):
        if all(equal(WHOLE[name](right), given) for right, given in zip(key, answer, strict=True)):
            return {name}
    kept_or_flipped = (
        equal(right, given) or equal(WHOLE["sign"](right), given) for right, given in zip(key, answer, strict=True)
    )
    return {"partial-sign"} if all(kept_or_flipped) else set()


def _permuted(answer: Iterable[Entries], key: Iterable[Entries]) -> bool:
    """The same rows in another order."""
    given, right = tuple(answer), tuple(key)
    if len(right) > MOST_PERMUTED:
        return False
    alike = [[all(equal(a, k) for a, k in zip(row, other, strict=True)) for other in right] for row in given]
    return any(all(alike[i][j] for i, j in enumerate(order)) for order in permutations(range(len(right))))


def _is_inverse(answer: Matrix, key: Matrix) -> bool:
    from tutor.notation.evaluation import evaluate

    if len(key.rows) != len(key.rows[0]):
        return False
    try:
        return equal(evaluate(Call("inverse", (key,))), answer) is True
    except NotationError:  # not invertible
        return False


def _turned(matrix: Matrix) -> Matrix:
    return Matrix(tuple(zip(*matrix.rows, strict=True)))


def _shape(matrix: Matrix) -> tuple[int, int]:
    return len(matrix.rows), len(matrix.rows[0])


def _entries(matrix: Matrix) -> Entries:
    return tuple(entry for row in matrix.rows for entry in row)


def _has_root(node: Node) -> bool:
    return any(isinstance(part, Call) and part.function == "sqrt" for part in walk(node))


def _difference(equation: Relation) -> Node:
    return Binary("-", equation.terms[0], equation.terms[1])


@dataclass(frozen=True, slots=True)
class _Screen:
    """Rough values of the answer at a few points, where it has any: most candidates are refused by a look
    at one.
    """

    values: tuple[tuple[Point, complex], ...]

    @classmethod
    def of(cls, answer: Node) -> _Screen:
        found = ((point, rough_value(answer, point)) for point in rough_points())
        return cls(tuple((point, value) for point, value in found if value is not None))

    def lets_pass(self, candidate: Node) -> bool:
        """The candidate may be equal to the answer."""
        for point, value in self.values:
            mine = rough_value(candidate, point)
            if mine is not None:
                return _close(mine, value)
        return True

    def lets_pass_multiple(self, candidate: Node) -> bool:
        """The candidate may be a constant multiple of the answer."""
        pairs = ((rough_value(candidate, point), value) for point, value in self.values)
        known = list(islice(((mine, value) for mine, value in pairs if mine is not None), 2))
        return len(known) < 2 or _close(known[0][0] * known[1][1], known[1][0] * known[0][1])


def _close(a: complex, b: complex) -> bool:
    return abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


def _only(names: Iterable[str]) -> str | None:
    found: set[str] = set()
    for name in names:
        found.add(name)
        if len(found) > 1:
            return None
    return next(iter(found), None)
