"""The four invariants of the house, over random curricula, random learners and random actions."""

from __future__ import annotations

import json
import os
import re

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.invariants.driver import Session
from tests.invariants.worlds import curricula, moves
from tutor.chain import events as moved
from tutor.chain.fold import fold
from tutor.chain.frames import PROBES
from tutor.chain.limits import ASKED, MISSES
from tutor.chain.pace import AIMS
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.variants import draw
from tutor.plain.words import Writer, lines
from tutor.session import events as happened
from tutor.session.codec import to_plain
from tutor.session.events import Event, decode_body, encode_body
from tutor.session.state import State, apply, replay

FORWARD = ("answer", "dont-know", "tick-rubric", "not-met-yet")
CANARY = re.compile(r"\d{11,}")
sessions = given(world=curricula(), script=moves, seed=st.integers(0, 1000))
EXAMPLES = int(os.environ.get("INVARIANT_EXAMPLES", "60"))  # tests/benchmarks/invariants.py draws more
many = settings(max_examples=EXAMPLES, phases=[Phase.explicit, Phase.reuse, Phase.generate])


def begin(world: Curricula, seed: int) -> Session:
    return Session(world, world.goals("world")[0], seed, pace=list(AIMS)[seed % len(AIMS)])


@sessions
@many
def test_1_every_question_rests_on_what_is_assumed_told_or_established(
    world: Curricula, script: list[str], seed: int
) -> None:
    session = begin(world, seed)
    for move in script:
        if session.state.ended is None:
            session.do(move)
    state = State()
    for event in session.events:
        body = event.body
        if isinstance(body, moved.QuestionAsked) and body.purpose not in PROBES:
            node = world.question(body.ref)
            for below in (*world.prerequisites(body.concept), *node.uses):
                assert state.chain.settled(below), (body.ref, below)
        state = apply(state, event)


def keys_of(session: Session) -> set[str]:
    """The canaries in keys, solutions and mistakes of every variant that is open, waiting or left in a side branch."""
    found: set[str] = set()
    frames = [
        *session.state.chain.waiting,
        *(f for left in session.state.chain.left.values() for f in left if hasattr(f, "tries")),
    ]
    for frame in frames:
        variant = draw(session.curricula, frame.ref, frame.n)
        texts = [variant.solution or "", str(variant.key), *(str(mistake.value) for mistake in variant.mistakes)]
        for text in texts:
            found.update(CANARY.findall(text))
    return found


@sessions
@many
def test_2_nothing_that_leaves_the_program_identifies_an_open_answer(
    world: Curricula, script: list[str], seed: int
) -> None:
    session = begin(world, seed)
    for move in ["", *script]:
        if session.state.ended is not None:
            break
        if move:
            session.do(move)
        view = session.view()
        shown = json.dumps(to_plain(view)) + "\n".join(lines(view, Writer()))
        typed = {token for text in session.typed for token in CANARY.findall(text)}
        for token in keys_of(session) - typed:
            assert token not in shown, (move, token)


@sessions
@many
def test_2_the_key_never_stands_in_the_question_so_the_canary_means_something(
    world: Curricula, script: list[str], seed: int
) -> None:
    session = begin(world, seed)
    asked = session.state.chain.question
    assert asked is not None
    variant = draw(world, asked.ref, asked.n)
    if variant.kind == "number":
        assert CANARY.findall(str(variant.key))


@sessions
@many
def test_3_some_action_always_leads_forward_and_the_measure_only_falls(
    world: Curricula, script: list[str], seed: int
) -> None:
    session = begin(world, seed)
    for move in script:
        if session.state.ended is not None:
            break
        allowed = session.view().allowed
        assert any(allowed[name] is None for name in FORWARD)
        before, told = session.measure, len(session.events)
        done = session.do(move)
        after = session.measure
        assert after <= before
        counted = any(
            isinstance(event.body, moved.AnswerMissed | moved.AnswerTold | moved.QuestionClosed)
            for event in session.events[told:]
        )
        if counted:
            assert after < before
        if not done:
            assert len(session.events) == told


@given(
    world=curricula(),
    seed=st.integers(0, 1000),
    move=st.sampled_from(["wrong", "dont-know", "mistake", "show-me", "right"]),
)
@many
def test_3_every_chain_ends_for_learners_who_only_ever_do_one_thing(world: Curricula, seed: int, move: str) -> None:
    session = begin(world, seed)
    everything = 10 * sum(1 for _ in world.questions)
    for _ in range(6 * everything + 100):
        if session.state.ended is not None:
            break
        measure = session.measure
        if not session.do(move) or session.measure == measure:  # not allowed now, or a repeat, which is no attempt
            session.do("dont-know" if move != "dont-know" else "right")
    assert session.state.ended is not None
    asked = [event.body for event in session.events if isinstance(event.body, moved.QuestionAsked)]
    assert len(asked) <= everything


@given(world=curricula(), seed=st.integers(0, 1000), move=st.sampled_from(["wrong", "dont-know"]))
@many
def test_3_who_never_succeeds_meets_at_most_twelve_questions_on_a_concept(
    world: Curricula, seed: int, move: str
) -> None:
    session = begin(world, seed)
    for _ in range(2000):
        if session.state.ended is None:
            assert session.do(move) or session.do("not-met-yet") or session.do("wrong")
    assert session.state.ended is not None
    chain = session.state.chain
    assert max(chain.asked.values()) <= 12
    assert all(count <= MISSES + 1 for count in chain.misses.values())


@sessions
@many
def test_4_a_session_is_a_fold_over_its_journal(world: Curricula, script: list[str], seed: int) -> None:
    session = begin(world, seed)
    for move in script:
        if session.state.ended is None:
            session.do(move)
    stored = [(e.type, e.version, encode_body(e.body), e) for e in session.events]
    read = [Event(e.learner, e.seq, e.session, e.action, e.at, decode_body(t, v, text)) for t, v, text, e in stored]
    assert replay(read) == session.state
    half = len(read) // 2
    assert replay(read[half:], replay(read[:half])) == session.state


@sessions
@many
def test_4_the_same_actions_at_the_same_times_decide_the_same(world: Curricula, script: list[str], seed: int) -> None:
    one, two = begin(world, seed), begin(world, seed)
    for move in script:
        if one.state.ended is None:
            one.do(move)
            two.do(move)
    assert one.events == two.events


@sessions
@many
def test_what_cannot_be_read_and_navigation_use_nothing_up(world: Curricula, script: list[str], seed: int) -> None:
    session = begin(world, seed)
    for move in script:
        if session.state.ended is not None:
            break
        asked = session.state.chain.question
        before, counts = session.measure, session.state.counts
        if (
            move in ("unreadable", "fast")
            and asked is not None
            and not asked.stated
            and session.variant.kind != "own-words"
        ):
            session.do(move)
            after = session.state.chain.question
            ignored = [
                e.body for e in session.events[-2:] if isinstance(e.body, happened.AnswerSubmitted) and e.body.ignored
            ]
            if move == "unreadable" or ignored:
                assert session.measure == before
                assert after is not None
                assert (after.ref, after.n, after.tries) == (asked.ref, asked.n, asked.tries)
                assert session.state.counts.wrong == counts.wrong
        else:
            session.do(move)


@sessions
@many
def test_no_variant_of_a_question_is_asked_twice(world: Curricula, script: list[str], seed: int) -> None:
    session = begin(world, seed)
    for move in script:
        if session.state.ended is None:
            session.do(move)
    asked = [(e.body.ref, e.body.n) for e in session.events if isinstance(e.body, moved.QuestionAsked)]
    assert len(asked) == len(set(asked))
    assert all(count <= ASKED + 1 for count in session.state.chain.asked.values())


@sessions
@many
def test_leaving_a_side_branch_brings_the_same_question_back(world: Curricula, script: list[str], seed: int) -> None:
    session = begin(world, seed)
    for move in script:
        if session.state.ended is not None:
            break
        asked = session.state.chain.question
        if session.state.chain.question is not None and session.do("why"):
            descended = any(
                isinstance(e.body, moved.Descended) for e in session.events if e.action == str(session.acted)
            )
            if descended and session.do("back"):
                back = session.state.chain.question
                assert back is not None
                assert asked is not None
                assert (back.ref, back.n, back.tries) == (asked.ref, asked.n, asked.tries)
        if session.state.ended is None:
            session.do(move)


@sessions
@many
def test_every_event_has_a_fold_and_a_stored_form(world: Curricula, script: list[str], seed: int) -> None:
    session = begin(world, seed)
    for move in script:
        if session.state.ended is None:
            session.do(move)
    for event in session.events:
        assert decode_body(event.type, event.version, encode_body(event.body)) == event.body
        if isinstance(event.body, moved.ChainEvent):
            assert fold.dispatch(type(event.body)) is not fold.dispatch(moved.ChainEvent)
