"""LaTeX mathematics in words, for screen readers: nothing is left to the position of a sign.

Short things are said shortly ("x squared", "3 over 4"); where a listener couldn't tell where something ends,
the end is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from tutor.notation.latex_parse import parse
from tutor.notation.latex_setting import is_single
from tutor.notation.latex_tree import (
    Accent,
    Arrow,
    Fence,
    Fraction,
    Framed,
    Grid,
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
    only,
    walk,
)


def spoken(latex: str) -> str:
    """A formula (without its dollars) in English words.

    Raises:
        NotationError: `unreadable` or `limit-exceeded`, as `tutor.notation.latex_layout.layout`.
    """
    return _joined(_words(parse(latex)))


_PAUSES: Final = (" ,", ","), (" ;", ";"), (" :", ":"), (",,", ","), (",;", ";"), (",:", ":"), (" .", "."), (",.", ".")


def _joined(text: str) -> str:
    """Words with single spaces and single pauses between them."""
    text = " ".join(text.split())
    for found, better in _PAUSES:
        text = text.replace(found, better)
    return text.strip(" ,;")


def _words(node: Node) -> str:
    return _SPEAKERS[type(node)](node)


def _row(row: Row) -> str:
    said: list[str] = []
    for index, item in enumerate(row.items):
        if index:
            said.append(_link(row.items[index - 1], item))
        said.append(_words(item))
    return " ".join(word for word in said if word)


def _link(left: Node, right: Node) -> str:
    """What is said between factors where silence would mislead."""
    if isinstance(right, Fraction) and _is_number(left):
        return "and" if _is_number(only(right.over)) and _is_number(only(right.under)) else "times"
    if isinstance(left, Fraction) and _letters_of(left.over) not in ("d", "∂"):
        return "times" if _is_factor(right) else ""
    return "times" if isinstance(right, Fence) and right.left == "(" and _is_number(left) else ""


def _letters_of(row: Row) -> str:
    item = only(row)
    item = item.base if isinstance(item, Scripts) else item
    return item.glyph if isinstance(item, Symbol) else ""


def _is_factor(node: Node) -> bool:
    if isinstance(node, Symbol):
        return node.kind in ("ord", "op")
    return isinstance(node, Scripts | Fence | Accent | Root | Fraction)


def _is_number(node: Node | None) -> bool:
    return isinstance(node, Symbol) and node.plain.isdigit()


def _symbol(symbol: Symbol) -> str:
    if symbol.words == symbol.glyph and len(symbol.glyph) == 1 and symbol.glyph.isascii() and symbol.glyph.isupper():
        return f"capital {symbol.glyph}"
    return symbol.words


def _fraction(node: Fraction) -> str:
    over, under = _row(node.over), _row(node.under)
    if not node.bar:
        return f"{over} over {under}, without a bar"
    if over == "d" or over == "partial":
        return f"{over} by {under}"
    if _short(node.over) and _short(node.under):
        return f"{over} over {under}"
    if sum(isinstance(part, Fraction) for part in walk(node)) > 1:
        return f"the fraction with numerator {over} and denominator {under} end of fraction,"
    return f"the fraction {over} over {under} end of fraction,"


def _short(row: Row) -> bool:
    if is_single(row):
        return True
    visible = [item for item in row.items if not isinstance(item, Space)]
    return len(visible) <= 2 and all(isinstance(item, Symbol | Accent | Words) and _one_word(item) for item in visible)


def _one_word(node: Node) -> bool:
    return not isinstance(node, Symbol) or node.kind in ("ord", "bin")


def _scripts(node: Scripts) -> str:
    base = _words(node.base)
    if isinstance(node.base, Row) and not node.base.items:
        above = _row(node.above) if node.above is not None else ""
        below = f"subscript {_row(node.below)}" if node.below is not None else ""
        return "degrees" if above == "composed with" else f"{above and f'superscript {above} '}{below},"
    if isinstance(node.base, Symbol) and node.base.kind == "op":
        return _with_limits(base, node)
    if isinstance(node.base, Accent) and node.base.name.endswith(("brace", "bracket")):
        label = node.above if node.above is not None else node.below
        return f"{base} labelled {_row(label) if label is not None else ''},"
    if node.limits:
        over = f" with {_row(node.above)} above it" if node.above is not None else ""
        under = f" with {_row(node.below)} below it" if node.below is not None else ""
        return base + over + under
    below = f" sub {_row(node.below)}" if node.below is not None else ""
    if below and node.below is not None and not is_single(node.below):
        below += " end sub,"
    return base + below + _power(node.above)


_POWERS: Final[Mapping[str, str]] = {
    "2": "squared",
    "3": "cubed",
    "capital T": "transpose",
    "top": "transpose",
    "minus 1": "inverse",
    "composed with": "degrees",
    "is perpendicular to": "perp",
    "times": "star",
}


def _power(above: Row | None) -> str:
    """What stands raised: primes by name, then powers."""
    if above is None:
        return ""
    primes = [item for item in above.items if isinstance(item, Symbol) and item.words.startswith("prime")]
    said = "".join(f" {item.words}" for item in primes)
    rest = Row(above.items[len(primes) :])
    if not rest.items:
        return said
    text = _row(rest)
    if text in _POWERS:
        return f"{said} {_POWERS[text]}"
    if text.endswith(("plus", "minus", "star", "dagger")):
        return f"{said} superscript {text},"
    return f"{said} to the power {text}" + ("" if is_single(rest) else " end power,")


def _with_limits(base: str, node: Scripts) -> str:
    symbol = node.base
    below = _row(node.below) if node.below is not None else ""
    above = _row(node.above) if node.above is not None else ""
    if isinstance(symbol, Symbol) and not symbol.big:
        word = "base" if symbol.plain == "log" else "sub"
        return base + (f" {word} {below}" if below else "") + _power(node.above)
    if isinstance(symbol, Symbol) and symbol.plain.startswith("lim"):
        return f"{base} as {below.replace(' to ', ' goes to ')} of" if below else base
    start = f" {'from' if above else 'over'} {below}" if below else ""
    return f"{base}{start}{f' to {above}' if above else ''} of"


def _root(node: Root) -> str:
    index = _row(node.index) if node.index is not None else "2"
    name = {"2": "the square root of", "3": "the cube root of"}.get(index, f"the {index}-th root of")
    return f"{name} {_row(node.body)}" + ("" if is_single(node.body) else " end of root,")


_FENCES: Final[Mapping[tuple[str, str], tuple[str, str]]] = {
    ("|", "|"): ("the absolute value of", "end of absolute value,"),
    ("‖", "‖"): ("the norm of", "end of norm,"),
    ("{", "}"): ("the set", "end of set,"),
    ("⌊", "⌋"): ("the floor of", "end of floor,"),
    ("⌈", "⌉"): ("the ceiling of", "end of ceiling,"),
}
_BRACKETS: Final[Mapping[str, str]] = {
    "(": "open bracket",
    ")": "close bracket",
    "[": "open square bracket",
    "]": "close square bracket",
    "{": "open brace",
    "}": "close brace",
    "⟨": "open angle bracket",
    "⟩": "close angle bracket",
    "": "",
    "|": "bar",
    "‖": "double bar",
}


def _fence(node: Fence) -> str:
    inside = only(node.body)
    if isinstance(inside, Fraction) and not inside.bar and node.left == "(":
        return f"{_row(inside.over)} choose {_row(inside.under)},"
    if isinstance(inside, Grid):
        return _grid(inside)
    if node.left == "{" and node.right == "}":
        body = " ".join("such that" if _divides(item) else _words(item) for item in node.body.items)
    else:
        body = _row(node.body)
    if (node.left, node.right) in _FENCES:
        start, end = _FENCES[node.left, node.right]
        return f"{start} {body}" + ("" if is_single(node.body) or isinstance(inside, Accent) else f" {end}")
    if node.left == "" and node.right == "|":
        return f"{body} evaluated"
    if node.left == "(" and (is_single(node.body) or isinstance(inside, Accent)):
        return f"of {body}" if not body.isdigit() else f"open bracket {body} close bracket"
    left, right = _BRACKETS.get(node.left, node.left), _BRACKETS.get(node.right, node.right)
    return f"{left} {body} {right}"


def _divides(item: Node) -> bool:
    return isinstance(item, Symbol) and item.glyph in ("∣", "|") and item.kind == "rel"


_ACCENTS: Final[Mapping[str, str]] = {
    "vec": "vector {}",
    "overrightarrow": "vector {}",
    "overline": "{} with a line over it,",
    "underline": "{} underlined,",
    "overbrace": "{} under a brace",
    "underbrace": "{} over a brace",
    "overleftarrow": "{} with an arrow to the left over it,",
    "overleftrightarrow": "line {}",
    "overbracket": "{} under a bracket",
    "underbracket": "{} over a bracket",
}


def _accent(node: Accent) -> str:
    body = _row(node.body)
    if node.name in _ACCENTS:
        return _ACCENTS[node.name].format(body)
    mark = {"widehat": "hat", "widetilde": "tilde", "ddot": "double dot", "dddot": "triple dot", "mathring": "ring"}
    return f"{body} {mark.get(node.name, node.name)}"


def _arrow(node: Arrow) -> str:
    over = _row(node.over)
    under = f" and {_row(node.under)} under it" if node.under is not None else ""
    name = {"→": "arrow", "←": "arrow to the left", "⇌": "equilibrium arrow"}.get(node.glyph, "arrow")
    return f"{name} with {over or 'nothing'} over it{under},"


def _grid(grid: Grid) -> str:
    rows = [[_row(cell) for cell in line] for line in grid.rows]
    if grid.form == "cases":
        cases = "; ".join(", ".join(cell for cell in row if cell) for row in rows)
        return f"{len(rows)} cases: {cases}; end of cases,"
    if grid.form in ("aligned", "lines"):
        return "; ".join(" ".join(cell for cell in row if cell) for row in rows)
    if grid.width == 1 and len(rows) > 1:
        return f"the column {', '.join(row[0] for row in rows)}, end of column,"
    kind = "determinant" if grid.left == "|" else "matrix"
    lines = "; ".join(f"row {number}: {_with_rules(grid, row)}" for number, row in enumerate(rows, 1))
    return f"the {len(rows)} by {grid.width} {kind}, {lines}; end of {kind},"


def _with_rules(grid: Grid, row: list[str]) -> str:
    said = ""
    for number, cell in enumerate(row):
        said += (" bar " if number in grid.rules else ", ") if number else ""
        said += cell or "empty"
    return said


_SPEAKERS: Final[dict[type, Callable[[Any], str]]] = {
    Row: _row,
    Symbol: _symbol,
    Fraction: _fraction,
    Scripts: _scripts,
    Root: _root,
    Fence: _fence,
    Accent: _accent,
    Arrow: _arrow,
    Grid: _grid,
    Words: lambda node: node.text,
    Space: lambda node: "," if node.cells > 1 else "",
    Middle: lambda node: "such that" if node.glyph in "|∣" else _BRACKETS.get(node.glyph, node.glyph),
    Framed: lambda node: f"{_row(node.body)}, framed,",
    Struck: lambda node: f"{_row(node.body)} struck out,",
    Phantom: lambda _: "",
}
