"""Beliefs over the prerequisite graph: which concepts are known, given what the answers say of each.

A noisy knowledge space (Doignon & Falmagne 1985) as a belief network: a concept is known with chance q where all its
prerequisites are, and with a small leak where they aren't (an author's graph is never quite right). q falls with the
concept's height, from the top of the learner's reach on; the reach is unknown and runs over a small grid, so that an answer
anywhere speaks for the whole. Marginals by loopy belief propagation (Pearl 1988, chapter 4) at each reach, which are then
weighed by their Bethe evidence (Yedidia, Freeman & Weiss 2005).

Concepts are indices into `KnowledgeGraph.concepts`; a message is the ratio of the likelihood of "known" to that of "not known".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from operator import mul
from typing import Final, NamedTuple

from tutor.learner.graph import KnowledgeGraph, set_bits
from tutor.learner.likelihood import sigmoid

REACHES: Final = ((-0.5, 0.22), (0.1, 0.14), (0.35, 0.19), (0.65, 0.19), (1.5, 0.26))  # (reach, prior weight)
STEEP: Final = 7.0  # logits from the ground to the top of the graph
SELDOM: Final = 0.05  # q far above the learner's reach
OFTEN: Final = 0.997  # and far below it
LEARNT: Final = 0.25  # the part of the way from q to OFTEN that an occasion to learn brings
LEAK: Final = 0.04  # with less, more is believed than is so where some relations stand the wrong way round
ROUNDS: Final = 3  # up and down the graph; more change beliefs by 0.01 on average and don't classify any better
ROUNDS_FOR_REACH: Final = 2  # a third moves no reach's weight so far that placement takes more or fewer questions
DAMPED: Final = 0.7  # the part of a message that is new: undamped, messages swing to and fro where many paths cross
STAYING: Final = 1.0 - DAMPED
UNLIKELY: Final = (
    0.005  # a reach less likely than this is left out; 0.02 made placement of thirty concepts stop too early
)
KEPT: Final = 32  # results kept at hand


@dataclass(frozen=True, slots=True)
class Reach:
    """The beliefs at one reach. By concept: `often` (q), `support` (the ratio that the answers on it and on what rests on it
    send down to it), `known` (the marginal). `weight`: the posterior of the reach."""

    weight: float
    often: tuple[float, ...]
    support: tuple[float, ...]
    known: tuple[float, ...]


class Spoken(NamedTuple):
    """What the answers say of one concept, by index: the log-likelihood `ratio` for knowing it now; the ratio `before` of having
    known it before it was taught, which is all that speaks for the reach; `found`: whether it was answered right, and so may
    have been learnt since, whatever the reach."""

    concept: int
    ratio: float
    before: float
    found: bool


def infer(graph: KnowledgeGraph, spoken: tuple[Spoken, ...]) -> tuple[Reach, ...]:
    """Posterior over the grid of reaches, those less likely than `UNLIKELY` left out.

    `spoken`: the concepts that were answered, each once, rising.
    """
    first = tuple((one.concept, one.before) for one in spoken if one.before)
    own = {one.concept: exp(one.ratio) for one in spoken if one.ratio}
    found = [one.concept for one in spoken if one.found]
    active = _active(graph, own)
    reaches = []
    for reach, weight in zip(_often(graph), _weights(graph, first), strict=True):
        if weight:
            now = list(reach)
            for concept in found:
                now[concept] += (OFTEN - now[concept]) * LEARNT
            passing = _Passing(graph, own, now, active)
            passing.settle(ROUNDS)
            passing.spread()
            reaches.append(Reach(weight, tuple(now), tuple(passing.support), tuple(passing.known)))
    return tuple(reaches)


def marginals(reaches: Sequence[Reach]) -> list[float]:
    """P(known) by concept over all reaches."""
    weights = [reach.weight for reach in reaches]
    return [sum(map(mul, weights, known)) for known in zip(*(reach.known for reach in reaches), strict=True)]


@lru_cache(maxsize=KEPT)
def _often(graph: KnowledgeGraph) -> tuple[tuple[float, ...], ...]:
    """q of every concept, by reach."""
    return tuple(
        tuple(SELDOM + (OFTEN - SELDOM) * sigmoid(STEEP * (reach - height)) for height in graph.heights)
        for reach, _ in REACHES
    )


@lru_cache(maxsize=KEPT)
def _weights(graph: KnowledgeGraph, first: tuple[tuple[int, float], ...]) -> tuple[float, ...]:
    """The posterior of each reach, 0 for the unlikely. `first`: concepts and the ratios of having known them before.

    Those stand once a concept was taught: most answers leave them, and so this, as they were.
    """
    own = {concept: exp(ratio) for concept, ratio in first}
    active = _active(graph, own)
    scores = []
    for (_, prior), often in zip(REACHES, _often(graph), strict=True):
        passing = _Passing(graph, own, often, active)
        passing.settle(ROUNDS_FOR_REACH)
        scores.append(log(prior) + passing.evidence())
    best = max(scores)
    weights = [exp(score - best) for score in scores]
    likely = [weight if weight >= UNLIKELY * sum(weights) else 0.0 for weight in weights]
    return tuple(weight / sum(likely) for weight in likely)


def _active(graph: KnowledgeGraph, own: Mapping[int, float]) -> list[int]:
    """Concepts with answers on them or on what rests on them; only these get messages from above."""
    mask = 0
    for concept in own:
        mask |= graph.below(concept) | 1 << concept
    return list(set_bits(mask))


class _Passing:
    """Messages at one reach. By number of a relation (`KnowledgeGraph.relations`), `up`: the message from a concept to its
    parent, `down`: the parent's P(known) without the concept. By concept, `joint`: what all its parents' add to its P(known)."""

    def __init__(
        self, graph: KnowledgeGraph, own: Mapping[int, float], often: Sequence[float], active: Sequence[int]
    ) -> None:
        self.relations, self.often = graph.relations, often
        self.support = [1.0] * len(often)
        for concept, ratio in own.items():
            self.support[concept] = ratio
        self.own = list(self.support)
        self.known = [0.0] * len(often)
        self.joint = [0.0] * len(often)
        self.rows = [(c, often[c] - LEAK, self.relations[c]) for c in active]
        self.up = [1.0] * sum(map(len, self.relations))
        self.down = [0.5] * len(self.up)

    def settle(self, rounds: int) -> None:
        """Pass messages among the active concepts."""
        self._downwards()
        for _ in range(rounds):
            self._upwards()
            self._downwards()

    def spread(self) -> None:
        """The beliefs of all other concepts, on which nothing rests that was answered."""
        known, active = self.known, {row[0] for row in self.rows}
        for c, relations in enumerate(self.relations):
            if c not in active:
                together = self.often[c] - LEAK
                for _, parent in relations:
                    together *= known[parent]
                known[c] = LEAK + together

    def evidence(self) -> float:
        """The log evidence of the answers, once settled."""
        total = 0.0
        up, down, joint, support = self.up, self.down, self.joint, self.support
        for c, _, relations in self.rows:
            for relation, _ in relations:
                total -= log(1.0 + down[relation] * (up[relation] - 1.0))
            total += log(1.0 + (LEAK + joint[c]) * (support[c] - 1.0))
        return total

    def _downwards(self) -> None:
        known, joint, support, up, down = self.known, self.joint, self.support, self.up, self.down
        for c, prior, relations in self.rows:
            for relation, parent in relations:
                believed = known[parent]
                believed /= believed + (1.0 - believed) * up[relation]
                down[relation] = believed
                prior *= believed
            joint[c] = prior
            prior += LEAK
            spoken = prior * support[c]
            known[c] = spoken / (spoken + 1.0 - prior)

    def _upwards(self) -> None:
        joint, support, up, down = self.joint, self.support, self.up, self.down
        support[:] = self.own
        for c, _, relations in reversed(self.rows):
            if relations:
                excess = support[c] - 1.0
                slope = joint[c] * (excess / (1.0 + excess * LEAK))
                for relation, parent in relations:
                    message = up[relation] ** STAYING * (1.0 + slope / down[relation]) ** DAMPED
                    up[relation] = message
                    support[parent] *= message
