"""Files and folders into the catalogue: what's new goes in, what's the same stays, what changed is replaced, what's gone goes.

A document is known by its content, so that copies are recognised, and a file by where it lies. Reading and cutting happens
outside any transaction; what was read is put in together, some hundred documents at a time, each of them whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Final

from tutor.errors import LibraryError, TutorError
from tutor.library.catalogue import Catalogue
from tutor.library.document import SHARED, Document, document_id
from tutor.library.holdings import Added, Cut, Item, Place
from tutor.library.limits import LIMITS
from tutor.library.walk import Found, Passed, walk

TOGETHER: Final = 200  # documents put in at once
CHARACTERS: Final = 4_000_000  # of text kept until it's put in
SNIFFED: Final = 4_096  # bytes
SHIPPED: Final = "shipped"  # the root of the documents that come with the program
REPORT: Final = "please report it, with the file if you may"
_NO_DOCUMENT: Final = "document-kind-unknown"

Prepare = Callable[[str, bytes], tuple[Document, Sequence[Cut]]]
Progress = Callable[[int, int, str], None]
"""Called with how many files are done, of how many, and the name of the one that is next."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that wasn't taken, and why. `code`: as in `tutor.errors`, or empty for what was passed over."""

    source: str
    code: str
    what: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the files. `refused`: documents that can't be read; `skipped`: what is no document, hidden, or leads
    outside; `notes`: what the user should know beside that. `documents`: ids of those added or replaced."""

    added: int = 0
    replaced: int = 0
    kept: int = 0
    removed: int = 0
    refused: tuple[Refused, ...] = ()
    skipped: tuple[Refused, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class _Run:
    """One run over files of one owner."""

    catalogue: Catalogue
    owner: str
    prepare: Prepare
    chunker: str
    now: Callable[[], int]
    counts: Counter[str] = field(default_factory=Counter)
    refused: list[Refused] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    held: list[tuple[Found, Place]] = field(default_factory=list)
    waiting: int = 0

    def take(self, found: Found, *, named: bool, before: dict[str, str]) -> Refused | None:
        """One file. Returns it when it's no document at all, unless it was named."""
        try:
            content = _content(found)
        except LibraryError as error:
            return self._refuse(found, error, named)
        id_ = document_id(self.owner, content)
        if self.catalogue.cut_by(self.owner, id_) == self.chunker:
            self._keep(found, id_, before)
            return None
        refused = self._read(found, named=named, content=content)
        if len(self.items) >= TOGETHER or self.waiting >= CHARACTERS:
            self.put()
        return refused

    def put(self) -> None:
        """Put in what was read; it's safe from here on."""
        if self.held:  # first: a document that another file is about to lose must be held before it goes
            missed = set(self.catalogue.hold(self.owner, [place for _, place in self.held]))
            self.counts["kept"] += len(self.held) - len(missed)
            for found, place in self.held:
                if place in missed:  # another program took it out meanwhile
                    self._read(found, named=True)
        if self.items:
            try:
                done = self.catalogue.add_all(self.owner, self.items, self.now())
            except LibraryError as error:
                if error.code != "document-unreadable":
                    raise
                done = tuple(self._one_by_one())
            self.counts.update(one.state for one in done)
        self.items.clear()
        self.held.clear()
        self.waiting = 0

    def _read(self, found: Found, *, named: bool, content: bytes | None = None) -> Refused | None:
        try:
            content = _content(found) if content is None else content
            document, pieces = self.prepare(found.source, content)
        except TutorError as error:
            return self._refuse(found, error, named)
        except Exception as error:  # a file must never stop the others, whatever it does to its reader
            self.refused.append(Refused(found.source, "fault", f"reading it failed: {type(error).__name__}", REPORT))
            return None
        id_ = document_id(self.owner, content)
        self.items.append(Item(id_, found.source, document, pieces, self.chunker, found.root, found.origin))
        self.waiting += len(document.text)
        return None

    def _refuse(self, found: Found, error: TutorError, named: bool) -> Refused | None:
        refused = Refused(found.source, error.code, error.what, error.remedy)
        if error.code == _NO_DOCUMENT and not named:
            return refused
        self.refused.append(refused)
        return None

    def _keep(self, found: Found, id_: str, before: dict[str, str]) -> None:
        if before.get(found.origin) == id_:
            self.counts["kept"] += 1
            return
        self.held.append((found, Place(self.owner, found.origin, found.root, found.source, id_)))
        if len(self.held) >= TOGETHER:
            self.put()

    def _one_by_one(self) -> list[Added]:
        done: list[Added] = []
        for item in self.items:
            try:
                done += self.catalogue.add_all(self.owner, [item], self.now())
            except LibraryError as error:
                if error.code != "document-unreadable":
                    raise
                self.refused.append(Refused(item.source, error.code, error.what, error.remedy))
        return done


def shelve(
    catalogue: Catalogue, owner: str, paths: Sequence[Path], prepare: Prepare, chunker: str,
    *, now: Callable[[], int], progress: Progress = lambda *_: None, label: str = "",
) -> Report:  # fmt: skip
    """Add files and folders for an owner. `prepare` reads and cuts one document (raising TutorError), `now` gives microseconds
    since 1970. `label` stands for the place of one folder that may lie elsewhere tomorrow.

    A file that can't be read is refused and stops nothing; whatever is wrong with the library itself stops all (LibraryError),
    and what was put in before stays. Documents go only when the folder they came from is added again without them.
    """
    run = _Run(catalogue, owner, prepare, chunker, now)
    walked = [_seen(path, label) for path in paths]
    files = [(one, not one.root) for _, found, _ in walked for one in found]
    passed = [Refused(one.source, "", one.reason) for _, _, passed in walked for one in passed if not one.unread]
    run.refused += [Refused(one.source, "", one.reason) for _, _, passed in walked for one in passed if one.unread]
    before = {place.origin: place.document for place in catalogue.places(owner)}
    for i, (file, named) in enumerate(files):
        progress(i, len(files), file.source)
        nothing = run.take(file, named=named, before=before)
        passed += [nothing] if nothing is not None else []
    run.put()
    progress(len(files), len(files), "")
    notes = []
    for root, found, left in walked:
        removed, note = _take_gone(catalogue, owner, root, {one.origin for one in found}, left) if root else (0, "")
        run.counts["removed"] += removed
        notes += [note] if note else []
    counts = {state: run.counts[state] for state in ("added", "replaced", "kept", "removed")}
    return Report(**counts, refused=tuple(run.refused), skipped=tuple(passed), notes=tuple(notes))


def sync_shipped(
    catalogue: Catalogue, folder: Path, prepare: Prepare, chunker: str, *, now: Callable[[], int],
    progress: Progress = lambda *_: None,
) -> Report | None:  # fmt: skip
    """Shelve the documents that come with the program, for everybody. None when they're there as they are, which costs a look at
    each file's size and time."""
    state = _state(folder, chunker)
    if catalogue.noted(SHIPPED) == state:
        return None
    report = shelve(catalogue, SHARED, [folder], prepare, chunker, now=now, progress=progress, label=SHIPPED)
    catalogue.note(SHIPPED, state)
    return report


def _take_gone(
    catalogue: Catalogue, owner: str, root: str, present: set[str], passed: Iterable[Passed]
) -> tuple[int, str]:
    """Documents whose files have gone from a folder go; unless nothing at all is left in it, as of a disk that isn't there."""
    unread = [one.path for one in passed if one.unread]
    gone = [
        place for place in catalogue.places(owner, root)
        if place.origin not in present and not any(Path(place.origin).is_relative_to(one) for one in unread)
    ]  # fmt: skip
    if not gone:
        return 0, ""
    if not present and not any(True for _ in passed) and len(gone) > 1:
        return 0, (
            f"{root} is empty now: the {len(gone)} documents that came from it are kept, in case a disk is missing"
            " (tutor library remove takes one away)"
        )
    return len(catalogue.release(owner, [place.origin for place in gone])), ""


def _content(found: Found) -> bytes:
    """The bytes of a file. Raises LibraryError for what is too large, can't be read, or is no document by its first bytes."""
    try:
        with found.path.open("rb") as file:
            start = file.read(SNIFFED)
            if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")) and b"%PDF-" not in start[:1024]:
                raise LibraryError(_NO_DOCUMENT, "this isn't text", remedy="save it as text, Markdown, HTML or PDF")
            content = start + file.read(LIMITS.content + 1 - len(start))
    except OSError as error:
        raise LibraryError(
            "document-unreadable", f"this file can't be opened: {error.strerror}", remedy="look at its permissions"
        ) from error
    if len(content) > LIMITS.content:
        raise LibraryError(
            "document-too-large",
            f"this file has more than {LIMITS.content:,} bytes",
            remedy="cut it into several files",
        )
    return content


def _seen(path: Path, label: str) -> tuple[str, list[Found], list[Passed]]:
    """The folder's name, empty where a file was named; the files in it; what was passed over."""
    found: list[Found] = []
    passed: list[Passed] = []
    for one in walk(path):
        if isinstance(one, Passed):
            passed.append(one)
        else:
            found.append(replace(one, root=label, origin=f"{label}:{one.source}") if label else one)
    folder = not (len(found) == 1 and not found[0].root)
    return (label or str(path.resolve())) if folder else "", found, passed


def _state(folder: Path, chunker: str) -> str:
    looked_at = blake2b(chunker.encode(), digest_size=16)
    for one in _files(folder):
        found = one.path.stat()
        looked_at.update(f"\0{one.source}\0{found.st_size}\0{found.st_mtime_ns}".encode())
    return looked_at.hexdigest()


def _files(folder: Path) -> Iterator[Found]:
    return (one for one in walk(folder) if isinstance(one, Found))
