"""What is kept of a passage that was shown, so that it can be shown again without the document or its index."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage, or neighbouring ones as one, as they were shown: cleaned, not yet masked. `quote`: the part that is shown first,
    offsets into `text`. `line` counts from 1 in the document's text, `page` from 1; `time` in seconds. `authored`: named by the
    concept's author; else `why` says why it was found."""

    passages: tuple[str, ...]
    document: str
    title: str
    source: str
    headings: tuple[str, ...]
    text: str
    quote: tuple[int, int]
    line: int
    page: int | None = None
    time: float | None = None
    speaker: str | None = None
    authored: bool = False
    why: str = ""
