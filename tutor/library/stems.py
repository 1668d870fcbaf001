"""Stems of words, by the very tokenizer of the full-text index: nothing else can know what it makes of a word."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Final

MOST: Final = 50_000  # kept; words beyond that are looked up again


class Stems:
    """What SQLite's `porter unicode61` makes of words, kept. For one thread at a time."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._index = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._index.execute(
            "CREATE VIRTUAL TABLE one USING fts5 (word, content = '', tokenize = 'porter unicode61 remove_diacritics 2')"
        )
        self._index.execute("CREATE VIRTUAL TABLE seen USING fts5vocab (one, 'instance')")

    def of(self, word: str) -> str:
        """The stem of one word; empty for what the index doesn't take for a word, or takes for several."""
        if word not in self._known:
            self.learn([word])
        return self._known[word]

    def learn(self, words: Iterable[str]) -> None:
        """Look up many at once, which costs a tenth of one by one."""
        if len(self._known) > MOST:
            self._known.clear()
        new = list(dict.fromkeys(word for word in words if word not in self._known))
        if not new:
            return
        self._index.execute("BEGIN")
        self._index.executemany("INSERT INTO one (rowid, word) VALUES (?, ?)", enumerate(new, 1))
        found: dict[int, list[str]] = {}
        for n, term in self._index.execute("SELECT doc, term FROM seen"):
            found.setdefault(n, []).append(term)
        self._index.execute("ROLLBACK")
        for n, word in enumerate(new, 1):
            stems = found.get(n, [])
            self._known[word] = stems[0] if len(stems) == 1 else ""

    def close(self) -> None:
        """Let go of the index in memory."""
        self._index.close()
