"""Looks up what stands behind a question, or may answer one, before anything is decided.

A desk looks first and decides then, as it does with the settler: the passages come into `decide` with the world, and what is
shown of them is stored by the same append as the action. Whatever happens in between, either the action is stored with what
was shown, or nothing is; an answer that is still owed doesn't exist. The index is asked outside of any transaction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tutor.chain.frames import Chain
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.variants import draw
from tutor.errors import LibraryError
from tutor.notation.untrusted import clean
from tutor.session.citations import cited
from tutor.session.cited import Cited
from tutor.session.ports import Hit, Passage, Passages, Query

FOR_SOURCES: Final = 3  # passages that are looked for beside the authored sources
FAINT: Final = 0.5  # of the best one's score: a passage beside a question that fits less isn't worth its reading
FOR_ASIDE: Final = 3
LONGEST: Final = 1000  # characters of a query
_FIGURES: Final = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|\d+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Lookup:
    """What was found. `missing`: authored sources that no document here has. `trouble`: why the documents couldn't be looked
    at, in words for the learner."""

    found: tuple[Cited, ...] = ()
    missing: tuple[str, ...] = ()
    trouble: str | None = None


async def behind_question(passages: Passages, owner: str, curricula: Curricula, chain: Chain) -> Lookup:
    """What the question's concept cites, then what its names and those of what it rests on find. The question's own words only choose
    what is quoted: they are scenery mostly, and found the cited section in five cases of ten, the names in nine."""
    asked = chain.question
    if asked is None:
        return Lookup()
    words = _said(_prose(draw(curricula, asked.ref, asked.n).ask))
    query = Query("; ".join(own_names(curricula, asked.concept)), names_below(curricula, asked.concept))
    found: list[Cited] = []
    missing: list[str] = []
    try:
        for source in curricula.concept(asked.concept).concept.sources:
            there = await passages.cited(owner, source)
            if there:
                found.append(cited(there, words, authored=True))
            else:
                missing.append(source)
        hits = await passages.search(owner, query, 2 * FOR_SOURCES + len(found))
    except LibraryError as error:
        return Lookup(tuple(found), tuple(missing), _trouble(error))
    clear = [hit for hit in hits if hit.score >= FAINT * hits[0].score]
    return Lookup((*found, *_others(clear, found, words, FOR_SOURCES)), tuple(missing))


async def for_words(passages: Passages, owner: str, curricula: Curricula, chain: Chain, text: str) -> Lookup:
    """The best passages for what the learner asks."""
    asked = chain.question
    query = Query(_said(text), own_names(curricula, asked.concept) if asked else ())
    try:
        hits = await passages.search(owner, query, 2 * FOR_ASIDE)
    except LibraryError as error:
        return Lookup(trouble=_trouble(error))
    return Lookup(tuple(_others(hits, (), query.text, FOR_ASIDE)))


def own_names(curricula: Curricula, concept: str) -> tuple[str, ...]:
    """The names of a concept. They steer a search and aren't shown."""
    model = curricula.concept(concept).concept
    return tuple(dict.fromkeys((model.title, *model.aliases)))


def names_below(curricula: Curricula, concept: str) -> tuple[str, ...]:
    """The names of what a concept rests on directly."""
    return tuple(dict.fromkeys(curricula.concept(ref).concept.title for ref in curricula.prerequisites(concept)))


def _others(hits: Iterable[Hit], found: Iterable[Cited], words: str, most: int) -> list[Cited]:
    """Those that aren't shown already."""
    known = {passage for one in found for passage in one.passages}
    fresh: list[Hit] = []
    for hit in hits:
        if hit.passage.id not in known and not any(_overlap(hit.passage, one.passage) for one in fresh):
            fresh.append(hit)
    return [cited((hit.passage,), words, why=hit.why) for hit in fresh[:most] if _says_something(hit.passage)]


def _overlap(one: Passage, other: Passage) -> bool:
    """Neighbours repeat one another: the better one is enough."""
    return one.document == other.document and one.start < other.end and other.start < one.end


def _says_something(passage: Passage) -> bool:
    return bool(clean(passage.text).strip())


def _prose(text: str) -> str:
    """Without formulas and numbers: the letters and figures of one question are in any document, and mean something else there."""
    return _FIGURES.sub(" ", text)


def _said(text: str) -> str:
    return " ".join(clean(text).split())[:LONGEST]


def _trouble(error: LibraryError) -> str:
    return clean(f"The documents couldn't be searched: {error.what} ({error.remedy}).", newlines=False)
