"""What the policy does for a learner, over real sessions with the shipped curriculum."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.invariants.driver import Session
from tutor.chain import events as moved
from tutor.chain.frames import Chain, Link, Opened
from tutor.chain.limits import CONFIRM
from tutor.chain.moves import onward
from tutor.chain.outlook import Outlook
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.load import load
from tutor.curriculum.variants import draw
from tutor.session import events as happened
from tutor.session.actions import Answer
from tutor.session.decide import decide
from tutor.session.desk import graph_of
from tutor.session.ids import stream
from tutor.session.state import State, apply
from tutor.simulation.learners import Kind, make
from tutor.simulation.run import simulate_one

CURRICULA = Path(__file__).parents[2] / "curricula"
GOAL = "linear-algebra/matrix-product"
NEAR = "linear-algebra/linear-combination"


@cache
def shipped() -> Curricula:
    return load("linear-algebra", (CURRICULA,))


def lived(session: Session, choose: Callable[[Session], str], most: int = 400) -> Session:
    """The session, answered by `choose` (a move of the driver) until it ends or `most` answers are given."""
    for _ in range(most):
        if session.state.ended is not None:
            break
        assert session.do(choose(session)) or session.do("dont-know")
    return session


def bodies(session: Session, kind: type) -> list[moved.ChainEvent]:
    return [event.body for event in session.events if isinstance(event.body, kind)]


def placed_high(session: Session) -> str:
    """Right as long as the tutor only looks where to begin, and lost from then on."""
    return "right" if session.state.chain.placing else "dont-know"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_answer_that_overturns_much_has_the_way_chosen_anew_from_firm_ground(seed: int) -> None:
    session = lived(Session(shipped(), GOAL, seed), placed_high, most=40)
    chosen = bodies(session, moved.PathChosen)
    anew = [path for path in chosen if path.cause == "overturned"]
    assert anew
    at = chosen.index(anew[0])
    assert set(anew[0].assumed) < set(chosen[at - 1].assumed)
    assert len(anew[0].plan) > len(chosen[at - 1].plan)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_was_in_doubt_is_asked_once_more_at_most_before_it_is_built_upon(seed: int) -> None:
    learner, dice = make("novice", shipped(), GOAL, 0.5, seed), random.Random(seed)

    def half_known(session: Session) -> str:
        asked = session.state.chain.question
        assert asked is not None
        met = asked.concept in learner.known or asked.concept in session.state.chain.taught
        return "right" if met and dice.random() < 0.85 else "dont-know"

    session = lived(Session(shipped(), GOAL, seed), half_known)
    state, confirmed = State(), 0
    for event in session.events:
        body = event.body
        if isinstance(body, moved.QuestionAsked) and body.why == "confirm":
            link = state.chain.link()
            assert isinstance(link, Link)
            assert (link.concept, link.cause) == (body.concept, "prerequisite")
            assert link.further < CONFIRM
            confirmed += 1
        state = apply(state, event)
    assert confirmed


def test_a_learner_who_knew_nothing_is_asked_about_everything_new() -> None:
    """Right answers to what was only just taught don't make the tutor skip what lies above."""
    learner = make("novice", shipped(), NEAR, None, seed=5)
    assert not learner.at_start
    session = Session(shipped(), NEAR, 5)

    def answer(session: Session) -> str:
        asked = session.state.chain.question
        assert asked is not None
        if asked.purpose == "placement" or (asked.purpose == "new" and asked.concept not in session.state.chain.taught):
            return "dont-know"
        return "right"

    lived(session, answer)
    assert session.state.ended == "reached"
    for path in bodies(session, moved.PathChosen):
        assert not path.assumed
    asked = {body.concept for body in bodies(session, moved.QuestionAsked)}
    assert asked >= shipped().ancestors(NEAR)


def test_steps_are_not_gone_on_with_when_what_they_rest_on_was_left_for_another_day() -> None:
    session = Session(shipped(), NEAR, 1)
    leap, below = shipped().leap(NEAR), shipped().prerequisites(NEAR)
    opened = Opened(leap, NEAR, 3, shipped().question(leap).steps)
    chain = Chain(NEAR, placing=False, stack=(Link(NEAR), opened), assumed=shipped().ancestors(NEAR))
    outlook = Outlook(shipped(), session.graph, session.estimate)
    moves, _ = onward(chain, outlook, stream(1, 1))
    assert isinstance(moves[0], moved.QuestionAsked)
    moves, _ = onward(replace(chain, assumed=chain.assumed - {below[0]}), outlook, stream(1, 1))
    assert moves[0] == moved.ConceptParked(NEAR, below[0])


def _doubts(body: object) -> bool:
    """Whether the tutor went to what the question rests on instead: a belief was overturned."""
    return isinstance(body, moved.PathChosen) or (isinstance(body, moved.Descended) and body.kind == "prerequisite")


def test_a_wrong_first_try_with_a_known_mistake_gets_its_counter_question_first() -> None:
    session = Session(shipped(), GOAL, 4)
    session.do("skip-placement")
    countered, met = 0, set()
    for _ in range(300):
        asked = session.state.chain.question
        if asked is None or session.state.ended is not None:
            break
        mistakes = [m for m in session.variant.mistakes if m.ask or m.goto] if session.variant.mistakes else []
        choice = shipped().question(asked.ref).choice
        trying = asked.purpose == "new" and asked.serves not in met and mistakes and not choice
        met.add(asked.serves)
        before = len(session.events)
        session.do("mistake" if trying else "right")
        new = [event.body for event in session.events[before:]]
        graded = [body for body in new if isinstance(body, happened.AnswerGraded)]
        if not trying or not graded or graded[0].judgement.mistake is None or any(map(_doubts, new)):
            continue
        mistake = draw(shipped(), asked.ref, asked.n).mistakes[graded[0].judgement.mistake]
        if mistake.ask or mistake.goto:
            assert any(isinstance(b, moved.NudgeShown | moved.Descended | moved.QuestionWithdrawn) for b in new), new
            assert not any(isinstance(body, moved.QuestionOpened) for body in new)
            countered += 1
    assert countered >= 5


@pytest.mark.parametrize(("kind", "share", "reached"), [("novice", None, 5), ("novice", 0.5, 5), ("expert", None, 6)])
def test_simulated_learners_come_to_a_near_goal_without_dead_ends(
    kind: Kind, share: float | None, reached: int
) -> None:
    graph = graph_of(shipped())
    outcomes = [
        simulate_one(make(kind, shipped(), NEAR, share, seed), shipped(), graph, "linear-algebra", NEAR, seed)
        for seed in range(6)
    ]
    assert not any(outcome.dead_end for outcome in outcomes)
    assert sum(outcome.reached for outcome in outcomes) >= reached
    assert max(outcome.longest_failure_run for outcome in outcomes) <= 3


@pytest.mark.parametrize("kind", ["always-wrong", "never-knows", "guesser", "copier"])
def test_simulated_learners_who_know_nothing_end_kindly_and_master_nothing(kind: Kind) -> None:
    graph = graph_of(shipped())
    for seed in range(3):
        outcome = simulate_one(make(kind, shipped(), NEAR, None, seed), shipped(), graph, "linear-algebra", NEAR, seed)
        assert not outcome.dead_end
        assert outcome.falsely_mastered == 0
        assert outcome.longest_failure_run <= 3
        if kind in ("always-wrong", "never-knows"):
            assert outcome.longest_on_concept <= 12
            assert outcome.parked


def typed(session: Session, text: str) -> list[object]:
    """The events of that answer."""
    before = len(session.events)
    decision = decide(
        session.state, Answer(text, 20.0), at=session.at, rng=stream(1, session.state.seq), world=session.world
    )
    session.take(decision)
    return [event.body for event in session.events[before:]]


def test_saying_i_dont_know_in_words_is_an_honest_answer() -> None:
    session = Session(shipped(), GOAL, 4)
    session.do("skip-placement")
    found = typed(session, "I don't know")
    assert any(isinstance(body, happened.AnswerUnknown) for body in found)
    assert not any(isinstance(body, happened.AnswerGraded) for body in found)


def test_a_question_back_is_never_an_answer() -> None:
    session = Session(shipped(), GOAL, 4)
    session.do("skip-placement")
    asked = session.state.chain.question
    found = typed(session, "What is a signed number?")
    assert any(isinstance(body, happened.AsideAnswered) for body in found)
    assert not any(isinstance(body, happened.AnswerSubmitted) for body in found)
    again = session.state.chain.question
    assert asked is not None
    assert again is not None
    assert (again.ref, again.n, again.tries) == (asked.ref, asked.n, 0)


@pytest.mark.parametrize("seed", range(8))
def test_who_knows_a_concept_is_not_walked_through_its_steps_before_a_miss(seed: int) -> None:
    learner = make("expert", shipped(), GOAL, None, seed)
    outcome = simulate_one(learner, shipped(), graph_of(shipped()), "linear-algebra", GOAL, 2_000_003 + seed)
    assert outcome.walked_after_slip == 0


@pytest.mark.parametrize("seed", [1, 2])
def test_what_waits_above_is_called_as_the_question_below_calls_it(seed: int) -> None:
    """One concept has one name on the screen: the neutral one until it's established, then its title."""
    session, levels = Session(shipped(), GOAL, seed), 0
    session.do("skip-placement")
    for n in range(60):
        view, chain = session.view(), session.state.chain
        names = {view.question.topic} if view.question else set()
        names |= {crumb.topic for crumb in view.breadcrumb}
        for concept in shipped().concepts:
            model = shipped().concept(concept).concept
            assert concept in chain.established or model.title == model.before or model.title not in names
            assert concept not in chain.established or model.title == model.before or model.before not in names
        levels += len(view.breadcrumb)
        assert session.do("why" if n % 3 == 0 else "right") or session.do("right")
    assert levels > 20
