"""Whatever happens to the library's file, nothing acknowledged is lost, nothing is half there, and nothing is wrong without a word.

    python tests/benchmarks/shelf_faults.py [--count N] [--seed N] [--json]

- `kills`: a process adds, replaces and removes documents, and says each as it's acknowledged; SIGKILL at a random moment. Then the
  library must open, hold every document that was acknowledged and none that was removed, be whole by its own thorough check, and go on.
- `damages`: the file is truncated, zeroed, emptied, removed, overwritten or flipped at a random place, with the time of change that
  brings. Then either a typed error says so, at the opening or when the place is read, or everything is as it was. After `rebuild` the
  library is whole again; all documents are back whose originals are there and which the file still knew of; what isn't is named, or
  the damaged file is kept and said to be.
- `full`: a disk of 3 MB (tmpfs where that may be mounted, else a limit on the size of files) fills up while documents are added.
- `read_only`: the folder can't be written (a read-only mount, else its mode).
- `programs`: two processes write at once, a third reads.

The exit code is 1 when anything of this failed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent.parent)]

from tutor.errors import LibraryError, TutorError  # noqa: E402
from tutor.library.catalogue import Catalogue  # noqa: E402
from tutor.library.document import Document, document_id  # noqa: E402
from tutor.library.holdings import Item  # noqa: E402
from tutor.library.passages import CHUNKER, Piece, cut  # noqa: E402
from tutor.library.reading import read  # noqa: E402
from tutor.library.salvage import rebuild  # noqa: E402
from tutor.library.shelving import shelve  # noqa: E402

OWNERS = ("0190aaaa-0000-7000-8000-000000000001", "shared")
TYPED = {"library-broken", "library-full", "library-read-only", "library-busy"}
SOME = "vector space kernel image basis angle length proton acid base rain wind octave string number line plane map".split()  # noqa: SIM905


def text_of(n: int) -> str:
    """Document `n`: a few words, or many passages."""
    rng = random.Random(n)
    sentences = (f"{' '.join(rng.choices(SOME, k=9))}. " for _ in range(rng.choice([3, 10, 200])))
    return f"# Note {n}\n\nword{n} stands here. {''.join(sentences)}\n"


def prepare(name: str, content: bytes) -> tuple[Document, tuple[Piece, ...]]:
    document = read(name, content)
    return document, cut(document)


@cache
def item(owner: str, name: str, n: int) -> Item:
    content = text_of(n).encode()
    return Item(document_id(owner, content), name, *prepare(name, content), CHUNKER, "", name)


def held(catalogue: Catalogue) -> dict[tuple[str, str], str]:
    """Every file's text."""
    return {
        (one.owner, source): catalogue.document_text([one.owner], one.id)
        for one in catalogue.documents(OWNERS)
        for source in one.sources
    }


# -- kills ------------------------------------------------------------------------------------------------------------


def work(path: Path, seed: int, said: int) -> None:
    """Add, replace and remove, until somebody ends it; each step is said before it begins and when it's acknowledged."""
    rng = random.Random(seed)
    with Catalogue(path) as catalogue:
        while True:
            owner, name = rng.choice(OWNERS), f"{rng.randrange(12)}.md"
            n = rng.randrange(40) if rng.random() < 0.75 else -1
            os.write(said, f"begin {owner} {name} {n}\n".encode())
            if n >= 0:
                catalogue.add_all(owner, [item(owner, name, n)], 1)
            else:
                catalogue.release(owner, [name])
            os.write(said, f"done {owner} {name} {n}\n".encode())


def kill(path: Path, rng: random.Random, expected: dict[tuple[str, str], str]) -> list[str]:
    """One kill, and what was wrong afterwards. `expected` is brought up to date."""
    reading, writing = os.pipe()
    seed = rng.randrange(1 << 30)
    child = os.fork()
    if child == 0:
        os.close(reading)
        with contextlib.suppress(BaseException):
            work(path, seed, writing)
        os._exit(3)
    os.close(writing)
    time.sleep(rng.uniform(0.0, 0.25))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        lines = [line.split() for line in pipe.read().decode().splitlines()]
    may: dict[tuple[str, str], str] | None = None
    for state, owner, name, n in lines:
        after = (
            {**expected, (owner, name): text_of(int(n))}
            if int(n) >= 0
            else {k: v for k, v in expected.items() if k != (owner, name)}
        )
        if state == "done":
            expected.clear()
            expected.update(after)
            may = None
        else:
            may = after
    with Catalogue(path) as catalogue:
        wrong = list(catalogue.check())
        found = held(catalogue)
        if found != expected and found != may:
            wrong.append(f"{sorted(found)} instead of {sorted(expected)}")
        for (owner, _), text in found.items():
            word = text.split()[3]
            if word not in (match.words[0] for match in catalogue.lexical([owner], word, 3).values()):
                wrong.append(f"{word} isn't found")
    expected.clear()
    expected.update(found)
    return wrong


def kills(count: int, rng: random.Random) -> list[str]:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "library" / "library.sqlite3"
        expected: dict[tuple[str, str], str] = {}
        return [f"kill {i}: {one}" for i in range(count) for one in kill(path, rng, expected)]


# -- damages ----------------------------------------------------------------------------------------------------------


def _truncated(path: Path, rng: random.Random) -> str:
    size = rng.randrange(path.stat().st_size)
    os.truncate(path, size)
    return f"truncated to {size}"


def _overwritten(path: Path, rng: random.Random, made: Callable[[int], bytes]) -> str:
    size = path.stat().st_size
    at, length = rng.randrange(size), rng.choice([1, 100, 4096, 20_000])
    with path.open("r+b") as file:
        file.seek(at)
        file.write(made(min(length, size - at)))
    return f"{length} bytes overwritten at {at}"


def _flipped(path: Path, rng: random.Random) -> str:
    at = rng.randrange(path.stat().st_size)
    with path.open("r+b") as file:
        file.seek(at)
        old = file.read(1)
        file.seek(at)
        file.write(bytes([old[0] ^ (1 << rng.randrange(8))]))
    return f"flipped at {at}"


def _zeroed(path: Path, rng: random.Random) -> str:
    path.write_bytes(bytes(path.stat().st_size))
    return "zeroed"


def _emptied(path: Path, rng: random.Random) -> str:
    path.write_bytes(b"")
    return "emptied"


DAMAGES: tuple[Callable[[Path, random.Random], str], ...] = (
    _truncated, _flipped, _zeroed, _emptied,
    lambda path, rng: _overwritten(path, rng, bytes), lambda path, rng: _overwritten(path, rng, rng.randbytes),
)  # fmt: skip


def stocked(folder: Path, rng: random.Random) -> tuple[Path, dict[tuple[str, str], str]]:
    """A library of documents with and without originals on the disk."""
    path = folder / "library" / "library.sqlite3"
    source = folder / "documents"
    source.mkdir()
    for n in range(12):
        (source / f"file{n}.md").write_text(text_of(n))
    with Catalogue(path) as catalogue:
        shelve(catalogue, OWNERS[0], [source], prepare, CHUNKER, now=lambda: 1)
        catalogue.add_all(OWNERS[1], [item(OWNERS[1], f"{n}.md", n) for n in range(20, 28)], 1)
        return path, held(catalogue)


def damage(rng: random.Random, which: int) -> list[str]:
    """One damage, what was said, and what came of the rebuilding."""
    with tempfile.TemporaryDirectory() as place:
        path, before = stocked(Path(place), rng)
        what = DAMAGES[which % len(DAMAGES)](path, rng)
        wrong = []
        said = _reads_as(path, before)
        if said == "differs":
            wrong.append(f"{what}: something else was read without a word")
        elif said and said not in TYPED:
            wrong.append(f"{what}: {said}")
        lost = path.read_bytes()
        if not said:
            return wrong
        try:
            done = rebuild(path, prepare, CHUNKER, now=lambda: 2)
        except LibraryError as error:
            return [*wrong, f"{what}: rebuilding failed: {error}"]
        with Catalogue(path) as catalogue:
            wrong += [f"{what}: after rebuilding: {one}" for one in catalogue.check()]
            after = held(catalogue)
        unnamed = {(owner, source) for owner, source in after.keys() - before.keys() if source.startswith("Note ")}
        there = {(owner, text) for (owner, _), text in before.items()}
        if any(before.get(key) != text for key, text in after.items() if key not in unnamed):
            wrong.append(f"{what}: rebuilt otherwise than it was")
        if any(
            (owner, after[owner, source]) not in there for owner, source in unnamed
        ):  # by its title, as its place is gone
            wrong.append(f"{what}: a document came up that never was")
        missing = {source for _, source in before.keys() - after.keys()} - set(done.lost)
        if (missing or done.lost) and (done.aside is None or done.aside.read_bytes() != lost):
            wrong.append(f"{what}: {sorted(missing)} went without a copy of the damaged file")
        return wrong


def _reads_as(path: Path, before: dict[tuple[str, str], str]) -> str:
    """Empty: all is as it was; a code; `differs`."""
    try:
        with Catalogue(path) as catalogue:
            if held(catalogue) != before:
                return "differs"
            for (owner, _), text in before.items():
                word = text.split()[3]
                found = catalogue.lexical([owner], word, 3)
                if not any(word in match.words for match in found.values()):
                    return "differs"
                for one in catalogue.documents([owner]):
                    if len(catalogue.of_document([owner], one.id)) != one.passages:
                        return "differs"
    except TutorError as error:
        return error.code
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def damages(count: int, rng: random.Random) -> list[str]:
    return [f"damage {i}: {one}" for i in range(count) for one in damage(rng, i)]


# -- disks and programs -----------------------------------------------------------------------------------------------


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[bool]:
    """A disk of that size mounted at the folder; False where that may not be done."""
    folder.mkdir()
    done = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("mount") is not None and _runs(
        "mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)
    )  # fmt: skip
    try:
        yield done
    finally:
        if done:
            _runs("umount", str(folder))


def _runs(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def full(rng: random.Random) -> list[str]:
    """Documents are added until the disk is full, in a process of its own."""
    with tempfile.TemporaryDirectory() as place, small_disk(Path(place) / "disk", 3) as mounted:
        path = Path(place) / "disk" / "library" / "library.sqlite3"
        return _in_child(lambda: _fill(path, limited=not mounted))


def _fill(path: Path, *, limited: bool) -> list[str]:
    added: dict[tuple[str, str], str] = {}
    if limited:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3 << 20, resource.RLIM_INFINITY))
    with Catalogue(path) as catalogue:
        for n in range(1_000, 3_000):
            try:
                catalogue.add_all(OWNERS[0], [item(OWNERS[0], f"{n}.md", n)], 1)
            except LibraryError as error:
                if error.code != "library-full":
                    return [f"full: {error}"]
                break
            added[OWNERS[0], f"{n}.md"] = text_of(n)
        else:
            return ["full: the disk never was"]
        if held(catalogue) != added or not catalogue.lexical([OWNERS[0]], "kernel", 3):
            return ["full: what was there can't be read any more"]
    if limited:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    elif not _runs("mount", "-o", "remount,size=20m", str(path.parent.parent)):
        return []
    with Catalogue(path) as catalogue:
        if held(catalogue) != added:
            return ["full: it's something else after opening it again"]
        catalogue.release(OWNERS[0], [name for _, name in list(added)[: len(added) // 2]])
        catalogue.add_all(OWNERS[0], [item(OWNERS[0], "one.md", 5)], 1)
        return [f"full: {one}" for one in catalogue.check()]


def frozen(rng: random.Random) -> list[str]:
    """A library on a disk that can only be read is searched, and says why it can't be changed."""
    with tempfile.TemporaryDirectory() as place, small_disk(Path(place) / "disk", 8) as mounted:
        path = Path(place) / "disk" / "library" / "library.sqlite3"
        with Catalogue(path) as catalogue:
            catalogue.add_all(OWNERS[0], [item(OWNERS[0], f"{n}.md", n) for n in range(8)], 1)
            before = held(catalogue)
        if mounted:
            if not _runs("mount", "-o", "remount,ro", str(Path(place) / "disk")):
                return []
        elif os.geteuid() == 0:
            return []  # nothing can't be written by root
        else:
            path.parent.chmod(0o500)
        try:
            return _only_read(path, before)
        finally:
            if not mounted:
                path.parent.chmod(0o700)


def _only_read(path: Path, before: dict[tuple[str, str], str]) -> list[str]:
    wrong = []
    with Catalogue(path) as catalogue:
        if held(catalogue) != before or not catalogue.lexical([OWNERS[0]], "kernel", 3):
            wrong.append("read only: it can't be read as it was")
        for change in (
            lambda: catalogue.add_all(OWNERS[0], [item(OWNERS[0], "new.md", 30)], 1),
            lambda: catalogue.release(OWNERS[0], ["0.md"]),
            lambda: catalogue.forget(OWNERS[0]),
            lambda: rebuild(path, prepare, CHUNKER, now=lambda: 2),
        ):
            try:
                change()
                wrong.append("read only: it was changed")
            except LibraryError as error:
                wrong += [] if error.code == "library-read-only" else [f"read only: {error}"]
    return wrong


def programs(rng: random.Random) -> list[str]:
    """Two write, one reads, at once."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "library" / "library.sqlite3"
        children = [_child(lambda owner=owner: _write_some(path, owner)) for owner in OWNERS]  # type: ignore[misc]
        children.append(_child(lambda: _read_on(path)))
        wrong = [one for child in children for one in _outcome(child)]
        with Catalogue(path) as catalogue:
            wrong += catalogue.check()
            if len(held(catalogue)) != 40:
                wrong.append(f"{len(held(catalogue))} of 40 documents are there")
    return [f"programs: {one}" for one in wrong]


def _write_some(path: Path, owner: str) -> list[str]:
    with Catalogue(path) as catalogue:
        for n in range(20):
            catalogue.add_all(owner, [item(owner, f"{n}.md", n)], 1)
    return []


def _read_on(path: Path) -> list[str]:
    seen = 0
    with Catalogue(path) as catalogue:
        for _ in range(40):
            found = held(catalogue)
            if len(found) < seen or any(text != text_of(int(name[:-3])) for (_, name), text in found.items()):
                return ["what was there before was gone, or something else"]
            seen = len(found)
            catalogue.lexical(OWNERS, "kernel", 5)
            time.sleep(0.01)
    return []


def _child(work: Callable[[], list[str]]) -> tuple[int, int]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, json.dumps(work()).encode())
        except BaseException:
            os.write(writing, json.dumps([traceback.format_exc()[-2000:]]).encode())
        os._exit(0)
    os.close(writing)
    return child, reading


def _outcome(child: tuple[int, int]) -> list[str]:
    with os.fdopen(child[1], "rb") as pipe:
        said = pipe.read()
    os.waitpid(child[0], 0)
    return list(json.loads(said)) if said else ["a process died"]


def _in_child(work: Callable[[], list[str]]) -> list[str]:
    return _outcome(_child(work))


def measure(count: int, seed: int) -> dict[str, object]:
    rng = random.Random(seed)
    failures = [*kills(count, rng), *damages(count, rng), *full(rng), *frozen(rng), *programs(rng)]
    return {"kills": count, "damages": count, "failures": len(failures), "first": failures[:10]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    figures = measure(arguments.count, arguments.seed)
    print(json.dumps(figures) if arguments.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))
    return 1 if figures["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
