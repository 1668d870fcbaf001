"""No right answer is rejected for its looks: each key of each shipped question, typed in at least five honest ways."""

from __future__ import annotations

import pytest

from tests.shipped.honest import variants_of
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.load import load, search
from tutor.curriculum.shipping import shipped
from tutor.curriculum.variants import Variant, draw
from tutor.grading.grade import grade
from tutor.grading.verdict import Verdict

NAMES = sorted(search([shipped("curricula")]))
FEWEST = 5
SHARES = 3  # of a curriculum's questions, so that two processes share the work


def _graded(curricula: Curricula, name: str, share: int) -> list[Variant]:
    refs = [ref for ref in curricula.questions if ref.partition("/")[0] == name][share::SHARES]
    return [variant for ref in refs if (variant := draw(curricula, ref, 7)).key is not None]


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("name", NAMES)
def test_five_honest_ways_to_type_a_key_are_right(name: str, share: int) -> None:
    curricula = load(name, [shipped("curricula")])
    refused = [
        (variant.ref, text, str(judgement.verdict), judgement.message)
        for variant in _graded(curricula, name, share)
        for text in variants_of(variant)
        if (judgement := grade(variant, text)).verdict is not Verdict.RIGHT
    ]
    assert refused == []


@pytest.mark.parametrize("name", NAMES)
def test_there_are_five_ways_at_least(name: str) -> None:
    curricula = load(name, [shipped("curricula")])
    few = [
        (variant.ref, variants_of(variant))
        for share in range(SHARES)
        for variant in _graded(curricula, name, share)
        if len(variants_of(variant)) < FEWEST and not getattr(variant.answer, "form", ())
    ]
    assert few == []
