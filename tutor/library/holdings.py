"""What goes into the catalogue and comes out of it, beside passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from tutor.library.document import Document


class Cut(Protocol):
    """A piece of a document, as `tutor.library.passages.cut` makes it. [start, end): characters of the document's text."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def headings(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def page(self) -> int | None: ...  # noqa: D102
    @property
    def time(self) -> float | None: ...  # noqa: D102
    @property
    def speaker(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Item:
    """A document ready to be put in. `id` is made of the owner and the file's content; `source` is its path below `root`, the
    folder it was added from (absolute; empty where a single file, or no file, was added); `origin` tells one file from another
    (an absolute path; empty: the source does). `chunker`: what cut it."""

    id: str
    source: str
    document: Document
    pieces: Sequence[Cut]
    chunker: str = ""
    root: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an item. `added`: it's new; `kept`: a document of the same content is there already; `replaced`: the file
    held another document before, which has gone unless another file still holds it (`replaced`, its id), or the same one cut
    in another way. `passages`: how many it has."""

    document: str
    state: Literal["added", "kept", "replaced"]
    passages: int
    replaced: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as it's listed. `sources`: under which names it was added; `added` in microseconds since 1970."""

    id: str
    owner: str
    source: str
    title: str
    form: str
    passages: int
    characters: int
    added: int
    chunker: str
    facts: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document came from, as in `Item`."""

    owner: str
    origin: str
    root: str
    source: str
    document: str


@dataclass(frozen=True, slots=True)
class Indexed:
    """What of a passage goes into an index beside the catalogue. `n` grows within an owner: where to go on from."""

    n: int
    owner: str
    id: str
    title: str
    headings: tuple[str, ...]
    text: str
