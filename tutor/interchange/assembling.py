"""From a proposal to a curriculum: every question proven, doublets left, ids given, concepts within the limits of the format."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from tutor.interchange.proposals import Proposal, ProposedConcept
from tutor.interchange.proving import Proven, prove_question
from tutor.interchange.report import Carried, Log, Report
from tutor.interchange.slugs import Names, slug

_PLACE: Final = re.compile(r"[/:]")
LARGEST_QUESTION: Final = 200_000  # bytes, with its steps
LARGEST_CONCEPT: Final = 400_000  # bytes; as YAML it's more
MOST_QUESTIONS: Final = 60  # of a concept
UNKNOWN_LICENCE: Final = "unknown: ask whoever made the source"
MIXED_LICENCE: Final = "several; import-report.json names that of each question"


@dataclass(frozen=True, slots=True)
class Assembled:
    """A curriculum as in YAML: its header, its concepts, and by reference the hash of each question that was proven."""

    header: dict[str, Any]
    concepts: tuple[dict[str, Any], ...]
    hashes: dict[str, str]
    report: Report


def assemble(proposal: Proposal, *, format: str, origin: str, name: str, title: str, log: Log) -> Assembled:  # noqa: A002
    """Prove all that is proposed. What doesn't hold goes to the log, a concept without a question too."""
    names, seen = Names(), dict[str, str]()
    made: dict[str, list[dict[str, Any]]] = {}
    hashes: dict[str, str] = {}
    carried: list[Carried] = []
    for concept in proposal.concepts:
        proven = list(_proven(concept, seen, log))
        parts = made[concept.key] = []
        for number, chosen in enumerate(_parts(proven), 1):
            own = names.take(concept.title or concept.key, "concept")
            parts.append(_concept(own, concept, number, chosen, made))
            for one in chosen:
                ref = f"{name}/{own}/{one.body['id']}"
                hashes[ref] = one.hash
                licence = one.origin.licence or proposal.licence
                carried.append(Carried(ref, one.origin.where, one.origin.source, licence))
    concepts = tuple(part for parts in made.values() for part in parts)
    licence = _licence(carried, proposal.licence)
    header = {"format": 1, "id": name, "title": title, "licence": licence}
    authors = _authors(proposal, carried)
    if authors:
        header["authors"] = authors
    questions = [question for concept in concepts for question in concept["questions"]]
    steps = [step for question in questions for step in _below(question)]
    report = Report(
        format, origin, name, title, licence, len(concepts), len(questions), len(steps),
        sum(len(one.get("hints", ())) for one in (*questions, *steps)), tuple(log.left), tuple(log.changed), tuple(carried),
    )  # fmt: skip
    return Assembled(header, concepts, hashes, report)


def _parts(proven: list[Proven]) -> Iterator[list[Proven]]:
    """As many questions at a time as a concept may have, and a file can hold."""
    part: list[Proven] = []
    size = 0
    for one in proven:
        own = _size(one.body)
        if part and (len(part) == MOST_QUESTIONS or size + own > LARGEST_CONCEPT):
            yield part
            part, size = [], 0
        part.append(one)
        size += own
    if part:
        yield part


def _size(body: object) -> int:
    return len(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"))


def _proven(concept: ProposedConcept, seen: dict[str, str], log: Log) -> Iterator[Proven]:
    names = Names()
    for proposed in concept.questions:
        asked = " ".join(str(proposed.body.get("ask", "")).split())
        answer = json.dumps(proposed.body.get("answer"), sort_keys=True, ensure_ascii=False)
        if seen.get(asked) is not None:
            log.leave("duplicate" if seen[asked] == answer else "contradiction", proposed.where, asked)
            continue
        name = names.take(f"q-{slug(_PLACE.split(proposed.where)[-1], 'item')}")
        found = prove_question(proposed, name, log)
        if found is not None and _size(found.body) > LARGEST_QUESTION:
            log.leave("too-large", proposed.where, asked)
        elif found is not None:
            seen[asked] = answer
            yield found


def _concept(
    own: str, concept: ProposedConcept, number: int, chosen: list[Proven], made: dict[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    title = concept.title or own
    requires = [made[key][0]["id"] for key in concept.requires if made.get(key)]
    body: dict[str, Any] = {"id": own, "title": f"{title} ({number})" if number > 1 else title, "kind": "skill"}
    if requires:
        body["requires"] = requires
    return {**body, "questions": [one.body for one in chosen]}


def _licence(carried: list[Carried], whole: str | None) -> str:
    licences = {one.licence for one in carried if one.licence}
    if len(licences) == 1 and all(one.licence for one in carried):
        return licences.pop()
    return MIXED_LICENCE if licences else whole or UNKNOWN_LICENCE


def _authors(proposal: Proposal, carried: list[Carried]) -> list[str]:
    sources = dict.fromkeys(one.source for one in carried if one.source)
    return [*proposal.authors, *(one for one in sources if one not in proposal.authors)][:40]


def _below(question: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for step in question.get("steps", ()):
        yield step
        yield from _below(step)
