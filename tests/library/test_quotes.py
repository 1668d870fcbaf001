"""A quote is a quote only when it stands there word for word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks import quotes as benchmark
from tests.program import ROOT
from tutor.library.quotes import LONGEST, quoted

PASSAGE = (
    "Scarcity is a necessary condition for any skill. The most sustainable engine is scientific advances—discovering new"
    " knowledge. It isn’t 37% or 3.5 but −5; “we’ll see” the well-known x² and it can't be. It is surely not true that all"
    " cows fly. Non-linear maps are 3–5 long, 1,500 of them, in the café of the oﬀice."
)


@pytest.mark.parametrize(
    "quote",
    [
        "scarcity is a necessary condition",
        "SCARCITY IS\n a\u00a0necessary\tcondition",
        "sustainable engine is scientific advances - discovering new",
        "sustainable engine is scientific advances -- discovering",
        "advances – discovering",
        "The most sustainable engine is scientific advances.",
        "Scarcity is a … The most sustainable engine",
        "Scarcity is a ... all cows fly",
        "Scarcity is a necessary [...] scientific advances—discovering",
        "… is a necessary condition …",
        '"we\'ll see" the well‑known x²',
        "“We'll see”",
        "It isn't 37% or 3.5",
        "but -5",
        "sci\u00adentific ad\u200bvances",
        "the cafe\u0301 of the office",
        "1,500 of them",
    ],
)
def test_what_is_only_set_otherwise_is_the_same(quote: str) -> None:
    assert quoted(quote, PASSAGE)


@pytest.mark.parametrize(
    "quote",
    [
        "scarcity is a condition",
        "scarcity is not a necessary condition",
        "carcity is a necessary",
        "Scarcity is a necess",
        "necessary a condition",
        "Scarcity is … any skill",  # parts of two words
        "the most sustainable engine … Scarcity is a",
        "It is surely … true that all",  # the "not" can't be left out
        "It is surely true",
        "the well-known x2",
        "the well-known x",
        "linear maps are",
        "it isn't 37",
        "it isn't 37% or 3",
        "5; we'll see",
        "500 of them",
        "5 long",
        "it can",
        "of the cafe",
        "",
        "…",
        '"."',
        "Scarcity is a necessary condition " * 500,
    ],
)
def test_what_says_anything_else_is_none(quote: str) -> None:
    assert not quoted(quote, PASSAGE)


def test_a_share_of_the_altered_quotes_and_of_the_honest_ones() -> None:
    figures = benchmark.measure(450, 11, ROOT / "seeds")
    assert figures["altered_accepted"] == 0, figures["cases"]
    assert figures["honest_refused"] == 0, figures["cases"]


def test_the_share_could_fail() -> None:
    """A checker that only compared sets of words would be found out."""
    import random

    rng = random.Random(1)
    passages = benchmark.passages_of(ROOT / "seeds")
    kinds = {benchmark.altered(passages, rng).kind for _ in range(300)}
    assert kinds == set(benchmark.ALTERED)


WORDS = st.lists(
    st.sampled_from(["a", "b", "is", "not", "the", "3", "3.5", "−5", "x²", "co-op", "don't"]), min_size=1, max_size=12
)


@given(WORDS, st.integers(0, 11), st.integers(1, 12))
def test_any_run_of_words_is_a_quote(words: list[str], start: int, length: int) -> None:
    part = words[start : start + length]
    if part:
        assert quoted(" ".join(part), " ".join(words))


@given(WORDS, WORDS)
def test_words_that_do_not_follow_one_another_are_none(quote: list[str], passage: list[str]) -> None:
    stands = any(passage[i : i + len(quote)] == quote for i in range(len(passage)))
    assert quoted(" ".join(quote), " ".join(passage)) == stands


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_answered(quote: str, passage: str) -> None:
    assert quoted(quote, passage) in (True, False)
    assert not quoted("x" * (LONGEST + 1), passage)
