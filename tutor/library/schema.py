"""The tables of the library's file, and what seals a row.

`passages.n` holds the owner in its upper bits. So the full-text index, whose rows are those numbers, finds and counts the words
of one owner by a range, without looking at anybody else's.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

VERSION: Final = 1  # PRAGMA user_version
APPLICATION: Final = 0x46505455  # PRAGMA application_id: "FPTU"
OWNER_BITS: Final = 32  # passages.n = owner << OWNER_BITS | number

TABLES: Final = (
    "CREATE TABLE owners (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE documents (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, owner INTEGER NOT NULL REFERENCES owners (n),"
    " title TEXT NOT NULL, form TEXT NOT NULL, facts TEXT NOT NULL, chunker TEXT NOT NULL, added INTEGER NOT NULL,"
    " passages INTEGER NOT NULL, characters INTEGER NOT NULL, text TEXT NOT NULL, seal BLOB NOT NULL)",
    "CREATE INDEX documents_by_owner ON documents (owner)",
    "CREATE TABLE places (owner INTEGER NOT NULL, origin TEXT NOT NULL, root TEXT NOT NULL, source TEXT NOT NULL,"
    " document INTEGER NOT NULL REFERENCES documents (n), seal BLOB NOT NULL, PRIMARY KEY (owner, origin)) WITHOUT ROWID",
    "CREATE INDEX places_by_document ON places (document)",
    "CREATE INDEX places_by_source ON places (owner, source)",
    "CREATE TABLE passages (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
    ' document INTEGER NOT NULL REFERENCES documents (n), start INTEGER NOT NULL, "end" INTEGER NOT NULL,'
    " line INTEGER NOT NULL, title TEXT NOT NULL, headings TEXT NOT NULL, page INTEGER, time REAL, speaker TEXT,"
    " text TEXT NOT NULL, seal BLOB NOT NULL)",
    "CREATE INDEX passages_by_document ON passages (document)",
    "CREATE VIRTUAL TABLE words USING fts5 (title, headings, text, content = 'passages', content_rowid = 'n',"
    " tokenize = 'porter unicode61 remove_diacritics 2')",
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)
PLACE: Final = ("owner", "origin", "root", "source", "document")
DOCUMENT: Final = ("id", "title", "form", "facts", "chunker", "added", "passages", "characters", "text")
PASSAGE: Final = ("id", "start", '"end"', "line", "title", "headings", "page", "time", "speaker", "text")


def seal(values: Sequence[object]) -> bytes:
    """8 bytes over a row's values: SQLite has no checksums of its own, and a damaged text must never be shown as a citation."""
    return blake2b("\x1f".join(map(repr, values)).encode("utf-8", "surrogatepass"), digest_size=8).digest()


def numbers(owner: int) -> tuple[int, int]:
    """The first and the last possible `passages.n` of an owner."""
    return owner << OWNER_BITS, ((owner + 1) << OWNER_BITS) - 1
