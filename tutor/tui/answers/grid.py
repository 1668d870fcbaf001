"""A grid of cells between brackets: a matrix, or a vector in one column.

What could be typed into the line can be typed here: a comma or a space goes to the next cell, `;` to the next row, and a pasted
matrix fills the cells. Where cells may hold letters, a space stays in its cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from rich.cells import cell_len, chop_cells
from rich.text import Text
from textual import events
from textual.geometry import Size

from tutor.notation.untrusted import clean
from tutor.session.view import PublicQuestion
from tutor.tui.answers.cells import (
    LONGEST,
    MOST,
    Cells,
    cells_of,
    entries_of,
    is_whole,
    kept,
    matrix_text,
    vector_text,
)
from tutor.tui.answers.writing import AnswerWidget
from tutor.tui.prose import plain_text

LEAST: Final = 3  # columns of a cell
CELL: Final = 60  # characters of a cell
_BRACKETS: Final = {False: ("⎡⎢⎣", "⎤⎥⎦"), True: ("[[[", "]]]")}
_OPENING: Final = "([{"
_CLOSING: Final = ")]}"


class Grid(AnswerWidget):
    """Cells of rows of equal length; `row`, `column` and `caret` say where the keys are."""

    DEFAULT_CSS = "Grid { height: auto; width: 1fr; }"

    def __init__(self, question: PublicQuestion, moves: Mapping[str, str], *, plain: bool = False) -> None:
        super().__init__(question, moves, plain=plain)
        self.is_vector = question.widget == "vector"
        self.fixed = len(question.names) if self.is_vector else 0
        self.cells: list[list[str]] = self._empty()
        self.row = self.column = self.caret = 0

    def _empty(self) -> list[list[str]]:
        return [[""] * (1 if self.is_vector else 2) for _ in range(self.fixed or 2)]

    # -- text ---------------------------------------------------------------------------------------------------------

    @property
    def _frozen(self) -> Cells:
        return tuple(map(tuple, self.cells))

    @property
    def text(self) -> str:
        """The vector or matrix as it would be typed."""
        if not self.is_vector:
            return matrix_text(self._frozen)
        entries = [row[0] for row in self.cells]
        return vector_text(entries if self.fixed else [row[0] for row in kept(self._frozen)])

    def take(self, text: str) -> bool:
        """The cells that a text means. A vector whose entries have names has as many, no more."""
        if not text.strip():
            self._fill(self._empty())
            return True
        if self.is_vector:
            entries = entries_of(text)
            if entries is None or (self.fixed and len(entries) > self.fixed):
                return False
            wanted = max(self.fixed, 2)
            self._fill([[one] for one in (*entries, *[""] * (wanted - len(entries)))])
            return True
        cells = cells_of(text)
        if cells is None:
            return False
        self._fill([list(row) for row in cells])
        return True

    def _fill(self, cells: list[list[str]]) -> None:
        self.cells = [[clean(cell, newlines=False)[:CELL] for cell in row] for row in cells]
        flat = [(r, c) for r, row in enumerate(self.cells) for c, cell in enumerate(row) if not cell]
        self._go(*(flat[0] if flat else (len(self.cells) - 1, len(self.cells[0]) - 1)))
        self.refresh(layout=True)

    def pasted(self, text: str) -> bool:
        """A list or a matrix fills the cells; anything else goes into the cell where the keys are."""
        if len(text) > LONGEST:
            return False
        text = "\n".join("\t".join(map(clean, line.split("\t"))) for line in text.splitlines())
        cells = cells_of(text)
        if cells is not None and (len(cells) > 1 or len(cells[0]) > 1) and self.take(text):
            return True
        line = " ".join(clean(text).split())
        if not line or len(self._cell) + len(line) > CELL:
            return False
        for character in line:
            self._insert(character)
        return True

    @property
    def how(self) -> str:
        """The keys, and the size where it's the learner's to say."""
        space = "comma" if self.question.letters else "space"
        if self.is_vector:
            more = "" if self.fixed else f" · {space} adds one behind the last"
            return f"↑ ↓ other cell{more} · Enter on, then sends"
        return f"{len(self.cells)}×{len(self.cells[0])} · {space} next cell · ; next row · Alt+arrows size · Enter on, then sends"

    @property
    def piece(self) -> tuple[str, str] | None:
        """The cell where the keys are, unless it's a plain number."""
        cell = self._cell.strip()
        return "expression", "" if cell.lstrip("-").isdecimal() or cell in ("-", "+") else cell

    # -- keys ---------------------------------------------------------------------------------------------------------

    @property
    def _cell(self) -> str:
        return self.cells[self.row][self.column]

    def _go(self, row: int, column: int, *, at_start: bool = False) -> None:
        self.row, self.column = row, column
        self.caret = 0 if at_start else len(self._cell)
        self.refresh()

    def _set(self, text: str, caret: int) -> None:
        self.cells[self.row][self.column], self.caret = text, caret

    def move(self, name: str) -> None:
        """To another cell, another size, or the answer."""
        rows, columns = len(self.cells), len(self.cells[0])
        match name:
            case "cell_left" if self.caret > 0:
                self.caret -= 1
            case "cell_right" if self.caret < len(self._cell):
                self.caret += 1
            case "cell_left" if self.column > 0:
                self._go(self.row, self.column - 1)
            case "cell_right" if self.column < columns - 1:
                self._go(self.row, self.column + 1, at_start=True)
            case "cell_up" if self.row > 0:
                self._go(self.row - 1, self.column)
            case "cell_down" if self.row < rows - 1:
                self._go(self.row + 1, self.column)
            case "cell_next":
                self._step(1)
            case "cell_previous":
                self._step(-1)
            case "more_rows" if not self.fixed and rows < MOST:
                self.cells.append([""] * columns)
            case "fewer_rows" if not self.fixed and rows > 1:
                self.cells.pop()
                self._go(min(self.row, rows - 2), self.column)
            case "more_columns" if columns < MOST:
                self._widen()
            case "fewer_columns" if columns > 1:
                for row in self.cells:
                    row.pop()
                self._go(self.row, min(self.column, columns - 2))
            case "send":
                self._send()
                return
        self.changed()

    def _widen(self) -> None:
        for row in self.cells:
            row.append("")

    def _step(self, by: int) -> None:
        columns = len(self.cells[0])
        place = (self.row * columns + self.column + by) % (len(self.cells) * columns)
        self._go(*divmod(place, columns))

    def _send(self) -> None:
        """The answer where it's whole; else to the next empty cell, and round from the last one to the first."""
        columns = len(self.cells[0])
        here = self.row * columns + self.column
        places = [*range(here + 1, len(self.cells) * columns), *range(here + 1)]
        empty = [place for place in places if not self.cells[place // columns][place % columns].strip()]
        given_up = not self._cell and is_whole(self._frozen) and not self.fixed
        if not empty or given_up or not self.text:
            self.send()
        else:
            self._go(*divmod(empty[0], columns))
            self.changed()

    def typed(self, character: str) -> bool:
        """Into the cell, or on to the next one. A command begins with `/` where nothing is written yet."""
        if character == "/" and not self.text:
            return False
        if len(self._cell) < CELL or character in ",; ":
            self._insert(character)
            self.changed()
        return True

    def _insert(self, character: str) -> None:
        before, after = self._cell[: self.caret], self._cell[self.caret :]
        inside = sum(map(before.count, _OPENING)) > sum(map(before.count, _CLOSING))
        parts = character in ",;" or (character == " " and not self.question.letters)
        if parts and not inside and self._has_next(row=character == ";"):
            self._part(after, row=character == ";")
            return
        if character == " " and not before:
            return
        self._set(before + character + after, self.caret + 1)
        if character in _CLOSING and not after:
            self._spread()

    def _has_next(self, *, row: bool) -> bool:
        """Whether there's a cell, or may be one, behind this one; where there's none, what is too much stays to be seen."""
        if row or self.is_vector:
            return self.row < len(self.cells) - 1 or not (self.fixed or len(self.cells) >= MOST)
        return self.column < len(self.cells[0]) - 1 or self.column < MOST - 1

    def _part(self, after: str, *, row: bool) -> None:
        """What stands behind the caret goes along to the next cell."""
        if not self._cell and not row:
            return
        self._set(self._cell[: self.caret], self.caret)
        rows, columns = len(self.cells), len(self.cells[0])
        if row or self.is_vector:
            if self.row == rows - 1:
                self.cells.append([""] * columns)
            self._go(self.row + 1, 0)
        else:
            if self.column == columns - 1:
                self._widen()
            self._go(self.row, self.column + 1)
        if after:
            self._set(after + self._cell, len(after))

    def _spread(self) -> None:
        """A whole list typed into the first cell, brackets and all, becomes cells."""
        others = any(cell for r, row in enumerate(self.cells) for c, cell in enumerate(row) if (r, c) != (0, 0))
        cells = cells_of(self._cell)
        if not others and cells is not None and (len(cells) > 1 or len(cells[0]) > 1):
            self.take(self._cell)

    def edited(self, key: str) -> bool:
        """Editing inside a cell, as in the line."""
        match key:
            case "backspace" if self.caret:
                self._set(self._cell[: self.caret - 1] + self._cell[self.caret :], self.caret - 1)
            case "backspace":
                self._step(-1 if (self.row, self.column) != (0, 0) else 0)
            case "delete":
                self._set(self._cell[: self.caret] + self._cell[self.caret + 1 :], self.caret)
            case "ctrl+u":
                self._set(self._cell[self.caret :], 0)
            case "home" | "ctrl+a":
                self.caret = 0
            case "end":
                self.caret = len(self._cell)
            case _:
                return False
        self.changed()
        return True

    # -- showing ------------------------------------------------------------------------------------------------------

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """A row each."""
        return len(self.cells)

    def _widths(self, room: int) -> list[int]:
        columns = list(zip(*self.cells, strict=True))
        most = max(LEAST, (room - 4) // len(columns) - 2)
        return [min(most, max(LEAST, *(cell_len(cell) + 1 for cell in column))) for column in columns]

    def _labels(self) -> list[str]:
        names = [plain_text(name).plain for name in self.question.names] if self.is_vector else []
        longest = max(map(cell_len, names), default=0)
        return [" " * (longest - cell_len(name)) + name for name in names]

    def render(self) -> Text:
        """Labels or brackets, and the cells; empty ones are underscores, and the one with the keys shows where it's written."""
        labels = self._labels()
        before = cell_len(labels[0]) + 3 if labels else 2
        widths = self._widths(max(20, self.size.width - before))
        text = Text(no_wrap=True, end="")
        for number, row in enumerate(self.cells):
            text.append("\n" if number else "")
            text.append(f"{labels[number]} = " if labels else f"{self._bracket(number, 0)} ")
            for column, cell in enumerate(row):
                here = self.has_focus and (number, column) == (self.row, self.column)
                text.append("  " if column else "")
                text.append_text(_field(cell, widths[column], self.caret if here else None))
            text.append("" if labels else f" {self._bracket(number, 1)}")
        return text

    def _bracket(self, row: int, side: int) -> str:
        top, middle, bottom = tuple(_BRACKETS[self.plain][side])
        if len(self.cells) == 1:
            return "[]"[side]
        return top if row == 0 else bottom if row == len(self.cells) - 1 else middle

    def on_focus(self) -> None:
        """Show where the keys are."""
        self.refresh()

    def on_blur(self) -> None:
        """They're elsewhere."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """The cell under the mouse."""
        event.stop()
        self.focus()
        labels = self._labels()
        left = cell_len(labels[0]) + 3 if labels else 2
        for column, width in enumerate(self._widths(max(20, self.size.width - left))):
            if left - 1 <= event.x <= left + width and 0 <= event.y < len(self.cells):
                self._go(event.y, column)
                self.changed()
                return
            left += width + 2


def _field(cell: str, width: int, caret: int | None) -> Text:
    """A cell in so many columns: its end where it's longer, the part with the caret where the keys are."""
    if caret is None:
        shown = cell if cell_len(cell) <= width else "…" + _last(cell, width - 1)
        return Text(shown or "_" * LEAST) + Text(" " * (width - cell_len(shown or "_" * LEAST)))
    before, after = cell[:caret], cell[caret:]
    if cell_len(cell) + 1 > width:
        before = _last(before, max(1, width - 2))
        after = _first(after, width - cell_len(before))
    found = Text(before, "underline") + Text(after[:1] or " ", "reverse") + Text(after[1:], "underline")
    return found + Text(" " * max(0, width - found.cell_len), "underline")


def _last(text: str, width: int) -> str:
    return _joined(reversed(text), width)[::-1]


def _first(text: str, width: int) -> str:
    return chop_cells(text, width)[0] if text and width > 0 else ""


def _joined(characters: Iterable[str], width: int) -> str:
    found = ""
    for character in characters:
        if cell_len(found + character) > width:
            break
        found += character
    return found
