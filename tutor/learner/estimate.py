"""The estimate: what is believed of one learner, as plain numbers by concept, and the questions that others ask of it.

Every answer moves two things. The mastery model follows the learner's strength overall and at each concept: how likely the
next answer is right. A likelihood ratio per concept says how strongly its answers speak for knowing it, and the belief
network spreads that over the prerequisite graph; what the graph leads to expect of an answer is in turn an input of the
mastery model. What was mastered has a card in memory, which fades. An estimate is a value: observing gives another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import log, sqrt
from types import MappingProxyType
from typing import Final

from tutor.learner import likelihood, mastery
from tutor.learner.evidence import Evidence, Item
from tutor.learner.foreseen import foresee, question
from tutor.learner.graph import KnowledgeGraph, set_bits
from tutor.learner.mastery_calibration import SHIPPED, Calibration
from tutor.learner.mastery_learner import NEW_LEARNER, Learner
from tutor.learner.memory import BLANK, Card, Memory, remembered
from tutor.learner.network import Reach, Spoken, infer, marginals
from tutor.learner.tally import Tally, counted
from tutor.learner.trace import DEEPEST, TAUGHT, Trace, fields, learnt, met_before, moved, shares

__all__ = [
    "Estimate", "Tally", "acquired", "aged", "beliefs", "known", "mastered", "observe", "prospect", "reaches",
    "retrievability", "success", "tally", "uncertainty",
]  # fmt: skip

KEPT: Final = 16  # beliefs kept at hand
# P(known) is no surer than the whole, unaided right answers on a concept, or on what rests on it, allow: none, one, two, ...
SUREST: Final = (0.89, 0.9, 0.95, 0.97, 0.98)

DISPROVED: Final = 0.45  # P(known) at most while a retest, or the learner's own word, says "not yet"
HOUR: Final = 3_600_000_000  # microseconds: estimates age in such steps, so that what is derived from them can be kept

_UNMET: Final = Trace()
_NOTHING: Final[MappingProxyType[str, Trace]] = MappingProxyType({})
_Derived = tuple[tuple[Reach, ...], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is believed of a learner. `learner`: their strength and history; `concepts`: those that answers speak of.

    `memory`: a card for each concept mastered. `calibration`: the shared weights, frozen, that forecasts are made with. `now`: the
    moment of which beliefs speak, in microseconds UTC; None: as if nothing faded. These two are no part of what is saved.
    """

    learner: Learner = NEW_LEARNER
    concepts: MappingProxyType[str, Trace] = field(default_factory=lambda: _NOTHING)
    memory: Memory = field(default_factory=lambda: BLANK)
    calibration: Calibration = field(default_factory=lambda: SHIPPED, repr=False, compare=False)
    now: int | None = None
    # derived values, kept because a policy asks for them hundreds of times between two answers; no part of the value
    _kept: dict[KnowledgeGraph, _Derived] = field(default_factory=dict, repr=False, compare=False)
    _faded: dict[KnowledgeGraph, Mapping[str, float]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def trace(self, concept: str) -> Trace:
        """What is held of a concept; of one never asked about, the start."""
        return self.concepts.get(concept, _UNMET)

    def to_json(self) -> dict[str, object]:
        """Plain numbers, strings and lists."""
        concepts = {concept: trace.to_json() for concept, trace in self.concepts.items()}
        memory = {concept: card.to_json() for concept, card in self.memory.items()}
        return {"learner": self.learner.to_json(), "concepts": concepts, "memory": memory}

    @staticmethod
    def from_json(data: object, calibration: Calibration = SHIPPED) -> Estimate:
        """The estimate of `to_json`. Raises InputError("bad-argument") for anything else."""
        parts = fields(data, ("learner", "concepts", "memory"))
        concepts, memory = parts["concepts"], parts["memory"]
        traces = fields(concepts, tuple(concepts) if isinstance(concepts, dict) else ())
        cards = fields(memory, tuple(memory) if isinstance(memory, dict) else ())
        return Estimate(
            Learner.from_json(parts["learner"]),
            MappingProxyType({concept: Trace.from_json(trace) for concept, trace in traces.items()}),
            MappingProxyType({concept: Card.from_json(card) for concept, card in cards.items()}),
            calibration,
        )


def observe(estimate: Estimate, evidence: Evidence) -> Estimate:
    """The estimate after one outcome. What was told is an occasion to learn, and counts in the tally."""
    traces = estimate.concepts.copy()
    learner = estimate.learner
    if evidence.aid != "told" and evidence.weight > 0.0:
        seen = foresee(estimate.calibration, learner, evidence)
        learner = mastery.observe(learner, seen.expected, seen.outcome, seen.weight)
        _take(estimate, evidence, traces)
    trace = traces.get(evidence.item.concept, _UNMET)
    ratio = learnt(trace.ratio, TAUGHT) if evidence.aid == "told" else trace.ratio
    tally_now = counted(trace.tally, evidence)
    traces[evidence.item.concept] = Trace(ratio, trace.before, tally_now)
    memory = remembered(estimate.memory, evidence, mastered=tally_now.mastered)
    return Estimate(learner, MappingProxyType(traces), memory, estimate.calibration, estimate.now)


def aged(estimate: Estimate, at: int) -> Estimate:
    """The same estimate, looked at in the hour that began before that moment (microseconds UTC)."""
    now = at - at % HOUR
    if now == estimate.now:
        return estimate
    return replace(estimate, now=now)


def _take(estimate: Estimate, evidence: Evidence, traces: dict[str, Trace]) -> None:
    """Move the ratios of the concepts exercised, in `traces`."""
    if evidence.rests:
        _doubt(estimate, evidence, traces)
    concepts = evidence.item.exercised
    before = [estimate.trace(concept) for concept in concepts]
    change = likelihood.log_ratio(evidence)
    first = likelihood.first_log_ratio(evidence) if evidence.aid == "unaided" else 0.0
    parts = shares(before, right=change > 0.0)
    for concept, trace, part in zip(concepts, before, parts, strict=True):
        ratio = moved(trace.ratio, part * change, evidence)
        traces[concept] = Trace(ratio, met_before(trace, part * first), trace.tally)


def _doubt(estimate: Estimate, evidence: Evidence, traces: dict[str, Trace]) -> None:
    """A miss speaks against readiness: blamed on what the question rests on, as far as each is likely to be missing."""
    change = likelihood.unready_log_ratio(evidence)
    below = [estimate.trace(concept) for concept in evidence.rests]
    for concept, trace, part in zip(evidence.rests, below, shares(below, right=False), strict=True):
        traces[concept] = replace(trace, ratio=max(-DEEPEST, trace.ratio + part * change))


def beliefs(estimate: Estimate, graph: KnowledgeGraph) -> Mapping[str, float]:
    """P(known now) of every concept of the graph: that it was acquired, and is still retrieved."""
    faded = estimate._faded.get(graph)
    if faded is None:
        faded = estimate._faded[graph] = _retrieved(estimate, acquired(estimate, graph))
    return faded


def acquired(estimate: Estimate, graph: KnowledgeGraph) -> Mapping[str, float]:
    """P(known, as if nothing faded) of every concept, from its own answers and from those above and below it."""
    return _derived(estimate, graph)[1]


def _retrieved(estimate: Estimate, believed: Mapping[str, float]) -> Mapping[str, float]:
    """What has faded says nothing about what lies below it, so this comes after all inference."""
    if estimate.now is None:
        return believed
    faded = {concept: retrievability(estimate, concept) for concept in estimate.memory if concept in believed}
    if not faded:
        return believed
    return MappingProxyType({**believed, **{concept: believed[concept] * part for concept, part in faded.items()}})


def retrievability(estimate: Estimate, concept: str) -> float:
    """P(recalled now), of a concept that was mastered; 1 where nothing is known to have faded."""
    card = estimate.memory.get(concept)
    return 1.0 if card is None or estimate.now is None else card.retrievability(estimate.now)


def reaches(estimate: Estimate, graph: KnowledgeGraph) -> tuple[Reach, ...]:
    """The belief network behind `beliefs`, not capped, for whoever chooses what to ask."""
    return _derived(estimate, graph)[0]


def _derived(estimate: Estimate, graph: KnowledgeGraph) -> _Derived:
    found = estimate._kept.get(graph)
    if found is None:
        answered = sorted((place, concept) for concept, place in _shared(estimate.concepts, graph.place))
        traces = [(place, estimate.concepts[concept]) for place, concept in answered]
        found = _worked_out(
            graph,
            tuple(Spoken(place, trace.ratio, trace.before, trace.found) for place, trace in traces),
            tuple((place, len(trace.tally.items)) for place, trace in traces if trace.tally.items),
            tuple(place for place, trace in traces if trace.tally.denied),
        )
        estimate._kept[graph] = found
    return found


def _shared(traces: Mapping[str, Trace], place: Mapping[str, int]) -> list[tuple[str, int]]:
    """Concepts in both, with their places: whichever are fewer are gone through."""
    if len(traces) < len(place):
        return [(concept, place[concept]) for concept in traces if concept in place]
    return [(concept, at) for concept, at in place.items() if concept in traces]


@lru_cache(maxsize=KEPT)
def _worked_out(
    graph: KnowledgeGraph, spoken: tuple[Spoken, ...], rights: tuple[tuple[int, int], ...], denied: tuple[int, ...]
) -> _Derived:
    """Kept by what it depends on: estimates that say the same share it, such as the one that a decision was made on and the
    one that its events lead to. `rights`: concepts by index, with their whole, unaided right answers; `denied`: those
    of which a retest, or the learner, says "not yet"."""
    network = infer(graph, spoken)
    capped = map(min, marginals(network), _surest(graph, rights, denied))
    return network, MappingProxyType(dict(zip(graph.concepts, capped, strict=True)))


def _surest(graph: KnowledgeGraph, rights: Iterable[tuple[int, int]], denied: Iterable[int]) -> list[float]:
    speaking = [0] * len(graph)
    for place, count in rights:
        for i in set_bits(graph.below(place) | 1 << place):
            speaking[i] += count
    caps = [SUREST[min(count, len(SUREST) - 1)] for count in speaking]
    for place in denied:
        caps[place] = DISPROVED
    return caps


def known(estimate: Estimate, concept: str, graph: KnowledgeGraph) -> float:
    """P(known now) of one concept; of one outside the graph by its own answers alone, from even odds."""
    if concept in graph:
        return beliefs(estimate, graph)[concept]
    return likelihood.sigmoid(estimate.trace(concept).ratio)


def success(estimate: Estimate, item: Item, graph: KnowledgeGraph) -> float:
    """Predicted P(right, unaided)."""
    asked = question(item, prospect(estimate, item, graph))
    return mastery.forecast(estimate.calibration, estimate.learner, asked).probability


def prospect(estimate: Estimate, item: Item, graph: KnowledgeGraph) -> float:
    """What the graph leads to expect of an answer, as the logit of P(right, guess aside): of who knows all that the item
    exercises, is ready for it, or misses something below it, weighed by belief.

    A concept outside the graph counts by its own answers, from even odds.
    """
    believed, own = beliefs(estimate, graph), item.concept

    def knowing(concept: str) -> float:
        return believed[concept] if concept in believed else known(estimate, concept, graph)

    used = [knowing(concept) for concept in item.uses if concept != own]
    knows = min((knowing(own), *used))
    below = graph.prerequisites(own) if own in believed else ()
    ready = max(knows, min((*map(knowing, below), *used), default=1.0))
    chance = likelihood.skill_at(item, knows, ready)
    return log(chance / (1.0 - chance))


def uncertainty(estimate: Estimate, concept: str) -> float:
    """Standard deviation, in logits, of the learner's strength at a concept; 0.63 before the first answer."""
    asked = mastery.Question("", (concept,))
    return sqrt(mastery.forecast(estimate.calibration, estimate.learner, asked).variance)


def tally(estimate: Estimate, concept: str) -> Tally:
    """What the learner has done on a concept."""
    return estimate.trace(concept).tally


def mastered(estimate: Estimate, concept: str) -> bool:
    """Two unaided right answers on different questions or variants, one of them not a choice, one after a delay.

    Two unaided misses after that put the concept in doubt, until both answers are given again.
    """
    return tally(estimate, concept).mastered
