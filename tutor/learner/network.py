"""Beliefs over the prerequisite graph: which concepts are known, given what the answers say of each.

A noisy knowledge space (Doignon & Falmagne 1985) as a belief network: a concept is known with chance q where all its
prerequisites are, and with a small leak where they aren't (an author's graph is never quite right). q falls with the
concept's height, from the top of the learner's reach on; the reach is unknown and runs over a small grid, so that an answer
anywhere speaks for the whole. Marginals by loopy belief propagation (Pearl 1988, chapter 4) at each reach, which are then
weighed by their Bethe evidence (Yedidia, Freeman & Weiss 2005).

Concepts are indices into `KnowledgeGraph.concepts`; a message is the ratio of the likelihood of "known" to that of "not known".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Final

from tutor.learner.graph import KnowledgeGraph
from tutor.learner.likelihood import sigmoid

REACHES: Final = ((-0.5, 0.22), (0.1, 0.14), (0.35, 0.19), (0.65, 0.19), (1.5, 0.26))  # (reach, prior weight)
STEEP: Final = 7.0  # logits from the ground to the top of the graph
SELDOM: Final = 0.05  # q far above the learner's reach
OFTEN: Final = 0.997  # and far below it
LEARNT: Final = 0.25  # the part of the way from q to OFTEN that an occasion to learn brings
LEAK: Final = 0.04  # with less, more is believed than is so where some relations stand the wrong way round
ROUNDS: Final = 3  # up and down the graph; more change beliefs by 0.01 on average and don't classify any better
DAMPED: Final = 0.7  # the part of a message that is new: undamped, messages swing to and fro where many paths cross


@dataclass(frozen=True, slots=True)
class Reach:
    """The beliefs at one reach. By concept: `often` (q), `support` (the ratio that the answers on it and on what rests on it
    send down to it), `known` (the marginal). `weight`: the posterior of the reach."""

    weight: float
    often: tuple[float, ...]
    support: tuple[float, ...]
    known: tuple[float, ...]


def infer(
    graph: KnowledgeGraph, ratios: Sequence[float], before: Sequence[float], learnt: Sequence[bool]
) -> tuple[Reach, ...]:
    """Posterior over the grid of reaches; `ratios`: by concept, the log-likelihood ratio of its own answers for knowing it
    now; `before`: for having known it before it was taught, which is all that speaks for the reach; `learnt`: where there
    was an occasion to learn it since, whatever the reach."""
    own, first = ([exp(ratio) if ratio else 1.0 for ratio in ratios_] for ratios_ in (ratios, before))
    active, active_first = _spoken_for(graph, own), _spoken_for(graph, first)
    found = []
    for reach, prior in REACHES:
        often = tuple(SELDOM + (OFTEN - SELDOM) * sigmoid(STEEP * (reach - height)) for height in graph.heights)
        now = tuple(q + (OFTEN - q) * LEARNT if occasion else q for q, occasion in zip(often, learnt, strict=True))
        passing = _Passing(graph, own, now, active)
        evidence = passing.settle()
        if first != own or now != often:
            evidence = _Passing(graph, first, often, active_first).settle()
        found.append((log(prior) + evidence, now, passing))
    best = max(score for score, _, _ in found)
    total = sum(exp(score - best) for score, _, _ in found)
    return tuple(
        Reach(exp(score - best) / total, often, tuple(passing.support), tuple(passing.known))
        for score, often, passing in found
    )


def marginals(reaches: Sequence[Reach]) -> list[float]:
    """P(known) by concept over all reaches."""
    parts = [(reach.weight, reach.known) for reach in reaches]
    return [sum(weight * known[i] for weight, known in parts) for i in range(len(reaches[0].known))]


def _spoken_for(graph: KnowledgeGraph, own: Sequence[float]) -> list[int]:
    """Concepts with answers on them or on what rests on them; only these get messages from above."""
    mask = 0
    for i, ratio in enumerate(own):
        if ratio != 1.0:
            mask |= graph.below(i) | 1 << i
    return [i for i in range(len(own)) if mask >> i & 1]


class _Passing:
    """Messages at one reach. `up[c][j]`: from concept c to its j-th parent; `down[c][j]`: that parent's P(known) without c."""

    def __init__(
        self, graph: KnowledgeGraph, own: Sequence[float], often: Sequence[float], active: Sequence[int]
    ) -> None:
        self.parents, self.own, self.often, self.active = graph.parents, own, often, active
        self.up = [[1.0] * len(below) for below in graph.parents]
        self.down = [[0.5] * len(below) for below in graph.parents]
        self.support = list(own)
        self.prior = [0.0] * len(own)
        self.known = [0.0] * len(own)

    def settle(self) -> float:
        """Pass messages, then the beliefs of all other concepts. Returns the log evidence of the answers."""
        self._downwards(self.active)
        for _ in range(ROUNDS):
            self._upwards()
            self._downwards(self.active)
        quiet = set(self.active)
        self._downwards([i for i in range(len(self.own)) if i not in quiet])
        return self._evidence()

    def _downwards(self, concepts: Sequence[int]) -> None:
        known, support, often = self.known, self.support, self.often
        for c in concepts:
            up, down, together = self.up[c], self.down[c], 1.0
            for j, parent in enumerate(self.parents[c]):
                believed = known[parent]
                believed /= believed + (1.0 - believed) * up[j]
                down[j] = believed
                together *= believed
            prior = LEAK + (often[c] - LEAK) * together
            self.prior[c] = prior
            known[c] = prior * support[c] / (prior * support[c] + 1.0 - prior)

    def _upwards(self) -> None:
        support = self.support
        for c in self.active:
            support[c] = self.own[c]
        for c in reversed(self.active):
            excess, up, down = support[c] - 1.0, self.up[c], self.down[c]
            slope, without = self.often[c] - LEAK, 1.0 + excess * LEAK
            for believed in down:
                slope *= believed
            for j, parent in enumerate(self.parents[c]):
                up[j] = up[j] ** (1.0 - DAMPED) * (1.0 + excess * slope / (down[j] * without)) ** DAMPED
                support[parent] *= up[j]

    def _evidence(self) -> float:
        total = 0.0
        for c in self.active:
            total += log(self.prior[c] * self.support[c] + 1.0 - self.prior[c])
            for up, down in zip(self.up[c], self.down[c], strict=True):
                total -= log(down * up + 1.0 - down)
        return total
