"""The two events by which questions come to the learner: a variant is asked, or a question is opened into its steps."""

from __future__ import annotations

from tutor.chain import events as happened
from tutor.chain.cut import cut
from tutor.chain.frames import Purpose
from tutor.chain.outlook import Outlook


def ask(
    outlook: Outlook, serves: str, found: tuple[str, int], purpose: Purpose, *, why: str = "", free: bool = False
) -> happened.QuestionAsked:
    """The event that puts a variant on the screen, with what was predicted of it."""
    ref, n = found
    node = outlook.curricula.question(ref)
    p = outlook.success(ref) if outlook.graded(ref) else 1.0
    by = outlook.estimate.calibration.id
    return happened.QuestionAsked(ref, serves, node.concept, node.hash, n, purpose, round(p, 4), free, why, by)


def open_steps(
    outlook: Outlook, ref: str, n: int, cause: str, *, purpose: Purpose = "new", one: bool = False
) -> happened.QuestionOpened:
    """The event that opens a question into the steps of its cut."""
    node = outlook.curricula.question(ref)
    repeatable = node.parametric or bool(node.again)
    chosen = cut(outlook, ref, one=one, may_skip_all=repeatable and cause != "why")  # who asks why gets an answer
    return happened.QuestionOpened(ref, node.concept, n, chosen.queue, chosen.skipped, cause, purpose)
