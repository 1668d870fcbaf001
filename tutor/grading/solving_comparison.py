"""Are two sets the same? Numbers on a line, points, conditions on letters, or lists of expressions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tutor.grading.equivalence import equal
from tutor.grading.solving_line import UndecidedError, same_line
from tutor.grading.solving_space import located, same_space
from tutor.notation.sets_listing import as_point, label
from tutor.notation.sets_tree import Everywhere, Interval, Joined, Listed, SetTree, Where, leaves, letters, mapped
from tutor.notation.tree import Node, SetOf, Vector, free_names


def same_solutions(a: SetTree, b: SetTree, order: Sequence[str] = (), *, positive: bool = False) -> bool | None:
    """The two sets have the same real elements; None: undecided.

    `order`: which letter each coordinate of a point is for, alphabetically if it isn't given. `positive`: for positive
    letters only.
    """
    if has_points(a) or has_points(b) or len(letters(a) | letters(b)) > 1:
        a, b = with_points(a), with_points(b)
    first, second = listed(a), listed(b)
    if first is not None and second is not None and any(_is_general(item) for item in (*first, *second)):
        return equal(SetOf(first), SetOf(second), positive=positive)
    names = sorted(letters(a) | letters(b))
    try:
        if len(names) <= 1 and not has_points(a) and not has_points(b):
            return same_line(a, b, names[0] if names else "x", positive=positive)
        named = tuple(order) if set(order) == set(names) else tuple(names)
        return same_space(located(a, named), located(b, named), named, positive=positive)
    except UndecidedError:
        return None


def _is_general(item: Node) -> bool:
    return isinstance(item, Vector) or bool(free_names(item) - {"pi", "e"})


def has_points(tree: SetTree) -> bool:
    """Some element is a point with coordinates."""
    return any(
        isinstance(leaf, Listed) and any(isinstance(item, Vector) for item in leaf.items) for leaf in leaves(tree)
    )


def with_points(tree: SetTree) -> SetTree:
    """Pairs in round brackets as points."""
    return mapped(tree, lambda leaf: as_point(leaf) if isinstance(leaf, Interval) and leaf.pair else leaf)


def listed(tree: SetTree) -> tuple[Node, ...] | None:
    """The elements that a finite set is written with; None when it's written in another way."""
    match tree:
        case Listed(items=items):
            return items
        case Everywhere(value=False):
            return ()
        case Where(relation=relation) if label(tree) is not None:
            return (relation.terms[1],)
        case Joined(op="or", parts=parts):
            found = [listed(part) for part in parts]
            names = {label(leaf) for leaf in leaves(tree) if isinstance(leaf, Where)}
            if None in found or len(names) > 1:
                return None
            return tuple(item for items in found if items is not None for item in items)
        case _:
            return None


def right_ones(answer: Iterable[Node], key: Sequence[Node]) -> tuple[bool, ...]:
    """Which of these elements are in the key."""
    return tuple(any(equal(item, wanted) for wanted in key) for item in answer)
