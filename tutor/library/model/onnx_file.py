"""Writing an ONNX file: the few messages of its protocol buffers that a graph of constants and nodes needs.

Field numbers are those of onnx.proto3 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3); the wire format is
https://protobuf.dev/programming-guides/encoding. A message is a sequence of chunks, so that large tensors aren't copied. The same
graph always gives the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Chunk = bytes | memoryview
Attribute = int | float

IR_VERSION: Final = 8
FLOAT, INT32, INT64 = 1, 6, 7  # TensorProto.DataType
_VARINT, _BYTES, _FIXED32 = 0, 2, 5  # wire types
_ATTRIBUTE_FLOAT, _ATTRIBUTE_INT = 1, 2  # AttributeProto.AttributeType


@dataclass(frozen=True, slots=True)
class Node:
    """One operation. An empty name among the inputs leaves an optional one out."""

    operator: str
    inputs: Sequence[str]
    outputs: Sequence[str]
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """An input or output of the graph: its element type (a number of TensorProto.DataType), and its axes by size or by name."""

    name: str
    kind: int
    axes: Sequence[int | str]


def model(
    name: str,
    nodes: Iterable[Node],
    inputs: Iterable[Value],
    outputs: Iterable[Value],
    constants: Mapping[str, NDArray[np.float32]],
    operators: Mapping[str, int],
) -> list[Chunk]:
    """The bytes of the file in chunks. `operators`: the version of each domain of operators; constants are float32."""
    graph: list[Chunk] = []
    for node in nodes:
        graph += _message(1, _node(node))
    graph += _message(2, [name.encode()])
    for constant, array in constants.items():
        graph += _message(5, _tensor(constant, array))
    for value in inputs:
        graph += _message(11, _value(value))
    for value in outputs:
        graph += _message(12, _value(value))
    sets = (_message(8, [*_text(1, domain), _number(2, version)]) for domain, version in operators.items())
    return [_number(1, IR_VERSION), *_text(2, name), *_message(7, graph), *(chunk for one in sets for chunk in one)]


def _node(node: Node) -> list[Chunk]:
    chunks: list[Chunk] = []
    for one in node.inputs:
        chunks += _text(1, one)
    for one in node.outputs:
        chunks += _text(2, one)
    chunks += [*_text(3, node.outputs[0]), *_text(4, node.operator)]
    for name, value in node.attributes.items():
        chunks += _message(5, [*_text(1, name), *_attribute(value)])
    return [*chunks, *_text(7, node.domain)]


def _attribute(value: Attribute) -> list[Chunk]:
    if isinstance(value, float):
        return [_key(2, _FIXED32) + struct.pack("<f", value), _number(20, _ATTRIBUTE_FLOAT)]
    return [_number(3, value), _number(20, _ATTRIBUTE_INT)]


def _tensor(name: str, array: NDArray[np.float32]) -> list[Chunk]:
    import numpy as np

    sizes = b"".join(_number(1, size) for size in array.shape)
    content = np.ascontiguousarray(array, "<f4").data.cast("B")
    return [sizes, _number(2, FLOAT), *_text(8, name), *_message(9, [content])]


def _value(value: Value) -> list[Chunk]:
    axes: list[Chunk] = []
    for axis in value.axes:
        axes += _message(1, [_number(1, axis)] if isinstance(axis, int) else _text(2, axis))
    tensor = [_number(1, value.kind), *_message(2, axes)]
    return [*_text(1, value.name), *_message(2, _message(1, tensor))]


def _message(number: int, chunks: Sequence[Chunk]) -> list[Chunk]:
    return [_key(number, _BYTES) + _varint(sum(map(len, chunks))), *chunks]


def _text(number: int, text: str) -> list[Chunk]:
    return _message(number, [text.encode()])


def _number(number: int, value: int) -> bytes:
    return _key(number, _VARINT) + _varint(value)


def _key(number: int, wire: int) -> bytes:
    return _varint(number << 3 | wire)


def _varint(value: int) -> bytes:
    """Seven bits a byte, the lowest first; value >= 0."""
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
