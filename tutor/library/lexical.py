"""Search by words: BM25 with field weights over the full-text index, in two steps that cost the same however large it is.

1. Candidates: the numbers of the passages that have the rarest words of the query, as many words as `BUDGET` numbers allow;
   the best by the weight of the words they share. Counting and listing are all that the index is asked for: its own `bm25()`
   costs 3 µs a passage, and a common word stands in tens of thousands.
2. The candidates' texts are read, and scored with all words, common ones too.

The score of a passage d for a query q (Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", 3.6):

    Σ_w  weight(w) · idf(w) · tf(w, d) · (K1 + 1) / (tf(w, d) + K1)
    tf(w, d) = text / (1 - B + B · |d| / average) + HEADING · headings + TITLE · title          (counts of w in each)

and on top NEAR times the smaller weight · idf of two words that follow one another in the query and stand, in that order, within
WINDOW words of one another in the text.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from tutor.library.finding import owner_numbers
from tutor.library.schema import numbers
from tutor.library.stems import Stems
from tutor.library.terms import Terms, plain

K1: Final = 1.2
B: Final = 0.5
HEADING: Final = 1.5
TITLE: Final = 0.2
NEAR: Final = 0.5
WINDOW: Final = 4  # words
WIDEST: Final = 80  # characters of that many words
SPAN: Final = 280  # characters: two or three sentences
AVERAGE: Final = 240.0  # words of a passage, about
BUDGET: Final = 8_000  # numbers of passages that are looked at
CANDIDATES: Final = 100  # texts that are read
_REST: Final = re.compile(r"[^\W_]*")


@dataclass(frozen=True, slots=True)
class Match:
    """How well a passage fits. `score` > 0, unbounded: beside the sum of weight · idf over the query's words it's of order 1;
    `words`: the query's own that it has, as the query spells them, what says most first; `together`: the greatest sum of
    weight · idf of words that stand within SPAN characters of its text."""

    score: float
    words: tuple[str, ...]
    together: float = 0.0


@dataclass(frozen=True, slots=True)
class _Word:
    """A stem that is looked for: the query's words behind it, their greatest weight, in how many passages it stands."""

    stem: str
    words: tuple[str, ...]
    weight: float
    idf: float
    count: int

    @property
    def worth(self) -> float:
        return self.weight * self.idf


class _Places(NamedTuple):
    """Where words stand that may be looked for, and the words."""

    title: list[tuple[int, str]]
    headings: list[tuple[int, str]]
    text: list[tuple[int, str]]


class Lexical:
    """The search, with what it keeps: stems, and counts until something is written."""

    def __init__(self) -> None:
        self._stems = Stems()
        self._counts: dict[tuple[tuple[int, ...], str], int] = {}
        self._totals: dict[tuple[int, ...], int] = {}
        self._state: object = None

    def search(
        self, connection: sqlite3.Connection, owners: Sequence[str], terms: Terms, k: int, state: object
    ) -> dict[str, Match]:
        """The best `k` passages, the best first. `state` differs whenever the library has changed."""
        self._renew(state)
        among = owner_numbers(connection, owners)
        looked_for = self._words(connection, among, terms)
        if not looked_for or k < 1:
            return {}
        found = _candidates(connection, among, looked_for)
        stems = {word: one.stem for one in looked_for for word in one.words}
        pairs = [(stems[a], stems[b]) for a, b in terms.pairs if a in stems and b in stems and stems[a] != stems[b]]
        starts = sorted({start for one in looked_for for start in _starts(one.stem)})
        starts = [one for one in starts if not any(one != other and one.startswith(other) for other in starts)]
        read = _texts(connection, _best(found, CANDIDATES), starts)
        self._stems.learn(word for _, _, places, _ in read for some in places for _, word in some)
        scored = []
        for n, id_, places, text in read:
            match = self._match(looked_for, pairs, places, text)
            if match is not None:
                scored.append((-match.score, n, id_, match))
        return {id_: match for _, _, id_, match in sorted(scored)[:k]}

    def idf(
        self, connection: sqlite3.Connection, owners: Sequence[str], terms: Terms, state: object
    ) -> dict[str, float]:
        """The idf of each word that stands somewhere."""
        self._renew(state)
        found = self._words(connection, owner_numbers(connection, owners), terms)
        idf = {word: one.idf for one in found for word in one.words}
        return {word: idf[word] for word in terms.weights if word in idf}

    def _renew(self, state: object) -> None:
        if state != self._state:
            self._counts.clear()
            self._totals.clear()
            self._state = state

    def _words(self, connection: sqlite3.Connection, among: tuple[int, ...], terms: Terms) -> list[_Word]:
        """The stems of a query that stand anywhere, the most telling first."""
        if not among:
            return []
        spelt: dict[str, list[str]] = {}
        for word in terms.weights:
            stem = self._stems.of(word)
            if stem:
                spelt.setdefault(stem, []).append(word)
        total = self._total(connection, among)
        found = []
        for stem, words in spelt.items():
            count = self._count(connection, among, stem, words[0])
            if count:
                weight = max(terms.weights[word] for word in words)
                found.append(_Word(stem, tuple(words), weight, _idf(total, count), count))
        return sorted(found, key=lambda one: (-one.worth, one.count, one.stem))

    def _count(self, connection: sqlite3.Connection, among: tuple[int, ...], stem: str, word: str) -> int:
        key = (among, stem)
        if key not in self._counts:
            self._counts[key] = sum(
                connection.execute(
                    "SELECT count(*) FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?",
                    (_quoted(word), *numbers(n)),
                ).fetchone()[0]
                for n in among
            )
        return self._counts[key]

    def _total(self, connection: sqlite3.Connection, among: tuple[int, ...]) -> int:
        if among not in self._totals:
            query = "SELECT coalesce(sum(passages), 0) FROM documents WHERE owner = ?"
            self._totals[among] = sum(connection.execute(query, (n,)).fetchone()[0] for n in among)
        return self._totals[among]

    def _match(
        self, looked_for: Sequence[_Word], pairs: Sequence[tuple[str, str]], found: _Places, text: str
    ) -> Match | None:
        places: dict[str, list[int]] = {one.stem: [] for one in looked_for}
        for at, word in found.text:
            stem = self._stems.of(word)
            if stem in places:
                places[stem].append(at)
        above = self._counted(found.headings)
        over = self._counted(found.title)
        norm = 1 - B + B * (text.count(" ") + 1) / AVERAGE
        worth: dict[str, float] = {}
        score = 0.0
        has: list[str] = []
        for one in looked_for:
            frequency = len(places[one.stem]) / norm + HEADING * above.get(one.stem, 0) + TITLE * over.get(one.stem, 0)
            if frequency:
                score += one.worth * frequency * (K1 + 1) / (frequency + K1)
                has += one.words[:1] if one.weight == 1.0 else ()
                worth[one.stem] = one.worth
        if not worth:
            return None
        for first, second in pairs:
            if _near(places[first], places[second], text):
                score += NEAR * min(worth[first], worth[second])
        return Match(score, tuple(has), _together({stem: places[stem] for stem in worth}, worth))

    def _counted(self, found: Sequence[tuple[int, str]]) -> dict[str, int]:
        counts: dict[str, int] = {}
        for _, word in found:
            stem = self._stems.of(word)
            counts[stem] = min(counts.get(stem, 0) + 1, 2)  # long heading paths say a word at every level
        return counts


def _together(places: Mapping[str, Sequence[int]], worth: Mapping[str, float]) -> float:
    """The greatest worth of different words within SPAN characters."""
    at = sorted((place, stem) for stem, found in places.items() for place in found)
    counts: dict[str, int] = {}
    best = total = 0.0
    first = 0
    for place, stem in at:
        counts[stem] = counts.get(stem, 0) + 1
        if counts[stem] == 1:
            total += worth[stem]
        while place - at[first][0] > SPAN:
            gone = at[first][1]
            counts[gone] -= 1
            if not counts[gone]:
                total -= worth[gone]
            first += 1
        best = max(best, total)
    return best


def _near(before: Sequence[int], after: Sequence[int], text: str) -> bool:
    """Whether one stands at most WINDOW words after the other."""
    return any(
        0 < second - first <= WIDEST and text.count(" ", first, second) <= WINDOW
        for first in before
        for second in after
    )


def _texts(
    connection: sqlite3.Connection, wanted: Sequence[int], starts: Sequence[str]
) -> list[tuple[int, str, _Places, str]]:
    """Number, id, the words that may be looked for with their places, and the text as words are compared."""
    query = f"SELECT n, id, title, headings, text FROM passages WHERE n IN ({', '.join('?' * len(wanted))})"
    read = []
    for n, id_, title, headings, text in connection.execute(query, tuple(wanted)):
        flat = plain(text)
        places = _Places(*(list(_words_with(starts, one)) for one in (plain(title), plain(headings), flat)))
        read.append((n, id_, places, flat))
    return read


def _best(found: Mapping[int, float], most: int) -> list[int]:
    """Those worth most; of equals the first ones."""
    if len(found) <= most:
        return list(found)
    least = sorted(found.values(), reverse=True)[most - 1]
    better = [n for n, worth in found.items() if worth > least]
    return better + sorted(n for n, worth in found.items() if worth == least)[: most - len(better)]


def _candidates(connection: sqlite3.Connection, among: Sequence[int], looked_for: Sequence[_Word]) -> dict[int, float]:
    """Numbers of passages with the sum of what their words are worth, over the rarest words."""
    found: dict[int, float] = {}
    left = BUDGET
    for one in sorted(looked_for, key=lambda one: one.count):
        if found and one.count > left:
            break
        if one.count > left:
            return _of_common_words(connection, among, looked_for)
        left -= one.count
        worth = one.worth
        for n in _having(connection, among, _quoted(one.words[0]), one.count):
            found[n] = found.get(n, 0.0) + worth
    return found


def _of_common_words(
    connection: sqlite3.Connection, among: Sequence[int], looked_for: Sequence[_Word]
) -> dict[int, float]:
    """The same where even the rarest word is common: passages that have several of them, then some that have one."""
    found: dict[int, float] = {}
    rarest = sorted(looked_for, key=lambda one: one.count)[:3]
    for many in range(len(rarest), 0, -1):
        some = rarest[:many]
        worth = sum(one.worth for one in some)
        for n in _having(connection, among, " AND ".join(_quoted(one.words[0]) for one in some), BUDGET // 3):
            found.setdefault(n, worth)
    return found


def _having(connection: sqlite3.Connection, among: Sequence[int], expression: str, most: int) -> list[int]:
    query = "SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?"
    found: list[int] = []
    for owner in among:
        found += [n for (n,) in connection.execute(query, (expression, *numbers(owner), most))]
    return found


def _idf(total: int, count: int) -> float:
    return math.log(1 + (max(total, count) - count + 0.5) / (count + 0.5))


def _quoted(word: str) -> str:
    return f'"{word}"'  # words hold letters and digits alone


def _starts(stem: str) -> tuple[str, ...]:
    """How words of this stem begin. Stemming changes the end of a word alone: it turns y into i, puts an e where -ing was, and a
    -ble where -bility was."""
    if len(stem) > 1 and stem.endswith("i"):
        return stem, stem[:-1] + "y"
    return (stem[:-1] if len(stem) > 1 and stem.endswith(("e", "bl")) else stem,)


def _words_with(starts: Sequence[str], text: str) -> Iterator[tuple[int, str]]:
    """Where words begin that begin like this, and the words."""
    for start in starts:
        at = text.find(start)
        while at >= 0:
            if at == 0 or not text[at - 1].isalnum():
                yield at, _REST.match(text, at)[0]  # type: ignore[index]
            at = text.find(start, at + len(start))
