"""What a row of third-party cases becomes: a question of ours with an answer, or the reason why it can't be one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tutor.grading.verdict import Judgement, Verdict

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """A row as a question of ours. `options`: further fields of the kind's answer. `passes`: the verdicts that count as
    "accepted"; `expected`: accepted (True), not accepted (False), or refused as input (None).

    `read_only`: the row says only whether the answer can be read, so whatever is read counts as accepted.
    """

    kind: str
    key: str
    answer: str
    expected: bool | None
    names: tuple[str, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)
    passes: frozenset[Verdict] = frozenset({Verdict.RIGHT})
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that isn't scored. `reason` is for a reader; the source and kind must have a line in skips.toml."""

    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A row that isn't an answer to a question but asks for another reading (say, how many significant figures there are):
    `found` is what the program says, `wanted` what the row says."""

    found: object
    wanted: object


Mapper = Callable[[Row], "Case | Skipped | Checked"]


def outcome(case: Case, judgement: Judgement) -> str:
    """right, false_accepts, false_rejects or undecided."""
    accepted = judgement.verdict in case.passes
    if case.read_only:
        accepted = judgement.verdict is not Verdict.UNREADABLE
    if case.expected is None:
        refused = judgement.verdict in (Verdict.UNREADABLE, Verdict.UNDECIDED)
        return "right" if refused else "false_accepts" if accepted else "false_rejects"
    if judgement.verdict is Verdict.UNDECIDED:
        return "undecided"
    if accepted == case.expected:
        return "right"
    return "false_accepts" if accepted else "false_rejects"
