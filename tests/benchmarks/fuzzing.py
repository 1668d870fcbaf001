"""Any text gets a verdict or a typed refusal, soon: random, mutated and hostile texts against every kind of answer.

    python tests/benchmarks/fuzzing.py [--count N] [--seed S] [--json]

Texts are drawn in four ways: signs of mathematics at random, characters of all of Unicode, honest answers spliced and damaged,
and hostile texts damaged. What ends with an exception, or takes longer than the budget on a second try as well (CPU time), is
printed and makes the exit code 1.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "hostile"), str(ROOT / "tests" / "grading")]

from hostile_strings import HOSTILE  # noqa: E402

from tests.hostile.test_hostile_answers import VARIANTS  # noqa: E402
from tutor.grading.grade import grade, preview  # noqa: E402
from tutor.grading.verdict import Judgement  # noqa: E402

BUDGET = 50.0  # CPU milliseconds
CHUNK = 2_000
SIGNS = (
    "0123456789.,;:()[]{}<>|+-*/^_=!%'\"\\ \n abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZπθ√²³½°∞±≤≥≠∪∩∈→⇌·×÷−"
)
WORDS = (
    "sin", "cos ", "ln(", "sqrt", "\\frac{", "}{", "\\begin{pmatrix}", "\\end{pmatrix}", "pi", "e^", "10^", "1/", " or ",
    " and ", "not ", "span{", "m/s^2", " kg", "km/h", "°C", "H2O", "SO4^2-", "->", "<=>", "(aq)", "[Ar] 3d10", "^{14}_6C",
    "(-oo, 3]", " u ", "x = ", "{1, 2}", "<=", "^9^9", "!", "|x", "(1, 2)", "[1 2; 3 4]", "\\ce{", "0.", "e999",
)  # fmt: skip
HONEST = (
    "3/4", "-1.5e-3", "2x + 1", "x^2 - 4", "y = 2x + 1", "(3, -1)", "[1 2; 3 4]", "sqrt(2)/2", "sin^2 x + cos^2 x", "1 1/2",
    "x = 2 or x = -3", "[1, 2) u {5}", "x < 2", "2.5 m/s^2", "6 ft 2 in", "25 °C", "2 H2 + O2 -> 2 H2O", "[Ar] 3d10 4s1",
    "SO4^2-", "CuSO4*5H2O", "not P or Q", "span{(1,0),(0,1)}", "(1,2,0) + t(1,0,1)", "\\frac{1}{2}mv^2", "3 +- 2", "75%",
)  # fmt: skip


@dataclass
class Found:
    """What came of a share of the texts."""

    verdicts: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    failures: list[str] = field(default_factory=list)


def text(rng: random.Random) -> str:
    """One text."""
    way = rng.random()
    if way < 0.35:
        return "".join(
            rng.choice(WORDS) if rng.random() < 0.3 else rng.choice(SIGNS) for _ in range(rng.randint(1, 40))
        )
    if way < 0.5:
        return "".join(chr(_character(rng)) for _ in range(rng.randint(1, 60)))
    source: Sequence[str] = HONEST if way < 0.9 else tuple(HOSTILE.values())
    return _damaged(rng.choice(source)[:1200], rng.choice(HONEST), rng)


def _character(rng: random.Random) -> int:
    return rng.choice(
        (rng.randrange(32, 127), rng.randrange(0, 0x250), rng.randrange(0x2000, 0x2C00), rng.randrange(0x110000))
    )


def _damaged(whole: str, other: str, rng: random.Random) -> str:
    for _ in range(rng.randint(1, 4)):
        at, upto = sorted((rng.randint(0, len(whole)), rng.randint(0, len(whole))))
        match rng.randrange(5):
            case 0:
                whole = whole[:at] + whole[upto:]
            case 1:
                whole = whole[:at] + other + whole[at:]
            case 2:
                whole = whole[:upto] + whole[at:]
            case 3:
                whole = whole[:at] + rng.choice(SIGNS) + whole[at:]
            case _:
                whole = whole[:at] + rng.choice(WORDS) * rng.randint(1, 3) + whole[at:]
    return whole[:3000]


def share(seed: int, count: int) -> Found:
    """That many texts, each against one kind in turn."""
    rng, found, kinds = random.Random(seed), Found(), sorted(VARIANTS)
    for number in range(count):
        kind, typed = kinds[number % len(kinds)], text(rng)
        try:
            judgement, spent = _timed(kind, typed)
            if spent > BUDGET:  # once more: the first may have paid for what is set up once, or for other work
                spent = min(spent, _timed(kind, typed)[1])
        except Exception as error:  # every one of them is a fault
            found.failures.append(f"{kind} {typed!r}: {type(error).__name__}: {error}")
            continue
        found.verdicts[str(judgement.verdict)] += 1
        found.slowest = max(found.slowest, spent)
        if spent > BUDGET:
            found.failures.append(f"{kind} {typed!r}: {spent:.0f} ms")
    return found


def _timed(kind: str, typed: str) -> tuple[Judgement, float]:
    variant = VARIANTS[kind]
    began = time.process_time()
    judgement = grade(variant, typed)
    preview(variant.kind, ("x", "y"), tuple(option.text for option in variant.options), typed)
    if not isinstance(judgement, Judgement):
        raise TypeError("no judgement")
    return judgement, 1000 * (time.process_time() - began)


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20_000, help="texts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    counts = [min(CHUNK, options.count - done) for done in range(0, options.count, CHUNK)]
    seeds = [options.seed * 1_000_003 + number for number in range(len(counts))]
    total = Found()
    with ProcessPoolExecutor() as pool:
        for found in pool.map(share, seeds, counts):
            total.verdicts.update(found.verdicts)
            total.slowest = max(total.slowest, found.slowest)
            total.failures += found.failures
    said = {"texts": options.count, "seed": options.seed, "failures": len(total.failures),
            "slowest_ms": round(total.slowest, 1), "verdicts": dict(total.verdicts.most_common())}  # fmt: skip
    print(json.dumps(said) if options.json else ", ".join(f"{name} {value}" for name, value in said.items()))
    for failure in total.failures[:40]:
        print(failure[:600].encode("unicode_escape").decode(), file=sys.stderr)
    return 1 if total.failures else 0


if __name__ == "__main__":
    sys.exit(main())
