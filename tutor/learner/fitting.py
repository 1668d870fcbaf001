"""A calibration from answers: what many learners' sessions say about questions and concepts, and whether that foresees better.

One pass over the answers, as the mastery model learns online. Every answer is foreseen before it is learnt from, by the
calibration as it stood and by the one that is being made, so the two log-losses are those of forecasts on answers that neither
had seen (prequential: Dawid 1984).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from tutor.learner import mastery
from tutor.learner.evidence import Evidence
from tutor.learner.foreseen import foresee
from tutor.learner.mastery_calibration import Calibration
from tutor.learner.mastery_learner import NEW_LEARNER

LEAST_CHANCE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Shift:
    """An item that turned out easier (above 0) or harder than its author put it, in logits, by so many unaided answers."""

    item: str
    easier: float
    answers: int


@dataclass(frozen=True, slots=True)
class Fit:
    """`before`, `after`: mean log-loss, in nats, of the unaided answers as the old and the new calibration foresaw them, each
    from what came before it; None without such answers. `shifts`: the items, the farthest from their authors' difficulty first."""

    calibration: Calibration
    learners: int
    answers: int
    before: float | None
    after: float | None
    shifts: tuple[Shift, ...]

    @property
    def better(self) -> bool:
        """Whether the new calibration foresaw the answers better."""
        return self.before is not None and self.after is not None and self.after < self.before


def fit(start: Calibration, histories: Iterable[Sequence[Evidence]]) -> Fit:
    """The calibration after all answers; each history is one learner's, in order. `start` stays as it is."""
    moving = Calibration.from_json(start.to_json())
    learners, old, new = 0, [], []
    times: dict[str, int] = {}
    for history in histories:
        learners += bool(history)
        before = after = NEW_LEARNER
        for evidence in history:
            by_old, by_new = foresee(start, before, evidence), foresee(moving, after, evidence)
            asked = evidence.item.ref != evidence.item.concept  # and not just the learner's word
            if asked and evidence.aid == "unaided" and evidence.weight > 0.0:
                old.append(_surprise(by_old.expected.probability, by_old.outcome))
                new.append(_surprise(by_new.expected.probability, by_new.outcome))
                times[evidence.item.ref] = times.get(evidence.item.ref, 0) + 1
                mastery.calibrate(moving, after, by_new.expected, by_new.outcome, by_new.weight)
            before = mastery.observe(before, by_old.expected, by_old.outcome, by_old.weight)
            after = mastery.observe(after, by_new.expected, by_new.outcome, by_new.weight)
    shifts = [Shift(item, round(moving.items[item][0], 3), answers) for item, answers in times.items()]
    shifts.sort(key=lambda shift: (-abs(shift.easier), shift.item))
    return Fit(moving.frozen(), learners, len(new), _mean(old), _mean(new), tuple(shifts))


def _surprise(chance: float, outcome: float) -> float:
    right, wrong = max(chance, LEAST_CHANCE), max(1.0 - chance, LEAST_CHANCE)
    return -outcome * log(right) - (1.0 - outcome) * log(wrong)


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
