"""Sets marks on things: accents, lines and braces over and under, frames, strokes, and the space of a
phantom.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tutor.notation import box as boxes
from tutor.notation.box import Box, stack, text_box
from tutor.notation.latex_scripts import COMBINING, accented
from tutor.notation.latex_setting import Piece, Style, is_single, set_node, set_row, sets
from tutor.notation.latex_tree import Accent, Framed, Node, Phantom, Row, Scripts, Struck, only

_LONG: Final = frozenset({"overline", "underline"})
_BRACES: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "overbrace": ("╭", "─", "┴", "╮"), "underbrace": ("╰", "─", "┬", "╯"),
    "overbracket": ("┌", "─", "┴", "┐"), "underbracket": ("└", "─", "┬", "┘"),
}
_PLAIN_BRACES: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "overbrace": ("/", "-", "^", "\\"), "underbrace": ("\\", "-", "v", "/"),
    "overbracket": ("+", "-", "^", "+"), "underbracket": ("+", "-", "v", "+"),
}
_BRACE_SIGNS: Final = {"overbrace": "⏞", "underbrace": "⏟", "overbracket": "⎴", "underbracket": "⎵"}
_WIDE: Final[Mapping[str, str]] = {
    "hat": "^", "widehat": "^", "tilde": "~", "widetilde": "~", "dot": "˙", "ddot": "¨", "dddot": "⃛", "check": "ˇ",
    "acute": "´", "grave": "`", "breve": "˘", "mathring": "˚",
}
_NAMES: Final[Mapping[str, str]] = {
    "overrightarrow": "vec", "widehat": "hat", "widetilde": "tilde", "overleftarrow": "leftvec",
    "overleftrightarrow": "line",
}


@sets(Accent)
def _accent(node: Accent, style: Style) -> Piece:
    if node.name in _BRACES:
        return _brace(node, style)
    body = set_row(node.body, style)
    if not style.ascii:
        if isinstance(only(node.body), Scripts) and node.name not in _LONG:
            inner = _on_the_base(node, style)
            if inner is not None:
                return inner
        if boxes.text_width(body.rows[0]) == body.width == 1 and body.height == 1 and node.name in COMBINING:
            return Piece(text_box(accented(body.rows[0], node.name)))
        if node.name in _LONG and style.line:
            return Piece(text_box("".join(char + COMBINING[node.name] for char in body.rows[0])))
    if style.line or (style.ascii and is_single(node.body) and node.name not in _LONG):
        return _named(node, body, style)
    return Piece(_wide(node.name, body, style.ascii))


def _on_the_base(node: Accent, style: Style) -> Piece | None:
    """`\\vec{v_1}`: the arrow stands on the letter, not on the index."""
    scripts = only(node.body)
    if not isinstance(scripts, Scripts) or set_node(scripts.base, style).box.width != 1:
        return None
    base: Node = Accent(node.name, Row((scripts.base,)))
    return set_node(Scripts(base, scripts.below, scripts.above), style)


def _named(node: Accent, body: Box, style: Style) -> Piece:
    """`vec v`, `hat(a + b)`: where no mark can be drawn."""
    name = _NAMES.get(node.name, node.name)
    text = body.rows[0]
    single = is_single(node.body) and style.ascii
    return Piece(text_box(f"{name} {text}" if single else f"{name}({text})"), "op" if single else "ord", wordy=True)


def _wide(name: str, body: Box, ascii: bool) -> Box:
    width = max(body.width, 1)
    if name == "underline":
        return stack([body, text_box(("-" if ascii else "‾") * width)])
    if name in ("overline", "bar"):
        return stack([text_box("_" * width), body], on=1)
    dash, tip, back = ("-", ">", "<") if ascii else ("─", "→", "←")
    if name in ("vec", "overrightarrow"):
        mark = dash * max(width - 1, 1) + tip
    elif name == "overleftarrow":
        mark = back + dash * max(width - 1, 1)
    elif name == "overleftrightarrow":
        mark = back + dash * max(width - 2, 0) + tip
    else:
        mark = {"dot": ".", "ddot": "..", "dddot": "..."}.get(name, _WIDE[name]) if ascii or name == "dddot" else _WIDE[name]
        if not mark.isascii() and ascii:
            mark = "^"
    return stack([text_box(mark), body], on=1)


def _brace(node: Accent, style: Style) -> Piece:
    body = set_row(node.body, style)
    if style.line:
        if style.ascii:
            return Piece(text_box(f"{node.name}({body.rows[0]})"), wordy=True)
        inside = body.rows[0] if is_single(node.body) else f"({body.rows[0]})"
        return Piece(text_box(inside + _BRACE_SIGNS[node.name]))
    left, line, point, right = (_PLAIN_BRACES if style.ascii else _BRACES)[node.name]
    width = max(body.width, 3)
    before = (width - 3) // 2
    mark = text_box(left + line * before + point + line * (width - 3 - before) + right)
    over = node.name.startswith("over")
    return Piece(stack([mark, body] if over else [body, mark], on=1 if over else 0))


@sets(Framed)
def _framed(node: Framed, style: Style) -> Piece:
    body = set_row(node.body, style)
    if style.line:
        return Piece(text_box(f"[{body.rows[0]}]"), "open", "close")
    corners = "++++-|" if style.ascii else "┌┐└┘─│"
    top = corners[0] + corners[4] * (body.width + 2) + corners[1]
    bottom = corners[2] + corners[4] * (body.width + 2) + corners[3]
    rows = [top, *[f"{corners[5]} {row} {corners[5]}" for row in body.rows], bottom]
    return Piece(Box(tuple(rows), body.baseline + 1, body.width + 4), "inner", "inner")


@sets(Struck)
def _struck(node: Struck, style: Style) -> Piece:
    body = set_row(node.body, style)
    if style.ascii:
        return Piece(boxes.hconcat([text_box("-/"), body, text_box("/-")]))
    rows = tuple("".join(char if char == " " else char + "\u0338" for char in row) for row in body.rows)
    return Piece(Box(rows, body.baseline, body.width))


@sets(Phantom)
def _phantom(node: Phantom, style: Style) -> Piece:
    return Piece(boxes.blank(set_row(node.body, style).width))
