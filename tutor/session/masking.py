"""What a text from a document may not say yet: spans that give away what the learner is to find are shown as a mask.

The journal keeps what was shown unmasked; the mask is laid on when it leaves the program, from the state as it is then. What was
hidden shows itself by this alone as soon as the question is answered, or told.

Hidden are, while questions are open (the one on the screen, those that wait, and the wholes whose steps are asked):

- what their graders would accept, and the words of their options (`tutor.grading.giveaways`);
- of the concepts at work that aren't established, where their authors gave a neutral title: the title, other names of several
  words, the claim's formulas, and sentences that say what the claim says. What stands on the screen anyway isn't hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tutor.chain.frames import Asked, Chain, Link, Opened
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.model import Concept
from tutor.curriculum.variants import draw
from tutor.grading.asked import mathematics
from tutor.grading.candidates import formulas, pieces
from tutor.grading.giveaways import Span, giveaways, merged, phrase
from tutor.grading.leaks import COMMON_WORDS
from tutor.notation.sentences import sentences
from tutor.session.view import MASK

SAME: Final = 0.8  # of a claim's words: a sentence that holds so many of them says what it says
FEWEST: Final = 4  # words of a claim, for that
_WORD: Final = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Veil:
    """What is to be hidden now. `variants`: (question, number) of what is open; `concepts`: at work and not established;
    `titles`: what may be said of others; `asked`: the learner's own words, whose names for things are no secret."""

    curricula: Curricula
    variants: tuple[tuple[str, int], ...]
    concepts: tuple[str, ...]
    titles: tuple[str, ...]
    asked: str = ""

    def spans(self, text: str) -> tuple[Span, ...]:
        """The spans of the text that are hidden, in order."""
        return _spans(self.curricula, self.variants, self.concepts, self.titles, self.asked, text) if text else ()

    def over(self, text: str, start: int = 0, end: int | None = None) -> str:
        """The text, or what of it is between two offsets, with masks in it."""
        end, out, at = len(text) if end is None else end, [], start
        for a, b in self.spans(text):
            if b <= start or a >= end:
                continue
            out += [text[at : max(a, start)], MASK]
            at = b
        return "".join([*out, text[at:end]])


def veil(chain: Chain, curricula: Curricula) -> Veil:
    """What is to be hidden while a chain stands so."""
    frames = [*chain.stack, *(frame for left in chain.left.values() for frame in left)]
    variants = tuple(dict.fromkeys((one.ref, one.n) for one in frames if isinstance(one, Asked | Opened)))
    at_work = [one.concept for one in frames if isinstance(one, Asked | Opened | Link)]
    ahead = [concept for concept in (*chain.plan, chain.goal) if not chain.settled(concept)]
    concepts = tuple(
        dict.fromkeys(ref for ref in (*at_work, *ahead) if ref in curricula.concepts and ref not in chain.established)
    )
    known = tuple(sorted(ref for ref in {*chain.established, *chain.assumed} if ref not in concepts))
    return Veil(curricula, variants, concepts, known)


def hidden(spans: Iterable[Span], start: int, end: int) -> int:
    """How many of the spans lie in that part of a text."""
    return sum(1 for a, b in spans if a < end and b > start)


@lru_cache(maxsize=1024)
def _spans(
    curricula: Curricula, variants: tuple[tuple[str, int], ...], concepts: tuple[str, ...], known: tuple[str, ...],
    asked: str, text: str,
) -> tuple[Span, ...]:  # fmt: skip
    asks = [draw(curricula, ref, n) for ref, n in variants]
    found = [span for variant in asks for span in giveaways(text, variant)]
    said = _said(curricula, variants, concepts, known)
    for ref in concepts:
        found += _of_concept(text, curricula.concept(ref).concept, said, asked)
    return _whole(text, merged(found))


@lru_cache(maxsize=64)
def _said(
    curricula: Curricula, variants: tuple[tuple[str, int], ...], concepts: tuple[str, ...], known: tuple[str, ...]
) -> str:
    """What stands on the screen, or may stand there, whatever a document says."""
    texts = []
    for ref, n in variants:
        variant = draw(curricula, ref, n)
        texts += [variant.ask, *(option.text for option in (*variant.items, *variant.options))]
    texts += [curricula.concept(ref).concept.before or "" for ref in concepts]
    for ref in known:
        model = curricula.concept(ref).concept
        texts += [model.title, model.claim or ""]
    return "\n".join(texts)


def _of_concept(text: str, concept: Concept, said: str, asked: str) -> Iterator[Span]:
    if concept.before and concept.before != concept.title:
        several = (alias for alias in concept.aliases if " " in alias.strip())
        for name in (concept.title, *several):
            spoken = any(phrase(said, name)) or any(phrase(asked, name))
            if name.casefold() not in COMMON_WORDS and not spoken:
                yield from phrase(text, name)
    if concept.claim:
        yield from _claimed(text, concept.claim, said)


def _claimed(text: str, claim: str, said: str) -> Iterator[Span]:
    shown = {_spelt(one) for one in mathematics(said)}
    secret = {_spelt(one) for one in mathematics(claim) if _says_something(one)} - shown
    if secret:
        for formula in formulas(text):
            if any(_spelt(piece) in secret for piece in pieces(formula.source)):
                yield formula.start, formula.end
    words = _words(claim)
    if len(words) >= FEWEST and not words <= _words(said):
        for start, end in sentences(text):
            if len(words & _words(text[start:end])) >= SAME * len(words):
                yield start, end


def _says_something(formula: str) -> bool:
    return bool(re.search(r"[=<>≤≥]|\\(?:ne|le|ge|leq|geq|neq|mapsto|to|iff|in)\b", formula))


def _spelt(formula: str) -> str:
    return re.sub(r"\s+|\\[,;:! ]|[.,;]$", "", formula)


def _words(text: str) -> frozenset[str]:
    prose = " ".join(text.split("$")[::2])
    return frozenset(word.casefold().rstrip("s") for word in _WORD.findall(prose))


def _whole(text: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """A span that touches mathematics or code covers it all: half of a formula can't be set."""
    blocks = [(one.start, one.end) for one in formulas(text)] if spans else []
    touched = [(a, b) for a, b in blocks if any(start < b and end > a for start, end in spans)]
    return merged([*spans, *touched])
