"""What can happen to a chain: facts, recorded once and never recomputed.

Each event names everything that was decided (which question, which variant, which steps, what was predicted), so that
replay asks nobody anything. `TYPE` is the name in the journal; `VERSION` rises when a body changes shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tutor.chain.frames import How, Outcome, Purpose


@dataclass(frozen=True, slots=True)
class ChainEvent:
    """Something that happened to the chain."""

    TYPE: ClassVar[str]
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class PathChosen(ChainEvent):
    """The concepts to derive, in order, and those taken as known without asking. `cause`: placed, skipped,
    revised, or overturned (an answer showed that much of what was assumed isn't known)."""

    TYPE: ClassVar[str] = "path.chosen"
    plan: tuple[str, ...]
    assumed: tuple[str, ...]
    cause: str


@dataclass(frozen=True, slots=True)
class ReviewsChosen(ChainEvent):
    """A session of reviews alone: the concepts due for a look, the most faded first, and all that they rest on."""

    TYPE: ClassVar[str] = "reviews.chosen"
    due: tuple[str, ...]
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkBegun(ChainEvent):
    """Work on a concept begins."""

    TYPE: ClassVar[str] = "link.begun"
    concept: str
    cause: str = "path"


@dataclass(frozen=True, slots=True)
class LinkClosed(ChainEvent):
    """Work on a concept is over for now."""

    TYPE: ClassVar[str] = "link.closed"
    concept: str


@dataclass(frozen=True, slots=True)
class QuestionAsked(ChainEvent):
    """A variant comes on the screen. `serves`: the question that it stands for (itself, unless an `again`). `p`: the chance of a
    right, unaided answer as foreseen; `calibration`: the id of the weights that foresaw it."""

    TYPE: ClassVar[str] = "question.asked"
    ref: str
    serves: str
    concept: str
    hash: str
    n: int
    purpose: Purpose
    p: float
    free: bool = False
    why: str = ""
    calibration: str = ""


@dataclass(frozen=True, slots=True)
class AnswerMissed(ChainEvent):
    """A counted attempt that failed. `text`: the answer as compared with later ones, to know a repeat."""

    TYPE: ClassVar[str] = "answer.missed"
    text: str
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class AnswerNearly(ChainEvent):
    """Right value, but not the form or unit asked for: no attempt yet."""

    TYPE: ClassVar[str] = "answer.nearly"
    verdict: str


@dataclass(frozen=True, slots=True)
class AnswerStated(ChainEvent):
    """A statement in the learner's own words was given; the rubric is next."""

    TYPE: ClassVar[str] = "answer.stated"


@dataclass(frozen=True, slots=True)
class QuestionClosed(ChainEvent):
    """The question on top is over: answered (unaided or assisted), told, or, for a probe, missed. Not `graded`: any answer
    was accepted, so that it shows no success."""

    TYPE: ClassVar[str] = "question.closed"
    ref: str
    how: How | None
    reveal: str | None = None
    graded: bool = True


@dataclass(frozen=True, slots=True)
class StepPassed(ChainEvent):
    """A step is left out because nothing of it is left to ask."""

    TYPE: ClassVar[str] = "step.passed"
    ref: str


@dataclass(frozen=True, slots=True)
class QuestionWithdrawn(ChainEvent):
    """This variant is over without an answer; the question comes back with other numbers, or another in its place."""

    TYPE: ClassVar[str] = "question.withdrawn"
    ref: str


@dataclass(frozen=True, slots=True)
class QuestionOpened(ChainEvent):
    """The steps of a question are asked instead of it, with the numbers of variant `n`."""

    TYPE: ClassVar[str] = "question.opened"
    ref: str
    concept: str
    n: int
    queue: tuple[str, ...]
    skipped: tuple[str, ...]
    cause: str
    purpose: Purpose = "new"


@dataclass(frozen=True, slots=True)
class StepsRestored(ChainEvent):
    """Steps that had been skipped are asked after all, because a later one failed."""

    TYPE: ClassVar[str] = "steps.restored"
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepsLeft(ChainEvent):
    """ "I see it": the learner leaves the steps for the question itself."""

    TYPE: ClassVar[str] = "steps.left"


@dataclass(frozen=True, slots=True)
class HintShown(ChainEvent):
    """The hint with index `n` is shown (0 is the first)."""

    TYPE: ClassVar[str] = "hint.shown"
    n: int


@dataclass(frozen=True, slots=True)
class NudgeShown(ChainEvent):
    """A counter-question is shown beside the question: the authored one of mistake `mistake`, or one for a slip."""

    TYPE: ClassVar[str] = "nudge.shown"
    mistake: int | None = None
    slip: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerTold(ChainEvent):
    """The solution of the question on top is shown. `by`: learner (asked for it) or tutor."""

    TYPE: ClassVar[str] = "answer.told"
    ref: str
    n: int
    by: str


@dataclass(frozen=True, slots=True)
class Descended(ChainEvent):
    """The chain goes below the question: to a prerequisite, by "why?", or to a counter-question."""

    TYPE: ClassVar[str] = "descended"
    to: str
    kind: str


@dataclass(frozen=True, slots=True)
class Ascended(ChainEvent):
    """Back from a side branch to the question that waited."""

    TYPE: ClassVar[str] = "ascended"


@dataclass(frozen=True, slots=True)
class ConceptEstablished(ChainEvent):
    """Enough to go on: answered in this chain, or told."""

    TYPE: ClassVar[str] = "concept.established"
    concept: str
    how: How


@dataclass(frozen=True, slots=True)
class ConceptParked(ChainEvent):
    """Left for another day, kindly. `cause`: misses, tells, asked, or the parked prerequisite's reference."""

    TYPE: ClassVar[str] = "concept.parked"
    concept: str
    cause: str


@dataclass(frozen=True, slots=True)
class PlacementEnded(ChainEvent):
    """No more placement questions. `cause`: sure, cap, skipped, nothing-to-ask, or dispute (the
    session only settles one)."""

    TYPE: ClassVar[str] = "placement.ended"
    cause: str


@dataclass(frozen=True, slots=True)
class DisputeOpened(ChainEvent):
    """The learner says that the tutor has a concept wrong. `known`: what they say of it. `variants`: (question, number) of the
    two unaided questions that will settle it; none where their word is enough."""

    TYPE: ClassVar[str] = "dispute.opened"
    concept: str
    known: bool
    variants: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DisputeSettled(ChainEvent):
    """A dispute is over. `outcome`: known (both answers right), not-yet (neither, or the learner's word), open (one of two),
    or left."""

    TYPE: ClassVar[str] = "dispute.settled"
    concept: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class HelpUsed(ChainEvent):
    """The learner looked something up beside the question (a side-thread or its sources)."""

    TYPE: ClassVar[str] = "help.used"
    kind: str
