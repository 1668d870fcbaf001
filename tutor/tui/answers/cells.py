"""A grid of cells and the text that says the same: written for the grader, read back from drafts and from what is pasted.

Cells are texts as typed; an empty one is still to be filled. Text with empty cells can't be graded, but it's read back as the
same cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from tutor.grading.remarks import remark

Row = tuple[str, ...]
Cells = tuple[Row, ...]

MOST: Final = 8  # rows, and columns
LONGEST: Final = 600  # characters of a text that is looked at
_PAIRS: Final = {"(": ")", "[": "]", "{": "}"}
_LATEX: Final = re.compile(r"\\begin\{([bpvBV]?matrix|array)\}(?:\{[lcr|]*\})?(.*)\\end\{\1\}", re.DOTALL)
_LOOSE: Final = re.compile(r"[-+*/^=]$")  # a piece that goes on behind the space
_SIGNED: Final = re.compile(r"[-+]?[^-+*/^=]")  # a piece that can stand alone begins so


def kept(cells: Cells) -> Cells:
    """Without the empty rows below and the empty columns on the right; () where all is empty."""
    while cells and not any(cells[-1]):
        cells = cells[:-1]
    width = max((place + 1 for row in cells for place, cell in enumerate(row) if cell), default=0)
    return tuple(row[:width] for row in cells)


def is_whole(cells: Cells) -> bool:
    """Whether every cell of what is kept is filled, and there is one."""
    left = kept(cells)
    return bool(left) and all(all(row) for row in left)


def vector_text(entries: Iterable[str]) -> str:
    """`(3, -1)`; the empty text where no entry is filled."""
    entries = tuple(map(_one, entries))
    return f"({', '.join(entries)})" if any(entries) else ""


def matrix_text(cells: Cells) -> str:
    """`[1, 2; 3, 4]`, and `[[1, 2]]` for a single row, which would else be read as a list; the empty text where nothing is filled."""
    rows = [", ".join(map(_one, row)) for row in kept(cells)]
    if not rows:
        return ""
    return f"[[{rows[0]}]]" if len(rows) == 1 else f"[{'; '.join(rows)}]"


def _one(cell: str) -> str:
    """In brackets, a space is the end of an entry: a cell with one gets brackets of its own."""
    cell = cell.strip()
    return f"({cell})" if " " in cell and _enclosed(cell) is None else cell


def cells_of(text: str) -> Cells | None:
    """The cells that a text means, at most `MOST` rows and columns of equal length; None where it's no list of cells.

    Read are `1 2; 3 4`, the same in brackets or with commas, `[[1, 2], [3, 4]]`, LaTeX's matrices, lines with tabs or spaces.
    """
    bare = text.strip()
    if not bare or len(bare) > LONGEST or bare.startswith("/") or remark(bare):
        return None
    rows = _latex(bare) or _lines(bare) or _listed(bare)
    if rows is None or len(rows) > MOST:
        return None
    width = max(map(len, rows))
    return tuple((*row, *[""] * (width - len(row))) for row in rows) if 0 < width <= MOST else None


def entries_of(text: str) -> Row | None:
    """The entries of a text that means one row or one column; None for anything else."""
    cells = cells_of(text)
    if cells is None or (len(cells) > 1 and len(cells[0]) > 1):
        return None
    return cells[0] if len(cells) == 1 else tuple(row[0] for row in cells)


def _latex(text: str) -> list[Row] | None:
    found = _LATEX.fullmatch(text.strip("$ \n"))
    if found is None:
        return None
    rows = [row for row in re.split(r"\\\\(?:\[[^\]]*\])?", found.group(2)) if row.strip()]
    return [tuple(" ".join(cell.split()) for cell in row.split("&")) for row in rows]


def _lines(text: str) -> list[Row] | None:
    """Lines and tabs, as a table of figures is copied."""
    if "\t" not in text and "\n" not in text:
        return None
    return [
        tuple(cell.strip() for cell in line.split("\t")) if "\t" in line else _row(line)
        for line in text.splitlines()
        if line.strip()
    ]


def _listed(text: str) -> list[Row] | None:
    inside = _enclosed(text)
    if inside is not None:
        nested = _split(inside, ",;")
        rows = [_enclosed(one.strip()) if one.strip().startswith("[") else None for one in nested]
        if all(row is not None for row in rows):
            return [_row(row or "") for row in rows]
        if text.startswith("{"):
            return None
        text = inside if text.startswith("[") or len(nested) > 1 else text
    return [_row(row) for row in _split(text, ";")]


def _row(text: str) -> Row:
    """Cells between commas; without a comma, between spaces where each piece can stand by itself."""
    pieces = _split(text, ",")
    if len(pieces) == 1:
        spaced = [piece for piece in _split(text.strip(), " ") if piece]
        alone = all(_SIGNED.match(piece) and not _LOOSE.search(piece) for piece in spaced)
        pieces = spaced if alone and spaced else pieces
    return tuple(_unwrapped(piece.strip()) for piece in pieces)


def _unwrapped(cell: str) -> str:
    """Without the brackets that a space asked for."""
    inside = _enclosed(cell) if cell.startswith("(") else None
    return inside if inside is not None and " " in inside and len(_split(inside, ",;")) == 1 else cell


def _enclosed(text: str) -> str | None:
    """What stands in the one pair of brackets around all of the text."""
    if len(text) < 2 or _PAIRS.get(text[0]) != text[-1]:
        return None
    depth = 0
    for place, character in enumerate(text):
        depth += (character in _PAIRS) - (character in _PAIRS.values())
        if depth == 0 and place < len(text) - 1:
            return None
    return text[1:-1] if depth == 0 else None


def _split(text: str, separators: str) -> list[str]:
    """The pieces between separators that stand in no bracket."""
    pieces, depth = [""], 0
    for character in text:
        depth = max(0, depth + (character in _PAIRS) - (character in _PAIRS.values()))
        if depth == 0 and character in separators:
            pieces.append("")
        else:
            pieces[-1] += character
    return pieces
