"""LaTeX mathematics as text: in two dimensions, or on one line.

Nothing is dropped or guessed: what can't be shown faithfully is an error with its place, and the caller shows
the source.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tutor.errors import NotationError
from tutor.notation import box as boxes
from tutor.notation import (
    latex_marks,  # noqa: F401  (registers its setters)
    latex_stacks,  # noqa: F401
    latex_tables,  # noqa: F401
)
from tutor.notation.box import Box, hconcat, stack
from tutor.notation.latex_parse import parse
from tutor.notation.latex_setting import Piece, Style, set_row, spaced
from tutor.notation.latex_tree import Fraction, Grid, Row, only, walk

MAX_WIDTH: Final = 400
"""Columns of a box."""


def layout(latex: str, *, ascii: bool = False) -> Box:  # noqa: A002
    """A formula (without its dollars) in two dimensions; its baseline is where text beside it stands.

    Raises:
        NotationError: `unreadable` with the place in the source, or `limit-exceeded` (4,000 characters, 40
        levels, 400 columns).
    """
    return _checked(set_row(parse(latex), Style(ascii)), latex)


def inline(latex: str, *, ascii: bool = False) -> str:  # noqa: A002
    """A formula on one line: `(1/2) x²`, `(3, −1)`, `[1 2; 3 4]`, `√(x + 1)`.

    Raises:
        NotationError: as `layout`.
    """
    return set_row(parse(latex), Style(ascii, line=True)).rows[0].strip()


def fragments(latex: str, *, ascii: bool = False) -> tuple[str, ...]:  # noqa: A002
    """The same line cut where a paragraph may break it: after relations, operators and commas outside
    brackets.
    """
    return tuple(_fragments(spaced(parse(latex), Style(ascii, line=True))))


def layout_within(latex: str, width: int, *, ascii: bool = False) -> Box | None:  # noqa: A002
    """A formula in two dimensions at most `width` cells wide, broken before relations and, if need be,
    operators.

    None when a part that can't be broken is wider. Raises NotationError as `layout`.
    """
    row = parse(latex)
    style = Style(ascii)
    whole = set_row(row, style)
    if whole.width <= width:
        return whole
    grid = only(row)
    if isinstance(grid, Grid) and grid.form in ("aligned", "lines"):
        lines = [_broken(Row(tuple(item for cell in line for item in cell.items)), style, width) for line in grid.rows]
        return None if None in lines else stack([line for line in lines if line is not None], align="left")
    return _broken(row, style, width)


def is_tall(latex: str) -> bool:
    """Whether a formula in running text reads better in two dimensions: a matrix of rows and columns, cases,
    nested fractions.
    """
    for node in walk(parse(latex)):
        if isinstance(node, Grid) and len(node.rows) > 1 and (node.width > 1 or node.form in ("lines", "aligned")):
            return True
        if isinstance(node, Fraction) and sum(isinstance(part, Fraction) for part in walk(node)) > 1:
            return True
    return False


def _checked(box: Box, latex: str) -> Box:
    if box.width > MAX_WIDTH:
        what = f"the formula is {box.width} columns wide; {MAX_WIDTH} are the most"
        raise NotationError("limit-exceeded", what, remedy="split it", start=0, end=len(latex))
    return box


def _fragments(pieces: list[Piece]) -> Iterator[str]:
    run = ""
    for piece in pieces:
        run += piece.box.rows[0]
        if (piece.right in ("rel", "bin", "punct") and run.endswith(" ")) or (len(run) > 1 and run.endswith("  ")):
            yield run.strip()
            run = ""
    if run.strip():
        yield run.strip()


def _broken(row: Row, style: Style, width: int) -> Box | None:
    """The row on several lines; lines after the first are indented to the first relation, or by two cells."""
    pieces = spaced(row, style)
    for kinds in (("rel",), ("rel", "bin")):
        parts = _cut(pieces, kinds)
        indent = parts[0].width if len(parts) > 1 and parts[0].width <= width // 3 else 2
        lines = _filled(parts, width, indent)
        if all(line.width <= width for line in lines):
            return stack(lines, align="left")
    return None


def _cut(pieces: list[Piece], kinds: tuple[str, ...]) -> list[Box]:
    """The pieces in groups that begin with a relation or operator."""
    groups: list[list[Box]] = [[]]
    for piece in pieces:
        if piece.left in kinds and groups[-1]:
            groups.append([])
        groups[-1].append(piece.box)
    return [hconcat(group) for group in groups]


def _filled(parts: list[Box], width: int, indent: int) -> list[Box]:
    lines: list[list[Box]] = [[parts[0]]]
    used = parts[0].width
    for part in parts[1:]:
        if used + part.width <= width:
            lines[-1].append(part)
            used += part.width
        else:
            lines.append([boxes.blank(indent), part])
            used = indent + part.width
    return [hconcat(line) for line in lines]
