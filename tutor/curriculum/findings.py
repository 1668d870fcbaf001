"""What is wrong with a curriculum: one finding a fault, each with a stable code, its place, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from tutor.curriculum.positions import Position
from tutor.errors import CurriculumError, Where

Severity = Literal["error", "warning"]

CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "C001": "the file isn't readable YAML",
        "C002": "an unexpected key",
        "C003": "a missing key",
        "C004": "a value of the wrong form",
        "C005": "an id twice",
        "C006": "a curriculum that isn't there, or that `needs` doesn't list",
        "C007": "a goal that isn't a concept of the curriculum",
        "C010": "an unknown prerequisite",
        "C011": "circular prerequisites",
        "C012": "`uses` names a concept that doesn't exist",
        "C013": "`uses` names a concept that isn't an ancestor",
        "C014": "a result requires what none of its questions uses",
        "C015": "a result's leap has neither parameters nor `again`",
        "C016": "a result without steps",
        "C017": "a result that rests on no axiom, definition or experiment",
        "C018": "a misconception that no mistake names",
        "C019": "a mistake names a misconception that its concept doesn't list",
        "C020": "a mistake without `ask` or `goto`",
        "C021": "a question that doesn't exist",
        "C022": "an exhibit that doesn't exist",
        "C023": "a source that doesn't exist",
        "C024": "steps that lead back to themselves",
        "C030": "a variant can't be drawn",
        "C031": "too few variants",
        "C032": "a parameter's name",
        "C033": "an expression or placeholder that can't be read",
        "C034": "a letter that is no parameter",
        "C040": "an option that doesn't exist",
        "C041": "an order that isn't one of all options",
        "C042": "a value that doesn't fit the kind of answer",
        "C043": "an own-words question without a solution",
        "C050": "mathematics that can't be laid out",
        "C060": "a model without its evidence, or without the question where it fails",
        "C061": "a claim without its source, or without the question what would refute it",
        "C062": "a measured exhibit without source or units",
        "C063": "an experiment that no measured exhibit grounds",
    }
)


@dataclass(frozen=True, slots=True)
class Fix:
    """What mends a complaint for certain: one word of its line, and the word to write instead."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One complaint. `line` and `column` are 1-based, 0 where unknown; `text` is the line that they point into."""

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    what: str
    remedy: str
    text: str = ""
    fix: Fix | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: " if self.file else ""
        return f"{place}{self.code} {self.what} ({self.remedy})"


def finding(
    code: str, at: Position, what: str, remedy: str, *, severity: Severity = "error", fix: Fix | None = None
) -> Finding:
    """The finding at that place."""
    return Finding(code, severity, at.file, at.line, at.column, what, remedy, at.text, fix)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By file, line and column; each once."""
    return sorted(dict.fromkeys(findings), key=lambda one: (one.file, one.line, one.column, one.code))


_ERRORS: Final = {"C001": "curriculum-syntax", "C005": "curriculum-duplicate", "C006": "curriculum-missing"}


class CurriculumFindingsError(CurriculumError):
    """A curriculum that breaks rules: the first finding as the error itself, all of them in `findings`."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        first, more = self.findings[0], len(self.findings) - 1
        what = first.what + (f", and {more} more" if more else "")
        where = Where(first.file or None, first.line or None, first.column or None, first.text or None)
        remedy = first.remedy + ("; `tutor check` lists them all" if more else "")
        super().__init__(_ERRORS.get(first.code, "curriculum-invalid"), what, remedy=remedy, where=where)
