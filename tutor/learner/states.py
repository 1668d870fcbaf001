"""Many possible knowledge states at once, drawn from the beliefs: for questions that marginals can't answer.

Whether an answer on one concept would tell something of another needs their joint distribution. States are drawn downwards
through the belief network, each concept given its drawn prerequisites and the support from above: exact on a tree,
close elsewhere. A concept's value in all states is one integer, a bit a state, so that a draw is a few logical operations.
The random planes are fixed: the same beliefs give the same states, and like beliefs like ones.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from tutor.learner.network import LEAK, Reach

STATES: Final = 512
PLANES: Final = 7  # a chance is resolved to 1/128
KEPT: Final = 4096  # sets of states kept at hand
_FINEST: Final = 1 << PLANES
_SEED: Final = 1985


def draw(parents: Mapping[int, Sequence[int]], reaches: Sequence[Reach], states: int = STATES) -> dict[int, int]:
    """States as bit masks by concept. `parents`: the concepts wanted, closed downwards, in topological order."""
    drawn = dict.fromkeys(parents, 0)
    start = 0
    for reach, count in zip(reaches, _shares(reaches, states), strict=True):
        _draw_at(parents, reach, states, (start, count), drawn)
        start += count
    return drawn


def _shares(reaches: Sequence[Reach], states: int) -> list[int]:
    """How many of the states each reach gets: its weight's share, rounded so that they add up."""
    shares, used, weight = [], 0, 0.0
    for reach in reaches:
        weight += reach.weight
        shares.append(round(weight * states) - used)
        used += shares[-1]
    return shares


def _draw_at(
    parents: Mapping[int, Sequence[int]],
    reach: Reach,
    states: int,
    window: tuple[int, int],
    drawn: dict[int, int],
) -> None:
    concepts = len(reach.often)
    start, count = window
    window_mask = ((1 << count) - 1) << start
    for concept, below in parents.items():
        together = window_mask
        for parent in below:
            together &= drawn[parent]
        support = reach.support[concept]
        apart = window_mask & ~together
        value = 0
        if together:
            value = together & _less(concepts, states, concept, _digits(reach.often[concept], support))
        if apart:
            value |= apart & _less(concepts, states, concept, _digits(LEAK, support))
        drawn[concept] |= value


def _digits(chance: float, ratio: float) -> int:
    """The chance, after the support from above, as a binary fraction of `PLANES` digits."""
    odds = chance * ratio
    digits = round(odds / (odds + 1.0 - chance) * _FINEST)
    return digits if digits < _FINEST else _FINEST - 1


@lru_cache(maxsize=KEPT)
def _less(concepts: int, states: int, concept: int, digits: int) -> int:
    """The states whose random number for a concept, a binary fraction with a plane a digit (0 where a bit is set), lies below
    these digits. Most are asked for again at the next probe, for what the answer says nothing of."""
    mask = 0
    for place, plane in enumerate(_planes(concepts, states)[concept]):
        mask = mask | plane if digits >> place & 1 else mask & plane
    return mask


@lru_cache(maxsize=4)
def _planes(concepts: int, states: int) -> list[list[int]]:
    rng = random.Random(_SEED)
    return [[rng.getrandbits(states) for _ in range(PLANES)] for _ in range(concepts)]
