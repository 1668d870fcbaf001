"""A text put together from what is taken out of a file, block by block."""

from __future__ import annotations

from tutor.errors import LibraryError, Where
from tutor.library.decoding import safe
from tutor.library.document import Block, BlockKind
from tutor.library.limits import Limits


class Extract:
    """Blocks with a blank line between them, and the text they make; within the limits."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.blocks: list[Block] = []
        self._name = name
        self._limits = limits
        self._texts: list[str] = []
        self._at = 0

    def put(self, kind: BlockKind, text: str, headings: tuple[str, ...] = (), page: int | None = None) -> None:
        """One more block, if there's anything in it. LibraryError("document-too-large") beyond a limit."""
        text = safe(text).strip("\n ") if kind in ("code", "table") else safe(text).strip()
        if not text.strip():
            return
        begin = self._at + 2 if self._texts else 0
        self._at = begin + len(text)
        if self._at > self._limits.text or len(self.blocks) >= self._limits.blocks:
            raise LibraryError(
                "document-too-large",
                f"there's more in this document than {self._limits.text:,} characters or {self._limits.blocks:,} pieces",
                remedy="cut it into several files",
                where=Where(self._name),
            )
        self._texts.append(text)
        self.blocks.append(Block(kind, text, begin, self._at, headings, page))

    @property
    def text(self) -> str:
        """All of it."""
        return "\n\n".join(self._texts)
