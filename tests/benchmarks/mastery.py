"""How well the next answer is foreseen: the tutor's mastery model beside knowledge tracing, Elo and Best-LR.

    python tests/benchmarks/mastery.py FILE... [--models NAME,...] [--learners N] [--folds N] [--seed N] [--json]
    python tests/benchmarks/mastery.py FILE... --cold-start [--share PERCENT]

FILE: a CSV table, gzipped or not, with the columns user, item, skills (separated by `;`), correct (0 or 1) and order (within
a user). A row is a question, however many skills it has.

Cross-validation is by learner. Learners are shuffled by the seed and dealt into folds; a model is fitted on the learners of
the other folds, in one pass over them in shuffled order where it learns online, and then follows those of the fold one after
the other: each answer is forecast from the learner's answers before it. `ours` goes on learning shared weights from the
learners that it follows (as `elo` does); `ours-frozen` doesn't: only what is held of a learner moves, as in the program.

`--cold-start`: no training learners at all. The first learners of the file (5 percent of them, unless told otherwise) are
followed one after the other, in the file's order.

AUC is the mean over folds; log-loss and ECE are over all forecasts. ECE: expected calibration error in 10 equally wide bins,
weighted by their answers. us: CPU microseconds for one forecast and update of a followed learner, in plain Python.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT)]

from tests.benchmarks.models.best_lr import BestLR  # noqa: E402
from tests.benchmarks.models.bkt import BKT  # noqa: E402
from tests.benchmarks.models.elo import Elo  # noqa: E402
from tests.benchmarks.models.hybrid import Hybrid  # noqa: E402
from tests.benchmarks.models.log import Learner, Log, Model, read_log  # noqa: E402
from tests.benchmarks.models.pybkt import PyBKT  # noqa: E402

Floats = NDArray[np.float64]
BINS: Final = 10
MODELS: Final[dict[str, Callable[[], Model]]] = {
    "bkt": BKT,
    "elo": Elo,
    "best-lr": BestLR,
    "ours": Hybrid,
    "ours-frozen": lambda: Hybrid(frozen=True),
}
CHECKS: Final[dict[str, Callable[[], Model]]] = {"pybkt": PyBKT}  # only when asked for
ONLINE: Final = ("elo", "ours")  # need no training learners


@dataclass(frozen=True, slots=True)
class Score:
    """How well a model foresaw answers. `us`: CPU microseconds for a forecast and update."""

    auc: float
    log_loss: float
    ece: float
    us: float


@dataclass(frozen=True, slots=True)
class Followed:
    """Forecasts, what came true (1 or 0), and the CPU seconds that following took."""

    forecasts: Floats
    right: Floats
    seconds: float


def follow(model: Model, learners: Iterable[Learner]) -> Followed:
    """Every learner's answers, each forecast from those before it."""
    forecasts: list[float] = []
    right: list[int] = []
    seconds = 0.0
    for learner in learners:
        follower = model.follow()
        began = time.process_time()
        forecasts += [follower.step(answer) for answer in learner]
        seconds += time.process_time() - began
        right += [answer.right for answer in learner]
    return Followed(np.array(forecasts), np.array(right, float), seconds)


def folds(learners: Sequence[Learner], count: int, seed: int) -> list[list[Learner]]:
    """The learners, shuffled by the seed and dealt out."""
    shuffled = list(learners)
    random.Random(seed).shuffle(shuffled)
    return [shuffled[fold::count] for fold in range(count)]


def cross_validated(make: Callable[[], Model], dealt: Sequence[Sequence[Learner]]) -> Score:
    """The score of a model over all folds."""
    parts = []
    for fold, held_out in enumerate(dealt):
        model = make()
        model.fit([learner for other, part in enumerate(dealt) if other != fold for learner in part])
        parts.append(follow(model, held_out))
    return scored(parts)


def scored(parts: Sequence[Followed]) -> Score:
    """AUC as the mean over parts, the others over all forecasts."""
    forecasts = np.concatenate([part.forecasts for part in parts])
    right = np.concatenate([part.right for part in parts])
    return Score(
        auc=round(float(np.mean([auc(part.right, part.forecasts) for part in parts])), 4),
        log_loss=round(log_loss(right, forecasts), 4),
        ece=round(calibration_error(right, forecasts), 4),
        us=round(1e6 * sum(part.seconds for part in parts) / len(right), 2),
    )


def auc(right: Floats, forecasts: Floats) -> float:
    """P(a right answer had a higher forecast than a wrong one), ties counting half; 0.5 where there is only one kind."""
    _, place, counts = np.unique(forecasts, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2.0)[place]
    positive = float(right.sum())
    negative = len(right) - positive
    if not positive or not negative:
        return 0.5
    return float((ranks[right > 0.5].sum() - positive * (positive + 1.0) / 2.0) / (positive * negative))


def log_loss(right: Floats, forecasts: Floats) -> float:
    """Mean of -log P(what came true), in nats; a forecast is taken as no surer than 1 - 1e-6."""
    chance = np.clip(np.where(right > 0.5, forecasts, 1.0 - forecasts), 1e-6, 1.0)
    return float(-np.log(chance).mean())


def calibration_error(right: Floats, forecasts: Floats, bins: int = BINS) -> float:
    """Mean distance of forecast and frequency by equally wide bins of the forecast, weighted by answers (Naeini et al. 2015)."""
    place = np.minimum((forecasts * bins).astype(int), bins - 1)
    return float(np.abs(np.bincount(place, right - forecasts, bins)).sum() / len(right))


def first(log: Log, percent: float) -> Log:
    """The first learners of a log."""
    return Log(log.name, log.learners[: max(1, int(len(log.learners) * percent / 100.0))])


def measured(options: argparse.Namespace, log: Log, names: Sequence[str]) -> Iterable[tuple[str, Score]]:
    """Every model's score on a log."""
    if options.cold_start:
        for name in names:
            if name in ONLINE:
                yield name, scored([follow(MODELS[name](), log.learners)])
        return
    dealt = folds(log.learners, options.folds, options.seed)
    if options.learners:
        chosen = [learner for part in zip(*dealt, strict=False) for learner in part][: options.learners]
        dealt = [chosen[fold :: options.folds] for fold in range(options.folds)]
    for name in names:
        yield name, cross_validated((MODELS | CHECKS)[name], dealt)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--models", default=",".join(MODELS), help="some of %(default)s, or pybkt where it is installed"
    )
    parser.add_argument("--learners", type=int, default=0, help="take only so many learners")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cold-start", action="store_true", help="no training learners")
    parser.add_argument("--share", type=float, default=5.0, help="percent of the learners followed in a cold start")
    parser.add_argument("--json", action="store_true", help="{file: {model: {auc, log_loss, ece, us}}}")
    options = parser.parse_args()
    names = options.models.split(",")
    if unknown := set(names) - set(MODELS | CHECKS):
        parser.error(f"no model {', '.join(sorted(unknown))}; there are {', '.join(MODELS | CHECKS)}")
    found: dict[str, dict[str, dict[str, float]]] = {}
    for path in options.files:
        log = first(read_log(path), options.share) if options.cold_start else read_log(path)
        found[str(path)] = {}
        if not options.json:
            print(f"{path.name}: {len(log.learners)} learners, {sum(map(len, log.learners))} answers")
        for name, score in measured(options, log, names):
            found[str(path)][name] = asdict(score)
            if not options.json:
                print(
                    f"  {name:<12} AUC {score.auc:.4f}  log-loss {score.log_loss:.4f}  ECE {score.ece:.4f}"
                    f"  {score.us:6.2f} us",
                    flush=True,
                )
    if options.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
