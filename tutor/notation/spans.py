"""Spans, lines and planes as people type them: `span{(1, 2), (0, 1)}`, `(1, 0) + t(2, 1)`, `{t(1, 2) : t in R}`, `(1 + t, 2t)`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tutor.errors import NotationError
from tutor.notation.limits import check_length
from tutor.notation.reader import read
from tutor.notation.sets_layout import Layout, layout, unreadable
from tutor.notation.sets_text import CLOSE, OPEN, plain
from tutor.notation.tree import Name, Node, Relation, SetOf, Span, Vector

MOST_VECTORS: Final = 12
_SPAN: Final = re.compile(
    r"\s*(?:[^\W\d_]\s*=\s*)?(?:\\(?:operatorname|mathrm|text)\s*\{\s*)?\\?(?:span|lin|Span|SPAN)\s*\}?\s*"
)
_LETTERS_IN: Final = re.compile(
    r"[\s,;]*[^\W\d_](?:\s*[,;]\s*[^\W\d_])*\s*(?:∈|(?<![^\W\d_])in(?![^\W\d_]))\s*[Rℝ]\s*[.]?\s*"
)


@dataclass(frozen=True, slots=True)
class Spanned:
    """All linear combinations of vectors, or all values of an expression (`start` + multiples) as its letters vary.

    Just one of `vectors` and `expression` is there."""

    vectors: tuple[Node, ...]
    expression: Node | None
    span: Span


def read_span(text: str) -> Spanned:
    """The span, line or plane of a typed text. Raises NotationError with the place and what is expected there."""
    check_length(text)
    found = layout(plain(text))
    start, end = _trimmed(found.text, 0, len(found.text))
    while end > start and found.text[end - 1] in ".,;":
        start, end = _trimmed(found.text, start, end - 1)
    if start == end:
        unreadable("nothing is typed yet", "a span, a line or a plane is expected here", 0, 0)
    word = _SPAN.match(found.text, start, end)
    if word:
        return _vectors(found, word.end(), end)
    return _parametric(found, start, end)


def _vectors(found: Layout, start: int, end: int) -> Spanned:
    opener = start
    if opener >= end or found.partners.get(opener) != end - 1:
        unreadable("the vectors of the span are missing", "write them in brackets, as span{(1, 0), (0, 1)}", start, end)
    signs = [sign for sign in found.outer(start + 1, end - 1) if sign.kind in ("comma", "semicolon")]
    bounds = [start + 1, *(place for sign in signs for place in (sign.start, sign.end)), end - 1]
    pieces = [(bounds[i], bounds[i + 1]) for i in range(0, len(bounds), 2)]
    if len(pieces) > MOST_VECTORS:
        unreadable("these are too many vectors", f"give at most {MOST_VECTORS}", start, end)
    if len(pieces) == 1 and not found.text[pieces[0][0] : pieces[0][1]].strip():
        return Spanned((), None, Span(start, end))
    nodes = tuple(_read(found.text, *piece) for piece in pieces)
    if found.text[opener] == "(" and not any(isinstance(node, Vector) for node in nodes):
        nodes = (_read(found.text, opener, end),)  # span(1, 2): one vector
    return Spanned(nodes, None, Span(start, end))


def _parametric(found: Layout, start: int, end: int) -> Spanned:
    text = found.text
    if text[start] in "{" + OPEN and found.partners.get(start) == end - 1:
        cut = _condition(found, start + 1, end - 1)
        if cut is not None:
            start, end = start + 1, cut
    else:
        cut = _condition(found, start, end)
        end = end if cut is None else cut
    start, end = _trimmed(text, start, end)
    node = _read(text, start, end)
    if isinstance(node, Relation) and len(node.terms) == 2 and node.ops == ("=",):
        left = node.terms[0]
        if isinstance(left, Name) or (isinstance(left, Vector) and all(isinstance(one, Name) for one in left.items)):
            node = node.terms[1]
    if isinstance(node, Relation | SetOf):
        unreadable("this isn't a span, a line or a plane", "write it as span{(1, 2)} or (1, 0) + t(2, 1)", start, end)
    return Spanned((), node, Span(start, end))


def _condition(found: Layout, start: int, end: int) -> int | None:
    """Where `: t in R` or `, t in R` begins, outside of brackets."""
    at = start
    while at < end:
        if at in found.partners:
            at = found.partners[at] + 1
        elif found.text[at] in "|:,;":
            if _LETTERS_IN.fullmatch(found.text, at + 1, end):
                return at
            at += 1
        else:
            at += 1
    return None


def _read(text: str, start: int, end: int) -> Node:
    first, last = _trimmed(text, start, end)
    if first == last:
        unreadable("a vector is missing here", "a vector is expected, as (1, 2)", start, end)
    piece = text[first:last].replace(OPEN, "{").replace(CLOSE, "}")
    try:
        return read(piece, names=frozenset())
    except NotationError as error:
        raise NotationError(
            error.code, error.what, remedy=error.remedy, start=error.start + first, end=error.end + first
        ) from error


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
