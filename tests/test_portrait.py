"""What a learner is shown of themselves: true to the evidence, and nothing that answers an open question."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.invariants.driver import Session
from tests.invariants.test_invariants import CANARY, keys_of
from tests.invariants.worlds import curricula, moves
from tutor.chain.events import ConceptEstablished, QuestionAsked
from tutor.curriculum.curricula import Curricula
from tutor.learner.estimate import mastered
from tutor.session.codec import to_plain
from tutor.session.events import EvidenceTaken
from tutor.session.export import exported_events
from tutor.session.portrait import EARLIER, attempts, neutral_name, portrait

FEWER = settings(max_examples=25)
sessions = given(world=curricula(), script=moves, seed=st.integers(0, 1000))


def walked(world: Curricula, script: list[str], seed: int) -> Session:
    session = Session(world, world.goals("world")[0], seed)
    for move in script:
        if session.state.ended is None:
            session.do(move)
    return session


@FEWER
@sessions
def test_the_words_are_kept_apart(world: Curricula, script: list[str], seed: int) -> None:
    session = walked(world, script, seed)
    rows = portrait(world, session.graph, session.estimate, session.events)
    assert [row.concept for row in rows] == list(world.concepts)
    established = {event.body.concept for event in session.events if isinstance(event.body, ConceptEstablished)}
    for row in rows:
        counts = row.tally
        asked = counts.unaided + counts.assisted + counts.wrong + counts.told
        if row.state in ("assumed", "open"):
            assert asked == 0
            assert row.concept not in established
        if row.state == "assumed":
            assert row.p_known >= 0.85
        assert (row.state == "mastered") == (mastered(session.estimate, row.concept) and not counts.denied)
        model = world.concept(row.concept).concept
        assert row.title == (model.title if row.concept in established else model.before)
        assert row.unlocks == world.dependents(row.concept)


@FEWER
@sessions
def test_every_piece_of_evidence_is_listed_where_it_speaks(world: Curricula, script: list[str], seed: int) -> None:
    session = walked(world, script, seed)
    taken = {event.seq: event.body.evidence for event in session.events if isinstance(event.body, EvidenceTaken)}
    listed = set()
    assert all(session.estimate.concepts.keys() >= set(evidence.concepts) for evidence in taken.values())
    rows = portrait(world, session.graph, session.estimate, session.events)
    assert {row.concept for row in rows if row.evidence} == session.estimate.concepts.keys()  # no belief moves unseen
    for row in rows:
        behind = attempts(world, session.events, row.concept)
        assert tuple(attempt.seq for attempt in behind) == row.evidence
        for attempt in behind:
            evidence = taken[attempt.seq]
            listed.add(attempt.seq)
            assert attempt.weight == evidence.weight
            assert (attempt.taken_for == "told") == (evidence.aid == "told") == (attempt.outcome is None)
    assert listed == set(taken)


@FEWER
@sessions
def test_neither_an_export_nor_the_evidence_identifies_an_open_answer(
    world: Curricula, script: list[str], seed: int
) -> None:
    session = walked(world, script, seed)
    if session.state.ended is not None:
        return
    exported = exported_events(session.events)
    text = json.dumps(exported, allow_nan=False)
    for concept in world.concepts:
        text += json.dumps([to_plain(one) for one in attempts(world, session.events, concept)])
    typed = {token for answer in session.typed for token in CANARY.findall(answer)}
    assert not (keys_of(session) - typed) & set(CANARY.findall(text))
    asked = [event["body"] for event in exported if event["type"] == QuestionAsked.TYPE]
    assert asked
    assert all(body["n"] is None and body["hash"] is None for body in asked)
    assert exported[0]["body"]["seed"] is None


@FEWER
@sessions
def test_an_ended_session_is_exported_whole(world: Curricula, script: list[str], seed: int) -> None:
    session = walked(world, script, seed)
    for _ in range(300):
        if session.state.ended is None:
            assert session.do("dont-know") or session.do("right")
    assert session.state.ended is not None
    for event, exported in zip(session.events, exported_events(session.events), strict=True):
        assert exported["body"] == to_plain(event.body)


@FEWER
@given(world=curricula())
def test_questions_have_names_of_their_own_that_say_nothing(world: Curricula) -> None:
    for concept in world.concepts:
        own = [ref for ref in world.questions if world.question(ref).concept == concept]
        names = [neutral_name(world, ref) for ref in own]
        assert len(set(names)) == len(names)
        assert all(name.startswith("question ") for name in names)
    assert neutral_name(world, "world/c0/long-gone") == EARLIER
