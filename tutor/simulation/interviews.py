"""One question put to many simulated people outside of any session: those who know its concept, and those who are ready for it.

What this can tell: how far knowing and not knowing lie apart *if the author's difficulty is right*, which mistakes are met, and what
comes of answering without a thought, from what stands on the screen alone. It can't tell how hard a question is for people.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import Final

from tutor.curriculum.answers import UNGRADED_KINDS
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.variants import Variant, draw
from tutor.grading.grade import grade
from tutor.grading.spellings import spellings
from tutor.grading.verdict import Verdict
from tutor.notation.tree import Number
from tutor.session.actions import Answer
from tutor.simulation.learners import SimulatedLearner
from tutor.simulation.writing import wrong_text

UNMET: Final = -1
VARIANTS: Final = 8  # that take turns
NUMBERS: Final = 5  # of a question's text that are juggled
_NUMBER: Final = re.compile(r"(?<![\w.\\^{])[-−]?\d+(?:\.\d+)?(?![\w.])")


@dataclass(frozen=True, slots=True)
class Interviewed:
    """Shares in [0, 1], None where nothing is graded. `experts`, `novices`: right answers to be expected; `hits`: wrong
    answers that met each mistake; `unmet`: those that met none; `blind`: right by picking an option, or by juggling the
    numbers in the text, without a thought; `given`: the key is a number that stands in the text, in every variant."""

    ref: str
    experts: float | None
    novices: float | None
    hits: tuple[int, ...]
    unmet: int
    blind: float | None
    given: bool

    @property
    def discrimination(self) -> float | None:
        """How much likelier somebody who knows is right than somebody who is only ready."""
        return None if self.experts is None or self.novices is None else self.experts - self.novices


def interview(curricula: Curricula, ref: str, people: int, seed: int) -> Interviewed:
    """The question, put to so many of either kind. The same seed gives the same answers."""
    node = curricula.question(ref)
    mistakes = len(node.question.mistakes)
    if node.question.answer.kind in UNGRADED_KINDS:
        return Interviewed(ref, None, None, (0,) * mistakes, 0, None, given=False)
    variants = [draw(curricula, ref, n) for n in range(VARIANTS if node.parametric else 1)]
    rng = random.Random(f"{seed} {ref}")
    below = {*curricula.ancestors(node.concept), *node.uses}
    novice = SimulatedLearner("novice", curricula, rng, set(below))
    expert = SimulatedLearner("expert", curricula, rng, {*below, node.concept})
    purpose = "step" if node.parent else "new"
    hits = Counter(_met(one, variants[i % len(variants)], purpose) for one in (novice, expert) for i in range(people))
    juggled = [_juggled_right(one) for one in variants]
    blind = node.guess or sum(juggled) / len(juggled)
    given = all(_stands_there(one) for one in variants)
    return Interviewed(
        ref, expert.chance(variants[0], purpose, aided=False), novice.chance(variants[0], purpose, aided=False),
        tuple(hits[i] for i in range(mistakes)), hits[UNMET], blind, given,
    )  # fmt: skip


def _met(learner: SimulatedLearner, variant: Variant, purpose: str) -> int | None:
    """The mistake that the learner's answer meets, UNMET where it's another wrong one, None where it isn't wrong."""
    action = learner.act(variant, purpose, stated=False, points=0, aided=False)
    if not isinstance(action, Answer) or _is_right(variant, action.text):
        return None
    judgement = grade(variant, _wrong_way(variant, learner.rng))
    if judgement.verdict is not Verdict.WRONG:
        return None
    return UNMET if judgement.mistake is None else judgement.mistake


def _is_right(variant: Variant, text: str) -> bool:
    return grade(variant, text).verdict is Verdict.RIGHT


def _wrong_way(variant: Variant, rng: random.Random) -> str:
    """A wrong answer: an option, one of the author's mistakes, the numbers of the text juggled, or anything."""
    if variant.kind in ("choice", "flaw"):
        return _another(variant, [str(i) for i in range(1, len(variant.options) + 1)], rng)
    expected = [text for one in variant.mistakes for text in spellings(variant, one.value)[:1]]
    if expected and rng.random() < 0.5:
        return _another(variant, expected, rng)
    ways = [str(value) for value in _juggled(variant)]
    return _another(variant, ways, rng) if ways else wrong_text(variant, rng)


def _another(variant: Variant, texts: list[str], rng: random.Random) -> str:
    """One of the texts that isn't right."""
    for text in rng.sample(texts, len(texts)):
        if not _is_right(variant, text):
            return text
    return "0"


def _numbers(variant: Variant) -> list[Fraction]:
    """The numbers that stand in the question's text, each once."""
    found = (Fraction(text.replace("−", "-")) for text in _NUMBER.findall(variant.ask))
    return list(dict.fromkeys(found))[:NUMBERS]


def _juggled(variant: Variant) -> tuple[Fraction, ...]:
    """What comes of the numbers in the text by one operation or none, each result once."""
    return tuple(dict.fromkeys(_operations(_numbers(variant)))) if variant.kind == "number" else ()


def _operations(numbers: list[Fraction]) -> Iterator[Fraction]:
    yield from numbers
    for a, b in permutations(numbers, 2):
        yield from (a + b, a - b, a * b, *((a / b,) if b else ()))


def _juggled_right(variant: Variant) -> float:
    ways = _juggled(variant)
    key = variant.key.value if isinstance(variant.key, Number) else None
    return (key in ways) / len(ways) if ways and key is not None else 0.0


def _stands_there(variant: Variant) -> bool:
    return variant.kind == "number" and isinstance(variant.key, Number) and variant.key.value in _numbers(variant)
