"""What is believed of a learner, concept by concept, with the answers behind it; for whoever shows it to them.

Four words are kept apart: *assumed* is inferred and was never asked, *told* was shown, *established* was answered, *mastered*
is what `tutor.learner.tally` says. A concept that wasn't established goes by its neutral title, and questions by their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from tutor.chain.events import ConceptEstablished, DisputeSettled
from tutor.curriculum.curricula import Curricula
from tutor.errors import InputError
from tutor.learner.classify import assumed
from tutor.learner.estimate import Estimate, known, retrievability, tally, uncertainty
from tutor.learner.evidence import Evidence
from tutor.learner.graph import KnowledgeGraph
from tutor.learner.tally import Tally
from tutor.session.events import Event, EvidenceTaken
from tutor.session.summary import before

State = Literal["mastered", "established", "told", "met", "assumed", "not-yet", "open"]
EARLIER: Final = "a question of an earlier version"


@dataclass(frozen=True, slots=True)
class Believed:
    """One concept. `state`: see above; met: asked about, nothing right yet; not-yet: a retest, or the learner's word, says so;
    open: neither asked nor inferred. `p_known` in [0, 1]; `sd` in logits. `evidence`: sequence numbers. `disputed`: how the last
    dispute ended, if there was one. Of what was mastered: `retrievability` in [0, 1], and when it is, or was, `due` for a look, in
    microseconds UTC."""

    concept: str
    title: str
    state: State
    p_known: float
    sd: float
    tally: Tally
    evidence: tuple[int, ...]
    unlocks: tuple[str, ...]
    disputed: str | None = None
    retrievability: float | None = None
    due: int | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer as it was taken. `question`: its neutral name. `taken_for`: unaided, assisted, told, don't know, or word (said
    without a question). `weight` in [0, 1]; `outcome` in [0, 1], None for what was told. `at`: microseconds UTC."""

    seq: int
    at: int
    question: str
    taken_for: Literal["unaided", "assisted", "told", "don't know", "word"]
    weight: float
    outcome: float | None
    retest: bool = False


def portrait(
    curricula: Curricula, graph: KnowledgeGraph, estimate: Estimate, events: Iterable[Event]
) -> tuple[Believed, ...]:
    """Every concept of the curricula, in their order."""
    history = tuple(events)
    established = established_in(history)
    settled = {event.body.concept: event.body.outcome for event in history if isinstance(event.body, DisputeSettled)}
    behind = _behind(history)
    inferred = assumed(estimate, graph)
    return tuple(
        Believed(
            concept=ref,
            title=titled(curricula, ref, established),
            state=_state(tally(estimate, ref), established.get(ref), inferred=ref in inferred),
            p_known=known(estimate, ref, graph),
            sd=uncertainty(estimate, ref),
            tally=tally(estimate, ref),
            evidence=tuple(behind.get(ref, ())),
            unlocks=curricula.dependents(ref),
            disputed=settled.get(ref),
            retrievability=retrievability(estimate, ref) if ref in estimate.memory else None,
            due=estimate.memory[ref].due if ref in estimate.memory else None,
        )
        for ref in curricula.concepts
    )


def established_in(events: Iterable[Event]) -> dict[str, str]:
    """The concepts that were established in any session, and how at best."""
    best = {"unaided": 2, "assisted": 1, "told": 0}
    found: dict[str, str] = {}
    for event in events:
        if isinstance(event.body, ConceptEstablished):
            said = (found.get(event.body.concept, "told"), event.body.how)
            found[event.body.concept] = max(said, key=best.__getitem__)
    return found


def titled(curricula: Curricula, concept: str, established: Mapping[str, str]) -> str:
    """The title of what was established; the neutral one of anything else."""
    return curricula.concept(concept).concept.title if concept in established else before(curricula, concept)


def _state(counts: Tally, how: str | None, *, inferred: bool) -> State:
    if counts.denied:
        return "not-yet"
    if counts.mastered:
        return "mastered"
    if counts.items or how in ("unaided", "assisted"):
        return "established"
    if how == "told" or counts.told:
        return "told"
    if counts.unaided or counts.assisted or counts.wrong:
        return "met"
    return "assumed" if inferred else "open"


def _behind(events: Iterable[Event]) -> dict[str, list[int]]:
    """The sequence numbers of the events that speak of each concept."""
    found: dict[str, list[int]] = {}
    for event in events:
        if isinstance(event.body, EvidenceTaken):
            for ref in event.body.evidence.concepts:
                found.setdefault(ref, []).append(event.seq)
    return found


def attempts(curricula: Curricula, events: Sequence[Event], concept: str) -> tuple[Attempt, ...]:
    """The answers that speak of a concept, in order: on its own questions, on others that use it, and misses on what rests on it."""
    found = []
    for event in events:
        if not isinstance(event.body, EvidenceTaken):
            continue
        evidence = event.body.evidence
        if concept in evidence.concepts:
            found.append(_attempt(curricula, event, evidence, concept))
    return tuple(found)


def _attempt(curricula: Curricula, event: Event, evidence: Evidence, concept: str) -> Attempt:
    item = evidence.item
    said = item.ref == item.concept
    name = "said without a question" if said else neutral_name(curricula, item.ref)
    if item.concept != concept:
        topic = before(curricula, item.concept) if item.concept in curricula.concepts else item.concept
        name = f"{name} on {topic}"
    told = evidence.aid == "told"
    return Attempt(
        seq=event.seq,
        at=evidence.at,
        question=name,
        taken_for="word" if said else "told" if told else "don't know" if evidence.unknown else evidence.aid,
        weight=evidence.weight,
        outcome=None if told else evidence.outcome,
        retest=evidence.disputed and not said,
    )


def neutral_name(curricula: Curricula, ref: str) -> str:
    """A question by its place, which gives nothing of it away: `question 2, step 1`."""
    parts = ref.split("/")
    try:
        places = [curricula.concept("/".join(parts[:2])).questions.index("/".join(parts[:3])) + 1]
        for depth in range(3, len(parts)):
            steps = curricula.question("/".join(parts[:depth])).steps
            places.append(steps.index("/".join(parts[: depth + 1])) + 1)
    except (InputError, ValueError):
        return EARLIER
    return ", step ".join([f"question {places[0]}", *map(str, places[1:])])
