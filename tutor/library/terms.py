"""What a question in plain language looks for: its words, without those that every question has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

MOST_WORDS: Final = 64  # of a query; what comes after them is left out
LONGEST_WORD: Final = 64  # characters
CONCEPT_WEIGHT: Final = 0.7  # of a word that only a concept's name has, at most, beside a word of the learner's own
CONCEPTS_WEIGHT: Final = 0.5  # of all of these together, at most, beside all of the learner's
_WORD: Final = re.compile(r"[^\W_]+")
_ACCENTS: Final = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_VARIANTS: Final = str.maketrans("µſςϐϑϕϖϰϱϵ", "μsσβθφπκρε")  # letters that have another small form
_STOP: Final = frozenset(
    """
    a about above after again against ain all almost along already also although always am among an and another any
    anybody anyone anything are aren as ask asked asks at away back be became because become becomes been before being
    below between both but by came can cannot come comes could couldn d did didn do does doesn doing don done down during
    each either else enough etc even ever every everybody everyone everything explain explained explaining explains few
    for from further gave get gets getting give given gives go goes going gone got had hadn has hasn have haven having he
    hence her here hers herself him himself his how however i if in indeed instead into is isn it its itself just kind
    know let lets ll made make makes making many may maybe me might more most much must my myself namely need nor not now
    of off often oh ok on once one only onto or other others ought our ours ourselves out over own per perhaps please put
    quite rather re really regarding s said same saw say saying says see seem seems seen shall shan she should shouldn
    show shows so some somebody somehow someone something sometimes still such t take takes tell tells than that the their
    theirs them themselves then there therefore these they thing things think thinks this those though through thus to
    together told too took toward towards under until up upon us use used uses using usually ve very via want wants was
    wasn way we well went were weren what whatever when where whereas whether which while who whole whom whose why will
    with within without won would wouldn y yes yet you your yours yourself yourselves
    """.split()  # noqa: SIM905
)
_ABOUT: Final = frozenset(
    """
    author authors chapter document documents episode guest host interview lecture lecturer mentions mentioned note notes
    paper passage podcast section speaker speakers talk talked talking talks text transcript video mean means meant like
    """.split()  # noqa: SIM905
)
ABOUT_WEIGHT: Final = (
    0.3  # of a word that speaks of documents rather than of their subject ("what does the speaker like?")
)


@dataclass(frozen=True, slots=True)
class Terms:
    """Words (small letters, without accents) with their weights in (0, 1], in the order of the question; `pairs`: words that
    follow one another in it."""

    weights: Mapping[str, float]
    pairs: tuple[tuple[str, str], ...] = ()


def terms(text: str, concepts: Sequence[str] = ()) -> Terms:
    """The terms of a question and of the names of the concepts behind it. A question made of stop words alone keeps them."""
    said = words(text)[:MOST_WORDS]
    own = [word for word in said if word not in _STOP] or said
    weights = {word: ABOUT_WEIGHT if word in _ABOUT else 1.0 for word in own}
    pairs = list(pairwise(own))
    named: dict[str, None] = {}
    for name in concepts:
        some = [word for word in words(name) if word not in _STOP][:MOST_WORDS]
        pairs += pairwise(some)
        named.update(dict.fromkeys(word for word in some if word not in weights))
    added = list(named)[: MOST_WORDS - len(weights)]
    if added:
        weight = min(CONCEPT_WEIGHT, CONCEPTS_WEIGHT * max(1.0, sum(weights.values())) / len(added))
        weights.update(dict.fromkeys(added, weight))
    known = dict.fromkeys(pair for pair in pairs if pair[0] != pair[1] and pair[0] in weights and pair[1] in weights)
    return Terms(weights, tuple(known))


def words(text: str) -> list[str]:
    """The words of a text as the index cuts and folds it, in order, before they're stemmed."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(plain(text))]


def plain(text: str) -> str:
    """Small letters without accents, as SQLite folds them."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFD", text.lower())).translate(_VARIANTS)
