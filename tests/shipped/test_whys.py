""" "Why is that so?" leads from every idea down to what is chosen, taken for granted or measured, and back up."""

from __future__ import annotations

import pytest

from tests.invariants.driver import Session
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.load import load, search
from tutor.curriculum.shipping import shipped

NAMES = sorted(search([shipped("curricula")]))
GROUNDS = {"axiom", "definition", "experiment"}
LONGEST = 400  # moves until a goal's own question comes for who is always right
DEEPEST = 200


def own(curricula: Curricula, name: str) -> list[str]:
    return [ref for ref in curricula.concepts if ref.partition("/")[0] == name]


def at_its_question(curricula: Curricula, concept: str) -> Session:
    """A session in which a question of the concept is open, answered rightly up to there."""
    session = Session(curricula, concept, seed=1)
    for _ in range(LONGEST):
        asked = session.state.chain.question
        assert asked is not None, f"the session for {concept} ended before its question"
        if asked.concept == concept and asked.purpose != "placement":
            return session
        assert session.do("right")
    raise AssertionError(f"{concept} never came")


@pytest.mark.parametrize("name", NAMES)
def test_everything_rests_on_what_is_chosen_granted_or_measured(name: str) -> None:
    curricula = load(name, [shipped("curricula")])
    floating = [
        (ref, curricula.concept(ref).concept.kind)
        for ref in own(curricula, name)
        if not curricula.prerequisites(ref) and curricula.concept(ref).concept.kind not in GROUNDS
    ]
    assert floating == []


@pytest.mark.parametrize("name", NAMES)
def test_why_leads_down_from_every_idea_and_back_to_its_question(name: str) -> None:
    curricula = load(name, [shipped("curricula")])
    for concept in own(curricula, name):
        session = at_its_question(curricula, concept)
        first = session.state.chain.question
        for _ in range(DEEPEST):
            if not session.do("why"):
                break
        lowest = session.state.chain.question
        assert lowest is not None
        assert curricula.concept(lowest.concept).concept.kind in GROUNDS, (concept, lowest.ref)
        while session.do("back"):
            pass
        back = session.state.chain.question
        assert first is not None
        assert back is not None
        assert back.ref in curricula.tree(first.ref), (concept, back.ref)
