"""How many questions placement takes, beside what no way of asking can beat and what simpler ways take.

    python tests/benchmarks/placement.py [--sizes 30,60,120] [--graphs N] [--learners N] [--leak P] [--seed N] [--json]

A world is made of dice: a graph in which each concept rests on up to three of the dozen before it; a learner with an ability
who knows a concept, where all that it rests on is known, with a chance that grows with ability and differs from concept to
concept, and elsewhere with a small leak. Who knows slips in 10 of 100 answers, who doesn't guesses right in 20. The tutor is
told the graph alone: not the ability, the chances, the leak, the slip or the guess (its questions are free answers of
difficulty 0). Graphs that it's told:

- well: the true one
- reversed: each prerequisite relation stands the wrong way round with 5% (where that makes no circle)
- noisy: the true one, but of each learner 5 of 100 concepts are the other way than the world made them

Ways of asking:

- random: concepts at random, each weighed alone by Bayes' rule
- extremes: the concept most in doubt; what is believed of one holds at least of those below it, at most of those above it
- program: `next_probe` and the network behind it, without its cap; it keeps its rules (nothing hopeless, easier after misses)

The first two are told the true slip and guess. A concept is right where it's believed with more than 1/2 and known, or
neither. Questions to 90% and 95%: the first number of questions from which the mean share right, over all learners, is at
least that. `stop`: questions when the expected error is below 5% (the program's own rule); `believed` and `true` there: what
share the way of asking believes to have right, and what share is. `floor`: the rate-distortion function of the learners'
states over the capacity of one answer (Cover & Thomas 2006, chapters 7 and 10; Blahut 1972). `ms`: CPU time of a whole
placement up to its stop, questions and updates, and of its slowest question.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from math import exp, log, log2
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).parent.parent.parent)]

from tutor.errors import CurriculumError  # noqa: E402
from tutor.learner.estimate import Estimate, observe, reaches  # noqa: E402
from tutor.learner.evidence import Evidence, Item  # noqa: E402
from tutor.learner.graph import KnowledgeGraph  # noqa: E402
from tutor.learner.network import marginals  # noqa: E402
from tutor.learner.placement import ERROR, next_probe  # noqa: E402

GOAL = "goal"
SLIP, GUESS = 0.1, 0.2
WRONG = 0.05  # the share of relations, or of a learner's concepts, that is the other way
LEVEL, ABILITY, EASINESS = 2.5, 1.5, 1.0  # logits: of the mean learner on the mean concept; spreads of both
LEAK = 0.03  # chance to know a concept without all that it rests on
SAMPLE = 400  # states that stand for a world when its floor is reckoned
SLOPES = (3, 5, 7, 9, 12, 16, 22, 30, 40, 55, 75)  # of the rate-distortion function, in nats for the whole error
QUESTIONS_EACH = 3  # of every concept
LONGEST = 32  # questions of the program
Direct = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class World:
    """What is true: who rests on what, how easy a concept is, and the graph that the tutor is told."""

    direct: Direct
    easy: dict[str, float]
    told: KnowledgeGraph
    noise: float
    leak: float = LEAK


def world(size: int, kind: str, rng: random.Random, leak: float = LEAK) -> World:
    """A random world of that many concepts below the goal."""
    direct: Direct = {}
    for i in range(size):
        before = list(direct)[-12:]
        count = min(len(before), rng.choice((1, 1, 2, 2, 3)) if i > 3 else rng.choice((0, 1)))
        direct[f"c{i:03}"] = tuple(sorted(rng.sample(before, count)))
    easy = {concept: rng.gauss(0, EASINESS) for concept in direct}
    shown = reverse(direct, rng) if kind == "reversed" else direct
    return World(direct, easy, KnowledgeGraph(with_goal(shown)), WRONG if kind == "noisy" else 0.0, leak)


def with_goal(direct: Direct) -> Direct:
    """The relations with a goal that rests on every concept on which nothing else rests."""
    used = {below for requires in direct.values() for below in requires}
    return {**direct, GOAL: tuple(concept for concept in direct if concept not in used)}


def reverse(direct: Direct, rng: random.Random) -> Direct:
    """The relations, some of them the wrong way round."""
    now = direct
    for concept, below in direct.items():
        for other in below:
            if rng.random() < WRONG:
                turned = {**now, concept: tuple(b for b in now[concept] if b != other)}
                turned[other] = (*now[other], concept)
                try:
                    KnowledgeGraph(turned)
                except CurriculumError:
                    continue
                now = turned
    return now


def chances(world: World, ability: float) -> dict[str, float]:
    """P(known) of each concept where all that it rests on is known."""
    return {c: 1 / (1 + exp(-(LEVEL + ABILITY * ability + easy))) for c, easy in world.easy.items()}


def state(world: World, rng: random.Random) -> frozenset[str]:
    """What a random learner knows."""
    often, known = chances(world, rng.gauss(0, 1)), set[str]()
    for concept, below in world.direct.items():
        if rng.random() < (often[concept] if known.issuperset(below) else world.leak):
            known.add(concept)
    return frozenset(known ^ {concept for concept in world.direct if rng.random() < world.noise})


def entropy(p: float) -> float:
    """In bits, of a yes or no."""
    return 0.0 if p in (0.0, 1.0) else -p * log2(p) - (1 - p) * log2(1 - p)


def capacity() -> float:
    """Bits that one answer can tell at most."""
    shares = [i / 1000 for i in range(1001)]
    return max(entropy(q * (1 - SLIP) + (1 - q) * GUESS) - q * entropy(SLIP) - (1 - q) * entropy(GUESS) for q in shares)


def floors(world: World, rng: random.Random, errors: Sequence[float]) -> list[float]:
    """Questions below which nobody who knows the world gets those errors: R(error) / C, R by Blahut's algorithm.

    The source is a sample of states; what may be said of a learner is one of those, or one of them without its concepts that
    stand against the graph.
    """
    states = [state(world, rng) for _ in range(SAMPLE)]
    source = np.array([[c in known for c in world.direct] for known in states], dtype=float)
    closed = [[c in supported(world, known) for c in world.direct] for known in states]
    said = np.unique(np.vstack([source, closed]), axis=0)
    apart = (source @ (1 - said).T + (1 - source) @ said.T) / len(world.direct)
    points = sorted(_on_the_curve(apart, slope) for slope in SLOPES)
    rates = np.interp(errors, [error for error, _ in points], [rate for _, rate in points])
    return [float(rate) / capacity() for rate in rates]


def _on_the_curve(apart: np.ndarray, slope: float) -> tuple[float, float]:
    """(error, bits) where the rate-distortion function has that slope."""
    kernel, often = np.exp(-slope * apart), np.full(apart.shape[1], 1 / apart.shape[1])
    for _ in range(60):
        often *= kernel.T @ (1 / (kernel @ often)) / len(kernel)
    total = kernel @ often
    error = float((((kernel * apart) @ often) / total).mean())
    return error, float(-slope * error - np.log(total).mean()) / log(2)


def supported(world: World, known: frozenset[str]) -> set[str]:
    """The concepts known with all that they rest on."""
    found = set[str]()
    for concept, below in world.direct.items():
        if concept in known and found.issuperset(below):
            found.add(concept)
    return found


@dataclass
class Alone:
    """Random order, independent Bayes."""

    world: World
    rng: random.Random

    def __post_init__(self) -> None:
        self.odds = dict.fromkeys(self.world.direct, 1.0)

    def choose(self) -> str | None:
        return self.rng.choice(list(self.odds))

    def take(self, concept: str, right: bool) -> None:
        self.odds[concept] *= (1 - SLIP) / GUESS if right else SLIP / (1 - GUESS)

    def believed(self) -> dict[str, float]:
        return {concept: odds / (1 + odds) for concept, odds in self.odds.items()}


class Extremes(Alone):
    """Min/max propagation: the strongest of what is said for a concept from above, against it from below."""

    def __post_init__(self) -> None:
        super().__post_init__()
        told = self.world.told
        self.order = [concept for concept in told.concepts if concept != GOAL]
        self.below = {concept: told.prerequisites(concept) for concept in self.order}
        self.sides = {c: min(len(told.ancestors(c)), len(told.dependents(c))) for c in self.order}
        self.found: dict[str, float] | None = None

    def take(self, concept: str, right: bool) -> None:
        super().take(concept, right)
        self.found = None

    def believed(self) -> dict[str, float]:
        if self.found is None:
            alone = super().believed()
            least, most = dict(alone), dict(alone)
            for concept in self.order:
                most[concept] = min([alone[concept], *(most[c] for c in self.below[concept])])
            for concept in reversed(self.order):
                for c in self.below[concept]:
                    least[c] = max(least[c], least[concept])
            self.found = {c: least[c] if least[c] - 0.5 >= 0.5 - most[c] else most[c] for c in alone}
        return self.found

    def choose(self) -> str | None:
        believed = self.believed()
        return max(believed, key=lambda concept: (-round(abs(believed[concept] - 0.5), 3), self.sides[concept]))


@dataclass
class Program:
    """The program's own placement, without its cap and, where that's asked for, its stop."""

    world: World
    rng: random.Random

    def __post_init__(self) -> None:
        self.estimate, self.asked = Estimate(), list[Evidence]()
        self.items = [Item(f"{c}/q{i}", c) for c in self.world.direct for i in range(QUESTIONS_EACH)]

    def choose(self) -> str | None:
        self.item = next_probe(
            self.estimate, self.world.told, GOAL, self.items, self.asked, most=len(self.items), error=0.0
        )
        return None if self.item is None else self.item.concept

    def take(self, concept: str, right: bool) -> None:
        assert self.item is not None
        evidence = Evidence(self.item, 0, float(right), len(self.asked))
        self.asked.append(evidence)
        self.estimate = observe(self.estimate, evidence)

    def believed(self) -> dict[str, float]:
        told = self.world.told
        return dict(zip(told.concepts, marginals(reaches(self.estimate, told)), strict=True))


WAYS: dict[str, Callable[[World, random.Random], Alone | Program]] = {
    "random": Alone, "extremes": Extremes, "program": Program,
}  # fmt: skip


@dataclass(frozen=True)
class Run:
    """One learner placed: by number of questions, the share right and the share believed to be; CPU milliseconds of each."""

    right: list[float]
    believed: list[float]
    ms: list[float]

    @property
    def stop(self) -> int:
        """Questions when the expected error was first below the program's; all of them if it never was."""
        return next((k for k, sure in enumerate(self.believed) if sure > 1 - ERROR), len(self.believed) - 1)


def run(way: str, world: World, known: frozenset[str], most: int, rng: random.Random) -> Run:
    """Ask a learner that many questions."""
    right, sure, ms = list[float](), list[float](), list[float]()
    asking = WAYS[way](world, rng)
    for _ in range(most + 1):
        began = time.process_time()
        concept = asking.choose()
        spent = time.process_time() - began
        believed = asking.believed()
        right.append(statistics.mean((believed[c] > 0.5) == (c in known) for c in world.direct))
        sure.append(statistics.mean(max(believed[c], 1 - believed[c]) for c in world.direct))
        if concept is None:
            break
        answer = rng.random() < (1 - SLIP if concept in known else GUESS)
        began = time.process_time()
        asking.take(concept, answer)
        ms.append(1000 * (spent + time.process_time() - began))
    last = most + 1 - len(right)
    return Run(right + right[-1:] * last, sure + sure[-1:] * last, ms)


@dataclass(frozen=True)
class Figures:
    """Means over learners. None: not reached within the questions asked."""

    size: int
    kind: str
    way: str
    learners: int
    floor_90: float
    floor_95: float
    to_90: int | None
    to_95: int | None
    stop: float
    believed: float
    true: float
    ms_placement: float
    ms_question: float


def figures(
    size: int, kind: str, ways: Sequence[str], graphs: int, learners: int, seed: int, leak: float = LEAK
) -> Iterator[Figures]:
    """Every way of asking, with the same worlds and learners."""
    rng = random.Random(f"{seed} {size} {kind}")
    worlds = [world(size, kind, rng, leak) for _ in range(graphs)]
    people = [(w, state(w, rng), rng.random()) for w in worlds for _ in range(learners)]
    least = [statistics.mean(column) for column in zip(*(floors(w, rng, (0.1, 0.05)) for w in worlds), strict=True)]
    for way in ways:
        most = LONGEST if way == "program" else 3 * size
        runs = [run(way, w, known, most, random.Random(f"{seed} {own}")) for w, known, own in people]
        curve = [statistics.mean(row) for row in zip(*(r.right for r in runs), strict=True)]
        yield Figures(
            size, kind, way, len(people), round(least[0], 1), round(least[1], 1), reached(curve, 0.9), reached(curve, 0.95),
            round(statistics.mean(r.stop for r in runs), 1),
            round(statistics.mean(r.believed[r.stop] for r in runs), 4),
            round(statistics.mean(r.right[r.stop] for r in runs), 4),
            round(statistics.mean(sum(r.ms[: r.stop]) for r in runs), 1),
            round(statistics.mean(max(r.ms[: r.stop], default=0.0) for r in runs), 1),
        )  # fmt: skip


def reached(curve: Sequence[float], share: float) -> int | None:
    """The first number of questions from which the curve stays there."""
    low = [k for k, right in enumerate(curve) if right < share]
    first = low[-1] + 1 if low else 0
    return first if first < len(curve) else None


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="30,60,120", help="numbers of concepts")
    parser.add_argument("--kinds", default="well,reversed,noisy", help="of graphs told")
    parser.add_argument("--ways", default=",".join(WAYS), help="of asking")
    parser.add_argument("--graphs", type=int, default=8)
    parser.add_argument("--learners", type=int, default=8, help="for each graph")
    parser.add_argument("--leak", type=float, default=LEAK, help="P(known) of a concept without all that it rests on")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="one object a line")
    options = parser.parse_args()
    ways = options.ways.split(",")
    if not options.json:
        print("size kind     way      | floor 90 95 | to 90%  95% | stop  believed  true | ms each, slowest question")
    for size in map(int, options.sizes.split(",")):
        for kind in options.kinds.split(","):
            for found in figures(size, kind, ways, options.graphs, options.learners, options.seed, options.leak):
                print(json.dumps(asdict(found)) if options.json else in_words(found), flush=True)


def in_words(found: Figures) -> str:
    to = [">" if count is None else str(count) for count in (found.to_90, found.to_95)]
    return (
        f"{found.size:>4} {found.kind:<8} {found.way:<8} | {found.floor_90:>5} {found.floor_95:>5} | {to[0]:>5} {to[1]:>5} | "
        f"{found.stop:>5} {found.believed:>6.3f} {found.true:>6.3f} | {found.ms_placement:>7} {found.ms_question:>5}"
    )


if __name__ == "__main__":
    main()
