"""Which question an author means: by name, or by a line of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from tutor.curriculum.curricula import Curricula
from tutor.curriculum.spelling import listed, meant
from tutor.errors import InputError


def named(curricula: Curricula, text: str) -> str:
    """The question that `curriculum/concept[/question[/step…]]` means: a concept's leap where no question is named; a step's id alone
    will do. Raises InputError with the nearest name."""
    parts = text.strip().strip("/").split("/")
    curriculum, concept, path = parts[0], parts[1] if len(parts) > 1 else "", parts[2:]
    own = [ref for ref in curricula.concepts if curricula.concept(ref).curriculum == curriculum]
    if not concept:
        raise InputError(
            "unknown-concept", f"`{text[:80]}` names no concept",
            remedy=f"such as {own[-1]}" if own else "this curriculum has none",
        )  # fmt: skip
    try:
        leap = curricula.leap(f"{curriculum}/{concept}")
    except InputError:
        near = meant(f"{curriculum}/{concept}", own, "`tutor graph` lists the concepts")
        raise InputError("unknown-concept", f"there's no concept `{concept[:80]}`", remedy=near) from None
    if not path:
        return leap
    try:
        return curricula.goto(leap, "/".join([curriculum, concept, *path]))
    except InputError:
        ids = _ids(curricula, curricula.question(leap).concept)
        raise InputError(
            "unknown-question", f"`{concept}` has no question `{'/'.join(path)[:80]}`",
            remedy=meant(path[-1], ids, f"it has {listed(ids)}"),
        ) from None  # fmt: skip


def _ids(curricula: Curricula, concept: str) -> list[str]:
    roots = curricula.concept(concept).questions
    return [ref.rpartition("/")[2] for root in roots for ref in curricula.tree(root) if ref.startswith(f"{concept}/")]


def at_line(curricula: Curricula, name: str, file: Path, line: int, text: Sequence[str]) -> str:
    """The question or step of curriculum `name` that stands on that line (from 1) of the file, whose lines are `text`; the leap on a
    line of a concept that belongs to no question. Raises InputError where no concept stands."""
    concept = _last_before(curricula, [ref for ref in curricula.concepts if ref.startswith(f"{name}/")], file, line)
    if concept is None:
        raise InputError(
            "unknown-question", f"no question stands on line {line} of {file}", remedy="name a line inside a concept"
        )
    roots = curricula.concept(concept).questions
    own = [ref for root in roots for ref in curricula.tree(root) if ref.startswith(f"{concept}/")]
    indent = _indent(text, line)
    begun = [(curricula.where(ref), ref) for ref in dict.fromkeys(own)]
    holds = [(at.line, ref) for at, ref in begun if at.line == line or (at.line < line and indent >= at.column)]
    return max(holds, default=(0, curricula.leap(concept)))[1]


def _last_before(curricula: Curricula, refs: Iterable[str], file: Path, line: int) -> str | None:
    begun = [(curricula.where(ref), ref) for ref in refs]
    there = [(at.line, ref) for at, ref in begun if at.line <= line and Path(at.file).resolve() == file.resolve()]
    return max(there, default=(0, None))[1]


def _indent(text: Sequence[str], line: int) -> int:
    """The column (from 1) at which the line begins; an empty one counts as the one above it."""
    for at in range(min(line, len(text)) - 1, -1, -1):
        if text[at].strip():
            return len(text[at]) - len(text[at].lstrip(" ")) + 1
    return 1
