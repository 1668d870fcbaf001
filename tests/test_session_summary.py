"""What stands at the end of a session, and what it shows of learning."""

from __future__ import annotations

import random

import pytest

from tests.chain.test_policy import GOAL, shipped
from tests.invariants.driver import Session
from tutor.chain.frames import Asked, Chain
from tutor.session.learning import DELAYED, Learning, after_answer, after_telling
from tutor.session.summary import Summary, summarise
from tutor.simulation.learners import make

SPAN = "linear-algebra/span-of-two"


def summed_up(minutes: float, questions: int, **more: float) -> Summary:
    found = {"held": 0, "checked": 0, "leverage": 0.0, "answers": 0, "foreseen": 0.0, "came": 0, **more}
    return Summary("a/b", "goal", False, None, (), (), (), minutes, questions, 0, 0, 0, gaps=(), **found)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("summary", "said"),
    [
        (summed_up(0.9, 1), "1 minute, 1 question: 0 right unaided, 0 with help, 0 shown."),
        (
            summed_up(12.2, 8, held=3, checked=4, leverage=0.25),
            "12 minutes, 8 questions: 0 right unaided, 0 with help, 0 shown. 3 of 4 stood a later check without help:"
            " 0.25 concepts a minute.",
        ),
        (
            summed_up(2.0, 6, checked=1, answers=6, foreseen=4.4, came=3),
            "2 minutes, 6 questions: 0 right unaided, 0 with help, 0 shown. 0 of 1 stood a later check without help."
            " Of 6 first answers the tutor expected 4 to be right; 3 were.",
        ),
    ],
)
def test_figures_read_as_a_sentence_and_name_no_rate_where_nothing_was_earned(summary: Summary, said: str) -> None:
    assert summary.in_figures() == said


def answered(*asked: tuple[str, str, bool], inserted: tuple[str, ...] = (), **more: object) -> Learning:
    learning = Learning()
    for concept, purpose, right in asked:
        question = Asked("q", "q", concept, 0, purpose, 0.75, **more)  # type: ignore[arg-type]
        chain = Chain(goal=GOAL, stack=(question,), inserted=frozenset(inserted))
        learning = after_answer(learning, chain, right=right)
    return learning


@pytest.mark.parametrize("purpose", sorted(DELAYED))
def test_what_stood_a_later_check_counts_unless_what_it_rests_on_failed_its_own(purpose: str) -> None:
    below = sorted(shipped().ancestors(SPAN))[0]
    assert answered((SPAN, purpose, True)).held(shipped()) == (SPAN,)
    assert answered((SPAN, purpose, True), (below, purpose, False)).held(shipped()) == ()
    assert answered((below, purpose, False), (SPAN, purpose, True), (below, purpose, True)).held(shipped()) == (
        below,
        SPAN,
    )
    assert answered((SPAN, purpose, True), (SPAN, purpose, False)).held(shipped()) == ()
    assert answered((SPAN, "new", True), (SPAN, "again", True)).checks == {}
    assert answered((SPAN, purpose, True), why="why").checks == {}
    told = after_telling(answered((SPAN, purpose, True)), Chain(goal=GOAL, stack=(Asked("q", "q", SPAN, 0, purpose),)))  # type: ignore[arg-type]
    assert told.held(shipped()) == ()


@pytest.mark.parametrize("help_", [{"tries": 1}, {"hints": 1}, {"aided": True}, {"nudge": 0}])
def test_second_tries_and_help_show_nothing(help_: dict[str, object]) -> None:
    assert answered((SPAN, "check", True), (SPAN, "new", False), inserted=(SPAN,), **help_) == Learning()


def test_what_was_taken_as_known_and_missed_was_in_the_way() -> None:
    found = answered((SPAN, "new", False), (GOAL, "new", False), (SPAN, "new", False), inserted=(SPAN,))
    assert found.gaps == (SPAN,)
    assert (found.answers, found.foreseen, found.came) == (3, 2.25, 0)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_over_a_session_forecasts_checks_and_gaps_are_those_of_what_was_asked(seed: int) -> None:
    learner, dice = make("novice", shipped(), GOAL, 0.5, seed), random.Random(seed)
    session = Session(shipped(), GOAL, seed)
    for _ in range(400):
        asked = session.state.chain.question
        if session.state.ended is not None or asked is None:
            break
        met = asked.concept in learner.known or asked.concept in session.state.chain.taught
        assert session.do("right" if met and dice.random() < 0.85 else "dont-know") or session.do("dont-know")
    found = summarise(session.state, shipped())
    assert found.checked > 0
    assert found.held <= found.checked
    assert found.gaps
    assert found.leverage == pytest.approx(found.held / (session.state.studied / 60_000_000), abs=0.001)
    assert 0 < found.came < found.answers <= found.questions
    assert abs(found.foreseen - found.came) < 0.25 * found.answers
