"""A commitment before the evidence is shown: every option is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.grading.choice import preview
from tutor.grading.decision import unreadable
from tutor.grading.options import picked
from tutor.grading.reading import RefusalError
from tutor.grading.verdict import Judgement, Verdict
from tutor.grading.wording import latex_of

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

__all__ = ["judge", "preview"]


def judge(variant: Variant, text: str) -> Judgement:
    """Which option was committed to."""
    try:
        option = variant.options[picked(text, [option.text for option in variant.options])]
    except RefusalError as refusal:
        return unreadable(refusal)
    return Judgement(Verdict.ACCEPTED, latex_of(option.text))
