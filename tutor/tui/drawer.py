"""The drawer beside the question: the passages behind it, or the answer to a question back. The line keeps the cursor."""

from __future__ import annotations

from typing import Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from tutor.session.view import Beside, Source
from tutor.tui import texts
from tutor.tui.prose import Prose

MOST: Final = 9  # passages listed
_LINES: Final = 3  # by which an arrow key scrolls an opened passage


class Drawer(VerticalScroll):
    """Closed until something is shown. A list of passages, one of them marked; or the marked one, whole."""

    def __init__(self) -> None:
        super().__init__(id="drawer", can_focus=False)
        self.display = False
        self.found = Beside("sources")
        self.marked = 0
        self.whole = False

    def compose(self) -> ComposeResult:
        """What was asked and named, the passages, the question back."""
        yield Prose(id="drawer-head")
        for number in range(MOST):
            yield Prose(id=f"passage-{number}", classes="passage")
        yield Prose(id="drawer-foot")

    @property
    def passages(self) -> tuple[Source, ...]:
        """Those listed."""
        return self.found.sources[:MOST]

    def show(self, found: Beside, earlier: tuple[Beside, ...] = ()) -> None:
        """Open it on what was found. `earlier`: what was asked back before about the same question."""
        self.found, self.marked, self.whole = found, 0, False
        self.query_one("#drawer-head", Prose).show(texts.beside_head(found, earlier))
        self.query_one("#drawer-foot", Prose).show(texts.beside_foot(found))
        self.display = True
        self._passages()
        self.scroll_home(animate=False)

    def renew(self, found: Beside) -> None:
        """The same look-up under a changed veil."""
        if found != self.found:
            marked, whole = self.marked, self.whole
            self.show(found)
            self.marked, self.whole = marked, whole
            self._passages()

    def close(self) -> bool:
        """From a whole passage back to the list, from the list out of sight; False when it was out of sight already."""
        if not self.display:
            return False
        if self.whole:
            self.open(self.marked)
        else:
            self.display = False
        return True

    def move(self, by: int) -> None:
        """Mark the next passage, or scroll the one that is open."""
        if self.whole or not self.passages:
            self.scroll_relative(y=by * _LINES, animate=False)
            return
        self.marked = max(0, min(len(self.passages) - 1, self.marked + by))
        self._passages()
        self.call_after_refresh(self._marked_into_view)

    def open(self, number: int) -> bool:
        """That passage (from 0), whole; the list again when it's open. False when there's none."""
        if not 0 <= number < len(self.passages):
            return False
        self.whole = not (self.whole and number == self.marked)
        self.marked = number
        self._passages()
        if self.whole:
            self.scroll_home(animate=False)
        else:
            self.call_after_refresh(self._marked_into_view)
        return True

    def _passages(self) -> None:
        for edge in ("head", "foot"):
            self.query_one(f"#drawer-{edge}").display = not self.whole
        for number in range(MOST):
            slot = self.query_one(f"#passage-{number}", Prose)
            source = self.passages[number] if number < len(self.passages) else None
            if source is None or (self.whole and number != self.marked):
                slot.show("")
            elif self.whole:
                slot.show(texts.whole_passage(source, number + 1))
            else:
                slot.show(texts.listed_passage(source, number + 1, marked=number == self.marked))

    def _marked_into_view(self) -> None:
        if self.marked == 0:
            self.scroll_home(animate=False)
        else:
            self.scroll_to_widget(self.query_one(f"#passage-{self.marked}"), animate=False)
