"""One of several options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.grading.decision import decide, unreadable
from tutor.grading.options import picked
from tutor.grading.previewing import Preview
from tutor.grading.reading import RefusalError
from tutor.grading.verdict import Judgement
from tutor.grading.wording import latex_of, one_line

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on a pick."""
    try:
        option = variant.options[picked(text, [option.text for option in variant.options])]
    except RefusalError as refusal:
        return unreadable(refusal)
    return decide(variant, option.id, lambda given, value: given == str(value), read_latex=latex_of(option.text))


def preview(_names: tuple[str, ...], options: tuple[str, ...], text: str) -> Preview:
    """Which option would be picked."""
    option = options[picked(text, options)]
    return Preview(latex_of(option), one_line(option))
