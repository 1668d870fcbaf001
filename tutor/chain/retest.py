"""A dispute: the learner says that the tutor has a concept wrong, and two questions without any help settle it.

It goes on above the question on the screen, which waits as it is, with its draft. "I know this" opens the two questions; "I
don't know this yet" is taken at the learner's word.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tutor.chain import events as happened
from tutor.chain.asking import ask
from tutor.chain.events import ChainEvent
from tutor.chain.frames import PROBES, Asked, Branch, Chain, Link, Outcome, Retest
from tutor.chain.further import check_question
from tutor.chain.limits import ASKED, MISSES, NEVER
from tutor.chain.outlook import Outlook, fresh
from tutor.chain.path import needed

QUESTIONS: Final = 2
_Variant = tuple[str, int]


def objection(chain: Chain, outlook: Outlook, concept: str, *, known: bool) -> str | None:
    """Why a concept of these curricula can't be disputed just now, in words for the learner; None when it can."""
    if chain.retest is not None:
        return "two questions are settling that just now"
    if concept not in outlook.graph.ancestors(chain.goal) | {chain.goal}:
        return "that isn't on the way to this goal; `tutor learner dispute` asks about it by itself"
    if concept in chain.disputed:
        return "once a session is enough; it can be disputed again another day"
    if any(not isinstance(frame, Branch) and frame.concept == concept for frame in chain.stack):
        return "that is what we're at: your answers to it settle it"
    if not known or chain.only_a_retest:
        return None
    if concept == chain.goal:
        return "that is the goal itself; `tutor learner dispute` asks about it by itself"
    if concept in chain.taught and chain.taught[concept] == len(chain.established):
        return "that was shown a moment ago; after something else your answers say more"
    return None


def questions(
    chain: Chain, outlook: Outlook, concept: str, rng: random.Random
) -> tuple[tuple[_Variant, ...], str | None]:
    """Two variants that settle a dispute, different questions if there are, the first no choice; else none, and why."""
    if _spent(chain, concept, QUESTIONS):
        return (), "that's enough on this for today"
    first = check_question(chain, outlook, concept, rng)
    second = None
    if first is not None and not outlook.curricula.question(first[0]).choice:
        second = _another(replace(chain, used=chain.used | {first}), outlook, concept, first[0], rng)
    if first is None or second is None:
        return (), "there aren't two questions left today that could settle it"
    return (first, second), None


def _another(chain: Chain, outlook: Outlook, concept: str, first: str, rng: random.Random) -> _Variant | None:
    refs = [ref for ref in outlook.curricula.concept(concept).questions if outlook.graded(ref)]
    refs.sort(key=lambda ref: (outlook.curricula.question(ref).choice, ref == first))
    found = (fresh(chain, outlook, ref, rng) for ref in refs)
    return next((variant for variant in found if variant is not None), None)


def _spent(chain: Chain, concept: str, more: int) -> bool:
    """Whether that many more questions on a concept are too many for today."""
    most = ASKED if chain.won.get(concept) else NEVER
    return chain.misses.get(concept, 0) >= MISSES or chain.asked.get(concept, 0) + more > most


def go_on(chain: Chain, outlook: Outlook, rng: random.Random, retest: Retest) -> Sequence[ChainEvent]:
    """The retest's next question; after the last, what the answers come to."""
    if retest.queue:
        return [ask(outlook, retest.queue[0][0], retest.queue[0], "retest", why="dispute")]
    outcome: Outcome = "known" if not retest.missed else "open" if retest.right else "not-yet"
    return settled(chain, outlook, rng, retest.concept, outcome)


def settled(chain: Chain, outlook: Outlook, rng: random.Random, concept: str, outcome: Outcome) -> list[ChainEvent]:
    """The end of the dispute that is going on, and what it changes on the way to the goal."""
    over = happened.DisputeSettled(concept, outcome)
    if outcome == "known":
        return [over, *_taken_as_known(chain, outlook, concept)]
    if outcome == "not-yet":
        below = next((i for i, frame in enumerate(chain.stack) if isinstance(frame, Retest)), len(chain.stack))
        return [over, *_derived_first(replace(chain, stack=chain.stack[:below]), outlook, rng, concept)]
    return [over]


def _taken_as_known(chain: Chain, outlook: Outlook, concept: str) -> list[ChainEvent]:
    """The way without the concept, and without what only it needs. Nothing of it is shown: a question waits."""
    if chain.only_a_retest:
        return [happened.ConceptEstablished(concept, "unaided")]
    if chain.placing or chain.settled(concept):
        return []
    known = chain.assumed | {concept}
    still = needed(outlook, chain.goal, known)
    plan = tuple(other for other in chain.plan if other in still or other in chain.established)
    return [happened.PathChosen(plan, tuple(sorted(known)), "revised")]


def _derived_first(chain: Chain, outlook: Outlook, rng: random.Random, concept: str) -> list[ChainEvent]:
    """Down to the concept, where the question that waits rests on it directly and can come back with other numbers.

    Elsewhere the question comes back as it was, and the next miss finds the belief changed.
    """
    asked = chain.question
    link = chain.stack[-2] if len(chain.stack) > 1 else None
    if asked is None or asked.purpose in PROBES or not isinstance(link, Link) or link.concept != asked.concept:
        return []
    if concept not in outlook.curricula.prerequisites(asked.concept) or not _may_descend(chain, concept):
        return []
    if link.concept in chain.established or not _comes_back(chain, outlook, asked, rng):
        return []
    return [happened.QuestionWithdrawn(asked.serves), happened.Descended(concept, "prerequisite")]


def _may_descend(chain: Chain, concept: str) -> bool:
    return chain.settled(concept) and concept not in chain.inserted and not _spent(chain, concept, 1)


def _comes_back(chain: Chain, outlook: Outlook, asked: Asked, rng: random.Random) -> bool:
    return not _spent(chain, asked.concept, 1) and fresh(chain, outlook, asked.serves, rng) is not None
