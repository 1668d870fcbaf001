"""The door of this room: a typed answer against a variant of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tutor.errors import FaultError
from tutor.grading.kinds import KINDS, Kind, kind_called
from tutor.grading.previewing import Preview
from tutor.grading.solidus import all_below
from tutor.grading.verdict import Judgement, Verdict

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

LETTERED: Final = frozenset({"expression", "equation", "vector", "matrix"})  # answers that may hold letters
VALUES: Final = frozenset(
    {"number", "quantity", "expression", "vector", "matrix", "set", "span", "formula"}
)  # one thing

__all__ = ["Judgement", "Preview", "grade", "preview"]


def grade(variant: Variant, text: str) -> Judgement:
    """The verdict on a typed answer. Any text gets one; none raises.

    `right` first; then the authored mistakes in order; then a generic slip, if exactly one fits. What isn't
    an answer of the kind asked for is `unreadable`, with the place and what is expected there.
    """
    typed = _continued(variant.kind, text)
    judgement = _kind(variant.kind).judge(variant, typed)
    if judgement.verdict is Verdict.WRONG and variant.kind in LETTERED and (below := all_below(typed)) is not None:
        meant = _kind(variant.kind).judge(variant, below)
        return meant if meant.verdict is Verdict.RIGHT else judgement
    return judgement


def preview(kind: str, names: tuple[str, ...], options: tuple[str, ...], text: str) -> Preview:
    """How a text would be read, without any key. `names`: the letters or blanks shown; `options`: their
    texts as shown.
    """
    from tutor.grading.reading import RefusalError  # every kind loads it; not needed to name this door

    try:
        return _kind(kind).preview(names, options, _continued(kind, text))
    except RefusalError as refusal:
        return Preview(error_span=refusal.span, message=refusal.message)


def _continued(kind: str, text: str) -> str:
    """`= 5`: who goes on writing where the question stops means 5. A space instead of the sign leaves all places as they are."""
    begins = len(text) - len(text.lstrip())
    if kind in VALUES and text[begins : begins + 1] == "=" and text[begins + 1 : begins + 2] not in ("", "=", ">"):
        return text[:begins] + " " + text[begins + 1 :]
    return text


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise FaultError("fault", f"there is no answer kind {name!r}", remedy=f"known kinds are {', '.join(KINDS)}")
    return kind_called(name)
