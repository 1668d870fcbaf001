"""What was mastered and has faded is looked at again: between results, one at a time, and never as a whole way anew."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.chain.test_policy import GOAL, NEAR, bodies, lived, shipped
from tests.invariants.driver import Session
from tests.invariants.worlds import curricula, moves
from tutor.chain import events as moved
from tutor.chain.frames import PROBES, Chain, Opened
from tutor.chain.limits import ASKED, DOUBT, SHAKEN
from tutor.chain.measure import measure
from tutor.chain.outlook import Outlook
from tutor.chain.path import taken_as_known
from tutor.chain.reviews import due_now, review_before, review_question
from tutor.curriculum.curricula import Curricula
from tutor.learner.estimate import Estimate, aged, mastered, observe, retrievability
from tutor.learner.evidence import Evidence
from tutor.learner.memory import DAY
from tutor.session import events as happened
from tutor.session.desk import graph_of
from tutor.session.events import decode_body, encode_body
from tutor.session.state import State, apply, replay

BEGIN = 1_767_225_600_000_000
MONTHS = 90 * DAY
EXAMPLES = settings(max_examples=25, phases=[Phase.explicit, Phase.reuse, Phase.generate])


def who_mastered(
    world: Curricula, concepts: Collection[str], at: int = BEGIN - MONTHS, start: Estimate | None = None
) -> Estimate:
    """Somebody who has mastered these concepts at that moment, by two questions each."""
    estimate, outlook = start or Estimate(), Outlook(world, graph_of(world), Estimate())
    for concept in (concept for concept in world.concepts if concept in concepts):
        item = replace(outlook.item(world.leap(concept)), choice=False)
        for n in range(2):
            estimate = observe(estimate, Evidence(item, 1000 + n, 1.0, at=at, delayed=bool(n)))
        assert mastered(estimate, concept)
    return estimate


def returning(goal: str, seed: int = 1, at: int = BEGIN - MONTHS) -> Session:
    """A session of somebody who had mastered all below the goal back then, with the placement skipped."""
    estimate = who_mastered(shipped(), shipped().ancestors(goal), at)
    session = Session(shipped(), goal, seed, estimate=estimate, at=BEGIN)
    session.do("skip-placement")
    return session


def reviews(session: Session) -> list[moved.QuestionAsked]:
    return [body for body in bodies(session, moved.QuestionAsked) if body.why == "due"]  # type: ignore[attr-defined]


def on_screen(session: Session) -> str:
    asked = session.state.chain.question
    return asked.why if asked else ""


def test_what_has_faded_is_still_taken_as_known_and_the_next_link_is_preceded_by_one_review_of_what_it_rests_on() -> (
    None
):
    session = returning(NEAR)
    assert session.state.chain.plan == (NEAR,)
    asked = session.state.chain.question
    assert asked is not None
    assert (asked.purpose, asked.why) == ("review", "due")
    assert asked.concept in shipped().prerequisites(NEAR)
    assert session.view().reviews_due > 5
    assert "a while ago" in _cause(session)
    session.do("right")
    asked = session.state.chain.question
    assert asked is not None
    assert (asked.concept, asked.purpose) == (NEAR, "new")


def _cause(session: Session) -> str:
    from tutor.session.whys import reasons

    return reasons(session.state, session.world).cause


def test_nothing_is_reviewed_while_it_is_fresh() -> None:
    session = lived(returning(NEAR, at=BEGIN - DAY // 2), lambda _: "right")
    assert session.state.ended == "reached"
    assert not reviews(session)


def test_a_right_review_strengthens_and_the_concept_is_no_longer_due() -> None:
    session = returning(NEAR)
    asked = session.state.chain.question
    assert asked is not None
    before = session.estimate.memory[asked.concept]
    session.do("right")
    after = session.estimate.memory[asked.concept]
    assert after.stability > 2 * before.stability
    assert asked.concept not in due_now(Outlook(shipped(), session.graph, session.world.estimate))
    assert not any(isinstance(body, moved.Descended) for body in bodies(session, moved.Descended))


def test_a_right_answer_above_is_recorded_as_a_credit_below() -> None:
    session = lived(returning(NEAR), lambda s: "right" if s.acted < 4 else "dont-know", most=6)
    taken = [event.body.evidence for event in session.events if isinstance(event.body, happened.EvidenceTaken)]
    right = [evidence for evidence in taken if evidence.outcome == 1.0 and evidence.credits]
    assert {NEAR} <= {evidence.item.concept for evidence in right}
    for evidence in right:
        below = session.graph.ancestors(evidence.item.concept) | {*evidence.item.uses}
        assert all(concept in below and 0 < part < 1 for concept, part in evidence.credits)
    assert not any(evidence.credits for evidence in taken if evidence.outcome < 1.0)


@pytest.mark.parametrize("missed", ["dont-know", "wrong"])
def test_a_missed_review_opens_one_route_and_not_the_way(missed: str) -> None:
    session = returning(NEAR)
    concept = reviews(session)[-1].concept
    for _ in range(2):  # a named slip gets one more try
        if on_screen(session) == "due":
            session.do(missed)
    link = session.state.chain.link()
    assert link is not None
    assert (link.concept, link.cause) == (concept, "prerequisite")
    assert [entry.kind for entry in session.view().feedback][-1] == "descended"
    lived(session, lambda s: "right" if on_screen(s) != "due" else "dont-know")
    assert session.state.ended == "reached"
    assert {body.cause for body in bodies(session, moved.PathChosen)} <= {"placed", "skipped", "revised"}  # type: ignore[attr-defined]
    gone_to = [body.to for body in bodies(session, moved.Descended) if body.kind == "prerequisite"]  # type: ignore[attr-defined]
    assert set(gone_to) == {body.concept for body in reviews(session)}
    assert len(gone_to) == len(set(gone_to))


@pytest.mark.parametrize("seed", [1, 2])
def test_reviews_stand_between_results_one_at_a_time_never_in_an_open_tree_and_once_each(seed: int) -> None:
    estimate = who_mastered(shipped(), shipped().ancestors(NEAR))
    session = Session(shipped(), GOAL, seed, estimate=estimate, at=BEGIN)
    session.do("skip-placement")
    lived(session, lambda s: "wrong" if s.acted % 7 == 0 else "right", most=150)
    state, last = State(), None
    met: list[str] = []
    for event in session.events:
        body = event.body
        if isinstance(body, moved.QuestionAsked) and body.why == "due":
            assert not state.chain.stack
            assert body.concept in state.chain.assumed
            assert last is None or state.chain.results > last
            last = state.chain.results
            met.append(body.concept)
        state = apply(state, event)
    assert len(met) == len(set(met)) > 2


def test_what_was_shown_in_a_review_is_not_asked_again_today_and_stays_due() -> None:
    session = reviewing(shipped(), 1, share=0.1)
    assert session is not None
    lived(session, lambda _: "show-me")
    assert session.state.ended == "reviewed"
    asked = [body.concept for body in reviews(session)]
    assert len(asked) == len(set(asked)) > 1
    assert {*due_now(Outlook(shipped(), session.graph, session.world.estimate))} >= {*asked}


def test_a_miss_of_who_was_away_for_long_does_not_have_the_way_chosen_anew() -> None:
    session = returning(NEAR, at=BEGIN - 3 * 365 * DAY)
    session.do("right")
    outlook = Outlook(shipped(), session.graph, session.world.estimate)
    assert sum(outlook.known(concept) < DOUBT for concept in session.state.chain.assumed) >= SHAKEN
    for _ in range(3):
        session.do("wrong")
    assert "overturned" not in {body.cause for body in bodies(session, moved.PathChosen)}  # type: ignore[attr-defined]


def test_no_review_rests_on_what_is_not_settled() -> None:
    world, graph = shipped(), graph_of(shipped())
    outlook = Outlook(world, graph, aged(who_mastered(world, world.ancestors(NEAR)), BEGIN))
    settled = frozenset(world.ancestors(NEAR))
    assert review_before(Chain(NEAR, assumed=settled), outlook, random.Random(1), NEAR)
    for concept in world.ancestors(NEAR):
        asked = review_before(Chain(NEAR, assumed=frozenset({concept})), outlook, random.Random(1), NEAR)
        assert (asked is None) == bool(world.prerequisites(concept))
    for concept in world.concepts:
        used = {use for ref in world.concept(concept).questions for use in world.question(ref).uses if use != concept}
        chain = Chain(concept, assumed=frozenset(world.concepts) - used)
        found = review_question(chain, outlook, random.Random(1), concept)
        assert found is None or not used & {*world.question(found[0]).uses}


def test_what_the_next_link_rests_on_comes_before_what_is_more_faded_elsewhere() -> None:
    world = shipped()
    direct = {*world.prerequisites(NEAR)}
    estimate = who_mastered(world, world.ancestors(NEAR) - direct, BEGIN - 400 * DAY)
    session = Session(world, NEAR, estimate=who_mastered(world, direct, BEGIN - 20 * DAY, estimate), at=BEGIN)
    session.do("skip-placement")
    waiting = due_now(Outlook(world, session.graph, session.world.estimate))
    assert direct < {*waiting}
    assert waiting[0] not in direct
    assert reviews(session)[0].concept == next(concept for concept in waiting if concept in direct)


def test_of_equally_faded_concepts_the_higher_is_asked_for_first() -> None:
    world, graph = shipped(), graph_of(shipped())
    waiting = due_now(Outlook(world, graph, aged(who_mastered(world, world.ancestors(NEAR)), BEGIN)))
    heights = [graph.heights[graph.place[concept]] for concept in waiting]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] > heights[-1]


def test_a_review_asks_in_another_form_than_before_and_not_by_a_choice_if_there_is_another() -> None:
    world = shipped()
    several = [
        concept
        for concept in world.concepts
        if len({world.question(ref).question.answer.kind for ref in world.concept(concept).questions
                if not world.question(ref).choice and world.question(ref).question.answer.kind not in ("own-words", "predict")}) > 1
    ]  # fmt: skip
    assert several
    for concept in several:
        outlook = Outlook(world, graph_of(world), aged(who_mastered(world, [concept]), BEGIN))
        chain = Chain(goal=concept, assumed=frozenset(world.concepts))
        found = review_question(chain, outlook, random.Random(1), concept)
        assert found is not None
        node, before = world.question(found[0]), world.question(world.leap(concept))
        assert not node.choice
        assert node.question.answer.kind != before.question.answer.kind


def reviewing(world: Curricula, seed: int, share: float = 1.0, at: int = BEGIN - MONTHS) -> Session | None:
    """A session of reviews alone, if anything is due."""
    estimate = who_mastered(world, closed(world, seed, share), at)
    waiting = due_now(Outlook(world, graph_of(world), aged(estimate, BEGIN)))
    return Session(world, waiting[0], seed, estimate=estimate, at=BEGIN, due=waiting) if waiting else None


def closed(world: Curricula, seed: int, share: float) -> set[str]:
    """Some concepts, closed under prerequisites."""
    rng = random.Random(seed)
    tops = [concept for concept in world.concepts if rng.random() < share]
    return {*tops}.union(*map(world.ancestors, tops))


def test_a_session_of_reviews_asks_for_each_due_concept_until_none_is_due() -> None:
    session = reviewing(shipped(), 1)
    assert session is not None
    first = session.view()
    assert (first.goal, first.progress.total) == ("what is due for a look", len(session.due))
    lived(session, lambda _: "right")
    assert session.state.ended == "reviewed"
    asked = bodies(session, moved.QuestionAsked)
    assert {body.why for body in asked} == {"due"}  # type: ignore[attr-defined]
    assert not due_now(Outlook(shipped(), session.graph, session.world.estimate))
    credited = set(session.due) - {body.concept for body in asked}  # type: ignore[attr-defined]
    assert credited
    assert all(retrievability(session.world.estimate, concept) >= 0.9 for concept in credited)


def test_neighbours_are_not_reviewed_one_after_the_other_where_there_is_a_choice() -> None:
    session = reviewing(shipped(), 2)
    assert session is not None
    lived(session, lambda _: "right")
    met = [body.concept for body in bodies(session, moved.QuestionAsked)]  # type: ignore[attr-defined]
    related = [one in session.graph.ancestors(other) | session.graph.dependents(other) for one, other in pairwise(met)]
    assert sum(related) < len(related) / 2


def test_a_session_of_reviews_goes_through_what_is_not_there_any_more_and_then_on() -> None:
    session = reviewing(shipped(), 4, share=0.1)
    assert session is not None
    lived(session, lambda s: "dont-know" if on_screen(s) == "due" else "right", most=600)
    assert session.state.ended == "reviewed"
    again = {body.to for body in bodies(session, moved.Descended)}  # type: ignore[attr-defined]
    assert again == {body.concept for body in reviews(session)}
    assert again <= set(session.state.chain.established)


# The invariants of the house, for somebody who comes back


@given(world=curricula(), script=moves, seed=st.integers(0, 1000), alone=st.booleans())
@EXAMPLES
def test_the_invariants_hold_for_who_comes_back(world: Curricula, script: list[str], seed: int, alone: bool) -> None:
    goal = world.goals("world")[0]
    estimate = who_mastered(world, closed(world, seed, 0.5))
    session = reviewing(world, seed, 0.5) if alone else Session(world, goal, seed, estimate=estimate, at=BEGIN)
    for move in script if session else ():
        assert session is not None
        if session.state.ended is not None:
            break
        assert any(session.view().allowed[name] is None for name in ("answer", "dont-know", "tick-rubric"))
        before = session.measure
        session.do(move)
        assert session.measure <= before
    state = State()
    for event in session.events if session else ():
        body = event.body
        assert decode_body(event.type, event.version, encode_body(body)) == body
        if isinstance(body, moved.QuestionAsked) and body.purpose not in PROBES:
            for below in (*world.prerequisites(body.concept), *world.question(body.ref).uses):
                assert state.chain.settled(below), (body.ref, below)
            assert body.why != "due" or not any(isinstance(frame, Opened) for frame in state.chain.stack)
        state = apply(state, event)
    if session:
        assert state == session.state == replay(session.events)


@given(
    world=curricula(), seed=st.integers(0, 1000), alone=st.booleans(),
    move=st.sampled_from(["wrong", "dont-know", "show-me", "right", "mistake"]),
)  # fmt: skip
@EXAMPLES
def test_every_session_of_who_comes_back_ends(world: Curricula, seed: int, alone: bool, move: str) -> None:
    goal = world.goals("world")[0]
    estimate = who_mastered(world, closed(world, seed, 0.5))
    session = reviewing(world, seed, 0.5) if alone else Session(world, goal, seed, estimate=estimate, at=BEGIN)
    if session is None:
        return
    for _ in range(10 * sum(1 for _ in world.questions) + 100):
        if session.state.ended is not None:
            break
        reached = measure(session.state.chain, session.scope)
        if not session.do(move) or measure(session.state.chain, session.scope) == reached:
            session.do("dont-know" if move != "dont-know" else "right")
    assert session.state.ended is not None
    chain = session.state.chain
    assert max(chain.asked.values(), default=0) <= (12 if move in ("wrong", "dont-know") else ASKED)
    if not alone:
        assert taken_as_known(Outlook(world, session.graph, session.estimate), goal) <= set(world.concepts)
