"""HTML by the standard library's parser: what a reader of the page reads, without scripts, styles and what surrounds the text.

Nothing is loaded and no link is followed. It's read tag by tag and no tree is built, so that nesting costs nothing.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

from tutor.errors import LibraryError, Where
from tutor.library.document import BlockKind, Document
from tutor.library.facts import facts_of
from tutor.library.limits import Limits
from tutor.library.readers.extracted import Extract
from tutor.library.readers.lines import LONGEST_HEADING, Headings, heading_words, title_of

_SKIPPED: Final = frozenset(
    [
        *(
            "script",
            "style",
            "noscript",
            "template",
            "svg",
            "nav",
            "aside",
            "form",
            "button",
            "select",
            "iframe",
            "object",
            "canvas",
        ),
        *("dialog", "textarea", "audio", "video", "map", "menu"),
    ]
)
_AROUND: Final = frozenset(["header", "footer"])
"""Skipped where they surround the page; in an article they hold its title or its notes."""
_BREAKING: Final = frozenset(
    [
        *(
            "p",
            "div",
            "section",
            "article",
            "main",
            "body",
            "ul",
            "ol",
            "dl",
            "dt",
            "dd",
            "li",
            "blockquote",
            "pre",
            "table",
            "hr",
        ),
        *("figure", "figcaption", "details", "summary", "address", "header", "footer", "center", "fieldset", "caption"),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
    ]
)
_VOID: Final = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905
_POWER: Final = re.compile(r"[-+−]?\d{1,4}[+−-]?|[A-Za-z]|[+−-]")
_ENOUGH: Final = 400
"""Characters of `<main>` from which on it's taken to be the whole text."""
_TEX: Final = "application/x-tex"


def read(name: str, text: str, limits: Limits) -> Document:
    """The document of a page. Its text is what was extracted. LibraryError("document-unreadable") when there's none."""
    page = _Page(name, limits)
    page.feed(text)
    page.finish()
    extract = page.main if len(page.main.text) >= _ENOUGH else page.all
    if not extract.blocks:
        raise LibraryError(
            "document-unreadable", "there's no text in this page", remedy="save it as text or PDF", where=Where(name)
        )
    facts = facts_of(page.pairs)
    return Document(title_of(name, facts, extract.blocks), "html", extract.text, tuple(extract.blocks), facts)


class _Page(HTMLParser):
    """What comes by, tag after tag."""

    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.all, self.main = Extract(name, limits), Extract(name, limits)
        self.pairs: list[tuple[str, str]] = []
        self._headings = Headings()
        self._words: list[str] = []
        self._skipping: str | None = None
        self._skipped = 0
        self._inside = {"main": 0, "article": 0, "blockquote": 0, "pre": 0, "table": 0}
        self._lists: list[int | None] = []
        self._mark = ""
        self._level = 0
        self._raised: int | None = None
        self._titled = False
        self._rows: list[list[str]] = []
        self._tex = self._is_formula = self._celled = False
        self._source: list[str] = []
        self._formula: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See HTMLParser."""
        given = {key: value or "" for key, value in attrs}
        if self._skipping:
            self._skipped += tag == self._skipping
            self._tex = self._tex or (tag == "annotation" and given.get("encoding", "").lower() == _TEX)
            return
        if self._is_skipped(tag, given):
            self._skipping, self._skipped = tag, 1
            self._is_formula = tag == "math"
            self._formula, self._source = [], [given["alttext"]] if tag == "math" and given.get("alttext") else []
            return
        self._fact(tag, given)
        if tag in _BREAKING and not (self._inside["table"] and tag != "table"):
            self.ended()
        elif tag in _BREAKING or tag in ("td", "th"):
            self._words.append(" ")
        if tag in self._inside:
            self._inside[tag] += 1
        match tag:
            case "ul" | "ol":
                self._lists.append(1 if tag == "ol" else None)
            case "li":
                self._mark = self._next_mark()
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._level = int(tag[1])
            case "br":
                self._words.append("\n" if self._inside["pre"] else " ")
            case "sup":
                self._raised = len(self._words)
            case "tr" | "td" | "th" if self._inside["table"] == 1:
                self._cell()
                if tag == "tr":
                    self._rows.append([])
                else:
                    self._celled = True

    def handle_endtag(self, tag: str) -> None:
        """See HTMLParser."""
        if self._skipping:
            self._tex = self._tex and tag != "annotation"
            if tag == self._skipping:
                self._skipped -= 1
                if self._skipped == 0:
                    self._skipping = None
                    self._words += self._formula_words()
            return
        if tag in ("td", "th", "tr", "table") and self._inside["table"] == 1:
            self._cell()
        if tag in _BREAKING and not (self._inside["table"] and tag != "table"):
            self.ended()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag == "table" and self._inside["table"] == 1:
            self._table()
        if self._inside.get(tag):
            self._inside[tag] -= 1
        if tag == "sup" and self._raised is not None:
            self._power(self._raised)
        if tag == "title":
            self._titled = False

    def handle_data(self, data: str) -> None:
        """See HTMLParser."""
        if self._skipping:
            (self._source if self._tex else self._formula).append(data)
        elif self._titled:
            self.pairs.append(("title", data))
        else:
            self._words.append(data)

    def _formula_words(self) -> list[str]:
        """A formula that was passed over: its TeX, where the page has it, else the signs in it."""
        source, signs = " ".join("".join(self._source).split()), " ".join("".join(self._formula).split())
        self._source, self._formula = [], []
        return [f"${source}$"] if source else [signs] if signs and self._is_formula else []

    def finish(self) -> None:
        """The end of the page: what is still open is closed."""
        self.close()
        if self._inside["table"]:
            self._cell()
            self._table()
        self.ended()

    def ended(self) -> None:
        """What was collected is a block."""
        said = "".join(self._words)
        self._words, self._raised = [], None
        level, self._level = self._level, 0
        if not said.strip():
            return
        if self._inside["pre"]:
            self._put("code", said)
            return
        said = " ".join(said.split())
        if level and len(said) <= LONGEST_HEADING:
            path = self._headings.under(level, heading_words(said))
            self._put("heading", said, path)
        elif self._lists:
            self._put("list", self._mark + said)
            self._mark = ""
        else:
            self._put("quote" if self._inside["blockquote"] else "paragraph", said)

    def _put(self, kind: BlockKind, text: str, path: tuple[str, ...] | None = None) -> None:
        path = self._headings.path if path is None else path
        self.all.put(kind, text, path)
        if self._inside["main"] or self._inside["article"]:
            self.main.put(kind, text, path)

    def _is_skipped(self, tag: str, given: dict[str, str]) -> bool:
        if tag in _VOID:
            return False
        inner = self._inside["main"] or self._inside["article"]
        hidden = "hidden" in given or given.get("aria-hidden", "").lower() == "true"
        role = given.get("role", "").lower() in ("navigation", "banner", "contentinfo", "search")
        return (
            tag in _SKIPPED
            or (tag in _AROUND and not inner)
            or tag == "math"
            or ((hidden or role) and tag not in ("body", "html"))
        )

    def _fact(self, tag: str, given: dict[str, str]) -> None:
        if tag == "meta" and len(self.pairs) < 200:
            self.pairs.append((given.get("name") or given.get("property") or "", given.get("content", "")[:2_000]))
        elif tag == "link" and given.get("rel") == "canonical":
            self.pairs.append(("canonical", given.get("href", "")))
        elif tag == "html":
            self.pairs.append(("lang", given.get("lang", "")))
        elif tag == "a" and given.get("rel", "").lower() == "license":
            self.pairs.append(("licence", given.get("href", "")))
        elif tag == "title":
            self._titled = True

    def _next_mark(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "- "
        self._lists[-1] += 1
        return f"{self._lists[-1] - 1}. "

    def _power(self, begin: int) -> None:
        raised = "".join(self._words[begin:]).strip()
        if _POWER.fullmatch(raised):
            self._words[begin:] = [f"^{raised}"]
        self._raised = None

    def _cell(self) -> None:
        """What was collected is a cell, whether its end was marked or not."""
        if self._celled:
            if not self._rows:
                self._rows.append([])
            self._rows[-1].append(" ".join("".join(self._words).split()))
        elif "".join(self._words).strip():  # a caption, or words that no cell holds
            self._put("paragraph", " ".join("".join(self._words).split()))
        self._words, self._celled = [], False

    def _table(self) -> None:
        """A table of short cells is one; a page laid out in a table is paragraphs."""
        rows, self._rows = [row for row in self._rows if any(row)], []
        if any(len(cell) > _ENOUGH for row in rows for cell in row):
            for row in rows:
                for cell in row:
                    self._put("paragraph", cell)
        elif rows:
            self._put("table", "\n".join(" | ".join(row) for row in rows))
