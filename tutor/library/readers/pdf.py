"""PDF by pypdf, page by page. It may take any time and memory: it's called in a process of its own (see `isolation`)."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from tutor.errors import LibraryError, Where
from tutor.library.decoding import safe
from tutor.library.document import BlockKind, Document
from tutor.library.facts import facts_of
from tutor.library.limits import Limits
from tutor.library.readers.extracted import Extract
from tutor.library.readers.lines import Headings, heading_words, title_of

if TYPE_CHECKING:
    from pypdf import PdfReader

_LIGATURES: Final = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st", "\u00a0": " "}
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN: Final = re.compile(r"([^\W\d_]+)-\Z")
_ITEM: Final = re.compile(r"(?:[•‣◦▪–*]|\(?\d{1,2}[.)]|\([a-z]\))\s+\S")
_NUMBERED: Final = re.compile(r"\d{1,2}(?P<deeper>(?:\.\d{1,2}){1,3})\.?\s+[^\W\d_][^.]{2,80}")
_CHAPTER: Final = re.compile(r"(?:chapter|part|appendix|lecture)\s+[\dIVXLC]{1,5}\b.{0,80}", re.IGNORECASE)
_NO_TITLE: Final = re.compile(
    r"microsoft word - .*|.*\.(?:docx?|tex|dvi|indd|pdf|odt)|untitled.*|slide \d+|powerpoint.*", re.IGNORECASE
)
_EDGE: Final = 2
"""Lines at the top and at the bottom of a page that may be repeated on each."""
_OUTLINE: Final = 5_000
"""Entries of an outline that are looked at."""


def read(name: str, content: bytes, limits: Limits) -> Document:
    """The document of a PDF. Its text is what was extracted; each block has its page, from 1.

    What pages couldn't be read is in the facts ("unread pages"). Raises LibraryError: "document-unreadable" for what is broken,
    locked or has no text, "document-too-large" beyond a limit.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # what it warns of is told by what is read
    try:
        return _read(name, content, limits)
    except LibraryError:
        raise
    except MemoryError:
        raise too_large(name, f"more than {limits.memory >> 20} MB of memory") from None
    except Exception as error:  # pypdf raises what it likes on broken files
        raise _unreadable(name, f"this PDF is broken: {_said(error)}", "open it elsewhere and save it anew") from error


def too_large(name: str, what: str) -> LibraryError:
    """The error of a document that takes more than it may."""
    return LibraryError(
        "document-too-large",
        f"reading this takes {what}",
        remedy="cut it into several files, or save it as text",
        where=Where(name),
    )


def _unreadable(name: str, what: str, remedy: str) -> LibraryError:
    return LibraryError("document-unreadable", what, remedy=remedy, where=Where(name))


def _said(error: Exception) -> str:
    return " ".join(safe(f"{type(error).__name__}: {error}").split())[:160]


def _read(name: str, content: bytes, limits: Limits) -> Document:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(content))
    _unlock(name, reader)
    if len(reader.pages) > limits.pages:
        raise too_large(name, f"{len(reader.pages):,} pages; {limits.pages:,} can be read")
    texts, failed = _texts(name, reader, limits)
    if not any(character.isalnum() for text in texts for character in text):
        if len(failed) == len(texts) > 0:
            raise _unreadable(name, "no page of this PDF can be read", "open it elsewhere and save it anew")
        raise _unreadable(
            name,
            "there's no text in this PDF: its pages are pictures, or empty",
            "let a program recognise the text first (OCR)",
        )
    facts = _facts(reader)
    if failed:
        facts["unread pages"] = ", ".join(map(str, failed))[:300]
    extract = Extract(name, limits)
    _fill(extract, _bodies(texts), _outline(reader))
    return Document(title_of(name, facts, extract.blocks), "pdf", extract.text, tuple(extract.blocks), facts)


def _unlock(name: str, reader: PdfReader) -> None:
    """Many locked files open without a password."""
    if not reader.is_encrypted:
        return
    try:
        opened = bool(reader.decrypt(""))
    except Exception:  # an unknown cipher, or one that needs another package
        opened = False
    if not opened:
        raise _unreadable(name, "this PDF is locked", "save it without its password")


def _texts(name: str, reader: PdfReader, limits: Limits) -> tuple[list[str], list[int]]:
    """The text of each page, and the numbers of those that failed."""
    texts: list[str] = []
    failed: list[int] = []
    total = 0
    for number, page in enumerate(reader.pages, 1):
        try:
            text = safe(page.extract_text()).translate(_LIGATURES)
        except MemoryError:
            raise
        except Exception:  # one broken page doesn't take the others with it
            text = ""
            failed.append(number)
        total += len(text)
        if total > limits.text:
            raise too_large(name, f"more than {limits.text:,} characters of text")
        texts.append(text)
    return texts, failed


def _bodies(texts: Sequence[str]) -> list[list[str]]:
    """The lines of each page without those that stand at the edge of most, and without page numbers; a blank line is empty."""
    pages = [[line.strip() for line in text.split("\n")] for text in texts]
    for page in pages:
        while page and not page[-1]:
            page.pop()
        while page and not page[0]:
            page.pop(0)
    edges = Counter(edge for page in pages for edge in {_shape(line) for line in _edge(page)})
    repeated = {edge for edge, count in edges.items() if count >= 3 and 2 * count >= len(pages)}
    bodies = []
    for page in pages:
        begin, end = 0, len(page)
        while begin < min(_EDGE, end) and _is_edge(page[begin], repeated):
            begin += 1
        while end > max(begin, len(page) - _EDGE) and _is_edge(page[end - 1], repeated):
            end -= 1
        bodies.append(page[begin:end])
    return bodies


def _edge(page: Sequence[str]) -> list[str]:
    return [line for line in (*page[:_EDGE], *page[max(_EDGE, len(page) - _EDGE) :]) if line]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.lower())


def _is_edge(line: str, repeated: set[str]) -> bool:
    return not line or (line.isdigit() and len(line) <= 4) or _shape(line) in repeated


def _fill(extract: Extract, pages: Sequence[Sequence[str]], outline: dict[int, list[tuple[int, str]]]) -> None:
    lengths = sorted(len(line) for page in pages for line in page if line)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    words = Counter(word.lower() for page in pages for line in page for word in _WORD.findall(line))
    headings = Headings()
    for number, page in enumerate(pages, 1):
        titles = {_folded(title): (level, title) for level, title in outline.get(number, [])}
        on_page = {_folded(line) for line in page}
        for title in [
            title for title in titles if title not in on_page
        ]:  # the outline says it in other words than the page
            headings.under(titles[title][0], heading_words(titles.pop(title)[1]))
        for group in _paragraphs(page, width, titles):
            level = _level(group, titles, bool(outline))
            if level is not None:
                extract.put("heading", group[0], headings.under(level, heading_words(group[0])), number)
            else:
                kind: BlockKind = "list" if _ITEM.match(group[0]) else "paragraph"
                extract.put(kind, _mended(group, words), headings.path, number)


def _folded(text: str) -> str:
    return re.sub(r"^[\d.\s]+|\W+", "", text.casefold())


def _level(group: Sequence[str], titles: dict[str, tuple[int, str]], outlined: bool) -> int | None:
    """The level of a heading, if a paragraph is one."""
    if len(group) != 1 or len(group[0]) > 120:
        return None
    found = titles.get(_folded(group[0]))
    if found is not None or outlined:
        return found[0] if found else None
    numbered = _NUMBERED.fullmatch(group[0])
    return 1 + numbered["deeper"].count(".") if numbered else 1 if _CHAPTER.fullmatch(group[0]) else None


def _paragraphs(page: Sequence[str], width: int, titles: dict[str, tuple[int, str]]) -> Iterator[list[str]]:
    group: list[str] = []
    for line in page:
        alone = bool(line) and (
            _folded(line) in titles or bool(_NUMBERED.fullmatch(line)) or bool(_CHAPTER.fullmatch(line))
        )
        ended = bool(group) and group[-1].endswith((".", "!", "?", ":", "”", '"')) and len(group[-1]) < 0.8 * width
        if group and (not line or alone or ended or _ITEM.match(line)):
            yield group
            group = []
        if alone:
            yield [line]
        elif line:
            group.append(line)
    if group:
        yield group


def _mended(lines: Sequence[str], words: Counter[str]) -> str:
    """The lines in one; a word that was broken at a line's end is whole again, unless it's written with a hyphen elsewhere."""
    first, *others = (" ".join(line.split()) for line in lines)
    text = first
    for line in others:
        broken, rest = _BROKEN.search(text[-60:]), _WORD.match(line)
        if broken is None or rest is None or not rest[0][0].islower():
            text = f"{text} {line}"
        elif words[f"{broken[1]}-{rest[0]}".lower()] > words[f"{broken[1]}{rest[0]}".lower()]:
            text += line
        else:
            text = text[:-1] + line
    return text


def _outline(reader: PdfReader) -> dict[int, list[tuple[int, str]]]:
    """The entries of the outline by page, from 1, with their levels; empty when it's broken."""
    found: dict[int, list[tuple[int, str]]] = {}
    try:
        entries: list[tuple[int, Any]] = [(1, entry) for entry in reversed(reader.outline)]
        for _ in range(_OUTLINE):
            if not entries:
                break
            level, entry = entries.pop()
            if isinstance(entry, list):
                entries += [(level + 1, each) for each in reversed(entry)]
                continue
            page = reader.get_destination_page_number(entry)
            title = " ".join(safe(str(entry.title)).split())
            if page is not None and title:
                found.setdefault(page + 1, []).append((min(level, 6), title))
    except Exception:  # the text is what counts; headings then come from it alone
        return {}
    return found


def _facts(reader: PdfReader) -> dict[str, str]:
    try:
        given: Any = reader.metadata or {}
        pairs = [(key, safe(str(given.get(f"/{key.title()}") or ""))) for key in ("title", "author")]
        date = re.match(r"D:(\d{4})(\d{2})(\d{2})", str(given.get("/CreationDate") or ""))
    except Exception:  # metadata may be as broken as anything else in a PDF
        return {}
    if date:
        pairs.append(("date", "-".join(date.groups())))
    return facts_of((key, value) for key, value in pairs if key != "title" or not _NO_TITLE.fullmatch(value.strip()))
