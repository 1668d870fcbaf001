"""What must hold of every document and of its pieces, whatever the file was."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tutor.library.document import Block, Document
from tutor.library.passages import SIZE, WHOLE, Piece, cut, windows
from tutor.notation.untrusted import clean

MOST = 2_200  # characters of a piece with nothing in it that is kept whole
"""Characters of a piece without anything that can't be cut: full, with what would have been left over, and speakers' names."""


def folded(text: str) -> str:
    return " ".join(text.split())


def faults(document: Document) -> list[str]:
    """What's wrong with a document and its pieces, in words."""
    pieces = cut(document)
    return [
        *_unsafe(document),
        *(fault for block in document.blocks for fault in _misplaced(document, block)),
        *(
            f"blocks overlap at {after.start}"
            for before, after in pairwise(document.blocks)
            if after.start < before.end
        ),
        *_uncovered(document, pieces),
        *(fault for piece in pieces for fault in _odd(document, piece)),
        *(
            "pieces out of order"
            for one, other in pairwise(pieces)
            if not (one.start < other.start and one.end < other.end)
        ),
        *([] if cut(document) == pieces else ["cut differs from time to time"]),
    ]


def _unsafe(document: Document) -> Iterator[str]:
    for text in (
        document.text,
        document.title,
        *document.facts.values(),
        *(name for block in document.blocks for name in block.headings),
    ):
        if clean(text.replace("\t", " ")) != text.replace("\t", " "):
            yield f"characters that act on a terminal in {text[:60]!r}"
    if any(len(value) > 300 for value in document.facts.values()):
        yield "a fact is too long"
    if not document.title.strip():
        yield "no title"


def _misplaced(document: Document, block: Block) -> Iterator[str]:
    """A block's text is what stands at its places."""
    if not 0 <= block.start < block.end <= len(document.text):
        yield f"a block at [{block.start}, {block.end})"
    if not block.text.strip():
        yield f"a blank block at {block.start}"
    if not block.lines and document.text[block.start : block.start + len(block.text)] != block.text:
        yield f"a block reads {block.text[:60]!r} where {document.text[block.start : block.end][:60]!r} stands"
    for number, line in enumerate(block.lines):
        end = block.lines[number + 1].at if number + 1 < len(block.lines) else len(block.text)
        said = block.text[line.at : end].rstrip()
        if document.text[line.start : line.start + len(said)] != said:
            yield f"a line reads {said[:60]!r} where {document.text[line.start : line.start + len(said)][:60]!r} stands"
        if not block.start <= line.start <= block.end:
            yield f"a line of a block stands outside of it, at {line.start}"


def _uncovered(document: Document, pieces: tuple[Piece, ...]) -> Iterator[str]:
    spans = [(piece.start, piece.end) for piece in pieces]
    named = {heading for piece in pieces for heading in (*piece.headings, *piece.within)}
    at = 0
    for block in document.blocks:
        if block.kind == "heading" and block.headings[-1] in named:
            continue
        begin = block.start
        while at < len(spans) and spans[at][1] <= begin:
            at += 1
        inside = at
        while begin < block.end and inside < len(spans) and spans[inside][0] <= begin:
            begin = max(begin, spans[inside][1])
            inside += 1
            while begin < block.end and not document.text[begin].strip():
                begin += 1
        if begin < block.end and folded(document.text[begin : block.end]) and not _between(document, block, begin):
            yield f"no piece covers {document.text[begin : begin + 60]!r}"


def _between(document: Document, block: Block, at: int) -> bool:
    """Whether what stands there is no part of what the block reads: a time stamp, the mark of a quote."""
    return all(
        not (line.start <= at < line.start + len(block.text)) or at >= block.end for line in block.lines
    ) and bool(block.lines)


def _odd(document: Document, piece: Piece) -> Iterator[str]:
    if not piece.text.strip():
        yield f"an empty piece at {piece.start}"
    if len(piece.text) > WHOLE + SIZE:
        yield f"a piece of {len(piece.text)} characters"
    verbatim = any(
        block.kind in ("code", "maths", "table") and block.start < piece.end and piece.start < block.end
        for block in document.blocks
    )
    if not verbatim and len(piece.text) > MOST:
        yield f"a piece of {len(piece.text)} characters without anything that can't be cut"
    found = windows(piece.text)
    if not found:
        yield "no window"
    words = set(piece.text.split())
    if not all(window in piece.text for window in found):
        yield "a window isn't in its text"
    whole = "".join("".join(found).split())
    if any(word not in whole for word in words if len(word) < 100):
        yield "windows lose words"
