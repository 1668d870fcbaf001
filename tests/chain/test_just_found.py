"""What was derived in this session isn't blamed for the first miss on a question that rests on it."""

from __future__ import annotations

import pytest

from tests.chain.test_policy import GOAL, shipped
from tests.invariants.driver import Session
from tutor.chain import events as moved


def all_new_at_first(session: Session) -> str:
    """Says that all is new at first, then derives what is asked, and misses one in five."""
    if session.state.chain.placing:
        return "dont-know"
    return "wrong" if session.state.seq % 5 == 0 else "right"


@pytest.mark.parametrize("seed", range(6))
def test_a_first_miss_is_met_by_a_hint_or_steps_before_what_was_derived_today_is_taken_up_again(seed: int) -> None:
    session = Session(shipped(), GOAL, seed)
    first_misses = 0
    for _ in range(150):
        if session.state.ended is not None:
            break
        chain, done = session.state.chain, len(session.events)
        asked = chain.question
        assert asked is not None
        assert session.do(all_new_at_first(session))
        new = [event.body for event in session.events[done:]]
        if (
            not any(isinstance(body, moved.AnswerMissed) for body in new)
            or asked.tries
            or chain.misses_on.get(asked.serves)
        ):
            continue
        first_misses += 1
        back = {body.to for body in new if isinstance(body, moved.Descended) and body.kind == "prerequisite"}
        if back & chain.established.keys():
            question = shipped().question(asked.ref).question
            assert asked.hints == len(question.hints)
            assert not question.steps or chain.openings.get(asked.ref, 0)
    assert first_misses > 5
