"""What a session shows of learning: which concepts stood a later check without help, what was in the way, and whether answers
came as the tutor had foreseen them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from tutor.chain.frames import Asked, Chain
from tutor.curriculum.curricula import Curricula

DELAYED: Final = frozenset({"check", "review", "retest"})  # purposes that ask again, after a while and without help
ON_THE_SPOT: Final = "why"  # the reason of a review that the learner asked for in the middle of something else


@dataclass(frozen=True, slots=True)
class Learning:
    """`foreseen`: the sum of the chances that first, unaided answers were asked with; `came`: how many of these `answers` were
    right. `checks`: by concept, whether its last delayed check was passed. `gaps`: what was taken as known and wasn't, in the order
    in which it showed."""

    answers: int = 0
    foreseen: float = 0.0
    came: int = 0
    checks: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    gaps: tuple[str, ...] = ()

    def held(self, curricula: Curricula) -> tuple[str, ...]:
        """The concepts that passed their last check, where nothing that they rest on has failed its own."""
        failed = {concept for concept, passed in self.checks.items() if not passed}
        passed = [concept for concept, stood in self.checks.items() if stood]
        return tuple(concept for concept in passed if not curricula.ancestors(concept) & failed)


def after_answer(learning: Learning, chain: Chain, *, right: bool) -> Learning:
    """With an answer to the open question, which is still on the chain. Second tries and answers with help show nothing new."""
    asked = chain.question
    if asked is None or not _first(asked):
        return learning
    learning = replace(
        learning, answers=learning.answers + 1, foreseen=learning.foreseen + asked.p, came=learning.came + right
    )
    if _delayed(asked):
        learning = replace(learning, checks=MappingProxyType({**learning.checks, asked.concept: right}))
    if not right and asked.concept in chain.inserted and asked.concept not in learning.gaps:
        learning = replace(learning, gaps=(*learning.gaps, asked.concept))
    return learning


def after_telling(learning: Learning, chain: Chain) -> Learning:
    """With the solution of the open question shown: a check that ends so hasn't been stood."""
    asked = chain.question
    if asked is None or not _delayed(asked):
        return learning
    return replace(learning, checks=MappingProxyType({**learning.checks, asked.concept: False}))


def _delayed(asked: Asked) -> bool:
    return asked.purpose in DELAYED and asked.why != ON_THE_SPOT


def _first(asked: Asked) -> bool:
    return not (asked.tries or asked.hints or asked.aided or asked.nudge is not None)
