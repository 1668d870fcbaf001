"""What Chroma leaves behind when collections go, taken away: graphs of segments that are no more, rows in free pages.

`delete_collection` neither removes the directory of a graph nor overwrites its rows in the database. Only while no client
has the directory open.
"""

from __future__ import annotations

import shutil
import sqlite3
import struct
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Final

from tutor.library.index.database import DATABASE

_CHUNK: Final = 1 << 20  # bytes written at once
_HEAD: Final = struct.Struct("<i4Q")


def scrub(folder: Path) -> None:
    """Nothing of what was deleted stays. Raises sqlite3.Error and OSError."""
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as connection:
        segments = {str(name) for (name,) in connection.execute("SELECT id FROM segments")}
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("DELETE FROM embeddings_queue WHERE substr(topic, -36) NOT IN (SELECT id FROM collections)")
        connection.execute("VACUUM")
    for path in folder.iterdir():
        if path.is_dir() and path.name not in segments:
            shutil.rmtree(path)
    blank(folder)


def blank(folder: Path) -> None:
    """Overwrite the room that graphs have for more rows: Chroma writes there whatever its memory held, other owners' rows too.

    The head of a graph's files: an int of 4 bytes, then as 8 bytes each an offset, the rows there's room for, those there
    are, and the bytes of a row. Files that don't fit that are left as they are.
    """
    for head in folder.glob("*/header.bin"):
        rows = head.with_name("data_level0.bin")
        start = head.read_bytes()[: _HEAD.size]
        if len(start) < _HEAD.size or not rows.exists():
            continue
        _, _, room, used, size = _HEAD.unpack(start)
        spare = rows.stat().st_size - used * size
        if 0 < spare <= (room - used) * size:
            with rows.open("r+b") as file:
                file.seek(used * size)
                for done in range(0, spare, _CHUNK):
                    file.write(bytes(min(_CHUNK, spare - done)))


def expunge(folder: Path, marks: Collection[bytes]) -> None:
    """Overwrite these bytes wherever they stray in the files of graphs: Chroma writes there what its memory held, also beyond the
    room that `blank` knows of. Nothing that is in use is among them once their owner's collections are gone."""
    for path in folder.glob("*/*.bin") if marks else ():
        content = path.read_bytes()
        clean = content
        for mark in marks:
            clean = clean.replace(mark, bytes(len(mark)))
        if clean != content:
            path.write_bytes(clean)
