"""The pace a learner sets: how likely a success the tutor aims at."""

from __future__ import annotations

import random
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.chain.test_policy import GOAL, shipped
from tests.invariants.driver import Session
from tests.learner.worlds import answers
from tutor.chain import events as moved
from tutor.chain.cut import cut
from tutor.chain.frames import Chain
from tutor.chain.further import check_question
from tutor.chain.outlook import Outlook
from tutor.chain.pace import AIMS, Pace
from tutor.learner.estimate import Estimate, observe
from tutor.session import events as happened
from tutor.session.desk import graph_of
from tutor.settings import PACES as OFFERED

PACES: tuple[Pace, ...] = ("climb", "steady", "stroll")
GRAPH = graph_of(shipped())
OPENED = [
    ref
    for concept in shipped().concepts
    for root in shipped().concept(concept).questions
    for ref in shipped().tree(root)
    if shipped().question(ref).steps
]


def test_the_settings_offer_the_paces_there_are() -> None:
    assert set(OFFERED) == set(AIMS) == set(get_args(Pace))


def test_a_steeper_pace_aims_at_fewer_successes() -> None:
    aims = [AIMS[pace] for pace in PACES]
    assert [aim.success for aim in aims] == [0.65, 0.8, 0.9]
    assert sorted(aim.leap for aim in aims) == [aim.leap for aim in aims]
    assert sorted(aim.surely for aim in aims) == [aim.surely for aim in aims]


@settings(max_examples=30)
@given(st.data(), st.sampled_from(OPENED))
def test_who_strolls_is_asked_every_step_that_who_climbs_is_asked(data: st.DataObject, ref: str) -> None:
    estimate = Estimate()
    for evidence in data.draw(answers(GRAPH)):
        estimate = observe(estimate, evidence)
    queues = [set(cut(Outlook(shipped(), GRAPH, estimate, pace), ref).queue) for pace in PACES]
    assert queues[0] <= queues[1] <= queues[2]


@pytest.mark.parametrize("pace", PACES)
def test_a_leap_is_asked_in_earnest_from_where_the_pace_says(pace: Pace) -> None:
    """Over a whole session of right answers, and of the leaps of results alone: their steps are never shown first."""
    session = Session(shipped(), GOAL, 3, pace=pace)
    for _ in range(120):
        if session.state.ended is not None:
            break
        session.do("right")
    asked = [event.body for event in session.events if isinstance(event.body, moved.QuestionAsked)]
    leaps = [body for body in asked if body.why == "link" and shipped().question(body.ref).steps]
    assert leaps
    assert all(body.p < AIMS[pace].leap for body in leaps if body.free)
    assert all(not body.free for body in leaps if body.p >= AIMS[pace].leap)
    started = session.events[0].body
    assert isinstance(started, happened.SessionStarted)
    assert started.pace == pace == session.state.chain.pace


def test_a_check_is_a_question_that_was_not_met_and_no_choice_where_there_is_another() -> None:
    outlook = Outlook(shipped(), GRAPH, Estimate())
    for concept in shipped().concepts:
        graded = [ref for ref in shipped().concept(concept).questions if outlook.graded(ref)]
        leap = shipped().leap(concept)
        chain = Chain(goal=GOAL, used=frozenset({(leap, 0)}))
        found = check_question(chain, outlook, concept, random.Random(1))
        free = [ref for ref in graded if not shipped().question(ref).choice]
        if found is None:
            continue
        others = [ref for ref in free if ref != leap]
        if others:
            assert found[0] != leap
        if free:
            assert not shipped().question(found[0]).choice or free == [leap]
