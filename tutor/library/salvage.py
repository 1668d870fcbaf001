"""A new library's file out of the one that is there, however damaged: what is sealed and whole is kept, the rest is read again.

Of a document whose passages are damaged, or were cut in an older way, the original is read again if it's still there unchanged,
else its text in the library is cut again. Of one whose text is damaged only the original can help. What's lost is named.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tutor.disk.lock import FileLock
from tutor.errors import TutorError
from tutor.home import private
from tutor.library import check, putting
from tutor.library.document import Document, document_id
from tutor.library.faults import busy, newer, translated
from tutor.library.file import BUSY_SECONDS, MAKING, create
from tutor.library.holdings import Cut, Item, Place
from tutor.library.limits import LIMITS
from tutor.library.schema import DOCUMENT, PASSAGE, PLACE, VERSION, seal

DAMAGED: Final = "damaged-"  # how the name of a damaged file that is kept goes on
AS_TEXT: Final = frozenset({"markdown", "text", "transcript"})  # forms whose text is the file itself
AT_ONCE: Final = 200  # documents in a transaction

Prepare = Callable[[str, bytes], tuple[Document, Sequence[Cut]]]
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What the library holds now. `again`: how many documents were read or cut again; `lost`: files whose documents couldn't be
    saved; `aside`: where the damaged file is kept, None when there was nothing wrong with it."""

    documents: int
    again: int
    lost: tuple[str, ...]
    aside: Path | None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A passage as it was stored."""

    start: int
    end: int
    text: str
    headings: tuple[str, ...]
    page: int | None
    time: float | None
    speaker: str | None


def rebuild(
    path: Path, prepare: Prepare, chunker: str, *, now: Callable[[], int], progress: Progress = lambda *_: None
) -> Rebuilt:
    """Make the library's file anew. Nothing may have it open in this program. Raises LibraryError; then nothing has changed."""
    private(path.parent)
    made = path.with_name(MAKING + path.name)
    with translated(path), FileLock(path.with_suffix(".lock"), BUSY_SECONDS, lambda _: busy(path)):
        try:
            _take_away(made)
            os.close(os.open(made, os.O_WRONLY | os.O_CREAT, 0o600))
            create(made)
            found = _Found.in_file(path)
            documents, again, lost = _fill(made, found, prepare, chunker, now, progress)
            aside = _keep_aside(path, now()) if found.wrong or lost else None
            _put_in_place(made, path)
            return Rebuilt(documents, again, tuple(lost), aside)
        finally:
            _take_away(made)


def damaged_copies(path: Path) -> tuple[Path, ...]:
    """Damaged files that were kept beside the library's."""
    return tuple(sorted(path.parent.glob(f"{path.stem}.{DAMAGED}*")))  # with their logs


@dataclass(frozen=True, slots=True)
class _Found:
    """What can be read of a file. `wrong`: something is damaged, or missing altogether."""

    path: Path
    wrong: str
    owners: Mapping[int, str]
    documents: tuple[int, ...]
    places: Mapping[int, tuple[Place, ...]]
    notes: Mapping[str, str]

    @classmethod
    def in_file(cls, path: Path) -> _Found:
        if not path.exists():
            return cls(path, "", {}, (), {}, {})
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as old:
                old.execute("PRAGMA trusted_schema = OFF")
                version = old.execute("PRAGMA user_version").fetchone()[0]
                if version > VERSION:
                    raise newer(path)
                wrong = check.damage(old)
                owners = {row[0]: row[1] for row in _all(old, "owners", "n, name", "n")}
                documents = tuple(dict.fromkeys(row[0] for row in _all(old, "documents", "n", "n")))
                places: dict[int, dict[tuple[int, str], Place]] = {}
                for *values, sealed in _all(old, "places", f"{', '.join(PLACE)}, seal", "owner, origin"):
                    owner, origin, root, source, document = values
                    if owner in owners and seal(values) == sealed:
                        place = Place(owners[owner], origin, root, source, "")
                        places.setdefault(document, {})[owner, origin] = place
                notes = dict(_all(old, "meta", "key, value", "key"))
        except sqlite3.DatabaseError as error:
            return cls(path, str(error), {}, (), {}, {})
        return cls(path, wrong, owners, documents, {n: tuple(some.values()) for n, some in places.items()}, notes)


def _all(old: sqlite3.Connection, table: str, columns: str, order: str) -> list[tuple[Any, ...]]:
    """The rows from the beginning up to the damage, and from the end back to it."""
    rows: list[tuple[Any, ...]] = []
    for direction in ("", " DESC"):
        by = ", ".join(one + direction for one in order.split(", "))
        try:
            for row in old.execute(f"SELECT {columns} FROM {table} ORDER BY {by}"):
                rows.append(row)  # noqa: PERF402 - what came before an error counts
        except sqlite3.DatabaseError:
            continue
        break
    return rows


def _fill(
    made: Path, found: _Found, prepare: Prepare, chunker: str, now: Callable[[], int], progress: Progress
) -> tuple[int, int, list[str]]:
    numbers = list(dict.fromkeys((*found.documents, *found.places)))
    count = again = 0
    lost: list[str] = []
    with closing(sqlite3.connect(made, isolation_level=None)) as new, _old(found) as old:
        for i in range(0, len(numbers), AT_ONCE):
            new.execute("BEGIN IMMEDIATE")
            for j, n in enumerate(numbers[i : i + AT_ONCE], i):
                places = found.places.get(n, ())
                progress(j, len(numbers), places[0].source if places else "")
                stored = _stored(old, found, n)
                done = _one(stored, places, prepare, chunker)
                if done is None:
                    lost += [place.source for place in places] or [f"document {n}"]
                    continue
                owner, items, fresh = done
                putting.put(new, owner, items, stored.at if stored else now())
                count += 1
                again += fresh
            new.execute("COMMIT")
        new.executemany("INSERT INTO meta VALUES (?, ?)", [] if lost else list(found.notes.items()))
    progress(len(numbers), len(numbers), "")
    return count, again, lost


@dataclass(frozen=True, slots=True)
class _Stored:
    """A document whose seal is whole. `pieces`: None when they aren't."""

    id: str
    owner: str
    document: Document
    chunker: str
    at: int
    pieces: tuple[_Kept, ...] | None


def _old(found: _Found) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(found.path if found.documents else ":memory:", isolation_level=None))


def _stored(old: sqlite3.Connection, found: _Found, n: int) -> _Stored | None:
    if n not in found.documents:
        return None
    try:
        row = old.execute(f"SELECT {', '.join(DOCUMENT)}, seal, owner FROM documents WHERE n = ?", (n,)).fetchone()
    except sqlite3.DatabaseError:
        return None
    if row is None or seal(row[: len(DOCUMENT)]) != row[-2] or row[-1] not in found.owners:
        return None
    held = dict(zip(DOCUMENT, row, strict=False))
    document = Document(held["title"], held["form"], held["text"], (), json.loads(held["facts"]))
    pieces = _pieces(old, n, held["passages"])
    return _Stored(held["id"], found.owners[row[-1]], document, held["chunker"], held["added"], pieces)


def _pieces(old: sqlite3.Connection, n: int, count: int) -> tuple[_Kept, ...] | None:
    columns = ", ".join(PASSAGE)
    try:
        rows = old.execute(f"SELECT {columns}, seal FROM passages WHERE document = ? ORDER BY n", (n,)).fetchall()
    except sqlite3.DatabaseError:
        return None
    if len(rows) != count or any(seal(row[:-1]) != row[-1] for row in rows):
        return None
    return tuple(
        _Kept(start, end, text, tuple(headings.split("\n")) if headings else (), page, time, speaker)
        for _, start, end, _, _, headings, page, time, speaker, text, _ in rows
    )


def _one(
    stored: _Stored | None, places: Sequence[Place], prepare: Prepare, chunker: str
) -> tuple[str, list[Item], bool] | None:
    """Owner and items of a document that could be saved, one for each file that holds it, and whether it was read again."""
    if stored is not None:
        if stored.pieces is not None and stored.chunker == chunker:
            return stored.owner, _items(stored.id, places, stored.document, stored.pieces, chunker), False
        read = _from_original(places, prepare, stored.id) or _from_text(stored, places, prepare)
        if read is not None:
            return stored.owner, _items(stored.id, places, *read, chunker), True
        if stored.pieces is not None:
            return stored.owner, _items(stored.id, places, stored.document, stored.pieces, stored.chunker), False
        bare = _bare(stored, prepare)
        return None if bare is None else (stored.owner, _items(stored.id, places, *bare, ""), True)
    for place in places:
        content = _content(place)
        if content is not None:
            with suppress(TutorError):
                id_ = document_id(place.owner, content)
                return place.owner, _items(id_, [place], *prepare(place.source, content), chunker), True
    return None


def _items(id_: str, places: Iterable[Place], document: Document, pieces: Sequence[Cut], chunker: str) -> list[Item]:
    items = [Item(id_, place.source, document, pieces, chunker, place.root, place.origin) for place in places]
    return items or [Item(id_, document.title or id_, document, pieces, chunker, "", id_)]


def _from_original(places: Sequence[Place], prepare: Prepare, id_: str) -> tuple[Document, Sequence[Cut]] | None:
    for place in places:
        content = _content(place)
        if content is not None and document_id(place.owner, content) == id_:
            with suppress(TutorError):
                return prepare(place.source, content)
    return None


def _from_text(stored: _Stored, places: Sequence[Place], prepare: Prepare) -> tuple[Document, Sequence[Cut]] | None:
    if stored.document.form in AS_TEXT and places:
        with suppress(TutorError):
            return prepare(places[0].source, stored.document.text.encode())
    return None


def _bare(stored: _Stored, prepare: Prepare) -> tuple[Document, Sequence[Cut]] | None:
    """A document of which only the text is left: without pages, until it's added again."""
    try:
        read, pieces = prepare("document.txt", stored.document.text.encode())
    except TutorError:
        return None
    if read.text != stored.document.text:
        return None
    return Document(stored.document.title, stored.document.form, read.text, read.blocks, stored.document.facts), pieces


def _content(place: Place) -> bytes | None:
    if not Path(place.origin).is_absolute():
        return None
    try:
        with Path(place.origin).open("rb") as file:
            content = file.read(LIMITS.content + 1)
    except OSError:
        return None
    return content if len(content) <= LIMITS.content else None


def _keep_aside(path: Path, at: int) -> Path | None:
    """A copy of the damaged file, with its log; those kept before go."""
    if not path.exists():
        return None
    for old in damaged_copies(path):
        old.unlink()
    aside = path.with_name(f"{path.stem}.{DAMAGED}{at}.sqlite3")
    for end in ("", "-wal"):
        part = path.with_name(path.name + end)
        if part.exists() and (not end or part.stat().st_size):
            shutil.copyfile(part, aside.with_name(aside.name + end))
            aside.with_name(aside.name + end).chmod(0o600)
    return aside


def _put_in_place(made: Path, path: Path) -> None:
    """Over what is there through SQLite, so that programs that have it open see the new one; or else in its place."""
    _synced(made)
    if path.exists():
        try:
            with closing(sqlite3.connect(made)) as source, closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as live:
                source.backup(live)
                live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                if check.damage(live, words=False) == "":
                    return
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL")):
                raise
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    made.replace(path)


def _synced(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _take_away(made: Path) -> None:
    for end in ("", "-journal", "-wal", "-shm"):
        made.with_name(made.name + end).unlink(missing_ok=True)
