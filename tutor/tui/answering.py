"""Where an answer is written: the line, and the widget that fits the question. Both say one text, which is what is kept and sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from tutor.notation.untrusted import clean
from tutor.tui.answers.registry import widget_for
from tutor.tui.keys import key_name, moves_in, with_settings
from tutor.tui.preview import preview, preview_of_part
from tutor.tui.prose import plain_text

if TYPE_CHECKING:
    from tutor.session.view import PublicQuestion
    from tutor.settings import Settings
    from tutor.tui.answers.writing import AnswerWidget

ASKING: Final = "ask anything: it's never graded; Esc goes back"


def in_one_line(text: str) -> str:
    """Lines one behind the other with `;` between, cells with commas."""
    if "\n" not in text.strip() and "\t" not in text:
        return clean(text, newlines=False)
    rows = [clean(row.strip().replace("\t", ", ")) for row in text.splitlines() if row.strip()]
    return "; ".join(rows)


class AnswerLine(Input):
    """The line. A paste of several lines becomes one, rows apart by `;`: a table of figures stays a table."""

    def _on_paste(self, event: events.Paste) -> None:
        super()._on_paste(events.Paste(in_one_line(event.text)))
        event.stop()
        event.prevent_default()


class Answering(Vertical):
    """The line's text is the answer. While a widget is in use the line is out of sight; what means nothing to the widget, such as a
    command or a word, brings it back. `asking`: a question back is typed meanwhile, and the answer waits.
    """

    class Changed(Message):
        """The answer's text has changed."""

    class Sent(Message):
        """The learner sends a text: an answer, a command, or a question back."""

        def __init__(self, text: str, *, asked: bool) -> None:
            super().__init__()
            self.text, self.asked = text, asked

    def __init__(self, settings: Settings) -> None:
        super().__init__(id="answer")
        self._settings = settings
        self.question: PublicQuestion | None = None
        self.widget: AnswerWidget | None = None
        self.typing = True
        self.asking = False
        self._kept = ""  # the answer that waits while a question back is typed
        self._lines: tuple[str, ...] = ()
        self._noted = ""
        self._prefers_line = False  # who chose the line once has it at the next question too

    def compose(self) -> ComposeResult:
        """How it's read, the widget if it stands here, the line, the widget's keys."""
        yield Static(id="preview", markup=False)
        yield Vertical(id="foot")
        yield AnswerLine(id="line", select_on_focus=False)
        yield Static(id="how", markup=False)

    # -- what is written ----------------------------------------------------------------------------------------------

    @property
    def line(self) -> Input:
        """The line."""
        return self.query_one("#line", Input)

    @property
    def text(self) -> str:
        """The answer so far."""
        return self._kept if self.asking else self.line.value

    def write(self, text: str) -> None:
        """Another text, in the line and in the widget."""
        self.line.value = text
        self.line.cursor_position = len(text)
        self._follow()

    def clear(self) -> None:
        """Nothing is written, and the widget is back where it was left for a word or a command."""
        self.typing = self.widget is None or self._prefers_line
        self.write("")

    def take(self, question: PublicQuestion | None, lines: Sequence[str], placeholder: str, text: str | None) -> None:
        """Another question, or the same one again. `lines`: its options, or the points to tick. `text`: what is written for it;
        None leaves what is there. The same question keeps its widget, and whether the learner types instead.
        """
        self.line.placeholder = placeholder
        same = self.question is not None and question is not None and (
            (question.id, question.widget, tuple(lines)) == (self.question.id, self.question.widget, self._lines)
        )  # fmt: skip
        self.question, self._lines = question, tuple(lines)
        if text is not None:
            self.line.value = text
            self.line.cursor_position = len(text)
        if not same:
            self._renew()
        self._follow()

    def _renew(self) -> None:
        """The widget of the question in its place, and the old one gone."""
        if self.widget is not None:
            self.widget.remove()
        self.widget, self.typing = None, True
        beside = self.screen.query_one("#beside")
        beside.display = False
        if self.question is None:
            return
        plain = self._settings.maths.mode == "ascii"
        moves = moves_in(self.question.widget, self._settings.keys)
        self.widget = widget_for(self.question, self._lines, moves, plain=plain)
        if self.widget is not None:
            self.widget.holder = self
            beside.display = self.widget.place == "beside"
            self.screen.query_one(f"#{_PLACES[self.widget.place]}").mount(self.widget)
            self.typing = self._prefers_line

    def _follow(self) -> None:
        """The widget takes up what the line says; the line comes back for what the widget can't say."""
        widget, text = self.widget, self.line.value
        if widget is not None and not self.asking and widget.text != text and not widget.take(text) and text:
            self.typing = True
        self._show()

    def toggle(self) -> bool:
        """From the widget to the line, or back; False where there's nothing but the line, or the text means nothing to the widget."""
        if self.widget is None or self.asking:
            return False
        if self.typing and self.widget.text != self.line.value and not self.widget.take(self.line.value):
            return False
        self.typing = self._prefers_line = not self.typing
        self._show()
        return True

    def begin_asking(self) -> None:
        """The line is for a question back."""
        if not self.asking:
            self._kept, self.asking = self.line.value, True
            self.line.value = ""
            self.line.placeholder = "what does … mean?"
            self._show()

    def stop_asking(self) -> bool:
        """The answer again, as it was; False when nobody asked."""
        if not self.asking:
            return False
        self.asking = False
        self.line.placeholder = self.question.format if self.question is not None else ""
        self.write(self._kept)
        return True

    # -- showing ------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """The line or the widget, with the keys in it."""
        line = self.typing or self.asking or self.widget is None
        self.line.display = line
        if self.widget is not None:
            self.widget.display = self.widget.stays or not line
        if line:
            self.screen.set_focus(self.line)
        elif self.widget is not None:
            self.widget.focus()
        self.preview()

    def preview(self) -> None:
        """How the text is read, over the line; the widget's keys under it."""
        area, how, typed = self.query_one("#preview", Static), self.query_one("#how", Static), self.line.value
        in_widget = self.widget is not None and not self.typing and not self.asking
        area.display = self._has_preview() or bool(self._noted)
        how.display = in_widget
        if in_widget and self.widget is not None:
            how.update(plain_text(self._how(self.widget.how), "dim"))
            area.update(self._piece() if self._has_preview() and self.line.value else plain_text(self._noted, "dim"))
        elif self.asking:
            area.update(Text(ASKING))
        elif self.question is None or typed.startswith("/") or self.question.widget == "rubric":
            area.update(Text(""))
        else:
            area.update(preview(self.question, typed, max(20, self.size.width - 6), self._settings.maths.mode))

    def _how(self, keys: str) -> str:
        """The widget's keys, and where there's room the one that leads to the line."""
        name = key_name(next(key.key for key in with_settings(self._settings.keys) if key.id == "line"))
        both = f"{keys} · {name} types it"
        return both if cell_len(both) <= max(20, self.size.width - 4) else keys

    def _has_preview(self) -> bool:
        """Whether there's a row for it in any case; else it comes and goes with what is to be said."""
        in_widget = self.widget is not None and not self.typing and not self.asking
        return not in_widget or (self.widget is not None and self.widget.piece is not None)

    def _piece(self) -> Text:
        """How the widget's present part is read, where that isn't plain to see."""
        widget = self.widget
        if widget is None or self.question is None or widget.piece is None:
            return Text("")
        kind, text = widget.piece
        return preview_of_part(
            kind, self.question.letters, text, max(20, self.size.width - 6), self._settings.maths.mode
        )

    def note(self, text: str) -> None:
        """A remark over the answer: while nothing is written, and for as long as there's no reading to show in its place."""
        self._noted = text
        if not self.asking and not (self.line.value and self._has_preview()):
            area = self.query_one("#preview", Static)
            area.update(plain_text(text, "dim"))
            area.display = bool(text) or self._has_preview()

    # -- messages -----------------------------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is typed is what the widget shows."""
        event.stop()
        self._follow_quietly()
        if not self.asking:
            self.post_message(self.Changed())

    def _follow_quietly(self) -> None:
        """While the learner types, nothing takes the keys away from the line."""
        widget, text = self.widget, self.line.value
        differs = widget is not None and not self.asking and widget.text != text
        if differs and widget is not None and not widget.take(text) and text and not self.typing:
            self.typing = True
            self._show()
        self.preview()

    def written(self) -> None:
        """The widget has another text: the line says the same."""
        if self.widget is not None:
            self.line.value = self.widget.text
            self.preview()

    def typed(self, text: str) -> None:
        """Characters for the line."""
        self.typing = True
        if text.startswith("/") or (self.widget is not None and self.widget.anew):
            self.line.value = ""  # a command is never part of an answer
        self._show()
        self.line.cursor_position = len(self.line.value)
        self.line.insert_text_at_cursor(in_one_line(text))

    def send(self) -> None:
        """What is written goes out."""
        text, asked = self.line.value.strip(), self.asking
        if asked:
            self.stop_asking()
        self.post_message(self.Sent(text, asked=asked))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the line."""
        event.stop()
        self.send()


_PLACES: Final = {"card": "options", "foot": "foot", "beside": "beside"}
