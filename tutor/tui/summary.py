"""The end of a session: first what you can now derive, last the numbers; `s` keeps the notebook."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from tutor.tui.keeping import keep_notebook
from tutor.tui.prose import Prose


class SummaryScreen(Screen[None]):
    """What the session came to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape,q", "home", "Home"),
        Binding("s,ctrl+s", "keep", "Keep"),
    ]

    def __init__(self, text: str, session: str) -> None:
        super().__init__()
        self._text, self._session = text, session

    def compose(self) -> ComposeResult:
        """The text, and the way on."""
        with VerticalScroll(id="summary"):
            yield Prose(self._text, id="summary-text")
        keys = "Enter  home     s  keep the notebook as a file     ↑ ↓  scroll     Ctrl-Q  quit"
        yield Static(Text(keys), id="home-keys", markup=False)

    def action_home(self) -> None:
        """Back to Home."""
        self.app.pop_screen()

    def action_keep(self) -> None:
        """The derivation notebook, as a file."""
        from tutor.tui.app import study_app

        self.run_worker(keep_notebook(study_app(self.app), self._session), group="keep", exclusive=True)
