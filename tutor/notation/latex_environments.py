"""Environments of LaTeX: matrices, arrays, cases, aligned lines; and the lines of a formula without any."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from tutor.notation.latex_parser import ROW_ENDS, Parser
from tutor.notation.latex_tokens import Token, unreadable
from tutor.notation.latex_tree import Grid, GridForm, Node, Row

_FENCES: Final[Mapping[str, tuple[str, str]]] = {
    "matrix": ("", ""),
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
    "smallmatrix": ("", ""),
    "psmallmatrix": ("(", ")"),
    "bsmallmatrix": ("[", "]"),
}
_CASES: Final[Mapping[str, tuple[str, str]]] = {
    "cases": ("{", ""),
    "dcases": ("{", ""),
    "rcases": ("", "}"),
    "drcases": ("", "}"),
}
_ALIGNED: Final = frozenset({"aligned", "align", "split", "alignat", "alignedat", "flalign", "eqnarray"})
_LINES: Final = frozenset({"gathered", "gather", "equation", "multline", "multlined", "displaymath", "math"})
_LENGTH: Final = re.compile(r"\*?\[ ?-?[0-9.]{1,8} ?(?:pt|em|ex|mm|cm|in|mu|px) ?\]")


def lines_of(parser: Parser) -> Row:
    """A whole formula; `\\\\` at its top makes lines."""
    rows: list[tuple[Row, ...]] = []
    while True:
        rows.append((parser.row(),))
        if not parser.peek():
            break
        token = parser.take()
        if token.text not in (r"\\", r"\cr"):
            raise unreadable(f"`{token.text}` has no beginning", token.start, token.end)
        _skip_length(parser, token)
    rows = _without_last_empty(rows)
    return rows[0][0] if len(rows) == 1 else Row((Grid(tuple(rows), "lines", columns="l"),))


def environment(parser: Parser) -> Node:
    """What stands between `\\begin{name}` (already taken up to the name) and its `\\end{name}`."""
    token = parser.last()
    raw, start = parser.raw_group()
    name = raw.strip()
    kind = name.removesuffix("*")
    if kind in _FENCES:
        if name.endswith("*"):
            parser.optional()
        left, right = _FENCES[kind]
        return _grid(parser, name, "matrix", left, right)
    if kind in _CASES:
        left, right = _CASES[kind]
        return _grid(parser, name, "cases", left, right, columns="l" * 20)
    if kind in ("alignat", "alignedat"):
        parser.raw_group()
    if kind in _ALIGNED:
        return _grid(parser, name, "aligned", columns="rcl" * 10 if kind == "eqnarray" else "rl" * 20)
    if kind in _LINES:
        return _grid(parser, name, "lines", columns="l")
    if kind in ("array", "subarray"):
        columns, rules = _column_specification(parser)
        return _grid(parser, name, "array", columns=columns, rules=rules)
    raise unreadable(f"the environment `{name}` isn't known here", token.start, start + len(raw) + 1)


def substack(parser: Parser) -> Node:
    """`\\substack{a \\\\ b}`: lines below an operator."""
    parser.expect("{")
    rows: list[tuple[Row, ...]] = []
    while True:
        rows.append((parser.row(),))
        token = parser.take()
        if token.text == "}":
            return Grid(tuple(rows), "lines", columns="c")
        if token.text not in (r"\\", r"\cr"):
            raise unreadable(f"`{token.text}` can't stand in a substack", token.start, token.end)


def _grid(
    parser: Parser,
    name: str,
    form: GridForm,
    left: str = "",
    right: str = "",
    *,
    columns: str = "",
    rules: frozenset[int] = frozenset(),
) -> Grid:
    parser.deeper()
    rows, lines = _rows(parser, name)
    parser.depth -= 1
    width = max(len(row) for row in rows)
    if (form == "array" and width > len(columns)) or (form == "lines" and width > 1) or width > 40:
        place = parser.tokens[parser.at - 1]
        raise unreadable(f"`{name}` has more columns than it says", place.start, place.end)
    padded = tuple((*row, *[Row(())] * (width - len(row))) for row in rows)
    return Grid(padded, form, left, right, (columns or "m" * width)[:width], rules, lines)


def _rows(parser: Parser, name: str) -> tuple[list[tuple[Row, ...]], frozenset[int]]:
    """The cells up to `\\end{name}`, which is taken, and the rows before which a line is drawn."""
    rows: list[tuple[Row, ...]] = []
    cells: list[Row] = []
    lines: set[int] = set()
    while True:
        while not cells and parser.peek() in (r"\hline", r"\toprule", r"\midrule", r"\bottomrule"):
            lines.add(len(rows))
            parser.at += 1
        cells.append(parser.row(ROW_ENDS))
        token = parser.take()
        if token.text == "&":
            continue
        rows.append(tuple(cells))
        cells = []
        if token.text == r"\end":
            raw, start = parser.raw_group()
            if raw.strip() != name:
                raise unreadable(f"`{name}` is ended by `{raw.strip()}`", token.start, start + len(raw) + 1)
            return _without_last_empty(rows), frozenset(lines)
        if token.text not in (r"\\", r"\cr"):
            raise unreadable(f"`{token.text}` can't stand in `{name}`", token.start, token.end)
        _skip_length(parser, token)


def _skip_length(parser: Parser, token: Token) -> None:
    """Leaves out the distance to the next line, as in `\\\\[2pt]`."""
    match = _LENGTH.match(parser.source, token.end)
    while match and parser.at < len(parser.tokens) and parser.tokens[parser.at].start < match.end():
        parser.at += 1


def _without_last_empty(rows: list[tuple[Row, ...]]) -> list[tuple[Row, ...]]:
    return rows[:-1] if len(rows) > 1 and all(not cell.items for cell in rows[-1]) else rows


def _column_specification(parser: Parser) -> tuple[str, frozenset[int]]:
    """The columns of an array and where rules stand between them: `{cc|c}` gives "ccc", {2}."""
    raw, start = parser.raw_group()
    columns = ""
    rules: set[int] = set()
    for char in raw.replace("@{}", ""):
        if char in "lcr":
            columns += char
        elif char == "|":
            rules.add(len(columns))
        elif not char.isspace():
            raise unreadable(f"`{char}` isn't a column of an array (l, c, r and | are)", start, start + len(raw))
    return columns, frozenset(rules)
