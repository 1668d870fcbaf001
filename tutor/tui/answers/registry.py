"""The registry of widgets for answers: by what a question says, the module and how it's made; loaded when it's first needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tutor.session.view import PublicQuestion
    from tutor.tui.answers.writing import AnswerWidget

# What isn't here (line, statement) is written into the line alone.
WIDGETS: Final[Mapping[str, tuple[str, str]]] = {
    "choice": ("picking", "OnePick"),
    "predict": ("picking", "OnePick"),
    "flaw": ("picking", "OnePick"),
    "choices": ("picking", "SeveralPicks"),
    "rubric": ("picking", "SeveralPicks"),
    "order": ("ordering", "Ordering"),
    "match": ("matching", "Matching"),
    "vector": ("grid", "Grid"),
    "matrix": ("grid", "Grid"),
    "number-line": ("placing", "NumberLine"),
    "plane": ("placing", "Plane"),
    "slots": ("slots", "SlotsWidget"),
}
_WITH_LINES: Final = frozenset({"picking", "ordering", "matching"})


def widget_for(
    question: PublicQuestion, lines: Sequence[str], moves: Mapping[str, str], *, plain: bool
) -> AnswerWidget | None:
    """The widget for a question; None where the line is all there is. `lines`: options, or points to tick."""
    found = WIDGETS.get(question.widget)
    if found is None or (found[0] in _WITH_LINES and not lines) or (question.widget == "match" and not question.items):
        return None
    module, name = found
    make = getattr(import_module(f"tutor.tui.answers.{module}"), name)
    made: AnswerWidget = (
        make(question, moves, lines, plain=plain) if module in _WITH_LINES else make(question, moves, plain=plain)
    )
    return made
