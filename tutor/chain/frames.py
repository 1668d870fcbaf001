"""Where a chain stands: a stack of frames, what is believed and established, and what has been used up.

The top of the stack is the question on the screen; below it wait the questions it serves. A `Link` works on a concept, an
`Opened` asks the steps of a question whose variant was withdrawn, a `Branch` is a side branch that the learner can leave
with Back, a `Retest` is one that settles a dispute, and an `Asked` is one variant of a question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, Literal

from tutor.chain.pace import STEADY, Pace
from tutor.learner.evidence import Evidence

Purpose = Literal["placement", "new", "step", "again", "review", "check", "retest", "counter"]
How = Literal["unaided", "assisted", "told"]
Outcome = Literal["known", "not-yet", "open", "left"]
PROBES: frozenset[str] = frozenset({"placement", "check", "retest"})

DUE: Final = "due"  # why a review is asked between two results: its concept was mastered, and has faded


@dataclass(frozen=True, slots=True)
class Link:
    """Work on one concept until it's established, told or parked. `cause`: path, prerequisite or why."""

    concept: str
    cause: str = "path"
    further: int = 0


@dataclass(frozen=True, slots=True)
class Opened:
    """The steps of `ref`, asked with the numbers of variant `n`. `skipped` steps come back if a later one fails."""

    ref: str
    concept: str
    n: int
    queue: tuple[str, ...]
    skipped: tuple[str, ...] = ()
    purpose: Purpose = "new"
    last: How | None = None
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Branch:
    """A side branch opened by the learner's "why?"; the question below keeps its variant and its draft."""

    ref: str
    kind: str = "why"


@dataclass(frozen=True, slots=True)
class Retest:
    """Two questions that settle what the learner disputes; the question below keeps its variant and its draft. `queue`: the
    variants still to be asked; `right` and `missed`: answers so far."""

    concept: str
    queue: tuple[tuple[str, int], ...]
    right: int = 0
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """One variant of a question, open until it is answered, withdrawn or told."""

    ref: str
    serves: str
    concept: str
    n: int
    purpose: Purpose
    p: float = 0.5
    free: bool = False
    why: str = ""
    tries: int = 0
    soft: int = 0
    hints: int = 0
    aided: bool = False
    nudge: int | None = None  # index of the authored mistake, or -1: a slip, or a counter-question of its own
    slip: str = ""
    tried: tuple[str, ...] = ()
    stated: bool = False


Frame = Link | Opened | Branch | Retest | Asked


def _counts() -> Mapping[str, int]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Chain:
    """The state of one chain. Mappings are never changed in place."""

    goal: str
    pace: Pace = STEADY
    plan: tuple[str, ...] = ()
    placing: bool = True
    stack: tuple[Frame, ...] = ()
    assumed: frozenset[str] = frozenset()
    established: Mapping[str, How] = field(default_factory=lambda: MappingProxyType({}))
    parked: frozenset[str] = frozenset()
    inserted: frozenset[str] = frozenset()
    used: frozenset[tuple[str, int]] = frozenset()
    asked: Mapping[str, int] = field(default_factory=_counts)
    misses: Mapping[str, int] = field(default_factory=_counts)
    won: Mapping[str, int] = field(default_factory=_counts)  # questions answered right, by concept
    openings: Mapping[str, int] = field(default_factory=_counts)
    misses_on: Mapping[str, int] = field(default_factory=_counts)
    tries_on: Mapping[str, int] = field(default_factory=_counts)  # misses on a question since it was last opened
    lessons: Mapping[str, int] = field(default_factory=_counts)  # how much was established at the last answer or lesson
    taught: Mapping[str, int] = field(default_factory=_counts)  # the same at the last lesson: steps, hint, solution
    checked: frozenset[str] = frozenset()
    due: tuple[str, ...] = ()  # in a session of reviews alone: what was due when it began
    reviewed: Mapping[str, int] = field(default_factory=_counts)  # `results` when a concept was reviewed
    tells_running: int = 0
    revealed: frozenset[str] = frozenset()
    left: Mapping[str, tuple[Frame, ...]] = field(default_factory=lambda: MappingProxyType({}))
    probes: tuple[Evidence, ...] = ()
    done: Mapping[str, How] = field(default_factory=lambda: MappingProxyType({}))
    disputed: frozenset[str] = frozenset()

    @property
    def question(self) -> Asked | None:
        """The question on the screen."""
        return self.stack[-1] if self.stack and isinstance(self.stack[-1], Asked) else None

    @property
    def waiting(self) -> tuple[Asked, ...]:
        """All open variants, the one on the screen last."""
        return tuple(frame for frame in self.stack if isinstance(frame, Asked))

    @property
    def retest(self) -> Retest | None:
        """The retest that is going on; nothing opens above it but its own questions."""
        return next((frame for frame in self.stack[-2:] if isinstance(frame, Retest)), None)

    @property
    def only_a_retest(self) -> bool:
        """Whether the session was begun for a dispute alone: there's no way to a goal in it."""
        return not self.placing and not self.plan and not self.due

    def settled(self, concept: str) -> bool:
        """Whether questions may rest on the concept: assumed, told or established."""
        return concept in self.assumed or concept in self.established

    @property
    def results(self) -> int:
        """How many concepts this chain is done with."""
        return len(self.established) + len(self.parked)

    @property
    def looked_at(self) -> int:
        """How many concepts a session of reviews is done with; the one that it's at isn't among them."""
        return len(self.reviewed) - bool(self.stack)

    def link(self) -> Link | None:
        """The concept being worked on, innermost first."""
        return next((frame for frame in reversed(self.stack) if isinstance(frame, Link)), None)


def top(chain: Chain, frame: Frame) -> Chain:
    """The chain with its top frame replaced."""
    return replace(chain, stack=(*chain.stack[:-1], frame))


def push(chain: Chain, *frames: Frame) -> Chain:
    """The chain with frames added on top."""
    return replace(chain, stack=chain.stack + frames)


def pop(chain: Chain) -> Chain:
    """The chain without its top frame."""
    return replace(chain, stack=chain.stack[:-1])


def counted(counts: Mapping[str, int], key: str, by: int = 1) -> Mapping[str, int]:
    """A copy of the counts with one raised."""
    return MappingProxyType({**counts, key: counts.get(key, 0) + by})
