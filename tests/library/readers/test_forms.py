"""What each reader makes of its form."""

from __future__ import annotations

import pytest

from tests.library.readers.portable import pdf
from tests.library.readers.samples import PAGES, SAMPLES
from tests.library.readers.soundness import faults
from tutor.library.document import Block, Document
from tutor.library.reading import read


@pytest.fixture
def sample(request: pytest.FixtureRequest) -> Document:
    return read(request.param, SAMPLES[request.param])


def of(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("sample", [name], indirect=True)


def texts(document: Document, kind: str) -> list[str]:
    return [block.text for block in document.blocks if block.kind == kind]


def block(document: Document, part: str) -> Block:
    return next(block for block in document.blocks if part in block.text)


def line_of(document: Document, offset: int) -> int:
    return document.text.count("\n", 0, offset) + 1


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_sound(name: str) -> None:
    assert faults(read(name, SAMPLES[name])) == []


@of("note.md")
def test_front_matter_gives_title_and_facts(sample: Document) -> None:
    assert sample.title == "Rank: a note"
    assert sample.facts == {
        "title": "Rank: a note",
        "author": "Ada One, Bo Two",
        "date": "2024-01-02",
        "link": "https://example.org/rank",
        "licence": "CC BY 4.0",
    }


@of("note.md")
def test_markdown_keeps_formulas_tables_and_code_whole(sample: Document) -> None:
    assert texts(sample, "maths") == [
        "$$\n\\operatorname{im} A = \\{ Ax : x \\in V \\}\n$$",
        "\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}",
    ]
    assert texts(sample, "table") == ["| matrix | rank |\n|--------|------|\n| zero   | 0    |\n| one    | n    |"]
    assert "x = 1\n\n  y = 2" in texts(sample, "code")[0]


@of("note.md")
def test_markdown_joins_lines_and_knows_headings_items_and_quotes(sample: Document) -> None:
    assert texts(sample, "heading") == ["Rank", "Examples", "Nullity"]
    assert texts(sample, "list") == ["- first item goes on", "- second item", "with a second paragraph"]
    assert texts(sample, "quote") == ["quoted over two lines"]
    assert block(sample, "zero").headings == ("Rank", "Examples")
    assert block(sample, "What is lost").headings == ("Nullity",)


@of("note.md")
def test_a_block_of_markdown_stands_at_its_line_in_the_file(sample: Document) -> None:
    lines = SAMPLES["note.md"].decode().split("\n")
    for part in ("a map keeps", "where $A$", "second item", "over two lines", "What is lost"):
        found = block(sample, part)
        first = line_of(sample, found.start) - 1
        assert found.text.split()[-1] in lines[line_of(sample, found.end) - 1]
        assert found.text.split()[0] in lines[first]


def test_what_markdown_would_show_as_html_loses_its_tags_and_comments() -> None:
    document = read(
        "a.md",
        b'<!-- hidden -->\n\n<div align="center">\nshown <b>bold</b>\n</div>\n\n[ref]: https://example.org "title"\n\nend\n',
    )
    assert [block.text for block in document.blocks] == ["shown bold", "end"]


@of("talk.txt")
def test_turns_have_speakers_and_the_times_of_their_headings(sample: Document) -> None:
    assert (sample.form, sample.title) == ("transcript", "On levers")
    assert sample.facts["speakers"] == "Ada Byron, Carl Frisch"
    found = block(sample, "A lever trades")
    assert (found.speaker, found.time, found.headings) == ("Ada Byron", 75.0, ("What a lever does",))
    assert found.text.startswith("A lever trades")
    assert block(sample, "There is more").speaker == "Ada Byron"
    assert block(sample, "See you").time == 3723.0


@of("captions.md")
def test_captions_are_one_stretch_of_speech_with_a_time_for_each_line(sample: Document) -> None:
    (speech,) = sample.blocks
    assert speech.text.startswith("words that are said at second 0 words that are said at second 2 ")
    assert [line.time for line in speech.lines] == [float(second) for second in range(0, 200, 2)]
    assert sample.facts == {"title": "A talk", "link": "https://www.youtube.com/watch?v=x", "speakers": "Ada Byron"}
    assert speech.headings == ()


@of("interview.md")
def test_labelled_turns_go_on_over_their_lines(sample: Document) -> None:
    assert sample.form == "transcript"
    assert [(each.speaker, each.text) for each in sample.blocks if each.kind == "speech"][:2] == [
        ("Ada", "How did you find it?"),
        ("Carl", "By chance. I had looked for something else."),
    ]


@of("talk.vtt")
def test_subtitles_lose_their_cues_and_tags(sample: Document) -> None:
    assert [(each.speaker, each.text, each.lines[0].time) for each in sample.blocks] == [
        ("Ada", "So here we begin with a lever.", 1.0),
        ("Carl", "Why a lever?", 65.0),
    ]


@of("plain.txt")
def test_wrapped_lines_of_plain_text_are_joined(sample: Document) -> None:
    assert texts(sample, "heading") == ["CHAPTER ONE"]
    assert texts(sample, "paragraph")[0].endswith("same paragraph until a line is short.")
    assert texts(sample, "list")[1] == "- another item that goes on over the end of the line as far as it needs"
    assert texts(sample, "table")[0].count("\n") == 2
    assert sample.facts == {"link": "https://example.org/plain"}


def test_long_lines_of_plain_text_are_paragraphs() -> None:
    lines = [f"Paragraph {number} says " + "something of weight " * 12 + "and ends." for number in range(5)]
    assert [each.text for each in read("a.txt", "\n".join(lines).encode()).blocks] == lines


@pytest.mark.parametrize(
    "text",
    [
        "Linear maps keep sums. \n\nLinear maps keep multiples.\n\nA matrix is one.\n\nSo is a turn.\n\nAnd a stretch.\n",
        "Example: a turn.\n\nNote: it keeps lengths.\n\nExample: a stretch.\n\nNote: it doesn't.\n\nExample: a shear.\n\nNote: no.\n",
        "08:30 breakfast, then the first talk of the day\n\nLater we met.\n\nAnd ate.\n\nAnd sang.\n\nAnd slept.\n\nAnd woke.\n",
    ],
)
def test_notes_are_no_transcripts(text: str) -> None:
    assert read("a.md", text.encode()).form == "markdown"


@of("page.html")
def test_a_page_is_what_a_reader_of_it_reads(sample: Document) -> None:
    assert (sample.title, sample.facts["author"]) == ("Rank & nullity", "Ada One")
    assert [each.text for each in sample.blocks] == [
        "Rank",
        "The rank of $A^T$ is a number: 10^3 grains, H2O, x=1.",
        "Not closed",
        "- one",
        "- two",
        "1. inner",
        "Table",
        "a | b\n1 | 2",
        "x = 1\n  y = 2",
        "Quoted.",
    ]
    assert block(sample, "y = 2").headings == ("Rank", "Table")


@of("paper.pdf")
def test_a_pdf_has_pages_headings_and_whole_words(sample: Document) -> None:
    assert (sample.title, sample.facts["author"]) == ("On rank", "Ada One")
    assert [(each.kind, each.page, each.text) for each in sample.blocks] == [
        ("heading", 1, "Rank"),
        (
            "paragraph",
            1,
            "The rank of a matrix is an example of a well-known number, which we'll need again below here. It's short.",
        ),
        ("paragraph", 1, "A new paragraph begins here."),
        ("paragraph", 2, "That well-known number (again) is small."),
        ("heading", 2, "Nullity"),
        ("paragraph", 2, "What is lost \\ forgotten."),
        ("paragraph", 3, "The last page."),
    ]
    assert sample.blocks[-1].headings == ("Nullity",)


def test_the_same_pdf_under_another_name_is_still_one() -> None:
    assert read("notes.txt", pdf(PAGES)).form == "pdf"
