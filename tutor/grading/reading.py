"""From typed text to a tree that means an answer, or a refusal that says what is expected.

A refusal costs the learner nothing. It speaks of the answer, points at the place, and never repeats what
was typed except single letters that were read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, TypeVar

from tutor.errors import NotationError
from tutor.notation.evaluation import evaluate
from tutor.notation.reader import read
from tutor.notation.tree import (
    Binary,
    Matrix,
    Name,
    Node,
    Number,
    Relation,
    SetOf,
    Text,
    Truth,
    Vector,
    children,
    free_names,
    replaced,
    walk,
)

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

Read = TypeVar("Read")

LONGEST: Final = 1000  # characters of a typed answer in notation
LONG_WORD: Final = re.compile(r"[^\W\d_]{50}")
WHOLE_AND_POINT: Final = re.compile(r"(?<![0-9.,])[0-9]+\.$")
DEEPEST: Final = 120  # levels of a typed tree
CONSTANTS: Final = frozenset({"pi", "e"})
SCALARS_ONLY: Final = (Vector, Matrix, SetOf, Relation, Text, Truth)


class RefusalError(Exception):
    """The text isn't an answer of the kind asked for. `span`: the offending characters, when there is a
    place.
    """

    def __init__(self, message: str, span: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.span = span


def typed_tree(text: str, names: frozenset[str] = frozenset(), *, keep_point: bool = False) -> Node:
    """The tree of a typed answer; one full stop at the end is part of the sentence, not of the answer. `keep_point`:
    after a whole number it is a decimal point, for `200.` has three figures.

    Raises RefusalError.
    """
    refuse_too_long(text)
    trimmed = text.rstrip()
    if not trimmed.strip():
        raise RefusalError("Nothing is typed yet.", (0, 0))
    if trimmed[-1] in ".;," and not trimmed.endswith("..") and not (keep_point and WHOLE_AND_POINT.search(trimmed)):
        trimmed = trimmed[:-1]
    try:
        tree = read(trimmed, names=names)
    except NotationError as error:
        raise refused(error) from error
    _refuse_impossible(tree)
    return tree


def typed_as(reader: Callable[[str], Read], text: str) -> Read:
    """A typed answer in a notation of its own, by that notation's reader. Raises RefusalError."""
    refuse_too_long(text)
    try:
        return reader(text)
    except NotationError as error:
        raise refused(error) from error


def key_tree(variant: Variant) -> Node:
    """The key of a variant whose answer is mathematics."""
    key = variant.key
    assert isinstance(key, Node), f"the key of {variant.kind} {variant.ref} is a tree"
    return key


def refuse_too_long(text: str) -> None:
    """Raises RefusalError for what is too long to be an answer, before anything looks at each of its
    characters.
    """
    if len(text) > LONGEST:
        raise RefusalError(f"An answer has at most {LONGEST} characters.", (LONGEST, len(text)))
    words = LONG_WORD.search(text)
    if words:
        raise RefusalError("So many letters without a sign between them aren't an answer.", words.span())


def settled(node: Node, bindings: Mapping[str, Node] | None = None) -> Node:
    """The tree with all that can be computed computed. Raises RefusalError where it has no value (as 1/0)."""
    try:
        return evaluate(node, bindings or {})
    except NotationError as error:
        raise refused(error) from error


def without_label(node: Node, letters: frozenset[str] = frozenset()) -> Node:
    """The 5 of `x = 5` or of `5 = x`: an equation with a single letter on one side that the answer may not
    hold.
    """
    if not isinstance(node, Relation) or len(node.terms) != 2 or node.ops[0] not in ("=", "=="):
        return node
    left, right = node.terms
    if _is_label(left, letters):
        return right
    return left if _is_label(right, letters) else node


def with_letters(node: Node, letters: frozenset[str]) -> Node:
    """The tree, with letters whose case alone is off put right (`X` where only `x` is in question and no
    `x` was typed).

    Raises RefusalError for a letter that the answer may not hold.
    """
    used = free_names(node)
    strangers = used - letters - CONSTANTS
    if not strangers:
        return node
    meant = {name: _other_case(name, letters - used) for name in strangers}
    if all(meant.values()):
        return _renamed(node, {name: other for name, other in meant.items() if other})
    first = next(part for part in walk(node) if isinstance(part, Name) and part.name in strangers)
    allowed = f"The letters here are {', '.join(sorted(letters))}." if letters else "The answer has no letters in it."
    raise RefusalError(
        f"The letter {first.name} isn't part of the question. {allowed}", (first.span.start, first.span.end)
    )


def scalar(node: Node, expected: str) -> Node:
    """The node, if it's one number or expression. Raises RefusalError naming what is `expected`."""
    if isinstance(node, SCALARS_ONLY):
        raise RefusalError(f"{expected} is expected here.", (node.span.start, node.span.end))
    return node


def _refuse_impossible(tree: Node) -> None:
    """A sum of hundreds of terms is a tree as deep: no answer, and more than recursion can take. And
    `0.75.1` is no product of 0.75 and .1.
    """
    level: tuple[Node, ...] = (tree,)
    depth = 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise RefusalError("This has more parts than an answer needs.", (tree.span.start, tree.span.end))
        for node in level:
            if isinstance(node, Binary) and node.implicit and _has_a_second_point(node):
                raise RefusalError("A number has one decimal point.", (node.right.span.start, node.right.span.end))
        level = tuple(part for node in level for part in children(node))


def _has_a_second_point(product: Binary) -> bool:
    left, right = product.left, product.right
    return isinstance(left, Number) and isinstance(right, Number) and right.literal.startswith(".")


def _is_label(node: Node, letters: frozenset[str]) -> bool:
    """`y`, or `f(x)`, which is read as a product."""
    if isinstance(node, Binary) and node.op == "*" and node.implicit and isinstance(node.right, Name):
        node = node.left
    return isinstance(node, Name) and node.name not in letters and node.name not in CONSTANTS


def _other_case(name: str, letters: frozenset[str]) -> str | None:
    found = [letter for letter in letters if letter.casefold() == name.casefold()]
    return found[0] if len(found) == 1 else None


def _renamed(node: Node, names: Mapping[str, str]) -> Node:
    return replaced(node, {old: Name(new) for old, new in names.items()})


def refused(error: NotationError) -> RefusalError:
    """What notation can't read, as a refusal in whole sentences."""
    what, remedy = _sentence(error.what), _sentence(error.remedy)
    return RefusalError(
        " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in (what, remedy) if part),
        (error.start, max(error.start, error.end)),
    )


def _sentence(text: str) -> str:
    """With a capital where it begins with a word; a name such as `x1` stays as it was typed."""
    first = text.partition(" ")[0]
    is_word = first.isalpha() and (len(first) > 1 or first == "a")
    return text[:1].upper() + text[1:] if is_word else text
