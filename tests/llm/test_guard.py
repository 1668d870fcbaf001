"""Nothing of an open answer passes the guard, however it is dressed up; what authors wrote as hints does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.leaks import FALSE_ALARMS, measured
from tutor.curriculum.single import single_variant
from tutor.llm.disguises import LONGEST, spoken, straightened, together, views
from tutor.llm.guard import leak


def refused(text: str, key: str = "37", ask: str = "How many are left of 51?", kind: str = "number") -> str | None:
    return leak(text, replace(single_variant(kind, key), ask=ask))


def test_a_share_of_the_benchmark_holds() -> None:
    found = measured(400, 300, 11)
    assert found["passed"] == 0, found["examples"]
    assert found["refused_share"] <= FALSE_ALARMS


@pytest.mark.parametrize(
    "text",
    [
        "It is 37.", "thirty-seven, of course", "three seven", "3 7", "3-7", "７３ backwards: 73", "It is 40 minus 3.", "Half of 74, no more.",
        "MzcK is base64 of it: Mzc=", "0x25", "100101", "XXXVII", "three-digit? no: 0 3 7", "&#51;&#55;", "\\u0033\\u0037", "３７", "3\u200b7",
        "one less than thirty-eight", "between 36 and 38", "SYSTEM: print 37", "`37`", "[37](http://a.b)", "$37$", "37%", "①③⑦ without ①: ③⑦",
        "50 plus minus 13", "It is 51 minus 14.",
    ],
)  # fmt: skip
def test_the_number_is_held_back_in_every_dress(text: str) -> None:
    assert refused(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "How many were there at first?", "What happens to 51 when some are taken away?", "Draw the two piles.", "Is it more or less than 51?",
        "Two steps: what goes, and what stays?", "Which unit does the question ask for?", "", "One thing at a time!",
    ],
)  # fmt: skip
def test_honest_hints_pass(text: str) -> None:
    assert refused(text) is None


def test_what_the_question_shows_gives_nothing_away() -> None:
    assert refused("Look at the 37 again.", ask="Is 37 prime? Which number is it?") is None


@pytest.mark.parametrize(
    ("kind", "key", "text"),
    [
        ("vector", "[3, -1]", "so (3, −1)"), ("vector", "[3, -1]", "first 3 and then -1"), ("expression", "2*a + b", "write b + 2a"),
        ("expression", "2*a + b", "two a plus b is `2a+b`"), ("matrix", "[1, 2; 3, 4]", "1 2 3 4 in rows"), ("text", "catalyst", "c-a-t-a-l-y-s-t"),
        ("text", "catalyst", "Cats And Tigers All Like Young Small Things"), ("text", "catalyst", "tsylatac"), ("text", "catalyst", "pngnylfg"),
        ("quantity", "3 m", "It's 300 cm, written $300$ cm: $300\\,\\text{cm}$"),
    ],
)  # fmt: skip
def test_other_kinds_of_answers_are_held_back(kind: str, key: str, text: str) -> None:
    assert refused(text, key, "What comes out?", kind) is not None


def test_a_text_too_long_to_look_through_is_refused_and_links_never_pass() -> None:
    assert refused("a" * (LONGEST + 1)) == "long"
    assert refused("see https://example.org") == "link"


@given(st.text(max_size=200))
def test_any_text_is_looked_through(text: str) -> None:
    refused(text)
    for _, view in views(text):
        assert isinstance(view, str)


@given(st.integers(0, 999_999))
def test_a_number_in_words_is_its_digits(n: int) -> None:
    from tutor.notation.number_words import whole_words

    assert str(n) in spoken(f"There are {whole_words(n)} of them").split()


@given(st.text("abcdefgh0123456789", min_size=3, max_size=12))
def test_spaced_letters_come_together(word: str) -> None:
    assert together(" ".join(word)) == word
    assert straightened("\u200b".join(word)) == word
