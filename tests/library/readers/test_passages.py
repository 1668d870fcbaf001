"""How documents are cut: whole sentences, overlaps that tear no quote apart, formulas with their sentence, nothing lost."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.readers.samples import SAMPLES
from tests.library.readers.soundness import faults, folded
from tutor.library.document import Block, Document
from tutor.library.passages import CHUNKER, SIZE, WINDOW, cut, windows
from tutor.library.reading import read
from tutor.library.sentences import parts, sentences

WORDS = st.text(st.sampled_from("abcdefgh ABC,.!? 0123é—“”$`"), min_size=1, max_size=60)
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=40).map(" ".join).filter(str.strip)


def said(text: str) -> list[str]:
    return [text[begin:end].strip() for begin, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four…", ["One.", "Two!", "Three?", "Four…"]),
        (
            "It's 3.5 m, e.g. 4 or i.e. Five. See Fig. 3 of Dr. Who.",
            ["It's 3.5 m, e.g. 4 or i.e. Five.", "See Fig. 3 of Dr. Who."],
        ),
        ("She said no. Then J. Smith left.", ["She said no.", "Then J. Smith left."]),
        ("“Is it?” He nodded. (So it was.) Then", ["“Is it?”", "He nodded.", "(So it was.)", "Then"]),
        ("So $x. Y$ is `a. B` here. End", ["So $x. Y$ is `a. B` here.", "End"]),
        ("An end.[^1] $A$ follows. **Bold.** And", ["An end.[^1]", "$A$ follows.", "**Bold.**", "And"]),
        ("一つ。二つ。", ["一つ。", "二つ。"]),
        ("no capitals. here", ["no capitals. here"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@given(PARAGRAPHS)
def test_sentences_lie_side_by_side(text: str) -> None:
    spans = sentences(text)
    assert "".join(text[begin:end] for begin, end in spans) == text


@given(PARAGRAPHS, st.integers(5, 80))
def test_parts_are_short_and_lie_side_by_side(text: str, longest: int) -> None:
    spans = parts(text, (0, len(text)), longest)
    assert "".join(text[begin:end] for begin, end in spans) == text
    assert all(0 < end - begin <= longest for begin, end in spans)


@given(PARAGRAPHS)
def test_windows_are_short_and_cover_their_text(text: str) -> None:
    found = windows(text)
    assert found
    assert all(len(window) <= WINDOW for window in found)
    at = 0
    for window in found:
        place = text.find(window, max(0, at - WINDOW))
        assert place >= 0
        assert not text[at:place].strip()
        at = max(at, place + len(window))
    assert not text[at:].strip()


def test_windows_repeat_a_short_sentence() -> None:
    text = " ".join(f"Sentence number {number} says a little of what there is to say here." for number in range(12))
    found = windows(text)
    assert len(found) > 2
    for one, other in pairwise(found):
        assert said(one)[-1] == said(other)[0]
    assert windows("") == ("",)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(PARAGRAPHS, min_size=1, max_size=12), st.randoms(use_true_random=False), st.sampled_from(["a.md", "a.txt"])
)
def test_no_short_quote_of_a_paragraph_is_torn_apart(paragraphs: list[str], rng: random.Random, name: str) -> None:
    document = read(name, "\n\n".join(f"Begin {paragraph}" for paragraph in paragraphs).encode())
    assert faults(document) == []
    pieces = [folded(piece.text) for piece in cut(document)]
    for block in document.blocks:
        text = folded(block.text)
        begin = rng.randrange(len(text))
        quote = text[begin : begin + rng.randint(1, 150)].strip()
        assert any(quote in piece for piece in pieces) or block.kind == "heading"


def test_no_quote_of_a_long_paragraph_of_speech_is_torn_apart() -> None:
    document = read("captions.md", SAMPLES["captions.md"])
    whole = folded(document.blocks[0].text)
    pieces = [folded(piece.text) for piece in cut(document)]
    assert all(
        any(whole[begin : begin + 150].strip() in piece for piece in pieces) for begin in range(len(whole) - 150)
    )


def test_a_piece_reads_what_its_span_reads() -> None:
    document = read("note.md", SAMPLES["note.md"])
    for piece in cut(document):
        marks = str.maketrans("", "", "#>{}")
        span = folded(document.text[piece.start : piece.end].translate(marks)).replace("rank}", "")
        assert folded(piece.text.translate(marks)).split()[0] == span.split()[0]
        assert folded(piece.text.translate(marks)).split()[-1] == span.split()[-1]


def test_pieces_are_filled_and_overlap() -> None:
    text = " ".join(f"Sentence number {number} says a little of what there is to say here." for number in range(100))
    pieces = cut(read("a.md", text.encode()))
    assert all(SIZE * 0.8 < len(piece.text) <= SIZE for piece in pieces[:-1])
    for one, other in pairwise(pieces):
        assert 300 <= one.end - other.start < 450
        assert other.text.startswith("Sentence number")


def test_a_piece_stands_under_its_headings_and_crosses_none() -> None:
    long = "A sentence that says what it has to say in some words. " * 8
    source = f"# One\n\n{long}\n\n## Inner\n\n{long}\n\n# Two\n\n{long}\n"
    assert [piece.headings for piece in cut(read("a.md", source.encode()))] == [("One",), ("One", "Inner"), ("Two",)]


def test_tiny_sections_are_merged_under_the_heading_they_share() -> None:
    source = "# Terms\n\n" + "".join(f"## Term {number}\n\nIt means {number}.\n\n" for number in range(5))
    (piece,) = cut(read("a.md", source.encode()))
    assert piece.headings == ("Terms",)
    assert piece.within == tuple(f"Term {number}" for number in range(5))
    assert "Term 3\n\nIt means 3." in piece.text


def test_a_formula_stays_with_its_sentence_and_nothing_whole_is_cut() -> None:
    filler = "Something else is said before all that, at some length. " * 13
    code = "```\n" + "\n".join(f"line {number} = {number}" for number in range(150)) + "\n```"
    source = f"{filler}\n\nThe norm is\n\n$$\n|x| = 1\n$$\n\nwhere $x$ is a vector.\n\n{code}\n\nLast words.\n"
    pieces = cut(read("a.md", source.encode()))
    assert any("The norm is\n\n$$\n|x| = 1\n$$\n\nwhere $x$ is a vector." in piece.text for piece in pieces)
    assert any(code in piece.text for piece in pieces)


def test_code_without_end_is_cut_at_its_lines() -> None:
    lines = [f"line {number} = {number}" for number in range(1_000)]
    pieces = cut(read("a.md", ("```\n" + "\n".join(lines) + "\n```\n").encode()))
    assert all(len(piece.text) <= 1_900 for piece in pieces)
    assert [line for piece in pieces for line in piece.text.split("\n")][1:-1] == lines


def test_speakers_are_named_where_several_speak() -> None:
    pieces = cut(read("talk.txt", SAMPLES["talk.txt"]))
    assert pieces[0].speaker is None
    assert "Ada Byron: Today we talk about levers." in pieces[0].text
    assert "\n\nCarl Frisch: I'd say so." in pieces[0].text


def test_a_piece_begins_at_its_own_time() -> None:
    pieces = cut(read("captions.md", SAMPLES["captions.md"]))
    assert len(pieces) > 2
    for piece in pieces:
        assert piece.text.startswith(f"words that are said at second {piece.time:g} ")


def test_cutting_is_the_same_every_time_and_nothing_comes_of_nothing() -> None:
    document = read("note.md", SAMPLES["note.md"])
    assert cut(document) == cut(document)
    assert cut(Document("t", "text", " ", (Block("paragraph", " ", 0, 1),))) == ()
    assert CHUNKER.replace("-", "").isalnum()
