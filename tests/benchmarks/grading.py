"""How right the verdicts are on third-party cases: real answers of learners, and other systems' own tests.

    python tests/benchmarks/grading.py FILE... [--json] [--failures [PATTERN]]

A file holds one JSON object a line (also gzipped): source, kind, option, student, teacher, expected (true: equivalent or
acceptable; false: not; null: must be refused as input), and for some sources valid, sigfigs_min, sigfigs_max, portable.
`tests/benchmarks/rows/` says how each source's kinds are put to our grader. Undecided counts as a miss. What isn't scored has
a line with its reason in `skips.toml`; rows marked as not portable need the other system's own functions.

CPU times are of single verdicts, in a thread as a server would have it; the key's own reading isn't in them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import threading
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.rows.case import Case, Checked, Row, Skipped, outcome
from tests.benchmarks.rows.registry import mapper
from tutor.curriculum.single import single_variant
from tutor.errors import TutorError
from tutor.grading.grade import grade
from tutor.grading.verdict import Judgement

SKIPS = Path(__file__).with_name("skips.toml")
MOST_SKIPPED = 0.10  # of a source's portable rows
OUTCOMES = ("right", "false_accepts", "false_rejects", "undecided")


@dataclass
class Tally:
    """What became of the rows of one source and kind."""

    counts: Counter[str] = field(default_factory=Counter)
    skips: Counter[str] = field(default_factory=Counter)
    not_portable: int = 0
    named: Counter[str] = field(default_factory=Counter)  # slips: right, wrong, none

    def figures(self) -> dict[str, int]:
        """As `--json` has them."""
        scored = sum(self.counts[name] for name in OUTCOMES)
        return {"scored": scored, **{name: self.counts[name] for name in OUTCOMES}, "skipped": sum(self.skips.values())}


@dataclass
class Bench:
    """All tallies, and the CPU time of every verdict in milliseconds by source."""

    failures: re.Pattern[str] | None
    tallies: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def score(self, row: Row) -> None:
        """Put one row to the grader."""
        kind = str(row.get("kind", "")).partition(" (")[0]
        tally = self.tallies[str(row["source"]), kind]
        found = mapper(row)
        case = found(row) if found else Skipped("nobody has mapped this kind")
        if isinstance(case, Skipped):
            if row.get("portable") is False:
                tally.not_portable += 1
            else:
                tally.skips[case.reason] += 1
            return
        if isinstance(case, Checked):
            self._count(row, tally, "right" if case.found == case.wanted else "false_rejects", repr(case.found))
            return
        self._judge(row, case, tally)

    def _judge(self, row: Row, case: Case, tally: Tally) -> None:
        try:
            variant = single_variant(case.kind, case.key, names=case.names, options=case.options)
        except TutorError as error:
            kept = "right" if case.expected is None else "false_rejects"
            self._count(row, tally, kept, f"{error.what} ({error.remedy})")
            return
        start = time.thread_time()
        try:
            judgement = grade(variant, case.answer)
        except TutorError as error:  # a key that its own kind can't read
            self._count(row, tally, "right" if case.expected is None else "false_rejects", error.what)
            return
        self.times[str(row["source"])].append((time.thread_time() - start) * 1000)
        self._count(row, tally, outcome(case, judgement), _said(judgement))
        if str(row["kind"]).startswith("slip:"):
            wanted = str(row["kind"]).partition(":")[2]
            tally.named["right" if judgement.slip == wanted else "none" if judgement.slip is None else "wrong"] += 1
            if judgement.slip != wanted:
                self._show(row, f"slip {judgement.slip}", "slips")

    def _count(self, row: Row, tally: Tally, result: str, said: str) -> None:
        tally.counts[result] += 1
        if result != "right":
            self._show(row, said, result)

    def _show(self, row: Row, said: str, result: str) -> None:
        if self.failures is None:
            return
        answer, key = row.get("student"), row.get("teacher")
        line = f"{result}  [{row['source']} | {row.get('kind')} | {row.get('option')}] {answer!r} for {key!r}: {said}"
        if self.failures.search(line):
            print(line, file=sys.stderr)


def _said(judgement: Judgement) -> str:
    return " ".join(
        str(part) for part in (judgement.verdict, judgement.read_latex, judgement.slip, judgement.message) if part
    )


def rows(paths: list[Path]) -> Iterator[dict[str, Any]]:
    """All rows of all files."""
    for path in paths:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
        yield from (json.loads(line) for line in text.splitlines() if line.strip())


def refused_skips(bench: Bench) -> list[str]:
    """Skips without a line in skips.toml, and sources of which too much is skipped."""
    listed = {(one["source"], one["kind"]) for one in tomllib.loads(SKIPS.read_text("utf-8")).get("skip", [])}
    complaints = [
        f"{source}, {kind}: {sum(tally.skips.values())} skipped without a line in {SKIPS.name}: {', '.join(tally.skips)}"
        for (source, kind), tally in sorted(bench.tallies.items())
        if tally.skips and (source, kind) not in listed
    ]
    for source in sorted({source for source, _ in bench.tallies}):
        own = [tally for (of, _), tally in bench.tallies.items() if of == source]
        skipped = sum(sum(tally.skips.values()) for tally in own)
        portable = skipped + sum(tally.figures()["scored"] for tally in own)
        if skipped > MOST_SKIPPED * portable:
            complaints.append(f"{source}: {skipped} of {portable} portable rows are skipped")
    return complaints


def milliseconds(times: list[float]) -> dict[str, float]:
    """p50 and p99."""
    ordered = sorted(times) or [0.0]
    return {
        "p50": round(ordered[len(ordered) // 2], 3),
        "p99": round(ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))], 3),
    }


def _print(bench: Bench) -> None:
    sources = sorted({source for source, _ in bench.tallies})
    print(
        f"{'':<44} {'scored':>7} {'right':>7} {'%':>6} {'f.acc':>6} {'f.rej':>6} {'undec':>6} {'skip':>5}  CPU p50/p99 ms"
    )
    for source in sources:
        own = {kind: tally for (of, kind), tally in sorted(bench.tallies.items()) if of == source}
        total = Counter[str]()
        for tally in own.values():
            total.update(tally.figures())
        time_ = milliseconds(bench.times[source])
        _line(source, total, f"{time_['p50']:.2f}/{time_['p99']:.2f}")
        for kind, tally in own.items():
            named = tally.named
            slips = f"named {named['right']}, another {named['wrong']}, none {named['none']}" if named else ""
            portable = f"{tally.not_portable} not portable" if tally.not_portable else ""
            _line(f"  {kind}", Counter(tally.figures()), "  ".join(part for part in (slips, portable) if part))


def _line(name: str, figures: Counter[str], more: str) -> None:
    share = 100 * figures["right"] / figures["scored"] if figures["scored"] else 0.0
    numbers = " ".join(f"{figures[key]:>6}" for key in ("false_accepts", "false_rejects", "undecided"))
    print(
        f"{name[:44]:<44} {figures['scored']:>7} {figures['right']:>7} {share:>6.1f} {numbers} {figures['skipped']:>5}  {more}"
    )


def main() -> int:
    """Score the files; 1 if a skip has no reason."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--failures", nargs="?", const="", metavar="PATTERN", help="print misses that match to stderr")
    options = parser.parse_args()
    bench = Bench(re.compile(options.failures) if options.failures is not None else None)
    grade(
        single_variant("expression", "sin(x)+x^2"), "x^2+sin x"
    )  # what is imported or set up once isn't a verdict's time
    cases = list(rows(options.files))
    worker = threading.Thread(target=lambda: [bench.score(row) for row in cases])
    worker.start()
    worker.join()
    if options.json:
        found: dict[str, dict[str, dict[str, int]]] = defaultdict(dict)
        for (source, kind), tally in sorted(bench.tallies.items()):
            found[source][kind] = tally.figures()
        every = [one for times in bench.times.values() for one in times]
        by_source = {source: milliseconds(times) for source, times in bench.times.items()}
        print(json.dumps({**found, "cpu_ms": {**milliseconds(every), "by_source": by_source}}))
    else:
        _print(bench)
    complaints = refused_skips(bench)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
