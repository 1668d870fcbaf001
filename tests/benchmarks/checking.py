"""What `tutor check` costs: a grading when everything is proven, and a curriculum of which nothing changed.

    python tests/benchmarks/checking.py [--questions N] [--sample N] [--seeds N] [--json]

Copies of the shipped curricula, under other ids, until there are N questions. First `--sample` questions, drawn evenly, are proven in this
process and their gradings counted: CPU milliseconds a grading, drawing and leaks included. Then everything is checked twice by the program
(the first time over few variants, as only the second is measured): seconds of the wall and of CPU, children included.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT)]

from tutor.curriculum.curricula import Curricula  # noqa: E402
from tutor.curriculum.load import load, search  # noqa: E402
from tutor.grading import proof  # noqa: E402

SHIPPED = ROOT / "curricula"


def copies(folder: Path, questions: int) -> int:
    """Copies of the shipped curricula until they hold that many questions; how many they hold."""
    sizes = {
        name: sum(1 for ref in load(name, [SHIPPED]).questions if ref.partition("/")[0] == name)
        for name in search([SHIPPED])
    }
    made, turn = 0, 0
    while made < questions:
        for name, size in sizes.items():
            copy = folder / f"{name}-{turn}"
            shutil.copytree(SHIPPED / name, copy)
            header = copy / "curriculum.yaml"
            header.write_text(header.read_text("utf-8").replace(f"\nid: {name}\n", f"\nid: {name}-{turn}\n"), "utf-8")
            made += size
            if made >= questions:
                break
        turn += 1
    return made


def per_grading(sample: int, seeds: int) -> dict[str, float]:
    """CPU milliseconds a grading, cold, over questions drawn evenly from all that ship."""
    everything: list[tuple[Curricula, str]] = []
    for name in search([SHIPPED]):
        curricula = load(name, [SHIPPED])
        everything += [(curricula, ref) for ref in curricula.questions if ref.partition("/")[0] == name]
    chosen = everything[:: max(1, len(everything) // sample)]
    gradings, grade = 0, proof.grade

    def counted(*arguments: Any) -> Any:
        nonlocal gradings
        gradings += 1
        return grade(*arguments)

    proof.grade = counted
    try:
        start = time.process_time()
        for curricula, ref in chosen:
            proof.prove(curricula, ref, range(seeds))
        spent = time.process_time() - start
    finally:
        proof.grade = grade
    return {"questions": len(chosen), "gradings": gradings, "cpu_ms_a_grading": round(1000 * spent / gradings, 3)}


def check(folder: Path, home: Path, seeds: int) -> dict[str, float]:
    """One run of the program over all of them."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "tutor", "check", str(folder), "--seeds", str(seeds)],
        capture_output=True, text=True, check=False,
        env={**os.environ, "TUTOR_HOME": str(home), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(done.stdout[-2000:] + done.stderr)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall_s": round(wall, 1), "cpu_s": round(cpu, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=5_000)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures: dict[str, Any] = {"cold": per_grading(options.sample, options.seeds)}
    with tempfile.TemporaryDirectory() as place:
        folder, home = Path(place) / "curricula", Path(place) / "home"
        folder.mkdir()
        figures["questions"] = copies(folder, options.questions)
        figures["first"] = check(folder, home, 5)
        figures["unchanged"] = check(folder, home, 5)
    print(json.dumps(figures) if options.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
