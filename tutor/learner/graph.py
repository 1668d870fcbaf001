"""The prerequisite graph: concepts in an order in which they can be learnt, what rests on what, and no cycles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from graphlib import CycleError, TopologicalSorter
from itertools import count
from typing import Final

from tutor.errors import CurriculumError, InputError

KEPT: Final = 256  # sets of ancestors kept at hand


class KnowledgeGraph:
    """Concept refs and their direct prerequisites. Immutable; compared and hashed by identity, so that beliefs can be kept by graph.

    `concepts`: all refs, prerequisites first. `place`: a concept's index in that order. What only beliefs need is worked out
    when it's first asked for: a graph of ten thousand concepts that nobody reasons over as a whole stays small.
    Raises CurriculumError("curriculum-invalid") for a cycle or an unknown prerequisite.
    """

    def __init__(self, prerequisites: Mapping[str, tuple[str, ...]]) -> None:
        self._direct: Final = {concept: tuple(dict.fromkeys(below)) for concept, below in prerequisites.items()}
        self.concepts: Final = _ordered(self._direct)
        self.place: Final = {concept: i for i, concept in enumerate(self.concepts)}
        self.ancestors = lru_cache(maxsize=KEPT)(self._ancestors)

    def __contains__(self, concept: object) -> bool:
        return concept in self.place

    def __len__(self) -> int:
        return len(self.concepts)

    @cached_property
    def parents(self) -> tuple[tuple[int, ...], ...]:
        """By index, the prerequisites that aren't implied by others (the transitive reduction): what beliefs run over."""
        return tuple(_unimplied(below, self._below) for below in self._by_place)

    @cached_property
    def relations(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """By index, each of the `parents` with a number of its own for the relation to it, from 0 upwards."""
        numbers = count()
        return tuple(tuple((next(numbers), parent) for parent in below) for below in self.parents)

    @cached_property
    def heights(self) -> tuple[float, ...]:
        """By index, the number of a concept's ancestors as a share of the most that any concept has: 0 on the ground, 1 at
        the top."""
        return _heights(self._below)

    def prerequisites(self, concept: str) -> tuple[str, ...]:
        """What the concept directly requires, as its author wrote it. Raises InputError("unknown-concept")."""
        self._index(concept)
        return self._direct[concept]

    def _ancestors(self, concept: str) -> frozenset[str]:
        """All that the concept rests on, near and far, without itself. Raises InputError("unknown-concept")."""
        self._index(concept)
        found, pending = set[str](), list(self._direct[concept])
        while pending:
            below = pending.pop()
            if below not in found:
                found.add(below)
                pending.extend(self._direct[below])
        return frozenset(found)

    def dependents(self, concept: str) -> frozenset[str]:
        """All that rests on the concept, near and far, without itself. Raises InputError("unknown-concept")."""
        return frozenset(self.concepts[i] for i in set_bits(self._above[self._index(concept)]))

    def below(self, index: int) -> int:
        """The ancestors of a concept, both by index, as a bit mask."""
        return self._below[index]

    @cached_property
    def _by_place(self) -> list[tuple[int, ...]]:
        return [tuple(self.place[below] for below in self._direct[concept]) for concept in self.concepts]

    @cached_property
    def _below(self) -> list[int]:
        return _closure(self._by_place)

    @cached_property
    def _above(self) -> list[int]:
        return _closure_up(self.parents)

    def _index(self, concept: str) -> int:
        place = self.place.get(concept)
        if place is None:
            raise InputError(
                "unknown-concept", f"no concept {concept!r} here", remedy="name a concept of this curriculum"
            )
        return place


def set_bits(mask: int) -> Iterator[int]:
    """The indices of a mask's set bits, rising."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _ordered(direct: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    for concept, below in direct.items():
        for other in below:
            if other not in direct:
                raise CurriculumError(
                    "curriculum-invalid", f"{concept} requires {other}, which isn't there",
                    remedy=f"add {other} or mend the name",
                )  # fmt: skip
    try:
        return tuple(TopologicalSorter(direct).static_order())
    except CycleError as error:
        ring = " -> ".join(reversed(error.args[1]))
        raise CurriculumError(
            "curriculum-invalid", f"concepts require each other in a circle: {ring}",
            remedy="take one of these requirements away",
        ) from error  # fmt: skip


def _closure(direct: list[tuple[int, ...]]) -> list[int]:
    """Ancestors by index as masks; `direct` is in topological order."""
    masks: list[int] = []
    for below in direct:
        mask = 0
        for other in below:
            mask |= masks[other] | 1 << other
        masks.append(mask)
    return masks


def _unimplied(below: tuple[int, ...], masks: list[int]) -> tuple[int, ...]:
    implied = 0
    for other in below:
        implied |= masks[other]
    return tuple(other for other in below if not implied >> other & 1)


def _closure_up(parents: tuple[tuple[int, ...], ...]) -> list[int]:
    masks = [0] * len(parents)
    for child in reversed(range(len(parents))):
        for parent in parents[child]:
            masks[parent] |= masks[child] | 1 << child
    return masks


def _heights(below: list[int]) -> tuple[float, ...]:
    sizes = [mask.bit_count() for mask in below]
    highest = max(sizes, default=0)
    return tuple(size / highest if highest else 0.0 for size in sizes)
