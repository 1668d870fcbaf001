"""Numbered lines on the card: options, steps of an argument, points to tick. Signs in front say what is chosen; the mouse points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, Final, Literal

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

from tutor.session.view import PublicQuestion
from tutor.tui.answers.writing import AnswerWidget
from tutor.tui.prose import Prose

SIGNS: Final = 8  # columns for signs and number


class NumberedLine(Horizontal):
    """A line with its number, behind signs."""

    DEFAULT_CSS = """
    NumberedLine { height: auto; }
    NumberedLine > Static { width: 8; height: auto; }
    NumberedLine.tall { margin-bottom: 1; }
    """

    class Pointed(Message):
        """The mouse points at a line."""

        def __init__(self, line: NumberedLine) -> None:
            super().__init__()
            self.line = line
            self.number = line.number

    def __init__(self, number: int, source: str) -> None:
        super().__init__()
        self.number = number
        self._source = " ".join(source.split())
        self._signs, self._prose = Static(markup=False), Prose(self._source)

    def compose(self) -> ComposeResult:
        """Signs, then the text."""
        yield self._signs
        yield self._prose

    def on_resize(self, event: events.Resize) -> None:
        """A formula of several rows has its number in the middle, and a row to the next line; a wrapped text needs neither."""
        rows = self._prose.set_at(max(1, event.size.width - SIGNS)).plain.split("\n")
        tall = len(rows) > 1 and not self._is_text(rows)
        self.set_class(tall, "tall")
        self._signs.styles.padding = ((len(rows) - 1) // 2 if tall else 0, 0, 0, 0)

    def _is_text(self, rows: list[str]) -> bool:
        return "$" not in self._source or all(sum(map(str.isalpha, row)) > len(row) / 2 for row in rows)

    def sign(self, signs: str, *, marked: bool, label: str = "") -> None:
        """Other signs, and another label than the number. What is marked is bold too."""
        label = label or str(self.number + 1)
        self._signs.update(Text(f"{signs} {label:>2}", "bold" if marked else "", no_wrap=True))

    def on_click(self, event: events.Click) -> None:
        """Tell which line it is."""
        event.stop()
        self.post_message(self.Pointed(self))


class LinesWidget(AnswerWidget):
    """Lines among which `at` is where the keys are."""

    DEFAULT_CSS = """
    LinesWidget { height: auto; layout: vertical; }
    """
    place: ClassVar[Literal["card", "foot", "beside"]] = "card"
    stays: ClassVar[bool] = True
    anew: ClassVar[bool] = True

    def __init__(
        self, question: PublicQuestion, moves: Mapping[str, str], lines: Iterable[str], *, plain: bool = False
    ) -> None:
        super().__init__(question, moves, plain=plain)
        self.lines = tuple(NumberedLine(number, source) for number, source in enumerate(lines))
        self.at = -1
        self._digits = ""

    def compose(self) -> ComposeResult:
        """All lines."""
        yield from self.lines

    def on_mount(self) -> None:
        """Signs from the start."""
        self.show()

    def signs(self, number: int) -> str:
        """What stands before the number of a line."""
        raise NotImplementedError

    def is_marked(self, number: int) -> bool:
        """Whether a line is emphasised."""
        return number == self.at

    def show(self) -> None:
        """All signs anew."""
        for number, line in enumerate(self.lines):
            line.sign(self.signs(number), marked=self.is_marked(number))

    def changed(self) -> None:
        """With the line where the keys are in view."""
        self.show()
        super().changed()
        self.into_view()

    def into_view(self) -> None:
        """Scroll to the line where the keys are."""
        if 0 <= self.at < len(self.lines):
            self.lines[self.at].scroll_visible(animate=False)

    def number_typed(self, character: str) -> int | None:
        """The line (from 0) that a digit means; of ten lines and more, 1 and 0 together mean the tenth. None for anything else."""
        if not (character.isascii() and character.isdigit()):
            return None
        both = self._digits + character
        self._digits = character
        number = int(both) if 9 < int(both) <= len(self.lines) else int(character)
        return number - 1 if 0 < number <= len(self.lines) else None
