"""What answers of many learners say about concepts and questions: the shared weights of the mastery model.

Each weight stands with its precision, the reciprocal of its variance. Both move by one diagonal Newton step an answer
(`mastery.calibrate`): much while little is known, ever less later. A calibration that isn't moved is frozen: forecasts only
read it. Everything starts at zero, besides the weights of a learner's history, which start where other courses left them, so
that a course's first learners are met with some experience.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Final

from tutor.errors import InputError
from tutor.learner.trace import fields, number

# The history that every question shares, in the order of a forecast's `history`, and where its weights start
HISTORY: Final = {
    "base": 0.7,  # always 1
    "recent": 0.3,  # right among the last answers, decaying
    "wins": 0.3,  # log(1 + right answers) on the question's concepts
    "new": -0.2,  # share of its concepts that were never asked
    "last": 0.1,  # the last answer on its concepts: 1 right, -1 wrong
    "gap": -0.05,  # log(1 + answers since the concepts were last asked)
    "form": 3.0,  # how far answers were better than forecast, of late
    "carry": 0.1,  # the same of the last answer alone
    "several": -0.2,  # 1 if it asks for more than one concept
    "item_wins": 0.15,  # log(1 + right answers) on this very item
    "item_fails": 0.0,
    "difficulty": -1.0,  # the author's, in logits
    "prospect": 0.0,  # the graph's, in logits
}
# A concept's own weights: how easy it is, what its wins, fails and last answer say beyond the above, and how much more
# than usual it draws on a learner's ability, and on their residual at it. An item's: ease, pull of ability, pull of `carry`.
CONCEPT: Final = ("ease", "wins", "fails", "last", "ability", "own")
ITEM: Final = ("ease", "ability", "carry")

# starting precisions: chosen on training learners, see the benchmark
HISTORY_PRECISION: Final = 20.0
CONCEPT_PRECISION: Final = (3.0, 120.0, 120.0, 120.0, 120.0, 120.0)
ITEM_PRECISION: Final = (0.9, 6.0, 6.0)

# weights, then their precisions
NEW_CONCEPT: Final = (*(0.0,) * len(CONCEPT), *CONCEPT_PRECISION)
NEW_ITEM: Final = (*(0.0,) * len(ITEM), *ITEM_PRECISION)


@dataclass(slots=True)
class Calibration:
    """Shared weights, in logits, each list with its precisions after them. Mutable: it is the accumulator of `calibrate`.

    `history`: by `HISTORY`; `concepts` and `items`: by ref, as `CONCEPT` and `ITEM`. Those never met aren't listed, and count
    as new. `id`: of one that is frozen, what its weights hash to.
    """

    history: list[float] = field(default_factory=lambda: [*HISTORY.values(), *(HISTORY_PRECISION,) * len(HISTORY)])
    concepts: dict[str, list[float]] = field(default_factory=dict)
    items: dict[str, list[float]] = field(default_factory=dict)
    id: str = field(default="", compare=False)

    def frozen(self) -> Calibration:
        """A copy that nobody moves any more, with its id: 16 hexadecimal digits, the same for the same weights."""
        data = self.to_json()
        text = json.dumps(data, sort_keys=True, allow_nan=False)
        return replace(Calibration.from_json(data), id=blake2b(text.encode(), digest_size=8).hexdigest())

    def to_json(self) -> dict[str, object]:
        """Plain numbers, strings and lists."""
        return {
            "history": list(self.history),
            "concepts": {ref: list(weights) for ref, weights in self.concepts.items()},
            "items": {ref: list(weights) for ref, weights in self.items.items()},
        }

    @staticmethod
    def from_json(data: object) -> Calibration:
        """The calibration of `to_json`. Raises InputError("bad-argument") for anything else."""
        parts = fields(data, ("history", "concepts", "items"))
        return Calibration(
            _weights(parts["history"], len(HISTORY)),
            _table(parts["concepts"], len(CONCEPT)),
            _table(parts["items"], len(ITEM)),
        )


def _table(data: object, count: int) -> dict[str, list[float]]:
    rows = fields(data, tuple(data) if isinstance(data, dict) else ())
    return {ref: _weights(row, count) for ref, row in rows.items()}


def _weights(data: object, count: int) -> list[float]:
    if not isinstance(data, list) or len(data) != 2 * count or any(number(value) <= 0.0 for value in data[count:]):
        raise InputError(
            "bad-argument",
            f"this is no saved calibration: {count} weights and as many precisions were expected",
            remedy="make it again",
        )
    return [number(value) for value in data]


# What the program starts with, until `tutor calibrate` has real answers to learn from: fitted on simulated sessions, in which
# a right answer says more of a concept than in a course of exercises, and what lies below it counts
_SHIPPED_HISTORY: Final = {
    "base": 0.5, "recent": -0.25, "wins": 0.55, "new": -0.85, "last": 0.4, "gap": -0.1, "form": 2.5, "carry": -0.05,
    "several": -0.25, "item_wins": 0.2, "item_fails": 0.3, "difficulty": -0.7, "prospect": 0.5,
}  # fmt: skip
SHIPPED: Final = Calibration([*_SHIPPED_HISTORY.values(), *(HISTORY_PRECISION,) * len(HISTORY)]).frozen()
