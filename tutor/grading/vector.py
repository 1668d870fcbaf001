"""An ordered list of numbers or expressions, in any of the ways people write one.

`(3, -1)`, `3, -1`, `3 -1`, `[3; -1]`, `<3, -1>`, a column, `3i - j`, and `a = 3, b = -1` in any order where
the blanks have names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.grading.asked import is_asked_back
from tutor.grading.decision import decide, unreadable
from tutor.grading.equivalence import equal
from tutor.grading.number import is_number
from tutor.grading.previewing import Preview, preview_of_tree
from tutor.grading.reading import (
    CONSTANTS,
    RefusalError,
    refuse_too_long,
    settled,
    typed_tree,
    with_letters,
    without_label,
)
from tutor.grading.slips import vector_slip
from tutor.grading.verdict import Judgement
from tutor.notation.number_words import SMALL
from tutor.notation.printing import to_latex
from tutor.notation.tree import Matrix, Name, Node, Number, Relation, SetOf, Vector, free_names

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

UNITS = ("i", "j", "k")
WORDS = ("no", *SMALL[1:13])


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on a typed vector. A wrong number of entries costs nothing, unless a mistake was made
    that way.
    """
    key = as_vector(variant.key)
    assert key is not None, "the key of a vector question is a vector"
    labels: tuple[str, ...] = getattr(variant.answer, "names", ())
    letters = frozenset(getattr(variant.answer, "letters", ())) | free_names(key)
    try:
        typed = _read(text, labels, letters, len(key.items))
        value = _vector(settled(typed), len(key.items))
        if len(value.items) != len(key.items) and not _is_a_mistake(variant, value):
            raise RefusalError(_expected(len(key.items)))
    except RefusalError as refusal:
        return unreadable(refusal)

    def same(given: Vector, expected: Node) -> bool | None:
        return same_entries(typed, given, as_vector(expected))

    return decide(
        variant,
        value,
        same,
        read_latex=to_latex(typed),
        slip=lambda: vector_slip(value, key),
        restated=lambda: is_asked_back(typed, key, variant.ask, letters | CONSTANTS) and not isinstance(typed, Vector),
        parts=right_entries(typed, value, key),
    )


def preview(names: tuple[str, ...], _options: tuple[str, ...], text: str) -> Preview:
    """How the text would be read as a vector with these labels."""
    return preview_of_tree(_read(text, names, None, len(names) if len(names) > 1 else None))


def as_vector(node: object) -> Vector | None:
    """A vector, or the vector that a matrix of one column or one row is."""
    if isinstance(node, Vector):
        return node
    if isinstance(node, Matrix) and len(node.rows[0]) == 1:
        return Vector(tuple(row[0] for row in node.rows), span=node.span)
    if isinstance(node, Matrix) and len(node.rows) == 1:
        return Vector(node.rows[0], span=node.span)
    return None


def same_entries(typed: Node, value: Vector, expected: Vector | None) -> bool | None:
    """Entry by entry, a rounded decimal standing for a fraction as in a number."""
    if expected is None or len(value.items) != len(expected.items):
        return False
    outcome: bool | None = True
    for written, entry, wanted in _entries(typed, value, expected):
        found = is_number(written, entry, wanted)
        if found is False:
            return False
        outcome = None if found is None else outcome
    return outcome


def right_entries(typed: Node, value: Vector, key: Vector) -> tuple[bool, ...]:
    """Which entries are right; empty for another number of entries."""
    if len(value.items) != len(key.items):
        return ()
    return tuple(is_number(written, entry, wanted) is True for written, entry, wanted in _entries(typed, value, key))


def _entries(typed: Node, value: Vector, expected: Vector) -> Iterator[tuple[Node, Node, Node]]:
    written = as_vector(typed)
    shown = written.items if written is not None and len(written.items) == len(value.items) else value.items
    return zip(shown, value.items, expected.items, strict=True)


def _read(text: str, labels: tuple[str, ...], letters: frozenset[str] | None, size: int | None) -> Node:
    """The typed tree. `letters`: those allowed in entries, None while nothing is known of them."""
    refuse_too_long(text)
    named = _named_entries(text, labels, letters)
    typed = named if named is not None else _unnamed(text, letters or frozenset(), size)
    typed = _column(typed)
    if letters is None or typed is named:
        return typed
    units = free_names(typed) - letters - CONSTANTS
    if units and units <= set(UNITS) and size in (2, 3, None) and not isinstance(typed, Vector):
        return settled(typed, {name: _unit(name, size or 3) for name in UNITS})
    return with_letters(typed, letters)


def _unnamed(text: str, letters: frozenset[str], size: int | None) -> Node:
    """Text without labels; numbers without commas or brackets (`3 -1`) are tried in square brackets."""
    text = _with_angles(text)
    try:
        typed: Node | None = without_label(typed_tree(text, letters), letters)
        failure = None
    except RefusalError as refusal:
        typed, failure = None, refusal
    if typed is not None and (as_vector(typed) is not None or size == 1):
        return typed
    try:
        bracketed = as_vector(typed_tree(f"[{text.strip()}]", letters))
    except RefusalError:
        bracketed = None
    if bracketed is not None and len(bracketed.items) == size:
        return bracketed
    if typed is None:
        assert failure is not None
        raise failure
    return typed


def _with_angles(text: str) -> str:
    """`<3, -1>` with the brackets it stands for; character for character, so that places stay."""
    if text.count("<") == 1 == text.count(">") and text.rstrip().endswith(">"):
        return text.replace("<", "\u27e8").replace(">", "\u27e9")
    return text


def _column(typed: Node) -> Node:
    if isinstance(typed, SetOf | Relation):
        raise RefusalError("A list of numbers in order is expected, as (1, 2).", (typed.span.start, typed.span.end))
    return as_vector(typed) or typed


def _vector(value: Node, size: int) -> Vector:
    found = as_vector(value)
    if found is None and size == 1:
        found = Vector((value,))
    if found is None or any(isinstance(item, Vector | Matrix | SetOf | Relation) for item in found.items):
        raise RefusalError(_expected(size))
    return found


def _is_a_mistake(variant: Variant, value: Vector) -> bool:
    return any(equal(value, mistake.value) for mistake in variant.mistakes if isinstance(mistake.value, Vector))


def _expected(size: int) -> str:
    if size == 1:
        return "One number is expected."
    count = WORDS[size] if size < len(WORDS) else str(size)
    example = ", ".join(str(n) for n in range(1, size + 1))
    return f"{count.capitalize()} numbers in order are expected, as ({example})."


def _unit(name: str, size: int) -> Vector:
    return Vector(tuple(Number(Fraction(int(position == UNITS.index(name)))) for position in range(size)))


def _named_entries(text: str, labels: Sequence[str], letters: frozenset[str] | None) -> Vector | None:
    """`b = -1, a = 3` for the labels a, b; None when the text isn't of that form."""
    pieces = _pieces(text)
    if len(labels) < 2 or len(pieces) != len(labels) or not all(piece.count("=") == 1 for _, piece in pieces):
        return None
    found: dict[str, Node] = {}
    for start, piece in pieces:
        left, right = piece.split("=")
        tree = _label(left, frozenset(labels))
        if tree not in labels or tree in found:
            return None
        found[tree] = _piece_tree(right, start + len(left) + 1, letters)
    return Vector(tuple(found[label] for label in labels))


def _label(text: str, labels: frozenset[str]) -> str:
    try:
        node = typed_tree(text, labels)
    except RefusalError:
        return ""
    return node.name if isinstance(node, Name) else ""


def _piece_tree(text: str, start: int, letters: frozenset[str] | None) -> Node:
    try:
        tree = typed_tree(text, letters or frozenset())
        return tree if letters is None else with_letters(tree, letters)
    except RefusalError as refusal:
        span = refusal.span and (refusal.span[0] + start, refusal.span[1] + start)
        raise RefusalError(refusal.message, span) from refusal


def _pieces(text: str) -> list[tuple[int, str]]:
    """The parts between commas, semicolons, line ends and `and` outside brackets, each with its offset."""
    found, start, depth = [], 0, 0
    position = 0
    while position < len(text):
        character = text[position]
        depth += (character in "([{") - (character in ")]}")
        width = 5 if text.startswith(" and ", position) else int(character in ",;\n")
        if width and depth == 0:
            found.append((start, text[start:position]))
            start = position + width
        position += max(1, width if depth == 0 else 1)
    found.append((start, text[start:]))
    return [(offset, piece) for offset, piece in found if piece.strip()]
