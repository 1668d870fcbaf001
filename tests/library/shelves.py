"""Documents and a catalogue for the tests of the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tutor.library.catalogue import Catalogue
from tutor.library.document import Document, document_id
from tutor.library.holdings import Item
from tutor.library.passages import CHUNKER, Piece, cut
from tutor.library.reading import read
from tutor.library.salvage import Rebuilt, rebuild
from tutor.library.shelving import Report, shelve

ADA, BO = "0190aaaa-0000-7000-8000-000000000001", "0190aaaa-0000-7000-8000-000000000002"
KERNEL = "# Maps\n\nA map is linear when it respects sums.\n\n## Kernel\n\nThe kernel of a map is all that it sends to zero.\n"
ACIDS = "# Acids\n\nAn acid gives a proton away; a base takes one.\n"


@dataclass
class Clock:
    """Counts."""

    now: int = 0

    def __call__(self) -> int:
        self.now += 1
        return self.now


def prepare(name: str, content: bytes) -> tuple[Document, tuple[Piece, ...]]:
    document = read(name, content)
    return document, cut(document)


def item(owner: str, source: str, text: str, *, origin: str = "", root: str = "") -> Item:
    document, pieces = prepare(source, text.encode())
    return Item(document_id(owner, text.encode()), source, document, pieces, CHUNKER, root, origin)


def put(catalogue: Catalogue, owner: str, source: str, text: str) -> str:
    """Put a document in; its id."""
    (added,) = catalogue.add_all(owner, [item(owner, source, text)], 1)
    return added.document


def add(catalogue: Catalogue, owner: str, *paths: Path) -> Report:
    return shelve(catalogue, owner, paths, prepare, CHUNKER, now=Clock())


def again(path: Path) -> Rebuilt:
    return rebuild(path, prepare, CHUNKER, now=Clock())


def sources(catalogue: Catalogue, *owners: str) -> list[str]:
    return [one.source for one in catalogue.documents(owners)]


def texts(catalogue: Catalogue, owners: Sequence[str]) -> dict[str, str]:
    return {one.source: catalogue.document_text(owners, one.id) for one in catalogue.documents(owners)}
