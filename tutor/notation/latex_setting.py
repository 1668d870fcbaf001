"""Sets rows of a formula: every item becomes a piece, and pieces are put side by side with the space TeX
would give.

The space between neighbours follows from their classes (The TeXbook, chapter 18), rounded to cells: none or
one. Setters of the single constructs register themselves in `SETTERS`; they are in `latex_stacks` and
`latex_tables`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from tutor.notation import box as boxes
from tutor.notation.box import Box, hconcat, text_box
from tutor.notation.latex_tokens import unreadable
from tutor.notation.latex_tree import Kind, Node, Row, Space, Symbol, Words


@dataclass(frozen=True, slots=True)
class Style:
    """How things are set: `line` on one row only; `tight` without space around operators (in scripts);
    `small` with simple fractions on one row (in matrices)."""

    ascii: bool = False
    line: bool = False
    tight: bool = False
    small: bool = False

    def scripted(self) -> Style:
        """The style of scripts and limits."""
        return self if self.tight and self.small else replace(self, tight=True, small=True)

    def one_line(self) -> Style:
        """The same on one row."""
        return self if self.line else replace(self, line=True)


@dataclass(frozen=True, slots=True)
class Piece:
    """A box and how it behaves beside others.

    `loose`: as a factor, or under a script, it needs brackets (a fraction on one line).
    `clings`: what follows directly would be read as part of it (a root without a bar), so a space must
    follow. `wordy`: a name of several letters, kept apart from letters beside it.
    """

    box: Box
    left: Kind = "ord"
    right: Kind = "ord"
    loose: bool = False
    clings: bool = False
    wordy: bool = False


Setter = Callable[[Any, Style], Piece]
SETTERS: Final[dict[type, Setter]] = {}


def sets(kind: type) -> Callable[[Setter], Setter]:
    """Registers a function as the setter of a kind of node."""

    def register(setter: Setter) -> Setter:
        SETTERS[kind] = setter
        return setter

    return register


def set_node(node: Node, style: Style) -> Piece:
    """Any node as a piece."""
    return SETTERS[type(node)](node, style)


def set_row(row: Row, style: Style) -> Box:
    """A row as one box."""
    return hconcat([piece.box for piece in spaced(row, style)])


@sets(Row)
def _row(row: Row, style: Style) -> Piece:
    if len(row.items) == 1 and not isinstance(row.items[0], Symbol | Space):
        return set_node(row.items[0], style)
    return Piece(set_row(row, style))


@sets(Symbol)
def _symbol(symbol: Symbol, style: Style) -> Piece:
    glyph = symbol.plain if style.ascii else symbol.glyph
    if not glyph:
        return Piece(boxes.EMPTY)
    if style.ascii and not glyph.isascii():
        raise unreadable(f"`{glyph}` has no form in ASCII", 0, 0)
    wordy = len(glyph) > 1 and glyph[-1].isalpha()
    big = symbol.kind == "op" and not symbol.glyph[-1].isalpha()
    return Piece(text_box(glyph), symbol.kind, "inner" if big else symbol.kind, wordy=wordy)


@sets(Words)
def _words(words: Words, style: Style) -> Piece:
    if style.ascii and not words.text.isascii():
        raise unreadable("the text in the formula has no form in ASCII", 0, 0)
    return Piece(text_box(words.text))


@sets(Space)
def _space(space: Space, _style: Style) -> Piece:
    return Piece(boxes.blank(space.cells))


# -- space between neighbours

_NONE: Final[frozenset[tuple[Kind, Kind]]] = frozenset(
    {
        ("rel", "rel"),
        ("rel", "close"),
        ("rel", "punct"),
        ("punct", "close"),
        ("punct", "punct"),
        ("inner", "close"),
        ("inner", "punct"),
        ("op", "open"),
        ("op", "close"),
        ("op", "punct"),
        ("close", "ord"),
        ("close", "open"),
        ("close", "close"),
        ("close", "punct"),
        ("ord", "ord"),
        ("ord", "open"),
        ("ord", "close"),
        ("ord", "punct"),
        ("bin", "close"),
        ("bin", "punct"),
    }
)
_DASHES: Final = frozenset("−─-")
_LOOSE_KINDS: Final = frozenset({"bin", "rel", "punct"})


def gap(left: Kind, right: Kind, tight: bool) -> int:
    """Cells between two pieces, by the class at the right edge of one and at the left edge of the other."""
    if left == "open" or (left, right) in _NONE:
        return 0
    if tight and (left in _LOOSE_KINDS or right in _LOOSE_KINDS or "inner" in (left, right)):
        return 0
    return 1


def spaced(row: Row, style: Style) -> list[Piece]:
    """The pieces of a row with the spaces between them, each space at the end of the piece before it."""
    items = _flat(row)
    pieces = [set_node(item, style) for item in items]
    _unary(items, pieces)
    if any(piece.loose for piece in pieces):
        _bracket_factors(items, pieces)
    result: list[Piece] = []
    pending = 0
    last: Piece | None = None
    for item, piece in zip(items, pieces, strict=True):
        if isinstance(item, Space):
            pending += item.cells
            continue
        width = max(pending, _distance(last, piece, style)) if last is not None else pending
        spare = _leading_spaces(item)
        width = max(0, width - spare) if last is not None and spare else width
        if width and result:
            result[-1] = _followed(result[-1], width)
        elif width:
            result.append(Piece(boxes.blank(width)))
        result.append(piece)
        last, pending = piece, 0
    if pending:
        result.append(Piece(boxes.blank(pending)))
    return result


def _followed(piece: Piece, cells: int) -> Piece:
    """The piece with space after it."""
    box, space = piece.box, " " * cells
    widened = Box(tuple([row + space for row in box.rows]), box.baseline, box.width + cells)
    return Piece(widened, piece.left, piece.right, piece.loose, piece.clings, piece.wordy)


def _flat(row: Row) -> tuple[Node, ...]:
    """The items; a row that is all there is gives its own, so that a line can break between them."""
    while len(row.items) == 1 and isinstance(row.items[0], Row):
        row = row.items[0]
    return row.items


def _leading_spaces(item: Node) -> int:
    return len(item.text) - len(item.text.lstrip(" ")) if isinstance(item, Words) else 0


def _unary(items: Sequence[Node], pieces: list[Piece]) -> None:
    """A binary operator without a left side is a sign: it stands close to what follows (TeX's rule 5)."""
    before: Kind = "open"
    for index, piece in enumerate(pieces):
        if isinstance(items[index], Space):
            continue
        if piece.left == "bin" and before in ("bin", "op", "rel", "open", "punct"):
            pieces[index] = Piece(piece.box, "ord", "open", wordy=piece.wordy)
        elif piece.left in ("rel", "close", "punct") and before == "bin" and index:
            previous = index - 1
            while previous and isinstance(items[previous], Space):
                previous -= 1
            pieces[previous] = replace(pieces[previous], left="ord", right="ord")
        before = pieces[index].right
    if pieces and pieces[-1].right == "bin":
        pieces[-1] = replace(pieces[-1], left="ord", right="ord")


def _distance(left: Piece, right: Piece, style: Style) -> int:
    if not right.box.width or not left.box.width:
        return 0
    if left.box.rows[left.box.baseline][-1:] in _DASHES and right.box.rows[right.box.baseline][:1] in ("─", "-"):
        return 1
    if left.clings and right.left in ("ord", "open", "inner"):
        return 1
    width = gap(left.right, right.left, style.tight)
    return 1 if not width and _would_merge(left, right) else width


def _would_merge(left: Piece, right: Piece) -> bool:
    """Whether two names, or two numbers, would read as one."""
    end, start = left.box.rows[left.box.baseline][-1:], right.box.rows[right.box.baseline][:1]
    if left.wordy or right.wordy:
        return end.isalnum() and start.isalnum()
    return end.isdecimal() and start.isdecimal()


def _bracket_factors(items: Sequence[Node], pieces: list[Piece]) -> None:
    """On one line, a fraction that is a factor of a product needs brackets: (1/2) x."""
    visible = [index for index, item in enumerate(items) if not (isinstance(item, Space) and item.cells <= 1)]
    for position, index in enumerate(visible):
        if not pieces[index].loose:
            continue
        # Words beside a fraction (units, "if") are no factors of it.
        near = [visible[at] if 0 <= at < len(visible) else -1 for at in (position - 1, position + 1)]
        left, right = (None if at < 0 or isinstance(items[at], Words) else pieces[at] for at in near)
        pieces[index] = _as_factor(pieces[index], left, right)


def _as_factor(piece: Piece, left: Piece | None, right: Piece | None) -> Piece:
    """A loose piece between its neighbours, in brackets if it is multiplied, divided or the argument of a function."""
    if left is not None and _mixed_number(left.box, piece.box):
        return replace(piece, left="inner")
    divided = left is not None and _slash(left.box)
    divides = right is not None and _slash(right.box)
    argument = left is not None and left.right == "op" and left.box.rows[0][-1:].isalpha()
    # A sum's sign isn't multiplied with what it sums.
    factor = left is not None and left.right in ("ord", "close", "inner") and left.left != "op"
    factor = factor or (right is not None and right.left in ("ord", "open", "inner", "op"))
    if not (divided or divides or argument or factor):
        return piece
    opening: Kind = "open" if argument or divided else "inner"
    return Piece(bracketed(piece.box), opening, "close" if divides else "inner")


def _slash(box: Box) -> bool:
    return box.rows[0] in ("/", "÷")


def _mixed_number(left: Box, right: Box) -> bool:
    over, _, under = right.rows[0].partition("/")
    return left.rows[0].isdigit() and over.isdigit() and under.isdigit()


def bracketed(box: Box) -> Box:
    """A one-row box in round brackets."""
    return text_box(f"({box.rows[0]})")


def is_sum(row: Row) -> bool:
    """Whether operators or relations stand at the top of a row, so that it needs brackets beside others."""
    return any(isinstance(item, Symbol) and item.kind in _LOOSE_KINDS for item in row.items)


def is_single(row: Row) -> bool:
    """Whether a row is one number, one letter, or empty."""
    while len(row.items) == 1 and isinstance(row.items[0], Row):
        row = row.items[0]
    if len(row.items) != 1:
        return not row.items
    item = row.items[0]
    return isinstance(item, Symbol) and item.kind == "ord"
