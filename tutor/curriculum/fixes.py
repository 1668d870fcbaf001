"""Mending what is certain: one word of a line for another, and nothing else in the file is touched."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tutor.curriculum.findings import Finding, Fix
from tutor.curriculum.spelling import certain


@dataclass(frozen=True, slots=True)
class Mended:
    """`text` with the fixes made; `done` are the findings that are mended by it."""

    text: str
    done: tuple[Finding, ...]


def slip(name: str, known: Iterable[str]) -> Fix | None:
    """The fix of a misspelt name, where a single slip of the hand leads to a single known one."""
    new = certain(name, known)
    return Fix(name, new) if new is not None else None


def mend(text: str, findings: Iterable[Finding]) -> Mended:
    """A file's text with its findings' fixes made, where each word stands once between its place and the line's end.

    Line ends, comments and layout stay as they are.
    """
    lines = text.splitlines(keepends=True)
    done = []
    for finding in sorted(findings, key=lambda one: (one.line, -one.column)):
        if finding.fix is None or not 0 < finding.line <= len(lines):
            continue
        line = _replaced(lines[finding.line - 1], finding.column - 1, finding.fix)
        if line is not None:
            lines[finding.line - 1] = line
            done.append(finding)
    return Mended("".join(lines), tuple(done))


def _replaced(line: str, start: int, fix: Fix) -> str | None:
    word = re.compile(rf"(?<![\w-]){re.escape(fix.old)}(?![\w-])")
    found = list(word.finditer(line, max(0, start)))
    if len(found) != 1:
        return None
    return line[: found[0].start()] + fix.new + line[found[0].end() :]
