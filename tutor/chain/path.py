"""The path to a goal: the smallest set of concepts that a learner still needs, why each, and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tutor.chain.limits import ASSUME
from tutor.chain.outlook import Outlook
from tutor.curriculum.curricula import Curricula

SECONDS_A_QUESTION = 25.0
KEPT: Final = 4096  # concepts whose seconds are kept at hand
WORDS_PER_SECOND = 3.0  # reading mathematics with thought, about 180 words a minute


@dataclass(frozen=True, slots=True)
class Need:
    """A concept on the way. `needed_by`: the concepts on the way that rest on it directly. `minutes`: expected."""

    concept: str
    known: float
    minutes: float
    needed_by: tuple[str, ...]


def taken_as_known(outlook: Outlook, goal: str, threshold: float = ASSUME) -> frozenset[str]:
    """The concepts below the goal believed known, together with all that they rest on.

    What has faded is among them: it wants a review, not to be derived again.
    """
    below, known = outlook.graph.ancestors(goal), set[str]()
    for concept in sorted(below, key=outlook.graph.place.__getitem__):
        if outlook.acquired(concept) >= threshold and known.issuperset(outlook.graph.prerequisites(concept)):
            known.add(concept)
    return frozenset(known)


def needed(outlook: Outlook, goal: str, known: frozenset[str]) -> tuple[str, ...]:
    """The goal and all concepts below it that aren't known and are reached without passing through a known one."""
    found, pending = {goal}, [goal]
    while pending:
        for below in outlook.curricula.prerequisites(pending.pop()):
            if below not in known and below not in found:
                found.add(below)
                pending.append(below)
    return tuple(sorted(found, key=outlook.curricula.place.__getitem__))


def explain(outlook: Outlook, plan: tuple[str, ...]) -> tuple[Need, ...]:
    """Each concept of a plan with its minutes and the reason it is needed."""
    return tuple(
        Need(
            concept,
            outlook.known(concept),
            minutes(outlook, concept),
            tuple(other for other in plan if concept in outlook.curricula.prerequisites(other)),
        )
        for concept in plan
    )


def minutes(outlook: Outlook, concept: str) -> float:
    """Expected minutes to derive a concept: its leap, its steps as likely as the leap fails, and one later check."""
    leap = outlook.curricula.leap(concept)
    p = outlook.success(leap)
    leaped, walked = _seconds(outlook.curricula, leap)
    again = leaped if walked else 0.0
    tried = leaped if p >= outlook.aim.leap or not walked else leaped / 2
    return (tried + (1 - p) * (walked + again) + leaped) / 60


@lru_cache(maxsize=KEPT)
def _seconds(curricula: Curricula, leap: str) -> tuple[float, float]:
    """What a leap takes, and what its steps take together. Kept: a view reckons the minutes of a whole plan."""
    node = curricula.question(leap)
    leaped, *walked = (
        SECONDS_A_QUESTION + curricula.question(ref).reading_words / WORDS_PER_SECOND for ref in (leap, *node.steps)
    )
    return leaped, sum(walked)
