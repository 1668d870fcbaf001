"""What the next question costs, and how much memory, among ten thousand concepts.

    python tests/benchmarks/scale.py [--concepts N] [--questions N] [--sessions N] [--answers N] [--runs N] [--seed N] [--json]

Curricula are made of dice, a few hundred concepts each, in tiers: each needs two of the tier below it. A curriculum is a graph in
layers, about as deep as the shipped linear algebra (14 in a row), in which each concept rests on one to three of the layers
before it, and half of its ground on concepts of those needed. Every concept has a leap with steps, another
parametric question with steps, a choice and a choice of several, with texts, mistakes and solutions as long as the shipped
ones (`json_bytes` a question; the shipped: 919). They are read by the model and put together as files are; no YAML is parsed.

Simulated learners then study towards goals of all depths, each towards several in a row with the same estimate, through
`start`, `decide` and `apply`. Figures, in CPU milliseconds, of each decision the best of N runs with nothing
kept from the run before, so that other work on the machine counts little:

- `start`, `placement`, `next`: a decision that begins a session; on the answer to a probe; every other one that ends in a question
- `below`: the number of concepts below a goal; `next_by_depth`: the same by how many there are
- `update`: the estimate after an answer (`observe`)
- `view`: what the learner is shown after each of these (`present`)
- `memory_mb`: resident memory after building, the most so far, and what Python with the program's imports takes of it

The exit code is 1 when a budget isn't met: 5 ms for 99 of 100 next questions, 300 MB.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import reduce
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent.parent.parent)]

from tutor.chain.events import QuestionAsked  # noqa: E402
from tutor.chain.further import _probing  # noqa: E402
from tutor.chain.outlook import _item  # noqa: E402
from tutor.chain.path import _seconds  # noqa: E402
from tutor.curriculum.curricula import Curricula  # noqa: E402
from tutor.curriculum.model import Curriculum, Unit  # noqa: E402
from tutor.curriculum.recipes import recipe  # noqa: E402
from tutor.curriculum.variants import _values, draw  # noqa: E402
from tutor.learner.estimate import Estimate, _worked_out, observe  # noqa: E402
from tutor.learner.graph import KnowledgeGraph  # noqa: E402
from tutor.learner.likelihood import skills  # noqa: E402
from tutor.learner.network import _often, _weights  # noqa: E402
from tutor.learner.states import _less  # noqa: E402
from tutor.learner.way import _towards, towards  # noqa: E402
from tutor.session import events as happened  # noqa: E402
from tutor.session.actions import Action  # noqa: E402
from tutor.session.decide import Decision, decide, start  # noqa: E402
from tutor.session.desk import graph_of  # noqa: E402
from tutor.session.ids import stream  # noqa: E402
from tutor.session.present import present  # noqa: E402
from tutor.simulation.learners import make  # noqa: E402
from tutor.simulation.run import BEGIN, _Run  # noqa: E402

CONCEPTS_EACH = 250  # of a curriculum
LAYERS = 14
TIERS = 4
QUESTIONS_EACH = 10  # of a concept, steps counted
BUDGET_MS, BUDGET_MB = 5.0, 300.0
GOALS_IN_A_ROW = 3  # for one learner
_KEPT = (recipe, draw, _values, _towards, _worked_out, _weights, _often, skills, _less, _item, _probing, _seconds)
_FILLER = (
    "A cart on a straight track is moved in the way that was described before, and its place is written down after each "
    "move in a table beside the track, so that the moves can be compared with one another, and with those before them."
)
_BECAUSE = (
    "Each of the moves adds the same to what was there, whatever came before it, as the table shows line by line."
)
Made = dict[str, Any]


def curricula(concepts: int, questions: int, seed: int) -> Curricula:
    """Curricula with that many concepts and questions, steps counted, together."""
    return Curricula(list(models(concepts, questions, seed)))


def models(concepts: int, questions: int, seed: int) -> Iterator[Curriculum]:
    """One curriculum after another, those that are needed first."""
    for name, needs, unit in written(concepts, questions, seed):
        read = Unit.model_validate(unit)
        yield Curriculum(id=name, title=unit["unit"], licence="CC-BY-4.0", needs=needs, concepts=read.concepts)


def written(concepts: int, questions: int, seed: int) -> Iterator[tuple[str, tuple[str, ...], Made]]:
    """The same as plain data, as a reader of files gives it: name, the curricula needed, and the one unit."""
    rng = random.Random(seed)
    sizes = [len(part) for part in dealt(concepts, max(1, round(concepts / CONCEPTS_EACH)))]
    counts = [len(part) for part in dealt(questions, concepts)]
    names, first = [f"subject-{i:02}" for i in range(len(sizes))], 0
    for i, (name, size) in enumerate(zip(names, sizes, strict=True)):
        tier = dealt(len(names), TIERS)
        below = next((tier[t - 1] for t in range(1, TIERS) if i in tier[t]), range(0))
        needs = tuple(names[j] for j in sorted(rng.sample(list(below), min(2, len(below)))))
        requires = layered(size, needs, sizes[0], rng)
        unit = {
            "unit": f"Subject number {i}",
            "concepts": [concept(c, requires[c], counts[first + c], rng) for c in range(size)],
        }
        first += size
        yield name, needs, unit


def dealt(total: int, parts: int) -> list[range]:
    """`total` things in that many parts, as even as can be."""
    edges = [round(total * i / parts) for i in range(parts + 1)]
    return [range(a, b) for a, b in pairwise(edges)]


def layered(size: int, needs: Sequence[str], size_needed: int, rng: random.Random) -> list[list[str]]:
    """What each concept requires, by its number."""
    layers, requires = dealt(size, min(LAYERS, size)), list[list[str]]()
    for depth, layer in enumerate(layers):
        for _ in layer:
            if depth == 0:
                outer = [f"{rng.choice(needs)}/{slug(rng.randrange(size_needed // 2))}"] if needs else []
                requires.append(outer if rng.random() < 0.5 else [])
                continue
            near = list(layers[depth - 1])
            count = min(len(near), rng.choice((1, 2, 2, 2, 3)))
            picked = {rng.choice(near), *(rng.choice(range(layers[depth - 1].stop)) for _ in range(count - 1))}
            requires.append([slug(other) for other in sorted(picked)])
    return requires


def slug(number: int) -> str:
    return f"idea-{number:03}"


def concept(number: int, requires: list[str], questions: int, rng: random.Random) -> Made:
    """A concept with that many questions, steps counted, two at least."""
    made, name = list[Made](), slug(number)
    while (left := questions - sum(1 + len(one.get("steps", ())) for one in made)) > 0:
        kind = len(made) % 4
        if kind == 0:
            made.append(parametric(f"q{len(made)}", number, requires, min(4, left - 1), rng))
        elif kind == 2:
            made.append(parametric(f"q{len(made)}", number, requires, min(2, left - 1), rng))
        else:
            made.append(chosen(f"q{len(made)}", number, several=kind == 3))
    return {
        "id": name,
        "title": f"The law of moves number {number}",
        "before": f"what moves number {number} have in common",
        "kind": "result" if requires else "axiom",
        "requires": requires,
        "claim": f"Moves of kind {number} may be made in any order, and what comes of them is the same.",
        "questions": made,
    }


def parametric(name: str, number: int, requires: list[str], steps: int, rng: random.Random) -> Made:
    """A question for a number that is drawn anew each time, with that many steps."""
    a, b = rng.randint(2, 9), rng.randint(2, 9)
    made: Made = {
        "id": name,
        "ask": f"{_FILLER} In number {number}, a cart makes {{=n}} moves of length {{=m}} and {a} more. How far is it?",
        "parameters": {
            "n": {"kind": "integer", "from": "2", "to": "19"},
            "m": {"kind": "integer", "from": "3", "to": "29"},
            "where": ["n != m"],
        },
        "answer": {"kind": "number", "value": f"n*m + {a}"},
        "difficulty": str(round(rng.uniform(-1.0, 1.5), 1)),
        "uses": list(requires),
        "mistakes": [
            {"value": f"n + m + {a}", "ask": f"Are {{=n}} moves of length {{=m}} as far as one of each, in {number}?"},
            {"value": f"n*m - {b}", "ask": f"In number {number}: which way do the last ones go?"},
        ],
        "solution": f"{_BECAUSE} Number {number}: there are {{=n}} of the same length, so it's {{=n*m}}, and {a} more: {{=n*m + {a}}}.",
    }
    if steps > 0:
        made["steps"] = [step(f"{name}-s{i}", number, i, rng) for i in range(steps)]
    return made


def step(name: str, number: int, place: int, rng: random.Random) -> Made:
    c = rng.randint(1, 9)
    return {
        "id": name,
        "ask": f"{_FILLER} In step {place} of number {number}: how far do {{=n}} of length {{=m + {c}}} lead?",
        "answer": {"kind": "number", "value": f"n*(m + {c})"},
        "difficulty": str(round(rng.uniform(-2.0, 0.5), 1)),
        "mistakes": [
            {"value": f"n + m + {c}", "ask": f"In number {number}: how many of them are there?"},
            {"value": f"n*m + {c}", "ask": f"In number {number}: is every one of them {{=m + {c}}} long?"},
        ],
        "solution": f"{_BECAUSE} Each is {{=m + {c}}} long, and in step {place} of number {number} there are {{=n}}.",
    }


def chosen(name: str, number: int, *, several: bool) -> Made:
    """A question with options."""
    options = {
        letter: f"In number {number}, the cart that is moved {word} ends where the first one does."
        for letter, word in zip("abcd", ("first", "twice", "back", "last"), strict=True)
    }
    value: object = ["a", "c"] if several else "b"
    return {
        "id": name,
        "role": "limits" if several else "further",
        "ask": f"{_FILLER} Which of these holds of number {number}?",
        "answer": {"kind": "choices" if several else "choice", "options": options, "value": value},
        "solution": f"{_BECAUSE} In number {number} only what was said of the order can be used; the rest is a matter of length.",
    }


@dataclass
class Timed:
    """CPU milliseconds by what was done, and the number of concepts below the goal."""

    start: list[float]
    placement: list[float]
    next: list[tuple[int, float]]
    update: list[float]
    view: list[float]

    def best(self, other: Timed) -> Timed:
        """The same decisions in another run, the quicker of each two."""
        return Timed(
            list(map(min, self.start, other.start)), list(map(min, self.placement, other.placement)),
            list(map(min, self.next, other.next)), list(map(min, self.update, other.update)),
            list(map(min, self.view, other.view)),
        )  # fmt: skip


class Session(_Run):
    """A session with a watch, by a learner of whom something may be known already."""

    def __init__(
        self, learner: Any, made: Curricula, graph: KnowledgeGraph, goal: str, estimate: Estimate, timed: Timed
    ) -> None:
        super().__init__(learner, made, graph)
        self.goal, self.estimate, self.timed = goal, estimate, timed
        self.below = len(made.ancestors(goal))

    def begin(self, seed: int) -> None:
        hash_, rng, began = self.curricula.hash, stream(seed, 0), time.process_time()
        self.graph = towards(self.graph, (self.goal,), self.estimate.concepts)
        decision = start("scale", self.goal, hash_, seed, at=BEGIN, rng=rng, world=self.world)
        self.timed.start.append(1000 * (time.process_time() - began))
        self.take(decision)
        self._time_view()

    def act(self, action: Action) -> None:
        self.at += int((getattr(action, "seconds", None) or 6.0) * 1_000_000)
        asked, world = self.state.chain.question, self.world
        began = time.process_time()
        decision = decide(self.state, action, at=self.at, rng=stream(self.state.seed, self.state.seq), world=world)
        ms = 1000 * (time.process_time() - began)
        if self.state.chain.placing:
            self.timed.placement.append(ms)
        elif any(isinstance(body, QuestionAsked) for body in decision.events):
            self.timed.next.append((self.below, ms))
        self._time_update(decision)
        self.take(decision)
        self._time_view()
        graded = [body for body in decision.events if isinstance(body, happened.AnswerGraded)]
        if asked is not None and graded:
            right = graded[0].judgement.verdict.value == "right"
            self.learner.saw_answer(draw(self.curricula, asked.ref, asked.n), asked.purpose, right=right)

    def _time_update(self, decision: Decision) -> None:
        for body in decision.events:
            if isinstance(body, happened.EvidenceTaken):
                began = time.process_time()
                observe(self.estimate, body.evidence)
                self.timed.update.append(1000 * (time.process_time() - began))

    def _time_view(self) -> None:
        world = self.world
        began = time.process_time()
        present(self.state, world)
        self.timed.view.append(1000 * (time.process_time() - began))


def study(made: Curricula, sessions: int, answers: int, seed: int) -> Timed:
    """Learners towards goals of all depths; each begins its first with a share of it known, and goes on to further ones."""
    for kept in _KEPT:
        kept.cache_clear()
    timed, graph = Timed([], [], [], [], []), graph_of(made)
    rng = random.Random(f"{seed} study")
    by_depth = sorted(made.concepts, key=lambda one: len(made.ancestors(one)))
    ways = [by_depth[part[len(part) // 2]] for part in dealt(len(by_depth), sessions) if part]
    rng.shuffle(ways)
    estimate = Estimate()
    for i, goal in enumerate(ways):
        if i % GOALS_IN_A_ROW == 0:
            estimate = Estimate()
        learner = make("novice", made, goal, rng.choice((0.0, 0.4, 0.8)), rng.getrandbits(32))
        session = Session(learner, made, graph, goal, estimate, timed)
        session.begin(seed=i)
        for _ in range(answers):
            asked = session.state.chain.question
            if session.state.ended is not None or asked is None:
                break
            variant = draw(made, asked.ref, asked.n)
            points = len(variant.rubric)
            session.act(learner.act(variant, asked.purpose, stated=asked.stated, points=points, aided=asked.aided))
        estimate = session.estimate
    return timed


def summary(values: Sequence[float]) -> dict[str, float]:
    """Number, median, the 99th of 100, and the most; milliseconds."""
    ordered = sorted(values)
    at = [ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0 for share in (0.5, 0.99)]
    return {
        "count": len(ordered),
        "p50": round(at[0], 3),
        "p99": round(at[1], 3),
        "max": round(max(ordered, default=0.0), 3),
    }


def resident_mb() -> float:
    """Resident memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def most_mb() -> float:
    """The most resident memory so far. Linux counts it in kB, macOS in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


@dataclass(frozen=True)
class Figures:
    """What is printed. Milliseconds of CPU time, megabytes."""

    concepts: int
    questions: int
    json_bytes: float
    build_s: float
    memory_mb: dict[str, float]
    below: dict[str, float]
    start: dict[str, float]
    placement: dict[str, float]
    next: dict[str, float]
    next_by_depth: dict[str, dict[str, float]]
    update: dict[str, float]
    view: dict[str, float]

    @property
    def met(self) -> bool:
        """Whether both budgets are."""
        return self.next["p99"] < BUDGET_MS and self.memory_mb["most"] < BUDGET_MB


def figures(concepts: int, questions: int, sessions: int, answers: int, runs: int, seed: int) -> Figures:
    """Build and study."""
    python = resident_mb()
    began = time.process_time()
    made = curricula(concepts, questions, seed)
    size = made.hash and sum(len(model.model_dump_json(by_alias=True, exclude_defaults=True)) for model in made.models)
    build_s = time.process_time() - began
    gc.freeze()  # as the program does once its curricula are loaded
    count = sum(1 for _ in made.questions)
    memory = {"python": round(python, 1), "built": round(resident_mb(), 1), "most_building": round(most_mb(), 1)}
    timed = reduce(Timed.best, (study(made, sessions, answers, seed) for _ in range(runs)))
    gc.unfreeze()
    memory |= {"studied": round(resident_mb(), 1), "most": round(most_mb(), 1)}
    memory["each_question_kb"] = round(1000 * (memory["built"] - python) / count, 2)
    depths = {f"{low}+": [ms for below, ms in timed.next if low <= below < high] for low, high in _DEPTHS}
    goals = sorted({below for below, _ in timed.next})
    return Figures(
        len(made.concepts), count, round(int(size) / count), round(build_s, 1), memory,
        {"least": goals[0], "median": goals[len(goals) // 2], "most": goals[-1]},
        summary(timed.start), summary(timed.placement), summary([ms for _, ms in timed.next]),
        {name: summary(values) for name, values in depths.items() if values},
        summary(timed.update), summary(timed.view),
    )  # fmt: skip


_DEPTHS = ((0, 60), (60, 120), (120, 250), (250, 100_000))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--concepts", type=int, default=10_000)
    parser.add_argument(
        "--questions", type=int, default=None, help="steps counted; ten a concept unless said otherwise"
    )
    parser.add_argument("--sessions", type=int, default=24)
    parser.add_argument("--answers", type=int, default=120, help="of one session at most")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="one object")
    options = parser.parse_args()
    questions = options.questions or QUESTIONS_EACH * options.concepts
    found = figures(options.concepts, questions, options.sessions, options.answers, options.runs, options.seed)
    if options.json:
        print(json.dumps({**asdict(found), "met": found.met}))
    else:
        for name, value in asdict(found).items():
            print(f"{name:>14}: {value}")
    raise SystemExit(not found.met)


if __name__ == "__main__":
    main()
