"""What is typed into the answer line and is no answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.grading.remarks import remark


@pytest.mark.parametrize(
    "typed",
    ["?", "I don't know", "i dont know", "I DON’T KNOW.", "idk", " no idea ", "No idea!", "I do not know", "not sure", "I give up..."],
)  # fmt: skip
def test_ways_to_say_i_dont_know(typed: str) -> None:
    assert remark(typed) == "unknown"


@pytest.mark.parametrize(
    "typed", ["what does span mean?", "Why is that so?", "is this the same as a basis ?", "How do I write a vector?"]
)
def test_questions_back(typed: str) -> None:
    assert remark(typed) == "question"


@pytest.mark.parametrize(
    "typed",
    ["", "5", "x?", "no", "(1, 2)", "not parallel", "is", "y = 2x", "i", "what", "known", "1 3", "none", "it depends"],
)
def test_answers_stay_answers(typed: str) -> None:
    assert remark(typed) is None


@given(st.text(alphabet="0123456789.,;()[]{}+-*/^=<>|xyab √π²\n", max_size=40))
def test_nothing_that_is_written_in_mathematics_is_taken_for_words(typed: str) -> None:
    assert remark(typed) is None
