"""Reasoning line by line: does each line say the same as the one before?

A line is a statement (an equation, an inequality, several of them joined, `true`, `no solution`), compared by its real
solutions; or an expression, compared by its value; or `= expression`, which goes on with the line before.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tutor.errors import NotationError
from tutor.grading.equivalence import equal
from tutor.grading.logic import table
from tutor.grading.reading import RefusalError, refuse_too_long, refused
from tutor.grading.solving_comparison import same_solutions
from tutor.notation.logic import read_logic
from tutor.notation.reader import read
from tutor.notation.sets import read_set
from tutor.notation.sets_tree import Interval, Listed, SetTree, Where, leaves
from tutor.notation.tree import Node, Relation, SetOf, Vector, free_names

MOST_LINES: Final = 40
MOST_LETTERS: Final = 8


@dataclass(frozen=True, slots=True)
class _Line:
    """`statement` or `value`; `goes_on`: it began with =. Neither: statements and values are mixed up in it."""

    statement: SetTree | None
    value: Node | None
    goes_on: bool


def steps(
    lines: Sequence[str], *, positive: bool = False, names: frozenset[str] = frozenset()
) -> tuple[bool | None, ...]:
    """For each line but the first: it is equivalent to the one before (None: undecided).

    `positive`: the letters stand for positive numbers. Raises RefusalError for a line that can't be read.
    """
    if len(lines) > MOST_LINES:
        raise RefusalError(f"At most {MOST_LINES} lines can be compared.")
    logical = _logical(lines)
    if logical is not None:
        return tuple(a == b for a, b in itertools.pairwise(logical))
    read_lines = [_line(text, names) for text in lines]
    return tuple(_same(a, b, positive) for a, b in itertools.pairwise(read_lines))


def _logical(lines: Sequence[str]) -> list[int] | None:
    """Truth tables, where all lines are formulas of logic in letters alone."""
    bare = [text.strip().removeprefix("=") for text in lines]
    if not any("not" in text for text in bare) or any(sign in text for text in bare for sign in "<=>≤≥"):
        return None
    try:
        formulas = [read_logic(text) for text in bare]
    except NotationError:
        return None
    letters = sorted(frozenset().union(*map(free_names, formulas)))
    return [table(one, letters) for one in formulas] if len(letters) <= MOST_LETTERS else None


def _line(text: str, names: frozenset[str]) -> _Line:
    refuse_too_long(text)
    stripped = text.strip()
    goes_on = stripped.startswith("=")
    try:
        if goes_on:
            return _Line(None, read(stripped[1:], names=names), True)
        tree = read_set(stripped, names=names, strict=True)
    except NotationError as error:
        raise refused(error) from error
    if isinstance(tree, Listed) and len(tree.items) == 1:
        return _Line(None, tree.items[0], False)
    if any(isinstance(leaf, Listed | Interval) for leaf in leaves(tree)):
        return _Line(None, None, False)  # `x = 1 or 2` states nothing
    return _Line(tree, None, False)


def _same(a: _Line, b: _Line, positive: bool) -> bool | None:
    if b.goes_on and b.value is not None:
        return _continued(a, b.value, positive)
    if a.statement is not None and b.statement is not None:
        return same_solutions(a.statement, b.statement, positive=positive)
    if a.value is not None and b.value is not None and not isinstance(a.value, Vector | SetOf):
        return equal(a.value, b.value, positive=positive)
    return False


def _continued(a: _Line, value: Node, positive: bool) -> bool | None:
    """`a = b` and then `= c`: a chain of equal expressions."""
    if a.value is not None:
        return equal(a.value, value, positive=positive)
    if not isinstance(a.statement, Where) or set(a.statement.relation.ops) != {"="}:
        return False
    return equal(*_ends(a.statement.relation), positive=positive) and equal(
        a.statement.relation.terms[-1], value, positive=positive
    )


def _ends(relation: Relation) -> tuple[Node, Node]:
    return relation.terms[0], relation.terms[-1]


def follows(lines: Sequence[str], *, positive: bool = False, names: frozenset[str] = frozenset()) -> bool | None:
    """Each line follows equivalently; False as soon as one surely doesn't. Raises RefusalError."""
    found = steps(lines, positive=positive, names=names)
    return False if False in found else None if None in found else True
