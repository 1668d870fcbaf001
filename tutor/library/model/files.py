"""The files of an embedding model on disk, and whether they are the genuine ones.

A folder holds `model.onnx`, `tokenizer.json` and `manifest.json`, which remembers where they came from and each file's SHA-256, size
and time of change. A file that still has that size and time is taken to be the one that was checked; any other is read again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Final

from tutor.errors import LibraryError

MODEL: Final = "model.onnx"
TOKENIZER: Final = "tokenizer.json"
MANIFEST: Final = "manifest.json"
FILES: Final = (MODEL, TOKENIZER)
CHUNK: Final = 1 << 20  # bytes read at a time
MOST_MANIFEST: Final = 1 << 16  # bytes
FETCH: Final = "run `tutor library fetch-model`"

CONVERTED: Final = "a61b7b0f1241ec7dc8cbb0ba947b1edc0d39399b23214280944f51f53b2f3e1b"
"""The SHA-256 of what `tutor.library.model.conversion` makes of the genuine safetensors: the same bytes on every machine."""

GENUINE: Final[Mapping[str, Mapping[str, str]]] = {
    MODEL: {
        CONVERTED: "converted from safetensors",
        "6fd5d72fe4589f189f8ebc006442dbb529bb7ce38f8082112682524616046452": "sentence-transformers/all-MiniLM-L6-v2",
    },
    TOKENIZER: {
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037": "sentence-transformers/all-MiniLM-L6-v2",
    },
}
"""What is known of the files of all-MiniLM-L6-v2: SHA-256 -> whose they are."""

ARCHIVE: Final = "913d7300ceae3b2dbc2c50d1de4baacab4be7b9380491c27fab7418616a16ec3"
"""The SHA-256 of Chroma's archive of the model (chromadb.utils.embedding_functions.ONNXMiniLM_L6_V2); what it holds is as genuine."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was when its content was checked: size in bytes, time of change in nanoseconds."""

    sha256: str
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """Where the files came from (`archive`: they were taken out of Chroma's), and how they were then."""

    source: str
    archive: str | None
    files: Mapping[str, Seen]


def present(folder: Path) -> bool:
    """Whether a model was ever put there: as a whole, or what is left of it."""
    return any((folder / name).exists() for name in (*FILES, MANIFEST))


def ensure(folder: Path, *, thoroughly: bool = False) -> Manifest:
    """The manifest of a genuine model. A file that hasn't changed since it was checked isn't read again, unless `thoroughly`.

    Raises LibraryError: "embeddings-missing" when there's no model, "embeddings-broken" when a file isn't what it was or never
    was a genuine one.
    """
    if not present(folder):
        raise LibraryError("embeddings-missing", f"there's no embedding model in {folder}", remedy=FETCH)
    manifest = _read(folder)
    for name in FILES:
        seen = manifest.files.get(name)
        if seen is None or not (seen.sha256 in GENUINE[name] or manifest.archive == ARCHIVE):
            raise broken(folder / name, "it isn't the genuine one")
        unchanged = not thoroughly and _seen(folder / name, seen.sha256) == seen
        if not unchanged and digest(folder / name) != seen.sha256:
            raise broken(folder / name, "it has changed since it was checked")
    return manifest


def write_manifest(folder: Path, source: str, archive: str | None, sums: Mapping[str, str]) -> None:
    """Remember files that were just checked, with their SHA-256."""
    files = {name: _seen(folder / name, sums[name]) for name in FILES}
    body = {"source": source, "archive": archive, "files": {name: asdict(seen) for name, seen in files.items()}}
    (folder / MANIFEST).write_text(json.dumps(body, indent=1), "utf-8")


def digest(path: Path) -> str:
    """The SHA-256 of a file. Raises LibraryError("embeddings-broken") when it can't be read."""
    try:
        with path.open("rb") as file:
            return digest_of(file)
    except OSError as error:
        raise broken(path, error.strerror or "it can't be read") from error


def digest_of(file: BinaryIO) -> str:
    """The SHA-256 of what is left of an open file."""
    found = hashlib.sha256()
    while piece := file.read(CHUNK):
        found.update(piece)
    return found.hexdigest()


def broken(path: Path, why: str) -> LibraryError:
    """The error for a file that can't be used."""
    return LibraryError("embeddings-broken", f"{path} can't be used: {why}", remedy=f"{FETCH}: it puts it right")


def _read(folder: Path) -> Manifest:
    path = folder / MANIFEST
    try:
        with path.open("rb") as file:
            body = json.loads(file.read(MOST_MANIFEST))
        files = {
            name: Seen(str(row["sha256"]), int(row["size"]), int(row["changed"])) for name, row in body["files"].items()
        }
        archive = body["archive"]
        return Manifest(str(body["source"]), None if archive is None else str(archive), files)
    except OSError as error:
        raise broken(path, error.strerror or "it can't be read") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise broken(path, "it isn't as it was written") from error


def _seen(path: Path, sha256: str) -> Seen:
    try:
        found = path.stat()
    except OSError as error:
        raise broken(path, error.strerror or "it can't be read") from error
    return Seen(sha256, found.st_size, found.st_mtime_ns)
