"""Bringing the vector index in line with the catalogue: what is missing is embedded and added, what is gone is removed.

In small steps, so that a search needn't wait and a program can end at any moment: each entry is whole in the index or absent, and
the next reconciliation finds by the ids alone what's still to do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING, Final, TypeVar

from tutor.library.vectors import VectorIndex, Vectors

if TYPE_CHECKING:
    from tutor.library.embedding import Embedder

STEP: Final = 8  # passages embedded at once: about half a second with a small model
REMOVED: Final = 500  # passages removed at once

T = TypeVar("T")
Ids = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A passage as it's embedded: its text and the texts of its windows, at least one."""

    passage: str
    owner: str
    text: str
    windows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Passages of each owner to add and to remove; owners without any are left out. `gone`: owners of whom nothing stays."""

    add: Mapping[str, frozenset[str]]
    remove: Mapping[str, frozenset[str]]
    gone: frozenset[str] = frozenset()

    @property
    def steps(self) -> int:
        """Passages that have to be added or removed."""
        return sum(map(len, self.add.values())) + sum(map(len, self.remove.values()))

    def __bool__(self) -> bool:
        return bool(self.add or self.remove or self.gone)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reconciliation is: passages added and removed, of `total`."""

    added: int
    removed: int
    total: int


def plan(catalogue: Ids, index: Ids) -> Plan:
    """What makes the ids of the index, by owner, those of the catalogue."""
    add = {owner: frozenset(ids) - frozenset(index.get(owner, ())) for owner, ids in catalogue.items()}
    gone = frozenset(owner for owner in index if not catalogue.get(owner))
    remove = {owner: frozenset(ids) - frozenset(catalogue.get(owner, ())) for owner, ids in index.items()}
    return Plan(
        {owner: ids for owner, ids in add.items() if ids},
        {owner: ids for owner, ids in remove.items() if ids and owner not in gone},
        gone,
    )


def plan_for(index: VectorIndex, catalogue: Ids) -> Plan:
    """The same for an open index."""
    return plan(catalogue, {owner: index.ids(owner) for owner in index.owners()})


def reconcile(index: VectorIndex, embedder: Embedder, todo: Plan, wanted: Iterable[Wanted]) -> Iterator[Progress]:
    """Carry out a plan, a step with each `next`, saying after each how far it is. Stop asking, or close it, to cancel.

    `wanted`: the passages to add, in any order; others among them are passed over, and so is one that is missing there because it
    went meanwhile. Raises LibraryError from the index or the embedder; what was done before stays.
    """
    added = removed = 0
    for owner in sorted(todo.gone):
        index.forget(owner)
        yield Progress(added, removed, todo.steps)
    for owner, ids in sorted(todo.remove.items()):
        for some in _steps(sorted(ids), REMOVED):
            index.remove(owner, some)
            removed += len(some)
            yield Progress(added, removed, todo.steps)
    missing = (one for one in wanted if one.passage in todo.add.get(one.owner, ()))
    for step in _steps(missing, STEP):
        for owner, ours in groupby(sorted(step, key=lambda one: one.owner), key=lambda one: one.owner):
            index.put(owner, embedded(embedder, list(ours)))
        added += len(step)
        yield Progress(added, removed, todo.steps)


def embedded(embedder: Embedder, wanted: list[Wanted]) -> list[Vectors]:
    """The entries for these passages. A passage without windows is its own only window."""
    texts = [text for one in wanted for text in (one.text, *(one.windows or (one.text,)))]
    rows = embedder.embed(texts)
    entries, at = [], 0
    for one in wanted:
        end = at + 1 + max(1, len(one.windows))
        entries.append(Vectors(one.passage, rows[at], rows[at + 1 : end]))
        at = end
    return entries


def _steps(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while step := list(islice(rest, size)):
        yield step
