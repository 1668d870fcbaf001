"""The readers: what makes a document of a file's text, one for each form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from tutor.library.document import Document
from tutor.library.limits import Limits
from tutor.library.readers import html, markdown, plain, transcript

Form = Literal["markdown", "transcript", "text", "html", "pdf"]


@dataclass(frozen=True, slots=True)
class Reader:
    """One form of documents: the ends of its files' names, and what reads the text of one. `read` takes the file's name, its text
    (cleaned: see `decoding`) and the limits; it raises LibraryError."""

    form: Form
    suffixes: tuple[str, ...]
    read: Callable[[str, str, Limits], Document]


READERS: Final[tuple[Reader, ...]] = (
    Reader("markdown", (".md", ".markdown", ".mdown", ".mkd", ".qmd"), markdown.read),
    Reader("transcript", (".srt", ".vtt"), transcript.read),
    Reader("text", (".txt", ".text"), plain.read),
    Reader("html", (".html", ".htm", ".xhtml"), html.read),
)
"""The readers of text. PDF isn't text: `reading` gives its bytes to `readers.pdf`."""
