"""The map: each idea once, above all it rests on, with a standing that follows from what was answered."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.invariants.driver import Session
from tests.invariants.test_invariants import EXAMPLES
from tests.invariants.worlds import MOVES, curricula
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.load import load
from tutor.curriculum.shipping import shipped
from tutor.learner.estimate import mastered
from tutor.session.atlas import Atlas, atlas
from tutor.session.portrait import established_in
from tutor.session.summary import before


def mapped(session: Session, goal: str | None = None) -> Atlas:
    return atlas(
        session.curricula, session.goal.partition("/")[0], goal, session.estimate, session.events, now=session.at
    )


@settings(max_examples=EXAMPLES // 2)
@given(world=curricula(), script=st.lists(st.sampled_from(MOVES), max_size=30), seed=st.integers(0, 1000))
def test_every_idea_stands_once_above_what_it_rests_on_and_gives_nothing_away(
    world: Curricula, script: list[str], seed: int
) -> None:
    session = Session(world, world.goals("world")[0], seed)
    for move in ["skip-placement", *script]:
        if session.state.ended is not None:
            break
        session.do(move)
    found = mapped(session)
    assert sorted(place.concept for place in found.places) == sorted(world.concepts)
    by_ref = {place.concept: place for place in found.places}
    for place in found.places:
        assert place.layer == max((by_ref[below].layer + 1 for below in place.rests_on), default=0)
        assert all(place.concept in by_ref[above].rests_on for above in place.opens)
        assert (place.standing in ("yours", "faded")) == mastered(session.estimate, place.concept)
        if place.concept not in established_in(session.events):
            assert place.title == before(world, place.concept)
        if place.standing == "ready":
            assert all(by_ref[below].standing != "ready" for below in place.rests_on)
        if place.standing == "ahead":
            assert "First: " in place.reason
    assert sum(found.counts().values()) == len(found.places)
    shown = [day.shown for day in found.days]
    assert shown == sorted(shown)


def test_the_way_to_a_goal_holds_what_it_rests_on_and_nothing_else() -> None:
    curricula_ = load("linear-algebra", [shipped("curricula")])
    goal = "linear-algebra/matrix-product"
    session = Session(curricula_, goal, 3)
    found = mapped(session, goal)
    assert {place.concept for place in found.places} == {goal, *curricula_.ancestors(goal)}
    assert found.places[-1].concept == goal


def test_what_was_shown_grows_by_days_and_fades() -> None:
    curricula_ = load("leverage", [shipped("curricula")])
    session = Session(curricula_, "leverage/learning-first", 5)
    session.do("skip-placement")
    for move in range(150):
        if session.state.ended is not None:
            break
        if move % 4 == 3:
            session.at += 86_400_000_000
        session.do("right")
    found = mapped(session)
    assert len(found.days) > 1
    assert found.counts().get("yours", 0) > 0
    session.at += 5 * 365 * 86_400_000_000
    later = mapped(session)
    assert later.counts().get("yours", 0) == 0
    assert later.counts()["faded"] == found.counts().get("yours", 0) + found.counts().get("faded", 0)
