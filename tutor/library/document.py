"""What a reader makes of a file: its text, and the pieces that belong together in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final, Literal, NamedTuple

SHARED: Final = "shared"
"""The owner of what every learner may read; any other owner is a learner's id."""

BlockKind = Literal["heading", "paragraph", "list", "quote", "code", "maths", "table", "speech"]


class Line(NamedTuple):
    """Where a stretch of a block's text stands: from the character `at` of the text on, up to the next stretch, it reads what stands
    in the document from `start` on. `time`: when that was said, in seconds, where the document says it for each line.
    """

    at: int
    start: int
    time: float | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document that belongs together. [start, end) are character offsets into the document's text; `text` is how it
    reads: lines joined, time stamps and speakers' names taken away, formulas, tables and code untouched.

    `headings`: those it stands under, the outermost first (a heading itself included); `page` counts from 1; `time` in seconds
    from the beginning of a recording. `lines`: the stretches that the text was put together from, in order; none when it stands in
    the document as it reads, from `start` on.
    """

    kind: BlockKind
    text: str
    start: int
    end: int
    headings: tuple[str, ...] = ()
    page: int | None = None
    time: float | None = None
    speaker: str | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read. `text` is what offsets count in: the decoded file itself, or what was extracted from it (PDF, HTML).

    `form`: the name of the reader; `facts`: what its front matter or metadata says (author, date, link, licence…), small
    strings; `blocks` in order, without overlaps.
    """

    title: str
    form: str
    text: str
    blocks: tuple[Block, ...]
    facts: Mapping[str, str] = field(default_factory=dict)


def document_id(owner: str, content: bytes) -> str:
    """The id of a document: 16 hexadecimal digits of its owner and its file's content."""
    return blake2b(owner.encode() + b"\0" + content, digest_size=8).hexdigest()


def passage_id(document: str, start: int, end: int) -> str:
    """The id of the passage of a document between two offsets: 16 hexadecimal digits."""
    return blake2b(f"{document} {start} {end}".encode(), digest_size=8).hexdigest()
