"""Whether everything in the library's file is as it was written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from tutor.library.schema import DOCUMENT, PASSAGE, PLACE, numbers, seal

MOST: Final = 20  # findings; more say nothing more


def damage(connection: sqlite3.Connection, *, words: bool = True) -> str:
    """The first thing that's wrong, or nothing. `words`: the full-text index too, which needs to be writable."""
    try:
        return next(_findings(connection, words), "")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise
        return str(error)


def findings(connection: sqlite3.Connection) -> tuple[str, ...]:
    """All that's wrong, at most `MOST` of it: SQLite's own check, the full-text index against the passages, the seal of every
    document and passage, counts, and whether every passage lies in its document's text."""
    found: list[str] = []
    try:
        for one in _findings(connection, words=True):
            found.append(one)
            if len(found) == MOST:
                break
    except sqlite3.DatabaseError as error:
        found.append(str(error))
    return tuple(found)


def _findings(connection: sqlite3.Connection, words: bool) -> Iterator[str]:
    for (said,) in connection.execute(f"PRAGMA integrity_check({MOST})"):
        if said != "ok":
            yield str(said).replace("\n", " ")
    yield from _documents(connection)
    yield from _places(connection)
    yield from _passages(connection)
    yield from _counts(connection)
    if words:
        try:
            connection.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            if not getattr(error, "sqlite_errorname", "").startswith("SQLITE_CORRUPT"):
                raise
            yield "the index of words doesn't fit the passages"


def _documents(connection: sqlite3.Connection) -> Iterator[str]:
    for row in connection.execute(f"SELECT {', '.join(DOCUMENT)}, seal FROM documents"):
        if seal(row[:-1]) != row[-1]:
            yield f"document {row[0]} isn't as it was written"


def _places(connection: sqlite3.Connection) -> Iterator[str]:
    for row in connection.execute(f"SELECT {', '.join(PLACE)}, seal FROM places"):
        if seal(row[:-1]) != row[-1]:
            yield f"the place of {row[3]!r} isn't as it was written"


def _passages(connection: sqlite3.Connection) -> Iterator[str]:
    columns = ", ".join(f"p.{name}" for name in PASSAGE)
    query = f"SELECT {columns}, p.seal, d.characters, p.n, d.owner FROM passages p LEFT JOIN documents d ON d.n = p.document"
    for row in connection.execute(query):
        values, (sealed, characters, n, owner) = row[: len(PASSAGE)], row[len(PASSAGE) :]
        if seal(values) != sealed:
            yield f"passage {row[0]} isn't as it was written"
        elif characters is None:
            yield f"passage {row[0]} has no document"
        elif not 0 <= values[1] < values[2] <= characters:
            yield f"passage {row[0]} lies outside its document"
        elif not numbers(owner)[0] <= n <= numbers(owner)[1]:
            yield f"passage {row[0]} is counted as somebody else's"


def _counts(connection: sqlite3.Connection) -> Iterator[str]:
    query = (
        "SELECT id FROM documents d WHERE passages <> (SELECT count(*) FROM passages p WHERE p.document = d.n)"
        " OR NOT EXISTS (SELECT 1 FROM places WHERE document = d.n) OR characters <> length(text)"
    )
    for (document,) in connection.execute(query):
        yield f"document {document} has lost passages, its place, or text"
    lost = connection.execute("SELECT count(*) FROM places WHERE document NOT IN (SELECT n FROM documents)").fetchone()
    if lost[0]:
        yield f"{lost[0]} files have lost their document"
