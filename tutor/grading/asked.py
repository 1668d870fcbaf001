"""The mathematics that a question's text shows, so that typing it back isn't taken for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from tutor.errors import NotationError
from tutor.notation.printing import to_text
from tutor.notation.reader import read
from tutor.notation.tree import Binary, Node, Number, Relation, Unary, children

MOST_SPANS = 24
LONGEST_SPAN = 300


def is_asked_back(typed: Node, key: Node, ask: str, names: frozenset[str]) -> bool:
    """The answer is an expression of the question, verbatim but for the order of sums and products, and
    isn't the key's own spelling. A lone number, fraction or letter, signed or not, is never "typed
    back".
    """
    bare = typed.arg if isinstance(typed, Unary) else typed
    if not children(bare) or (isinstance(bare, Binary) and not any(map(children, children(bare))) and bare.op == "/"):
        return False
    spelling = _spelling(typed)
    return spelling != _spelling(key) and spelling in _asked(ask, names)


@lru_cache(maxsize=512)
def _asked(ask: str, names: frozenset[str]) -> frozenset[str]:
    found: set[str] = set()
    for span in mathematics(ask):
        try:
            tree = read(span.rstrip(" =?.,;\n"), names=names)
        except NotationError:
            continue  # mathematics that isn't an expression, as an arrow between two
        found.update(_spelling(part) for part in (tree.terms if isinstance(tree, Relation) else (tree,)))
    return frozenset(found)


def mathematics(markdown: str) -> Iterator[str]:
    """What stands between dollars, in order; at most MOST_SPANS short ones."""
    pieces = markdown.replace("$$", "$").split("$")
    for piece in pieces[1 : 2 * MOST_SPANS : 2]:
        if piece.strip() and len(piece) <= LONGEST_SPAN:
            yield piece


def _spelling(node: Node) -> str:
    """One line, with the terms of sums and products in one order and no spaces: the same for `2 + 3` and
    `3+2`.
    """
    if isinstance(node, Binary) and node.op in ("+", "*"):
        terms = sorted(_spelling(term) for term in _flat(node, node.op))
        return "(" + node.op.join(terms) + ")"
    if isinstance(node, Number):
        return _number(node.value)
    if isinstance(node, Binary):
        return f"({_spelling(node.left)}{node.op}{_spelling(node.right)})"
    parts = children(node)
    if not parts:
        return to_text(node)
    head = getattr(node, "op", "") or getattr(node, "function", "") or type(node).__name__
    return f"{head}({','.join(map(_spelling, parts))})"


def _number(value: Fraction) -> str:
    """As the tree spells it that divides two whole numbers and puts a sign before them."""
    if value < 0:
        return f"-({_number(-value)})"
    return str(value) if value.denominator == 1 else f"({value})"


def _flat(node: Node, op: str) -> Iterator[Node]:
    if isinstance(node, Binary) and node.op == op:
        yield from _flat(node.left, op)
        yield from _flat(node.right, op)
    else:
        yield node
