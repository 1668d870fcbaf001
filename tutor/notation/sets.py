"""Sets and solutions as people type them: `{1, 2}`, `[1, 2) U {5}`, `R \\ {0}`, `x = 2 or x = -3`, `2 < x <= 5`, `no solution`.

Brackets, commas and the words between sets are read here; the numbers, expressions and relations in them by
`tutor.notation.reader`. From the loosest: `;` or a new line, `or`, the comma, `and`, `without`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from tutor.errors import NotationError
from tutor.notation.limits import check_length
from tutor.notation.reader import read
from tutor.notation.sets_layout import Layout, Sign, layout, unreadable
from tutor.notation.sets_listing import carried, in_a_row, label, points, union, without_index
from tutor.notation.sets_text import CLOSE, OPEN, plain
from tutor.notation.sets_tree import Everywhere, Interval, Joined, Listed, Outside, SetTree, Where
from tutor.notation.tree import (
    Binary,
    Call,
    Matrix,
    Name,
    Node,
    Number,
    Relation,
    SetOf,
    Span,
    Unary,
    Vector,
    walk,
)

MOST_PARTS: Final = 40
_ALL: Final = frozenset({
    "r", "ℝ", "all", "reals", "the reals", "all reals", "all real numbers", "the real numbers", "real numbers", "all x",
    "any x", "every x", "all real x", "all numbers", "any real number", "every real number", "any number", "everything",
    "true", "all solutions", "infinitely many solutions", "identity", "always", "all values", "(-∞,∞)",
})  # fmt: skip
_NONE: Final = frozenset({
    "∅", "no solution", "no solutions", "no real solution", "no real solutions", "none", "empty set", "the empty set",
    "empty", "false", "never", "there is no solution", "there are no solutions", "no real numbers", "no real number",
    "dne", "no solutions exist", "no solution exists", "no x", "no value", "no values", "nothing",
    "impossible", "no real roots", "no roots",
})  # fmt: skip
_MEMBER: Final = re.compile(r"\s*([^\W\d_](?:_\w{1,8})?)\s*(∈|∉|=|:|not\s+in\b|is\s+in\b|in\b)\s*")
_BUILDER: Final = re.compile(
    r"\s*([^\W\d_](?:_\w{1,8})?)\s*(?:(?:∈|(?<![^\W\d_])in(?![^\W\d_]))\s*(ℝ|R)\s*)?(\||:|such that)"
)
_INFINITE: Final = re.compile(r"\s*([+-]?)\s*∞\s*")
_INDEXED: Final = re.compile(r"(?<![^\W_])([A-Za-z])_?([1-9])\s*=")
_BESIDE: Final = re.compile(r"=[^=<>≤≥]*?[\w)][ \t]+([^\W\d_](?:_?[0-9])?)[ \t]*=")
_ORDER: Final = {"<": 1, "<=": 1, ">": -1, ">=": -1}


def read_set(text: str, *, names: frozenset[str] = frozenset(), strict: bool = False) -> SetTree:
    """The tree of a typed set or solution. `names`: letters of more than one character that may occur.

    `strict`: `x = 1 and x = 2` is an intersection; otherwise, as people write, both of them are solutions.
    Raises NotationError with the place and what is expected there.
    """
    check_length(text)
    found = layout(plain(text))
    indexed = frozenset(f"{letter}_{digit}" for letter, digit in _INDEXED.findall(found.text)) - names
    tree = _Reader(found, names | indexed, strict).whole()
    return tree if strict else without_index(tree, indexed)


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int


class _Reader:
    def __init__(self, found: Layout, names: frozenset[str], strict: bool) -> None:
        self._layout, self._names, self._strict = found, names, strict
        self._text = found.text
        self._parts = 0

    def whole(self) -> SetTree:
        """All of the text."""
        start, end = self._trimmed(0, len(self._text))
        while end > start and self._text[end - 1] in ".,;":
            start, end = self._trimmed(start, end - 1)
        if start == end:
            unreadable("nothing is typed yet", "a set or a solution is expected here", 0, 0)
        return self._joined(start, end)

    def _joined(self, start: int, end: int) -> SetTree:
        signs = self._layout.outer(start, end)
        for kinds, op in ((("semicolon",), "list"), (("or",), "or"), (("comma",), "list"), (("and", "meet"), "and"),
                          (("minus",), "minus")):  # fmt: skip
            here = [sign for sign in signs if sign.kind in kinds]
            if here:
                return self._split(start, end, here, op)
        minus = self._difference(start, end)
        if minus is not None:
            return self._split(start, end, [minus], "minus")
        return self._atom(start, end)

    def _split(self, start: int, end: int, signs: list[Sign], op: str) -> SetTree:
        pieces = list(self._pieces(start, end, signs))
        soft = op == "list" or all(self._text[sign.start : sign.end] in ",\n" for sign in signs)
        kept = [
            piece
            for piece in pieces
            if self._trimmed(piece.start, piece.end)[0] < self._trimmed(piece.start, piece.end)[1]
        ]
        if len(kept) < len(pieces) and not soft and not (op in ("or", "and") and self._after_comma(pieces, kept)):
            sign = signs[0]
            unreadable("something is missing beside this", "a set or a solution is expected here", sign.start, sign.end)
        if not kept:
            unreadable("something is missing here", "a set or a solution is expected here", start, end)
        parts = tuple(self._joined(piece.start, piece.end) for piece in kept)
        span = Span(start, end)
        if len(parts) == 1:
            return parts[0]
        if op == "minus":
            return Joined("minus", parts, span)
        listing = op == "list" or (op == "and" and not self._strict and all(sign.kind == "and" for sign in signs))
        if listing:
            parts = points(parts)
        if op in ("list", "or", "and") and not self._strict:
            parts = carried(parts)
        if op == "or":
            return union(parts, span)
        return in_a_row(parts, span, listing)

    def _after_comma(self, pieces: list[_Piece], kept: list[_Piece]) -> bool:
        """`2, 3, and 5`: only the beginning may be empty, after a comma."""
        return (
            len(kept) == len(pieces) - 1 and kept == pieces[1:] and self._text[: pieces[0].end].rstrip().endswith(",")
        )

    def _pieces(self, start: int, end: int, signs: list[Sign]) -> Iterator[_Piece]:
        bounds = [start, *(place for sign in signs for place in (sign.start, sign.end)), end]
        for i in range(0, len(bounds), 2):
            yield _Piece(bounds[i], bounds[i + 1])

    def _difference(self, start: int, end: int) -> Sign | None:
        """The last `-` between two sets: `R-[-1,1]`, `(0,6]-(0,2]`."""
        at, last = start, None
        while at < end:
            if at in self._layout.partners and self._layout.partners[at] < end:
                at = self._layout.partners[at] + 1
                continue
            if self._text[at] == "-" and at > start:
                left, right = self._trimmed(start, at), self._trimmed(at + 1, end)
                if self._ends_with_set(*left) and self._begins_with_set(*right):
                    last = Sign("minus", at, at + 1)
            at += 1
        return last

    def _ends_with_set(self, start: int, end: int) -> bool:
        if end <= start:
            return False
        if self._text[end - 1] in "Rℝ":
            return end - start == 1 or not self._text[end - 2].isalnum()
        opener = next((a for a, b in self._layout.partners.items() if b == end - 1 and a >= start), None)
        return opener is not None and self._is_set(opener)

    def _begins_with_set(self, start: int, end: int) -> bool:
        if end <= start:
            return False
        if self._text[start] in "Rℝ":
            return end - start == 1 or not self._text[start + 1].isalnum()
        return start in self._layout.partners and self._is_set(start)

    def _is_set(self, opener: int) -> bool:
        if self._text[opener] in "{" + OPEN:
            return True
        inner = self._layout.outer(opener + 1, self._layout.partners[opener])
        return sum(sign.kind in ("comma", "semicolon") for sign in inner) == 1

    def _atom(self, start: int, end: int) -> SetTree:
        self._parts += 1
        if self._parts > MOST_PARTS:
            unreadable("this has too many parts", "type something shorter", start, end)
        start, end = self._trimmed(start, end)
        span = Span(start, end)
        if start == end:
            unreadable("something is missing here", "a set or a solution is expected here", start, end)
        said = " ".join(self._text[start:end].casefold().split())
        if said in _ALL or said in _NONE:
            return Everywhere(said in _ALL, span)
        if self._layout.partners.get(start) == end - 1:
            return self._bracketed(start, end)
        member = _MEMBER.match(self._text, start, end)
        if member and self._begins_with_set(member.end(), end) | (
            self._text[member.end() : end].strip() in _WORDS_OF_SETS
        ):
            inner = self._joined(member.end(), end)
            return Outside(inner, span) if member.group(2) == "∉" or member.group(2).startswith("not") else inner
        return self._plain(start, end)

    def _bracketed(self, start: int, end: int) -> SetTree:
        opener, closer, span = self._text[start], self._text[end - 1], Span(start, end)
        if opener in "{" + OPEN:
            return self._braces(start, end)
        separators = [sign for sign in self._layout.outer(start + 1, end - 1) if sign.kind in ("comma", "semicolon")]
        if any(sign.kind == "semicolon" for sign in separators):
            separators = [sign for sign in separators if sign.kind == "semicolon"]
        pieces = list(self._pieces(start + 1, end - 1, separators))
        if separators and not any(self._is_relation(piece) for piece in pieces):
            if len(pieces) == 2 and not any(self._nested(piece) for piece in pieces):
                return self._interval(pieces, opener, closer, span)
            return self._plain(start, end)
        if (opener, closer) in (("(", ")"), ("[", "]")) and self._is_formula(start + 1, end - 1):
            return self._joined(start + 1, end - 1)
        if (opener, closer) not in (("(", ")"), ("[", "]")):
            unreadable("an interval has two ends", "write both with a comma between them, as (1, 2]", start, end)
        return self._plain(start, end)

    def _is_relation(self, piece: _Piece) -> bool:
        return any(self._text[at] in "=<>≤≥≠∈" for at in range(piece.start, piece.end))

    def _nested(self, piece: _Piece) -> bool:
        start, _ = self._trimmed(piece.start, piece.end)
        return start in self._layout.partners and self._is_set(start)

    def _is_formula(self, start: int, end: int) -> bool:
        return (
            bool(self._layout.outer(start, end)) or self._is_relation(_Piece(start, end))
            or self._difference(start, end) is not None or self._begins_with_set(*self._trimmed(start, end))
        )  # fmt: skip

    def _interval(self, pieces: list[_Piece], opener: str, closer: str, span: Span) -> SetTree:
        low, high = (self._end(piece, side) for piece, side in zip(pieces, (-1, 1), strict=True))
        has_low = opener == "[" and low is not None
        has_high = closer == "]" and high is not None
        return Interval(low, high, has_low, has_high, (opener, closer) == ("(", ")"), span)

    def _end(self, piece: _Piece, side: int) -> Node | None:
        infinite = _INFINITE.fullmatch(self._text, piece.start, piece.end)
        if not infinite:
            return self._read(piece.start, piece.end)
        if (infinite.group(1) == "-") != (side == -1):
            unreadable("the ends of this interval are the wrong way round", "write the smaller end first",
                       *self._trimmed(piece.start, piece.end))  # fmt: skip
        return None

    def _braces(self, start: int, end: int) -> SetTree:
        inner, span = self._trimmed(start + 1, end - 1), Span(start, end)
        if inner[0] == inner[1]:
            return Everywhere(False, span)
        builder = _BUILDER.match(self._text, inner[0], inner[1])
        if builder:
            return self._joined(builder.end(), inner[1])
        commas = [sign for sign in self._layout.outer(*inner) if sign.kind in ("comma", "semicolon")]
        parts = [self._element(piece) for piece in self._pieces(inner[0], inner[1], commas)]
        if all(isinstance(part, Listed) for part in parts):
            return Listed(tuple(item for part in parts if isinstance(part, Listed) for item in part.items), span)
        if all(label(part) is not None for part in parts):
            return in_a_row(tuple(parts), span, True)  # `{x = 1, y = 2}` is one solution
        return Joined("or", tuple(parts), span)

    def _element(self, piece: _Piece) -> SetTree:
        start, end = self._trimmed(piece.start, piece.end)
        if start == end:
            unreadable(
                "an element is missing here",
                "a number is expected between commas",
                start,
                min(end + 1, len(self._text)),
            )
        if self._layout.partners.get(start) == end - 1 or not self._is_formula(start, end):
            return self._plain(start, end)
        return self._joined(start, end)

    def _plain(self, start: int, end: int) -> SetTree:
        """A relation, or a single element; `±` stands for two of them."""
        span = Span(start, end)
        beside = _BESIDE.search(self._text, start, end)
        if beside:
            unreadable(
                "two equations stand next to each other",
                "put a comma or a word between them",
                beside.start(1),
                beside.end(1),
            )
        node = self._read(start, end)
        both = [node] if not _has_both_signs(node) else [_signed(node, "+"), _signed(node, "-")]
        parts = [self._leaf(one, span) for one in both]
        if len(parts) == 1:
            return parts[0]
        if all(isinstance(part, Listed) for part in parts):
            return Listed(tuple(item for part in parts if isinstance(part, Listed) for item in part.items), span)
        return Joined("or", tuple(parts), span)

    def _leaf(self, node: Node, span: Span) -> SetTree:
        if not isinstance(node, Relation):
            if any(isinstance(part, Relation) for part in walk(node)):
                unreadable("a comparison can't be part of this", "write it on its own", span.start, span.end)
            return Listed((node,), span)
        if any(isinstance(term, Vector) for term in node.terms):
            return _pointwise(node, span)
        bounded = _without_infinity(node)
        return Everywhere(bounded, span) if isinstance(bounded, bool) else Where(bounded, span)

    def _read(self, start: int, end: int) -> Node:
        first, last = self._trimmed(start, end)
        if first == last:
            unreadable("something is missing here", "a number or an expression is expected", start, end)
        text = self._text[first:last].replace(OPEN, "{").replace(CLOSE, "}")
        try:
            return read(text, names=self._names)
        except NotationError as error:
            raise NotationError(
                error.code, error.what, remedy=error.remedy, start=error.start + first, end=error.end + first
            ) from error

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self._text[start].isspace():
            start += 1
        while start < end and self._text[end - 1].isspace():
            end -= 1
        return start, end


_WORDS_OF_SETS: Final = frozenset({"R", "ℝ", "∅", "no solution", "all real numbers", "all reals"})


def _has_both_signs(node: Node) -> bool:
    return any(isinstance(part, Unary | Binary) and part.op == "+-" for part in walk(node))


def _signed(node: Node, sign: str) -> Node:
    """The tree with one sign for every `±`."""
    match node:
        case Unary(op="+-", arg=arg):
            inner = _signed(arg, sign)
            return inner if sign == "+" else replace(node, op="-", arg=inner)
        case Unary(arg=arg):
            return replace(node, arg=_signed(arg, sign))
        case Binary(op=op, left=left, right=right):
            return replace(node, op=sign if op == "+-" else op, left=_signed(left, sign), right=_signed(right, sign))
        case Call(args=args):
            return replace(node, args=tuple(_signed(arg, sign) for arg in args))
        case Vector(items=items):
            return replace(node, items=tuple(_signed(item, sign) for item in items))
        case SetOf(items=items):
            return replace(node, items=tuple(_signed(item, sign) for item in items))
        case Relation(terms=terms):
            return replace(node, terms=tuple(_signed(term, sign) for term in terms))
        case Matrix(rows=rows):
            return replace(node, rows=tuple(tuple(_signed(entry, sign) for entry in row) for row in rows))
        case _:
            return node


def _pointwise(relation: Relation, span: Span) -> SetTree:
    """`(x, y) = (2, 3)`, entry by entry."""
    terms = relation.terms
    sizes = {len(term.items) if isinstance(term, Vector) else 0 for term in terms}
    if sizes & {0} or len(sizes) > 1 or set(relation.ops) != {"="}:
        unreadable("these can't be compared", "both sides need the same number of entries", span.start, span.end)
    vectors = [term for term in terms if isinstance(term, Vector)]
    columns = zip(*(vector.items for vector in vectors), strict=True)
    return Joined("and", tuple(Where(Relation(column, relation.ops, span), span) for column in columns), span)


def _without_infinity(relation: Relation) -> Relation | bool:
    """`-oo < x < 2` without its first comparison; True or False when infinity decides it all."""
    kept_terms: list[Node] = []
    kept_ops: list[str] = []
    pairs = list(zip(pairwise(relation.terms), relation.ops, strict=True))
    for (left, right), op in pairs:
        a, b = _infinite(left), _infinite(right)
        if a or b:
            if op not in _ORDER or (b or -a) * _ORDER[op] < 0:
                return False
            continue
        if not kept_terms:
            kept_terms.append(left)
        kept_terms.append(right)
        kept_ops.append(op)
    return Relation(tuple(kept_terms), tuple(kept_ops), relation.span) if kept_ops else True


def _infinite(node: Node) -> int:
    match node:
        case Name(name="infinity"):
            return 1
        case Unary(op="-", arg=arg):
            return -_infinite(arg)
        case Unary(op="+", arg=arg):
            return _infinite(arg)
        case Binary(op="*", left=Number(value=value), right=right) if value:
            return _infinite(right) * (1 if value > 0 else -1)
        case _:
            return 0
