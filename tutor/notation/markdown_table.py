"""Tables of Markdown in a frame, their columns as wide as they need or as the width allows; or as spoken
records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from tutor.notation.flow import (
    Break,
    Item,
    Line,
    Run,
    Styles,
    Words,
    line_width,
    merged,
    natural_width,
    padded,
    paragraph,
)

Align = Literal["left", "center", "right"]
_RULE: Final[Styles] = frozenset({"rule"})
# Left end, line, crossing, right end of the rules above, below the head, and below; and the bar between
# cells.
_Rule = tuple[str, str, str, str]
_FRAME: Final = (("┌", "─", "┬", "┐"), ("├", "─", "┼", "┤"), ("└", "─", "┴", "┘"))
_PLAIN_FRAME: Final = (("+", "-", "+", "+"),) * 3
_NARROWEST: Final = 4
"""Cells of a column below which a table is written as records instead."""


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as the words in them; the first row is the head."""

    rows: tuple[tuple[tuple[Item, ...], ...], ...]
    aligns: tuple[Align, ...]


def table_lines(table: Table, width: int, *, plain: bool, records: bool) -> list[Line]:
    """The table within `width` cells; as records when asked, or where columns would become too narrow."""
    widths = _widths(table, width)
    if records or widths is None:
        return _records(table, width)
    above, between, below = _PLAIN_FRAME if plain else _FRAME
    bar = "|" if plain else "│"
    lines = [_rule(above, widths)]
    for number, row in enumerate(table.rows):
        if number == 1:
            lines.append(_rule(between, widths))
        lines.extend(_row(row, widths, table.aligns, bar))
    return [*lines, _rule(below, widths)]


def _widths(table: Table, width: int) -> list[int] | None:
    """Cells of each column: what it needs, the widest ones cut down until the table fits; None when it can't."""
    count = len(table.aligns)
    needed = [max(1, *(natural_width(row[column]) for row in table.rows)) for column in range(count)]
    room = width - 3 * count - 1
    floor = [min(need, max(_NARROWEST, _longest(table, column))) for column, need in enumerate(needed)]
    if sum(floor) > room:
        floor = [min(need, _NARROWEST) for need in needed]
    if sum(floor) > room:
        return None
    while (excess := sum(needed) - room) > 0:
        widest = max(range(count), key=lambda column: needed[column] - floor[column])
        spare = needed[widest] - floor[widest]
        needed[widest] -= max(1, min(excess, spare // 2))
    return needed


def _longest(table: Table, column: int) -> int:
    """The widest word of a column, up to half a usual line."""
    words = [natural_width([item]) for row in table.rows for item in row[column]]
    return min(max(words, default=1), 30)


def _rule(marks: _Rule, widths: Sequence[int]) -> Line:
    left, dash, cross, right = marks
    return (Run(left + cross.join(dash * (width + 2) for width in widths) + right, _RULE),)


def _row(row: tuple[tuple[Item, ...], ...], widths: Sequence[int], aligns: Sequence[Align], bar: str) -> list[Line]:
    cells = [paragraph(cell, width) for cell, width in zip(row, widths, strict=True)]
    height = max(1, *map(len, cells))
    lines: list[Line] = []
    for level in range(height):
        runs: list[Run] = [Run(bar, _RULE)]
        for cell, width, align in zip(cells, widths, aligns, strict=True):
            # A tall cell is aligned as one block: its rows belong under one another.
            block = max(map(line_width, cell), default=0)
            line = padded(cell[level] if level < len(cell) else (), block)
            runs += [Run(" "), *padded(line, width, align), Run(" "), Run(bar, _RULE)]
        lines.append(merged(runs))
    return lines


def _records(table: Table, width: int) -> list[Line]:
    """Row after row as `head: cell; head: cell`."""
    head, *rows = table.rows
    lines: list[Line] = []
    for row in rows or [()]:
        words = Words()
        for number, cell in enumerate(row):
            _append(words, head[number])
            words.text(": ")
            _append(words, cell)
            words.text("; " if number + 1 < len(row) else ".")
        if not row:
            for cell in head:
                _append(words, cell)
                words.space()
        lines.extend(paragraph(words.all(), width))
    return lines


def _append(words: Words, items: Sequence[Item]) -> None:
    for item in items:
        if isinstance(item, Break):
            words.space()
            continue
        if item.spaced:
            words.space()
        for part in item.parts:
            words.box(part.box, part.style)
