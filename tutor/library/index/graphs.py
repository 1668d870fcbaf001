"""Chroma's graphs on the disk, read without Chroma: a link that leads nowhere would crash whoever follows it, the program too.

As hnswlib lays them out (little-endian), a directory for each graph:
header.bin      int version; 8 bytes each: offset, room, rows, bytes of a row, offset of the label, offset of the vector; int highest
                level, int first row; 8 bytes each: most links above, most links below, M; double; 8 bytes
data_level0.bin a row each: int count of links (two bytes count, the rest are marks), the links as ints, the vector, 8 bytes of label
link_lists.bin  for each row an int, the bytes that follow; then for each level above its count and links in the same form
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_HEAD: Final = struct.Struct("<i6QiI3QdQ")
_COUNT: Final = 0xFFFF


def broken_graph(folder: Path) -> str | None:
    """What is wrong with the graphs of an index; None if every link leads to a row of its level. Raises OSError."""
    for head in sorted(folder.glob("*/header.bin")):
        try:
            sound = _sound(head.read_bytes(), head.with_name("data_level0.bin"), head.with_name("link_lists.bin"))
        except (ValueError, struct.error):
            sound = False
        if not sound:
            return f"the graph {head.parent.name} leads nowhere"
    return None


def _sound(head: bytes, data: Path, lists: Path) -> bool:
    import numpy as np

    _, _, room, rows, size, label, vector, highest, first, above, below, _, _, _ = _HEAD.unpack(head)
    if rows == 0:
        return True
    if not (rows <= room and first < rows and vector == 4 + 4 * below and vector < label == size - 8 and size % 4 == 0):
        return False
    ints = np.memmap(data, "<u4", "r", shape=(rows, size // 4))  # ValueError where the file is shorter
    levels = _levels(lists.read_bytes(), rows, above)
    return (
        int(levels.max()) == highest == int(levels[first])
        and _lead(np.array(ints[:, : 1 + below]), np.zeros(rows, np.intp), levels)
        and _upper(lists.read_bytes(), levels, above)
    )


def _levels(content: bytes, rows: int, above: int) -> NDArray[np.intp]:
    """The highest level of each row. ValueError or struct.error where the lists don't fit."""
    import numpy as np

    found, at, one = np.zeros(rows, np.intp), 0, 4 + 4 * above
    for row in range(rows):
        (length,) = struct.unpack_from("<I", content, at)
        if length % one:
            raise ValueError("a list that ends within a level")
        found[row], at = length // one, at + 4 + length
    if at != len(content):
        raise ValueError("more lists, or fewer, than rows")
    return found


def _upper(content: bytes, levels: NDArray[np.intp], above: int) -> bool:
    import numpy as np

    ints, at = np.frombuffer(content, "<u4"), 0
    for row_levels in levels.tolist():
        end = at + 1 + row_levels * (1 + above)
        lists = ints[at + 1 : end].reshape(row_levels, 1 + above)
        if row_levels and not _lead(lists, np.arange(1, row_levels + 1), levels):
            return False
        at = end
    return True


def _lead(lists: NDArray[np.uint32], level: NDArray[np.intp], levels: NDArray[np.intp]) -> bool:
    """Whether each list (its count, then its links) holds no more than there is room for, and leads to rows of its level."""
    import numpy as np

    counts, links = lists[:, 0] & _COUNT, lists[:, 1:]
    if int(counts.max(initial=0)) > links.shape[1]:
        return False
    used = np.arange(links.shape[1]) < counts[:, None]
    targets = links[used]
    if len(targets) and int(targets.max()) >= len(levels):
        return False
    return bool(np.all(levels[targets] >= np.broadcast_to(level[:, None], links.shape)[used]))
