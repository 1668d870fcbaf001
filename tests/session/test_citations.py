"""What is kept of passages: neighbours as one text, and a quote of whole sentences."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tutor.session.citations import LONGEST, QUOTED, cited, joined, quote
from tutor.session.ports import Passage

WORDS = ("arrow", "walk", "line", "point", "sum", "of", "the", "and", "two")
sentence = st.lists(st.sampled_from(WORDS), min_size=2, max_size=9).map(
    lambda words: " ".join(words).capitalize() + "."
)


def passage(text: str, start: int, end: int) -> Passage:
    return Passage(f"p{start}", "d", "Title", "a.md", text, start, end, 1, ("Heading",))


@given(st.lists(sentence, min_size=3, max_size=12, unique=True), st.integers(1, 3), st.integers(0, 1))
def test_neighbours_that_overlap_by_sentences_are_one_text_again(parts: list[str], size: int, overlap: int) -> None:
    whole, pieces, at = " ".join(parts), [], 0
    step = max(1, size - overlap)
    while at < len(parts):
        text = " ".join(parts[at : at + size])
        start = len(" ".join(parts[:at])) + bool(at)
        pieces.append(passage(text, start, start + len(text)))
        if at + size >= len(parts):
            break
        at += step
    if all(after.start < before.end for before, after in pairwise(pieces)):
        assert joined(pieces) == whole
    else:
        assert " ".join(joined(pieces).split()) == whole


@given(st.lists(sentence, min_size=1, max_size=20), sentence)
def test_a_quote_is_made_of_whole_sentences_and_is_short(parts: list[str], words: str) -> None:
    text = " ".join(parts)
    start, end = quote(text, words)
    assert 0 <= start < end <= len(text)
    assert end - start <= QUOTED or text[start:end] in parts
    assert text[start:end].endswith(".")
    assert start == 0 or text[start - 2 : start] == ". "


def test_a_quote_is_taken_where_the_words_stand() -> None:
    text = "Nothing here. " * 30 + "The arrow leads from tail to tip. " + "More of nothing. " * 30
    start, end = quote(text, "which way does an arrow lead, tail or tip?")
    assert "arrow leads from tail to tip" in text[start:end]


def test_a_long_passage_is_kept_up_to_the_end_of_a_sentence() -> None:
    kept = cited([passage("A sentence of some length. " * 1000, 0, 27000)], "length")
    assert len(kept.text) <= LONGEST + 2
    assert kept.text.endswith("length. …")
