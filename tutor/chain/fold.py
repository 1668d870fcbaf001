"""One event folded into a chain. Uses nothing else than the chain and the event, so replay gives the same state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import singledispatch
from types import MappingProxyType

from tutor.chain import events as happened
from tutor.chain.frames import DUE, Asked, Branch, Chain, Frame, How, Link, Opened, Retest, counted, pop, push, top


@singledispatch
def fold(event: happened.ChainEvent, chain: Chain) -> Chain:
    """The chain after the event."""
    raise TypeError(f"no fold for {type(event).__name__}")


@fold.register
def _(event: happened.PathChosen, chain: Chain) -> Chain:
    return replace(chain, plan=event.plan, assumed=frozenset(event.assumed), placing=False)


@fold.register
def _(event: happened.ReviewsChosen, chain: Chain) -> Chain:
    return replace(chain, due=event.due, assumed=frozenset(event.assumed), placing=False)


@fold.register
def _(event: happened.PlacementEnded, chain: Chain) -> Chain:
    return replace(chain, placing=False)


@fold.register
def _(event: happened.LinkBegun, chain: Chain) -> Chain:
    return push(chain, Link(event.concept, event.cause))


@fold.register
def _(event: happened.LinkClosed, chain: Chain) -> Chain:
    if not any(isinstance(frame, Link) and frame.concept == event.concept for frame in chain.stack):
        return replace(chain, stack=())
    return pop(_unwind(chain, lambda frame: isinstance(frame, Link) and frame.concept == event.concept))


@fold.register
def _(event: happened.QuestionAsked, chain: Chain) -> Chain:
    below = chain.stack[-1] if chain.stack else None
    if isinstance(below, Retest):
        chain = top(chain, replace(below, queue=below.queue[1:]))
    elif isinstance(below, Opened):
        chain = top(chain, replace(below, n=event.n, asked=below.asked + 1)) if event.purpose != "again" else pop(chain)
    elif isinstance(below, Link) and (below.concept in chain.established or event.why == "confirm"):
        chain = top(chain, replace(below, further=below.further + 1))
    if (event.ref, event.n) not in chain.used:
        chain = replace(chain, used=chain.used | {(event.ref, event.n)}, asked=counted(chain.asked, event.concept))
    if event.purpose == "check":
        chain = replace(chain, checked=chain.checked | {event.concept})
    if event.why == DUE:
        chain = replace(chain, reviewed=MappingProxyType({**chain.reviewed, event.concept: chain.results}))
    return push(
        chain,
        Asked(
            event.ref, event.serves, event.concept, event.n, event.purpose, event.p, event.free, event.why,
            aided=event.purpose == "again",
        ),
    )  # fmt: skip


def _asked(chain: Chain) -> Asked:
    question = chain.question
    if question is None:
        raise ValueError("no question is open")
    return question


@fold.register
def _(event: happened.AnswerMissed, chain: Chain) -> Chain:
    asked = _asked(chain)
    chain = top(chain, replace(asked, tries=asked.tries + 1, tried=(*asked.tried, event.text)))
    chain = replace(chain, tries_on=counted(chain.tries_on, asked.serves))
    if asked.free or asked.purpose in ("placement", "retest") or asked.tries:
        return chain
    return replace(chain, misses=counted(chain.misses, asked.concept))


@fold.register
def _(event: happened.AnswerNearly, chain: Chain) -> Chain:
    asked = _asked(chain)
    return top(chain, replace(asked, soft=asked.soft + 1))


@fold.register
def _(event: happened.AnswerStated, chain: Chain) -> Chain:
    return top(chain, replace(_asked(chain), stated=True))


@fold.register
def _(event: happened.QuestionClosed, chain: Chain) -> Chain:
    closed = chain.stack[-1]
    chain = pop(chain)
    retested = isinstance(closed, Asked) and closed.purpose == "retest"
    if event.how is not None:
        if not retested:  # one answer of two settles nothing
            chain = replace(chain, done=MappingProxyType({**chain.done, event.ref: event.how}))
        if event.how != "told":
            chain = replace(chain, tells_running=0)
    if event.reveal is not None:
        chain = replace(chain, revealed=chain.revealed | {event.reveal})
    if isinstance(closed, Asked):
        chain = _met(chain, closed.concept)
        if event.how in ("unaided", "assisted") and event.graded:
            chain = _won(chain, closed.concept)
    if retested:
        return _retested(chain, right=event.how == "unaided")
    if isinstance(closed, Asked) and closed.purpose == "counter":
        return chain
    return _step_done(chain, event.ref, event.how)


def _won(chain: Chain, concept: str) -> Chain:
    chain = replace(chain, won=counted(chain.won, concept))
    if not chain.misses.get(concept):
        return chain
    return replace(chain, misses=counted(chain.misses, concept, -1))  # progress makes room for a miss


def _retested(chain: Chain, *, right: bool) -> Chain:
    retest = chain.stack[-1]
    if not isinstance(retest, Retest):
        raise ValueError("no retest is going on")
    return top(chain, replace(retest, right=retest.right + right, missed=retest.missed + (not right)))


def _step_done(chain: Chain, ref: str, how: How | None) -> Chain:
    below = chain.stack[-1] if chain.stack else None
    if isinstance(below, Opened) and below.queue and below.queue[0] == ref:
        return top(chain, replace(below, queue=below.queue[1:], last=how or below.last))
    return chain


@fold.register
def _(event: happened.StepPassed, chain: Chain) -> Chain:
    return _step_done(chain, event.ref, None)


@fold.register
def _(event: happened.QuestionWithdrawn, chain: Chain) -> Chain:
    return replace(_undone(pop(chain), event.ref), misses_on=counted(chain.misses_on, event.ref))


@fold.register
def _(event: happened.QuestionOpened, chain: Chain) -> Chain:
    if chain.question is not None:
        chain = pop(chain)
    chain = replace(
        chain,
        openings=counted(chain.openings, event.ref),
        tries_on=counted(chain.tries_on, event.ref, -chain.tries_on.get(event.ref, 0)),
    )
    chain = _taught(_undone(chain, event.ref), event.concept)
    return push(chain, Opened(event.ref, event.concept, event.n, event.queue, event.skipped, event.purpose))


@fold.register
def _(event: happened.StepsRestored, chain: Chain) -> Chain:
    opened = chain.stack[-1]
    if not isinstance(opened, Opened):
        raise ValueError("no steps are open")
    left = tuple(step for step in opened.skipped if step not in event.steps)
    return top(chain, replace(opened, queue=event.steps + opened.queue, skipped=left))


@fold.register
def _(event: happened.StepsLeft, chain: Chain) -> Chain:
    chain = _unwind(chain, lambda frame: isinstance(frame, Opened))
    opened = chain.stack[-1]
    assert isinstance(opened, Opened)
    return top(chain, replace(opened, queue=(), last=None))


@fold.register
def _(event: happened.HintShown, chain: Chain) -> Chain:
    asked = _asked(chain)
    return _taught(top(chain, replace(asked, hints=max(asked.hints, event.n + 1), aided=True)), asked.concept)


@fold.register
def _(event: happened.NudgeShown, chain: Chain) -> Chain:
    asked = _asked(chain)
    return top(
        chain, replace(asked, nudge=-1 if event.mistake is None else event.mistake, slip=event.slip or "", aided=True)
    )


@fold.register
def _(event: happened.AnswerTold, chain: Chain) -> Chain:
    asked = _asked(chain)
    misses = chain.misses if asked.tries else counted(chain.misses, asked.concept)
    return _taught(replace(chain, tells_running=chain.tells_running + 1, misses=misses), asked.concept)


@fold.register
def _(event: happened.Descended, chain: Chain) -> Chain:
    asked = chain.question
    if asked is not None:
        chain = _taught(top(chain, replace(asked, aided=True)), asked.concept)
    if event.kind == "prerequisite":
        chain = _reopened(chain, event.to)
        return push(chain, Link(event.to, "prerequisite"))
    if event.kind == "why":
        return push(chain, Branch(event.to), *chain.left.get(event.to, ()))
    if asked is not None:
        chain = top(chain, replace(asked, aided=True, nudge=-1))
    return chain


@fold.register
def _(event: happened.Ascended, chain: Chain) -> Chain:
    at = max(i for i, frame in enumerate(chain.stack) if isinstance(frame, Branch))
    branch, inside = chain.stack[at], chain.stack[at + 1 :]
    assert isinstance(branch, Branch)
    left = {**chain.left, branch.ref: inside}
    return replace(chain, stack=chain.stack[:at], left=MappingProxyType(left))


@fold.register
def _(event: happened.ConceptEstablished, chain: Chain) -> Chain:
    chain = replace(
        chain,
        established=MappingProxyType({**chain.established, event.concept: event.how}),
        assumed=chain.assumed - {event.concept},
    )
    chain = _met(chain, event.concept)
    if event.concept not in chain.taught:
        return chain
    return replace(chain, taught=MappingProxyType({**chain.taught, event.concept: len(chain.established)}))


@fold.register
def _(event: happened.ConceptParked, chain: Chain) -> Chain:
    chain = replace(chain, parked=chain.parked | {event.concept}, tells_running=0)
    inside = any(isinstance(frame, Link) and frame.concept == event.concept for frame in chain.stack)
    if not inside:
        return chain
    return pop(_unwind(chain, lambda frame: isinstance(frame, Link) and frame.concept == event.concept))


@fold.register
def _(event: happened.DisputeOpened, chain: Chain) -> Chain:
    return push(
        replace(chain, disputed=chain.disputed | {event.concept}),
        Retest(event.concept, tuple((ref, n) for ref, n in event.variants)),
    )


@fold.register
def _(event: happened.DisputeSettled, chain: Chain) -> Chain:
    return pop(_unwind(chain, lambda frame: isinstance(frame, Retest)))


@fold.register
def _(event: happened.HelpUsed, chain: Chain) -> Chain:
    return top(chain, replace(_asked(chain), aided=True)) if chain.question else chain


def _undone(chain: Chain, ref: str) -> Chain:
    """What was answered before and is missed now wants deriving again."""
    return replace(chain, done=MappingProxyType({other: how for other, how in chain.done.items() if other != ref}))


def _reopened(chain: Chain, concept: str) -> Chain:
    """The belief in a concept is overturned: it's derived (again), from questions that haven't been answered."""
    return replace(
        chain,
        inserted=chain.inserted | {concept},
        assumed=chain.assumed - {concept},
        established=MappingProxyType({c: how for c, how in chain.established.items() if c != concept}),
        done=MappingProxyType(
            {ref: how for ref, how in chain.done.items() if how == "unaided" or not ref.startswith(concept + "/")}
        ),
        openings=MappingProxyType(
            {ref: min(n, 1) if ref.startswith(concept + "/") else n for ref, n in chain.openings.items()}
        ),
        tells_running=0,
    )


def _met(chain: Chain, concept: str) -> Chain:
    return replace(chain, lessons=MappingProxyType({**chain.lessons, concept: len(chain.established)}))


def _taught(chain: Chain, concept: str) -> Chain:
    chain = _met(chain, concept)
    return replace(chain, taught=MappingProxyType({**chain.taught, concept: len(chain.established)}))


def _unwind(chain: Chain, stop: Callable[[Frame], bool]) -> Chain:
    while chain.stack and not stop(chain.stack[-1]):
        chain = pop(chain)
    if not chain.stack:
        raise ValueError("there's no such frame to go back to")
    return chain
