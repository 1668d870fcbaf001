"""Reading from the catalogue. Every query names the owners whose documents may be seen; what's read is held against its seal."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from tutor.errors import LibraryError
from tutor.library.faults import broken
from tutor.library.holdings import Entry, Indexed, Place
from tutor.library.schema import DOCUMENT, PASSAGE, numbers, seal
from tutor.notation.untrusted import clean
from tutor.session.ports import Passage

Connection = sqlite3.Connection
AT_ONCE: Final = 500  # values bound in one query
LEAST_OF_AN_ID: Final = 4  # digits
_BELOW: Final = re.compile(r"[^\w\s-]")
_PASSAGES: Final = (
    f"SELECT {', '.join('p.' + name for name in PASSAGE)}, p.seal, p.n, d.id, d.facts,"
    " (SELECT min(source) FROM places WHERE document = d.n), o.name"
    " FROM passages p JOIN documents d ON d.n = p.document JOIN owners o ON o.n = d.owner"
)
_ENTRIES: Final = (
    "SELECT d.id, o.name, d.title, d.form, d.passages, d.characters, d.added, d.chunker, d.facts,"
    " (SELECT json_group_array(source) FROM places WHERE document = d.n)"
    " FROM documents d JOIN owners o ON o.n = d.owner"
)


def owner_numbers(connection: Connection, owners: Sequence[str]) -> tuple[int, ...]:
    """Their numbers, in the order they're named; whoever has nothing here has none."""
    found = dict(connection.execute(f"SELECT name, n FROM owners WHERE name IN ({_marks(owners)})", tuple(owners)))
    return tuple(found[owner] for owner in dict.fromkeys(owners) if owner in found)


def owners(connection: Connection) -> tuple[str, ...]:
    """See `Catalogue.owners`."""
    query = "SELECT name FROM owners WHERE EXISTS (SELECT 1 FROM documents WHERE owner = owners.n) ORDER BY name"
    return tuple(name for (name,) in connection.execute(query))


def documents(connection: Connection, owners: Sequence[str]) -> tuple[Entry, ...]:
    """See `Catalogue.documents`."""
    rows = connection.execute(f"{_ENTRIES} WHERE o.name IN ({_marks(owners)})", tuple(owners))
    return tuple(sorted((_entry(row) for row in rows), key=lambda one: (one.source, one.owner, one.id)))


def meant(connection: Connection, owners: Sequence[str], text: str) -> tuple[Entry, ...]:
    """See `Catalogue.find`. Exact names come before what only looks like one."""
    everything = documents(connection, owners)
    wanted = text.strip()
    low = wanted.casefold()
    ways = (
        lambda one: one.id == wanted,
        lambda one: wanted in one.sources or wanted in [clean(source, newlines=False) for source in one.sources],
        lambda one: any(source.rpartition("/")[2] == wanted for source in one.sources),
        lambda one: one.title.casefold() == low,
        lambda one: len(wanted) >= LEAST_OF_AN_ID and one.id.startswith(low),
    )
    for way in ways:
        found = tuple(one for one in everything if way(one))
        if found:
            return found
    return ()


def places(connection: Connection, owner: str, root: str | None) -> tuple[Place, ...]:
    """See `Catalogue.places`."""
    query = (
        "SELECT o.name, p.origin, p.root, p.source, d.id FROM places p JOIN owners o ON o.n = p.owner"
        " JOIN documents d ON d.n = p.document WHERE o.name = ?"
    )
    rows = (
        connection.execute(query + " ORDER BY p.origin", (owner,))
        if root is None
        else connection.execute(query + " AND p.root = ? ORDER BY p.origin", (owner, root))
    )
    return tuple(Place(*row) for row in rows)


def document_text(connection: Connection, owners: Sequence[str], document: str, path: Path) -> str:
    """See `Catalogue.document_text`."""
    query = (
        f"SELECT {', '.join('d.' + name for name in DOCUMENT)}, d.seal FROM documents d JOIN owners o ON o.n = d.owner"
    )
    row = connection.execute(f"{query} WHERE d.id = ? AND o.name IN ({_marks(owners)})", (document, *owners)).fetchone()
    if row is None:
        raise LibraryError(
            "unknown-document", f"there's no document {document[:64]!r}", remedy="tutor library list shows all"
        )
    if seal(row[:-1]) != row[-1]:
        raise broken(path, f"document {document} isn't as it was written")
    return str(row[DOCUMENT.index("text")])


def passages(connection: Connection, owners: Sequence[str], ids: Sequence[str], path: Path) -> dict[str, Passage]:
    """See `Catalogue.passages`."""
    found = {}
    for i in range(0, len(ids), AT_ONCE):
        some = tuple(ids[i : i + AT_ONCE])
        query = f"{_PASSAGES} WHERE p.id IN ({_marks(some)}) AND o.name IN ({_marks(owners)})"
        found.update({row[0]: _passage(row, path) for row in connection.execute(query, (*some, *owners))})
    return {id_: found[id_] for id_ in ids if id_ in found}


def of_document(connection: Connection, owners: Sequence[str], document: str, path: Path) -> tuple[Passage, ...]:
    """See `Catalogue.of_document`."""
    query = f"{_PASSAGES} WHERE d.id = ? AND o.name IN ({_marks(owners)}) ORDER BY p.n"
    return tuple(_passage(row, path) for row in connection.execute(query, (document, *owners)))


def cited(connection: Connection, owners: Sequence[str], source: str, path: Path) -> tuple[Passage, ...]:
    """See `Catalogue.cited`."""
    name, _, section = source.partition("#")
    query = (
        "SELECT d.id FROM places p JOIN documents d ON d.n = p.document JOIN owners o ON o.n = p.owner"
        " WHERE o.name = ? AND p.source = ? ORDER BY p.origin LIMIT 1"
    )
    for owner in owners:
        row = connection.execute(query, (owner, name)).fetchone()
        if row is not None:
            every = of_document(connection, [owner], row[0], path)
            return tuple(one for one in every if not section or _stands_under(one, section))
    return ()


def ids(connection: Connection, owner: str) -> frozenset[str]:
    """See `Catalogue.ids`."""
    found = owner_numbers(connection, [owner])
    if not found:
        return frozenset()
    query = "SELECT id FROM passages WHERE n BETWEEN ? AND ?"
    return frozenset(id_ for (id_,) in connection.execute(query, numbers(found[0])))


def entries(connection: Connection, owner: str, after: int, most: int, path: Path) -> list[Indexed]:
    """A page of `Catalogue.entries`."""
    found = owner_numbers(connection, [owner])
    if not found:
        return []
    first, last = numbers(found[0])
    query = f"SELECT {', '.join(PASSAGE)}, seal, n FROM passages WHERE n BETWEEN ? AND ? ORDER BY n LIMIT ?"
    page = []
    for row in connection.execute(query, (max(first, after + 1), last, most)):
        held = _held(row, path)
        page.append(Indexed(row[-1], owner, held["id"], held["title"], _headings(held), held["text"]))
    return page


def slug(heading: str) -> str:
    """How links name a heading: small letters, hyphens between words, no punctuation."""
    return "-".join(_BELOW.sub("", heading.casefold()).split())


def _stands_under(passage: Passage, section: str) -> bool:
    wanted = slug(section.replace("-", " "))
    return any(slug(one.replace("-", " ")) == wanted for one in passage.headings)


def _held(row: Sequence[Any], path: Path) -> dict[str, Any]:
    values = row[: len(PASSAGE)]
    if seal(values) != row[len(PASSAGE)]:
        raise broken(path, f"passage {row[0]} isn't as it was written")
    return {name.strip('"'): value for name, value in zip(PASSAGE, values, strict=True)}


def _headings(held: dict[str, Any]) -> tuple[str, ...]:
    return tuple(held["headings"].split("\n")) if held["headings"] else ()


def _passage(row: Sequence[Any], path: Path) -> Passage:
    held = _held(row, path)
    document, facts, source = row[len(PASSAGE) + 2 : len(PASSAGE) + 5]
    return Passage(
        held["id"], document, held["title"], source or "", held["text"], held["start"], held["end"], held["line"],
        _headings(held), held["page"], held["time"], held["speaker"], json.loads(facts),
    )  # fmt: skip


def _entry(row: Sequence[Any]) -> Entry:
    id_, owner, title, form, count, characters, added, chunker, facts, sources = row
    names = tuple(sorted(json.loads(sources)))
    return Entry(
        id_, owner, names[0] if names else "", title, form, count, characters, added, chunker, json.loads(facts), names
    )


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
