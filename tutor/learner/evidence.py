"""One observation of a learner, with all that the estimate needs to weigh it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Aid = Literal["unaided", "assisted", "told"]


@dataclass(frozen=True, slots=True)
class Item:
    """What is known of a question before it is asked.

    `difficulty` is a prior in logits (0: even odds for a typical prepared learner), `guess` the chance in [0, 1) to be
    right without knowing, `uses` further concepts that the question exercises.
    """

    ref: str
    concept: str
    uses: tuple[str, ...] = ()
    difficulty: float = 0.0
    guess: float = 0.0
    choice: bool = False

    @property
    def exercised(self) -> tuple[str, ...]:
        """The concepts of the item, its own first, each once."""
        return tuple(dict.fromkeys((self.concept, *self.uses)))


@dataclass(frozen=True, slots=True)
class Evidence:
    """An outcome on an item. `outcome` in [0, 1]; `unknown`: the learner said so (no guess in it).

    `weight` in [0, 1]: the steps of one opened question together weigh at most 1. `delayed`: another result, or another
    day, lay between this and the concept's last lesson (its steps, hints, solution or first answer). `ready`: P(all that
    the question rests on was known) when it was asked; None where nobody reckoned it. `prospect`: what the prerequisite graph
    led to expect of the answer then, in logits; 0 where nobody reckoned it. `disputed`: an answer of a retest that the learner
    asked for, or their own word that they don't know it yet.

    `rests`: what a missed question rests on beside what it exercises; empty in a placement, where the network alone judges.
    `credits`: what a success is worth to concepts below, as (concept, part of a review).
    """

    item: Item
    variant: int
    outcome: float
    at: int
    aid: Aid = "unaided"
    unknown: bool = False
    weight: float = 1.0
    delayed: bool = False
    ready: float | None = None
    prospect: float = 0.0
    disputed: bool = False
    credits: tuple[tuple[str, float], ...] = ()
    rests: tuple[str, ...] = ()

    @property
    def concepts(self) -> tuple[str, ...]:
        """All concepts that it speaks of: the item's own first, what it uses, and what a miss may be blamed on."""
        return (*self.item.exercised, *(concept for concept in self.rests if concept not in self.item.exercised))
