"""Choosing among lines: one of them (options, predictions, the step that fails), or all that hold."""

from __future__ import annotations

from typing import Final

from tutor.grading.listing import places
from tutor.grading.options import picked
from tutor.grading.reading import RefusalError
from tutor.tui.answers.lines import LinesWidget, NumberedLine

_WORDS: Final = {
    "choice": "choose", "predict": "commit to one (any is accepted)", "flaw": "point at the step that fails",
    "choices": "take or leave", "rubric": "take or leave",
}  # fmt: skip
NONE: Final = {"choices": "none", "rubric": "0"}


class OnePick(LinesWidget):
    """One line: its number or the arrows choose, Enter sends."""

    @property
    def text(self) -> str:
        """The number of the chosen line."""
        return str(self.at + 1) if self.at >= 0 else ""

    def take(self, text: str) -> bool:
        """The line that a text picks, as the grader reads it."""
        try:
            self.at = picked(text, self.question.options) if text.strip() else -1
        except RefusalError:
            return False
        self.show()
        return True

    @property
    def how(self) -> str:
        """Numbers and arrows."""
        return f"1–{len(self.lines)} or ↑ ↓ {_WORDS[self.question.widget]} · Enter sends"

    def signs(self, number: int) -> str:
        """An arrow at the chosen one."""
        return "  ▸" if number == self.at else "   "

    def move(self, name: str) -> None:
        """Another line, or the answer."""
        if name == "send":
            self.send()
            return
        step = {"line_up": -1, "line_down": 1}.get(name, 0)
        self.choose(max(0, min(len(self.lines) - 1, self.at + step)))

    def choose(self, number: int) -> None:
        """Choose a line."""
        self.at = number
        self.changed()

    def typed(self, character: str) -> bool:
        """Its number chooses a line."""
        number = self.number_typed(character)
        if number is None:
            return False
        self.choose(number)
        return True

    def on_numbered_line_pointed(self, event: NumberedLine.Pointed) -> None:
        """The mouse chooses as keys do; a second click sends nothing by itself."""
        event.stop()
        self.focus()
        self.choose(event.number)


class SeveralPicks(LinesWidget):
    """All lines that hold: each number toggles its line. None of them is an answer too, once something was done."""

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self.chosen: frozenset[int] = frozenset()
        self.touched = False
        self.at = 0

    @property
    def text(self) -> str:
        """The numbers of the lines taken."""
        if not self.touched:
            return ""
        return " ".join(str(number + 1) for number in sorted(self.chosen)) or NONE[self.question.widget]

    def take(self, text: str) -> bool:
        """The lines that a text picks, as the grader reads it."""
        said = text.strip()
        try:
            chosen = places(said, self._sources()) if said not in ("", *NONE.values()) else ()
        except RefusalError:
            return False
        self.chosen, self.touched = frozenset(chosen), bool(said)
        self.show()
        return True

    def _sources(self) -> tuple[str, ...]:
        return self.question.options or ("",) * len(self.lines)

    @property
    def how(self) -> str:
        """Numbers, arrows and Space; 0 for none."""
        return f"1–{len(self.lines)} or ↑ ↓ Space {_WORDS[self.question.widget]} · 0 none of them · Enter sends"

    def signs(self, number: int) -> str:
        """A box, crossed when the line is taken, behind an arrow where the keys are."""
        return f"{'▸' if number == self.at else ' '}{'[x]' if number in self.chosen else '[ ]'}"

    def is_marked(self, number: int) -> bool:
        """Those taken are emphasised."""
        return number in self.chosen

    def move(self, name: str) -> None:
        """Another line, the line taken or left, or the answer."""
        if name == "send":
            self.send()
        elif name == "line_take":
            self.toggle(max(0, self.at))
        else:
            self.at = max(0, min(len(self.lines) - 1, self.at + (1 if name == "line_down" else -1)))
            self.show()
            self.into_view()

    def toggle(self, number: int) -> None:
        """Take a line, or leave it."""
        self.at, self.touched = number, True
        self.chosen ^= {number}
        self.changed()

    def typed(self, character: str) -> bool:
        """Its number toggles a line; 0 leaves all."""
        number = self.number_typed(character)
        if number is None and character == "0":
            self.chosen, self.touched = frozenset(), True
            self.changed()
            return True
        if number is None:
            return False
        self.toggle(number)
        return True

    def on_numbered_line_pointed(self, event: NumberedLine.Pointed) -> None:
        """A click takes a line, or leaves it."""
        event.stop()
        self.focus()
        self.toggle(event.number)
