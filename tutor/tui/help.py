"""Help: every key, and how to type answers; from the same registry as the keys themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tutor.tui.keys import Key
from tutor.tui.prose import Prose

ANSWERS = """
## Typing answers

- numbers: `7`, `-3/4`, `0.25`, `1 1/2`
- vectors: `(3, -1)` or `3, -1`
- matrices: `[1 2; 3 4]`
- expressions: `2a + b`, `x²` or `x^2`, `sqrt(2)/2`
- equations and inequalities: `y = 2x + 1`, `2x + y <= 4`
- sets and solutions: `{2, -3}`, `x = 2 or x = -3`, `[1, 5)`, `x < 2`
- quantities: `2.5 m/s^2`, `6 ft 2 in`, `25 °C`
- chemistry: `SO4^2-`, `2 H2 + O2 -> 2 H2O`, `[Ar] 3d10 4s1`
- logic: `not P or Q`
- options: their number, or several: `1 3`; to match, their letters in the order of the items: `b a c`

Where a question has a widget, Ctrl-T leads from it to the line and back; what is written stands in both. Its keys are under it:

- numbered lines: their number, or the arrows; Space takes or leaves a line where several may hold
- an order: the numbers one after the other; or Space lifts a line, the arrows carry it
- matching: an option's letter goes with the item at the arrow
- cells: arrows, Tab and Enter; a comma or a space goes on, `;` begins a row; Alt and arrows change the size; paste works
- a line or a plane: arrows, or the mouse
- slots before formulas: a number, or the arrows; an empty slot means one

Tab takes what a text that could not be read may have meant. PgDn and PgUp show the rest of a long page.

What you type is shown as it is read before it counts. What can't be read costs nothing, nor does an answer given faster than
the question can be read. "I don't know" is an honest answer: the question becomes smaller.
"""


class HelpScreen(ModalScreen[None]):
    """What you can do here."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q,f1", "dismiss", "Close")]

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        """A table of keys, then how answers are typed."""
        rows = "\n".join(f"| {key.key} | /{key.command} | {key.about} |" for key in self._keys)
        with VerticalScroll(id="help"):
            yield Prose("## Keys\n\n| key | or type | |\n|---|---|---|\n" + rows + "\n" + ANSWERS)
            yield Static(Text("Esc closes"), markup=False)
