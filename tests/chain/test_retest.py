"""What a learner who disputes a belief can rely on: two questions settle it, and the question that waited comes back."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.counting import write
from tests.invariants.driver import Session
from tests.invariants.worlds import curricula, moves
from tutor.chain import events as moved
from tutor.chain.frames import Asked
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.load import load
from tutor.errors import InputError
from tutor.learner.estimate import Estimate, known, mastered, observe, tally
from tutor.learner.evidence import Evidence, Item
from tutor.session import actions
from tutor.session.decide import decide, start_dispute
from tutor.session.events import EvidenceTaken
from tutor.session.ids import stream

FEWER = settings(max_examples=20)
DONE = ["right", "wrong", "dont-know", "not-met-yet"]


@pytest.fixture
def counting(tmp_path: Path) -> Curricula:
    return load("counting", (write(tmp_path),))


def walked(world: Curricula, script: list[str], seed: int = 1, goal: str | None = None) -> Session:
    session = Session(world, goal or world.goals(world.models[0].id)[0], seed)
    for move in script:
        if session.state.ended is None:
            session.do(move)
    return session


def dispute(session: Session, concept: str, *, known: bool = True) -> str | None:
    """Open a dispute; why not, where it can't be."""
    rng = stream(session.state.seed, session.state.seq)
    try:
        done = decide(session.state, actions.Dispute(concept, known), at=session.at, rng=rng, world=session.world)
    except InputError as error:
        if error.code != "not-allowed":
            raise
        return error.what
    session.take(done)
    return None


def alone(
    world: Curricula, concept: str, seed: int, *, known: bool = True, estimate: Estimate | None = None
) -> Session:
    """A session that only settles a dispute."""
    session = Session(world, concept, seed)
    session.events, session.state, session.acted = [], type(session.state)(), 0
    session.estimate = estimate or Estimate()
    name = concept.partition("/")[0]
    session.take(
        start_dispute(
            name, concept, world.hash, seed, known=known, at=session.at, rng=stream(seed, 0), world=session.world
        )
    )
    return session


def outcomes(session: Session) -> list[str]:
    return [event.body.outcome for event in session.events if isinstance(event.body, moved.DisputeSettled)]


def asked(session: Session) -> list[moved.QuestionAsked]:
    found = [event.body for event in session.events if isinstance(event.body, moved.QuestionAsked)]
    return [body for body in found if body.purpose == "retest"]


@FEWER
@given(world=curricula(), script=moves, seed=st.integers(0, 1000), data=st.data())
def test_two_right_answers_never_lower_the_belief_and_it_is_no_longer_an_assumption(
    world: Curricula, script: list[str], seed: int, data: st.DataObject
) -> None:
    session = walked(world, script, seed)
    concept = data.draw(st.sampled_from(world.concepts))
    if session.state.ended is not None or dispute(session, concept) is not None:
        return
    before = known(session.estimate, concept, session.graph)
    session.do("right")
    session.do("right")
    assert outcomes(session)[-1:] == ["known"]
    assert known(session.estimate, concept, session.graph) >= before - 1e-9
    assert tally(session.estimate, concept).unaided >= 2
    (one, two) = asked(session)[-2:]
    assert (one.ref, one.n) != (two.ref, two.n)
    assert not world.question(one.ref).choice


@FEWER
@given(
    world=curricula(),
    script=moves,
    seed=st.integers(0, 1000),
    way=st.sampled_from(["misses", "unknown", "word"]),
    data=st.data(),
)
def test_two_misses_or_an_honest_word_bring_it_below_even_odds(
    world: Curricula, script: list[str], seed: int, way: str, data: st.DataObject
) -> None:
    session = walked(world, script, seed)
    concept = data.draw(st.sampled_from(world.concepts))
    if session.state.ended is not None or dispute(session, concept, known=way != "word") is not None:
        return
    for move in {"misses": ("wrong", "wrong"), "unknown": ("dont-know",), "word": ()}[way]:
        session.do(move)
    assert outcomes(session)[-1:] == ["not-yet"]
    assert known(session.estimate, concept, session.graph) < 0.5
    assert tally(session.estimate, concept).denied


@FEWER
@given(
    world=curricula(),
    script=moves,
    seed=st.integers(0, 1000),
    answers=st.lists(st.sampled_from(DONE), min_size=2, max_size=2),
    data=st.data(),
)
def test_the_question_that_waited_comes_back_as_it_was_unless_it_rests_on_what_is_not_known(
    world: Curricula, script: list[str], seed: int, answers: list[str], data: st.DataObject
) -> None:
    session = walked(world, script, seed)
    concept = data.draw(st.sampled_from(world.concepts))
    waiting = session.state.chain.question
    if session.state.ended is not None or dispute(session, concept) is not None:
        return
    assert waiting is not None
    for move in answers:
        if session.state.chain.retest is not None:
            assert waiting in session.state.chain.stack
            session.do(move)
    assert session.state.chain.retest is None
    if session.state.chain.question != waiting:
        assert outcomes(session)[-1] == "not-yet"
        assert concept in world.prerequisites(waiting.concept)


@FEWER
@given(world=curricula(), script=moves, seed=st.integers(0, 1000), data=st.data())
def test_a_retest_gives_no_help_and_can_be_left(
    world: Curricula, script: list[str], seed: int, data: st.DataObject
) -> None:
    session = walked(world, script, seed)
    waiting = session.state.chain.question
    concept = data.draw(st.sampled_from(world.concepts))
    if session.state.ended is not None or dispute(session, concept) is not None:
        return
    view = session.view()
    assert view.question is not None
    assert view.question.purpose == "retest"
    for name in ("hint", "why", "show-me", "ask", "open-sources", "i-see-it", "skip-placement", "dispute"):
        assert view.allowed[name] is not None
    for name in ("answer", "dont-know", "not-met-yet", "back"):
        assert view.allowed[name] is None
    for move in ("hint", "why", "show-me", "ask", "sources", "i-see-it", "skip-placement", "dispute", "not-yet"):
        assert not session.do(move)
    assert session.do("back")
    assert session.state.chain.question == waiting
    assert dispute(session, concept) is not None, "once a session"


@FEWER
@given(
    world=curricula(),
    seed=st.integers(0, 1000),
    answers=st.lists(st.sampled_from(DONE), min_size=2, max_size=2),
    data=st.data(),
)
def test_a_session_of_its_own_asks_two_questions_at_most_and_ends(
    world: Curricula, seed: int, answers: list[str], data: st.DataObject
) -> None:
    concept = data.draw(st.sampled_from(world.concepts))
    try:
        session = alone(world, concept, seed)
    except InputError as error:
        assert error.code == "not-allowed"
        return
    for move in answers:
        if session.state.ended is None:
            assert session.do(move)
    assert session.state.ended == "settled"
    assert len(outcomes(session)) == 1
    assert (session.state.chain.goal in session.state.chain.established) == (answers == ["right", "right"])


@given(world=curricula(), seed=st.integers(0, 1000), data=st.data())
@settings(max_examples=20)
def test_the_learners_word_needs_no_question(world: Curricula, seed: int, data: st.DataObject) -> None:
    session = alone(world, data.draw(st.sampled_from(world.concepts)), seed, known=False)
    assert (session.state.ended, asked(session)) == ("settled", [])


def test_evidence_of_a_retest_is_unaided_whole_and_marked(counting: Curricula) -> None:
    session = alone(counting, "counting/many-walks", 3)
    session.do("right")
    session.do("wrong")
    taken = [event.body.evidence for event in session.events if isinstance(event.body, EvidenceTaken)]
    assert [(one.aid, one.weight, one.disputed, one.outcome) for one in taken] == [
        ("unaided", 1.0, True, 1.0), ("unaided", 1.0, True, 0.0),
    ]  # fmt: skip
    assert outcomes(session) == ["open"]


def test_what_two_answers_have_shown_is_left_out_of_the_way_and_its_title_stays_hidden(counting: Curricula) -> None:
    session = walked(counting, ["skip-placement"], goal="counting/there-and-back")
    waiting = session.state.chain.question
    assert isinstance(waiting, Asked)
    assert waiting.concept == "counting/one-walk"
    assert dispute(session, "several walks of the same length") is None, "by the neutral title on the screen"
    session.do("right")
    session.do("right")
    assert session.state.chain.question == waiting
    assert "counting/many-walks" in session.state.chain.assumed
    assert not re.search("Walking many times|lead .n a.", str(session.view()))
    session.do("right")
    later = session.state.chain.question
    assert later is not None
    assert later.concept == "counting/there-and-back"


def test_what_is_not_known_after_all_is_derived_before_the_question_that_rests_on_it(counting: Curricula) -> None:
    session = walked(counting, [], seed=2, goal="counting/there-and-back")
    while session.state.ended is None and session.variant.ref != "counting/there-and-back/end":
        session.do("right")
    assert session.state.ended is None, "the goal's question was never asked: this test would prove nothing"
    assert dispute(session, "counting/many-walks", known=False) is None
    now = session.state.chain.question
    assert now is not None
    assert now.concept == "counting/many-walks"


def test_a_concept_that_is_being_worked_on_or_lies_elsewhere_is_not_disputed(counting: Curricula) -> None:
    session = walked(counting, ["skip-placement"], goal="counting/many-walks")
    assert dispute(session, "counting/one-walk") is not None
    assert dispute(session, "counting/there-and-back") is not None
    assert dispute(session, "counting/many-walks") is not None
    with pytest.raises(InputError) as refusal:
        dispute(session, "counting/no-walk")
    assert refusal.value.code == "unknown-concept"


def test_a_mastered_concept_is_no_longer_mastered_on_the_learners_word(counting: Curricula) -> None:
    first = Evidence(Item("counting/one-walk/where-now", "counting/one-walk"), 0, 1.0, at=1)
    estimate = observe(observe(Estimate(), first), replace(first, variant=1, delayed=True))
    assert mastered(estimate, "counting/one-walk")
    session = alone(counting, "counting/one-walk", 1, known=False, estimate=estimate)
    assert not mastered(session.estimate, "counting/one-walk")
    again = observe(session.estimate, replace(first, variant=2))
    assert known(again, "counting/one-walk", session.graph) > 0.5, "a right answer takes the word back"


def test_two_misses_outweigh_whatever_spoke_for_it_before(counting: Curricula) -> None:
    estimate = Estimate()
    for n in range(6):
        for concept in ("many-walks", "there-and-back"):
            item = Item(f"counting/{concept}/q", f"counting/{concept}")
            estimate = observe(estimate, Evidence(item, n, 1.0, at=n, delayed=True))
    session = alone(counting, "counting/many-walks", 1, estimate=estimate)
    assert known(session.estimate, "counting/many-walks", session.graph) > 0.9
    session.do("wrong")
    session.do("wrong")
    assert known(session.estimate, "counting/many-walks", session.graph) < 0.5


def test_one_answer_of_two_establishes_nothing(counting: Curricula) -> None:
    session = walked(counting, ["skip-placement"], goal="counting/there-and-back")
    assert dispute(session, "counting/many-walks") is None
    session.do("right")
    session.do("wrong")
    assert outcomes(session) == ["open"]
    session.do("right")
    asked_next = session.state.chain.question
    assert asked_next is not None
    assert asked_next.concept == "counting/many-walks"
