"""A library in memory, for sessions that look into documents: sections of Markdown, found by the words they share with a query."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tutor.curriculum.text_rules import slug_of
from tutor.errors import LibraryError
from tutor.library.document import SHARED, document_id, passage_id
from tutor.session.ports import Hit, Passage, Query

_HEADING = re.compile(r"^## (.*)$", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]{3,}")


class Shelf:
    """Documents by name; each section is a passage. `broken`: what every look-up fails with. `asked`: the queries so far."""

    def __init__(self, documents: Mapping[str, str], title: str = "A primer") -> None:
        self.title, self.passages, self.asked = title, [], list[Query]()
        self.broken: LibraryError | None = None
        for name, text in documents.items():
            self.add(name, text)

    def add(self, name: str, text: str) -> None:
        document = document_id(SHARED, text.encode())
        parts = _HEADING.split(text)
        at = len(parts[0])
        for heading, body in zip(parts[1::2], parts[2::2], strict=True):
            start = text.index(body, at)
            at = start + len(body)
            line = text.count("\n", 0, start) + 2
            self.passages.append(
                Passage(passage_id(document, start, at), document, self.title, name, body.strip(), start, at, line, (heading,))
            )  # fmt: skip

    def remove(self) -> None:
        """Take all documents away."""
        self.passages.clear()

    def _all(self) -> list[Passage]:
        if self.broken is not None:
            raise self.broken
        return self.passages

    async def search(self, owner: str, query: Query, k: int) -> tuple[Hit, ...]:
        self.asked.append(query)
        wanted = _words(query.text)
        found = [(len(wanted & _words(one.text + " ".join(one.headings))), one) for one in self._all()]
        found = sorted((pair for pair in found if pair[0]), key=lambda pair: -pair[0])
        most = max((score for score, _ in found), default=1)
        return tuple(Hit(one, score / most, f"{score} words in common") for score, one in found[:k])

    async def open(self, owner: str, passage: str) -> Passage:
        for one in self._all():
            if one.id == passage:
                return one
        raise LibraryError("unknown-passage", "there's no such passage", remedy="search again")

    async def cited(self, owner: str, source: str) -> tuple[Passage, ...]:
        name, _, heading = source.partition("#")
        return tuple(one for one in self._all() if one.source == name and heading in ("", slug_of(one.headings[0])))

    async def quoted(self, owner: str, quote: str, passage: str) -> bool:
        return quote in (await self.open(owner, passage)).text


def _words(text: str) -> set[str]:
    return {word.casefold().rstrip("s") for word in _WORD.findall(text)} - {"the", "and", "what", "does", "are", "thi"}
