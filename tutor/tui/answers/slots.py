"""A reaction with slots for the amounts; where the question allows it, the atoms on both sides are counted meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from rich.text import Text
from textual import events
from textual.geometry import Size

from tutor.errors import NotationError
from tutor.notation.untrusted import clean
from tutor.session.view import PublicQuestion
from tutor.tui.answers.amounts import LONGEST, Slots, slots_of
from tutor.tui.answers.writing import AnswerWidget

EMPTY: Final = "__"
_ARROWS: Final = {"->": "→", "<=>": "⇌", "=": "="}


class SlotsWidget(AnswerWidget):
    """`slots` holds what is written; `at` is the slot where the keys are."""

    DEFAULT_CSS = "SlotsWidget { height: auto; width: 1fr; }"

    def __init__(self, question: PublicQuestion, moves: Mapping[str, str], *, plain: bool = False) -> None:
        super().__init__(question, moves, plain=plain)
        self.slots: Slots | None = slots_of(question.slots)
        self.at = 0
        self._formulas = [_shown(formula, plain=plain) for formula in self.slots.formulas] if self.slots else []

    @property
    def text(self) -> str:
        """The reaction as it would be typed."""
        return self.slots.text() if self.slots else ""

    def take(self, text: str) -> bool:
        """The amounts of a reaction between the same formulas."""
        found = self.slots.taking(text) if self.slots else None
        if found is None:
            return False
        self.slots = found
        self.refresh(layout=True)
        return True

    @property
    def how(self) -> str:
        """Slots and amounts."""
        return "← → other slot · a number, or ↑ ↓ · an empty slot means 1 · Enter sends"

    def move(self, name: str) -> None:
        """Another slot, another amount, or the answer."""
        if self.slots is None or name == "send":
            self.send()
            return
        count = len(self.slots.amounts)
        if name in ("cell_up", "cell_down"):
            self._write(_raised(self.slots.amounts[self.at], 1 if name == "cell_up" else -1))
        else:
            self.at = (self.at + (1 if name in ("cell_right", "cell_next") else -1)) % count
            self.refresh()

    def typed(self, character: str) -> bool:
        """A digit, or the line of a fraction; a space or + goes on to the next slot."""
        if self.slots is None:
            return False
        amount = self.slots.amounts[self.at]
        if character in " +":
            self.move("cell_next")
        elif (character.isascii() and character.isdigit()) or (character == "/" and amount and "/" not in amount):
            if len(amount) < LONGEST:
                self._write(amount + character)
        else:
            return False
        return True

    def _write(self, amount: str) -> None:
        assert self.slots is not None
        self.slots = self.slots.typed(self.at, amount)
        self.changed()

    def edited(self, key: str) -> bool:
        """Backspace takes a digit away, in an empty slot it goes back; Delete empties the slot."""
        if key not in ("backspace", "delete") or self.slots is None:
            return False
        amount = self.slots.amounts[self.at]
        if amount:
            self._write(amount[:-1] if key == "backspace" else "")
        elif key == "backspace":
            self.move("cell_previous")
        return True

    # -- showing ------------------------------------------------------------------------------------------------------

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The reaction in as many rows as it needs, and the count."""
        return self._set_in(width).plain.count("\n") + 1

    def render(self) -> Text:
        """The reaction with its slots."""
        return self._set_in(max(20, self.size.width))

    def _set_in(self, width: int) -> Text:
        text, column = Text(no_wrap=True, end=""), 0
        for piece in self._pieces():
            if column and column + piece.cell_len > width:
                text.append("\n  ")
                column = 2
            text.append_text(piece)
            column += piece.cell_len
        if self.question.counted and self.slots is not None:
            text.append("\n")
            for what, left, right in self.slots.atoms():
                same = left == right
                sign = "=" if same else "≠" if not self.plain else "!="
                text.append(f"{what} {left} {sign} {right}", "" if same else "bold")
                text.append("    ")
        return text

    def _pieces(self) -> Iterator[Text]:
        if self.slots is None:
            return
        count, slots = len(self._formulas), self.slots
        for place, formula in enumerate(self._formulas):
            amount = slots.amounts[place]
            field = Text(amount, "underline") if amount else Text(EMPTY)
            if self.has_focus and place == self.at:
                field = Text(amount, "underline") + Text(" ", "reverse") + Text("" if amount else "_")
            follows = "" if place == count - 1 else " + "
            if place == slots.left - 1:
                follows = f" {slots.arrow if self.plain else _ARROWS[slots.arrow]} "
            yield field + Text(f" {formula}{follows}")

    def on_focus(self) -> None:
        """Show where the keys are."""
        self.refresh()

    def on_blur(self) -> None:
        """They're elsewhere."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """The slot of the term under the mouse."""
        event.stop()
        self.focus()
        width, column, row = max(20, self.size.width), 0, 0
        for place, piece in enumerate(self._pieces()):
            if column and column + piece.cell_len > width:
                column, row = 2, row + 1
            if row == event.y and column <= event.x < column + piece.cell_len:
                self.at = place
                self.refresh()
                return
            column += piece.cell_len


def _shown(formula: str, *, plain: bool) -> str:
    from tutor.notation.latex_layout import inline

    try:
        shown = inline(f"\\ce{{{formula}}}", ascii=plain)
    except NotationError:
        shown = formula
    return clean(shown, newlines=False)


def _raised(amount: str, by: int) -> str:
    """One more or less; below one the slot is empty, which means one."""
    if "/" in amount:
        return amount
    value = Fraction(amount or 1) + by
    return str(min(value, Fraction(999))) if value > 1 or (value == 1 and amount) else ""
