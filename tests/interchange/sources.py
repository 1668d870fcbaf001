"""Small sources in the formats that are imported, written for the tests, and what an import makes of them."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import zstandard

from tutor.curriculum.curricula import Curricula
from tutor.curriculum.findings import Finding
from tutor.curriculum.lint import lint_path
from tutor.curriculum.model import Question
from tutor.grading.proof import prove
from tutor.interchange.importing import Wanted, bring_in
from tutor.interchange.report import Report

# -- what comes of it ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Imported:
    """A curriculum on disk, read as anybody would."""

    folder: Path
    report: Report
    curricula: Curricula
    name: str

    @property
    def questions(self) -> list[Question]:
        """Its questions, without their steps."""
        model = next(one for one in self.curricula.models if one.id == self.name)
        return [question for concept in model.concepts for question in concept.questions]

    @property
    def reasons(self) -> list[str]:
        """Why something stayed behind, in order."""
        return [one.reason for one in self.report.left]


def imported(kind: str, source: Path, folder: Path, **more: Any) -> Imported:
    """The source imported below the folder; `tutor check` must find nothing in it."""
    made, report = bring_in(kind, Wanted(source, **more), folder, [])
    assert made is not None, report.left
    assert findings(made) == []
    _, curricula, _ = lint_path(made, [])
    assert curricula is not None
    return Imported(made, report, curricula, report.curriculum)


def findings(folder: Path, seeds: int = 20) -> list[Finding]:
    """What `tutor check --seeds 20` finds, warnings too."""
    found, curricula, own = lint_path(folder, [])
    if curricula is None or found:
        return found
    return [one for ref in own for one in prove(curricula, ref, range(seeds))]


def written(path: Path, text: str) -> Path:
    """The file with that text."""
    path.write_text(text, "utf-8")
    return path


# -- OATutor ---------------------------------------------------------------------------------------------------------------

CC_BY = "https://creativecommons.org/licenses/by/4.0/ <CC BY 4.0>"


def hint(name: str, text: str, *after: str, **more: Any) -> dict[str, Any]:
    """A hint of a pathway."""
    return {
        "id": name,
        "type": "hint",
        "dependencies": list(after),
        "title": "",
        "text": text,
        "license": CC_BY,
        "oer": "",
        **more,
    }


def scaffold(name: str, text: str, answer: str, *after: str, **more: Any) -> dict[str, Any]:
    """A scaffold for a formula, or with `choices` for one of them."""
    kind = {
        "problemType": "MultipleChoice" if "choices" in more else "TextBox",
        "answerType": "arithmetic",
        "hintAnswer": [answer],
    }
    return {**hint(name, text, *after), "type": "scaffold", **kind, **more}


def step(answer: str, title: str = "What is it?", *pathway: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A step for a formula, or with `choices` for one of them."""
    kind = {"problemType": "MultipleChoice" if "choices" in more else "TextBox", "answerType": "arithmetic"}
    return {"stepTitle": title, "stepBody": "", "stepAnswer": [answer], "pathway": list(pathway), **kind, **more}


def pool(folder: Path, problems: Mapping[str, Mapping[str, Any]]) -> Path:
    """A content pool: by the name of its folder each problem's fields, and `steps` by theirs."""
    for name, problem in problems.items():
        place = folder / "content-pool" / name
        place.mkdir(parents=True)
        known = {
            "id": name,
            "title": "",
            "body": "",
            "license": CC_BY,
            "oer": "https://example.org <A Book>",
            "lesson": "Lines",
        }
        fields = {key: value for key, value in problem.items() if key != "steps"}
        written(place / f"{name}.json", json.dumps({**known, **fields}))
        for step_name, one in problem.get("steps", {}).items():
            inside = place / "steps" / step_name
            (inside / "tutoring").mkdir(parents=True)
            body = {key: value for key, value in one.items() if key != "pathway"}
            written(inside / f"{step_name}.json", json.dumps({"id": step_name, **body}))
            written(inside / "tutoring" / f"{step_name}DefaultPathway.json", json.dumps(one.get("pathway", [])))
    return folder


# -- GSM8K -----------------------------------------------------------------------------------------------------------------


def problem(question: str, *lines: str, result: str) -> str:
    """A line of the file."""
    return json.dumps({"question": question, "answer": "\n".join([*lines, f"#### {result}"])})


# -- Anki ------------------------------------------------------------------------------------------------------------------

BASIC = ("Front", "Back")
FRONT, BACK = "{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}"


@dataclass(frozen=True)
class Kind:
    """A note type: fields, templates as (front, back), and whether it has gaps."""

    fields: Sequence[str] = BASIC
    templates: Sequence[tuple[str, str]] = ((FRONT, BACK),)
    cloze: bool = False


CLOZE = Kind(("Text", "Extra"), (("{{cloze:Text}}", "{{cloze:Text}}<br>{{Extra}}"),), cloze=True)


@dataclass(frozen=True)
class Note:
    """A note with the numbers of its cards, all in one deck."""

    values: Sequence[str]
    kind: int = 0
    cards: Sequence[int] = (0,)
    deck: str = "Capitals"


@dataclass(frozen=True)
class Deck:
    """What a collection holds. `also`: statements run on it at the end."""

    notes: Sequence[Note]
    kinds: Sequence[Kind] = field(default=(Kind(),))
    also: Iterable[str] = ()


def collection(path: Path, deck: Deck, *, modern: bool = False) -> Path:
    """A SQLite file as Anki writes it, in the older schema or in the newer."""
    names = list(dict.fromkeys(note.deck for note in deck.notes))
    with closing(sqlite3.connect(path)) as db:
        db.create_collation("unicase", lambda a, b: (a.casefold() > b.casefold()) - (a.casefold() < b.casefold()))
        db.execute("CREATE TABLE col (id integer primary key, models text, decks text)")
        db.execute("CREATE TABLE notes (id integer primary key, mid integer, tags text, flds text)")
        db.execute("CREATE TABLE cards (id integer primary key, nid integer, did integer, ord integer)")
        (_modern if modern else _older)(db, deck.kinds, names)
        for number, note in enumerate(deck.notes, 1):
            db.execute("INSERT INTO notes VALUES (?, ?, '', ?)", (number, 100 + note.kind, "\x1f".join(note.values)))
            for card in note.cards:
                db.execute(
                    "INSERT INTO cards (nid, did, ord) VALUES (?, ?, ?)", (number, 1 + names.index(note.deck), card)
                )
        for statement in deck.also:
            db.execute(statement)
        db.commit()
    return path


def _older(db: sqlite3.Connection, kinds: Sequence[Kind], names: Sequence[str]) -> None:
    models = {
        100 + i: {
            "name": f"kind {i}", "type": int(kind.cloze), "flds": [{"name": name} for name in kind.fields],
            "tmpls": [{"qfmt": front, "afmt": back} for front, back in kind.templates],
        }
        for i, kind in enumerate(kinds)
    }  # fmt: skip
    decks = {1 + i: {"name": name} for i, name in enumerate(names)}
    db.execute("INSERT INTO col VALUES (1, ?, ?)", (json.dumps(models), json.dumps(decks)))


def _modern(db: sqlite3.Connection, kinds: Sequence[Kind], names: Sequence[str]) -> None:
    db.execute("INSERT INTO col VALUES (1, '', '')")
    db.execute("CREATE TABLE notetypes (id integer primary key, name text collate unicase, config blob)")
    db.execute("CREATE UNIQUE INDEX idx_notetypes_name ON notetypes (name)")
    db.execute(
        "CREATE TABLE fields (ntid integer, ord integer, name text collate unicase, config blob, primary key (ntid, ord)) without rowid"
    )
    db.execute("CREATE UNIQUE INDEX idx_fields_name_ntid ON fields (name, ntid)")
    db.execute(
        "CREATE TABLE templates (ntid integer, ord integer, name text collate unicase, config blob, primary key (ntid, ord)) without rowid"
    )
    db.execute("CREATE TABLE decks (name text primary key collate unicase, id integer)")
    for i, kind in enumerate(kinds):
        db.execute("INSERT INTO notetypes VALUES (?, ?, ?)", (100 + i, f"kind {i}", b"\x08\x01" if kind.cloze else b""))
        for ord_, name in enumerate(kind.fields):
            db.execute("INSERT INTO fields VALUES (?, ?, ?, x'')", (100 + i, ord_, name))
        for ord_, sides in enumerate(kind.templates):
            config = b"".join(
                bytes([8 * place + 2]) + _length(text) + text.encode() for place, text in enumerate(sides, 1)
            )
            db.execute("INSERT INTO templates VALUES (?, ?, ?, ?)", (100 + i, ord_, f"card {ord_}", config))
    for i, name in enumerate(names):
        db.execute("INSERT INTO decks VALUES (?, ?)", (name.replace("::", "\x1f"), 1 + i))


def _length(text: str) -> bytes:
    number, out = len(text.encode()), b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def package(
    path: Path, deck: Deck, *, name: str = "collection.anki21", media: Mapping[str, bytes] | None = None
) -> Path:
    """An .apkg; of a name that ends in b, packed with zstd in the newer schema."""
    modern = name.endswith("b")
    inside = collection(path.with_suffix(".sqlite3"), deck, modern=modern)
    raw = inside.read_bytes()
    inside.unlink()
    return zipped(path, {name: zstandard.compress(raw) if modern else raw, "media": b"{}", **(media or {})})


def zipped(path: Path, entries: Mapping[str, bytes]) -> Path:
    """A zip with these entries."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path
