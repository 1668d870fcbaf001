"""How quick the vector index is, what memory it takes, and how much of what is nearest HNSW finds.

    python tests/benchmarks/vector_index.py [--passages N] [--windows N] [--size N] [--queries N] [--seed N] [--folder DIR] [--json]

Vectors are clustered, as those of texts are: passages lie around centres, windows around their passage, queries around windows.
Prints seconds for a thousand passages put with their windows, for closing, for opening (what was closed; what wasn't, which a
process looks into first), milliseconds for a query (median and 99th percentile), recall of the five nearest against all inner
products, megabytes in memory and on the disk. Times are of the wall, but where they say cpu.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT)]

from tests.benchmarks.index.known import OWNER, Floats, name  # noqa: E402
from tutor.library.vectors import Vectors, open_index  # noqa: E402

STEP = 250
K = 5


def around(centres: Floats, spread: float, rng: np.random.Generator) -> Floats:
    """A unit vector near each centre: the cosine to it is about 1 / sqrt(1 + spread^2)."""
    noise = rng.normal(size=centres.shape).astype(np.float32)
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    moved = centres + spread * noise
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), np.float32)


def memory() -> int:
    """Megabytes that this process holds now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) >> 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def measured(root: Path, passages: int, windows: int, size: int, queries: int, seed: int) -> dict[str, Any]:
    """All figures."""
    rng = np.random.default_rng(seed)
    centres = around(np.zeros((max(1, passages // 50), size), np.float32), 1.0, rng)
    rows = around(centres[rng.integers(len(centres), size=passages)], 0.9, rng)
    parts = around(np.repeat(rows, windows, axis=0), 0.7, rng).reshape(passages, windows, size)
    sought = around(parts[rng.integers(passages, size=queries), rng.integers(windows, size=queries)], 0.9, rng)
    found: dict[str, Any] = {"passages": passages, "windows": windows, "size": size}
    began = time.perf_counter()
    index = open_index(root, "measured", size, "c1")
    found["open_new_s"] = time.perf_counter() - began
    began, computed = time.perf_counter(), time.process_time()
    for start in range(0, passages, STEP):
        end = min(passages, start + STEP)
        index.put(OWNER, [Vectors(name(n), rows[n], parts[n]) for n in range(start, end)])
        if start % 10_000 == 0:
            print(f"{end} after {time.perf_counter() - began:.0f} s", file=sys.stderr)
    found["put_1000_s"] = (time.perf_counter() - began) / passages * 1000
    found["put_1000_cpu_s"] = (time.process_time() - computed) / passages * 1000
    began = time.perf_counter()
    index.close()
    found["close_s"] = time.perf_counter() - began
    found["disk_mb"] = sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) >> 20
    (root / "measured-c1" / "open").touch()
    began = time.perf_counter()
    with open_index(root, "measured", size, "c1") as index:
        found["open_looked_into_s"], found["looked_into"] = time.perf_counter() - began, index.rebuilt
    before = memory()
    began = time.perf_counter()
    with open_index(root, "measured", size, "c1") as index:
        found["open_closed_s"], found["rebuilt"] = time.perf_counter() - began, index.rebuilt
        began = time.perf_counter()
        index.nearest([OWNER], sought[0], K)
        found["first_query_s"] = time.perf_counter() - began
        times, hits, used = [], 0, 0.0
        for vector in sought:
            began, computed = time.perf_counter(), time.process_time()
            answer = index.nearest([OWNER], vector, K)
            times.append((time.perf_counter() - began) * 1000)
            used += time.process_time() - computed
            scores = rows @ vector + (parts.reshape(-1, size) @ vector).reshape(passages, windows).max(axis=1)
            hits += len({name(int(n)) for n in np.argsort(-scores)[:K]} & set(answer))
        found["query_cpu_ms"] = used / len(sought) * 1000
        found["query_ms_p50"] = statistics.median(times)
        found["query_ms_p99"] = sorted(times)[int(0.99 * len(times))]
        found[f"recall_{K}"] = hits / (K * len(sought))
        found["index_mb"] = memory() - before
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option, value in (("passages", 1_000), ("windows", 3), ("size", 384), ("queries", 200), ("seed", 1)):
        parser.add_argument(f"--{option}", type=int, default=value)
    parser.add_argument(
        "--folder", type=Path, help="where the index is made; in the system's temporary folder by default"
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as root:
        found = measured(Path(root), options.passages, options.windows, options.size, options.queries, options.seed)
    rounded = {key: round(value, 4) if isinstance(value, float) else value for key, value in found.items()}
    print(json.dumps(rounded) if options.json else "\n".join(f"{key}: {value}" for key, value in rounded.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
