"""The fused score of a passage for a query: how close it is in meaning, as a whole and in its closest window, and how many of the
query's words stand together in it.

    PASSAGE · cos(passage) + WINDOW · max cos(window) + WORDS · t²,       t = Σ weight · idf of those words / Σ of the query's

t² and not t: few shared words say little, nearly all of them say a lot. Without vectors the score is w, the lexical score
beside 2.5 times the query's weight. Tuned on questions about five transcripts (`tests/benchmarks/retrieval.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tutor.library.lexical import Match
from tutor.library.vectors import Closeness

PASSAGE: Final = 0.2
WINDOW: Final = 0.8
WORDS: Final = 0.25
SATURATED: Final = 2.5  # the lexical score of a passage that is full of every word, beside the query's weight
CANDIDATES: Final = 60  # passages that words and vectors each put forward
DISTANT: Final = 0.15  # a closeness below this means nothing: unrelated sentences reach it
NAMED: Final = 4  # words that a reason names


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage (its id), its score in [0, 1], and why it's here."""

    passage: str
    score: float
    why: str


def ranked(
    matches: Mapping[str, Match], mass: float, closeness: Mapping[str, Closeness] | None, k: int
) -> tuple[Ranked, ...]:
    """The best `k`, the best first. `matches`: by words, `mass` the sum of weight · idf of the query's words; `closeness` of every
    candidate, or None where there are no vectors."""
    if closeness is None:
        found = [Ranked(id_, _share(match, mass), _why(match, None)) for id_, match in matches.items()]
    else:
        found = [
            Ranked(id_, _fused(matches.get(id_), mass, close), _why(matches.get(id_), close))
            for id_, close in closeness.items()
            if id_ in matches or _meaning(close) > DISTANT
        ]
    return tuple(sorted(found, key=lambda one: (-one.score, one.passage))[:k])


def _share(match: Match | None, mass: float) -> float:
    return 0.0 if match is None or mass <= 0 else min(1.0, match.score / (SATURATED * mass))


def _meaning(close: Closeness) -> float:
    return PASSAGE * close.passage + WINDOW * close.window


def _fused(match: Match | None, mass: float, close: Closeness) -> float:
    together = 0.0 if match is None or mass <= 0 else min(1.0, match.together / mass)
    score = _meaning(close) + WORDS * together**2
    return max(0.0, min(1.0, score / (PASSAGE + WINDOW + WORDS)))


def _why(match: Match | None, close: Closeness | None) -> str:
    words = _listed(match.words) if match is not None and match.words else ""
    near = close is not None and _meaning(close) > 2 * DISTANT
    if near and words:
        return f"it's close in meaning and has {words}"
    if words:
        return f"it has {words}"
    return "it's close in meaning" if near or match is None else "it speaks of what stands behind the question"


def _listed(words: Sequence[str]) -> str:
    shown = [f"“{word}”" for word in words[:NAMED]]
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1]
