"""Sets what stands over, under or around something: fractions, scripts, roots, accents, fences, long arrows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import Final

from tutor.notation import box as boxes
from tutor.notation import delimiters
from tutor.notation.box import Box, column, hconcat, stack, text_box
from tutor.notation.latex_scripts import SUBSCRIPTS, SUPERSCRIPTS, shifted
from tutor.notation.latex_setting import (
    Piece,
    Style,
    bracketed,
    is_single,
    is_sum,
    set_node,
    set_row,
    sets,
)
from tutor.notation.latex_tree import (
    Accent,
    Arrow,
    Fence,
    Fraction,
    Grid,
    Middle,
    Node,
    Root,
    Row,
    Scripts,
    Symbol,
    Words,
    only,
    walk,
)

# -- fractions

_FEW: Final = 16
"""Nodes that a fraction set on the row in a matrix may have; they are set twice, to see how wide they are."""


@sets(Fraction)
def _fraction(node: Fraction, style: Style) -> Piece:
    small = node.size == "small" or (style.small and node.size != "display")
    if style.line or (node.bar and small and _short(node, style)):
        return _fraction_on_line(node, style.one_line())
    inner = style if not style.small else Style(style.ascii)
    over, under = set_row(node.over, inner), set_row(node.under, inner)
    width = max(over.width, under.width, 1)
    if _barred(node.over, over, width) or _barred(node.under, under, width):
        width += 2
    rule = text_box((("-" if style.ascii else "─") if node.bar else " ") * width)
    return Piece(stack([over, rule, under], on=1), "inner", "inner")


def _short(node: Fraction, style: Style) -> bool:
    """Whether a fraction reads well on one line: few signs over few, no brackets needed."""
    inside = [*islice(walk(node), _FEW + 1)]
    if len(inside) > _FEW or not _stands_alone(node.under) or _needs_brackets(node.over):
        return False
    over, under = set_row(node.over, style), set_row(node.under, style)
    return over.height == under.height == 1 and over.width <= (8 if style.ascii else 4) and under.width <= 3


def _barred(row: Row, box: Box, width: int) -> bool:
    """Whether a fraction inside has a bar as wide as this one would be."""
    return box.width == width and isinstance(only(row), Fraction)


def _fraction_on_line(node: Fraction, style: Style) -> Piece:
    over, under = set_row(node.over, style), set_row(node.under, style)
    if not node.bar:
        return Piece(text_box(f"{over.rows[0]} choose {under.rows[0]}"))
    if _needs_brackets(node.over):
        over = bracketed(over)
    if not _stands_alone(node.under) and not _is_derivative(node):
        under = bracketed(under)
    operator = _is_derivative(node) and len(node.over.items) == 1
    text = text_box(f"{over.rows[0]}/{under.rows[0]}")
    if style.tight and not operator:
        return Piece(text, loose=True)
    return Piece(text, "inner", "inner", loose=not operator)


def _needs_brackets(row: Row) -> bool:
    """Whether a numerator would come apart without brackets: a sum, a fraction, a function without brackets
    of its own.
    """
    if is_sum(_without_sign(row)) or isinstance(only(row), Fraction):
        return True
    for index, item in enumerate(row.items):
        core = item.base if isinstance(item, Scripts) else item
        if isinstance(core, Symbol) and core.kind == "op" and not isinstance(row.items[-1], Fence):
            return index + 1 < len(row.items)
    return False


def _without_sign(row: Row) -> Row:
    """A leading minus needs no brackets in a numerator."""
    first = row.items[0] if row.items else None
    return Row(row.items[1:]) if isinstance(first, Symbol) and first.kind == "bin" else row


def _stands_alone(row: Row) -> bool:
    """Whether a denominator reads as one thing: a number, a letter, a power, brackets, a root."""
    item = only(row)
    if len(row.items) == 2 and isinstance(row.items[1], Symbol) and row.items[1].glyph == "!":
        item = row.items[0]
    if isinstance(item, Scripts):
        item = item.base
        item = only(item) if isinstance(item, Row) else item
    if isinstance(item, Symbol):
        return item.kind == "ord"
    return isinstance(item, Fence | Root | Words | Accent | Grid)


def _is_derivative(node: Fraction) -> bool:
    """dy/dx, ∂²f/∂x²: written without brackets by everybody."""
    over, under = _letters(node.over), _letters(node.under)
    return len(under) == 2 and under[0] in ("d", "∂") and bool(over) and over[0] == under[0] and len(over) <= 2


def _letters(row: Row) -> list[str]:
    found: list[str] = []
    for item in row.items:
        core: Node | None = item.base if isinstance(item, Scripts) else item
        core = only(core.body) if isinstance(core, Accent) else only(core) if isinstance(core, Row) else core
        if not isinstance(core, Symbol) or core.kind != "ord" or len(core.glyph) != 1:
            return []
        found.append(core.glyph)
    return found


# -- scripts


@sets(Scripts)
def _scripts(node: Scripts, style: Style) -> Piece:
    base = set_node(node.base, style)
    if base.loose:
        base = Piece(bracketed(base.box))
    if node.limits and not style.line:
        return _limits(node, base, style)
    if isinstance(node.base, Symbol) and node.base.glyph == "∫" and not style.line and not style.tight:
        return _integral(node, style)
    above, below = _script(node.above, style, SUPERSCRIPTS, "^"), _script(node.below, style, SUBSCRIPTS, "_")
    attached = _attached(base.box, above, below)
    wordy = base.wordy and base.right != "op"
    return Piece(attached, base.left, base.right, clings=above.clings or below.clings, wordy=wordy)


class _Script:
    """One script: text on the base's own row (`raised` False), or a box above or below it."""

    __slots__ = ("box", "clings", "raised")

    def __init__(self, box: Box, *, raised: bool = False, clings: bool = False) -> None:
        self.box = box
        self.raised = raised
        self.clings = clings


def _script(row: Row | None, style: Style, table: Mapping[str, str], mark: str) -> _Script:
    if row is None:
        return _Script(boxes.EMPTY)
    box = set_row(row, style.scripted())
    text = box.rows[0] if box.height == 1 else ""
    if not style.ascii and text and (glyphs := shifted(text, table)) is not None:
        return _Script(text_box(glyphs))
    if style.ascii and text and not text.strip("'"):
        return _Script(text_box(text))
    if style.line or (style.ascii and (text.removeprefix("-").isalnum() or len(text) == 1)):
        return _marked(text, row, mark)
    return _Script(box, raised=True)


def _marked(text: str, row: Row, mark: str) -> _Script:
    """A script behind a caret or underscore, in brackets unless it is one word."""
    item = only(row)
    if text.startswith("-") and text[1:].isdecimal():
        return _Script(text_box(mark + text))
    if boxes.text_width(text) == 1 or isinstance(item, Words | Fence) or (isinstance(item, Symbol) and text.isalnum()):
        # A digit can't be taken for part of a letter that follows; that of a digit is seen to elsewhere.
        return _Script(text_box(mark + text), clings=not isinstance(item, Fence) and not text.isdigit())
    return _Script(text_box(f"{mark}({text})"))


def _attached(base: Box, above: _Script, below: _Script) -> Box:
    """The base with its scripts at its right edge."""
    if base.height == 1 and not above.raised and not below.raised:
        # Mass and atomic number, before an element, are written the upper one first.
        return hconcat([base, below.box, above.box] if base.width else [above.box, below.box])
    rows: dict[int, str] = {}
    width = max(above.box.width, below.box.width)
    if not above.raised and not below.raised and base.height == 1:
        width = above.box.width + below.box.width
    top = (-above.box.height if base.height == 1 else 1 - above.box.height) if above.raised else 0
    bottom = (1 if base.height == 1 else base.height - 1) if below.raised else base.height - 1
    for start, script in ((top, above), (bottom, below)):
        for offset, text in enumerate(script.box.rows if script.box.width else ()):
            rows[start + offset] = rows.get(start + offset, "") + text
    first, last = min([0, *rows]), max([base.height - 1, *rows])
    space = " " * base.width
    lines = []
    for number in range(first, last + 1):
        left = base.rows[number] if 0 <= number < base.height else space
        right = rows.get(number, "")
        lines.append(left + right + " " * (width - boxes.text_width(right)))
    return Box(tuple(lines), base.baseline - first, base.width + width)


def _limits(node: Scripts, base: Piece, style: Style) -> Piece:
    """Limits straight above and below."""
    small = Style(style.ascii, tight=True, small=True)
    above = set_row(node.above, small) if node.above is not None else None
    below = set_row(node.below, small) if node.below is not None else None
    parts = [part for part in (above, base.box, below) if part is not None]
    return Piece(stack(parts, on=1 if above is not None else 0), base.left, base.right, wordy=base.wordy)


def _integral(node: Scripts, style: Style) -> Piece:
    """A tall integral sign with its limits at its ends."""
    small = Style(style.ascii, tight=True, small=True, line=True)
    above = set_row(node.above, small) if node.above is not None else boxes.EMPTY
    below = set_row(node.below, small) if node.below is not None else boxes.EMPTY
    sign = column(("/", "|", "/") if style.ascii else ("⌠", "⎮", "⌡"), 1)
    width = max(above.width, below.width)
    limits = [boxes.fill(box, width).rows[0] for box in (above, text_box(""), below)]
    return Piece(hconcat([sign, column(limits, 1)]) if width else sign, "op", "inner")


# -- roots


@sets(Root)
def _root(node: Root, style: Style) -> Piece:
    index = set_row(node.index, Style(style.ascii, line=True, tight=True)).rows[0] if node.index is not None else ""
    raised = "" if style.ascii else shifted(index, SUPERSCRIPTS) or ""
    short = style.small if style.ascii else bool(raised) or not index
    if style.line or (is_single(node.body) and short):
        return _root_on_line(node, style, index, raised)
    body = set_row(node.body, style)
    sign = _root_sign(body, style.ascii)
    if not index:
        return Piece(sign)
    # The index stands on the hook of the sign.
    shown = text_box(raised or index)
    room = boxes.fill(shown, shown.width)
    above = [" " * room.width] * sign.height
    above[max(sign.height - 2, 0) if not raised or sign.height > 2 else sign.height - 1] = room.rows[0]
    return Piece(hconcat([Box(tuple(above), sign.baseline, room.width), sign]))


def _root_sign(body: Box, plain: bool) -> Box:
    if body.height == 1:
        hook = text_box("\\/" if plain else "√")
        bar = " " * hook.width + "_" * body.width
        return Box((bar, hook.rows[0] + body.rows[0]), 1, hook.width + body.width)
    corner, dash, side, foot = ("  ", "_", " |", "\\|") if plain else (" ┌", "─", " │", "╲│")
    roof = text_box(corner + dash * (body.width + 1))
    wall = [side] * (body.height - 1) + [foot]
    inner = hconcat([column(wall, body.baseline), boxes.blank(1), body])
    return stack([roof, inner], on=1, align="left")


def _root_on_line(node: Root, style: Style, index: str, raised: str) -> Piece:
    line = style.one_line()
    body = set_row(node.body, line).rows[0]
    item = only(node.body)
    if style.ascii:
        return Piece(text_box(f"sqrt({body})" if not index else f"root({body}, {index})"), wordy=True)
    if index and not raised:
        return Piece(text_box(f"root({body}, {index})"), wordy=True)
    if is_single(node.body):
        return Piece(text_box(f"{raised}√{body}"), clings=True)
    return Piece(text_box(f"{raised}√{body}" if isinstance(item, Fence) and item.left == "(" else f"{raised}√({body})"))


# -- fences


@sets(Fence)
def _fence(node: Fence, style: Style) -> Piece:
    inner = only(node.body)
    if isinstance(inner, Grid) and not inner.left + inner.right and style.line:
        return set_node(replace(inner, left=node.left, right=node.right), style)
    inside = _with_middles(node.body, style)
    fenced = delimiters.fence(node.left, node.right, inside, plain=style.ascii)
    if fenced.height > 1 and not node.left + node.right:
        return Piece(fenced)
    return Piece(fenced, "open" if node.left else "ord", "close" if node.right else "ord")


def _with_middles(row: Row, style: Style) -> Box:
    if not any(isinstance(item, Middle) for item in row.items):
        return set_row(row, style)
    parts: list[Box] = []
    marks: list[str] = []
    run: list[Node] = []
    for item in row.items:
        if isinstance(item, Middle):
            parts.append(set_row(Row(tuple(run)), style))
            marks.append(item.glyph)
            run = []
        else:
            run.append(item)
    parts.append(set_row(Row(tuple(run)), style))
    tallest = hconcat(parts)
    joined = [parts[0]]
    for mark, part in zip(marks, parts[1:], strict=True):
        measure = Box((" ",) * tallest.height, tallest.baseline, 1)
        rule = delimiters.delimiter(mark, measure, plain=style.ascii)
        joined += [boxes.blank(1), rule, boxes.blank(1), part]
    return hconcat(joined)


@sets(Middle)
def _middle(node: Middle, style: Style) -> Piece:
    return Piece(text_box(delimiters.PLAIN.get(node.glyph, node.glyph) if style.ascii else node.glyph), "rel", "rel")


# -- arrows with something written on them

_SHAFTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "→": ("─", "─", "→"),
    "←": ("←", "─", "─"),
    "↔": ("←", "─", "→"),
    "⇒": ("═", "═", "⇒"),
    "⇐": ("⇐", "═", "═"),
    "⇔": ("⇐", "═", "⇒"),
    "↦": ("├", "─", "→"),
    "↪": ("╰", "─", "→"),
}
_PLAIN_SHAFTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "→": ("-", "-", ">"),
    "←": ("<", "-", "-"),
    "↔": ("<", "-", ">"),
    "⇒": ("=", "=", ">"),
    "⇐": ("<", "=", "="),
    "⇔": ("<", "=", ">"),
    "↦": ("|", "-", ">"),
    "⇌": ("<", "=", ">"),
    "⇄": ("<", "-", ">"),
    "↪": ("c", "-", ">"),
}


def _shaft(glyph: str, width: int, plain: bool) -> str:
    table = _PLAIN_SHAFTS if plain else _SHAFTS
    if glyph not in table:
        # A double arrow can't be lengthened: it stands in the middle of a line.
        return glyph.center(width, "─")
    left, shaft, right = table[glyph]
    return left + shaft * (width - 2) + right


@sets(Arrow)
def _arrow(node: Arrow, style: Style) -> Piece:
    small = style.scripted()
    over = set_row(node.over, small)
    under = set_row(node.under, small) if node.under is not None else None
    if style.line:
        label = over.rows[0].strip() + (f"; {under.rows[0].strip()}" if under is not None else "")
        left, shaft, right = (_PLAIN_SHAFTS if style.ascii else _SHAFTS).get(node.glyph, (node.glyph, "", ""))
        shaft = shaft if style.ascii else ""
        return Piece(text_box(f"{left}{shaft}({label}){shaft}{right}"), "rel", "inner")
    width = max(over.width, under.width if under is not None else 0, 1) + 2
    line = text_box(_shaft(node.glyph, width, style.ascii))
    parts = [over, line] if under is None else [over, line, under]
    return Piece(stack(parts, on=1), "rel", "inner")
