"""The seed documents that ship, without an index: what a curriculum cites is found by its heading, and nothing is searched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from tutor.curriculum.text_rules import slug_of
from tutor.errors import LibraryError
from tutor.library.document import SHARED, document_id, passage_id
from tutor.session.ports import Hit, Passage, Query

LARGEST: Final = 2_000_000  # bytes of a document
_HEADING: Final = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t#]*$", re.MULTILINE)
_FENCE: Final = re.compile(r"^(```+|~~~+).*?^\1", re.MULTILINE | re.DOTALL)
_FRONT: Final = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_FACT: Final = re.compile(r"^([a-z]+):[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)


class ShippedPassages:
    """The passages that curricula cite, `folder/file.md#heading`, below folders of Markdown documents; a whole section is one."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._cited: dict[str, Passage] = {}

    async def search(self, owner: str, query: Query, k: int) -> tuple[Hit, ...]:  # noqa: ARG002
        """Nothing: there's no index."""
        return ()

    async def open(self, owner: str, passage: str) -> Passage:  # noqa: ARG002
        """A passage that was cited before."""
        found = self._cited.get(passage)
        if found is None:
            raise LibraryError("unknown-passage", f"there's no passage {passage[:64]!r}", remedy="search again")
        return found

    async def cited(self, owner: str, source: str) -> tuple[Passage, ...]:  # noqa: ARG002
        """The section of that name; none when it isn't there."""
        name, _, heading = source.partition("#")
        for folder in self._folders:
            path = (folder / name).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file() and path.stat().st_size <= LARGEST:
                found = next((one for slug, one in _sections(path, name) if slug == heading or not heading), None)
                if found is not None:
                    self._cited[found.id] = found
                    return (found,)
        return ()

    async def quoted(self, owner: str, quote: str, passage: str) -> bool:
        """Whether the quote stands word for word in a passage that was cited before; white space and case don't matter."""
        text = (await self.open(owner, passage)).text
        return bool(quote.strip()) and _folded(quote) in _folded(text)


@lru_cache(maxsize=64)
def _sections(path: Path, name: str) -> tuple[tuple[str, Passage], ...]:
    """Every section of a document, with what lies below it, by the link of its heading."""
    content = path.read_bytes()
    text = content.decode("utf-8", "replace").replace("\r\n", "\n")
    document = document_id(SHARED, content)
    front = _FRONT.match(text)
    facts = dict(_FACT.findall(front.group(1))) if front else {}
    title = facts.pop("title", "").strip("\"'")
    found = []
    above: list[tuple[int, str]] = []
    places = list(_headings(text))
    for i, (level, heading, _, start) in enumerate(places):
        above = [*(one for one in above if one[0] < level), (level, heading)]
        end = next((at for other, _, at, _ in places[i + 1 :] if other <= level), len(text))
        start += len(text[start:end]) - len(text[start:end].lstrip())
        body = text[start:end].rstrip()
        passage = Passage(
            id=passage_id(document, start, start + len(body)),
            document=document,
            title=title or name,
            source=name,
            text=body,
            start=start,
            end=start + len(body),
            line=text.count("\n", 0, start) + 1,
            headings=tuple(one for _, one in above),
            facts=facts,
        )
        found.append((slug_of(heading), passage))
    return tuple(found)


def _headings(text: str) -> Iterator[tuple[int, str, int, int]]:
    """Level, text, and where its line begins and ends, of every heading outside of code."""
    code = [match.span() for match in _FENCE.finditer(text)]
    for match in _HEADING.finditer(text):
        if not any(start <= match.start() < end for start, end in code):
            yield len(match.group(1)), match.group(2), match.start(), match.end()


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
