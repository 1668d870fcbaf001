"""What the journal holds: an envelope around one fact. Chain events come from `tutor.chain.events`; these are the rest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal

from tutor.chain import events as chain_events
from tutor.chain.events import ChainEvent
from tutor.chain.pace import STEADY, Pace
from tutor.errors import StoreError
from tutor.grading.verdict import Judgement
from tutor.learner.evidence import Evidence
from tutor.session.cited import Cited
from tutor.session.codec import from_plain, to_plain
from tutor.session.upcasting import upcast


@dataclass(frozen=True, slots=True)
class SessionEvent:
    """Something that happened to the session."""

    TYPE: ClassVar[str]
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class SessionStarted(SessionEvent):
    """`curricula`: hash of the pinned curricula, which the session keeps to its end. `pace`: stroll, steady or climb."""

    TYPE: ClassVar[str] = "session.started"
    curriculum: str
    goal: str
    curricula: str
    seed: int
    pace: Pace = STEADY


@dataclass(frozen=True, slots=True)
class SessionPaused(SessionEvent):
    """The learner stopped for now."""

    TYPE: ClassVar[str] = "session.paused"


@dataclass(frozen=True, slots=True)
class SessionResumed(SessionEvent):
    """The learner came back."""

    TYPE: ClassVar[str] = "session.resumed"


@dataclass(frozen=True, slots=True)
class SessionEnded(SessionEvent):
    """`reason`: reached, parked (nothing left that can be asked today), left, settled (it was only a dispute), or reviewed
    (nothing is due any more)."""

    TYPE: ClassVar[str] = "session.ended"
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerSubmitted(SessionEvent):
    """The answer as typed. `ignored`: fast, or repeat, when it doesn't count as an attempt."""

    TYPE: ClassVar[str] = "answer.submitted"
    text: str
    seconds: float | None = None
    ignored: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerGraded(SessionEvent):
    """How it was read and decided."""

    TYPE: ClassVar[str] = "answer.graded"
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class AnswerUnknown(SessionEvent):
    """ "I don't know", or "I haven't met this"."""

    TYPE: ClassVar[str] = "answer.unknown"


@dataclass(frozen=True, slots=True)
class EvidenceTaken(SessionEvent):
    """What the estimate of the learner is made of; folding these events gives it."""

    TYPE: ClassVar[str] = "evidence.taken"
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class RubricTicked(SessionEvent):
    """Which points (counted from 1) the learner found in their statement, of how many."""

    TYPE: ClassVar[str] = "rubric.ticked"
    lines: tuple[int, ...]
    points: int


@dataclass(frozen=True, slots=True)
class AsideAsked(SessionEvent):
    """The learner asked something back."""

    TYPE: ClassVar[str] = "aside.asked"
    text: str


Standing = Literal["mastered", "established", "told", "assumed", "here", "ahead"]


@dataclass(frozen=True, slots=True)
class Touched:
    """A concept that a question back names, and what the learner knew of it then: mastered, established, told, assumed, here (what
    the question is about), or ahead (still to be found)."""

    concept: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class AsideAnswered(SessionEvent):
    """What was shown: passages with their texts, concepts touched, a question back, and a text written for it, if any. `trouble`: why
    the documents couldn't be searched."""

    TYPE: ClassVar[str] = "aside.answered"
    VERSION: ClassVar[int] = 2
    touched: tuple[Touched, ...] = ()
    cited: tuple[Cited, ...] = ()
    back: str | None = None
    text: str | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class SourcesOpened(SessionEvent):
    """The passages behind the question, with their texts as they were shown (unmasked). `missing`: sources of the concept that no
    document here has. `trouble`: why the documents couldn't be searched."""

    TYPE: ClassVar[str] = "sources.opened"
    VERSION: ClassVar[int] = 2
    cited: tuple[Cited, ...] = ()
    missing: tuple[str, ...] = ()
    trouble: str | None = None


Body = ChainEvent | SessionEvent


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the journal. `seq`: 1, 2, 3… per learner without a gap; `at`: microseconds UTC."""

    learner: str
    seq: int
    session: str
    action: str
    at: int
    body: Body

    @property
    def type(self) -> str:
        """The body's name in the journal."""
        return self.body.TYPE

    @property
    def version(self) -> int:
        """The body's shape."""
        return self.body.VERSION


def _kinds() -> dict[tuple[str, int], type[Any]]:
    named = [*vars(chain_events).values(), *globals().values()]
    events = [kind for kind in named if isinstance(kind, type) and issubclass(kind, ChainEvent | SessionEvent)]
    return {(kind.TYPE, kind.VERSION): kind for kind in events if "TYPE" in vars(kind)}


KINDS: Final[Mapping[tuple[str, int], type[Any]]] = _kinds()


def encode_body(body: Body) -> str:
    """The body as JSON text: no NaN, keys sorted, so that equal facts are equal bytes."""
    return json.dumps(to_plain(body), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def decode_body(type_: str, version: int, text: str) -> Body:
    """The fact that was stored, in its present shape. Raises StoreError("unknown-event-version") for what isn't known here."""
    present, plain = upcast(type_, version, json.loads(text))
    kind = KINDS.get((type_, present))
    if kind is None:
        raise StoreError(
            "unknown-event-version", f"the journal holds {type_} version {version}, which this program doesn't know",
            remedy="update the program; nothing was changed",
        )  # fmt: skip
    body: Body = from_plain(kind, plain)
    return body
