"""The tutor's own mastery model, with shared weights that go on learning, or frozen once fitted."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.models.log import Answer, Learner
from tutor.learner.mastery import Calibration, Question, calibrate, forecast, observe
from tutor.learner.mastery_learner import NEW_LEARNER


class Hybrid:
    """One pass over the learners; `frozen`: followed learners leave the shared weights as they are."""

    def __init__(self, *, frozen: bool = False) -> None:
        self.calibration = Calibration()
        self.frozen = frozen

    def fit(self, learners: Sequence[Learner]) -> None:
        for learner in learners:
            follower = Following(self.calibration, frozen=False)
            for answer in learner:
                follower.step(answer)

    def follow(self) -> Following:
        return Following(self.calibration, frozen=self.frozen)


class Following:
    """One learner."""

    def __init__(self, calibration: Calibration, *, frozen: bool) -> None:
        self.calibration = calibration
        self.frozen = frozen
        self.learner = NEW_LEARNER

    def step(self, answer: Answer) -> float:
        item, concepts, right = answer
        before = self.learner
        expected = forecast(self.calibration, before, Question(item, concepts))
        self.learner = observe(before, expected, right)
        if not self.frozen:
            calibrate(self.calibration, before, expected, right)
        return expected.probability
