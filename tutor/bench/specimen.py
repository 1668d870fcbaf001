"""A question with all that lies behind it: what learners see, and what they never do, for one variant."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from tutor.curriculum.curricula import Curricula
from tutor.curriculum.keys import Key
from tutor.curriculum.nodes import QuestionNode
from tutor.curriculum.variants import Variant, draw
from tutor.grading.spellings import spellings
from tutor.notation.printing import to_text
from tutor.notation.tree import Node
from tutor.session.present import present
from tutor.session.rehearsal import state_at, world_of
from tutor.session.view import View


@dataclass(frozen=True, slots=True)
class Specimen:
    """A question of a tree. `depth`: 0 at the top; `view`: all that a learner sees when it's asked."""

    node: QuestionNode
    depth: int
    variant: Variant
    view: View

    @property
    def key(self) -> str:
        """The key as a learner could type it, or the right options' texts; empty where any answer is taken."""
        return spelled(self.variant, self.variant.key)

    @property
    def prepared(self) -> float:
        """The chance that the author's difficulty gives to a learner who is prepared, guesses included."""
        guess = self.node.guess
        return guess + (1 - guess) / (1 + math.exp(self.node.question.difficulty))


def specimens(curricula: Curricula, ref: str, n: int) -> Iterator[Specimen]:
    """The question and all its steps, parents first, shared ones once; all with the numbers of variant `n`."""
    world = world_of(curricula, ref)
    seen: set[str] = set()
    pending = [(curricula.question(ref).ref, 0)]
    while pending:
        top, depth = pending.pop()
        if top in seen:
            continue
        seen.add(top)
        node = curricula.question(top)
        there = world if node.concept == curricula.question(ref).concept else world_of(curricula, top)
        yield Specimen(node, depth, draw(curricula, top, n), present(state_at(there, top, n), there))
        pending.extend((step, depth + 1) for step in reversed(node.steps))


def spelled(variant: Variant, value: Key) -> str:
    """A key or a mistake's value in words: options by their texts, the rest as it could be typed."""
    texts = {option.id: option.text for option in variant.options}
    if variant.kind in ("choice", "flaw", "choices", "order") and value is not None:
        ids = [str(one) for one in value] if isinstance(value, tuple | frozenset) else [_id(value)]
        ordered = ids if isinstance(value, tuple) else [one for one in texts if one in ids] or ids
        return "; ".join(texts.get(one, one) for one in ordered) or "none"
    return next(iter(spellings(variant, value)), "")


def _id(value: Key) -> str:
    return to_text(value) if isinstance(value, Node) else str(value)


def drawn(variant: Variant) -> dict[str, str]:
    """What was drawn for it and those above it, in writing."""
    return {name: to_text(value) for name, value in variant.values.items()}
