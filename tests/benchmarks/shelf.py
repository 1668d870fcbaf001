"""What a large library costs: documents made of dice, added in one go through the readers, then searched by words.

    python tests/benchmarks/shelf.py [--documents N] [--size CHARACTERS] [--queries N] [--seed N] [--folder DIR] [--json]

Words follow Zipf's law over a vocabulary of 30,000 beside the commonest English ones, sentences have 5 to 25 of them, a document has
headings and about 5 kB. Queries are questions in plain language: three to six words of one passage, drawn evenly over the words it
has (so that common ones come as often as they stand there), among words that every question has; half of them are about a
concept with two other names.

- `index_s`: wall-clock seconds from the first file to the last; `cpu_s`: of this process
- `memory_mb`: the most resident memory so far; `imports_mb`: what Python and the program's imports take of it
- `again_s`: adding the same folder again; `open_s`: opening it afterwards
- `ms_p50`, `ms_p99`, `ms_max`: of a query with its passages read, wall clock; `cpu_p99`: the same in CPU time
- `found`: the share of queries whose first five passages hold the one that its words came from

The exit code is 1 when a budget isn't met: 300 MB, 20 ms of CPU for 99 of 100 queries.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent.parent.parent)]

from tutor.library.catalogue import Catalogue  # noqa: E402
from tutor.library.document import SHARED  # noqa: E402
from tutor.library.passages import CHUNKER, cut  # noqa: E402
from tutor.library.reading import read  # noqa: E402
from tutor.library.shelving import shelve  # noqa: E402
from tutor.library.terms import terms, words  # noqa: E402

VOCABULARY = 30_000
BUDGET_MB, BUDGET_MS = 300.0, 20.0
LEARNER = "0190aaaa-0000-7000-8000-000000000001"
COMMON = [
    "the",
    "of",
    "and",
    "to",
    "a",
    "in",
    "is",
    "that",
    "it",
    "for",
    "as",
    "with",
    "on",
    "be",
    "by",
    "this",
    "are",
    "from",
    "or",
    "an",
    "at",
    "which",
    "not",
    "have",
]
ASKED = ("what is {}?", "why does {} depend on {}?", "how are {} and {} related?", "tell me about {}", "{}")


def made_words(rng: random.Random) -> list[str]:
    starts, ends = (
        ["b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "st", "tr", "pl", "br", "v", "k"],
        ["a", "e", "i", "o", "u", "ai", "ea"],
    )
    made: dict[str, None] = dict.fromkeys(COMMON)
    while len(made) < VOCABULARY:
        made[
            "".join(rng.choice(starts) + rng.choice(ends) for _ in range(rng.randint(1, 4)))
            + rng.choice(["", "n", "s", "r"])
        ] = None
    return list(made)


def write(folder: Path, count: int, size: int, rng: random.Random) -> None:
    vocabulary = made_words(rng)
    weights = list(itertools.accumulate(1 / (i + 2) ** 0.95 for i in range(len(vocabulary))))
    for i in range(count):
        parts, length = [f"# {' '.join(rng.choices(vocabulary[200:], k=3))}\n"], 0
        while length < size:
            if rng.random() < 0.06:
                parts.append(f"\n## {' '.join(rng.choices(vocabulary[100:], k=2))}\n")
            sentence = " ".join(rng.choices(vocabulary, cum_weights=weights, k=rng.randint(5, 25))).capitalize() + ". "
            parts.append(sentence + ("\n\n" if rng.random() < 0.2 else ""))
            length += len(sentence)
        place = folder / f"{i // 200:03}"
        place.mkdir(exist_ok=True)
        (place / f"{i:05}.md").write_text("".join(parts), "utf-8")


def questions(catalogue: Catalogue, count: int, rng: random.Random) -> list[tuple[str, tuple[str, ...], str]]:
    """Text, names of concepts, and the passage that the words come from."""
    ids = sorted(catalogue.ids(LEARNER))
    made = []
    for passage in catalogue.passages([LEARNER], [rng.choice(ids) for _ in range(count)]).values():
        own = [word for word in dict.fromkeys(words(passage.text)) if word not in COMMON]
        form = rng.choice(ASKED)
        text = form.format(*(" ".join(rng.sample(own, 3)) for _ in range(form.count("{}"))))
        names = (" ".join(rng.sample(own, 2)), rng.choice(own)) if rng.random() < 0.5 else ()
        made.append((text, names, passage.id))
    return made


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def prepare(name: str, content: bytes) -> Any:
    document = read(name, content)
    return document, cut(document)


def measure(folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    rng = random.Random(arguments.seed)
    source = folder / "documents"
    source.mkdir()
    write(source, arguments.documents, arguments.size, rng)
    prepare("a.md", b"# Words\n\nsome words\n")
    before = memory()
    path = folder / "library" / "library.sqlite3"
    with Catalogue(path) as catalogue:
        start, cpu = time.perf_counter(), time.process_time()
        report = shelve(catalogue, LEARNER, [source], prepare, CHUNKER, now=lambda: 1)
        index_s, cpu_s = time.perf_counter() - start, time.process_time() - cpu
        assert report.added == arguments.documents, report
        most = memory()
        start = time.perf_counter()
        assert shelve(catalogue, LEARNER, [source], prepare, CHUNKER, now=lambda: 1).kept == arguments.documents
        again_s = time.perf_counter() - start
    start = time.perf_counter()
    with Catalogue(path) as catalogue:
        open_s = time.perf_counter() - start
        asked = questions(catalogue, arguments.queries, rng)
        wall, spent, found = [], [], 0
        for text, names, wanted in asked:
            begun, used = time.perf_counter(), time.process_time()
            query = terms(text, names)
            hits = catalogue.lexical([LEARNER, SHARED], query, 20)
            catalogue.idf([LEARNER, SHARED], query)
            catalogue.passages([LEARNER, SHARED], list(hits))
            wall.append((time.perf_counter() - begun) * 1e3)
            spent.append((time.process_time() - used) * 1e3)
            found += wanted in list(hits)[:5]
        count = len(catalogue.ids(LEARNER))
        start = time.perf_counter()
        assert catalogue.check() == ()
        check_s = time.perf_counter() - start
    return {
        "documents": arguments.documents, "passages": count, "file_mb": round(path.stat().st_size / 1e6, 1),
        "index_s": round(index_s, 1), "cpu_s": round(cpu_s, 1), "again_s": round(again_s, 1), "open_s": round(open_s, 3),
        "check_s": round(check_s, 1), "imports_mb": round(before), "memory_mb": round(most),
        "memory_search_mb": round(memory()),
        "ms_p50": round(share(wall, 0.5), 2), "ms_p99": round(share(wall, 0.99), 2), "ms_max": round(max(wall), 2),
        "cpu_p50": round(share(spent, 0.5), 2), "cpu_p99": round(share(spent, 0.99), 2),
        "found": round(found / len(asked), 3),
    }  # fmt: skip


def share(values: Sequence[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--size", type=int, default=5_000)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, help="where to work; it stays (default: a temporary folder)")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        figures = measure(arguments.folder or Path(temporary), arguments)
    print(json.dumps(figures) if arguments.json else "\n".join(f"{name:18}{value}" for name, value in figures.items()))
    return 0 if figures["memory_mb"] <= BUDGET_MB and figures["cpu_p99"] <= BUDGET_MS else 1


if __name__ == "__main__":
    sys.exit(main())
