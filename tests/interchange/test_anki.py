"""Anki packages: both schemas, templates and gaps, and what a card can't be without."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.interchange.sources import BASIC, CLOZE, FRONT, Deck, Imported, Kind, Note, imported, package
from tutor.interchange.anki_cards import with_gap
from tutor.interchange.anki_collection import message
from tutor.interchange.proposals import Unfit

NAMES = ("collection.anki2", "collection.anki21", "collection.anki21b")


def read(folder: Path, *notes: Note, kinds: tuple[Kind, ...] = (Kind(),), name: str = "collection.anki21") -> Imported:
    return imported("anki", package(folder / "deck.apkg", Deck(notes, kinds), name=name), folder / "out")


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_gives_the_same_cards(name: str, tmp_path: Path) -> None:
    made = read(
        tmp_path,
        Note(("The capital of <b>France</b>?", "Paris"), deck="World::Capitals"),
        Note(
            ("Canberra was founded in {{c1::1913}} in {{c2::Australia::a country}}.", "It was planned."),
            1,
            (0, 1),
            "Cities",
        ),
        kinds=(Kind(), CLOZE),
        name=name,
    )
    assert [concept.title for concept in made.curricula.models[0].concepts] == ["Capitals", "Cities"]
    plain, year, country = made.questions
    assert (plain.ask, plain.answer.kind, plain.answer.value) == ("The capital of France?", "text", "Paris")
    assert (year.answer.kind, year.answer.value, year.solution) == ("number", "1913", "It was planned.")
    assert country.ask.replace("\\", "") == "Canberra was founded in 1913 in _____."
    assert (country.answer.value, country.hints) == ("Australia", ("a country",))


def test_a_template_with_two_cards_asks_both_ways(tmp_path: Path) -> None:
    kind = Kind(
        BASIC, ((FRONT, "{{FrontSide}}<hr id=answer>{{Back}}"), ("{{Back}}", "{{FrontSide}}<hr id=answer>{{Front}}"))
    )
    made = read(tmp_path, Note(("Ottawa", "Canada"), cards=(0, 1)), kinds=(kind,))
    assert [(one.ask, one.answer.value) for one in made.questions] == [("Ottawa", "Canada"), ("Canada", "Ottawa")]


def test_sections_of_a_template_hold_where_their_field_is_filled(tmp_path: Path) -> None:
    kind = Kind(
        ("Country", "Capital", "Note"),
        (("Capital of {{Country}}{{#Note}} ({{Note}}){{/Note}}{{^Note}}?{{/Note}}", "{{Capital}}"),),
    )
    made = read(tmp_path, Note(("Peru", "Lima", "")), Note(("Chad", "N'Djamena", "in Africa")), kinds=(kind,))
    assert [one.ask for one in made.questions] == ["Capital of Peru?", "Capital of Chad (in Africa)"]


@pytest.mark.parametrize(
    ("back", "kind"),
    [
        ("1789", "number"),
        ("\\(3x^2\\)", "expression"),
        ("[$]\\frac{1}{2}[/$]", "number"),
        ("<anki-mathjax>x = 3</anki-mathjax>", "equation"),
        ("the French Revolution", "text"),
        ("Because short waves are scattered far more than long ones.", "own-words"),
        ("first<br>second", "own-words"),
        ("see \\(x\\) there", "own-words"),
    ],
)  # fmt: skip
def test_a_back_becomes_the_answer_that_it_is(back: str, kind: str, tmp_path: Path) -> None:
    assert read(tmp_path, Note(("Tell me.", back))).questions[0].answer.kind == kind


def test_lines_of_a_long_back_are_the_points_of_its_rubric(tmp_path: Path) -> None:
    answer = read(tmp_path, Note(("Why?", "<ul><li>for this</li><li>and for that</li></ul>"))).questions[0].answer
    assert [one.point for one in answer.rubric] == ["for this", "and for that"]


@pytest.mark.parametrize(
    ("note", "kind", "reason"),
    [
        (Note(('<img src="x.jpg"> Who?', "He")), Kind(), "figure"),
        (Note(("[sound:x.mp3]", "She")), Kind(), "figure"),
        (Note(("Who?", '<img src="x.jpg">')), Kind(), "figure"),
        (Note(("Who?", "")), Kind(), "answer-missing"),
        (Note(("", "Nobody")), Kind(), "malformed"),
        (Note(("Who?", "She"), cards=()), Kind(), "no-question"),
        (Note(("Who?", "She"), cards=(7,)), Kind(), "malformed"),
        (Note(("{{c1::one}} and {{c1::two}}", "")), CLOZE, "deletions"),
        (Note(("{{c1::one", "")), CLOZE, "malformed"),
        (Note(("nothing", "")), CLOZE, "malformed"),
    ],
)
def test_a_card_that_cannot_be_asked_is_left_with_its_reason(
    note: Note, kind: Kind, reason: str, tmp_path: Path
) -> None:
    made = read(tmp_path, Note(("Sound?", "yes, it is"), 1), note, kinds=(kind, Kind()))
    assert len(made.questions) == 1
    assert [one.reason for one in made.report.left] == [reason]


def test_media_are_counted_and_never_unpacked(tmp_path: Path) -> None:
    source = package(tmp_path / "deck.apkg", Deck([Note(("Who?", "She"))]), media={"0": b"\xff\xd8", "1": b"\xff\xd8"})
    made = imported("anki", source, tmp_path / "out")
    assert [(one.reason, one.what) for one in made.report.left] == [("media", "2 files")]
    assert not list(tmp_path.rglob("0"))


def test_a_gap_may_hold_another() -> None:
    text = "{{c1::a {{c2::b::hint}} c}} d"
    assert with_gap(text, 1) == ("_____ d", ["a b c"], "")
    assert with_gap(text, 2) == ("a _____ c d", ["b"], "hint")
    with pytest.raises(Unfit):
        with_gap("{{c1::" * 20 + "}}" * 20, 1)


@pytest.mark.parametrize("raw", [b"\x80" * 20, b"\x0a\xff\xff\xff\xff\x0f", b"\x0a", b"\x0b", "text", None, 7])
def test_a_broken_protocol_buffer_is_an_error_of_its_own(raw: object) -> None:
    with pytest.raises(ValueError, match=r"message|number"):
        message(raw)
