"""Reading a safetensors file: a length, a table in JSON, then the numbers. Nothing in it is ever executed."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tutor.errors import LibraryError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_HEADER: Final = 1 << 20  # bytes of the table
MOST_BYTES: Final = 1 << 40  # of all tensors
_LENGTH: Final = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies in its file: bytes [start, end) after the table."""

    kind: str
    shape: tuple[int, ...]
    start: int
    end: int


class Safetensors:
    """The float32 tensors of a file (https://github.com/huggingface/safetensors, "Format"), read when they're asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tensors, self._begin = _table(path)

    def read(self, name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
        """The tensor of that name. Raises LibraryError("embeddings-broken") when it isn't there, or isn't float32 of that shape."""
        import numpy as np

        tensor = self._tensors.get(name)
        if tensor is None or tensor.kind != "F32" or tensor.shape != shape:
            raise _broken(self._path, f"it has no float32 tensor {name} of shape {shape}")
        size = 4 * math.prod(shape)
        if tensor.end - tensor.start != size:
            raise _broken(self._path, f"{name} has another size than its shape says")
        with self._path.open("rb") as file:
            file.seek(self._begin + tensor.start)
            content = file.read(size)
        if len(content) != size:
            raise _broken(self._path, "it ends too early")
        return np.frombuffer(content, "<f4").reshape(shape)


def _table(path: Path) -> tuple[Mapping[str, Tensor], int]:
    with path.open("rb") as file:
        first = file.read(_LENGTH.size)
        length = _LENGTH.unpack(first)[0] if len(first) == _LENGTH.size else 0
        if not 0 < length <= MOST_HEADER:
            raise _broken(path, "it doesn't begin as such a file does")
        content = file.read(length)
    try:
        rows: dict[str, Any] = json.loads(content)
        found = {name: _tensor(row) for name, row in rows.items() if name != "__metadata__"}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _broken(path, "its table can't be read") from error
    return found, _LENGTH.size + length


def _tensor(row: Mapping[str, Any]) -> Tensor:
    start, end = map(int, row["data_offsets"])
    if not 0 <= start <= end <= MOST_BYTES:
        raise ValueError
    return Tensor(str(row["dtype"]), tuple(map(int, row["shape"])), start, end)


def _broken(path: Path, why: str) -> LibraryError:
    return LibraryError(
        "embeddings-broken", f"{path.name} isn't a model in safetensors: {why}", remedy="fetch the model again"
    )
