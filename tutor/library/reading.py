"""A file's bytes to a document: the reader is chosen by content and name, what can't be read is refused with its reason."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from tutor.errors import LibraryError, Where
from tutor.library.decoding import decoded
from tutor.library.document import Document
from tutor.library.limits import LIMITS, Limits
from tutor.library.readers import READERS, Form, pdf

_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,100}(?:<\?xml[^>]{0,200}\?>\s{0,100})?(?:<!--.{0,2000}?-->\s{0,100})?<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_BY_FORM: Final = {reader.form: reader for reader in READERS}
_BY_SUFFIX: Final = {suffix: reader for reader in READERS for suffix in reader.suffixes}
SUFFIXES: Final = frozenset({*_BY_SUFFIX, ".pdf"})
"""The ends of the names of files that can be read; a name without any may be text."""


def form_of(name: str, content: bytes) -> Form:
    """What a file is, by its first bytes and by the end of its name.

    Raises LibraryError("document-kind-unknown") when there's no reader for it, "document-unreadable" when it isn't what its
    name says.
    """
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if suffix == ".pdf":
        raise LibraryError(
            "document-unreadable", "this isn't a PDF", remedy="look whether it opens elsewhere", where=Where(name)
        )
    reader = _BY_SUFFIX.get(suffix)
    if reader is None and suffix:
        known = ", ".join(sorted(SUFFIXES))
        raise LibraryError(
            "document-kind-unknown",
            f"there's no reader for {suffix[:16]!r}",
            remedy=f"save it as one of {known}",
            where=Where(name),
        )
    if (reader is None or reader.form == "text") and _HTML.match(content[:4096]):
        return "html"
    return reader.form if reader else "text"


def read(name: str, content: bytes, *, limits: Limits = LIMITS) -> Document:
    """The document of a file. `name`: its path below the folder it comes from; nothing is opened by it. A PDF, and whatever is
    large, is read in a process of its own that can be killed.

    Raises LibraryError: "document-kind-unknown", "document-unreadable" or "document-too-large", with the name as its place.
    """
    if len(content) > limits.content:
        raise _too_large(name, f"this file has {len(content):,} bytes; {limits.content:,} can be read")
    form = form_of(name, content)
    if form != "pdf" and len(content) <= (limits.own_process_html if form == "html" else limits.own_process):
        return read_here(name, content, limits)
    from tutor.library.isolation import read_apart

    return read_apart(name, content, limits)


def read_here(name: str, content: bytes, limits: Limits) -> Document:
    """The same in this process, however long it takes."""
    form = form_of(name, content)
    if form == "pdf":
        return pdf.read(name, content, limits)
    text = decoded(name, content)
    if len(text) > limits.text:
        raise _too_large(name, f"this document has {len(text):,} characters; {limits.text:,} can be read")
    try:
        document = _BY_FORM[form].read(name, text, limits)
    except (LibraryError, MemoryError):
        raise
    except Exception as error:  # one document that a parser stumbles over doesn't stop those beside it
        what = f"this can't be read as {form}: {type(error).__name__}"
        raise LibraryError("document-unreadable", what, remedy="save it as plain text", where=Where(name)) from error
    if not document.blocks:
        raise LibraryError(
            "document-unreadable", "there's no text in this file", remedy="look into it", where=Where(name)
        )
    return document


def _too_large(name: str, what: str) -> LibraryError:
    return LibraryError("document-too-large", what, remedy="cut it into several files", where=Where(name))
