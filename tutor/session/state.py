"""A session's state, and `apply`: the state after an event, from nothing else than the two."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Final

from tutor.chain.events import ChainEvent
from tutor.chain.fold import fold
from tutor.chain.frames import Chain
from tutor.grading.verdict import Verdict
from tutor.session import events as happened
from tutor.session.events import Body, Event
from tutor.session.learning import Learning, after_answer, after_telling

LOOKED_UP: Final = 12  # how many of the latest look-ups are kept at hand
LONGEST_PAUSE: Final = 180_000_000  # microseconds; a longer gap counts as this much study


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers so far: right without and with help, wrong, not known, told, and those that could not be read."""

    questions: int = 0
    unaided: int = 0
    assisted: int = 0
    wrong: int = 0
    unknown: int = 0
    told: int = 0
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """A right answer in the learner's own writing, for the summary and the notebook."""

    ref: str
    n: int
    text: str
    aided: bool


@dataclass(frozen=True, slots=True)
class LookedUp:
    """Something the learner looked up beside a variant. `asked`: the question back, empty for the sources."""

    ref: str
    n: int
    shown: happened.SourcesOpened | happened.AsideAnswered
    asked: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """One session, folded from its events. `recent`: what the last action brought about. Times in microseconds."""

    learner: str = ""
    session: str = ""
    curriculum: str = ""
    curricula: str = ""
    seed: int = 0
    seq: int = 0
    chain: Chain = field(default_factory=lambda: Chain(goal=""))
    started_at: int = 0
    last_at: int = 0
    studied: int = 0
    paused: bool = False
    ended: str | None = None
    action: str = ""
    recent: tuple[Body, ...] = ()
    before: Chain | None = None  # the chain as it stood before the last action
    submitted: str | None = None
    counts: Counts = field(default_factory=Counts)
    answers: tuple[Answered, ...] = ()
    asked_back: str = ""
    looked_up: tuple[LookedUp, ...] = ()  # the latest last
    learning: Learning = field(default_factory=Learning)


def apply(state: State, event: Event) -> State:
    """The state after the event."""
    gap = min(max(0, event.at - state.last_at), LONGEST_PAUSE) if state.last_at else 0
    fresh = event.action != state.action
    state = replace(
        state, learner=event.learner, session=event.session, seq=event.seq, last_at=event.at,
        studied=state.studied + gap, action=event.action,
        recent=(event.body,) if fresh else (*state.recent, event.body),
        before=state.chain if fresh else state.before,
    )  # fmt: skip
    if isinstance(event.body, ChainEvent):
        state = _counted(state, event.body)
        return replace(state, chain=fold(event.body, state.chain))
    return _apply(state, event.body, event.at)


def replay(events: list[Event], state: State | None = None) -> State:
    """The state after all events, from the beginning or from a given state."""
    return reduce(apply, events, state or State())


def _apply(state: State, body: Body, at: int) -> State:
    match body:
        case happened.SessionStarted():
            return replace(
                state, curriculum=body.curriculum, curricula=body.curricula, seed=body.seed,
                chain=Chain(goal=body.goal, pace=body.pace), started_at=at,
            )  # fmt: skip
        case happened.SessionPaused():
            return replace(state, paused=True)
        case happened.SessionResumed():
            return replace(state, paused=False)
        case happened.SessionEnded():
            return replace(state, ended=body.reason)
        case happened.AnswerSubmitted():
            return replace(state, submitted=body.text)
        case happened.AnswerGraded():
            return _graded(state, body)
        case happened.AnswerUnknown():
            return _count(_learnt(state, right=False), unknown=1)
        case happened.AsideAsked():
            return replace(state, asked_back=body.text)
        case happened.SourcesOpened() | happened.AsideAnswered():
            return _looked_up(state, body)
        case happened.EvidenceTaken(evidence=evidence) if state.chain.placing and not evidence.disputed:
            return replace(state, chain=replace(state.chain, probes=(*state.chain.probes, evidence)))
        case _:
            return state


def _looked_up(state: State, body: happened.SourcesOpened | happened.AsideAnswered) -> State:
    """The sources of a variant are one entry, the newest; so is the same question asked back twice."""
    open_one = state.chain.question
    if open_one is None:
        return state
    asked = state.asked_back if isinstance(body, happened.AsideAnswered) else ""
    entry = LookedUp(open_one.ref, open_one.n, body, asked)
    others = [one for one in state.looked_up if (one.ref, one.n, one.asked) != (entry.ref, entry.n, asked)]
    return replace(state, looked_up=(*others[1 - LOOKED_UP :], entry))


def _graded(state: State, body: happened.AnswerGraded) -> State:
    asked, verdict = state.chain.question, body.judgement.verdict
    if verdict is Verdict.UNREADABLE:
        return _count(state, unreadable=1)
    if verdict in (Verdict.WRONG, Verdict.PARTIAL):
        return _count(_learnt(state, right=False), wrong=1)
    if asked is None or verdict not in (Verdict.RIGHT, Verdict.STATED):
        return state
    answer = Answered(asked.ref, asked.n, state.submitted or "", asked.aided)
    state = replace(state, answers=(*state.answers, answer))
    if verdict is Verdict.STATED:
        return state
    state = _learnt(state, right=True)
    return _count(state, assisted=1) if asked.aided else _count(state, unaided=1)


def _learnt(state: State, *, right: bool) -> State:
    return replace(state, learning=after_answer(state.learning, state.chain, right=right))


def _counted(state: State, body: ChainEvent) -> State:
    if body.TYPE == "question.asked":
        return _count(state, questions=1)
    if body.TYPE == "answer.told":
        state = replace(state, learning=after_telling(state.learning, state.chain))
        return _count(state, told=1)
    return state


def _count(state: State, **more: int) -> State:
    counts = state.counts
    return replace(state, counts=replace(counts, **{name: getattr(counts, name) + by for name, by in more.items()}))
