"""What an importer proposes: concepts and questions as an author would write them, not yet proven, with their origins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Body = dict[str, Any]
"""A question's fields as in YAML, without `id` and `steps`."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A question. `where`: its place in the source; `source` and `licence`: what the source says of its own origin."""

    where: str
    body: Body
    steps: tuple[Proposed, ...] = ()
    source: str | None = None
    licence: str | None = None


@dataclass(slots=True)
class ProposedConcept:
    """Questions under one title. `requires`: keys of concepts proposed with it."""

    key: str
    title: str
    questions: list[Proposed] = field(default_factory=list)
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A whole source. `licence`: of all of it, where the source has one."""

    concepts: tuple[ProposedConcept, ...]
    licence: str | None = None
    authors: tuple[str, ...] = ()


class Unfit(Exception):  # noqa: N818 nothing failed; a part of the source just doesn't fit
    """Part of a source that can't be carried over; `reason` is a key of `report.REASONS`. Never leaves this room."""

    def __init__(self, reason: str, what: str = "") -> None:
        super().__init__(reason)
        self.reason, self.what = reason, what
