"""The estimate: what is believed of one learner, as plain numbers by concept, and the questions that others ask of it.

Every answer moves two things. A Gaussian filter follows the learner's strength overall and at each concept: how likely the
next answer is right at a given difficulty. A likelihood ratio per concept says how strongly its answers speak for knowing it,
and the belief network spreads that over the prerequisite graph. An estimate is a value: observing gives another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import sqrt
from types import MappingProxyType
from typing import Final

from tutor.learner import likelihood
from tutor.learner.evidence import Evidence, Item
from tutor.learner.graph import KnowledgeGraph, set_bits
from tutor.learner.network import Reach, Spoken, infer, marginals
from tutor.learner.strength import ABILITY, Gaussian, filtered
from tutor.learner.tally import Tally, counted
from tutor.learner.trace import TAUGHT, Trace, fields, gaussian, learnt, met_before, moved, shares

__all__ = [
    "Estimate", "Tally", "beliefs", "known", "mastered", "observe", "reaches", "success", "tally", "uncertainty",
]  # fmt: skip

KEPT: Final = 16  # beliefs kept at hand
# P(known) is no surer than the whole, unaided right answers on a concept, or on what rests on it, allow: none, one, two, ...
SUREST: Final = (0.89, 0.9, 0.95, 0.97, 0.98)

_UNMET: Final = Trace()
_NOTHING: Final[MappingProxyType[str, Trace]] = MappingProxyType({})
_Derived = tuple[tuple[Reach, ...], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is believed of a learner. `ability`: in logits, over all concepts; `concepts`: those that were asked about."""

    ability: Gaussian = ABILITY
    concepts: MappingProxyType[str, Trace] = field(default_factory=lambda: _NOTHING)
    # derived values, kept because a policy asks for them hundreds of times between two answers; no part of the value
    _kept: dict[KnowledgeGraph, _Derived] = field(default_factory=dict, init=False, repr=False, compare=False)

    def trace(self, concept: str) -> Trace:
        """What is held of a concept; of one never asked about, the start."""
        return self.concepts.get(concept, _UNMET)

    def to_json(self) -> dict[str, object]:
        """Plain numbers, strings and lists."""
        concepts = {concept: trace.to_json() for concept, trace in self.concepts.items()}
        return {"ability": [self.ability.mean, self.ability.variance], "concepts": concepts}

    @staticmethod
    def from_json(data: object) -> Estimate:
        """The estimate of `to_json`. Raises InputError("bad-argument") for anything else."""
        parts = fields(data, ("ability", "concepts"))
        concepts = parts["concepts"]
        traces = fields(concepts, tuple(concepts) if isinstance(concepts, dict) else ())
        return Estimate(
            gaussian(parts["ability"]),
            MappingProxyType({concept: Trace.from_json(trace) for concept, trace in traces.items()}),
        )


def observe(estimate: Estimate, evidence: Evidence) -> Estimate:
    """The estimate after one outcome. What was told is an occasion to learn, and counts in the tally."""
    traces = estimate.concepts.copy()
    ability = estimate.ability
    if evidence.aid != "told" and evidence.weight > 0.0:
        ability = _take(estimate, evidence, traces)
    trace = traces.get(evidence.item.concept, _UNMET)
    ratio = learnt(trace.ratio, TAUGHT) if evidence.aid == "told" else trace.ratio
    traces[evidence.item.concept] = Trace(trace.strength, ratio, trace.before, counted(trace.tally, evidence))
    return Estimate(ability, MappingProxyType(traces))


def _take(estimate: Estimate, evidence: Evidence, traces: dict[str, Trace]) -> Gaussian:
    """Move the strengths and ratios of the concepts exercised, in `traces`. Returns the new ability."""
    exercised = _exercised(evidence.item)
    before = [estimate.trace(concept) for concept in exercised]
    ability, strengths = filtered(estimate.ability, [trace.strength for trace in before], evidence)
    change = likelihood.log_ratio(evidence)
    first = likelihood.first_log_ratio(evidence) if evidence.aid == "unaided" else 0.0
    parts = shares(before, right=change > 0.0)
    for concept, trace, strength, part in zip(exercised, before, strengths, parts, strict=True):
        ratio = moved(trace.ratio, part * change, evidence)
        traces[concept] = Trace(strength, ratio, met_before(trace, part * first), trace.tally)
    return ability


def _exercised(item: Item) -> tuple[str, ...]:
    return tuple(dict.fromkeys((item.concept, *item.uses)))


def beliefs(estimate: Estimate, graph: KnowledgeGraph) -> Mapping[str, float]:
    """P(known now) of every concept of the graph, from its own answers and from those above and below it."""
    return _derived(estimate, graph)[1]


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
        )
        estimate._kept[graph] = found
    return found


def _shared(traces: Mapping[str, Trace], place: Mapping[str, int]) -> list[tuple[str, int]]:
    """Concepts in both, with their places: whichever are fewer are gone through."""
    if len(traces) < len(place):
        return [(concept, place[concept]) for concept in traces if concept in place]
    return [(concept, at) for concept, at in place.items() if concept in traces]


@lru_cache(maxsize=KEPT)
def _worked_out(graph: KnowledgeGraph, spoken: tuple[Spoken, ...], rights: tuple[tuple[int, int], ...]) -> _Derived:
    """Kept by what it depends on: estimates that say the same share it, such as the one that a decision was made on and the
    one that its events lead to. `rights`: concepts by index, with their whole, unaided right answers."""
    network = infer(graph, spoken)
    capped = map(min, marginals(network), _surest(graph, rights))
    return network, MappingProxyType(dict(zip(graph.concepts, capped, strict=True)))


def _surest(graph: KnowledgeGraph, rights: Iterable[tuple[int, int]]) -> list[float]:
    speaking = [0] * len(graph)
    for place, count in rights:
        for i in set_bits(graph.below(place) | 1 << place):
            speaking[i] += count
    return [SUREST[min(count, len(SUREST) - 1)] for count in speaking]


def known(estimate: Estimate, concept: str, graph: KnowledgeGraph) -> float:
    """P(known now) of one concept; of one outside the graph by its own answers alone, from even odds."""
    if concept in graph:
        return beliefs(estimate, graph)[concept]
    return likelihood.sigmoid(estimate.trace(concept).ratio)


def success(estimate: Estimate, item: Item, graph: KnowledgeGraph) -> float:
    """Predicted P(right, unaided): of who knows all that the item exercises, is ready for it, or misses something below it.

    The three are weighed by belief; a concept outside the graph counts by its own answers, from even odds.
    """
    exercised = _exercised(item)
    strength = estimate.ability.mean
    strength += sum(estimate.trace(concept).strength.mean for concept in exercised) / len(exercised)
    knows = min(known(estimate, concept, graph) for concept in exercised)
    below = graph.prerequisites(item.concept) if item.concept in graph else ()
    resting = (*below, *(concept for concept in item.uses if concept != item.concept))
    ready = max(knows, min((known(estimate, concept, graph) for concept in resting), default=1.0))
    return (
        knows * likelihood.chance(item, likelihood.KNOWN + strength, likelihood.EASED)
        + (ready - knows) * likelihood.chance(item, likelihood.READY + strength)
        + (1.0 - ready) * likelihood.chance(item, likelihood.LOST + strength)
    )


def uncertainty(estimate: Estimate, concept: str) -> float:
    """Standard deviation, in logits, of the learner's strength at a concept; 0.63 before the first answer."""
    return sqrt(estimate.ability.variance + estimate.trace(concept).strength.variance)


def tally(estimate: Estimate, concept: str) -> Tally:
    """What the learner has done on a concept."""
    return estimate.trace(concept).tally


def mastered(estimate: Estimate, concept: str) -> bool:
    """Two unaided right answers on different questions or variants, one of them not a choice, one after a delay.

    Two unaided misses after that put the concept in doubt, until both answers are given again.
    """
    return tally(estimate, concept).mastered
