"""`tutor check` without a grader: every rule of a curriculum's structure, each complaint at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from tutor.curriculum.complaints import Complaint
from tutor.curriculum.concept_rules import check_concept, check_exhibit
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.findings import Finding, in_order
from tutor.curriculum.load import Reading, shipped
from tutor.curriculum.question_rules import check_question
from tutor.curriculum.text_rules import (
    Layout,
    check_concept_texts,
    check_exhibit_texts,
    check_question_texts,
    check_sources,
)


def lint_path(place: Path, roots: Sequence[Path]) -> tuple[list[Finding], Curricula | None, tuple[str, ...]]:
    """Read and check the curriculum in that folder or file; `roots` hold those that it needs.

    Gives the findings in order of place, the curricula (None when a file breaks the format), and the references of its
    own questions, steps included.
    """
    reading = Reading(roots, beside=place.resolve().parent)
    name = reading.read(place)
    if name is None or reading.findings:
        return in_order(reading.findings), None, ()
    curricula = reading.curricula(tolerant=True)
    own = tuple(ref for ref in curricula.questions if ref.partition("/")[0] == name)
    seeds = [root.resolve().parent / "seeds" for root in [*roots, place.resolve().parent]]
    return lint(curricula, [name], [*seeds, shipped("seeds")], _layout()), curricula, own


def lint(curricula: Curricula, names: Iterable[str], seeds: Sequence[Path], layout: Layout) -> list[Finding]:
    """Findings about the curricula of these names, in order of place."""
    wanted = frozenset(names)
    complaints = [one for one in curricula.complaints if _curriculum(one.ref) in wanted]
    complaints += _all(curricula, wanted, seeds, layout)
    return in_order(curricula.locate(one) for one in complaints)


def _all(curricula: Curricula, wanted: frozenset[str], seeds: Sequence[Path], layout: Layout) -> Iterator[Complaint]:
    broken = {one.ref for one in curricula.complaints}  # what they lead to isn't there, so they can't be drawn
    for ref in curricula.exhibits:
        if _curriculum(ref) in wanted:
            yield from check_exhibit(curricula, ref)
            yield from check_exhibit_texts(curricula, ref, layout)
    for ref in curricula.concepts:
        if _curriculum(ref) in wanted:
            node = curricula.concept(ref)
            yield from check_concept(curricula, ref)
            yield from check_concept_texts(node, layout)
            yield from check_sources(node, seeds)
    for ref in curricula.questions:
        if _curriculum(ref) in wanted:
            found = list(check_question(curricula, ref, whole=ref not in broken))
            yield from found
            if not found and ref not in broken:
                yield from check_question_texts(curricula, ref, layout)


def _curriculum(ref: str) -> str:
    return ref.partition("/")[0].partition("@")[0]


def _layout() -> Layout:
    """Lay out each formula once."""
    from tutor.notation.latex_layout import layout

    return lru_cache(maxsize=4096)(lambda latex: layout(latex))
