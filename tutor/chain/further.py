"""Questions beside the main line: placement probes, what follows a result, checks after a delay, stand-ins."""

from __future__ import annotations

import random
from functools import lru_cache
from typing import Final

from tutor.chain import events as happened
from tutor.chain.asking import ask
from tutor.chain.frames import Chain, Link
from tutor.chain.limits import ASSUME, FURTHER, FURTHER_GOAL
from tutor.chain.outlook import Outlook, fresh, graded
from tutor.curriculum.curricula import Curricula
from tutor.learner.placement import next_probe

KEPT: Final = 4096  # probing questions kept at hand
_ORDER: Final = ("transfer", "limits", "further", "own-words", "review")
_ORDER_GOAL: Final = ("limits", "transfer", "further", "own-words", "review")


def probe(chain: Chain, outlook: Outlook) -> str | None:
    """The placement question that would tell most about the way to the goal, or None when enough is known."""
    used = {ref for ref, _ in chain.used}
    refs = (probing_question(outlook, concept) for concept in sorted(outlook.graph.ancestors(chain.goal)))
    candidates = [outlook.item(ref) for ref in refs if ref is not None and ref not in used]
    item = next_probe(outlook.estimate, outlook.graph, chain.goal, candidates, chain.probes)
    return None if item is None else item.ref


def probing_question(outlook: Outlook, concept: str) -> str | None:
    """The question that shows best whether a concept is known: its leap, unless that is a choice and another isn't."""
    return _probing(outlook.curricula, concept)


@lru_cache(maxsize=KEPT)
def _probing(curricula: Curricula, concept: str) -> str | None:
    refs = [ref for ref in curricula.concept(concept).questions if graded(curricula.question(ref))]
    open_ended = [ref for ref in refs if not curricula.question(ref).choice]
    leap = curricula.leap(concept)
    if leap in open_ended or not open_ended:
        return leap if leap in refs else (refs[0] if refs else None)
    return open_ended[0]


def further_question(chain: Chain, outlook: Outlook, link: Link, rng: random.Random) -> happened.QuestionAsked | None:
    """What makes a result more than a formula: where it fails, where else it serves, in one's own words."""
    goal = link.concept == chain.goal
    result = outlook.curricula.concept(link.concept).concept.kind == "result"
    if link.cause != "path" or chain.established.get(link.concept) == "told":
        return None
    if not goal and not result and outlook.known(link.concept) >= ASSUME:
        return None
    if link.further >= (FURTHER_GOAL if goal else FURTHER):
        return None
    for role in _ORDER_GOAL if goal else _ORDER:
        for ref in outlook.curricula.concept(link.concept).questions:
            if outlook.curricula.question(ref).role == role and not any(used == ref for used, _ in chain.used):
                found = fresh(chain, outlook, ref, rng)
                if found is not None:
                    return ask(outlook, ref, found, "new", why="further")
    return None


def check_question(chain: Chain, outlook: Outlook, concept: str, rng: random.Random) -> tuple[str, int] | None:
    """A question for the delayed, unaided check: no choice where there is another, one that wasn't met rather than the same
    with other numbers, and of these the one whose chance of success lies nearest to what the learner wants."""
    graded = [ref for ref in outlook.curricula.concept(concept).questions if outlook.graded(ref)]
    met = {used for used, _ in chain.used}

    def fitting(ref: str) -> tuple[bool, bool, float]:
        return outlook.curricula.question(ref).choice, ref in met, abs(outlook.success(ref) - outlook.aim.success)

    candidates = (fresh(chain, outlook, ref, rng) for ref in sorted(graded, key=fitting))
    return next(filter(None, candidates), None)


def stand_in(chain: Chain, outlook: Outlook, concept: str) -> str | None:
    """Another question of the concept that can establish it when its leap can't be asked again."""
    leap = outlook.curricula.leap(concept)
    refs = [ref for ref in outlook.curricula.concept(concept).questions if ref != leap and outlook.graded(ref)]
    return min(refs, key=lambda ref: (ref not in chain.done, outlook.curricula.question(ref).choice), default=None)
