"""A matrix of numbers or expressions; a list typed for a matrix of one row or one column is that row or
column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.grading.asked import is_asked_back
from tutor.grading.decision import decide, unreadable
from tutor.grading.number import is_number
from tutor.grading.previewing import Preview, preview_of_tree
from tutor.grading.reading import CONSTANTS, RefusalError, settled, typed_tree, with_letters, without_label
from tutor.grading.slips import matrix_slip
from tutor.grading.vector import as_vector
from tutor.grading.verdict import Judgement
from tutor.notation.printing import to_latex
from tutor.notation.tree import Matrix, Node, Relation, SetOf, Vector, free_names

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

EXPECTED = "A matrix is expected: rows with ; between them, as [1 2; 3 4]."


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on a typed matrix. Another shape than the key's is wrong: the shape is part of the
    answer.
    """
    key = as_matrix(variant.key)
    assert key is not None, "the key of a matrix question is a matrix"
    letters = frozenset(getattr(variant.answer, "letters", ())) | free_names(key)
    try:
        typed = with_letters(_read(text, letters), letters)
        value = _shaped_like(settled(typed), key)
    except RefusalError as refusal:
        return unreadable(refusal)

    def same(given: Matrix, expected: Node) -> bool | None:
        return _same(typed, given, as_matrix(expected))

    return decide(
        variant,
        value,
        same,
        read_latex=to_latex(typed),
        slip=lambda: matrix_slip(value, key),
        restated=lambda: (
            not isinstance(typed, Matrix | Vector) and is_asked_back(typed, key, variant.ask, letters | CONSTANTS)
        ),
        parts=tuple(found is True for found in _entrywise(typed, value, key)),
    )


def preview(names: tuple[str, ...], _options: tuple[str, ...], text: str) -> Preview:
    """How the text would be read as a matrix."""
    return preview_of_tree(_read(text, frozenset(names)))


def as_matrix(node: object) -> Matrix | None:
    """A matrix; of a list of lists, the matrix with these rows; of a list, the column."""
    if isinstance(node, Matrix):
        return node
    if not isinstance(node, Vector):
        return None
    rows = [as_vector(item) for item in node.items]
    if all(row is None for row in rows):
        return Matrix(tuple((item,) for item in node.items), node.span)
    found = [row.items for row in rows if row is not None]
    if len(found) < len(rows) or len({len(items) for items in found}) != 1:
        return None
    return Matrix(tuple(found), node.span)


def _read(text: str, letters: frozenset[str]) -> Node:
    """The typed tree; rows without brackets (`1 2; 3 4`) are tried in square brackets."""
    try:
        typed = without_label(typed_tree(text, letters), letters)
        failure = None
    except RefusalError as refusal:
        typed, failure = None, refusal
    if typed is not None and as_matrix(typed) is not None:
        return typed
    try:
        bracketed = typed_tree(f"[{text.strip()}]", letters)
    except RefusalError:
        bracketed = None
    if bracketed is not None and as_matrix(bracketed) is not None:
        return bracketed
    if failure is not None:
        raise failure
    assert typed is not None
    if isinstance(typed, SetOf | Relation):
        raise RefusalError(EXPECTED, (typed.span.start, typed.span.end))
    return typed


def _shaped_like(value: Node, key: Matrix) -> Matrix:
    found = as_matrix(value)
    if found is None or any(
        isinstance(entry, Vector | Matrix | SetOf | Relation) for row in found.rows for entry in row
    ):
        raise RefusalError(EXPECTED)
    if isinstance(value, Vector) and len(key.rows) == 1 and len(found.rows[0]) == 1:
        return Matrix((tuple(row[0] for row in found.rows),))
    return found


def _entrywise(typed: Node, value: Matrix, expected: Matrix) -> list[bool | None]:
    """Each entry against its counterpart, row by row; empty for another shape."""
    if len(value.rows) != len(expected.rows) or len(value.rows[0]) != len(expected.rows[0]):
        return []
    written = as_matrix(typed) if isinstance(typed, Matrix | Vector) else None
    flat = [entry for row in value.rows for entry in row]
    shown = [entry for row in written.rows for entry in row] if written is not None else flat
    shown = shown if len(shown) == len(flat) else flat
    wanted = [entry for row in expected.rows for entry in row]
    return [is_number(w, entry, target) for w, entry, target in zip(shown, flat, wanted, strict=True)]


def _same(typed: Node, value: Matrix, expected: Matrix | None) -> bool | None:
    outcomes = _entrywise(typed, value, expected) if expected is not None else []
    if not outcomes or False in outcomes:
        return False
    return None if None in outcomes else True
