"""What reading, laying out, drawing and grading cost, and how soon hostile input is refused.

    python tests/benchmarks/speed.py [--runs N] [--json]

CPU time of this process; the best of N runs, so that other work on the machine counts little. Each figure stands beside its
budget; the exit code is 1 when one isn't met. Hostile texts are the tests' own, and the slowest of them is named.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "hostile"), str(ROOT / "tests" / "grading")]

from tests.curriculum.samples import concept, curricula, number  # noqa: E402
from tests.curriculum.test_reading import BOMBS  # noqa: E402
from tests.hostile.test_hostile_answers import HOSTILE as ANSWERS  # noqa: E402
from tests.hostile.test_hostile_answers import VARIANTS  # noqa: E402
from tests.notation.test_layout_corpus import CORPUS  # noqa: E402
from tests.notation.test_reading import HOSTILE, XY  # noqa: E402
from tutor.curriculum.load import load  # noqa: E402
from tutor.curriculum.reader import read_yaml  # noqa: E402
from tutor.curriculum.variants import draw  # noqa: E402
from tutor.errors import TutorError  # noqa: E402
from tutor.grading.grade import grade  # noqa: E402
from tutor.notation.evaluation import evaluate  # noqa: E402
from tutor.notation.latex_layout import inline, layout  # noqa: E402
from tutor.notation.reader import read  # noqa: E402


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure: milliseconds of CPU time for one of them, and what it may cost. `of`: the slowest, where that is meant."""

    what: str
    ms: float
    budget_ms: float
    of: str | None = None

    @property
    def met(self) -> bool:
        """Whether it is within its budget."""
        return self.ms <= self.budget_ms


def once(work: Callable[[], object]) -> float:
    """CPU milliseconds of one call; a typed refusal is a result."""
    began = time.process_time()
    with contextlib.suppress(TutorError):
        work()
    return 1000 * (time.process_time() - began)


def best(work: Callable[[], object], runs: int) -> float:
    """The best of several calls."""
    return min(once(work) for _ in range(runs))


def each(what: str, budget: float, works: list[Callable[[], object]], runs: int) -> Measured:
    """The mean over many, of the best round."""
    rounds = [sum(once(work) for work in works) / len(works) for _ in range(runs)]
    return Measured(what, round(min(rounds), 4), budget)


def slowest(what: str, budget: float, works: Iterable[tuple[str, Callable[[], object]]], runs: int) -> Measured:
    """The slowest of many, each the best of several runs."""
    ms, name = max((best(work, runs), name) for name, work in works)
    return Measured(what, round(ms, 3), budget, name[:40])


def figures(runs: int) -> Iterable[Measured]:
    """All figures."""
    yield each("a formula laid out in two dimensions", 1.0, [lambda s=s: layout(s) for s in CORPUS], runs)
    yield each("a formula on one line", 1.0, [lambda s=s: inline(s) for s in CORPUS], runs)

    shipped = load("linear-algebra", (ROOT / "curricula",))
    refs = [ref for ref in shipped.questions if shipped.question(ref).parametric]
    fresh = iter(range(100_000))
    yield each(
        "a variant of a shipped question drawn", 2.0,
        [lambda ref=ref: draw(shipped, ref, next(fresh) % 200) for ref in refs], runs,
    )  # fmt: skip

    big = curricula(*(concept(f"k{i}", number("q"), requires=[f"k{i - 1}"] if i else []) for i in range(2_000)))
    looked = [
        lambda i=i: (big.question(f"c/k{i}/q"), big.concept(f"c/k{i}"), big.leap(f"c/k{i}")) for i in range(2_000)
    ]
    yield each("a question looked up among 2,000 concepts", 0.1, looked, runs)

    for variant in VARIANTS.values():
        grade(variant, "sqrt(2) + 1")  # everything is imported
    answers = [
        (f"{kind}: {name}", lambda v=variant, n=name: grade(v, ANSWERS[n]))
        for kind, variant in VARIANTS.items()
        for name in ANSWERS
    ]
    yield slowest("the slowest verdict on a hostile answer", 50.0, answers, runs)
    typed = [
        (text, lambda t=text, own=own: evaluate(read(t, names=None if own else XY, expression_language=own)))
        for text in HOSTILE
        for own in (False, True)
    ]
    yield slowest("the slowest reading of a hostile text", 50.0, typed, runs)
    yield slowest(
        "the slowest refusal of a YAML bomb", 200.0, [(b, lambda b=b: read_yaml(b.encode(), "x")) for b in BOMBS], 1
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="runs of which the best counts")
    parser.add_argument("--json", action="store_true", help="one object a line")
    options = parser.parse_args()
    met = True
    for found in figures(options.runs):
        met = met and found.met
        if options.json:
            print(json.dumps({**asdict(found), "met": found.met}))
        else:
            name = f" ({found.of!a})" if found.of else ""
            print(
                f"{found.what:<42} {found.ms:>9.3f} ms, budget {found.budget_ms:g}{'' if found.met else '  NOT MET'}{name}"
            )
    raise SystemExit(0 if met else 1)


if __name__ == "__main__":
    main()
