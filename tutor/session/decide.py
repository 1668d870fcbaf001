"""`decide`: what an action brings about, given a state and what is believed of the learner.

May use the estimate, randomness and graders; everything that was decided is written into the events, so that `apply`
needs none of them. An action that isn't possible just now raises InputError("not-allowed") with the reason.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import singledispatch

from tutor.chain import events as moved
from tutor.chain import requests
from tutor.chain.events import ChainEvent
from tutor.chain.fold import fold
from tutor.chain.frames import PROBES, Asked, Chain
from tutor.chain.limits import READING_WORDS_PER_SECOND, SOFT_VERDICTS
from tutor.chain.moves import choose_path, onward
from tutor.chain.outlook import Outlook
from tutor.chain.pace import STEADY, Pace
from tutor.chain.replies import after_miss, after_right
from tutor.chain.retest import settled
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.variants import Variant, draw
from tutor.errors import InputError
from tutor.grading.grade import grade
from tutor.grading.hard import with_outcome
from tutor.grading.remarks import remark
from tutor.grading.verdict import NO_ATTEMPT, Judgement, Verdict
from tutor.learner.estimate import Estimate, observe
from tutor.learner.evidence import Evidence
from tutor.learner.graph import KnowledgeGraph
from tutor.session import actions
from tutor.session import events as happened
from tutor.session.aside import concepts_touched, question_back, standings
from tutor.session.events import Body
from tutor.session.evidence import admitted, noted
from tutor.session.naming import concept_named
from tutor.session.retrieval import Lookup
from tutor.session.state import State


@dataclass(frozen=True, slots=True)
class World:
    """What a decision may look at besides the state: the pinned curricula, the way to the goal (`learner.way.towards`), and
    what is believed of the learner."""

    curricula: Curricula
    graph: KnowledgeGraph
    estimate: Estimate
    settled: bool | None = None  # what a settler found about an answer that the quick tiers leave open
    lookup: Lookup | None = None  # what was found in documents for this action
    documents: bool = False  # whether there are any to look into


@dataclass(frozen=True, slots=True)
class Decision:
    """Events to append and apply."""

    events: tuple[Body, ...]


class Turn:
    """Collects the events of one action, with the chain and estimate as they stand after each."""

    def __init__(self, state: State, at: int, rng: random.Random, world: World) -> None:
        self.state, self.at, self.rng, self.world = state, at, rng, world
        self.chain, self.estimate = state.chain, world.estimate
        self.events: list[Body] = []

    @property
    def outlook(self) -> Outlook:
        """Beliefs after the evidence of this action."""
        return Outlook(self.world.curricula, self.world.graph, self.estimate, self.chain.pace)

    @property
    def asked(self) -> Asked:
        """The open question; InputError when there's none."""
        if self.chain.question is None:
            raise _not_allowed("no question is open")
        return self.chain.question

    @property
    def variant(self) -> Variant:
        """The open question with its numbers."""
        return draw(self.world.curricula, self.asked.ref, self.asked.n)

    def note(self, *bodies: Body) -> None:
        """Add facts, folding those about the chain."""
        for body in bodies:
            if isinstance(body, ChainEvent):
                self.chain = fold(body, self.chain)
            self.events.append(body)

    def learn(self, outcome: float, *, unknown: bool = False, told: bool = False) -> None:
        """Take evidence from the open question, where it is any."""
        evidence = noted(self.chain, self.outlook, self.estimate, self.at, outcome, unknown=unknown, told=told)
        if evidence is not None:
            self.take(evidence)

    def take(self, evidence: Evidence) -> None:
        """Add evidence to what is believed."""
        self.estimate = observe(self.estimate, evidence)
        if self.chain.placing and not evidence.disputed:
            self.chain = replace(self.chain, probes=(*self.chain.probes, evidence))
        self.events.append(happened.EvidenceTaken(evidence))

    def go_on(self) -> Decision:
        """Move to the next open question, or end."""
        moves, _ = onward(self.chain, self.outlook, self.rng)
        self.note(*moves)
        if self.chain.question is None:
            reached = self.chain.goal in self.chain.established
            left = "reviewed" if self.chain.due else "reached" if reached else "parked"
            self.note(happened.SessionEnded("settled" if self.chain.only_a_retest else left))
        return Decision(tuple(self.events))


def start(
    curriculum: str,
    goal: str,
    curricula_hash: str,
    seed: int,
    *,
    at: int,
    rng: random.Random,
    world: World,
    pace: Pace = STEADY,
) -> Decision:
    """The first events of a session: it begins, and its first question is asked."""
    turn = Turn(State(chain=Chain(goal=goal, pace=pace)), at, rng, world)
    turn.note(happened.SessionStarted(curriculum, goal, curricula_hash, seed, pace))
    return turn.go_on()


def start_dispute(
    curriculum: str,
    concept: str,
    curricula_hash: str,
    seed: int,
    *,
    known: bool,
    at: int,
    rng: random.Random,
    world: World,
) -> Decision:
    """The events of a session that only settles a dispute. Raises InputError("not-allowed") where no two questions can."""
    turn = Turn(State(chain=Chain(goal=concept)), at, rng, world)
    turn.note(happened.SessionStarted(curriculum, concept, curricula_hash, seed), moved.PlacementEnded("dispute"))
    return _dispute(turn, concept, known=known)


def start_reviews(
    due: tuple[str, ...], curricula_hash: str, seed: int, *, at: int, rng: random.Random, world: World
) -> Decision:
    """The first events of a session that only asks for what is due for a look: concepts of `world`, the most faded first.

    Its goal is the first of them, and all that they rest on is taken as known. Raises InputError("not-allowed") for none.
    """
    if not due:
        raise _not_allowed("nothing is due for a look")
    turn = Turn(State(chain=Chain(goal=due[0])), at, rng, world)
    curriculum = world.curricula.concept(due[0]).curriculum
    turn.note(
        happened.SessionStarted(curriculum, due[0], curricula_hash, seed),
        moved.ReviewsChosen(due, tuple(sorted({*due}.union(*map(world.graph.ancestors, due))))),
    )
    return turn.go_on()


def decide(state: State, action: actions.Action, *, at: int, rng: random.Random, world: World) -> Decision:
    """What the action brings about. Raises InputError("not-allowed") with the reason when it can't be done now."""
    if state.ended is not None:
        raise _not_allowed("this session is over")
    return _decide(action, Turn(state, at, rng, world))


@singledispatch
def _decide(action: actions.Action, turn: Turn) -> Decision:
    raise TypeError(f"nothing decides {type(action).__name__}")


@_decide.register
def _(action: actions.Answer, turn: Turn) -> Decision:
    asked, variant = turn.asked, turn.variant
    if asked.stated:
        raise _not_allowed("first tick the points that your statement makes")
    text = action.text
    if remark(text) == "unknown":
        return _decide(actions.DontKnow(), turn)
    if asks_back(asked, variant, text):
        return _decide(actions.Ask(text), turn)
    ignored = _no_attempt(turn, asked, action)
    if ignored:
        turn.note(happened.AnswerSubmitted(text, action.seconds, ignored))
        return Decision(tuple(turn.events))
    judgement = with_outcome(grade(variant, text), turn.world.settled)
    if judgement.verdict in (Verdict.FORM, Verdict.UNIT) and asked.soft >= SOFT_VERDICTS:
        judgement = replace(judgement, verdict=Verdict.WRONG)
    turn.note(happened.AnswerSubmitted(text, action.seconds), happened.AnswerGraded(judgement))
    return _answered(turn, variant, judgement, _comparable(text))


def asks_back(asked: Asked, variant: Variant, text: str) -> bool:
    """Whether what was typed as an answer is a question back."""
    return remark(text) == "question" and asked.purpose not in PROBES and not _in_words(variant)


def _in_words(variant: Variant) -> bool:
    """Whether an answer to this may itself be a sentence."""
    return variant.kind in ("text", "own-words")


def _answered(turn: Turn, variant: Variant, judgement: Judgement, text: str) -> Decision:
    match judgement.verdict:
        case verdict if verdict in NO_ATTEMPT:
            return Decision(tuple(turn.events))
        case Verdict.FORM | Verdict.UNIT:
            turn.note(moved.AnswerNearly(judgement.verdict.value))
            return Decision(tuple(turn.events))
        case Verdict.STATED:
            turn.note(moved.AnswerStated())
            return Decision(tuple(turn.events))
        case Verdict.RIGHT | Verdict.ACCEPTED:
            if judgement.verdict is Verdict.RIGHT:
                turn.learn(1.0)
            turn.note(*after_right(turn.chain, variant))
            return turn.go_on()
        case _:
            turn.learn(0.0)
            turn.note(moved.AnswerMissed(text))
            turn.note(*after_miss(turn.chain, turn.outlook, turn.rng, variant, judgement))
            return turn.go_on()


@_decide.register(actions.DontKnow)
@_decide.register(actions.NotMetYet)
def _(action: actions.Action, turn: Turn) -> Decision:
    asked, variant = turn.asked, turn.variant
    if isinstance(action, actions.NotMetYet) and asked.purpose not in PROBES:
        raise _not_allowed("this is no probe: say that you don't know, and it gets smaller")
    turn.note(happened.AnswerUnknown())
    turn.learn(0.0, unknown=True)
    turn.note(moved.AnswerMissed("", unknown=True))
    turn.note(*after_miss(turn.chain, turn.outlook, turn.rng, variant, None))
    return turn.go_on()


@_decide.register
def _(action: actions.ShowMe, turn: Turn) -> Decision:
    reply = _granted(requests.show_me(turn.chain, turn.outlook))
    if any(isinstance(event, moved.AnswerTold) for event in reply):
        turn.learn(0.0, unknown=True, told=True)
    turn.note(*reply)
    return turn.go_on()


@_decide.register
def _(action: actions.ISeeIt, turn: Turn) -> Decision:
    turn.note(*_granted(requests.i_see_it(turn.chain)))
    return turn.go_on()


@_decide.register
def _(action: actions.Hint, turn: Turn) -> Decision:
    turn.note(*_granted(requests.hint(turn.chain, len(turn.variant.hints))))
    return Decision(tuple(turn.events))


@_decide.register
def _(action: actions.Why, turn: Turn) -> Decision:
    turn.note(*_granted(requests.why(turn.chain, turn.outlook, turn.rng)))
    return turn.go_on()


@_decide.register
def _(action: actions.Back, turn: Turn) -> Decision:
    turn.note(*_granted(requests.back(turn.chain)))
    return turn.go_on()


@_decide.register
def _(action: actions.Ask, turn: Turn) -> Decision:
    if turn.asked.purpose in PROBES:
        raise _not_allowed("this is a probe: it only finds out what you know already")
    curricula, lookup = turn.world.curricula, turn.world.lookup or Lookup()
    touched = standings(turn.chain, turn.estimate, concepts_touched(curricula, turn.chain, action.text))
    if lookup.found or any(one.standing in ("mastered", "established", "told") for one in touched):
        turn.note(moved.HelpUsed("aside"))  # what wasn't found has helped nobody
    back = question_back(curricula, turn.chain, touched, found=bool(lookup.found))
    answer = happened.AsideAnswered(touched, lookup.found, back, trouble=lookup.trouble)
    turn.note(happened.AsideAsked(action.text), answer)
    return Decision(tuple(turn.events))


@_decide.register
def _(action: actions.OpenSources, turn: Turn) -> Decision:
    sources = turn.world.curricula.concept(turn.asked.concept).concept.sources
    if turn.asked.purpose in PROBES:
        raise _not_allowed("this is a probe: it only finds out what you know already")
    if not sources and not turn.world.documents:
        raise _not_allowed("no documents stand behind this question")
    lookup = turn.world.lookup or Lookup(missing=sources)
    if lookup.found:
        turn.note(moved.HelpUsed("sources"))
    turn.note(happened.SourcesOpened(lookup.found, lookup.missing, lookup.trouble))
    return Decision(tuple(turn.events))


@_decide.register
def _(action: actions.SkipPlacement, turn: Turn) -> Decision:
    if not turn.chain.placing or turn.chain.retest is not None:
        raise _not_allowed(
            "two questions are settling something first" if turn.chain.retest else "the placement is over"
        )
    if turn.chain.question is not None:
        turn.note(moved.QuestionClosed(turn.chain.question.serves, None))
    turn.note(moved.PlacementEnded("skipped"), choose_path(turn.outlook, turn.chain.goal, "skipped"))
    return turn.go_on()


@_decide.register
def _(action: actions.TickRubric, turn: Turn) -> Decision:
    asked, points = turn.asked, turn.variant.rubric
    if not asked.stated:
        raise _not_allowed("there's nothing to tick: first say it in your own words")
    lines = tuple(sorted({line for line in action.lines if 1 <= line <= len(points)}))
    turn.note(happened.RubricTicked(lines, len(points)), moved.QuestionClosed(asked.serves, "unaided", graded=False))
    missing = [point.question for i, point in enumerate(points, 1) if i not in lines and point.question]
    turn.note(*requests.reopen(turn.chain, turn.outlook, turn.rng, tuple(missing)))
    return turn.go_on()


@_decide.register
def _(action: actions.Dispute, turn: Turn) -> Decision:
    return _dispute(
        turn, concept_named(turn.world.curricula, turn.state.curriculum, action.concept), known=action.known
    )


def _dispute(turn: Turn, concept: str, *, known: bool) -> Decision:
    turn.note(*_granted(requests.dispute(turn.chain, turn.outlook, turn.rng, concept, known=known)))
    if not known:
        turn.take(admitted(concept, turn.at))
        turn.note(*settled(turn.chain, turn.outlook, turn.rng, concept, "not-yet"))
    return turn.go_on()


@_decide.register
def _(action: actions.Pause, turn: Turn) -> Decision:
    return Decision(() if turn.state.paused else (happened.SessionPaused(),))


@_decide.register
def _(action: actions.Resume, turn: Turn) -> Decision:
    return Decision((happened.SessionResumed(),) if turn.state.paused else ())


@_decide.register
def _(action: actions.End, turn: Turn) -> Decision:
    return Decision((happened.SessionEnded("left"),))


def _no_attempt(turn: Turn, asked: Asked, action: actions.Answer) -> str | None:
    """Answers faster than the text can be read, and repeats of a wrong one, neither count nor use anything up."""
    if _comparable(action.text) in asked.tried:
        return "repeat"
    first = not asked.tries and not asked.soft and asked.purpose != "again"
    words = turn.world.curricula.question(asked.ref).reading_words
    if first and action.seconds is not None and action.seconds < words / READING_WORDS_PER_SECOND:
        return "fast"
    return None


def _comparable(text: str) -> str:
    return " ".join(text.casefold().split())


def _granted(reply: list[ChainEvent] | requests.Refused) -> Iterable[ChainEvent]:
    if isinstance(reply, requests.Refused):
        raise _not_allowed(reply.reason)
    return reply


def _not_allowed(reason: str) -> InputError:
    return InputError("not-allowed", reason, remedy="the screen shows what is possible now")
