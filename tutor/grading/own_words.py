"""A statement in the learner's own words: kept and compared with the rubric by the learner, never graded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.grading.decision import unreadable
from tutor.grading.previewing import Preview
from tutor.grading.reading import RefusalError
from tutor.grading.verdict import Judgement, Verdict
from tutor.notation.untrusted import clean

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

LONGEST = 8000
FEWEST_WORDS = 3


def judge(_variant: Variant, text: str) -> Judgement:
    """STATED, for three words or more."""
    message = _what_is_missing(text)
    if message is not None:
        return unreadable(RefusalError(message, (0, min(len(text), LONGEST))))
    return Judgement(Verdict.STATED)


def preview(_names: tuple[str, ...], _options: tuple[str, ...], text: str) -> Preview:
    """Whether there is enough to compare yet."""
    return Preview(message=_what_is_missing(text))


def _what_is_missing(text: str) -> str | None:
    if len(text) > LONGEST:
        return f"This is longer than {LONGEST} characters; a few sentences are enough."
    words = [word for word in clean(text).split() if any(character.isalnum() for character in word)]
    return None if len(words) >= FEWEST_WORDS else "A sentence is enough; the rubric is shown once there is one."
