"""Boxes: rectangles of terminal cells with a baseline, the material that formulas and tables are set in.

Widths are in terminal cells. A character takes two cells when Unicode calls it wide or full-width, none when
it combines with the one before or only formats, and one otherwise (ambiguous characters take one).
`unicodedata` of the standard library knows all this; the wcwidth package would cost 50 ms at import.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Align = Literal["left", "center", "right"]

_NO_CELL: Final = frozenset({"Mn", "Me", "Cf", "Cc"})


def char_width(char: str) -> int:
    """Terminal cells of one character: 0, 1 or 2."""
    if char < "\x7f":
        return 1 if char >= " " else 0
    if unicodedata.category(char) in _NO_CELL:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def text_width(text: str) -> int:
    """Terminal cells of a line of text."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(char_width, text))


@dataclass(frozen=True, slots=True)
class Box:
    """Rows of exactly `width` cells each. `baseline` is the index of the row on which text beside the box
    stands.
    """

    rows: tuple[str, ...]
    baseline: int
    width: int

    @property
    def height(self) -> int:
        """Number of rows, at least one."""
        return len(self.rows)

    @property
    def above(self) -> int:
        """Rows above the baseline."""
        return self.baseline

    @property
    def below(self) -> int:
        """Rows below the baseline."""
        return len(self.rows) - self.baseline - 1

    def __str__(self) -> str:
        return "\n".join(row.rstrip() for row in self.rows)


EMPTY: Final = Box(("",), 0, 0)


def text_box(text: str) -> Box:
    """One row of text; it must not hold a line break."""
    return Box((text,), 0, text_width(text))


def blank(width: int) -> Box:
    """One row of spaces."""
    return Box((" " * width,), 0, width)


def column(glyphs: Sequence[str], baseline: int) -> Box:
    """Rows given one below the other, all of the same width."""
    return Box(tuple(glyphs), baseline, text_width(glyphs[0]))


def hconcat(boxes: Sequence[Box]) -> Box:
    """Boxes side by side, their baselines on one row."""
    if not boxes:
        return EMPTY
    if len(boxes) == 1:
        return boxes[0]
    width = sum([box.width for box in boxes])
    if max([len(box.rows) for box in boxes]) == 1:
        return Box(("".join([box.rows[0] for box in boxes]),), 0, width)
    above = max([box.baseline for box in boxes])
    below = max([box.below for box in boxes])
    columns = [extend(box, above, below).rows for box in boxes]
    return Box(tuple("".join(parts) for parts in zip(*columns, strict=True)), above, width)


def extend(box: Box, above: int, below: int) -> Box:
    """The box with blank rows added until it has at least so many rows above and below its baseline."""
    top, bottom = max(0, above - box.baseline), max(0, below - box.below)
    if not top and not bottom:
        return box
    space = (" " * box.width,)
    return Box(space * top + box.rows + space * bottom, box.baseline + top, box.width)


def fill(box: Box, width: int, align: Align = "left") -> Box:
    """The box widened with spaces to `width` cells; a wider box is returned as it is."""
    spare = width - box.width
    if spare <= 0:
        return box
    left = {"left": 0, "right": spare, "center": spare // 2}[align]
    before, after = " " * left, " " * (spare - left)
    return Box(tuple([before + row + after for row in box.rows]), box.baseline, width)


def stack(boxes: Sequence[Box], *, on: int = 0, align: Align = "center") -> Box:
    """Boxes one below the other; the baseline is that of the box with index `on`."""
    width = max(box.width for box in boxes)
    rows = [row for box in boxes for row in fill(box, width, align).rows]
    return Box(tuple(rows), sum(box.height for box in boxes[:on]) + boxes[on].baseline, width)


def moved(box: Box, baseline: int) -> Box:
    """The same rows with another baseline."""
    return Box(box.rows, baseline, box.width)
