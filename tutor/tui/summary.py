"""The end of a session: first what you can now derive, last the numbers."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from tutor.tui.prose import Prose


class SummaryScreen(Screen[None]):
    """What the session came to."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,escape,q", "home", "Home")]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """The text, and the way on."""
        with VerticalScroll(id="summary"):
            yield Prose(self._text, id="summary-text")
        yield Static(Text("Enter  home     ↑ ↓  scroll     Ctrl-Q  quit"), id="home-keys", markup=False)

    def action_home(self) -> None:
        """Back to Home."""
        self.app.pop_screen()
