"""One order of deciding for every kind of answer: right, then the authored mistakes, then undecided, then
slips, then wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from tutor.grading.reading import RefusalError
from tutor.grading.verdict import Judgement, Verdict

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant
    from tutor.grading.form import Shortfall

T = TypeVar("T")
ASKED_BACK: Final = "This is what the question asks about; work it out."


def decide(
    variant: Variant,
    answer: T,
    same: Callable[[T, Any], bool | None],
    *,
    read_latex: str | None,
    slip: Callable[[], str | None] = lambda: None,
    restated: Callable[[], bool] = lambda: False,
    form: Callable[[], Shortfall | None] = lambda: None,
    parts: tuple[bool, ...] = (),
    counterexample: Callable[[], str | None] = lambda: None,
) -> Judgement:
    """The verdict on an answer that could be read. `same` compares it with the key and with each mistake's
    value. `form`: why a right value hasn't the form asked for. Numbers against a wrong one are sought where neither a mistake
    nor a slip has a name.
    """
    outcome = same(answer, variant.key)
    if outcome:
        if restated():
            return Judgement(Verdict.RESTATED, read_latex, parts=parts, message=ASKED_BACK)
        short = form()
        if short is None:
            return Judgement(Verdict.RIGHT, read_latex, parts=parts)
        verdict = Verdict.UNDECIDED if short.unclear else Verdict.FORM
        return Judgement(verdict, read_latex, parts=parts, message=short.message)
    for index, mistake in enumerate(variant.mistakes):
        if same(answer, mistake.value):
            return Judgement(Verdict.WRONG, read_latex, mistake=index, misconception=mistake.misconception, parts=parts)
    if outcome is None:
        return Judgement(
            Verdict.UNDECIDED,
            read_latex,
            message="Whether this is the answer couldn't be decided; try another form of it.",
        )
    named = slip()
    against = counterexample() if named is None else None
    judgement = Judgement(Verdict.WRONG, read_latex, slip=named, parts=parts, counterexample=against)
    return _partly_right(judgement) if getattr(variant.answer, "partial", False) else judgement


def _partly_right(judgement: Judgement) -> Judgement:
    """For a question that shows it: how many entries are right, where some are."""
    right, all_ = sum(judgement.parts), len(judgement.parts)
    if not 0 < right < all_:
        return judgement
    message = f"{right} of the {all_} parts {'is' if right == 1 else 'are'} right."
    return replace(judgement, verdict=Verdict.PARTIAL, message=message)


def unreadable(refusal: RefusalError) -> Judgement:
    """No attempt: what was typed isn't an answer of the kind asked for."""
    return Judgement(Verdict.UNREADABLE, error_span=refusal.span, message=refusal.message)
