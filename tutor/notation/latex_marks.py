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
from tutor.notation.latex_tree import Accent, Framed, Phantom, Row, Scripts, Struck, Symbol, only

_LONG: Final = frozenset({"overline", "underline"})
_BRACES: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "overbrace": ("╭", "─", "┴", "╮"),
    "underbrace": ("╰", "─", "┬", "╯"),
    "overbracket": ("┌", "─", "┴", "┐"),
    "underbracket": ("└", "─", "┬", "┘"),
}
_PLAIN_BRACES: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "overbrace": ("/", "-", "^", "\\"),
    "underbrace": ("\\", "-", "v", "/"),
    "overbracket": ("+", "-", "^", "+"),
    "underbracket": ("+", "-", "v", "+"),
}
_BRACE_SIGNS: Final = {"overbrace": "⏞", "underbrace": "⏟", "overbracket": "⎴", "underbracket": "⎵"}
_WIDE: Final[Mapping[str, str]] = {
    "hat": "^",
    "widehat": "^",
    "tilde": "~",
    "widetilde": "~",
    "dot": "˙",
    "ddot": "¨",
    "dddot": "...",
    "check": "ˇ",
    "acute": "´",
    "grave": "`",
    "breve": "˘",
    "mathring": "˚",
}
_PLAIN_WIDE: Final[Mapping[str, str]] = {
    "hat": "^",
    "widehat": "^",
    "tilde": "~",
    "widetilde": "~",
    "dot": ".",
    "ddot": "..",
    "dddot": "...",
    "check": "v",
    "acute": "'",
    "grave": "`",
    "breve": "u",
    "mathring": "o",
}
_NAMES: Final[Mapping[str, str]] = {
    "overrightarrow": "vec",
    "widehat": "hat",
    "widetilde": "tilde",
    "overleftarrow": "leftvec",
    "overleftrightarrow": "line",
}


@sets(Accent)
def _accent(node: Accent, style: Style) -> Piece:
    if node.name in _BRACES:
        return _brace(node, style)
    scripts = only(node.body)
    markable = not style.ascii and node.name not in _LONG
    if markable and isinstance(scripts, Scripts) and isinstance(scripts.base, Symbol) and len(scripts.base.glyph) == 1:
        # The arrow of v₁ stands on the letter, not on the index.
        letter = Accent(node.name, Row((scripts.base,)))
        return set_node(Scripts(letter, scripts.below, scripts.above), style)
    body = set_row(node.body, style)
    if not style.ascii:
        if boxes.text_width(body.rows[0]) == body.width == 1 and body.height == 1 and node.name in COMBINING:
            return Piece(text_box(accented(body.rows[0], node.name)))
        if node.name in _LONG and style.line:
            return Piece(text_box(_marked(body.rows[0], COMBINING[node.name])))
    if style.line or (style.ascii and is_single(node.body) and node.name not in _LONG):
        return _named(node, body, style)
    return Piece(_wide(node.name, body, style.ascii))


def _named(node: Accent, body: Box, style: Style) -> Piece:
    """`vec v`, `hat(a + b)`: where no mark can be drawn."""
    name = _NAMES.get(node.name, node.name)
    text = body.rows[0]
    single = is_single(node.body) and style.ascii
    return Piece(text_box(f"{name} {text}" if single else f"{name}({text})"), "op" if single else "ord", wordy=True)


def _wide(name: str, body: Box, plain: bool) -> Box:
    width = max(body.width, 1)
    if name == "underline":
        return stack([body, text_box(("-" if plain else "‾") * width)])
    if name in ("overline", "bar"):
        return stack([text_box("_" * width), body], on=1)
    dash, tip, back = ("-", ">", "<") if plain else ("─", "→", "←")
    if name in ("vec", "overrightarrow"):
        mark = dash * max(width - 1, 1) + tip
    elif name == "overleftarrow":
        mark = back + dash * max(width - 1, 1)
    elif name == "overleftrightarrow":
        mark = back + dash * max(width - 2, 0) + tip
    else:
        mark = _PLAIN_WIDE[name] if plain else _WIDE[name]
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
    rows = tuple([_marked(row, "\u0338", spaces=False) for row in body.rows])
    return Piece(Box(rows, body.baseline, body.width))


def _marked(text: str, mark: str, *, spaces: bool = True) -> str:
    """The text with a combining mark on each character that takes cells."""
    return "".join([char + mark if boxes.char_width(char) and (spaces or char != " ") else char for char in text])


@sets(Phantom)
def _phantom(node: Phantom, style: Style) -> Piece:
    return Piece(boxes.blank(set_row(node.body, style).width))
