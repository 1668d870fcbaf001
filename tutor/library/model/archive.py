"""Taking the files we want out of an archive: nothing else of it is written, wherever it says it should go."""

from __future__ import annotations

import gzip
import tarfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from tutor.errors import LibraryError

CHUNK: Final = 1 << 20  # bytes copied at a time


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a member goes, and how many bytes it may have."""

    target: Path
    most: int


def take(archive: BinaryIO, wanted: Mapping[str, Wanted], most: int) -> None:
    """Write the wanted members of a tar.gz, by their names in it; at most `most` bytes of it are unpacked.

    Names only choose: no path of the archive is ever used, and links, devices and folders are refused. Raises
    LibraryError("embeddings-broken") when a member is missing, too large, twice there or no plain file, or when the archive can't
    be read or unpacks to more.
    """
    left = dict(wanted)
    try:
        with gzip.GzipFile(fileobj=archive) as plain, tarfile.open(fileobj=_bounded(plain, most), mode="r|") as members:
            for member in members:
                if member.name not in wanted:
                    continue
                if member.name not in left or not member.isreg() or member.issparse():
                    raise _broken(f"{member.name} in it isn't one plain file")
                place = left.pop(member.name)
                if member.size > place.most:
                    raise _broken(f"{member.name} in it has {member.size} bytes; {place.most} are expected at most")
                content = members.extractfile(member)
                assert content is not None
                _copy(content, place.target)
                if not left:
                    return
    except (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile, ValueError, OverflowError) as error:
        raise _broken("it can't be unpacked") from error
    raise _broken(f"it has no {', '.join(left)}")


def _copy(content: IO[bytes], target: Path) -> None:
    with target.open("xb") as file:
        while piece := content.read(CHUNK):
            file.write(piece)


def _bounded(stream: gzip.GzipFile, most: int) -> IO[bytes]:
    return cast(IO[bytes], _Bounded(stream, most))  # tarfile only reads


class _Bounded:
    """Reads a stream up to a number of bytes: neither a bomb nor an endless header gets further."""

    def __init__(self, stream: gzip.GzipFile, most: int) -> None:
        self._stream, self._left = stream, most

    def read(self, size: int) -> bytes:
        piece = self._stream.read(min(size, self._left + 1))
        self._left -= len(piece)
        if self._left < 0:
            raise _broken("it unpacks to more than a model has")
        return piece


def _broken(why: str) -> LibraryError:
    return LibraryError(
        "embeddings-broken", f"the archive can't be used: {why}", remedy="fetch it again, or from somewhere else"
    )
