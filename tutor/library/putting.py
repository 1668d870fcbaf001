"""Writing into the catalogue, within a transaction that the caller holds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tutor.errors import LibraryError
from tutor.library.document import passage_id
from tutor.library.holdings import Added, Cut, Item, Place
from tutor.library.schema import DOCUMENT, PASSAGE, numbers, seal

LONGEST_FACT: Final = 1_000  # characters
MOST_FACTS: Final = 50


def put(connection: sqlite3.Connection, owner: str, items: Sequence[Item], at: int) -> tuple[Added, ...]:
    """See `Catalogue.add_all`."""
    number = _entered(connection, owner)
    return tuple(_put(connection, number, item, at) for item in items)


def hold(connection: sqlite3.Connection, owner: str, place: Place) -> bool:
    """See `Catalogue.hold`."""
    number = _entered(connection, owner)
    row = connection.execute("SELECT n FROM documents WHERE id = ? AND owner = ?", (place.document, number)).fetchone()
    if row is None:
        return False
    before = _held(connection, number, place.origin)
    _place(connection, number, place.origin, place.root, place.source, row[0])
    if before is not None and before != row[0]:
        _drop_unheld(connection, before)
    return True


def remove(connection: sqlite3.Connection, owner: str, document: str) -> bool:
    """See `Catalogue.remove`. Whether it was there."""
    query = "SELECT d.n FROM documents d JOIN owners o ON o.n = d.owner WHERE d.id = ? AND o.name = ?"
    row = connection.execute(query, (document, owner)).fetchone()
    if row is None:
        return False
    connection.execute("DELETE FROM places WHERE document = ?", row)
    _drop_unheld(connection, row[0])
    return True


def release(connection: sqlite3.Connection, owner: str, origins: Sequence[str]) -> tuple[str, ...]:
    """See `Catalogue.release`."""
    number = _entered(connection, owner)
    gone = []
    for origin in origins:
        held = _held(connection, number, origin)
        if held is None:
            continue
        connection.execute("DELETE FROM places WHERE owner = ? AND origin = ?", (number, origin))
        gone += _drop_unheld(connection, held)
    return tuple(gone)


def forget(connection: sqlite3.Connection, owner: str) -> int:
    """See `Catalogue.forget`; what lies in the free space of the file is another's task."""
    row = connection.execute("SELECT n FROM owners WHERE name = ?", (owner,)).fetchone()
    if row is None:
        return 0
    _take_passages(connection, "n BETWEEN ? AND ?", numbers(row[0]))
    connection.execute("DELETE FROM places WHERE owner = ?", row)
    gone = connection.execute("DELETE FROM documents WHERE owner = ?", row).rowcount
    connection.execute("DELETE FROM owners WHERE n = ?", row)
    return gone


def _put(connection: sqlite3.Connection, owner: int, item: Item, at: int) -> Added:
    _refuse_unstorable(item)
    origin = item.origin or item.source
    before = _held(connection, owner, origin)
    there = connection.execute("SELECT n, chunker, passages FROM documents WHERE id = ?", (item.id,)).fetchone()
    if there is not None and there[1] == item.chunker:
        n, count, state = there[0], there[2], "kept"
    else:
        if there is not None:
            _take_passages(connection, "document = ?", there[:1])
            connection.execute("DELETE FROM documents WHERE n = ?", there[:1])
        n, count = _insert(connection, owner, item, at, there[0] if there else None)
        state = "added" if there is None else "replaced"
    _place(connection, owner, origin, item.root, item.source, n)
    if before is None or before == n:
        return Added(item.id, state, count, item.id if state == "replaced" else None)  # type: ignore[arg-type]
    old = connection.execute("SELECT id FROM documents WHERE n = ?", (before,)).fetchone()
    _drop_unheld(connection, before)
    return Added(item.id, "replaced", count, old[0])


def _insert(connection: sqlite3.Connection, owner: int, item: Item, at: int, n: int | None) -> tuple[int, int]:
    document = item.document
    pieces = sorted({(one.start, one.end): one for one in item.pieces}.values(), key=lambda one: (one.start, one.end))
    facts = json.dumps(_short(document.facts), ensure_ascii=False)
    values = (
        item.id, document.title, document.form, facts, item.chunker, at, len(pieces), len(document.text), document.text,
    )  # fmt: skip
    cursor = connection.execute(
        f"INSERT INTO documents (n, owner, {', '.join(DOCUMENT)}, seal) VALUES ({', '.join('?' * (len(DOCUMENT) + 3))})",
        (n, owner, *values, seal(values)),
    )
    number = cursor.lastrowid
    assert number is not None
    first, last = numbers(owner)
    highest = connection.execute("SELECT max(n) FROM passages WHERE n BETWEEN ? AND ?", (first, last)).fetchone()[0]
    n = first if highest is None else highest + 1
    connection.executemany(
        f"INSERT INTO passages (n, document, {', '.join(PASSAGE)}, seal)"
        f" VALUES ({', '.join('?' * (len(PASSAGE) + 3))})",
        _rows(item, pieces, number, n),
    )
    connection.execute(
        "INSERT INTO words (rowid, title, headings, text)"
        " SELECT n, title, headings, text FROM passages WHERE document = ? ORDER BY n",
        (number,),
    )
    return number, len(pieces)


def _rows(item: Item, pieces: Sequence[Cut], document: int, n: int) -> Iterator[tuple[object, ...]]:
    text, line, reached = item.document.text, 1, 0
    for i, piece in enumerate(pieces):
        line += text.count("\n", reached, piece.start)
        reached = piece.start
        values = (
            passage_id(item.id, piece.start, piece.end), piece.start, piece.end, line, item.document.title,
            "\n".join(" ".join(one.split()) for one in piece.headings), piece.page, piece.time, piece.speaker, piece.text,
        )  # fmt: skip
        yield n + i, document, *values, seal(values)


def _take_passages(connection: sqlite3.Connection, which: str, values: tuple[int, ...]) -> None:
    connection.execute(
        "INSERT INTO words (words, rowid, title, headings, text)"
        f" SELECT 'delete', n, title, headings, text FROM passages WHERE {which}",
        values,
    )
    connection.execute(f"DELETE FROM passages WHERE {which}", values)


def _place(connection: sqlite3.Connection, owner: int, origin: str, root: str, source: str, document: int) -> None:
    """A file keeps the name and folder under which it first came from a folder."""
    query = "SELECT root, source FROM places WHERE owner = ? AND origin = ? AND root <> ''"
    root, source = connection.execute(query, (owner, origin)).fetchone() or (root, source)
    values = (owner, origin, root, source, document)
    connection.execute("INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?, ?, ?)", (*values, seal(values)))


def _held(connection: sqlite3.Connection, owner: int, origin: str) -> int | None:
    row = connection.execute("SELECT document FROM places WHERE owner = ? AND origin = ?", (owner, origin)).fetchone()
    return None if row is None else int(row[0])


def _drop_unheld(connection: sqlite3.Connection, document: int) -> list[str]:
    """A document that no file holds goes, with its passages: its id."""
    if connection.execute("SELECT 1 FROM places WHERE document = ?", (document,)).fetchone():
        return []
    _take_passages(connection, "document = ?", (document,))
    gone = connection.execute("DELETE FROM documents WHERE n = ? RETURNING id", (document,)).fetchall()
    return [row[0] for row in gone]


def _entered(connection: sqlite3.Connection, owner: str) -> int:
    connection.execute("INSERT INTO owners (name) VALUES (?) ON CONFLICT (name) DO NOTHING", (owner,))
    return int(connection.execute("SELECT n FROM owners WHERE name = ?", (owner,)).fetchone()[0])


def _short(facts: Mapping[str, str]) -> dict[str, str]:
    return {name[:LONGEST_FACT]: value[:LONGEST_FACT] for name, value in list(facts.items())[:MOST_FACTS]}


def _refuse_unstorable(item: Item) -> None:
    """What SQLite can't keep as it is: NUL characters and lone surrogates."""
    for text in (item.document.text, item.document.title, item.source, *(piece.text for piece in item.pieces)):
        if "\0" in text or _unencodable(text):
            raise LibraryError(
                "document-unreadable", f"{item.source} holds characters that are none",
                remedy="save it again as text in UTF-8",
            )  # fmt: skip


def _unencodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
