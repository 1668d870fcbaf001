"""The catalogue: every document, passage and word of the library in one SQLite file, which is the truth.

Synchronous; one thread at a time (there's a lock for it). Owners are `SHARED` or learners' ids; whoever reads names those whose
documents they may see, and nothing else is looked at.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tutor.errors import LibraryError
from tutor.library import check, finding, putting
from tutor.library.document import Document
from tutor.library.file import BUSY_SECONDS, LibraryFile
from tutor.library.holdings import Added, Cut, Entry, Indexed, Item, Place
from tutor.library.lexical import Lexical, Match
from tutor.library.terms import Terms, terms
from tutor.session.ports import Passage

PAGE: Final = 500  # rows read at once
_UNSCRUBBED: Final = "unscrubbed"  # noted while deleted documents may still lie in the free space


class Catalogue:
    """An open catalogue. Close it; `with` does. Every method may raise LibraryError: library-busy, -full, -read-only, -broken."""

    def __init__(self, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        """Opens, or makes, the file at `path`. Raises LibraryError; a damaged file is never replaced by an empty one."""
        self._file = LibraryFile(path, busy_seconds=busy_seconds)
        self._lexical = Lexical()
        self._turn = threading.RLock()

    @property
    def read_only(self) -> bool:
        """Whether it can only be read here."""
        return self._file.read_only

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        with self._turn:
            self._file.close()

    def add(
        self, owner: str, source: str, content_id: str, document: Document, pieces: Sequence[Cut], at: int,
        *, chunker: str = "", root: str = "", origin: str = "",
    ) -> Added:  # fmt: skip
        """Put one document in, durably. See `add_all`."""
        (added,) = self.add_all(owner, [Item(content_id, source, document, pieces, chunker, root, origin)], at)
        return added

    def add_all(self, owner: str, items: Sequence[Item], at: int) -> tuple[Added, ...]:
        """Put documents in, in one transaction: all of them, or none. `at`: microseconds since 1970.

        A file that held another document loses it; a document that no file holds any more goes.
        """
        with self._turn, self._file.writing() as connection:
            return putting.put(connection, owner, items, at)

    def hold(self, owner: str, places: Sequence[Place]) -> tuple[Place, ...]:
        """Note that these files hold documents that are here already. Those whose documents aren't."""
        with self._turn, self._file.writing() as connection:
            return tuple(place for place in places if not putting.hold(connection, owner, place))

    def remove(self, owner: str, document: str) -> None:
        """Take a document out, whatever files held it. Raises LibraryError("unknown-document")."""
        with self._turn, self._file.writing() as connection:
            if not putting.remove(connection, owner, document):
                raise LibraryError(
                    "unknown-document", f"there's no document {document[:64]!r}", remedy="tutor library list shows all"
                )

    def release(self, owner: str, origins: Sequence[str]) -> tuple[str, ...]:
        """These files are gone; so are the documents that no other file holds: their ids."""
        with self._turn, self._file.writing() as connection:
            return putting.release(connection, owner, origins)

    def forget(self, owner: str) -> int:
        """Take away all documents of an owner, and every trace of them in the file. How many they were. What was interrupted is
        finished by the next call, whoever it's for."""
        with self._turn:
            with self._file.writing() as connection:
                gone = putting.forget(connection, owner)
                connection.execute("INSERT OR REPLACE INTO meta VALUES (?, '')", (_UNSCRUBBED,))
            self.finish_forgetting()
            return gone

    def finish_forgetting(self) -> None:
        """Overwrite what was deleted, where that hasn't been done."""
        if self.noted(_UNSCRUBBED) is None:
            return
        with self._turn:
            self._file.scrub()
            with self._file.writing() as connection:
                connection.execute("DELETE FROM meta WHERE key = ?", (_UNSCRUBBED,))

    def documents(self, owners: Sequence[str]) -> tuple[Entry, ...]:
        """All documents of these owners, by source."""
        with self._reading() as connection:
            return finding.documents(connection, owners)

    def cut_by(self, owner: str, document: str) -> str | None:
        """What cut a document into passages; None if it isn't here."""
        query = "SELECT d.chunker FROM documents d JOIN owners o ON o.n = d.owner WHERE d.id = ? AND o.name = ?"
        with self._reading() as connection:
            row = connection.execute(query, (document, owner)).fetchone()
        return None if row is None else str(row[0])

    def places(self, owner: str, root: str | None = None) -> tuple[Place, ...]:
        """The files that hold documents of an owner; only those added from one folder, if named."""
        with self._reading() as connection:
            return finding.places(connection, owner, root)

    def find(self, owners: Sequence[str], text: str) -> tuple[Entry, ...]:
        """The documents that a user may mean: by id or its beginning (4 digits at least), source, file name or title."""
        with self._reading() as connection:
            return finding.meant(connection, owners, text)

    def document_text(self, owners: Sequence[str], document: str) -> str:
        """The text that offsets count in. Raises LibraryError("unknown-document")."""
        with self._reading() as connection:
            return finding.document_text(connection, owners, document, self._file.path)

    def passage(self, owners: Sequence[str], passage: str) -> Passage:
        """The passage of that id. Raises LibraryError("unknown-passage")."""
        found = self.passages(owners, [passage])
        if not found:
            raise LibraryError("unknown-passage", f"there's no passage {passage[:64]!r}", remedy="search again")
        return found[passage]

    def passages(self, owners: Sequence[str], ids: Sequence[str]) -> Mapping[str, Passage]:
        """Those of these passages that are there, by id."""
        with self._reading() as connection:
            return finding.passages(connection, owners, ids, self._file.path)

    def of_document(self, owners: Sequence[str], document: str) -> tuple[Passage, ...]:
        """The passages of a document, in order; none if there's no such document."""
        with self._reading() as connection:
            return finding.of_document(connection, owners, document, self._file.path)

    def cited(self, owners: Sequence[str], source: str) -> tuple[Passage, ...]:
        """The passages of `folder/file.md`, or of a section of it (`folder/file.md#heading`), in order; none if it isn't there.
        A heading is meant by its words or as links name it. Of several owners the first who has the document."""
        with self._reading() as connection:
            return finding.cited(connection, owners, source, self._file.path)

    def lexical(self, owners: Sequence[str], words: str | Terms, k: int) -> Mapping[str, Match]:
        """The best passages for these words, at most `k`, the best first: their score (> 0; `Lexical.search` says how) and which
        of the words they have."""
        with self._reading() as connection:
            return self._lexical.search(connection, owners, _terms(words), k, self._state(connection))

    def idf(self, owners: Sequence[str], words: str | Terms) -> Mapping[str, float]:
        """How much each word says among these owners' passages: ln(1 + (N - n + ½)/(n + ½)); without those that stand nowhere."""
        with self._reading() as connection:
            return self._lexical.idf(connection, owners, _terms(words), self._state(connection))

    def ids(self, owner: str) -> frozenset[str]:
        """The ids of all passages of an owner."""
        with self._reading() as connection:
            return finding.ids(connection, owner)

    def owners(self) -> tuple[str, ...]:
        """Whoever has documents here."""
        with self._reading() as connection:
            return finding.owners(connection)

    def all_owners(self) -> tuple[str, ...]:
        """Whoever is entered here, also without documents."""
        with self._reading() as connection:
            return tuple(name for (name,) in connection.execute("SELECT name FROM owners ORDER BY name"))

    def entries(self, owner: str, after: int = 0) -> Iterator[Indexed]:
        """All passages of an owner, in the order of their numbers, from the one after `after`. Others may write meanwhile."""
        while True:
            with self._reading() as connection:
                page = finding.entries(connection, owner, after, PAGE, self._file.path)
            yield from page
            if len(page) < PAGE:
                return
            after = page[-1].n

    def noted(self, key: str) -> str | None:
        """What was noted under a key."""
        with self._reading() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def note(self, key: str, value: str) -> None:
        """Note something beside the documents."""
        with self._turn, self._file.writing() as connection:
            connection.execute(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value)
            )

    def check(self) -> tuple[str, ...]:
        """Everything that's wrong with the file, thoroughly: seconds for a large one. Nothing when all is well."""
        with self._turn, self._file.exclusive() as connection:
            return check.findings(connection)

    @contextmanager
    def _reading(self) -> Iterator[finding.Connection]:
        with self._turn, self._file.reading() as connection:
            yield connection

    def state(self) -> tuple[int, int]:
        """Differs whenever anything was written, here or by others, since it was last asked for."""
        with self._reading() as connection:
            return self._state(connection)

    def _state(self, connection: finding.Connection) -> tuple[int, int]:
        return self._file.changes, connection.execute("PRAGMA data_version").fetchone()[0]


def _terms(words: str | Terms) -> Terms:
    return terms(words) if isinstance(words, str) else words
