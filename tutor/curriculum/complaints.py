"""A complaint about part of a curriculum that was read: where it stands is looked up only when it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.curriculum.findings import Fix, Severity


@dataclass(frozen=True, slots=True)
class Complaint:
    """`ref`: a curriculum, concept, question or exhibit. `field`: path below it (`mistakes.0.goto`), or empty."""

    code: str
    ref: str
    field: str
    what: str
    remedy: str
    severity: Severity = "error"
    fix: Fix | None = None
