"""A question back ("what does span mean?"): which concepts it touches, by their titles and other names."""

from __future__ import annotations

import re
from typing import Final

from tutor.chain.frames import Chain
from tutor.curriculum.curricula import Curricula

MOST: Final = 3
_WORD = re.compile(r"[^\W\d_]{3,}")


def concepts_touched(curricula: Curricula, chain: Chain, text: str) -> tuple[str, ...]:
    """Up to three concepts that the text names, those already met first; the concept being derived is left out."""
    asked = chain.question
    hidden = {frame.concept for frame in chain.waiting} | ({asked.concept} if asked else set())
    words = _stems(text)
    found = [
        (len(named), ref)
        for ref in curricula.concepts
        if ref not in hidden and (named := _named(curricula, ref, words))
    ]
    found.sort(key=lambda pair: (not chain.settled(pair[1]), -pair[0]))
    return tuple(ref for _, ref in found[:MOST])


def _named(curricula: Curricula, ref: str, words: frozenset[str]) -> frozenset[str]:
    """The words of the longest name of the concept that the text contains whole."""
    concept = curricula.concept(ref).concept
    names = [_stems(name) for name in (concept.title, *concept.aliases, concept.id.replace("-", " "))]
    return max((name for name in names if name and name <= words), key=len, default=frozenset())


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.casefold().rstrip("s") for word in _WORD.findall(text[:2000]))
