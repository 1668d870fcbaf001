"""Matching: the items stand still, and each gets the letter of an option. An option may go with several items, or with none."""

from __future__ import annotations

from typing import Final

from textual.app import ComposeResult
from textual.widgets import Static

from tutor.grading.match import in_order
from tutor.grading.reading import RefusalError
from tutor.tui.answers.lines import LinesWidget, NumberedLine

LETTERS: Final = "abcdefghij"
OPEN: Final = "_"


class Matching(LinesWidget):
    """`chosen`: by item (from 0), the option or None. The first lines are the items, the others the options."""

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        options = self.lines
        self.items = tuple(NumberedLine(number, source) for number, source in enumerate(self.question.items))
        self.lines = (*self.items, *options)
        self.chosen: list[int | None] = [None] * len(self.items)
        self.at = 0

    def compose(self) -> ComposeResult:
        """Items, then options."""
        yield from self.items
        yield Static(" ")
        yield from self.lines[len(self.items) :]

    @property
    def text(self) -> str:
        """Letters in the order of the items, an underscore where one is still open; empty while all are."""
        if all(one is None for one in self.chosen):
            return ""
        return " ".join(OPEN if one is None else LETTERS[one] for one in self.chosen)

    def take(self, text: str) -> bool:
        """What a text matches, as the grader reads it; underscores are items still open."""
        words = text.split()
        try:
            if OPEN in words:
                found = [None if word == OPEN else in_order(word, self.question.options)[0] for word in words]
            else:
                found = [*in_order(text, self.question.options)] if words else []
        except RefusalError:
            return False
        if len(found) > len(self.items):
            return False
        self.chosen = [*found, *[None] * (len(self.items) - len(found))]
        self.at = next((number for number, one in enumerate(self.chosen) if one is None), len(self.items) - 1)
        self.show()
        return True

    @property
    def how(self) -> str:
        """Letters and arrows."""
        return f"a–{LETTERS[len(self.question.options) - 1]} goes with the item at ▸ · ↑ ↓ other item · Enter sends"

    def show(self) -> None:
        """The items with their letters, the options with theirs; a dot at options that are still free."""
        for number, line in enumerate(self.items):
            letter = self.chosen[number]
            here = "▸" if number == self.at else " "
            line.sign(f"{here}[{OPEN if letter is None else LETTERS[letter]}]", marked=letter is not None)
        for number, line in enumerate(self.lines[len(self.items) :]):
            line.sign("    " if number in self.chosen else "   ·", marked=False, label=f"{LETTERS[number]})")

    def move(self, name: str) -> None:
        """Another item, an item opened again, or the answer."""
        match name:
            case "send":
                self.send()
            case "erase":
                filled = self.chosen[self.at] is not None or self.at == 0
                self.at -= 0 if filled else 1
                self._choose(None, self.at)
            case _:
                self.at = max(0, min(len(self.items) - 1, self.at + (1 if name == "item_down" else -1)))
                self.show()
                self.into_view()

    def typed(self, character: str) -> bool:
        """A letter goes with the item where the keys are, a number leads to an item; a space does nothing."""
        letter = LETTERS[: len(self.question.options)].find(character.casefold())
        if letter >= 0:
            self._choose(letter, min(self.at + 1, len(self.items) - 1))
            return True
        number = self.number_typed(character)
        if number is not None and number < len(self.items):
            self.at = number
            self.show()
            self.into_view()
            return True
        return character == " "

    def _choose(self, option: int | None, then: int) -> None:
        self.chosen[self.at], self.at = option, then
        self.changed()

    def on_numbered_line_pointed(self, event: NumberedLine.Pointed) -> None:
        """A click on an item goes there; one on an option goes with the item where the keys are."""
        event.stop()
        self.focus()
        if event.line in self.items:
            self.at = event.number
            self.show()
        else:
            self._choose(event.number, min(self.at + 1, len(self.items) - 1))
