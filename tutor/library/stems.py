"""Stems of words, by the very tokenizer of the full-text index: nothing else can know what it makes of a word."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
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
        stems = self._cut(new)
        if len(stems) != len(new):  # one of them isn't one word for the index, so that none can be told from the next
            stems = [found[0] if len(found := self._cut([word])) == 1 else "" for word in new]
        self._known.update(zip(new, stems, strict=True))

    def close(self) -> None:
        """Let go of the index in memory."""
        self._index.close()

    def _cut(self, words: Collection[str]) -> list[str]:
        self._index.execute("INSERT INTO one (rowid, word) VALUES (1, ?)", (" ".join(words),))
        rows = self._index.execute('SELECT term FROM seen ORDER BY "offset"').fetchall()
        self._index.execute("INSERT INTO one (one) VALUES ('delete-all')")
        return [term for (term,) in rows]
