"""Brackets that grow: a delimiter drawn for any number of rows, joined from the pieces Unicode has for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tutor.notation.box import EMPTY, Box, column, hconcat, text_box

# What a delimiter is called in ASCII on one row.
PLAIN: Final[Mapping[str, str]] = {
    "⟨": "<",
    "⟩": ">",
    "‖": "||",
    "⌊": "floor(",
    "⌋": ")",
    "⌈": "ceil(",
    "⌉": ")",
    "∣": "|",
    "↑": "^",
    "↓": "v",
    "↕": "|",
    "⇑": "^",
    "⇓": "v",
    "⇕": "|",
}

# Top, middle, bottom of three-piece delimiters.
_PIECES: Final[Mapping[str, tuple[str, str, str]]] = {
    "(": ("⎛", "⎜", "⎝"),
    ")": ("⎞", "⎟", "⎠"),
    "[": ("⎡", "⎢", "⎣"),
    "]": ("⎤", "⎥", "⎦"),
    "⌊": ("⎢", "⎢", "⎣"),
    "⌋": ("⎥", "⎥", "⎦"),
    "⌈": ("⎡", "⎢", "⎢"),
    "⌉": ("⎤", "⎥", "⎥"),
    "|": ("│", "│", "│"),
    "∣": ("│", "│", "│"),
    "‖": ("║", "║", "║"),
    "↑": ("↑", "│", "│"),
    "↓": ("│", "│", "↓"),
    "↕": ("↑", "│", "↓"),
    "⇑": ("⇑", "║", "║"),
    "⇓": ("║", "║", "⇓"),
    "⇕": ("⇑", "║", "⇓"),
}
_PLAIN_PIECES: Final[Mapping[str, tuple[str, str, str]]] = {
    "(": ("/", "|", "\\"),
    ")": ("\\", "|", "/"),
    "[": ("[", "[", "["),
    "]": ("]", "]", "]"),
    "⌊": ("|", "|", "|_"),
    "⌋": (" |", " |", "_|"),
    "⌈": ("|~", "|", "|"),
    "⌉": ("~|", " |", " |"),
    "|": ("|", "|", "|"),
    "∣": ("|", "|", "|"),
    "‖": ("||", "||", "||"),
    "↑": ("^", "|", "|"),
    "↓": ("|", "|", "v"),
    "↕": ("^", "|", "v"),
    "⇑": ("^", "|", "|"),
    "⇓": ("|", "|", "v"),
    "⇕": ("^", "|", "v"),
}
_BRACES: Final[Mapping[str, tuple[str, str, str, str]]] = {"{": ("⎧", "⎪", "⎨", "⎩"), "}": ("⎫", "⎪", "⎬", "⎭")}
_PLAIN_BRACES: Final[Mapping[str, tuple[str, str, str, str]]] = {"{": ("/", "|", "<", "\\"), "}": ("\\", "|", ">", "/")}
_SHORT_BRACES: Final[Mapping[str, tuple[str, str]]] = {"{": ("⎰", "⎱"), "}": ("⎱", "⎰")}

KNOWN: Final = frozenset({*_PIECES, *_BRACES, "⟨", "⟩", "/", "\\", ""})


def fence(left: str, right: str, body: Box, *, plain: bool = False) -> Box:
    """A box between two delimiters as tall as it is; an empty delimiter draws nothing."""
    return hconcat([delimiter(left, body, plain=plain), body, delimiter(right, body, plain=plain)])


def delimiter(glyph: str, beside: Box, *, plain: bool = False) -> Box:
    """One delimiter (a member of `KNOWN`) as tall as the box beside it, and on its baseline."""
    if not glyph:
        return EMPTY
    height = beside.height
    if height == 1:
        return text_box(PLAIN.get(glyph, glyph) if plain else glyph)
    if glyph in _BRACES:
        rows = _brace(glyph, height, beside.baseline, plain)
    elif glyph in "⟨⟩":
        rows = _angle(glyph, height)
    elif glyph in "/\\":
        rows = _slash(glyph, height, plain)
    else:
        top, middle, bottom = (_PLAIN_PIECES if plain else _PIECES)[glyph]
        rows = [top, *[middle] * (height - 2), bottom]
    if plain:
        widest = max(map(len, rows))
        rows = [row.ljust(widest) for row in rows]
        return column(rows if glyph not in "⟨⟩" else [row.translate(_DIAGONALS) for row in rows], beside.baseline)
    return column(rows, beside.baseline)


_DIAGONALS: Final = str.maketrans({"╱": "/", "╲": "\\", "⟨": "<", "⟩": ">"})


def _brace(glyph: str, height: int, baseline: int, plain: bool) -> list[str]:
    top, bar, point, bottom = (_PLAIN_BRACES if plain else _BRACES)[glyph]
    if height == 2:
        return [top, bottom] if plain else list(_SHORT_BRACES[glyph])
    upper = min(max(baseline - 1, 0), height - 3)
    return [top, *[bar] * upper, point, *[bar] * (height - 3 - upper), bottom]


def _angle(glyph: str, height: int) -> list[str]:
    half = (height + 1) // 2
    steps = [*range(half - 1, -1, -1), *range(half - (height % 2))]
    strokes = ["╱"] * half + ["╲"] * half if glyph == "⟨" else ["╲"] * half + ["╱"] * half
    if height % 2:
        # The tip of an odd height has no diagonal of its own.
        strokes[half - 1 : half + 1] = [glyph]
        steps = [*range(half - 1, 0, -1), 0, *range(1, half)]
    if glyph == "⟩":
        steps = [half - 1 - step for step in steps]
    return [(" " * step + stroke).ljust(half) for step, stroke in zip(steps, strokes, strict=True)]


def _slash(glyph: str, height: int, plain: bool) -> list[str]:
    stroke = glyph if plain else {"/": "╱", "\\": "╲"}[glyph]
    order = range(height) if glyph == "\\" else range(height - 1, -1, -1)
    return [(" " * step + stroke).ljust(height) for step in order]
