"""pyBKT (Badrinath, Wang & Pardos 2021), another expectation-maximisation for knowledge tracing: only to check ours against.

It isn't among what the benchmark needs; `pip install pyBKT 'scikit-learn<1.4'` brings a version that imports. It has no prior on
its parameters and starts at random ones, so that concepts with few answers end elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tests.benchmarks.models.bkt import POOLED, START, Traced
from tests.benchmarks.models.log import Learner

EDGE: Final = 0.001
FITS: Final = 1  # random starts; each takes minutes


class PyBKT:
    """The same model and the same way of following a learner; only the fit is another."""

    def __init__(self) -> None:
        self.parameters: dict[str, tuple[float, ...]] = {}

    def fit(self, learners: Sequence[Learner]) -> None:
        import pandas
        from pyBKT.models import Model

        rows = [
            (number, ";".join(answer.concepts), answer.right, order)
            for number, learner in enumerate(learners)
            for order, answer in enumerate(learner)
        ]
        names = {name: f"concept {i}" for i, name in enumerate(dict.fromkeys(row[1] for row in rows))}
        table = pandas.DataFrame(rows, columns=["user_id", "skill_name", "correct", "order_id"])
        table["skill_name"] = table["skill_name"].map(names)
        table["order_id"] += table["user_id"] * (table["order_id"].max() + 1)
        model = Model(seed=1, num_fits=FITS)
        model.fit(data=table)
        found = model.params()["value"]
        parts = ("prior", "learns", "slips", "guesses")
        self.parameters = {
            name: tuple(_within(float(found[(number, part, "default")])) for part in parts)
            for name, number in names.items()
        }
        self.parameters[POOLED] = START

    def follow(self) -> Traced:
        return Traced(self.parameters)


def _within(chance: float) -> float:
    """Few answers can drive a chance to 0 or 1, from which no answer leads back."""
    return min(1.0 - EDGE, max(EDGE, chance))
