"""One answer of a session as the mastery model takes it: what was to be expected, what came, and how much it weighs."""

from __future__ import annotations

from typing import NamedTuple

from tutor.learner.evidence import Evidence, Item
from tutor.learner.likelihood import HELPED, bounded
from tutor.learner.mastery import Forecast, Question, forecast
from tutor.learner.mastery_calibration import Calibration
from tutor.learner.mastery_learner import Learner


class Foreseen(NamedTuple):
    """`expected`: the forecast; `outcome` in [0, 1] and `weight` in [0, 1]: what `mastery.observe` is given."""

    expected: Forecast
    outcome: float
    weight: float


def foresee(calibration: Calibration, learner: Learner, evidence: Evidence) -> Foreseen:
    """The answer beside its forecast. A right answer with help says a part of an unaided one, and what was told says nothing;
    there is no guess in "I don't know"."""
    asked = question(evidence.item, evidence.prospect)
    if evidence.unknown:
        asked = asked._replace(guess=0.0)
    expected = forecast(calibration, learner, asked)
    outcome = 0.0 if evidence.unknown else evidence.outcome
    weight = 0.0 if evidence.aid == "told" else evidence.weight
    if evidence.aid == "assisted" and outcome > expected.probability:
        weight *= HELPED
    return Foreseen(expected, outcome, weight)


def question(item: Item, prospect: float) -> Question:
    """The item as the mastery model sees it; `prospect` in logits."""
    return Question(item.ref, item.exercised, item.guess, bounded(item.difficulty), prospect)
