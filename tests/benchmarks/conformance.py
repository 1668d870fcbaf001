"""A running server held against its OpenAPI document by schemathesis: no 5xx, no undocumented status, type, header or shape.

    python -m tests.benchmarks.conformance --count 200 [--seed 1]

`--count`: requests to each route that the document allows, and half as many that it doesn't.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from tests.api.conformance import conform
from tests.api.running import token, tutor_serve
from tests.counting import NAME, write


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TUTOR_HOME"] = folder
        with tutor_serve(Path(folder), "--curricula", write(Path(folder))) as server:
            concepts = ["one-walk", "many-walks", "there-and-back"]
            statuses = conform(
                server.address, token("not the one in the examples", "admin"), NAME, concepts, said.count, said.seed
            )
    print(f"{sum(statuses.values())} requests, {time.perf_counter() - began:.0f} s: {dict(sorted(statuses.items()))}")


if __name__ == "__main__":
    main()
