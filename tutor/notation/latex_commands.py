"""The commands of LaTeX that take arguments, one short builder each, and the table of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final, Literal

from tutor.notation import delimiters
from tutor.notation.latex_chemistry import chemistry
from tutor.notation.latex_environments import environment, substack
from tutor.notation.latex_parser import Builder, Parser
from tutor.notation.latex_symbols import CHARACTERS, DELIMITERS, SYMBOLS
from tutor.notation.latex_text import text_of
from tutor.notation.latex_tokens import unreadable
from tutor.notation.latex_tree import (
    Arrow,
    Fence,
    Fraction,
    Framed,
    Kind,
    Middle,
    Node,
    Phantom,
    Root,
    Row,
    Scripts,
    Space,
    Struck,
    Symbol,
    Words,
)

_SIDES: Final[Mapping[str, Kind]] = {"l": "open", "r": "close", "m": "rel", "": "ord"}
_SIZES: Final[Mapping[str, Kind]] = {
    size + side: kind for size in ("big", "Big", "bigg", "Bigg") for side, kind in _SIDES.items()
}
_TEXTS: Final = (
    "text",
    "textrm",
    "textit",
    "textbf",
    "textsf",
    "texttt",
    "textnormal",
    "mbox",
    "hbox",
    "emph",
    "intertext",
)
_FRACTIONS: Final[Mapping[str, Literal["", "small", "display"]]] = {
    "frac": "",
    "cfrac": "",
    "dfrac": "display",
    "tfrac": "small",
    "sfrac": "small",
    "nicefrac": "small",
}
_XARROWS: Final = {
    "xrightarrow": "→",
    "xleftarrow": "←",
    "xleftrightarrow": "↔",
    "xRightarrow": "⇒",
    "xLeftarrow": "⇐",
    "xmapsto": "↦",
    "xrightleftharpoons": "⇌",
    "xLeftrightarrow": "⇔",
    "xhookrightarrow": "↪",
}
_CLASSES: Final[Mapping[str, Kind]] = {
    "mathbin": "bin",
    "mathrel": "rel",
    "mathop": "op",
    "mathopen": "open",
    "mathclose": "close",
    "mathpunct": "punct",
}


def _fraction(parser: Parser) -> Node:
    name = parser.last().text[1:]
    over = parser.argument()
    under = parser.argument()
    if name.endswith("binom"):
        return Fence("(", ")", Row((Fraction(over, under, bar=False),)))
    return Fraction(over, under, size=_FRACTIONS[name])


def _root(parser: Parser) -> Node:
    index = parser.optional()
    return Root(parser.argument(), index)


def _fence(parser: Parser) -> Node:
    token = parser.last()
    left = _delimiter(parser)
    body = parser.row()
    if parser.peek() != r"\right":
        raise unreadable(r"`\left` has no `\right`", token.start, token.end)
    parser.take()
    return Fence(left, _delimiter(parser), body)


def _delimiter(parser: Parser) -> str:
    token = parser.take()
    if token.text == ".":
        return ""
    glyph = token.text
    if glyph[0] == "\\" and len(glyph) > 1:
        name = glyph[1:]
        glyph = DELIMITERS[name][0] if name in DELIMITERS else SYMBOLS[name].glyph if name in SYMBOLS else glyph
    glyph = {"<": "⟨", ">": "⟩"}.get(glyph, glyph)
    if glyph not in delimiters.KNOWN:
        raise unreadable(f"`{token.text}` isn't a delimiter", token.start, token.end)
    return glyph


def _sized(parser: Parser) -> Node:
    """`\\big(` and the like: the bracket itself; brackets grow with what they hold anyway."""
    token = parser.last()
    glyph = _delimiter(parser)
    if not glyph:
        return Space(0)
    if glyph == "\\":
        return SYMBOLS["backslash"]
    known = CHARACTERS[glyph]
    kind = known.kind if known.kind in ("open", "close") else _SIZES[token.text[1:]]
    return Symbol(glyph, delimiters.PLAIN.get(glyph, glyph), known.words, kind)


def _middle(parser: Parser) -> Node:
    return Middle(_delimiter(parser))


def _operator_name(parser: Parser) -> Node:
    starred = parser.peek() == "*"
    if starred:
        parser.at += 1
    raw, start = parser.raw_group()
    name = raw
    for spacing in (r"\,", r"\;", r"\:", r"\ ", "~"):
        name = name.replace(spacing, " ")
    name = name.replace(r"\!", "").strip()
    if not name or any(not (char.isalnum() or char in " -") for char in name):
        raise unreadable("an operator's name is letters", start, start + len(raw))
    return Symbol(name, name, name, "op", "limits" if starred else "")


def _stacked(parser: Parser) -> Node:
    token = parser.last()
    first, second = parser.argument(), parser.argument()
    base = second.items[0] if len(second.items) == 1 else second
    below, above = (first, None) if token.text == r"\underset" else (None, first)
    return Scripts(base, below, above, limits=True)


def _long_arrow(parser: Parser) -> Node:
    token = parser.last()
    under = parser.optional()
    return Arrow(_XARROWS[token.text[1:]], parser.argument(), under)


def _negated(parser: Parser) -> Node:
    token = parser.last()
    symbol = parser.argument()
    inner = symbol.items[0] if len(symbol.items) == 1 else symbol
    if not isinstance(inner, Symbol) or len(inner.glyph) != 1:
        raise unreadable(r"`\not` belongs before a single symbol", token.start, token.end)
    glyph = unicodedata.normalize("NFC", inner.glyph + "\u0338")
    plain = "!=" if inner.plain == "=" else f"not {inner.plain}"
    words = inner.words.replace("is ", "is not ", 1) if inner.words.startswith("is ") else f"not {inner.words}"
    return Symbol(glyph, plain, words, inner.kind)


def _coloured(parser: Parser) -> Node | None:
    """Colour carries no meaning of its own here: its name is dropped, what it colours is kept."""
    token = parser.last()
    parser.raw_group()
    return parser.argument() if token.text in (r"\textcolor", r"\colorbox") else None


def _modulo(parser: Parser) -> Node:
    token = parser.last()
    body = Row((Words("mod "), *parser.argument().items))
    if token.text == r"\mod":
        return Row((Space(2), body))
    return Row((Space(1), Fence("(", ")", body)))


def _classed(parser: Parser) -> Node:
    token = parser.last()
    kind = _CLASSES[token.text[1:]]
    body = parser.argument()
    if len(body.items) == 1 and isinstance(body.items[0], Symbol):
        symbol = body.items[0]
        return Symbol(symbol.glyph, symbol.plain, symbol.words, kind, "limits" if kind == "op" else "")
    letters = [item for item in body.items if isinstance(item, Symbol)]
    if len(letters) < len(body.items):
        return body
    glyphs, plain = "".join(item.glyph for item in letters), "".join(item.plain for item in letters)
    return Symbol(glyphs, plain, glyphs, kind)


def _tag(parser: Parser) -> Node:
    return Row((Space(4), Fence("(", ")", Row((text_of(parser),)))))


def _label(parser: Parser) -> None:
    parser.raw_group()


def _framed(parser: Parser) -> Node:
    return Framed(parser.argument())


def _struck(parser: Parser) -> Node:
    return Struck(parser.argument())


def _phantom(parser: Parser) -> Node:
    return Phantom(parser.argument())


def _kept(parser: Parser) -> Node:
    return parser.argument()


COMMANDS: Final[Mapping[str, Builder]] = {
    **dict.fromkeys((*_FRACTIONS, "binom", "dbinom", "tbinom"), _fraction),
    **dict.fromkeys(_SIZES, _sized),
    **dict.fromkeys(_XARROWS, _long_arrow),
    **dict.fromkeys(_CLASSES, _classed),
    **dict.fromkeys(("overset", "underset", "stackrel"), _stacked),
    **dict.fromkeys(("color", "textcolor", "colorbox"), _coloured),
    **dict.fromkeys(("pmod", "mod", "pod"), _modulo),
    **dict.fromkeys(("cancel", "bcancel", "xcancel", "sout"), _struck),
    **dict.fromkeys(("phantom", "hphantom", "vphantom"), _phantom),
    **dict.fromkeys(("mathord", "mathinner", "smash", "ensuremath"), _kept),
    **dict.fromkeys(("boxed", "fbox", "framebox"), _framed),
    **dict.fromkeys(("ce", "cee"), chemistry),
    **dict.fromkeys(_TEXTS, text_of),
    "sqrt": _root,
    "left": _fence,
    "middle": _middle,
    "operatorname": _operator_name,
    "not": _negated,
    "tag": _tag,
    "label": _label,
    "begin": environment,
    "substack": substack,
}
