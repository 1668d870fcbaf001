"""Search by words: questions in plain language find the passage that has their words, however large the library."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.library.shelves import ACIDS, ADA, BO, KERNEL, put
from tutor.library import lexical
from tutor.library.catalogue import Catalogue
from tutor.library.document import SHARED
from tutor.library.lexical import _starts
from tutor.library.stems import Stems
from tutor.library.terms import CONCEPTS_WEIGHT, MOST_WORDS, terms, words

WEATHER = "# Weather\n\nWarm air rises, cools, and drops its water as rain. Winds go from high pressure to low.\n"
MUSIC = "# Music\n\nA string of half the length sounds an octave higher. Pythagoras is said to have found it.\n"


@pytest.fixture
def shelf(catalogue: Catalogue) -> Catalogue:
    for name, text in {"maps.md": KERNEL, "acids.md": ACIDS, "weather.md": WEATHER, "music.md": MUSIC}.items():
        put(catalogue, ADA, name, text)
    return catalogue


def first(catalogue: Catalogue, question: str) -> str:
    found = catalogue.lexical([ADA, SHARED], question, 3)
    return catalogue.passage([ADA], next(iter(found))).source if found else ""


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("What is the kernel of a linear map?", "maps.md"),
        ("why does the air cool when it's rising", "weather.md"),
        ("Who said that half a string sounds an octave higher?", "music.md"),
        ("ACIDS", "acids.md"),
        ("giving protons", "acids.md"),
        ("prótôns", "acids.md"),
        ("wind-pressure", "weather.md"),
        ('where is "rain" AND NOT (water*)', "weather.md"),
    ],
)
def test_a_question_finds_the_passage_with_its_words(shelf: Catalogue, question: str, source: str) -> None:
    assert first(shelf, question) == source


@pytest.mark.parametrize(
    "question", ["", "   ", "?!", "…", "quaternion", '"', "'; DELETE FROM passages", "NEAR(", "*", "文"]
)
def test_nothing_that_fits_is_nothing_found(shelf: Catalogue, question: str) -> None:
    assert shelf.lexical([ADA], question, 5) == {}


def test_a_question_of_stop_words_alone_still_looks_for_them(shelf: Catalogue) -> None:
    assert first(shelf, "to have") == "music.md"


def test_scores_are_of_the_order_of_the_questions_worth(shelf: Catalogue) -> None:
    question = "kernel of a linear map"
    (best, *_) = shelf.lexical([ADA], question, 5).values()
    worth = sum(shelf.idf([ADA], question).values())
    assert 0.3 < best.score / worth < 3
    assert set(best.words) == {"kernel", "linear", "map"}
    for match in shelf.lexical([ADA], question, 5).values():
        assert match.score > 0
        assert match.words


def test_how_much_a_word_says_is_counted_among_these_owners_alone(shelf: Catalogue) -> None:
    total = len(shelf.ids(ADA))
    assert shelf.idf([ADA], "kernels") == {"kernels": pytest.approx(math.log(1 + (total - 1 + 0.5) / 1.5))}
    for i in range(5):
        put(shelf, BO, f"{i}.md", f"# {i}\n\nKernel number {i}.\n")
    assert shelf.idf([ADA, SHARED], "kernels") == {"kernels": pytest.approx(math.log(1 + (total - 1 + 0.5) / 1.5))}
    assert len(shelf.lexical([ADA, BO], "kernels", 10)) == 6


def test_headings_and_titles_are_found_and_weigh_less(catalogue: Catalogue) -> None:
    said = put(catalogue, ADA, "a.md", "# Notes\n\nThe determinant is the factor by which areas grow.\n")
    above = put(catalogue, ADA, "b.md", "# Determinant\n\nIt is the factor by which areas grow, no more.\n")
    found = list(catalogue.lexical([ADA], "determinant", 5))
    order = [catalogue.passage([ADA], one).document for one in found]
    assert order == [said, above]


def test_words_of_the_learner_weigh_more_than_those_of_concepts(shelf: Catalogue) -> None:
    query = terms("rain", ["kernel of a map", "rain"])
    assert query.weights == {"rain": 1.0, "kernel": CONCEPTS_WEIGHT / 2, "map": CONCEPTS_WEIGHT / 2}
    assert ("kernel", "map") in query.pairs
    (best, *_) = shelf.lexical([ADA], query, 5)
    assert shelf.passage([ADA], best).source == "weather.md"
    assert {shelf.passage([ADA], one).source for one in shelf.lexical([ADA], query, 5)} == {"weather.md", "maps.md"}


def test_neighbours_in_the_question_that_stand_together_come_first(catalogue: Catalogue) -> None:
    apart = put(
        catalogue,
        ADA,
        "a.md",
        "# N\n\nThe space in the hall is small. It has no room for a table, a chair, or a vector.\n",
    )
    together = put(
        catalogue,
        ADA,
        "b.md",
        "# N\n\nThe hall has a table and a chair. A vector space is no room, and it isn't small.\n",
    )
    found = list(catalogue.lexical([ADA], "vector space", 2))
    assert [catalogue.passage([ADA], one).document for one in found] == [together, apart]


def test_a_library_of_common_words_alone_is_searched_within_bounds(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where every word stands everywhere, passages that have more of them still come first."""
    monkeypatch.setattr(lexical, "BUDGET", 30)
    monkeypatch.setattr(lexical, "CANDIDATES", 10)
    rng = random.Random(1)
    kinds = ["red", "green", "blue", "round", "flat"]
    for i in range(80):
        put(
            catalogue,
            ADA,
            f"{i}.md",
            f"# Stone {i}\n\nThis stone is {' and '.join(rng.sample(kinds, 2))}, says list {i}.\n",
        )
    found = catalogue.lexical([ADA], "red round stone", 5)
    assert len(found) == 5
    assert {"red", "round"} <= set(next(iter(found.values())).words)


def test_the_same_search_gives_the_same_answer(shelf: Catalogue) -> None:
    assert list(shelf.lexical([ADA], "is it said to go", 9).items()) == list(
        shelf.lexical([ADA], "is it said to go", 9).items()
    )


@given(st.text(max_size=300))
def test_any_text_has_terms(text: str) -> None:
    found = terms(text, [text])
    assert len(found.weights) <= MOST_WORDS
    assert all(0 < weight <= 1 for weight in found.weights.values())
    assert all(a in found.weights and b in found.weights for a, b in found.pairs)


def test_every_word_begins_as_its_stem_says() -> None:
    """Else it would be missed in a candidate. All words of the documents that come with the program and describe it."""
    from tests.program import ROOT

    stems = Stems()
    seen = {
        word
        for path in [*ROOT.glob("docs/*.md"), *ROOT.glob("seeds/**/*.md"), *ROOT.glob("tutor/**/*.py")]
        for word in words(path.read_text("utf-8"))
    }
    stems.learn(seen)
    assert len(seen) > 5_000
    missed = [word for word in seen if stems.of(word) and not word.startswith(_starts(stems.of(word)))]
    assert missed == []


@given(st.lists(st.text("abcdeéilnosty文²'", max_size=6), max_size=6))
def test_stems_learnt_together_are_those_learnt_alone(some: list[str]) -> None:
    together, alone = Stems(), Stems()
    together.learn(some)
    assert [together.of(word) for word in some] == [alone.of(word) for word in some]
