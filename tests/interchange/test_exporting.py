"""What goes out: a deck, a question bank, a document; and what of it comes in again."""

from __future__ import annotations

import re
import sqlite3
import zipfile
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest

from tests.curriculum.samples import concept, curricula, folder, number
from tests.interchange.sources import imported, written
from tests.program import run
from tutor.curriculum.curricula import Curricula
from tutor.interchange.anki_export import write_package
from tutor.interchange.gift_export import gift
from tutor.interchange.markdown_export import document, documents
from tutor.interchange.markdown_html import html_of
from tutor.interchange.outgoing import Left

CHOICE = {"kind": "choice", "options": {"a": "one of them", "b": "both of them", "c": "none of them"}, "value": "b"}
KINDS = curricula(
    concept(
        "later",
        {"id": "half", "ask": "What is $\\frac{1}{2} + \\frac{1}{3}$?", "answer": {"kind": "number", "value": "5/6"}},
        {"id": "root", "ask": "How long is it?", "answer": {"kind": "number", "value": "sqrt(2)", "tolerance": "0.01"}},
        {"id": "slope", "ask": "Differentiate $x^3$.", "answer": {"kind": "expression", "value": "3*x^2", "names": ["x"]}},
        {"id": "twice", "ask": "Twice ${=n}$?", "parameters": {"n": {"kind": "integer", "from": 30, "to": 90}},
         "answer": {"kind": "number", "value": "2*n"}},
        title="Later <b>on</b>",
        requires=["sooner"],
    ),
    concept(
        "sooner",
        {"id": "which", "ask": "Which of: {these} = those ~ #1?", "answer": CHOICE, "solution": "Look:\n\nboth.",
         "hints": ["Count them."], "mistakes": [{"value": "a", "ask": "Is there another?"}], "steps": [number("first", "17")]},
        {"id": "word", "ask": "What is it called?", "answer": {"kind": "text", "value": "prime", "accept": ["a prime number"]}},
        {"id": "all", "ask": "Which hold?", "answer": {**CHOICE, "kind": "choices", "value": ["a", "c"]}},
        {"id": "sort", "ask": "In order?", "answer": {**CHOICE, "kind": "order", "value": ["c", "a", "b"]}},
        {"id": "say", "ask": "Say why.", "answer": {"kind": "own-words", "rubric": [{"point": "it must be so"}]}, "solution": "It must."},
        {"id": "flaw", "ask": "Which line fails?", "answer": {"kind": "flaw", "lines": ["this", "that"], "value": "2"}},
    ),
)  # fmt: skip


def deck(path: Path, whole: Curricula = KINDS, name: str = "c") -> tuple[Path, Left]:
    left = Left()
    write_package(whole, name, path, variants=2, at=1_700_000_000, left=left)
    return path, left


def bank() -> tuple[str, Left]:
    left = Left()
    return "".join(gift(KINDS, "c", variants=2, left=left)), left


def test_a_deck_comes_in_again_with_every_question(tmp_path: Path) -> None:
    made = imported("anki", deck(tmp_path / "c.apkg")[0], tmp_path / "out")
    assert [one.title for one in made.curricula.models[0].concepts] == ["Sooner", "Later <b>on</b>"]
    assert len(made.questions) == 11
    found = {question.ask.split("\n")[0]: question.answer for question in made.questions}
    assert (found["What is $\\frac{1}{2} + \\frac{1}{3}$?"].kind, found["What is it called?"].value) == (
        "number",
        "prime",
    )
    assert found["Differentiate $x^3$."].kind == "expression"
    assert found["Say why."].kind == "own-words"


def test_the_same_deck_is_written_the_same_and_a_variant_keeps_its_note(tmp_path: Path) -> None:
    rows = []
    for name in ("one.apkg", "two.apkg"):
        with zipfile.ZipFile(deck(tmp_path / name)[0]) as archive:
            archive.extract("collection.anki2", tmp_path)
        with closing(sqlite3.connect(tmp_path / "collection.anki2")) as db:
            rows.append([db.execute(f"SELECT * FROM {table}").fetchall() for table in ("notes", "cards", "col")])
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert rows[0] == rows[1]
    assert len({row[1] for row in rows[0][0]}) == len(rows[0][0]) == 11


def test_hints_steps_and_solution_stand_on_the_back_of_a_card(tmp_path: Path) -> None:
    with zipfile.ZipFile(deck(tmp_path / "c.apkg")[0]) as archive:
        archive.extract("collection.anki2", tmp_path)
    with closing(sqlite3.connect(tmp_path / "collection.anki2")) as db:
        fields = next(row[0].split("\x1f") for row in db.execute("SELECT flds FROM notes") if "Which of" in row[0])
    assert "both of them" in fields[0]
    assert fields[1] == "both of them"
    assert "Look:" in fields[2]
    assert "Count them." in fields[3]
    assert "17" in fields[3]


def test_a_question_bank_comes_in_again_with_every_question_that_it_can_hold(tmp_path: Path) -> None:
    text, left = bank()
    assert left.counts == {
        "Moodle has no exact grading of the kind `number`": 1, "Moodle has no exact grading of the kind `expression`": 1,
    }  # fmt: skip
    made = imported("gift", written(tmp_path / "c.gift", text), tmp_path / "out")
    found = {question.ask.split("\n")[0]: question for question in made.questions}
    which = found["Which of: {these} = those ~ #1?"]
    assert which.answer.options[str(which.answer.value)] == "both of them"
    assert [one.ask for one in which.mistakes] == ["Is there another?"]
    assert which.solution == "Look:\n\nboth."
    assert set(found["Which hold?"].answer.value) == {
        name for name, text in found["Which hold?"].answer.options.items() if text in ("one of them", "none of them")
    }
    assert found["What is it called?"].answer.accept == ("a prime number",)
    sum_ = found["What is $\\frac{1}{2} + \\frac{1}{3}$?"].answer
    assert abs(Fraction(sum_.value) - Fraction(5, 6)) < Fraction(sum_.tolerance) < Fraction(1, 10_000)
    assert [found[name].answer.kind for name in ("Say why.", "Which line fails?", "In order?")] == [
        "own-words",
        "choice",
        "choice",
    ]


def test_a_document_has_concepts_in_order_and_answers_folded_away() -> None:
    text = document(KINDS, "c")
    assert text.index("## Sooner") < text.index("## Later &lt;b>on&lt;/b>")
    open_text = re.sub(r"<details>.*?</details>", "", text, flags=re.DOTALL)
    assert "both." in text
    assert "both." not in open_text
    assert text.count("<details>") == text.count("</details>")
    assert re.findall(r"<(?!/?(?:details|summary)>)[a-z]", open_text) == []


def test_a_document_in_parts_has_a_part_for_each_concept_and_contents() -> None:
    parts = dict(documents(KINDS, "c"))
    assert list(parts) == ["README", "001-sooner", "002-later"]
    assert "(001-sooner.md)" in parts["README"]


def test_html_of_an_author_stays_text_and_mathematics_mathematics() -> None:
    assert html_of("<script>x</script> $a<b$ and\n\n$$c$$") == (
        "<p>&lt;script&gt;x&lt;/script&gt; \\(a&lt;b\\) and</p>\n\\[c\\]"
    )


@pytest.mark.parametrize("kind", ["anki", "gift", "markdown"])
def test_the_commands_write_what_is_new_and_nothing_else(kind: str, tmp_path: Path) -> None:
    folder(tmp_path)
    out = tmp_path / {"anki": "sums.apkg", "gift": "sums.gift", "markdown": "sums.md"}[kind]
    done = run("--curricula", tmp_path, "export", kind, "sums", "--out", out)
    assert done.returncode == 0, done.stderr
    assert "It holds the answers." in done.stderr
    assert not done.stdout
    before = out.read_bytes()
    again = run("--curricula", tmp_path, "export", kind, "sums", "--out", out)
    assert (again.returncode, out.read_bytes()) == (1, before)
    assert "nothing is overwritten" in again.stderr


def test_a_folder_of_documents_and_a_curriculum_that_is_not_there(tmp_path: Path) -> None:
    folder(tmp_path)
    assert run("--curricula", tmp_path, "export", "markdown", "sums", "--out", tmp_path / "read").returncode == 0
    assert sorted(path.name for path in (tmp_path / "read").iterdir()) == ["001-adding.md", "002-twice.md", "README.md"]
    done = run("--curricula", tmp_path, "export", "gift", "summs")
    assert (done.returncode, done.stdout) == (1, "")
    assert "sums" in done.stderr
