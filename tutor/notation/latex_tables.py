"""Sets grids: matrices, arrays with rules, cases, aligned lines."""

from __future__ import annotations

from typing import Final

from tutor.notation import box as boxes
from tutor.notation import delimiters
from tutor.notation.box import Align, Box, hconcat, moved, stack, text_box
from tutor.notation.latex_setting import Piece, Style, set_row, sets, spaced
from tutor.notation.latex_tree import Grid, Row, Symbol

_ALIGN: Final[dict[str, Align]] = {"l": "left", "c": "center", "r": "right", "m": "center"}
_CELL_GAP: Final = 2
_PAIR_GAP: Final = 4
_NOTHING: Final = Symbol("", "", "")


@sets(Grid)
def _grid(grid: Grid, style: Style) -> Piece:
    if style.line:
        return Piece(text_box(_on_line(grid, style)), "open" if grid.left else "ord", "inner" if grid.right else "ord")
    inner = Style(style.ascii, tight=style.tight and grid.form == "lines", small=grid.form in ("matrix", "array"))
    cells = [[_cell(row, grid, number, inner) for number, row in enumerate(line)] for line in grid.rows]
    body = _set(grid, cells, style.ascii)
    if not grid.left and not grid.right:
        return Piece(body, "inner", "inner")
    if grid.form == "cases":
        body = hconcat([boxes.blank(1), body])
    fenced = delimiters.fence(grid.left, grid.right, body, plain=style.ascii)
    if fenced.height > 1:
        return Piece(fenced, "inner", "inner" if grid.right else "ord")
    return Piece(fenced, "open" if grid.left else "ord", "close" if grid.right else "ord")


def _cell(row: Row, grid: Grid, number: int, style: Style) -> Box:
    """A cell; in aligned lines it keeps the space to the relation or operator at its edge."""
    if grid.form != "aligned" or not row.items or "c" in grid.columns:
        return set_row(row, style)
    if number % 2 == 0:
        pieces = spaced(row, style)
        box = hconcat([piece.box for piece in pieces])
        return hconcat([box, boxes.blank(1)]) if pieces[-1].right == "rel" else box
    # The left side stands in the cell before: without it the operator would be a sign.
    pieces = spaced(Row((_NOTHING, *row.items)), style)
    box = hconcat([piece.box for piece in pieces])
    return hconcat([boxes.blank(1), box]) if len(pieces) > 1 and pieces[1].left in ("rel", "bin") else box


def _set(grid: Grid, cells: list[list[Box]], plain: bool) -> Box:
    widths = [max(line[number].width for line in cells) for number in range(grid.width)]
    aligns = [_alignment(grid, [line[number] for line in cells], number) for number in range(grid.width)]
    airy = any(box.height > 1 for line in cells for box in line)
    rows: list[Box] = []
    for index, line in enumerate(cells):
        if index in grid.lines:
            rows.append(_rule(grid, widths, plain))
        elif index and airy:
            rows.append(_line(grid, [boxes.EMPTY] * grid.width, widths, aligns, plain))
        rows.append(_line(grid, line, widths, aligns, plain))
    if len(cells) in grid.lines:
        rows.append(_rule(grid, widths, plain))
    body = stack(rows, align="left")
    if len(cells) % 2 and not grid.lines:
        middle = len(rows) // 2
        return moved(body, sum(row.height for row in rows[:middle]) + rows[middle].baseline)
    return moved(body, (body.height - 1) // 2)


def _alignment(grid: Grid, column: list[Box], number: int) -> Align:
    """Numbers are flush right, so that signs and digits stand below one another; other entries are centred."""
    asked = grid.columns[number]
    if asked == "m" and all(box.height == 1 and _numeric(box.rows[0]) for box in column):
        return "right"
    return _ALIGN[asked]


def _numeric(text: str) -> bool:
    return text.strip("−-+").replace(".", "").isdigit() or not text


def _line(grid: Grid, line: list[Box], widths: list[int], aligns: list[Align], plain: bool) -> Box:
    filled = [boxes.fill(box, width, align) for box, width, align in zip(line, widths, aligns, strict=True)]
    above, below = max(box.above for box in filled), max(box.below for box in filled)
    parts: list[Box] = []
    for number, box in enumerate(filled):
        parts.append(_between(grid, number, above, below, plain))
        parts.append(box)
    parts.append(_between(grid, len(filled), above, below, plain))
    return hconcat(parts)


def _between(grid: Grid, number: int, above: int, below: int, plain: bool) -> Box:
    """What stands before a column: a rule, or space."""
    edge = number in (0, grid.width)
    if number in grid.rules:
        text = "|" if plain else "│"
        text = f"{text} " if number == 0 else f" {text}" if edge else f" {text} "
        return Box((text,) * (above + below + 1), above, len(text))
    if edge:
        return boxes.EMPTY
    return boxes.blank(_gap(grid, number))


def _gap(grid: Grid, number: int) -> int:
    if grid.form != "aligned":
        return _CELL_GAP
    if "c" in grid.columns:
        # eqnarray: the relation stands in a column of its own.
        return 1
    return 0 if grid.columns[number] == "l" else _PAIR_GAP


def _rule(grid: Grid, widths: list[int], plain: bool) -> Box:
    dash, cross = ("-", "+") if plain else ("─", "┼")
    text = ""
    for number in range(grid.width + 1):
        filler = _between(grid, number, 0, 0, plain).rows[0]
        text += "".join(cross if char in "|│" else dash for char in filler)
        text += dash * widths[number] if number < grid.width else ""
    return text_box(text)


# -- on one line


def _on_line(grid: Grid, style: Style) -> str:
    if grid.form in ("aligned", "lines"):
        return _lines_on_line(grid, style)
    inner = Style(style.ascii, line=True, tight=grid.form != "cases", small=True)
    rows = [[set_row(cell, inner).rows[0] for cell in line] for line in grid.rows]
    if grid.form == "cases":
        text = "; ".join(", ".join(cell.strip().rstrip(",") for cell in row if cell) for row in rows)
        return f"{grid.left or '{'} {text} {grid.right or '}'}"
    if grid.width == 1 and len(rows) > 1 and grid.left in ("(", "["):
        # A column vector reads as its coordinates do elsewhere.
        return f"({', '.join(row[0] for row in rows)})"
    comma = any(" " in cell for row in rows for cell in row)
    text = "; ".join(_joined(grid, row, ", " if comma else " ") for row in rows)
    if grid.left in ("|", "‖", "{"):
        mark = delimiters.PLAIN.get(grid.left, grid.left) if style.ascii else grid.left
        closing = delimiters.PLAIN.get(grid.right, grid.right) if style.ascii else grid.right
        return f"{mark}{text}{closing}"
    return f"[{text}]"


def _joined(grid: Grid, row: list[str], separator: str) -> str:
    text = ""
    for number, cell in enumerate(row):
        if number:
            text += " | " if number in grid.rules else separator
        text += cell
    return text


def _lines_on_line(grid: Grid, style: Style) -> str:
    inner = Style(style.ascii, line=True, tight=style.tight)
    rows = [Row(tuple(item for cell in line for item in cell.items)) for line in grid.rows]
    lines = [set_row(row, inner).rows[0].strip() for row in rows]
    separator = "," if style.tight else "; "
    return separator.join(line.rstrip(",;") for line in lines if line)
