"""A curriculum as an Anki package: a deck for each concept, a note for each of a few variants of every question.

The package is a zip with a SQLite file of schema 11, which every Anki reads (the tables are described in AnkiDroid's wiki, "Database
structure"). It's written here: the package genanki would bring three others, one of them under the LGPL, and takes the time
from the clock.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tutor.curriculum.curricula import Curricula
from tutor.curriculum.nodes import QuestionNode
from tutor.curriculum.variants import Variant, draw
from tutor.interchange.markdown_html import html_of
from tutor.interchange.outgoing import Left, concepts_of, exhibits_of, key_of, options_shown, variants_of

SEPARATOR: Final = "\x1f"
FIELDS: Final = ("Question", "Answer", "Solution", "Way")
FRONT: Final = "{{Question}}"
BACK: Final = (
    "{{FrontSide}}<hr id=answer>{{Answer}}"
    "{{#Solution}}<div class=solution>{{Solution}}</div>{{/Solution}}{{#Way}}<div class=way>{{Way}}</div>{{/Way}}"
)
CSS: Final = (
    ".card {font-family: serif; font-size: 20px; text-align: left} .solution, .way {margin-top: 1em; font-size: 90%}"
)
_TABLES: Final = """
CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, scm integer not null, ver integer not null,
  dty integer not null, usn integer not null, ls integer not null, conf text not null, models text not null, decks text not null,
  dconf text not null, tags text not null);
CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null, usn integer not null,
  tags text not null, flds text not null, sfld integer not null, csum integer not null, flags integer not null, data text not null);
CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null, mod integer not null,
  usn integer not null, type integer not null, queue integer not null, due integer not null, ivl integer not null,
  factor integer not null, reps integer not null, lapses integer not null, left integer not null, odue integer not null,
  odid integer not null, flags integer not null, data text not null);
CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null, ivl integer not null,
  lastIvl integer not null, factor integer not null, time integer not null, type integer not null);
CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null);
CREATE INDEX ix_notes_usn on notes (usn);
CREATE INDEX ix_cards_usn on cards (usn);
CREATE INDEX ix_revlog_usn on revlog (usn);
CREATE INDEX ix_cards_nid on cards (nid);
CREATE INDEX ix_cards_sched on cards (did, queue, due);
CREATE INDEX ix_revlog_cid on revlog (cid);
CREATE INDEX ix_notes_csum on notes (csum);
"""
_TAGS: Final = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class _Note:
    """`key`: the same for the same variant in every export, so that Anki brings a note up to date."""

    key: str
    deck: str
    fields: tuple[str, ...]
    tag: str


def write_package(curricula: Curricula, name: str, out: Path, *, variants: int, at: int, left: Left) -> int:
    """Write the package; returns how many notes it has. `at`: the time in seconds since 1970. Raises OSError."""
    title = next(model.title for model in curricula.models if model.id == name)
    notes = list(_notes(curricula, name, title, variants, left))
    with TemporaryDirectory(prefix="tutor-export-") as folder:
        collection = Path(folder) / "collection.anki2"
        with closing(sqlite3.connect(collection)) as connection:
            _fill(connection, name, title, notes, at)
        with zipfile.ZipFile(out, "x", zipfile.ZIP_DEFLATED) as package:
            package.write(collection, "collection.anki2")
            package.writestr("media", "{}")
    return len(notes)


def _notes(curricula: Curricula, name: str, title: str, most: int, left: Left) -> Iterator[_Note]:
    for concept in concepts_of(curricula, name):
        deck = f"{_level(title)}::{_level(concept.concept.title)}"
        for ref in concept.questions:
            node = curricula.question(ref)
            for variant in variants_of(curricula, node, most):
                fields = _fields(curricula, node, variant)
                if fields is None:
                    left.add("a prediction has no right answer")
                    break
                yield _Note(f"{ref} {variant.n}", deck, fields, ref.replace("/", "::"))


def _level(title: str) -> str:
    """A title within a deck's name."""
    return " ".join(title.replace("::", ": ").replace("$", "").split())[:100]


def _fields(curricula: Curricula, node: QuestionNode, variant: Variant) -> tuple[str, ...] | None:
    key = key_of(variant)
    if key is None:
        if not variant.rubric:
            return None
        key = "\n".join(f"- {point.point}" for point in variant.rubric)
    asked = "\n\n".join([*exhibits_of(curricula, node), variant.ask, options_shown(variant)])
    way = "\n".join([*(f"- {_line(hint)}" for hint in variant.hints), *_steps(curricula, node, variant.n)])
    return (
        html_of(asked),
        _bare(html_of(key)),
        html_of(variant.solution or ""),
        html_of(f"On the way:\n\n{way}") if way else "",
    )


def _steps(curricula: Curricula, node: QuestionNode, n: int) -> Iterator[str]:
    for number, step in enumerate(node.steps, 1):
        variant = draw(curricula, step, n)
        key = key_of(variant)
        yield f"{number}. {_line(variant.ask)}" + (f" → {_line(key)}" if key else "")


def _line(text: str) -> str:
    return " ".join(text.split())


def _bare(html: str) -> str:
    """Without the paragraph around it, if it's just one."""
    inner = html.removeprefix("<p>").removesuffix("</p>")
    return inner if html.startswith("<p>") and "<p>" not in inner else html


# -- the collection --------------------------------------------------------------------------------------------------------


def _number(text: str) -> int:
    """An id in the range of those that Anki makes from its clock; the same for the same text."""
    return (
        1_400_000_000_000
        + int.from_bytes(hashlib.blake2b(text.encode(), digest_size=5).digest(), "big") % 200_000_000_000
    )


def _fill(connection: sqlite3.Connection, name: str, title: str, notes: list[_Note], at: int) -> None:
    names = dict.fromkeys([_level(title), *(note.deck for note in notes)])
    decks = {deck: _number(f"deck {name} {deck}") for deck in names}
    kind = _number("note type of first-principles-tutor")
    settings = {"curDeck": 1, "activeDecks": [1], "nextPos": len(notes) + 1, "sortType": "noteFld"}
    described = {str(key): _deck(key, deck, at) for deck, key in [("Default", 1), *decks.items()]}
    texts = map(json.dumps, (settings, {str(kind): _kind(kind, at)}, described, {"1": _deck_options()}))
    connection.executescript(_TABLES)
    connection.execute(
        "INSERT INTO col VALUES (1, ?, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, '{}')", (at, at * 1000, at * 1000, *texts)
    )
    first = _number(f"notes of {name}")
    for place, note in enumerate(notes, 1):
        number = first + place  # Anki knows a note again by its guid; ids only say the order
        guid = hashlib.blake2b(note.key.encode(), digest_size=8).hexdigest()
        sort = _TAGS.sub("", note.fields[0])
        check = int(hashlib.sha1(sort.encode(), usedforsecurity=False).hexdigest()[:8], 16)
        values = (number, guid, kind, at, f" {note.tag} ", SEPARATOR.join(note.fields), sort, check)
        connection.execute("INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')", values)
        connection.execute(
            "INSERT INTO cards VALUES (?, ?, ?, 0, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')",
            (number, number, decks[note.deck], at, place),
        )
    connection.commit()


def _kind(number: int, at: int) -> dict[str, Any]:
    fields = [
        {"name": name, "ord": place, "font": "Arial", "size": 20, "sticky": False, "rtl": False, "media": []}
        for place, name in enumerate(FIELDS)
    ]
    template = {"name": "Question", "ord": 0, "qfmt": FRONT, "afmt": BACK, "bqfmt": "", "bafmt": "", "did": None}
    return {
        "id": number, "name": "First principles", "type": 0, "mod": at, "usn": -1, "sortf": 0, "did": 1, "css": CSS, "flds": fields,
        "tmpls": [template], "req": [[0, "all", [0]]], "tags": [], "vers": [], "latexPre": "", "latexPost": "",
    }  # fmt: skip


def _deck(number: int, name: str, at: int) -> dict[str, Any]:
    today = {key: [0, 0] for key in ("newToday", "revToday", "lrnToday", "timeToday")}
    shown = {"collapsed": False, "browserCollapsed": False, "desc": ""}
    return {
        "id": number,
        "name": name,
        "mod": at,
        "usn": -1,
        "conf": 1,
        "dyn": 0,
        "extendNew": 10,
        "extendRev": 50,
        **shown,
        **today,
    }


def _deck_options() -> dict[str, Any]:
    """Anki's own defaults."""
    new = {
        "bury": True,
        "delays": [1, 10],
        "initialFactor": 2500,
        "ints": [1, 4, 7],
        "order": 1,
        "perDay": 20,
        "separate": True,
    }
    review = {"bury": True, "ease4": 1.3, "fuzz": 0.05, "ivlFct": 1, "maxIvl": 36500, "minSpace": 1, "perDay": 200}
    lapse = {"delays": [10], "leechAction": 0, "leechFails": 8, "minInt": 1, "mult": 0}
    whole = {
        "id": 1,
        "name": "Default",
        "mod": 0,
        "usn": 0,
        "autoplay": True,
        "replayq": True,
        "maxTaken": 60,
        "timer": 0,
    }
    return {**whole, "dyn": False, "new": new, "rev": review, "lapse": lapse}
