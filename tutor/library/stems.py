"""Stems of words, by the very tokenizer of the full-text index: nothing else can know what it makes of a word."""

from __future__ import annotations

import sqlite3
from typing import Final

MOST: Final = 20_000  # kept; words beyond that are looked up again


class Stems:
    """What SQLite's `porter unicode61` makes of words, kept. For one thread at a time."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._index = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._index.execute(
            "CREATE VIRTUAL TABLE one USING fts5 (word, content = '', tokenize = 'porter unicode61 remove_diacritics 2')"
        )
        self._index.execute("CREATE VIRTUAL TABLE seen USING fts5vocab (one, 'row')")

    def of(self, word: str) -> str:
        """The stem of one word; empty for what the index doesn't take for a word, or takes for several."""
        stem = self._known.get(word)
        if stem is None:
            self._index.execute("INSERT INTO one (rowid, word) VALUES (1, ?)", (word,))
            rows = self._index.execute("SELECT term FROM seen").fetchall()
            self._index.execute("INSERT INTO one (one) VALUES ('delete-all')")
            if len(self._known) >= MOST:
                self._known.clear()
            stem = self._known[word] = rows[0][0] if len(rows) == 1 else ""
        return stem

    def close(self) -> None:
        """Let go of the index in memory."""
        self._index.close()
