"""What the mastery model holds of one learner: a Gaussian of their ability, one of each concept's residual, and their history.

Plain tuples of numbers: a step makes new ones, at the price of what it changes.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, NamedTuple

from tutor.errors import InputError
from tutor.learner.trace import fields, number

ABILITY_VARIANCE: Final = 0.3
RESIDUAL_VARIANCE: Final = 0.1


class Residual(NamedTuple):
    """A learner at one concept. `mean`, `variance`: what they can do there beyond their ability, in logits; `wins`, `fails`:
    answers by weight; `last`: 1 right, -1 wrong, 0 none; `at`: how many answers came before the last one on it; `items`: wins
    and fails by item, of those whose first concept it is (kept here, so that an answer's price doesn't grow with all of them)."""

    mean: float = 0.0
    variance: float = RESIDUAL_VARIANCE
    wins: float = 0.0
    fails: float = 0.0
    last: float = 0.0
    at: int = 0
    items: MappingProxyType[str, tuple[float, float]] = MappingProxyType({})


class Learner(NamedTuple):
    """A learner. `mean`, `variance`: their ability in logits; `answered`: how many answers were taken; `recent` of
    `recent_of`: right answers, decaying; `form` of `form_of`: answers less their forecasts, decaying; `carry`: the last of these."""

    mean: float = 0.0
    variance: float = ABILITY_VARIANCE
    answered: int = 0
    recent: float = 0.0
    recent_of: float = 0.0
    form: float = 0.0
    form_of: float = 0.0
    carry: float = 0.0
    concepts: MappingProxyType[str, Residual] = MappingProxyType({})

    def to_json(self) -> dict[str, object]:
        """Plain numbers, strings and lists."""
        return {**self._asdict(), "concepts": {concept: _plain(held) for concept, held in self.concepts.items()}}

    @staticmethod
    def from_json(data: object) -> Learner:
        """The learner of `to_json`. Raises InputError("bad-argument") for anything else."""
        parts = dict(fields(data, Learner._fields))
        concepts = parts.pop("concepts")
        answered = _count(parts.pop("answered"))
        numbers = {name: number(value) for name, value in parts.items()}
        if numbers["variance"] <= 0.0:
            raise _unreadable()
        rows = fields(concepts, tuple(concepts) if isinstance(concepts, dict) else ())
        residuals = {concept: _residual(row, answered) for concept, row in rows.items()}
        return Learner(answered=answered, concepts=MappingProxyType(residuals), **numbers)


NEW_LEARNER: Final = Learner()
NEW_RESIDUAL: Final = Residual()


def _plain(held: Residual) -> list[object]:
    return [*held[:-1], {item: list(counts) for item, counts in held.items.items()}]


def _residual(data: object, answered: int) -> Residual:
    if not isinstance(data, list) or len(data) != len(Residual._fields):
        raise _unreadable()
    mean, variance, wins, fails, last = (number(value) for value in data[:-2])
    at = _count(data[-2])
    if variance <= 0.0 or wins < 0.0 or fails < 0.0 or at >= answered:
        raise _unreadable()
    rows = fields(data[-1], tuple(data[-1]) if isinstance(data[-1], dict) else ())
    items = {item: _counts(row) for item, row in rows.items()}
    return Residual(mean, variance, wins, fails, last, at, MappingProxyType(items))


def _counts(data: object) -> tuple[float, float]:
    if not isinstance(data, list) or len(data) != 2 or min(map(number, data)) < 0.0:
        raise _unreadable()
    return number(data[0]), number(data[1])


def _count(data: object) -> int:
    count = number(data)
    if count < 0.0 or not count.is_integer():
        raise _unreadable()
    return int(count)


def _unreadable() -> InputError:
    return InputError("bad-argument", "this is no saved learner", remedy="build it again from the journal")
