"""Markdown by the block tokens of markdown-it-py: headings, maths, tables and code kept whole, offsets into the source itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from tutor.errors import LibraryError, Where
from tutor.library.document import Block, BlockKind, Document
from tutor.library.facts import front_matter
from tutor.library.limits import Limits
from tutor.library.readers import transcript
from tutor.library.readers.lines import LONGEST_HEADING, Headings, Stretch, bounded, heading_words, joined, title_of

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

_FORMULA_LINES: Final = 60
"""Lines up to which the end of a formula is looked for: without a bound, many that never end would be looked through many times."""
_NESTING: Final = 40
_KINDS: Final[dict[str, BlockKind]] = {
    "fence": "code",
    "code_block": "code",
    "math_block": "maths",
    "table_open": "table",
}
_OPENING: Final = re.compile(
    r"\$\$|\\\[|\\begin\{(?:equation|multline|gather|align|alignat|flalign|eqnarray|[pbBvV]?matrix)\*?\}"
)
_ANCHOR: Final = re.compile(r"\{#[\w-]{1,80}\}\Z")
_DEFINITION: Final = re.compile(r"\[[^\]^][^\]]{0,200}\]:\s*\S+(?:\s+[\"'(].*)?")
_TAG: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|</?[A-Za-z][^<>]{0,1000}>|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_QUOTED: Final = re.compile(r"\s{0,3}(?:>\s?)+")


def read(name: str, text: str, limits: Limits) -> Document:
    """The document of a Markdown source. One that has the shape of a transcript is read as that."""
    facts, begin = front_matter(text)
    if transcript.recognised(text, begin):
        return transcript.read(name, text, limits)
    blocks = bounded(_Source(name, text, begin).blocks(), name, limits)
    return Document(title_of(name, facts, blocks), "markdown", text, blocks, facts)


class _Source:
    """A source, its lines and where it stands in its lists."""

    def __init__(self, name: str, text: str, begin: int) -> None:
        self._name = name
        self._body = text[begin:]
        self._lines = self._body.split("\n")
        self._starts = list(accumulate((len(line) + 1 for line in self._lines), initial=begin))
        self._headings = Headings()

    def blocks(self) -> Iterator[Block]:
        items: list[int | None] = []  # the line of each open list item, until its first block was read
        quotes = 0
        parsed = _reader().parse(self._body)
        if any(token.level >= _NESTING - 2 for token in parsed):  # what lies deeper was left out
            raise LibraryError(
                "document-unreadable",
                f"lists and quotes are nested more than {_NESTING - 2} levels deep",
                remedy="save it as plain text",
                where=Where(self._name),
            )
        tokens = iter(parsed)
        for token in tokens:
            match token.type:
                case "list_item_open":
                    items.append(token.map[0] if token.map else None)
                case "list_item_close":
                    items.pop()
                case "blockquote_open":
                    quotes += 1
                case "blockquote_close":
                    quotes -= 1
                case "heading_open":
                    yield from self._heading(int(token.tag[1]), next(tokens))
                case "inline":
                    yield from self._prose(token, items, quotes > 0)
                case "html_block":
                    yield from self._html(token)
                case kind if kind in _KINDS:
                    yield from self._verbatim(_KINDS[kind], token, quotes > 0)
                    if kind == "table_open":
                        _skip(tokens)

    def _heading(self, level: int, token: Token) -> Iterator[Block]:
        lines = list(self._inline(token))
        if sum(len(line.text) for line in lines) > LONGEST_HEADING:
            yield joined("paragraph", lines, self._headings.path)
            return
        words = heading_words(" ".join(line.text for line in lines))
        path = self._headings.under(level, words)
        if words:
            if lines[-1].text.endswith("}"):  # an anchor, not words
                lines[-1] = lines[-1]._replace(text=_unanchored(lines[-1].text) or words)
            yield joined("heading", lines, path, start=self._starts[token.map[0]] if token.map else None)

    def _prose(self, token: Token, items: list[int | None], quoted: bool) -> Iterator[Block]:
        lines = [line for line in self._inline(token) if not _DEFINITION.fullmatch(line.text)]
        if not lines:
            return
        start = None
        if items and items[-1] is not None and token.map:
            if items[-1] == token.map[0]:  # the item's own mark belongs to what it reads
                line = self._lines[token.map[0]]
                begin = self._starts[token.map[0]]
                start = begin + len(line) - len(line.lstrip())
                mark = self._body[start - self._starts[0] : lines[0].start - self._starts[0]].strip()
                if mark and len(mark.split()) == 1:  # else there are other marks in between
                    lines.insert(0, Stretch(mark, start))
            items[-1] = None
        kind: BlockKind = "list" if items else "quote" if quoted else "paragraph"
        yield joined(kind, lines, self._headings.path, start=start)

    def _inline(self, token: Token) -> Iterator[Stretch]:
        """The lines of a paragraph, without the marks of the quotes and lists around it."""
        first = token.map[0] if token.map else 0
        for number, content in enumerate(token.content.split("\n"), first):
            said, line = content.strip(), self._lines[number].rstrip()
            at = line.rfind(said)
            if said and at >= 0:
                yield Stretch(said, self._starts[number] + at)

    def _verbatim(self, kind: BlockKind, token: Token, quoted: bool) -> Iterator[Block]:
        if token.map is None:
            return
        first, last = token.map
        while last > first and not self._lines[last - 1].strip():
            last -= 1
        lines = []
        for number in range(first, last):
            line = self._lines[number].rstrip()
            mark = _QUOTED.match(line) if quoted else None
            at = mark.end() if mark else 0
            lines.append(Stretch(line[at:], self._starts[number] + at, glue="\n"))
        if lines:
            yield joined(kind, lines, self._headings.path)

    def _html(self, token: Token) -> Iterator[Block]:
        """What stands between the tags of a block of HTML."""
        if token.map is None:
            return
        begin, end = self._starts[token.map[0]], self._starts[token.map[1]]
        source = self._body[begin - self._starts[0] : end - self._starts[0]]
        lines, at = [], 0
        for found in [*_TAG.finditer(source), None]:
            for line in source[at : found.start() if found else len(source)].split("\n"):
                if line.strip():
                    lines.append(Stretch(line.strip(), begin + at + len(line) - len(line.lstrip())))
                at += len(line) + 1
            at = found.end() if found else at
        if lines:
            yield joined("paragraph", lines, self._headings.path)


def _skip(tokens: Iterator[Token]) -> None:
    for token in tokens:
        if token.type == "table_close":
            return


@cache
def _reader() -> MarkdownIt:
    """CommonMark's blocks with tables and formulas; what stands within a line is left as it is."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": True, "maxNesting": _NESTING}).enable("table").disable("reference")
    ends: RuleOptionsType = {"alt": ["paragraph", "blockquote", "list"]}
    reader.block.ruler.before("fence", "formula", _formula, ends)
    reader.core.ruler.enableOnly(["normalize", "block"])
    return reader


def _formula(state: StateBlock, begin: int, end: int, silent: bool) -> bool:
    r"""`$$`, `\[` or `\begin{align}` at the start of a line, up to a line that ends what was begun, without a blank line between."""
    if state.is_code_block(begin):
        return False
    start = state.bMarks[begin] + state.tShift[begin]
    opening = _OPENING.match(state.src, start, state.eMarks[begin])
    if opening is None:
        return False
    closing = {"$$": "$$", "\\[": "\\]"}.get(opening[0]) or "\\end" + opening[0][len("\\begin") :]
    for number in range(begin, min(end, begin + _FORMULA_LINES)):
        line = _unlabelled(state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].rstrip())
        if not line:
            return False
        if line.endswith(closing) and (number > begin or len(line) >= len(opening[0]) + len(closing)):
            if not silent:
                token = state.push("math_block", "math", 0)
                token.map = [begin, number + 1]
                state.line = number + 1
            return True
    return False


def _unlabelled(line: str) -> str:
    """A line without the label that may stand behind a formula's end: `$$ (eq:1)`."""
    if line.endswith(")"):
        before = line[: line.rfind("(")].rstrip()
        if before.endswith("$$"):
            return before
    return line


def _unanchored(line: str) -> str:
    found = _ANCHOR.search(line, max(0, len(line) - 84))
    return line[: found.start()].rstrip() if found else line
