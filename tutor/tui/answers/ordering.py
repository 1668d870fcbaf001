"""Putting lines in order: they change places on the screen, and keep the numbers that the question gave them."""

from __future__ import annotations

from tutor.grading.listing import places
from tutor.grading.reading import RefusalError
from tutor.tui.answers.lines import LinesWidget, NumberedLine


class Ordering(LinesWidget):
    """`order`: the numbers (from 0) as they stand; the first `placed` of them are an answer so far.

    Typing numbers puts these lines first, one below the other; carrying a line says where all stand.
    """

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self.order = list(range(len(self.lines)))
        self.placed = 0
        self.lifted = False
        self.at = 0

    @property
    def text(self) -> str:
        """The numbers in order, as far as they're placed."""
        return " ".join(str(number + 1) for number in self.order[: self.placed])

    def take(self, text: str) -> bool:
        """The order that a text means, or its beginning."""
        try:
            first = places(text, self.question.options) if text.strip() else ()
        except RefusalError:
            return False
        if len(set(first)) < len(first):
            return False
        self._arrange([*first, *(number for number in range(len(self.lines)) if number not in first)], len(first))
        return True

    @property
    def how(self) -> str:
        """What can be done now."""
        if self.lifted:
            return "↑ ↓ carry the line · Space puts it down · Enter sends"
        return f"1–{len(self.lines)} what comes next · Space lifts a line, ↑ ↓ carry it · Enter sends"

    def signs(self, number: int) -> str:
        """The arrow where the keys are, doubled while the line is lifted; a dot at lines that aren't placed yet."""
        here = ("↕" if self.lifted else "▸") if self.order.index(number) == self.at else " "
        return f"{here} {' ' if self.order.index(number) < self.placed else '·'}"

    def is_marked(self, number: int) -> bool:
        """Placed lines are emphasised."""
        return self.order.index(number) < self.placed

    def into_view(self) -> None:
        """Scroll to the line where the keys are."""
        self.lines[self.order[self.at]].scroll_visible(animate=False)

    def move(self, name: str) -> None:
        """Another line, a line carried, or the answer."""
        match name:
            case "send":
                self.send()
            case "carry_up" | "carry_down":
                self.carry(-1 if name == "carry_up" else 1)
            case "line_up" | "line_down" if self.lifted:
                self.carry(-1 if name == "line_up" else 1)
            case "erase":
                self._back()
            case "line_take":
                self.lifted = not self.lifted
                if self.lifted and self.placed < len(self.order):
                    self.placed = len(self.order)  # who lifts one line has looked at all of them
                self.changed()
            case _:
                self.at = max(0, min(len(self.order) - 1, self.at + (1 if name == "line_down" else -1)))
                self.show()
                self.into_view()

    def carry(self, by: int) -> None:
        """The line where the keys are, one place up or down."""
        there = self.at + by
        if not 0 <= there < len(self.order):
            return
        order = list(self.order)
        order[self.at], order[there] = order[there], order[self.at]
        self.at = there
        self._arrange(order, len(order))
        self.changed()

    def typed(self, character: str) -> bool:
        """Its number puts a line next."""
        number = self.number_typed(character)
        if number is None:
            return False
        self._next(number)
        return True

    def _next(self, number: int) -> None:
        first = [one for one in self.order[: self.placed] if one != number] if self.placed < len(self.order) else []
        placed = [*first, number]
        rest = [one for one in self.order if one not in placed]
        self.at = min(len(placed), len(self.order) - 1)
        self._arrange([*placed, *rest], len(self.order) if len(rest) < 2 else len(placed))
        self.changed()

    def _back(self) -> None:
        self.placed = max(0, min(self.placed, len(self.order) - 1) - 1)
        self.at = self.placed
        self._arrange(self.order, self.placed)
        self.changed()

    def _arrange(self, order: list[int], placed: int) -> None:
        self.order, self.placed = order, placed
        if self.is_attached:
            self.sort_children(key=lambda line: order.index(line.number))  # type: ignore[attr-defined]
        self.show()

    def on_numbered_line_pointed(self, event: NumberedLine.Pointed) -> None:
        """A click puts a line next."""
        event.stop()
        self.focus()
        self._next(event.number)
