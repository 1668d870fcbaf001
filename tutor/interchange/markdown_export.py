"""A curriculum as a document to read: concepts in order of dependence; hints, steps and solutions folded away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tutor.curriculum.curricula import Curricula
from tutor.curriculum.model import Exhibit
from tutor.curriculum.nodes import ConceptNode, QuestionNode
from tutor.curriculum.placeholders import segments
from tutor.curriculum.variants import Variant, draw
from tutor.interchange.outgoing import concepts_of, key_of, options_shown

_TAG: Final = re.compile(r"<(?=[A-Za-z/!?])")


def documents(curricula: Curricula, name: str) -> Iterator[tuple[str, str]]:
    """The parts with their names: `README` with the contents, then a part for each concept."""
    model = next(one for one in curricula.models if one.id == name)
    nodes = list(concepts_of(curricula, name))
    parts = [(f"{place:03d}-{node.concept.id}", node) for place, node in enumerate(nodes, 1)]
    lines = [f"# {_safe(model.title)}", "", f"Licence: {_safe(model.licence)}", ""]
    lines += [f"By {_safe(', '.join(model.authors))}", ""] if model.authors else []
    lines += ["Numbers are one example of each question; keys are folded away, not hidden.", ""]
    lines += [f"{place}. [{_safe(node.concept.title)}]({part}.md)" for place, (part, node) in enumerate(parts, 1)]
    yield "README", "\n".join(lines) + "\n"
    for part, node in parts:
        yield part, "\n\n".join(_concept(curricula, node)) + "\n"


def document(curricula: Curricula, name: str) -> str:
    """All of it in one text."""
    parts = list(documents(curricula, name))
    head = re.sub(r"^(\d+\. )\[(.*)\]\(.*\)$", r"\1\2", parts[0][1], flags=re.MULTILINE)
    return "\n".join([head, *(text for _, text in parts[1:])])


def _concept(curricula: Curricula, node: ConceptNode) -> Iterator[str]:
    concept = node.concept
    yield f"## {_safe(concept.title)}"
    rests = [curricula.concept(ref).concept.title for ref in node.requires]
    yield f"*{concept.kind}*" + (f" · rests on {_safe(', '.join(rests))}" if rests else "")
    if concept.wonder:
        yield f"> {_safe(' '.join(concept.wonder.split()))}"
    shown: set[str] = set()
    for ref in node.questions:
        for below in curricula.tree(ref):
            for exhibit in curricula.question(below).exhibits:
                if exhibit not in shown:
                    shown.add(exhibit)
                    yield from _exhibit(curricula.exhibit(exhibit))
    for place, ref in enumerate(node.questions, 1):
        yield from _question(curricula, curricula.question(ref), f"{place}")
    if concept.claim:
        yield _folded("What is established", _safe(concept.claim.strip()))
    if concept.sources:
        yield "Sources: " + ", ".join(f"`{source}`" for source in concept.sources)


def _exhibit(exhibit: Exhibit) -> Iterator[str]:
    yield f"**{_safe(exhibit.title)}**"
    yield _safe(exhibit.body.strip())
    said = [exhibit.provenance, exhibit.source, exhibit.units and f"units: {exhibit.units}",
            exhibit.uncertainty and f"uncertainty: {exhibit.uncertainty}", exhibit.deviation]  # fmt: skip
    yield f"*{'; '.join(_safe(' '.join(one.split())) for one in said if one)}*"


def _question(curricula: Curricula, node: QuestionNode, number: str) -> Iterator[str]:
    variant = draw(curricula, node.ref, 0)
    role = f" · {node.role}" if node.role and node.role != "further" else ""
    yield f"### {number}{role}"
    yield _safe(variant.ask.strip())
    if variant.options:
        yield _safe(options_shown(variant))
    for hint in variant.hints:
        yield _folded("Hint", _safe(hint.strip()))
    if node.steps:
        yield _folded("Steps", "\n\n".join(_steps(curricula, node, number)))
    yield from _solution(variant)


def _steps(curricula: Curricula, node: QuestionNode, number: str) -> Iterator[str]:
    for place, ref in enumerate(node.steps, 1):
        step = curricula.question(ref)
        variant = draw(curricula, ref, 0)
        yield f"**{number}.{place}** {_safe(variant.ask.strip())}"
        if variant.options:
            yield _safe(options_shown(variant))
        if step.parent == node.ref and step.steps:
            yield _folded("Steps", "\n\n".join(_steps(curricula, step, f"{number}.{place}")))
        yield from _solution(variant)


def _solution(variant: Variant) -> Iterator[str]:
    key = key_of(variant)
    points = "\n".join(f"- {point.point}" for point in variant.rubric)
    parts = [part.strip() for part in (key, points, variant.solution) if part and part.strip()]
    if parts:
        yield _folded("Answer", _safe("\n\n".join(parts)))


def _folded(summary: str, text: str) -> str:
    return f"<details><summary>{summary}</summary>\n\n{text}\n\n</details>"


def _safe(text: str) -> str:
    """The text with no HTML in it: a tag of an author's is the text it is, as in the program."""
    return "".join(text[a:b] if inside else _TAG.sub("&lt;", text[a:b]) for a, b, inside in segments(text))
