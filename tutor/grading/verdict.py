"""The outcomes that grading can have, and the record of one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """One enum for every front end, the journal and `--json`."""

    RIGHT = "right"  # an attempt, evidence 1
    WRONG = "wrong"  # an attempt, evidence 0
    PARTIAL = "partial"  # an attempt; the fraction is shown if the question allows it
    FORM = "form"  # right value, not yet the form asked for
    UNIT = "unit"  # right but for the unit
    UNKNOWN = "unknown"  # "I don't know"
    UNREADABLE = "unreadable"  # no attempt: could not be read
    RESTATED = "restated"  # no attempt: the question was typed back
    UNDECIDED = "undecided"  # no attempt: equivalence could not be decided
    ACCEPTED = "accepted"  # a prediction
    STATED = "stated"  # a statement in the learner's own words


NO_ATTEMPT = frozenset({Verdict.UNREADABLE, Verdict.RESTATED, Verdict.UNDECIDED})
ATTEMPTS = frozenset({Verdict.RIGHT, Verdict.WRONG, Verdict.PARTIAL, Verdict.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Judgement:
    """How an answer was read and decided.

    `read_latex`: the answer as it was read, for the screen (None when it could not be read). `mistake`: index into the
    variant's authored mistakes. `slip`: name of the generic slip that turns the key into the answer. `error_span`:
    offsets into the typed text at which reading failed, with `message` saying what was expected there.
    """

    verdict: Verdict
    read_latex: str | None = None
    mistake: int | None = None
    misconception: str | None = None
    slip: str | None = None
    counterexample: str | None = None
    parts: tuple[bool, ...] = ()
    error_span: tuple[int, int] | None = None
    message: str | None = None
