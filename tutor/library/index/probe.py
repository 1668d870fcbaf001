"""A look into a directory that wasn't closed, in a process of its own: damage may crash or hang Chroma's native part.

The process checks the database and the links of the graphs, opens the directory as the program would, reads what is noted of
every passage and the vectors of all of them, or of a sample of a large index, each against its digest; then some of them must find
themselves in the graphs.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from tutor.disk.lock import FileLock
from tutor.library.index.database import sound
from tutor.library.index.entries import PASSAGES, WINDOWS, Note, window_ids
from tutor.library.index.faults import broken, busy
from tutor.library.index.graphs import broken_graph

if TYPE_CHECKING:
    from tutor.library.index.shelf import Shelf
    from tutor.library.vectors import Vectors

LIMIT: Final = 10.0  # seconds for each step of the look, and more for a large directory
RATE: Final = 10e6  # bytes that are read in a second at least, on a busy machine
LONGEST: Final = 600  # seconds, after which the process ends in any case
READY: Final = "ready\n"
STEP: Final = "step\n"
STARTING: Final = 60.0  # seconds until it has loaded Chroma
READ: Final = 10_000  # entries whose vectors are read; of more, a sample
SOUGHT: Final = 40  # entries of each owner that must find themselves
MISSED: Final = 0.1  # share of them that may miss: graphs of sound vectors do, rarely
SAME: Final = 1e-4  # how far the product of a unit vector with itself may be from 1


def probe(folder: Path, size: int, *, limit: float = LIMIT) -> str | None:
    """What is wrong with an index; None if nothing is. `limit`: seconds that a step of the look may
    take, but for what a large directory adds.

    LibraryError("library-broken") where the look itself can't begin: then nothing is known, and nothing may be put aside.
    """
    begin = "import sys; sys.path[:] = sys.argv[3:]; from tutor.library.index.probe import serve; serve(*sys.argv[1:3])"
    command = [sys.executable or "python", "-I", "-c", begin, str(folder), str(size), *map(os.path.abspath, sys.path)]
    try:
        process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
    except OSError as error:
        raise broken(folder, "no process can be started to look into it") from error
    limit += sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / RATE
    lines: SimpleQueue[str] = SimpleQueue()
    threading.Thread(target=_read, args=(process, lines), daemon=True).start()
    try:
        if _next(lines, STARTING) != READY:
            raise broken(folder, "a process that looks into it doesn't start")
        while (answer := _next(lines, limit)) == STEP:
            pass
        if answer is None:
            return f"looking into it stood still for {limit:g} seconds"
        if not answer:
            return "looking into it ended a process"
        found = json.loads(answer)
        return None if found is None else str(found)
    finally:
        process.kill()
        process.wait()


def _read(process: subprocess.Popen[str], lines: SimpleQueue[str]) -> None:
    """What the process says, line by line; an empty one at its end."""
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin, process.stdout:
        while line := process.stdout.readline():
            lines.put(line)
    lines.put("")


def _next(lines: SimpleQueue[str], seconds: float) -> str | None:
    try:
        return lines.get(timeout=seconds)
    except Empty:
        return None


def look_into(folder: Path, size: int, stepped: Callable[[], None]) -> str | None:
    """What is wrong with an index; None if nothing is. `stepped` is called after each step. Raises whatever Chroma raises, or
    never returns."""
    from tutor.library.index.chroma import in_folder
    from tutor.library.index.shelf import Shelf

    if (wrong := sound(folder)) is not None:
        return f"its database is damaged: {wrong}"
    if (wrong := broken_graph(folder)) is not None:
        return wrong
    stepped()
    client = in_folder(folder)
    names = {collection.name for collection in client.list_collections()}
    owners = sorted(name.removesuffix(PASSAGES) for name in names if name.endswith(PASSAGES))
    if strange := sorted(name for name in names if not name.endswith((PASSAGES, WINDOWS))):
        return f"it has a collection {strange[0]!r}"
    for owner in owners:
        if owner + WINDOWS not in names:
            return "windows of an owner are missing"
        shelf = Shelf(client, owner, size)
        stepped()
        notes = shelf.notes()
        if len(notes) != shelf.passages.count():
            return "passages are missing"
        stepped()
        sample = _sample(notes)
        entries = shelf.entries(sample)
        found = [_found(shelf, entry) for entry in islice(entries, SOUGHT)]
        if found.count(False) > MISSED * len(found):
            return "passages don't find themselves"
        for n, _ in enumerate(entries):
            if n % SOUGHT == 0:
                stepped()
    client.close()
    return None


def _sample(notes: dict[str, Note]) -> dict[str, Note]:
    """What is read: in random order, so that those that come first are from everywhere."""
    names = random.Random(len(notes)).sample(sorted(notes), min(READ, len(notes)))
    return {name: notes[name] for name in names}


def _found(shelf: Shelf, entry: Vectors) -> bool:
    """Whether a passage and its first window are found at no distance by themselves; another with the same vector may be first."""
    sought: tuple[tuple[Any, Any, str], ...] = (
        (shelf.passages, entry.vector, entry.passage),
        (shelf.windows, entry.windows[0], window_ids(entry.passage, 1)[0]),
    )
    for collection, vector, name in sought:
        answer = collection.query(query_embeddings=[vector], n_results=1, include=["distances"])
        if not answer["ids"][0] or (answer["ids"][0][0] != name and abs(answer["distances"][0][0]) > SAME):
            return False
    return True


def probing(folder: Path) -> FileLock:
    """What a looking process holds, for it may outlive whoever started it; nobody else may open the index until it has ended."""
    return FileLock(folder.with_name(folder.name + ".probe.lock"), LIMIT, busy)


def serve(folder: str, size: str) -> None:
    """The process. It dies with its parent or of its alarm, whatever Chroma does, and says nothing but its answer."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    with contextlib.suppress(AttributeError):  # not every system has them
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.alarm(LONGEST)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    with probing(Path(folder)):
        import chromadb  # noqa: F401

        print(READY, end="", file=answers, flush=True)
        try:
            answer = look_into(Path(folder), int(size), lambda: print(STEP, end="", file=answers, flush=True))
        except BaseException as error:  # a panic of native code is no Exception
            answer = str(error)[:200] or type(error).__name__
        print(json.dumps(answer), file=answers, flush=True)
        os._exit(0)  # Chroma may hang at its end


def _die_with_parent() -> None:
    """Its end of this process's input closes with it, and it says nothing there."""
    with contextlib.suppress(OSError):
        os.read(0, 1)
    os._exit(1)
