"""What all widgets for answers have in common: a text that could have been typed, taken up and written anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, Protocol

from textual import events
from textual.widget import Widget

from tutor.session.view import PublicQuestion


class Holder(Protocol):
    """Who holds a widget. It's told at once, not by messages: a key behind this one may go elsewhere already."""

    def written(self) -> None:
        """The learner changed the text."""

    def typed(self, text: str) -> None:
        """Characters that mean nothing in the widget: they're for the line."""

    def send(self) -> None:
        """The learner sends the answer."""


class AnswerWidget(Widget, can_focus=True):
    """A way to write an answer. `place`: in the card where options stand, under it, or beside it. `stays`: it follows what is typed
    into the line instead of giving way to it. `anew`: what falls to the line begins another answer there, for this one is
    quickly given again. `moves`: by key, what it means here (`tutor.tui.keys`).
    """

    place: ClassVar[Literal["card", "foot", "beside"]] = "foot"
    stays: ClassVar[bool] = False
    anew: ClassVar[bool] = False

    def __init__(self, question: PublicQuestion, moves: Mapping[str, str], *, plain: bool = False) -> None:
        super().__init__()
        self.question, self.moves, self.plain = question, moves, plain
        self.holder: Holder | None = None

    @property
    def text(self) -> str:
        """The answer as it would be typed; empty while nothing was done."""
        raise NotImplementedError

    def take(self, text: str) -> bool:
        """Take the state that a text means; False, and no change, where it means none here. The empty text: untouched."""
        raise NotImplementedError

    def move(self, name: str) -> None:
        """Carry out a move."""
        raise NotImplementedError

    @property
    def how(self) -> str:
        """The keys, in one line."""
        raise NotImplementedError

    @property
    def piece(self) -> tuple[str, str] | None:
        """The kind and the text of what is to be shown as it's read; None where the widget shows all there is."""
        return None

    def edited(self, key: str) -> bool:  # noqa: ARG002
        """A key that edits, as in the line; False where it's none."""
        return False

    def typed(self, character: str) -> bool:  # noqa: ARG002
        """A printable character that is no move; False where it means nothing here."""
        return False

    def pasted(self, text: str) -> bool:
        """A pasted text; False where it means nothing here."""
        return self.take(text) and bool(self.text)

    def changed(self) -> None:
        """Show the state, and tell that the text is another."""
        self.refresh(layout=True)
        if self.holder is not None:
            self.holder.written()

    def send(self) -> None:
        """The answer goes out."""
        if self.holder is not None:
            self.holder.send()

    def on_key(self, event: events.Key) -> None:
        """A move, a character that means something here, or one for the line."""
        if self.edited(event.key):
            event.stop()
        elif event.key in self.moves:
            event.stop()
            self.move(self.moves[event.key])
        elif event.character is not None and event.is_printable:
            event.stop()
            if not self.typed(event.character) and self.holder is not None:
                self.holder.typed(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """A paste fills the widget, or goes to the line."""
        event.stop()
        if self.pasted(event.text):
            self.changed()
        elif self.holder is not None:
            self.holder.typed(event.text)
