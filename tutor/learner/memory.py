"""What is remembered of a mastered concept: a card that fades with time, and what answers do to it.

The curve, and what a whole review makes of it, are those of FSRS-6 (`learner/forgetting`), which counts whole days: it is given the
nearest whole number of them. Reviews in part are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

from tutor.errors import InputError
from tutor.learner import forgetting
from tutor.learner.evidence import Evidence, Item
from tutor.learner.forgetting import RETENTION
from tutor.learner.graph import KnowledgeGraph
from tutor.learner.trace import fields, number

DAY: Final = 86_400_000_000  # microseconds
DIRECT: Final = (
    0.5  # the part of a review that a success above is worth to what it directly rests on, and to what it uses
)
DEEPER: Final = 0.25  # and to what that rests on
GUESSED: Final = 0.1  # an answer that is guessed this often credits nothing
FRESH: Final = 0.97  # what is recalled with this much hasn't rested long enough for a credit to say anything
_LONGEST: Final = 36_500  # days

Memory = MappingProxyType[str, "Card"]
BLANK: Final[Memory] = MappingProxyType({})


class Credited(NamedTuple):
    """What a card took in parts on one day, `day` days after 1970 (UTC). `part`: of a whole review, in (0, 1]; `stability`: what a
    whole one instead of the first of them would have left."""

    day: int
    part: float
    stability: float


@dataclass(frozen=True, slots=True)
class Card:
    """The memory of one concept. `stability` in days, above 0; `difficulty` in [1, 10].

    `fresh_at`, in microseconds UTC: when retrievability was 1, which is the last review. After a review in part, or a miss,
    it's the moment at which a whole one would leave as much. `credited`: the day of the last credits, and how much they came to;
    None once there was a whole review or a miss since.
    """

    stability: float
    difficulty: float
    fresh_at: int
    credited: Credited | None = None

    @property
    def due(self) -> int:
        """When retrievability falls below `RETENTION`, in microseconds UTC."""
        return self.fresh_at + round(self.stability * DAY)

    def days(self, at: int) -> float:
        """Days since it was fresh, with their fractions; at least 0."""
        return max(0, at - self.fresh_at) / DAY

    def retrievability(self, at: int) -> float:
        """P(recalled then), of what was mastered; in (0, 1], and 1 until `fresh_at`."""
        return forgetting.recalled(self.stability, self.days(at))

    def to_json(self) -> dict[str, object]:
        """Plain numbers, a list of them, and None."""
        credited = None if self.credited is None else list(self.credited)
        return {
            "stability": self.stability, "difficulty": self.difficulty, "fresh_at": self.fresh_at, "credited": credited
        }  # fmt: skip

    @staticmethod
    def from_json(data: object) -> Card:
        """The card of `to_json`. Raises InputError("bad-argument") for anything else."""
        parts = fields(data, Card.__slots__)
        stability, difficulty, fresh_at = (number(parts[name]) for name in ("stability", "difficulty", "fresh_at"))
        if stability <= 0.0 or not 1.0 <= difficulty <= 10.0 or not fresh_at.is_integer():
            raise _unreadable()
        return Card(stability, difficulty, int(fresh_at), _credited_from(parts["credited"]))


def _credited_from(data: object) -> Credited | None:
    if data is None:
        return None
    if not isinstance(data, list) or len(data) != len(Credited._fields):
        raise _unreadable()
    day, part, stability = map(number, data)
    if not day.is_integer() or not 0.0 <= part <= 1.0 or stability <= 0.0:
        raise _unreadable()
    return Credited(int(day), part, stability)


def _unreadable() -> InputError:
    return InputError("bad-argument", "this is no saved memory", remedy="build it again from the journal")


def remembered(memory: Memory, evidence: Evidence, *, mastered: bool) -> Memory:
    """The cards after an outcome; `mastered`: whether its concept is, counting the outcome.

    A card begins with mastery and ends with it. An unaided right answer after a delay is a review, an unaided miss a lapse,
    by the first whole try each; help and solutions change nothing. `credits` go to the cards that are there.
    """
    changed = dict(_credited(memory, evidence))
    concept = evidence.item.concept
    card = memory.get(concept)
    if mastered:
        changed[concept] = Card(*forgetting.BEGUN, evidence.at) if card is None else _answered(card, evidence)
    if all(memory.get(name) is after for name, after in changed.items()) and (mastered or card is None):
        return memory
    kept = memory | changed
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
    """A whole review makes up what credits of the same day left of one."""
    at = max(at, card.fresh_at)
    stability, difficulty = forgetting.right(card.stability, card.difficulty, _whole_days(card, at))
    if card.credited is not None and card.credited.day == at // DAY:
        stability = card.credited.stability
    return Card(stability, difficulty, at)


def _reviewed_in_part(card: Card, part: float, at: int) -> Card:
    """Between no review and a whole one, in stability and in retrievability alike.

    All credits of a day are parts of the same review, the one that the first of them found: each goes on from what the others
    left, in proportion, and together they are worth a whole one at most.
    """
    at, earlier = max(at, card.fresh_at), card.credited
    day = at // DAY
    if earlier is None or earlier.day != day:
        whole, _ = forgetting.right(card.stability, card.difficulty, _whole_days(card, at))
        earlier = Credited(day, 0.0, whole)
    left = 1.0 - earlier.part
    part = max(0.0, min(left, part))
    if part == 0.0:
        return card
    share, faded = part / left, 1.0 - card.retrievability(at)
    stability = card.stability + share * (earlier.stability - card.stability)
    fresh_at = _fresh_at(stability, 1.0 - faded * (1.0 - share), at)
    return Card(stability, card.difficulty, fresh_at, Credited(day, earlier.part + part, earlier.stability))


def _missed(card: Card, at: int) -> Card:
    """Less stable, and due now: a miss leaves nothing fresh, whatever was shown after it."""
    at = max(at, card.fresh_at)
    stability, difficulty = forgetting.missed(card.stability, card.difficulty, _whole_days(card, at))
    return Card(stability, difficulty, _fresh_at(stability, min(RETENTION, card.retrievability(at)), at))


def _whole_days(card: Card, at: int) -> int:
    return min(_LONGEST, round(card.days(at)))


def _fresh_at(stability: float, chance: float, at: int) -> int:
    """When a card of that stability was fresh that is recalled with that chance at that moment."""
    return at - round(forgetting.days_until(stability, chance) * DAY)
