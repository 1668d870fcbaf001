"""From typed text to a set that fits the question, or a refusal that says what is expected."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from tutor.errors import NotationError
from tutor.grading import balls
from tutor.grading.reading import RefusalError, refuse_too_long, refused
from tutor.grading.rounding import rounded
from tutor.grading.solving_comparison import has_points, with_points
from tutor.grading.solving_line import UndecidedError, constant
from tutor.grading.solving_values import UndefinedHereError, compared, value
from tutor.grading.verdict import Judgement, Verdict
from tutor.notation.sets import read_set
from tutor.notation.sets_tree import CONSTANTS, Interval, Listed, SetTree, Where, leaves, letters, mapped, nodes
from tutor.notation.tree import Name, Node, Relation, Vector, children, free_names, walk

LONGEST_SET: Final = 400  # characters: solving looks at every part many times


@lru_cache(maxsize=256)
def key_set(text: str, names: frozenset[str]) -> SetTree:
    """The set that a key says. Raises NotationError."""
    return read_set(text, names=names)


def unreadable_key() -> Judgement:
    """For a question whose own answer can't be read: no attempt, and nothing the learner can do about it."""
    return Judgement(
        Verdict.UNDECIDED, message="The answer of this question can't be read, so nothing can be compared with it."
    )


def typed_set(text: str, names: frozenset[str] = frozenset()) -> SetTree:
    """What was typed, whatever the question. Raises RefusalError."""
    refuse_too_long(text)
    if len(text) > LONGEST_SET:
        raise RefusalError(f"A set has at most {LONGEST_SET} characters here.", (LONGEST_SET, len(text)))
    try:
        found = read_set(text, names=names)
    except NotationError as error:
        raise refused(error) from error
    for leaf in leaves(found):
        _refuse_undefined(leaf)
    return found


def fitting(typed: SetTree, key: SetTree, order: tuple[str, ...]) -> SetTree:
    """The typed set in the key's letters, with points where it has points, and with its exact ends where these were
    given as decimals. Raises RefusalError for letters that aren't part of the question, and for points instead of numbers.
    """
    allowed = letters(key) | frozenset(order)
    if not any(isinstance(leaf, Where) for leaf in leaves(key)):
        typed = mapped(typed, lambda leaf: _without_label(leaf, allowed))
    coordinates = order or in_order(key)
    if has_points(key) or len(allowed) > 1:
        typed = with_points(typed)
    if not has_points(key) and len(coordinates) > 1 and _is_general(key):
        typed = _as_coordinates(typed, coordinates)
    _refuse_strangers(typed, allowed, _size(key))
    if has_points(key):
        _refuse_other_sizes(typed, key)
    elif len(allowed) < 2:
        if has_points(typed):
            raise RefusalError("Numbers are expected here, not points.", _place(typed))
        for leaf in leaves(typed):
            _refuse_backwards(leaf)
    wanted = [part for node in nodes(key) for part in _constants(node)]
    return mapped(typed, lambda leaf: _with_exact_ends(leaf, wanted))


def in_order(key: SetTree) -> tuple[str, ...]:
    """The letters of a key as they first occur."""
    found = (part.name for node in nodes(key) for part in walk(node) if isinstance(part, Name))
    return tuple(name for name in dict.fromkeys(found) if name not in CONSTANTS)


def _is_general(key: SetTree) -> bool:
    return any(isinstance(leaf, Where) for leaf in leaves(key))


def _as_coordinates(typed: SetTree, names: tuple[str, ...]) -> SetTree:
    """`2, 3` for x = 2, y = 3. Raises RefusalError for another number of values."""
    scalars = [leaf for leaf in leaves(typed) if isinstance(leaf, Listed | Interval) and not has_points(leaf)]
    if not scalars:
        return typed
    if isinstance(typed, Listed) and len(typed.items) == len(names):
        return Listed((Vector(typed.items, span=typed.span),), typed.span)
    said = ", ".join(f"{name} = {i}" for i, name in enumerate(names[:4], 1))
    raise RefusalError(f"Say which letter has which value, as {said}.", _place(scalars[0]))


def _size(key: SetTree) -> int:
    """How many coordinates its points have; 0 if it has none."""
    return max((len(item.items) for item in _items(key) if isinstance(item, Vector)), default=0)


def _refuse_other_sizes(typed: SetTree, key: SetTree) -> None:
    sizes = {len(item.items) for item in _items(key) if isinstance(item, Vector)}
    for leaf in leaves(typed):
        items = leaf.items if isinstance(leaf, Listed) else ()
        if isinstance(leaf, Interval) or any(
            not isinstance(one, Vector) or len(one.items) not in sizes for one in items
        ):
            raise RefusalError("Points are expected here, with as many coordinates as in the question.", _place(leaf))


def _items(tree: SetTree) -> list[Node]:
    return [item for leaf in leaves(tree) if isinstance(leaf, Listed) for item in leaf.items]


def _refuse_undefined(leaf: SetTree) -> None:
    """`1/0` is no end and no element."""
    for node in nodes(leaf):
        for part in children(node) if isinstance(node, Relation | Vector) else (node,):
            if free_names(part) - CONSTANTS or isinstance(part, Vector):
                continue
            try:
                value(part, {})
            except UndefinedHereError:
                raise RefusalError("This has no value among the real numbers.", _place(leaf)) from None
            except balls.OutOfReachError:
                continue


def _refuse_backwards(leaf: SetTree) -> None:
    if not isinstance(leaf, Interval) or leaf.low is None or leaf.high is None:
        return
    try:
        known = compared(constant(leaf.low), constant(leaf.high))
    except UndecidedError:
        return
    if known == 1:
        raise RefusalError(
            "The ends of this interval are the wrong way round; the smaller one comes first.", _place(leaf)
        )


def _refuse_strangers(typed: SetTree, allowed: frozenset[str], size: int) -> None:
    free = frozenset().union(*(letters(leaf) for leaf in leaves(typed) if isinstance(leaf, Where)))
    for leaf in leaves(typed):
        here = letters(leaf)
        strangers = here - allowed
        if not strangers or (not allowed and isinstance(leaf, Where) and len(free) == (size or 1)):
            continue
        said = f"The letters here are {', '.join(sorted(allowed))}." if allowed else "Numbers are expected here."
        raise RefusalError(f"The letter {min(strangers)} isn't part of the question. {said}", _place(leaf))


def _without_label(leaf: SetTree, allowed: frozenset[str]) -> SetTree:
    """`x = a` as the value a, where the question's answer has the letter a and no x."""
    if not isinstance(leaf, Where) or leaf.relation.ops != ("=",) or not allowed:
        return leaf
    left, right = leaf.relation.terms
    if isinstance(left, Name) and left.name not in allowed | CONSTANTS and free_names(right) <= allowed | CONSTANTS:
        return Listed((right,), leaf.span)
    return leaf


def _constants(node: Node) -> list[Node]:
    """The largest parts without letters."""
    if not free_names(node) - CONSTANTS and not isinstance(node, Relation | Vector):
        return [node]
    return [part for child in children(node) for part in _constants(child)]


def _with_exact_ends(leaf: SetTree, wanted: list[Node]) -> SetTree:
    def one(node: Node) -> Node:
        return next((other for other in wanted if rounded(node, other)), node)

    match leaf:
        case Listed(items=items):
            return Listed(tuple(map(one, items)), leaf.span)
        case Interval(low=low, high=high):
            ends = [None if end is None else one(end) for end in (low, high)]
            return Interval(ends[0], ends[1], leaf.has_low, leaf.has_high, leaf.pair, leaf.span)
        case Where(relation=relation) if any(isinstance(term, Name) for term in relation.terms):
            return Where(Relation(tuple(map(one, relation.terms)), relation.ops, relation.span), leaf.span)
    return leaf


def _place(tree: SetTree) -> tuple[int, int]:
    return tree.span.start, tree.span.end


def is_solved(tree: SetTree) -> bool:
    """Nothing is left to solve: numbers, ends, and letters compared with what they are."""
    return all(_is_solved(leaf.relation) for leaf in leaves(tree) if isinstance(leaf, Where))


def _is_solved(relation: Relation) -> bool:
    alone = [term for term in relation.terms if isinstance(term, Name) and term.name not in CONSTANTS]
    if len(alone) != 1:
        return False
    others = [term for term in relation.terms if term is not alone[0]]
    return all(alone[0] not in list(walk(other)) for other in others)
