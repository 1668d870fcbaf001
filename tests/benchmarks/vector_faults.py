"""What the vector index makes of kills, damage, a full disk, a read-only folder and a second program.

    python tests/benchmarks/vector_faults.py [--count N] [--seed N] [--only kills,damage,two,full,read-only] [--json]

kills: a process puts, removes and replaces passages, or makes a damaged index anew, and is killed at a random moment, N times;
whatever it had reported as done must be there afterwards, every vector as it was put. Chroma writes its graphs in place: a kill at
that moment tears one. Then the index must say so and begin anew; how often is printed, and the exit code is 1 above 5 in 100.
damage: each file of the directory in turn is truncated, zeroed, removed, or has bytes flipped, after it was closed and while its
mark says that it's open; opened again, the index either says that it was made anew, or says nothing wrong, both by the exact way
and by Chroma's graphs. Every look is a process of its own: one that dies, or takes more than two minutes, is a finding.

Prints what was done and every finding; the exit code is 1 if there is one.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT)]

from tests.benchmarks.index.known import OWNER, known, name, wrong  # noqa: E402
from tutor.errors import LibraryError  # noqa: E402
from tutor.library.vectors import VectorIndex, open_index  # noqa: E402

SIZE: Final = 16
MODEL: Final = ("known", SIZE, "c1")
FOLDER: Final = "known-c1"
ROWS: Final = 2_100  # enough for Chroma to write the graph of the passages
STEP: Final = 150
TORN: Final = 0.05  # of kills may tear a graph
Finding = dict[str, Any]


def opened(root: Path, **more: Any) -> VectorIndex:
    """The index of this benchmark."""
    return open_index(root, *MODEL, **more)


# what the processes do


def work(root: Path, seed: int) -> None:
    """Write for ever, and report after each writing what is there now."""
    rng = random.Random(seed)
    with opened(root) as index:
        print(json.dumps({"rebuilt": index.rebuilt}), flush=True)
        there = {int(passage, 16) for passage in index.ids(OWNER)}
        while True:
            some = rng.sample(range(ROWS), STEP)
            print(json.dumps({"touched": some}), flush=True)
            if rng.random() < 0.25:
                index.remove(OWNER, map(name, some))
                there -= set(some)
            else:
                index.put(OWNER, [known(n, SIZE) for n in some])
                there |= set(some)
            print(json.dumps({"there": sorted(there)}), flush=True)


def inspect(root: Path) -> None:
    """Open, compare everything with what was put, by both ways; print what is there."""
    answer: Finding = {"rebuilt": None, "error": None, "ids": [], "wrong": []}
    try:
        for exact in (10_000, 0):
            with opened(root, exact=exact) as index:
                answer["rebuilt"] = answer["rebuilt"] or index.rebuilt
                answer["ids"] = sorted(int(passage, 16) for passage in index.ids(OWNER))
                answer["wrong"] += wrong(index, SIZE)
    except LibraryError as error:
        answer["error"] = error.code
    print(json.dumps(answer), flush=True)


def fill(root: Path, limit: int | None) -> None:
    """Put until it fails, say how; then open again as it is."""
    if limit is not None:
        import resource

    code, done = None, 0
    try:
        with opened(root) as index:
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            for start in range(0, 40_000, STEP):
                index.put(OWNER, [known(n, SIZE) for n in range(start, start + STEP)])
                done = start + STEP
    except LibraryError as error:
        code = error.code
    print(json.dumps({"error": code, "done": done}), flush=True)


# what is done to them


def command(*arguments: object) -> list[str]:
    """This script in a process of its own."""
    return [sys.executable, __file__, *map(str, arguments)]


def inspected(root: Path) -> Finding:
    """What a process that looks into the index says; `died` if it says nothing."""
    try:
        done = subprocess.run(command("--inspect", root), capture_output=True, text=True, timeout=120, check=False)
    except subprocess.TimeoutExpired:
        return {"died": "took more than two minutes"}
    if done.returncode:
        return {"died": f"exit {done.returncode}: {done.stderr[-300:]}"}
    found: Finding = json.loads(done.stdout.splitlines()[-1])
    return found


def kills(place: Path, count: int, rng: random.Random) -> Iterator[Finding]:
    """Random kills, one after the other on the same index, which is damaged every tenth time."""
    root = place / "kills"
    there: set[int] = set()
    torn = 0
    for turn in range(count):
        damaged = turn % 10 == 9
        if damaged:
            (root / FOLDER / "chroma.sqlite3").write_bytes(b"")
            there = set()
        process = subprocess.Popen(
            command("--work", root, "--seed", rng.randrange(1 << 30)), stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        first = [process.stdout.readline() for _ in range(rng.choice([0, 1, 1, 2, 3, 4, 5, 6]))]
        time.sleep(rng.uniform(0, 0.7) if first else rng.uniform(0, 5))  # some are killed while they open
        process.kill()
        lines = [json.loads(line) for line in [*first, *process.stdout] if line.endswith("}\n")]
        process.wait()
        print(f"kill {turn}: after {len(lines)} reports", file=sys.stderr)
        touched: set[int] = set()
        for line in lines:
            if "there" in line:
                there, touched = set(line["there"]), set()
            touched |= set(line.get("touched", ()))
        found = inspected(root)
        rebuilt = found.get("rebuilt") or next((line["rebuilt"] for line in lines if line.get("rebuilt")), None)
        ids = set(found.get("ids", ()))
        if "died" in found or found["error"] or found["wrong"] or (damaged and not rebuilt):
            yield {"kill": turn, **found, "damaged before": damaged}
        elif rebuilt and not damaged:
            torn += 1
            print(f"kill {turn}: {rebuilt}", file=sys.stderr)
            if torn > max(1, TORN * count) or ids:
                yield {"kill": turn, "torn": torn, **found}
        elif (ids ^ there) - touched:
            yield {"kill": turn, "lost": sorted(there - ids - touched), "came": sorted(ids - there - touched)}
        there = ids
    print(f"kills: {count}, of which {torn} tore a graph, which was noticed and made anew", file=sys.stderr)


def flip(path: Path, rng: random.Random) -> None:
    """Other bits in a tenth of a percent of the bytes, at least in one."""
    content = bytearray(path.read_bytes())
    for _ in range(max(1, len(content) // 1000)):
        content[rng.randrange(len(content))] ^= rng.randrange(1, 256)
    path.write_bytes(content)


DAMAGES: Final[dict[str, Callable[[Path, random.Random], object]]] = {
    "truncated": lambda path, rng: os.truncate(path, rng.randrange(path.stat().st_size)),
    "zeroed": lambda path, rng: path.write_bytes(bytes(path.stat().st_size)),
    "emptied": lambda path, rng: path.write_bytes(b""),
    "removed": lambda path, rng: path.unlink(),
    "flipped": flip,
}


def prepared(root: Path) -> Path:
    """An index with all passages, closed."""
    with opened(root) as index:
        index.put(OWNER, [known(n, SIZE) for n in range(ROWS)])
    return root / FOLDER


def damage(place: Path, count: int, rng: random.Random) -> Iterator[Finding]:
    """Every file in turn, in every way, closed and open."""
    whole = prepared(place / "whole")
    names = sorted(path.relative_to(whole).as_posix() for path in whole.rglob("*") if path.is_file())
    cases = [(file, how, state) for file in names for how in DAMAGES for state in ("closed", "open")]
    for file, how, state in cases:
        root = place / "damaged"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(whole, root / FOLDER)
        if state == "open":
            (root / FOLDER / "open").touch()
        if not (root / FOLDER / file).stat().st_size and how != "removed":
            continue
        DAMAGES[how](root / FOLDER / file, rng)
        found = inspected(root)
        all_there = found.get("ids") == list(range(ROWS))
        said = f"{state}, {file} {how}: {found.get('rebuilt') or found.get('died') or 'unharmed'}"
        print(said, file=sys.stderr)
        if "died" in found or found["error"] or found["wrong"] or not (found["rebuilt"] or all_there):
            yield {"damage": file, "how": how, "state": state, **found, "ids": len(found.get("ids", ()))}


def two(place: Path, count: int, rng: random.Random) -> Iterator[Finding]:
    """Two programs at once: one owns the index, the other is told; after a kill it's free."""
    root = place / "two"
    process = subprocess.Popen(command("--work", root, "--seed", 1), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    found = inspected(root)
    if found.get("error") != "library-busy":
        yield {"two": "a second program wasn't refused", **found}
    process.kill()
    process.communicate()
    found = inspected(root)
    if found.get("error") or found.get("wrong") or "died" in found or found["rebuilt"]:
        yield {"two": "not free after a kill", **found}


def full(place: Path, count: int, rng: random.Random) -> Iterator[Finding]:
    """Files that may not grow; and a small file system, where one can be mounted."""
    for turn in range(max(2, count // 20)):
        yield from _filled(place / f"full-{turn}", None, "--limit", rng.randrange(300_000, 2_000_000))
    for turn in range(max(2, count // 20)):
        with mounted(place / f"small-{turn}", f"size={rng.randrange(400, 4_000)}k") as small:
            if small is not None:
                yield from _filled(small / "chroma", small)


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path | None]:
    """A file system in memory; None where none can be mounted."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        print("nothing can be mounted here", file=sys.stderr)
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=False)


def remount(folder: Path, options: str) -> None:
    """Other options for a file system that is mounted."""
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)


def _filled(root: Path, small: Path | None, *limit: object) -> Iterator[Finding]:
    ran = subprocess.run(command("--fill", root, *limit), capture_output=True, text=True, timeout=300, check=False)
    answer = json.loads(ran.stdout.splitlines()[-1]) if not ran.returncode else {"error": ran.returncode, "done": 0}
    code, done = answer["error"], answer["done"]
    if code != "library-full":
        yield {"full": root.name, **answer, "stderr": ran.stderr[-300:]}
    if small is not None:
        found = inspected(root)
        if "died" in found or found["error"] not in {None, "library-full"} or found["wrong"]:
            yield {"full": root.name, "still": found}
        remount(small, "size=64m")
    found = inspected(root)
    ids = found.get("ids", [])
    if "died" in found or found["error"] or found["wrong"] or not (found["rebuilt"] or len(ids) >= done):
        yield {"full": root.name, "afterwards": {**found, "ids": len(ids)}}
    print(f"full: {root}, {done} passages: {code}, then {len(ids)}; {found.get('rebuilt')}", file=sys.stderr)


def read_only(place: Path, count: int, rng: random.Random) -> Iterator[Finding]:
    """A folder that can't be written, missing or with an index in it."""
    for state in ("empty", "closed", "open"):
        with mounted(place / state, "size=64m") as small:
            root = (small or place / state) / "chroma"
            root.mkdir()
            if state != "empty":
                folder = prepared(root)
                (folder / "open").touch() if state == "open" else None
            if small is not None:
                remount(small, "ro")
            elif os.name == "nt" or os.geteuid() == 0:
                print("nothing is read-only for this user here", file=sys.stderr)
                return
            root.chmod(0o500) if small is None else None
            found = inspected(root)
            root.chmod(0o700) if small is None else None
        if found.get("error") != "library-read-only":
            yield {"read-only": state, **found, "ids": len(found.get("ids", ()))}


FAULTS: Final = {"kills": kills, "damage": damage, "two": two, "full": full, "read-only": read_only}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default=",".join(FAULTS))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--limit", type=int)
    for hidden in ("--work", "--inspect", "--fill"):
        parser.add_argument(hidden, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work(options.work, options.seed)
    if options.inspect:
        inspect(options.inspect)
    if options.fill:
        fill(options.fill, options.limit)
    if options.work or options.inspect or options.fill:
        return 0
    findings: list[Finding] = []
    done: dict[str, int] = {}
    for fault in options.only.split(","):
        with tempfile.TemporaryDirectory() as place:
            found = list(FAULTS[fault](Path(place), options.count, random.Random(options.seed)))
        done[fault] = len(found)
        findings += found
    if options.json:
        print(json.dumps({"findings": findings, "by": done}))
    else:
        for one in findings:
            print(one)
        print(", ".join(f"{fault}: {count} findings" for fault, count in done.items()))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
