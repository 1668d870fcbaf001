"""The directory of an index and Chroma's client in it: owned by one process, checked before it's opened, put aside when it's damaged,
sealed when it's closed."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tutor.disk.lock import FileLock
from tutor.errors import LibraryError
from tutor.home import private
from tutor.library.index.faults import DamagedError, broken, busy, said, translated
from tutor.library.index.probe import probe, probing
from tutor.library.index.quarantine import put_aside
from tutor.library.index.scrub import blank, expunge, scrub
from tutor.library.index.seal import PASSPORT, Look, Passport, look, mark, seal, write
from tutor.library.index.space import hindrance

if TYPE_CHECKING:
    from chromadb.api.client import Client

DOUBT: Final = "doubt"  # a file that says that vectors were found changed: the next one to open the index puts it aside
_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,126}[a-z0-9])?")


class Directory:
    """An open directory below `root`. `rebuilt`: why it began anew, None if it didn't."""

    def __init__(self, root: Path, passport: Passport) -> None:
        self.folder = root / named(passport.model, passport.chunker)
        self.rebuilt: str | None = None
        self._passport = passport
        self._client: Client | None = None
        self._marks: set[bytes] = set()  # of what was forgotten while it was open
        self._failed = False  # so that what is there can't be vouched for
        self._lock = FileLock(self.folder.with_name(self.folder.name + ".lock"), 0, busy)
        with translated(self.folder):
            private(root)
            self._lock.__enter__()
        try:
            with translated(self.folder):
                self._open()
        except BaseException:
            self._let_go()
            raise

    @contextmanager
    def working(self) -> Iterator[Client]:
        """Around every use of Chroma: its client. What has changed beneath it makes the whole index doubtful."""
        if self._client is None:
            raise broken(self.folder, "it's closed")
        try:
            with translated(self.folder):
                yield self._client
        except DamagedError as error:
            with suppress(OSError):
                (self.folder / DOUBT).touch()
            raise broken(self.folder, str(error)) from error
        except LibraryError as error:
            self._failed = self._failed or error.code.startswith("library-")
            raise

    def scrub(self, marks: Collection[bytes]) -> None:
        """Take away what collections that were deleted left, `marks` of theirs in the files of other graphs too, and open a new
        client: what came from the one before is void."""
        self._marks |= set(marks)
        self._end_client()
        try:
            scrub(self.folder)
            expunge(self.folder, self._marks)
        finally:
            self._start_client()

    def close(self) -> None:
        """Seal it, and let go of it. Where something had failed, or this does, the next one to open it looks into it."""
        try:
            if self._client is not None and not self._failed:
                with suppress(LibraryError), translated(self.folder):
                    self._end_client()
                    blank(self.folder)
                    expunge(self.folder, self._marks)
                    seal(self.folder)
        finally:
            self._let_go()

    def begin_anew(self, why: str) -> None:
        """Put what is there aside and start with nothing. LibraryError where the disk is full or read-only: it may be that alone."""
        if (fault := hindrance(self.folder)) is not None:
            raise said(fault, self.folder, why)
        with suppress(Exception):
            self._end_client()
        put_aside(self.folder, time.time())
        shown = "".join(letter if letter.isprintable() else " " for letter in why)[:200]
        self.rebuilt = f"the index {self.folder.name} was damaged ({shown}); it is made again from the library"
        self._failed = False
        self._start(tidy=False)

    def _open(self) -> None:
        with probing(self.folder):
            pass  # a look whose program was killed has ended by itself
        seen = self._checked(look(self.folder, self._passport))
        if seen.state == "damaged":
            self.begin_anew(seen.why)
            return
        try:
            self._start(tidy=seen.state == "unknown")
        except (LibraryError, OSError, KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic of native code is no Exception
            if seen.state == "empty":
                raise
            self.begin_anew(str(error))

    def _checked(self, seen: Look) -> Look:
        if (self.folder / DOUBT).exists():
            return Look("damaged", "vectors had changed")
        if seen.state == "unknown" and (found := probe(self.folder, self._passport.size)) is not None:
            return Look("damaged", found)
        return seen

    def _start(self, *, tidy: bool) -> None:
        private(self.folder)
        mark(self.folder)
        if tidy:
            scrub(self.folder)
        self._start_client()
        if not (self.folder / PASSPORT).exists():  # last: where it stands, a database without tables is damaged
            write(self.folder / PASSPORT, self._passport.text())

    def _start_client(self) -> None:
        from tutor.library.index.chroma import in_folder

        self._client = in_folder(self.folder)

    def _end_client(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _let_go(self) -> None:
        with suppress(Exception):
            self._end_client()
        self._lock.__exit__(None, None, None)


def named(model: str, chunker: str) -> str:
    """The name of an index's directory. LibraryError for names that could lead elsewhere."""
    name = f"{model}-{chunker}"
    if not _NAME.fullmatch(name) or ".." in name or "-damaged-" in name:
        raise LibraryError(
            "embeddings-broken", "a model's name can't be part of a folder's", remedy="choose another model"
        )
    return name
