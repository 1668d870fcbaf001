"""Two learners on one server who do anything: no byte of the other's, no change to the other's journal.

    python -m tests.benchmarks.isolation --count 10000 [--seed 1]

Every step is one request, own or trespassing; all that comes back is searched for the other's texts, documents, sessions and ids.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from tests.api.isolation import two_learners
from tests.counting import write
from tutor.home import locate

LIFE = 2_000  # steps in one home; then the two begin again, so that histories stay as long as people's


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    began, done, seed = time.perf_counter(), 0, said.seed
    while done < said.count:
        with tempfile.TemporaryDirectory() as folder:
            home, roots = locate({"TUTOR_HOME": folder}), (write(Path(folder)),)
            done += asyncio.run(two_learners(home, roots, min(LIFE, said.count - done), seed))
        seed += 1
        print(f"{done:>8} steps, {time.perf_counter() - began:.0f} s: nothing of the other's", flush=True)


if __name__ == "__main__":
    main()
