"""What the tutor does next when no question is open: go on with the steps, the link, a check, a review, or the next concept."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tutor.chain import events as happened
from tutor.chain import retest
from tutor.chain.asking import ask, open_steps
from tutor.chain.events import ChainEvent
from tutor.chain.fold import fold
from tutor.chain.frames import Asked, Branch, Chain, Link, Opened, Retest
from tutor.chain.further import check_question, further_question, probe, stand_in
from tutor.chain.limits import ASSUME, CHECK_AFTER, CONFIRM, DOUBT, EVENS, OPENINGS, SHAKEN, SURE
from tutor.chain.measure import exhausted
from tutor.chain.outlook import Outlook, fresh
from tutor.chain.path import needed, taken_as_known
from tutor.chain.reviews import review_before, review_due
from tutor.curriculum.nodes import QuestionNode
from tutor.errors import FaultError
from tutor.grading.proof import last_step_is_whole

MOST_MOVES = 2_000  # far above what a chain can need between two questions


def onward(chain: Chain, outlook: Outlook, rng: random.Random) -> tuple[list[ChainEvent], Chain]:
    """Events up to the next open question, and the chain after them; a chain without a question is over."""
    out: list[ChainEvent] = []
    for _ in range(MOST_MOVES):
        if chain.question is not None:
            return out, chain
        step = _next(chain, outlook, rng)
        if not step:
            return out, chain
        for event in step:
            chain = fold(event, chain)
        out.extend(step)
    raise FaultError("fault", "the chain doesn't come to its next question", remedy="please report this")


def _next(chain: Chain, outlook: Outlook, rng: random.Random) -> Sequence[ChainEvent]:
    match chain.stack[-1] if chain.stack else None:
        case Branch():
            return [happened.Ascended()]
        case Retest() as disputed:
            return retest.go_on(chain, outlook, rng, disputed)
        case Opened() as opened:
            return _steps(chain, outlook, rng, opened)
        case Link() as link:
            return _link(chain, outlook, rng, link)
        case _:
            return _between(chain, outlook, rng)


def give_up(chain: Chain, cause: str) -> ChainEvent:
    """Leave what can't be answered today: the innermost link is parked, a side branch or a check is left."""
    for frame in reversed(chain.stack):
        if isinstance(frame, Branch):
            return happened.Ascended()
        if isinstance(frame, Link):
            if frame.concept in chain.established:
                return happened.LinkClosed(frame.concept)
            return happened.ConceptParked(frame.concept, cause)
    asked = chain.stack[-1] if chain.stack else None
    return happened.LinkClosed(asked.concept if isinstance(asked, Asked | Opened) else chain.goal)


def may_doubt(chain: Chain, outlook: Outlook, concept: str, below: float) -> bool:
    """Whether a settled concept is believed less than `below` and may be derived (again) from here; once a session.

    What the learner found unaided is never doubted above `DOUBT`, whatever `below` is.
    """
    if concept in chain.inserted or not chain.settled(concept):
        return False
    limit = min(below, DOUBT) if chain.established.get(concept) == "unaided" else below
    return outlook.known(concept) < limit


def overturned(chain: Chain, outlook: Outlook) -> list[ChainEvent]:
    """The way chosen anew, from the ground up, when an answer shows that much of what was assumed isn't known."""
    doubted = {concept for concept in chain.assumed if outlook.acquired(concept) < DOUBT}
    bottom = chain.stack[0]
    if len(doubted) < SHAKEN or not isinstance(bottom, Link) or any(isinstance(f, Branch) for f in chain.stack):
        return []
    asked = chain.question
    left: list[ChainEvent] = [happened.QuestionWithdrawn(asked.serves)] if asked else []
    known = frozenset(chain.assumed - doubted)
    return [
        *left,
        happened.LinkClosed(bottom.concept),
        happened.PathChosen(needed(outlook, chain.goal, known), tuple(sorted(known)), "overturned"),
    ]


def _steps(chain: Chain, outlook: Outlook, rng: random.Random, opened: Opened) -> Sequence[ChainEvent]:
    cause = exhausted(chain, opened.concept)
    if cause:
        return [give_up(chain, cause)]
    resting = (*outlook.curricula.prerequisites(opened.concept), *outlook.curricula.question(opened.ref).uses)
    gone = [below for below in resting if below != opened.concept and not chain.settled(below)]
    if gone:  # it was doubted at one of the steps, and left for another day
        return [give_up(chain, gone[0])]
    if opened.queue:
        step = opened.queue[0]
        node = outlook.curricula.question(step)
        if _has_been_seen(chain, node):
            return [happened.StepPassed(step)]
        shares = node.root == outlook.curricula.question(opened.ref).root
        met = (step, opened.n) in chain.used
        if not shares or met:
            found = fresh(chain, outlook, step, rng)
            if found is None:
                return [happened.StepPassed(step)]
            return [ask(outlook, step, found, "step", why="step")]
        return [ask(outlook, step, (step, opened.n), "step", why="step")]
    return _whole(chain, outlook, rng, opened)


def _has_been_seen(chain: Chain, step: QuestionNode) -> bool:
    """A prediction of what has been shown in this chain is none."""
    reveal = getattr(step.question.answer, "reveal", None)
    return reveal is not None and f"{step.ref.partition('/')[0]}@{reveal}" in chain.revealed


def _whole(chain: Chain, outlook: Outlook, rng: random.Random, opened: Opened) -> Sequence[ChainEvent]:
    if opened.purpose in ("check", "review"):
        return [happened.QuestionClosed(opened.ref, None)]
    overturned = any(isinstance(frame, Link) and frame.cause == "prerequisite" for frame in chain.stack)
    walked = opened.asked and opened.last in ("unaided", "assisted")
    if walked and not overturned and last_step_is_whole(outlook.curricula, opened.ref):
        return [happened.QuestionClosed(opened.ref, "assisted")]
    found = fresh(chain, outlook, opened.ref, rng)
    if found is None:
        return [happened.QuestionClosed(opened.ref, "assisted" if opened.last not in (None, "told") else "told")]
    return [ask(outlook, opened.ref, found, "again", why="again")]


def _link(chain: Chain, outlook: Outlook, rng: random.Random, link: Link) -> Sequence[ChainEvent]:
    concept = link.concept
    if concept in chain.established:
        follow = None if exhausted(chain, concept) else further_question(chain, outlook, link, rng)
        return [follow] if follow else [happened.LinkClosed(concept)]
    cause = exhausted(chain, concept)
    if cause:
        return [happened.ConceptParked(concept, cause)]
    for below in outlook.curricula.prerequisites(concept):
        if not chain.settled(below):
            if below in chain.parked or below in chain.inserted:
                return [happened.ConceptParked(concept, below)]
            return [happened.Descended(below, "prerequisite")]
        doubted = may_doubt(chain, outlook, below, DOUBT) and outlook.acquired(below) < DOUBT  # not what only faded
        if link.cause == "prerequisite" and doubted:
            return [happened.Descended(below, "prerequisite")]
    return _derive(chain, outlook, rng, link)


def _derive(chain: Chain, outlook: Outlook, rng: random.Random, link: Link) -> Sequence[ChainEvent]:
    concept = link.concept
    for serving in (outlook.curricula.leap(concept), stand_in(chain, outlook, concept)):
        if serving is None:
            continue
        if serving in chain.done:
            unsure = _confirming(chain, outlook, rng, link)
            return [unsure or happened.ConceptEstablished(concept, chain.done[serving])]
        found = fresh(chain, outlook, serving, rng)
        if found is None:
            continue
        steps = outlook.curricula.question(serving).steps
        far = outlook.success(serving) < outlook.aim.leap and outlook.known(concept) < EVENS
        unlikely = far and steps and chain.openings.get(serving, 0) < OPENINGS
        result = outlook.curricula.concept(concept).concept.kind == "result"
        if unlikely and not result:
            return [open_steps(outlook, serving, found[1], "cut")]
        return [ask(outlook, serving, found, "new", why="link", free=bool(unlikely))]
    return [happened.ConceptParked(concept, "nothing-left")]


def _confirming(chain: Chain, outlook: Outlook, rng: random.Random, link: Link) -> ChainEvent | None:
    """Once more with other numbers, where a concept was in doubt and the answers so far leave it there."""
    if link.cause != "prerequisite" or link.further >= CONFIRM or outlook.known(link.concept) >= ASSUME:
        return None
    found = check_question(chain, outlook, link.concept, rng)
    return ask(outlook, found[0], found, "new", why="confirm") if found else None


def _between(chain: Chain, outlook: Outlook, rng: random.Random) -> Sequence[ChainEvent]:
    if chain.placing:
        return _place(chain, outlook, rng)
    for concept in chain.established:
        rested = len(chain.established) - chain.lessons.get(concept, 0) >= CHECK_AFTER
        new = concept in chain.plan and outlook.known(concept) < SURE  # not what was only looked at again, or is known
        fragile = concept in chain.taught or new
        if rested and fragile and concept not in chain.checked and not exhausted(chain, concept):
            found = check_question(chain, outlook, concept, rng)
            if found is not None:
                return [ask(outlook, found[0], found, "check", why="check")]
    if chain.due:
        review = review_due(chain, outlook, rng)
        return [review] if review else []
    if chain.goal in chain.established or chain.goal in chain.parked:
        return []
    return _next_link(chain, outlook, rng)


def _next_link(chain: Chain, outlook: Outlook, rng: random.Random) -> Sequence[ChainEvent]:
    open_concepts = [c for c in chain.plan if not chain.settled(c) and c not in chain.parked]
    ready = [c for c in open_concepts if all(map(chain.settled, outlook.curricula.prerequisites(c)))]
    if not ready:
        return []
    believed = {c for c in ready if c != chain.goal and outlook.acquired(c) >= ASSUME and not chain.asked.get(c)}
    if believed:
        return [happened.PathChosen(chain.plan, tuple(sorted(chain.assumed | believed)), "revised")]
    review = review_before(chain, outlook, rng, ready[0])
    return [review] if review else [happened.LinkBegun(ready[0])]


def _place(chain: Chain, outlook: Outlook, rng: random.Random) -> Sequence[ChainEvent]:
    item = probe(chain, outlook)
    if item is not None:
        found = fresh(chain, outlook, item, rng)
        if found is not None:
            return [ask(outlook, item, found, "placement", why="placement")]
    return [happened.PlacementEnded("sure"), choose_path(outlook, chain.goal, "placed")]


def choose_path(outlook: Outlook, goal: str, cause: str) -> happened.PathChosen:
    """The path as beliefs stand now."""
    known = taken_as_known(outlook, goal)
    return happened.PathChosen(needed(outlook, goal, known), tuple(sorted(known)), cause)
