"""A question back ("what does span mean?"): which concepts it touches, by their titles and other names, how the learner stands with
them, and what to ask in return."""

from __future__ import annotations

import re
from typing import Final

from tutor.chain.frames import Asked, Chain
from tutor.curriculum.curricula import Curricula
from tutor.learner.estimate import Estimate, mastered
from tutor.session.events import Standing, Touched
from tutor.session.summary import before

MOST: Final = 3
_WORD = re.compile(r"[^\W\d_]{3,}")


def concepts_touched(curricula: Curricula, chain: Chain, text: str) -> tuple[str, ...]:
    """Up to three concepts that the text names, those already met first."""
    words = _stems(text)
    found = [(len(named), ref) for ref in curricula.concepts if (named := _named(curricula, ref, words))]
    found.sort(key=lambda pair: (not chain.settled(pair[1]), -pair[0]))
    return tuple(ref for _, ref in found[:MOST])


def standings(chain: Chain, estimate: Estimate, concepts: tuple[str, ...]) -> tuple[Touched, ...]:
    """How the learner stands with each now."""
    return tuple(Touched(ref, _standing(chain, estimate, ref)) for ref in concepts)


def _standing(chain: Chain, estimate: Estimate, ref: str) -> Standing:
    if any(frame.concept == ref for frame in chain.waiting):
        return "here"
    if mastered(estimate, ref):
        return "mastered"
    how = chain.established.get(ref)
    if how is not None:
        return "told" if how == "told" else "established"
    return "assumed" if ref in chain.assumed else "ahead"


def question_back(curricula: Curricula, chain: Chain, touched: tuple[Touched, ...], *, found: bool) -> str:
    """One question in return, made of what is there: a concept that was named, the passages, or the curiosity behind the question."""
    for one in touched:
        if one.standing not in ("ahead", "here"):
            known = one.concept in chain.established
            name = curricula.concept(one.concept).concept.title if known else before(curricula, one.concept)
            return f"Where does *{name}* come into this question?"
    if found:
        return "Which word of these is the one in your way?"
    asked = chain.question
    wonder = curricula.concept(asked.concept).concept.wonder if asked and not wonders(chain, asked) else None
    return " ".join(wonder.split()) if wonder else "Which word of the question is the one in your way?"


def wonders(chain: Chain, asked: Asked) -> bool:
    """Whether the curiosity that opens a concept stands over the question: once is enough."""
    return not (asked.concept in chain.taught or chain.misses_on.get(asked.serves) or chain.openings.get(asked.serves))


def _named(curricula: Curricula, ref: str, words: frozenset[str]) -> frozenset[str]:
    """The words of the longest name of the concept that the text contains whole."""
    concept = curricula.concept(ref).concept
    names = [_stems(name) for name in (concept.title, *concept.aliases, concept.id.replace("-", " "))]
    return max((name for name in names if name and name <= words), key=len, default=frozenset())


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.casefold().rstrip("s") for word in _WORD.findall(text[:2000]))
