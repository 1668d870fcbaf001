"""What the tutor does about an answer: on after a right one; a counter-question, smaller questions, a hint, a
prerequisite, other numbers or the solution after a wrong one; and when none of that is left, it parks."""

from __future__ import annotations

import random
from collections.abc import Set

from tutor.chain import events as happened
from tutor.chain.asking import ask, open_steps
from tutor.chain.events import ChainEvent
from tutor.chain.frames import DUE, Asked, Chain, Link, Opened, Purpose
from tutor.chain.limits import ASSUME, DESCENTS, DOUBT, LIKELY, LONGEST_RUN, OPENINGS, TELLS_RUNNING, TRIES, UNLIKELY
from tutor.chain.measure import exhausted
from tutor.chain.moves import give_up, may_doubt, overturned
from tutor.chain.outlook import UNGRADED, Outlook, fresh
from tutor.chain.retest import settled
from tutor.curriculum.variants import Variant, draw
from tutor.grading.verdict import Judgement


def after_right(chain: Chain, variant: Variant) -> list[ChainEvent]:
    """The question is closed; a commitment brings its exhibit."""
    asked = _question(chain)
    reveal = variant.reveal if variant.kind == "predict" else None
    graded = variant.kind not in UNGRADED
    return [happened.QuestionClosed(asked.serves, "assisted" if asked.aided else "unaided", reveal, graded)]


def after_miss(
    chain: Chain, outlook: Outlook, rng: random.Random, variant: Variant, judgement: Judgement | None
) -> list[ChainEvent]:
    """What follows a wrong answer, or (judgement None) an "I don't know"; the miss is already in the chain."""
    asked = _question(chain)
    if asked.purpose in ("placement", "retest"):
        closed = happened.QuestionClosed(asked.serves, None)
        if judgement is not None or chain.retest is None:
            return [closed]
        return [closed, *settled(chain, outlook, rng, asked.concept, "not-yet")]  # an honest answer is enough
    cause = exhausted(chain, asked.concept)
    if cause:
        return [give_up(chain, cause)]
    if asked.why == DUE:
        return _faded(chain, outlook, rng, asked, variant, judgement)
    if _believed(chain, asked) and not asked.tries > 1 and _again_at_once(chain, outlook, rng, asked, judgement):
        return [happened.QuestionWithdrawn(asked.serves)]
    if chain.misses_on.get(asked.serves, 0) < DESCENTS:
        shaken = overturned(chain, outlook)
        if shaken:
            return shaken
        doubted = _doubted(chain, outlook, asked, _doubt(chain, outlook, asked), spared=_just_found(chain, asked))
    else:
        doubted = None
    if doubted:
        return [happened.QuestionWithdrawn(asked.serves), happened.Descended(doubted, "prerequisite")]
    if judgement is not None and asked.nudge is None:
        countered = _counter(chain, outlook, rng, asked, variant, judgement)
        if countered:
            return countered
    return _smaller(chain, outlook, rng, asked, variant, answered=judgement is not None)


def _faded(
    chain: Chain, outlook: Outlook, rng: random.Random, asked: Asked, variant: Variant, judgement: Judgement | None
) -> list[ChainEvent]:
    """A review that was missed: a named mistake gets its counter-question, else the one concept is derived again."""
    if judgement is not None and asked.nudge is None:
        countered = _counter(chain, outlook, rng, asked, variant, judgement)
        if countered:
            return countered
    return [happened.QuestionWithdrawn(asked.serves), happened.Descended(asked.concept, "prerequisite")]


def _believed(chain: Chain, asked: Asked) -> bool:
    """Whether one miss is more likely a slip: success was likely, or the concept was believed known till a moment ago."""
    link = chain.link()
    looked_at_again = link is not None and link.cause == "prerequisite" and link.concept == asked.concept
    return asked.p >= LIKELY or (
        looked_at_again and asked.purpose == "new" and not chain.misses.get(asked.concept, 0) > 1
    )


def _again_at_once(
    chain: Chain, outlook: Outlook, rng: random.Random, asked: Asked, judgement: Judgement | None
) -> bool:
    """A slip where success was likely: no steps, no descent, the same question with other numbers; once a question."""
    if judgement is None or judgement.mistake is not None or judgement.slip is not None:
        return False  # a named mistake has its own answer, and "I don't know" is no slip
    return (
        chain.misses_on.get(asked.serves, 0) == 0
        and _comes_back(chain)
        and bool(fresh(chain, outlook, asked.serves, rng))
    )


def _counter(
    chain: Chain, outlook: Outlook, rng: random.Random, asked: Asked, variant: Variant, judgement: Judgement
) -> list[ChainEvent]:
    """A named mistake gets its counter-question, a named slip a nudge, and either way one more (assisted) try."""
    node = outlook.curricula.question(asked.ref)
    if judgement.mistake is None:
        if judgement.slip is None or node.choice or not another_try(chain, asked):
            return []
        return [happened.NudgeShown(None, judgement.slip)]
    mistake = variant.mistakes[judgement.mistake]
    if mistake.goto is not None and not any(frame.purpose == "counter" for frame in chain.waiting):
        return _go_to(chain, outlook, rng, asked, mistake.goto)
    if mistake.ask is not None and not node.choice and another_try(chain, asked):
        return [happened.NudgeShown(judgement.mistake)]
    return []


def _go_to(chain: Chain, outlook: Outlook, rng: random.Random, asked: Asked, target: str) -> list[ChainEvent]:
    found = fresh(chain, outlook, target, rng)
    if found is None:
        return []
    counter = ask(outlook, target, found, "counter", why="counter")
    if outlook.curricula.question(asked.ref).choice:  # never retried on the same options
        return [happened.QuestionWithdrawn(asked.serves), happened.Descended(target, "counter"), counter]
    return [happened.Descended(target, "counter"), counter]


def _smaller(
    chain: Chain, outlook: Outlook, rng: random.Random, asked: Asked, variant: Variant, *, answered: bool
) -> list[ChainEvent]:
    """Smaller questions if there are any, else the ladder of a question that can't be made smaller."""
    node = outlook.curricula.question(asked.ref)
    if node.steps and chain.openings.get(asked.ref, 0) < OPENINGS and asked.purpose != "counter":
        purpose: Purpose = "check" if asked.purpose in ("check", "review") else "new"
        cause = "unknown" if not answered else "leap" if asked.free else "wrong"
        return [open_steps(outlook, asked.ref, asked.n, cause, purpose=purpose, one=purpose == "check")]
    spoiled = node.choice and answered
    if asked.hints < len(variant.hints) and another_try(chain, asked) and not spoiled:
        return [happened.HintShown(asked.hints)]
    restored = _restored(chain, outlook)
    if restored:
        return [happened.QuestionWithdrawn(asked.serves), happened.StepsRestored(restored)]
    doubted = _doubted(chain, outlook, asked, ASSUME)
    if doubted and asked.purpose != "counter":
        return [happened.QuestionWithdrawn(asked.serves), happened.Descended(doubted, "prerequisite")]
    again = answered and chain.misses_on.get(asked.serves, 0) == 0  # other numbers don't help who doesn't know how
    if again and _comes_back(chain) and fresh(chain, outlook, asked.serves, rng):
        return [happened.QuestionWithdrawn(asked.serves)]
    return tell(chain, outlook, "tutor")


def another_try(chain: Chain, asked: Asked) -> bool:
    """Whether this variant may be tried again: twice at most, and no more than three misses running on its question."""
    return asked.tries < TRIES and chain.tries_on.get(asked.serves, 0) < LONGEST_RUN


def _restored(chain: Chain, outlook: Outlook) -> tuple[str, ...]:
    """The nearest step that was skipped before the one that failed: the belief that it would surely be got was wrong."""
    below = chain.stack[-2] if len(chain.stack) > 1 else None
    if not isinstance(below, Opened) or not below.queue or below.purpose == "check":
        return ()
    order = outlook.curricula.question(below.ref).steps
    at = order.index(below.queue[0]) if below.queue[0] in order else 0
    earlier = [step for step in order[:at] if step in below.skipped and outlook.graded(step)]
    return tuple(earlier[-1:])


def _comes_back(chain: Chain) -> bool:
    below = chain.stack[-2] if len(chain.stack) > 1 else None
    if isinstance(below, Link):
        return below.concept not in chain.established
    return isinstance(below, Opened) and bool(below.queue)


def tell(chain: Chain, outlook: Outlook, by: str) -> list[ChainEvent]:
    """The solution; but after two tells running something else changes: a prerequisite, or the link is parked."""
    asked = _question(chain)
    if chain.tells_running >= TELLS_RUNNING:
        # rather than parking, look at what is least certain, however certain: nothing else explains two tells running
        doubted = _doubted(chain, outlook, asked, ASSUME) or _doubted(chain, outlook, asked, 1.0)
        if doubted:
            return [happened.QuestionWithdrawn(asked.serves), happened.Descended(doubted, "prerequisite")]
        return [give_up(chain, "tells")]
    told: list[ChainEvent] = [
        happened.AnswerTold(asked.ref, asked.n, by),
        happened.QuestionClosed(asked.serves, "told", _reveal(outlook, asked)),
    ]
    below = chain.stack[-2] if len(chain.stack) > 1 else None
    if isinstance(below, Asked) and _same_numbers(outlook, below, asked):
        told.append(happened.QuestionWithdrawn(below.serves))
    return told


def _reveal(outlook: Outlook, asked: Asked) -> str | None:
    return draw(outlook.curricula, asked.ref, asked.n).reveal


def _same_numbers(outlook: Outlook, waiting: Asked, told: Asked) -> bool:
    one, other = outlook.curricula.question(waiting.ref), outlook.curricula.question(told.ref)
    return one.root == other.root and (waiting.n == told.n or not other.parametric)


def _doubt(chain: Chain, outlook: Outlook, asked: Asked) -> float:
    """A question with steps finds out by them what is missing, unless it's hardly in doubt."""
    opens = outlook.curricula.question(asked.ref).steps and chain.openings.get(asked.ref, 0) < OPENINGS
    return UNLIKELY if opens else DOUBT


def _just_found(chain: Chain, asked: Asked) -> Set[str]:
    """What the learner derived today isn't blamed for the first miss on a question: that would only undo the finding."""
    return frozenset() if chain.misses_on.get(asked.serves, 0) else chain.established.keys()


def _doubted(
    chain: Chain, outlook: Outlook, asked: Asked, below: float, *, spared: Set[str] = frozenset()
) -> str | None:
    """The least certain of the concepts that this question rests on: directly, else at any depth."""
    direct = (*outlook.curricula.prerequisites(asked.concept), *outlook.curricula.question(asked.ref).uses)
    deeper = sorted({above for concept in direct for above in outlook.curricula.ancestors(concept)} - set(direct))
    for rests in (dict.fromkeys(direct), deeper):
        doubtful = [c for c in rests if c not in spared and may_doubt(chain, outlook, c, below)]
        if doubtful:
            return min(doubtful, key=outlook.known)
    return None


def _question(chain: Chain) -> Asked:
    if chain.question is None:
        raise ValueError("no question is open")
    return chain.question
