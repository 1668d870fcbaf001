"""Placement: which question tells most about the way to a goal, and when enough is known to begin.

A probe's worth is what its answer is expected to take off the variance of knowing, summed over the concepts on the way: for a
yes-or-no answer Y, the sum of Cov(known, Y)²/Var(Y) (the law of total variance).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

from tutor.learner.estimate import Estimate, reaches, success
from tutor.learner.evidence import Evidence, Item
from tutor.learner.graph import KnowledgeGraph
from tutor.learner.likelihood import chance_if_known, chance_if_unknown
from tutor.learner.network import marginals
from tutor.learner.states import STATES, draw

MOST: Final = 8  # probes
ERROR: Final = 0.05  # expected share of the concepts on the way held to be known when they aren't, or the reverse
HOPELESS: Final = 0.25  # no probe less likely to succeed, unless nothing else is there
MISSES: Final = 2  # running; then an easier one
EASIER: Final = 0.5
GROUND: Final = 0.15  # share of the way believed known below which two misses running end it
SHORTLIST: Final = 24  # items whose whole worth is reckoned


def next_probe(
    estimate: Estimate,
    graph: KnowledgeGraph,
    goal: str,
    candidates: Sequence[Item],
    asked: Sequence[Evidence],
    *,
    most: int = MOST,
    error: float = ERROR,
) -> Item | None:
    """The most telling candidate about what lies below the goal; None when placement should stop.

    `asked`: the probes of this placement so far, in order, which the estimate has already observed. It stops after `most`
    of them, or when the share of concepts expected to be judged wrongly is below `error`. Raises
    InputError("unknown-concept") for a goal that isn't in the graph.
    """
    below = graph.ancestors(goal)
    way = sorted(graph.place[concept] for concept in below)
    met = {evidence.item.ref for evidence in asked}
    left = [item for item in candidates if item.concept in below and item.ref not in met]
    if not left or len(asked) >= most or _sure_enough(estimate, graph, way, asked, error):
        return None
    least = EASIER if _missing(asked) else HOPELESS
    return _most_telling(estimate, graph, way, left, least)


def _sure_enough(
    estimate: Estimate, graph: KnowledgeGraph, way: Sequence[int], asked: Sequence[Evidence], error: float
) -> bool:
    """Whether few concepts are in doubt; or two misses running, one of them admitted, have left hardly anything."""
    believed = marginals(reaches(estimate, graph))
    doubt = sum(min(believed[i], 1.0 - believed[i]) for i in way) / len(way)
    if not _missing(asked):
        return doubt < error
    if any(evidence.unknown for evidence in asked[-MISSES:]):
        return doubt < error or sum(believed[i] for i in way) / len(way) < GROUND
    return doubt < error and len(asked) > MISSES  # two slips in a row happen: one easier question may tell


def _missing(asked: Sequence[Evidence]) -> bool:
    last = asked[-MISSES:]
    return len(last) == MISSES and all(evidence.unknown or evidence.outcome < 1.0 for evidence in last)


def _most_telling(
    estimate: Estimate, graph: KnowledgeGraph, way: Sequence[int], items: Sequence[Item], least: float
) -> Item:
    """The item whose answer takes most off the variance on the way, among those that tell most of their own concept and
    that succeed with this chance at least; where none does, the one most likely to succeed."""
    drawn = draw({i: graph.parents[i] for i in way}, reaches(estimate, graph))
    counts = {i: mask.bit_count() for i, mask in drawn.items()}
    doubtful = [(drawn[i], counts[i]) for i in way if 0 < counts[i] < STATES]
    own = []
    for item in items:
        share = counts[graph.place[item.concept]] / STATES
        telling = _telling(item, share)
        own.append((telling * share * (1.0 - share), telling, item))
    own.sort(key=lambda row: -row[0])
    # chances last: with them for all, a probe among two hundred concepts would cost a quarter more
    fitting = ((telling, item) for _, telling, item in own if success(estimate, item, graph) >= least)
    worths = [
        (telling * _tied(drawn[graph.place[item.concept]], doubtful), item)
        for telling, item in islice(fitting, SHORTLIST)
    ]
    if not worths:
        return max(items, key=lambda item: success(estimate, item, graph))
    return max(worths, key=lambda pair: pair[0])[1]


def _telling(item: Item, share: float) -> float:
    """(P(right | known) - P(right | not known))² / Var(right), where the share of states knows the item's concept."""
    known, unknown = chance_if_known(item), chance_if_unknown(item)
    right = share * known + (1.0 - share) * unknown
    return (known - unknown) ** 2 / (right * (1.0 - right))


def _tied(mask: int, others: Sequence[tuple[int, int]]) -> float:
    """Sum of squared covariances, over the drawn states, between knowing one concept and knowing each of the others."""
    count = mask.bit_count()
    tied = sum([((mask & other).bit_count() * STATES - count * many) ** 2 for other, many in others])
    return tied / STATES**4
