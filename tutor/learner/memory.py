"""What is remembered of a mastered concept: a card that fades with time, and what answers do to it.

FSRS-6 by its own package: stability is the days until retrievability has fallen to `RETENTION`, difficulty runs from 1 to 10,
R(t) = (1 + F·t/S)^-D with F such that R(S) = .9 (Ye, Su & Cao 2022; the formulas of version 6 stand in the package). What a
review does is left to the package, which is well kept, with parameters fitted to many learners. It counts whole days, so it is
given the nearest whole number of them and nothing else of the calendar. The curve is reckoned here, without rounding, and a
test holds it against the package's. Importing the package takes some 40 ms, which only a learner pays who has mastered something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from tutor.errors import InputError
from tutor.learner.evidence import Evidence, Item
from tutor.learner.graph import KnowledgeGraph
from tutor.learner.trace import fields, number

if TYPE_CHECKING:
    from fsrs import Scheduler

DAY: Final = 86_400_000_000  # microseconds
RETENTION: Final = 0.9  # a concept recalled with less is due
DECAY: Final = 0.1542  # the last of FSRS-6's default parameters
FACTOR: Final = RETENTION ** (-1.0 / DECAY) - 1.0
DIRECT: Final = (
    0.5  # the part of a review that a success above is worth to what it directly rests on, and to what it uses
)
DEEPER: Final = 0.25  # and to what that rests on
GUESSED: Final = 0.1  # an answer that is guessed this often credits nothing
FRESH: Final = 0.97  # what is recalled with this much hasn't rested long enough for a credit to say anything
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LONGEST: Final = 36_500  # days

Memory = Mapping[str, "Card"]
BLANK: Final[Memory] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Card:
    """The memory of one concept. `stability` in days, above 0; `difficulty` in [1, 10].

    `fresh_at`, in microseconds UTC: when retrievability was 1, which is the last review. After a review in part, or a miss,
    it's the moment at which a whole one would leave as much.
    """

    stability: float
    difficulty: float
    fresh_at: int

    @property
    def due(self) -> int:
        """When retrievability falls below `RETENTION`, in microseconds UTC."""
        return self.fresh_at + round(self.stability * DAY)

    def days(self, at: int) -> float:
        """Days since it was fresh, with their fractions; at least 0."""
        return max(0, at - self.fresh_at) / DAY

    def retrievability(self, at: int) -> float:
        """P(recalled then), of what was mastered; in (0, 1], and 1 until `fresh_at`."""
        return float((1.0 + FACTOR * self.days(at) / self.stability) ** -DECAY)

    def to_json(self) -> dict[str, float | int]:
        """Plain numbers."""
        return {"stability": self.stability, "difficulty": self.difficulty, "fresh_at": self.fresh_at}

    @staticmethod
    def from_json(data: object) -> Card:
        """The card of `to_json`. Raises InputError("bad-argument") for anything else."""
        parts = fields(data, Card.__slots__)
        stability, difficulty, fresh_at = (number(parts[name]) for name in Card.__slots__)
        if stability <= 0.0 or not 1.0 <= difficulty <= 10.0 or fresh_at != int(fresh_at):
            raise InputError("bad-argument", "this is no saved memory", remedy="build it again from the journal")
        return Card(stability, difficulty, int(fresh_at))


def remembered(memory: Memory, evidence: Evidence, *, mastered: bool) -> Memory:
    """The cards after an outcome; `mastered`: whether its concept is, counting the outcome.

    A card begins with mastery and ends with it. An unaided right answer after a delay is a review, an unaided miss a lapse,
    by the first whole try each; help and solutions change nothing. `credits` go to the cards that are there.
    """
    changed = dict(_credited(memory, evidence))
    concept = evidence.item.concept
    card = memory.get(concept)
    if mastered:
        changed[concept] = _begun(evidence.at) if card is None else _answered(card, evidence)
    if all(memory.get(name) == after for name, after in changed.items()) and (mastered or card is None):
        return memory
    kept = {**memory, **changed}
    if not mastered:
        kept.pop(concept, None)
    return MappingProxyType(kept)


def credits_of(item: Item, graph: KnowledgeGraph, memory: Memory, at: int) -> tuple[tuple[str, float], ...]:
    """What an unaided right answer is worth to concepts below it, as (concept, part of a review in (0, 1)).

    Who succeeds above has practised what lies below (Math Academy's fractional implicit repetitions): half a review for
    prerequisites and for what the question uses, a quarter for theirs. Only for concepts with a card that isn't fresh any
    more, and not where the answer may have been guessed.
    """
    if item.guess >= GUESSED or not memory:
        return ()
    direct = (*(graph.prerequisites(item.concept) if item.concept in graph else ()), *item.uses)
    parts = {deeper: DEEPER for below in direct if below in graph for deeper in graph.prerequisites(below)}
    parts.update(dict.fromkeys(direct, DIRECT))
    parts.pop(item.concept, None)
    return tuple((concept, part) for concept, part in parts.items() if _fading(memory.get(concept), at))


def due(memory: Memory, at: int) -> tuple[str, ...]:
    """The concepts due for a look at that moment, the most faded first."""
    faded = [
        (card.retrievability(at), concept)
        for concept, card in memory.items()
        if at - card.fresh_at >= card.stability * DAY  # in one go: there may be thousands, and a view asks every time
    ]
    return tuple(concept for _, concept in sorted(faded))


def _fading(card: Card | None, at: int) -> bool:
    return card is not None and card.retrievability(at) < FRESH


def _begun(at: int) -> Card:
    from fsrs import Card as Blank
    from fsrs import Rating

    card, _ = _scheduler().review_card(Blank(card_id=0, due=_EPOCH), Rating.Good, _EPOCH)
    assert card.stability is not None
    assert card.difficulty is not None
    return Card(card.stability, card.difficulty, at)


def _answered(card: Card, evidence: Evidence) -> Card:
    if evidence.aid != "unaided" or evidence.weight < 1.0:
        return card
    if evidence.unknown or evidence.outcome <= 0.0:
        return _missed(card, evidence.at)
    return _reviewed(card, evidence.at) if evidence.delayed and evidence.outcome >= 1.0 else card


def _credited(memory: Memory, evidence: Evidence) -> list[tuple[str, Card]]:
    found = [(memory.get(concept), concept, part) for concept, part in evidence.credits]
    return [(concept, _reviewed_in_part(card, part, evidence.at)) for card, concept, part in found if card is not None]


def _reviewed(card: Card, at: int) -> Card:
    stability, difficulty = _after(card, at, right=True)
    return Card(stability, difficulty, max(at, card.fresh_at))


def _reviewed_in_part(card: Card, part: float, at: int) -> Card:
    """Between no review and a whole one, in stability and in retrievability alike."""
    at, part = max(at, card.fresh_at), max(0.0, min(1.0, part))
    whole, _ = _after(card, at, right=True)
    recalled = card.retrievability(at)
    return _recalled(card.stability + part * (whole - card.stability), card, recalled + part * (1.0 - recalled), at)


def _missed(card: Card, at: int) -> Card:
    """Less stable, and due now: a miss leaves nothing fresh, whatever was shown after it."""
    at = max(at, card.fresh_at)
    stability, difficulty = _after(card, at, right=False)
    return _recalled(stability, Card(stability, difficulty, at), min(RETENTION, card.retrievability(at)), at)


def _recalled(stability: float, card: Card, chance: float, at: int) -> Card:
    """The card with that stability and that retrievability at that moment."""
    days = stability * (chance ** (-1.0 / DECAY) - 1.0) / FACTOR
    return Card(stability, card.difficulty, at - round(days * DAY))


def _after(card: Card, at: int, *, right: bool) -> tuple[float, float]:
    """Stability and difficulty after a whole review then."""
    from fsrs import Card as Kept
    from fsrs import Rating, State

    # an id and a due date of its own keep the package from sleeping and from asking the clock
    kept = Kept(0, State.Review, None, card.stability, card.difficulty, _EPOCH, _EPOCH)
    days = min(_LONGEST, round(card.days(at)))
    rating = Rating.Good if right else Rating.Again
    after, _ = _scheduler().review_card(kept, rating, _EPOCH + timedelta(days))
    assert after.stability is not None
    assert after.difficulty is not None
    return after.stability, after.difficulty


@cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
