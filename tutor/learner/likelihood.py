"""What an answer says about knowing: chances of a right answer for whoever knows, is ready, or isn't.

A three-state reading of the three-parameter logistic model (Birnbaum 1968): p = g + (1 - g)·σ(z), with z by state. Knowing
a concept takes away half of a question's difficulty; without it, difficulty counts in full. Difficulty 0 gives even odds
to a learner who is ready (knows the prerequisites) and hasn't met the concept.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, log
from typing import Final, NamedTuple

from tutor.learner.evidence import Evidence, Item

KNOWN: Final = 2.6  # logits at difficulty 0 for whoever knows the concept: 93%
EASED: Final = 0.5  # the part of the difficulty that stays for them
READY: Final = 0.0  # who knows only the prerequisites
LOST: Final = -2.5  # who misses a prerequisite: 8%
UNKNOWN: Final = -1.5  # who doesn't know the concept, ready or not
MOST: Final = log(9.0)  # one answer multiplies the odds by 9 at most: from even odds to 90%
HELPED: Final = 0.25  # a right answer with help says this part of an unaided one
SMALL: Final = 2.5  # times a step's weight: what its miss says of readiness
STEEPEST: Final = 4.0  # difficulties beyond it say no more
KEPT: Final = 512  # difficulties whose chances are kept at hand


def sigmoid(z: float) -> float:
    """1 / (1 + exp(-z)), without overflow."""
    if z >= 0:
        return 1.0 / (1.0 + exp(-z))
    e = exp(z)
    return e / (1.0 + e)


def bounded(difficulty: float) -> float:
    """A difficulty within what says anything: [-4, 4]."""
    return max(-STEEPEST, min(STEEPEST, difficulty))


class Skills(NamedTuple):
    """P(right, guess aside) at one difficulty: σ(logits - eased·difficulty), by what the learner knows."""

    known: float
    unknown: float
    ready: float
    lost: float


@lru_cache(maxsize=KEPT)
def skills(difficulty: float) -> Skills:
    """Of whoever knows the concept, doesn't, is ready for it, or misses a prerequisite. Kept: a placement asks it of hundreds of
    questions, and authors use few difficulties."""
    hard = bounded(difficulty)
    return Skills(
        sigmoid(KNOWN - EASED * hard), sigmoid(UNKNOWN - hard), sigmoid(READY - hard), sigmoid(LOST - hard)
    )  # fmt: skip


def skill_at(item: Item, knows: float, ready: float) -> float:
    """P(right, guess aside) where the learner knows the item's concepts, or at least what they rest on, with these chances."""
    by = skills(item.difficulty)
    return knows * by.known + (ready - knows) * by.ready + (1.0 - ready) * by.lost


def chance_if_known(item: Item) -> float:
    """P(right, unaided) for a learner who knows the item's concept: one minus the slip."""
    return _or_guessed(item, skills(item.difficulty).known)


def chance_if_unknown(item: Item) -> float:
    """P(right, unaided) for a learner who doesn't: guess and insight together."""
    return _or_guessed(item, skills(item.difficulty).unknown)


def _or_guessed(item: Item, skill: float) -> float:
    return item.guess + (1.0 - item.guess) * skill


def log_ratio(evidence: Evidence) -> float:
    """log P(answer | known) / P(answer | not known), weighed. In [-4, log 9]; 0 for what was told.

    A miss says the same whether it was guessed at or admitted: the guess cancels. "I don't know" is never worse.
    """
    if evidence.aid == "told":
        return 0.0
    return _weighed(evidence, chance_if_known(evidence.item), chance_if_unknown(evidence.item))


def first_log_ratio(evidence: Evidence) -> float:
    """The same of a concept's first answers, for having known it before: whoever was ready may have found it just now."""
    ready = evidence.ready
    if ready is None or evidence.aid != "unaided":
        return log_ratio(evidence)
    by = skills(evidence.item.difficulty)
    unknown = ready * _or_guessed(evidence.item, by.ready) + (1.0 - ready) * _or_guessed(evidence.item, by.lost)
    return _weighed(evidence, chance_if_known(evidence.item), unknown)


def unready_log_ratio(evidence: Evidence) -> float:
    """log P(miss | ready) / P(miss | something below is missing), weighed; at most 0, and 0 for what isn't a miss.

    Who is ready gets small questions mostly right though the concept is new; who misses them may miss what lies below. A step
    weighs little as an observation of its concept, being one of several, but it's a whole small question of readiness.
    """
    if evidence.aid == "told" or (evidence.outcome > 0.0 and not evidence.unknown):
        return 0.0
    right = skills(evidence.item.difficulty)  # a guess cancels
    weight = min(1.0, SMALL * evidence.weight)
    return weight * max(-MOST, log((1.0 - right.ready) / (1.0 - right.lost)))


def _weighed(evidence: Evidence, known: float, unknown: float) -> float:
    right = min(MOST, log(known / unknown))
    wrong = max(-MOST, log((1.0 - known) / (1.0 - unknown)))
    if evidence.aid == "assisted":
        right *= HELPED
    outcome = 0.0 if evidence.unknown else evidence.outcome
    return evidence.weight * (outcome * right + (1.0 - outcome) * wrong)
