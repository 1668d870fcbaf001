"""An Anki package (.apkg) from anybody: a zip of which one entry is unpacked, within limits, into a folder that is gone afterwards.

Media are counted, never unpacked. No name in the zip is ever a path here.
"""

from __future__ import annotations

import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from tutor.errors import InputError
from tutor.interchange.intake import too_large, unreadable

LARGEST_PACKAGE: Final = 2_000_000_000  # bytes
MOST_ENTRIES: Final = 50_000
LARGEST_DIRECTORY: Final = 6_000_000  # bytes of the zip's own table of contents
LARGEST_COLLECTION: Final = 256_000_000  # bytes unpacked
HIGHEST_RATIO: Final = 200  # unpacked to packed
WITHOUT_RATIO: Final = 4_000_000  # bytes that may be unpacked from however little
LARGEST_WINDOW: Final = 1 << 27  # of zstd
CHUNK: Final = 1 << 16

NAMES: Final = (
    "collection.anki21b",
    "collection.anki21",
    "collection.anki2",
)  # the first that is there is the true one
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_OURS: Final = frozenset({*NAMES, "media", "meta"})


@dataclass(frozen=True, slots=True)
class Package:
    """`collection`: the SQLite file, unpacked. `media`: how many other entries there are."""

    collection: Path
    media: int


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """The package's collection in a folder of its own. Raises InputError: `import-unreadable` or `import-too-large`."""
    _check_directory(path)
    try:
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory(prefix="tutor-import-") as folder:
            entries = archive.infolist()
            found = next((one for name in NAMES for one in entries if one.filename == name), None)
            if found is None:
                raise unreadable("there's no collection in it", path, remedy="export the deck from Anki as .apkg")
            target = Path(folder) / "collection.sqlite3"
            _unpack(archive, found, target, path)
            yield Package(target, sum(one.filename not in _OURS for one in entries))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, struct.error, UnicodeDecodeError) as error:
        raise _broken(path) from error
    except OSError as error:
        raise unreadable(f"it can't be read: {error.strerror or 'damaged'}", path, remedy="check the file") from error


def _broken(path: Path) -> InputError:
    return unreadable("it isn't a package of Anki, or it's damaged", path, remedy="export the deck from Anki as .apkg")


def _check_directory(path: Path) -> None:
    """The end of the zip, before a library reads a table of contents as long as it likes."""
    try:
        if not path.is_file():
            raise unreadable("there's no such file", path, remedy="check the name")
        size = path.stat().st_size
        with path.open("rb") as file:
            file.seek(max(0, size - 66_000))
            tail = file.read(66_000)
    except OSError as error:
        raise unreadable(f"it can't be read: {error.strerror}", path, remedy="check the file and its rights") from error
    if size > LARGEST_PACKAGE:
        raise too_large(f"the package has more than {LARGEST_PACKAGE / 1e9:.0f} GB", path)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise _broken(path)
    entries, directory = struct.unpack("<HI", tail[at + 10 : at + 16])
    if tail[max(0, at - 20) : at].startswith(_END_64) or entries > MOST_ENTRIES or directory > LARGEST_DIRECTORY:
        raise too_large(f"the package has more than {MOST_ENTRIES:,} entries", path)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, path: Path) -> None:
    if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise unreadable(
            "its collection is encrypted, or packed in an unusual way", path, remedy="export it from Anki again"
        )
    with archive.open(entry) as packed, target.open("xb") as out:
        if entry.filename.endswith("b"):
            _copy_zstd(packed, out, path)
        else:
            _copy(packed, out, max(entry.compress_size, 1), path)


def _copy(source: IO[bytes], out: IO[bytes], packed: int, path: Path) -> None:
    done = 0
    while chunk := source.read(CHUNK):
        done += len(chunk)
        _check(done, packed, path)
        out.write(chunk)


def _check(done: int, packed: int, path: Path) -> None:
    if done > LARGEST_COLLECTION or done > max(WITHOUT_RATIO, HIGHEST_RATIO * packed):
        raise too_large("its collection unpacks to far more than a deck needs", path)


def _copy_zstd(source: IO[bytes], out: IO[bytes], path: Path) -> None:
    """Both packings are bounded: the zip's around, and zstd's inside."""
    import zstandard

    counted = _Counted(source, path)
    reader = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW).stream_reader(counted, read_size=CHUNK)  # type: ignore[arg-type]
    done = 0
    try:
        while chunk := reader.read(CHUNK):
            done += len(chunk)
            _check(done, max(counted.done, 1), path)
            out.write(chunk)
    except zstandard.ZstdError as error:
        raise _broken(path) from error


class _Counted:
    """A file that knows how much was read of it."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file, self._path = file, path
        self.done = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        chunk = self._file.read(min(size, CHUNK) if size >= 0 else CHUNK)
        self.done += len(chunk)
        if self.done > LARGEST_COLLECTION:
            raise too_large("its collection is larger than a deck needs", self._path)
        return chunk
