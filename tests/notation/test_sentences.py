"""Sentences begin and end where a reader would say so; nothing of a text is lost between them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.notation.sentences import sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["One.", "Two!", "Is it three?", '"Four."', "Five"],
        ["It costs 3.5 dollars.", "No more."],
        ["See e.g. Mr. Smith, i.e. him.", "Then J. S. Bach, p. 7."],
        ["We have $x. Y$ and $$a. B$$ here.", "And `a. B` there."],
        ["A line\nthat goes on.", "Then another."],
    ],
)
def test_a_text_falls_into_its_sentences(parts: list[str]) -> None:
    text = " ".join(parts)
    assert [text[slice(*span)] for span in sentences(text)] == parts


def test_paragraphs_and_items_part_sentences() -> None:
    text = "A heading\n\nText\n- one\n- two. Three\n\n1. four"
    assert [text[slice(*span)] for span in sentences(text)] == [
        "A heading",
        "Text",
        "- one",
        "- two.",
        "Three",
        "1. four",
    ]


@given(st.text("aB .!?\n$`\\(-1", max_size=80))
def test_nothing_but_white_space_lies_between_sentences(text: str) -> None:
    spans = list(sentences(text))
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a <= b for (_, a), (b, _) in pairwise(spans))
