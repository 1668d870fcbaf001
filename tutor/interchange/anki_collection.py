"""The SQLite collection inside an Anki package, read as data only: both schemas, the one with JSON in `col` and the one with tables.

The file is opened read-only and immutable. Only SELECT on plain tables is allowed: no view, no virtual table, no trigger, no
function, no extension; steps and lengths are bounded.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tutor.interchange.intake import LARGEST_JSON, dict_of, list_of, parse_json, text_of, too_large, unreadable

MOST_NOTES: Final = 200_000
MOST_CARDS: Final = 400_000
MOST_TYPES: Final = 2_000
MOST_DECKS: Final = 20_000
LONGEST_VALUE: Final = 16_000_000  # bytes of one value
LONGEST_NOTE: Final = 200_000
MOST_STEPS: Final = 400_000  # thousands of SQLite's instructions: seconds, not hours
FIELDS: Final = "\x1f"
_READ: Final = frozenset({"notes", "cards", "col", "notetypes", "fields", "templates", "decks"})
_ALLOWED: Final = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})


@dataclass(frozen=True, slots=True)
class Template:
    """A card of a note type: its two sides in Anki's template language."""

    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """`templates`: by number; a cloze type has one for all its cards."""

    name: str
    fields: tuple[str, ...]
    templates: Mapping[int, Template]
    cloze: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A card of a note: the number of its template or gap (from 0), and its deck's name, with `::` between levels."""

    note: int
    number: int
    deck: str
    type: NoteType
    values: Mapping[str, str]


def cards(collection: Path, package: Path, notes: int | None) -> Iterator[Card]:
    """The cards of the first so many notes, note by note. Raises InputError for a file that isn't such a collection."""
    try:
        opened, tables = _connected(collection)
        with closing(opened) as connection:
            if not {"notes", "cards", "col"} <= tables:
                raise unreadable(
                    "its collection isn't one of Anki's", package, remedy="export the deck from Anki as .apkg"
                )
            modern = tables == _READ
            types = dict(_types_of_tables(connection) if modern else _types_of_json(connection))
            decks = dict(_decks_of_tables(connection) if modern else _decks_of_json(connection))
            yield from _cards(connection, types, decks, notes)
    except (sqlite3.Error, ValueError, RecursionError, OverflowError) as error:
        if "interrupted" in str(error) or "too big" in str(error):
            raise too_large("its collection takes far longer to read than a deck needs", package) from None
        raise unreadable(
            "its collection is damaged, or isn't one of Anki's", package, remedy="export the deck again"
        ) from error


def _connected(collection: Path) -> tuple[sqlite3.Connection, set[str]]:
    """The collection and its plain tables. From here on nothing but SELECT is allowed."""
    connection = sqlite3.connect(
        f"{collection.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None
    )
    for limit, most in (
        (sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE), (sqlite3.SQLITE_LIMIT_ATTACHED, 0), (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000),
        (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 50), (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 0), (sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0),
    ):  # fmt: skip
        connection.setlimit(limit, most)
    connection.set_progress_handler(_budget(), 1_000)
    for pragma in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON", "mmap_size=0"):
        connection.execute(f"PRAGMA {pragma}")
    connection.create_collation("unicase", _unicase)
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        tables = {name for name in _READ if _is_plain(connection, name)}
    except sqlite3.Error:
        connection.close()
        raise
    connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY)
    return connection, tables


def _is_plain(connection: sqlite3.Connection, name: str) -> bool:
    """Whether that's a table of stored columns: no view, no virtual table, nothing that is computed when it's read."""
    row = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)).fetchone()
    if row is None or str(row[0]).lstrip().upper().startswith("CREATE VIRTUAL"):
        return False
    columns = connection.execute(f"PRAGMA table_xinfo({name})").fetchall()
    return all(hidden == 0 for *_, hidden in columns)


def _unicase(one: str, other: str) -> int:
    """Anki's own collation, near enough for its indexes to be read: nothing here depends on the order."""
    left, right = one.casefold(), other.casefold()
    return (left > right) - (left < right)


def _budget() -> Callable[[], int]:
    left = MOST_STEPS

    def spent() -> int:
        nonlocal left
        left -= 1
        return int(left < 0)

    return spent


def _cards(
    connection: sqlite3.Connection, types: Mapping[str, NoteType], decks: Mapping[str, str], limit: int | None
) -> Iterator[Card]:
    of_note: dict[int, list[tuple[int, str]]] = {}
    for note, deck, number in _rows(connection, "SELECT nid, did, ord FROM cards ORDER BY id", MOST_CARDS):
        if isinstance(note, int) and isinstance(number, int):
            of_note.setdefault(note, []).append((number, decks.get(str(deck), "")))
    chosen = MOST_NOTES if limit is None else min(limit, MOST_NOTES)
    for count, (note, kind, values) in enumerate(
        _rows(connection, "SELECT id, mid, flds FROM notes ORDER BY id", MOST_NOTES)
    ):
        if count >= chosen:
            return
        found = types.get(str(kind))
        text = values if isinstance(values, str) else ""
        if found is None or not isinstance(note, int) or len(text) > LONGEST_NOTE:
            found, text = NoteType("", (), {}, cloze=False), ""
        named = dict(zip(found.fields, text.split(FIELDS), strict=False))
        for number, deck in of_note.get(note, [(-1, "")]):
            yield Card(note, number, deck, found, named)


def _rows(connection: sqlite3.Connection, statement: str, most: int) -> Iterator[tuple[Any, ...]]:
    for count, row in enumerate(connection.execute(statement)):
        if count >= most:
            raise ValueError("string or blob too big: rows")
        yield row


# -- the older schema: JSON in one row ------------------------------------------------------------------------------------------


def _json(connection: sqlite3.Connection, column: str) -> dict[str, Any]:
    row = connection.execute(f"SELECT {column} FROM col").fetchone()
    text = text_of(row[0]) if row else ""
    if len(text) > LARGEST_JSON:
        raise ValueError("string or blob too big: JSON")
    return dict_of(parse_json(text or "{}"))


def _types_of_json(connection: sqlite3.Connection) -> Iterator[tuple[str, NoteType]]:
    for key, value in list(_json(connection, "models").items())[:MOST_TYPES]:
        model = dict_of(value)
        fields = tuple(text_of(dict_of(one).get("name")) for one in list_of(model.get("flds")))
        templates = {
            number: Template(text_of(dict_of(one).get("qfmt")), text_of(dict_of(one).get("afmt")))
            for number, one in enumerate(list_of(model.get("tmpls")))
        }
        yield key, NoteType(text_of(model.get("name")), fields, templates, cloze=model.get("type") == "1")


def _decks_of_json(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for key, value in list(_json(connection, "decks").items())[:MOST_DECKS]:
        yield key, text_of(dict_of(value).get("name"))


# -- the newer schema: tables, with settings as protocol buffers ------------------------------------------------------------------


def _types_of_tables(connection: sqlite3.Connection) -> Iterator[tuple[str, NoteType]]:
    fields: dict[int, list[str]] = {}
    for kind, name in _rows(connection, "SELECT ntid, name FROM fields ORDER BY ntid, ord", MOST_TYPES * 100):
        fields.setdefault(kind, []).append(str(name))
    templates: dict[int, dict[int, Template]] = {}
    for kind, number, config in _rows(connection, "SELECT ntid, ord, config FROM templates", MOST_TYPES * 20):
        sides = message(config)
        front, back = (sides.get(place, b"") for place in (1, 2))
        templates.setdefault(kind, {})[number] = Template(_text(front), _text(back))
    for kind, name, config in _rows(connection, "SELECT id, name, config FROM notetypes", MOST_TYPES):
        cloze = message(config).get(1) == 1
        yield str(kind), NoteType(str(name), tuple(fields.get(kind, ())), templates.get(kind, {}), cloze=cloze)


def _decks_of_tables(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for key, name in _rows(connection, "SELECT id, name FROM decks", MOST_DECKS):
        yield str(key), str(name).replace(FIELDS, "::")


def _text(value: int | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""


def message(raw: Any) -> dict[int, int | bytes]:
    """The fields of a protocol buffer by number, the last of each; those of other kinds passed over. Raises ValueError.

    Format: protobuf.dev/programming-guides/encoding: a varint of number and wire type, then the value.
    """
    if not isinstance(raw, bytes):
        raise ValueError("not a message")
    found: dict[int, int | bytes] = {}
    at = 0
    while at < len(raw):
        tag, at = _varint(raw, at)
        if tag & 7 == 0:
            found[tag >> 3], at = _varint(raw, at)
            continue
        length, at = _varint(raw, at) if tag & 7 == 2 else ({1: 8, 5: 4}.get(tag & 7, -1), at)
        if length < 0 or at + length > len(raw):
            raise ValueError("a broken message")
        if tag & 7 == 2:
            found[tag >> 3] = raw[at : at + length]
        at += length
    return found


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while shift < 64 and at < len(raw):
        byte = raw[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if not byte & 0x80:
            return value, at
    raise ValueError("a broken number")
