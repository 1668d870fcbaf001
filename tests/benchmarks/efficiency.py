"""Questions until nine in ten concepts are truly known, on real curricula, with learners whose model the tutor doesn't share.

    python tests/benchmarks/efficiency.py [CURRICULUM --to GOAL]... [--learners N] [--seed N] [--known SHARE]...
        [--families F,F] [--ways W,W] [--curricula DIR]... [--where] [--json]

A course is a goal with all that it rests on. A question is any variant shown, a step counts as one; showing a solution is none.
After 60 questions comes a night, whatever the way of teaching. Every learner is drawn with its own parameters and knows a
random share of the course at the start, closed under prerequisites; every way meets the same learners and the same luck with
the same question. Two families, whose formulas stand in their modules:

- gated: concepts are known or not, and can be learnt only where what they require is known (`families/gated.py`)
- strength: every concept has a strength that grows with practice and fades (`families/strength.py`)

Ways of teaching:

- program: real sessions, at most eight, a day between them; the next one begins where the last one ended before enough was known
- random: a concept at random, its leap, after a miss its steps and the leap again, until it was right twice
- fixed: every concept in order, its steps, then its leap until it was right twice running
- mastery95: every concept in order until knowledge tracing believes it with 95%, steps after a miss
- oracle: sees the truth (`teaching/oracle.py`): what a way of teaching could reach that never asks too much

Questions are counted by an observer who knows the truth, up to the one with which nine in ten concepts were first known. Who
isn't there after ten times the course's leaps and steps counts with those, and in `never`; so does who isn't there after the
program's last session, and then goes through all concepts in order, one visit each, which is counted on. `ratio`: all questions of a way over all of the oracle's, with
a 90% bootstrap interval over learners. `false`: the share of the concepts that the way holds to be mastered that aren't truly
known then, over all learners; `grave`: those among them of which an ordinary question would be missed by 3 in 10 or more.
`ended`: the share truly known at the end of the program's first session, and `false_ended` what was falsely held then.
`--where`: questions a learner by purpose and by what the learner knew of the concept.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import product
from pathlib import Path
from typing import Final

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT)]

from tests.benchmarks.families.gated import Gated  # noqa: E402
from tests.benchmarks.families.learner import Made, closed_share  # noqa: E402
from tests.benchmarks.families.strength import Strength  # noqa: E402
from tests.benchmarks.teaching.course import Course  # noqa: E402
from tests.benchmarks.teaching.oracle import oracle  # noqa: E402
from tests.benchmarks.teaching.program import Claims, Program  # noqa: E402
from tests.benchmarks.teaching.room import Room  # noqa: E402
from tests.benchmarks.teaching.simple import fixed_order, random_order, traced_order  # noqa: E402
from tutor.curriculum.load import load  # noqa: E402
from tutor.session.desk import graph_of  # noqa: E402

COURSES: Final = (
    ("linear-algebra", "addition-by-components"), ("linear-algebra", "span-of-two"), ("linear-algebra", "matrix-product"),
)  # fmt: skip
SHARES: Final = (0.0, 0.3, 0.6)
FAMILIES: Final[dict[str, Made]] = {"gated": Gated, "strength": Strength}
SIMPLE: Final[dict[str, Callable[[Room, random.Random], None]]] = {
    "random": random_order,
    "fixed": lambda room, rng: fixed_order(room),
    "mastery95": lambda room, rng: traced_order(room),
    "oracle": lambda room, rng: oracle(room),
}
WAYS: Final = ("program", *SIMPLE)
RESAMPLED: Final = 1000


@dataclass(frozen=True)
class Taught:
    """What became of one learner. `held`, `false`: concepts held to be mastered when enough was known, and those of them
    that weren't; `first_end`: the program's claims at the end of its first session."""

    questions: int
    there: bool
    held: int
    false: float
    grave: float
    first_end: Claims | None
    sessions: int
    spent: Counter[tuple[str, str]]
    cpu: float


def teach(way: str, family: str, course: Course, share: float, seed: str) -> Taught:
    """One learner, taught in one way."""
    known = closed_share(course.ground, share, random.Random(f"known/{seed}"))
    room = Room(course, FAMILIES[family](course.ground, known, seed))
    began = time.process_time()
    if way != "program":
        SIMPLE[way](room, random.Random(f"way/{seed}"))
        false, grave = room.false(room.held), room.grave(room.held)
        at = room.reached if room.reached is not None else room.asked
        spent = time.process_time() - began
        return Taught(at, room.reached is not None, len(room.held), false, grave, None, 0, room.spent, spent)
    program = Program(room, random.Random(f"session/{seed}").getrandbits(24))
    program.teach()
    claims = program.there or program.ends[-1]
    at = room.reached if room.reached is not None else room.asked
    return Taught(
        at, program.there is not None, claims.mastered, claims.false, claims.grave, program.ends[0], len(program.ends),
        room.spent, time.process_time() - began,
    )  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """One way of teaching, over learners. Shares in [0, 1]; CPU seconds of all of them."""

    course: str
    family: str
    share: float | None
    way: str
    learners: int
    median: float
    mean: float
    se: float
    never: int
    ratio: float | None
    low: float | None
    high: float | None
    held: float
    false: float
    grave: float
    ended: float | None
    false_ended: float | None
    grave_ended: float | None
    sessions: float
    cpu: float
    spent: dict[str, float] = field(default_factory=dict)


def figures(
    course: str, family: str, share: float | None, way: str, taught: Sequence[Taught], bound: Sequence[Taught]
) -> Figures:
    """The figures of learners taught in one way, beside the same learners taught by the oracle (if any)."""
    asked = [one.questions for one in taught]
    low, high = interval(asked, [one.questions for one in bound]) if bound else (None, None)
    ends = [one.first_end for one in taught if one.first_end is not None]
    spent = sum((one.spent for one in taught), Counter[tuple[str, str]]())
    return Figures(
        course, family, share, way, len(taught), statistics.median(asked), round(statistics.mean(asked), 1),
        round(statistics.stdev(asked) / len(asked) ** 0.5, 1) if len(asked) > 1 else 0.0,
        sum(not one.there for one in taught),
        round(sum(asked) / max(1, sum(one.questions for one in bound)), 3) if bound else None, low, high,
        round(statistics.mean(one.held for one in taught), 1),
        weighed((one.held, one.false) for one in taught), weighed((one.held, one.grave) for one in taught),
        round(statistics.mean(end.known for end in ends), 3) if ends else None,
        weighed((end.mastered, end.false) for end in ends) if ends else None,
        weighed((end.mastered, end.grave) for end in ends) if ends else None,
        round(statistics.mean(one.sessions for one in taught), 2), round(sum(one.cpu for one in taught), 1),
        {f"{purpose}, {state}": round(n / len(taught), 1) for (purpose, state), n in spent.most_common()},
    )  # fmt: skip


def weighed(pairs: Iterable[tuple[int, float]]) -> float:
    """The mean of shares, by how many things each is a share of."""
    there = list(pairs)
    return round(sum(n * share for n, share in there) / max(1, sum(n for n, _ in there)), 4)


def interval(asked: Sequence[int], bound: Sequence[int]) -> tuple[float, float]:
    """The middle 90% of the ratio of sums, over learners drawn again."""
    rng, ratios = random.Random(1), []
    for _ in range(RESAMPLED):
        drawn = rng.choices(range(len(asked)), k=len(asked))
        ratios.append(sum(asked[i] for i in drawn) / max(1, sum(bound[i] for i in drawn)))
    ratios.sort()
    return round(ratios[RESAMPLED // 20], 3), round(ratios[-RESAMPLED // 20], 3)


def measured(
    courses: Sequence[Course],
    families: Sequence[str],
    shares: Sequence[float],
    ways: Sequence[str],
    learners: int,
    seed: int,
) -> Iterator[Figures]:
    """Every way of teaching, by course, family and starting share; then all courses and shares together."""
    everything = dict[tuple[str, str], list[Taught]]()
    for course, family, share in product(courses, families, shares):
        name = course.goal.split("/")[-1]
        seeds = [f"{seed}/{course.goal}/{share}/{number}" for number in range(learners)]
        found = {way: [teach(way, family, course, share, one) for one in seeds] for way in ways}
        for way in ways:
            everything.setdefault((family, way), []).extend(found[way])
            yield figures(name, family, share, way, found[way], found.get("oracle", ()))
    for family, way in product(families, ways):
        yield figures("all", family, None, way, everything[family, way], everything.get((family, "oracle"), ()))


def course(curriculum: str, goal: str | None, roots: Sequence[Path]) -> Course:
    """The course of a curriculum; without a goal, of its first one."""
    curricula = load(curriculum, tuple(roots))
    target = curricula.find_concept(curriculum, goal) if goal else curricula.goals(curriculum)[0]
    return Course(curricula, graph_of(curricula), curriculum, target)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("curriculum", nargs="*", help="one for each --to; the last one serves for all further goals")
    parser.add_argument("--to", action="append", metavar="GOAL", help="a concept; may be given again")
    parser.add_argument("--learners", type=int, default=20, help="of each course, family and share")
    parser.add_argument(
        "--known", action="append", type=float, metavar="SHARE", help="known at the start; again for more"
    )
    parser.add_argument("--families", default=",".join(FAMILIES))
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--curricula", action="append", type=Path, help="where curricula are looked for")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--where", action="store_true", help="print where the questions went")
    parser.add_argument("--json", action="store_true", help="one object a line")
    options = parser.parse_args()
    roots = options.curricula or [ROOT / "curricula"]
    named = options.curriculum or ["linear-algebra"]
    if options.to:
        wanted = [(named[min(i, len(named) - 1)], goal) for i, goal in enumerate(options.to)]
    else:
        wanted = [(one, None) for one in options.curriculum] or list(COURSES)
    courses = [course(curriculum, goal, roots) for curriculum, goal in wanted]
    if not options.json:
        print("course                   family   share way       | median   mean    se never | ratio  90% interval  | held false grave"
              " | ended false grave | sessions cpu")  # fmt: skip
    shares, families, ways = options.known or SHARES, options.families.split(","), options.ways.split(",")
    for found in measured(courses, families, shares, ways, options.learners, options.seed):
        print(json.dumps(asdict(found)) if options.json else in_words(found), flush=True)
        if options.where and not options.json:
            for what, count in found.spent.items():
                print(f"    {count:6.1f} {what}")


def in_words(found: Figures) -> str:
    def shown(value: float | None, places: int, width: int) -> str:
        return (" " * (width - 1) + "-") if value is None else f"{value:{width}.{places}f}"

    return (
        f"{found.course:<24} {found.family:<8} {shown(found.share, 1, 5)} {found.way:<9} | {found.median:>6} {found.mean:>6} "
        f"{found.se:>5} {found.never:>5} | {shown(found.ratio, 2, 5)} {shown(found.low, 2, 6)} {shown(found.high, 2, 6)}  | "
        f"{found.held:>4} {found.false:>5.3f} {found.grave:>5.3f} | {shown(found.ended, 3, 5)} {shown(found.false_ended, 3, 5)} "
        f"{shown(found.grave_ended, 3, 5)} | {found.sessions:>4} {found.cpu:>6}"
    )


if __name__ == "__main__":
    main()
