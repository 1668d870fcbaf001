"""What is written is an ONNX file that computes BERT: held against the formulas, over random sizes and weights."""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.bert_by_hand import Drawn, states
from tutor.errors import LibraryError
from tutor.library.model.bert import Shape, graph
from tutor.library.model.conversion import convert
from tutor.library.model.onnx_file import _varint
from tutor.library.model.safetensors import MOST_HEADER, Safetensors


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    heads = draw(st.integers(1, 3))
    return Shape(
        layers=draw(st.integers(1, 3)),
        width=heads * 4 * draw(st.integers(1, 3)),
        inner=draw(st.integers(1, 20)),
        heads=heads,
        words=draw(st.integers(2, 40)),
        positions=12,
    )


def computed(file: bytes, texts: list[list[int]]) -> np.ndarray:
    import onnxruntime

    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    longest = max(map(len, texts))
    ids = np.array([text + [0] * (longest - len(text)) for text in texts], np.int64)
    mask = np.array([[1] * len(text) + [0] * (longest - len(text)) for text in texts], np.int64)
    given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    (found,) = session.run(None, given)
    return np.asarray(found)


@settings(max_examples=40)
@given(shapes(), st.integers(0, 2**32 - 1), st.data())
def test_the_file_computes_what_the_formulas_say_and_padding_changes_nothing(
    shape: Shape, seed: int, data: st.DataObject
) -> None:
    words = st.integers(0, shape.words - 1)
    texts = data.draw(st.lists(st.lists(words, min_size=1, max_size=12), min_size=1, max_size=4))
    weights = Drawn(seed)
    file = b"".join(graph("drawn", shape, weights))
    found = computed(file, texts)
    for row, expected in zip(found, states(weights.all, shape, texts), strict=True):
        assert row[: len(expected)] == pytest.approx(expected, abs=2e-4)


def test_the_same_weights_give_the_same_bytes() -> None:
    shape = Shape(2, 8, 12, 2, 30, 16)
    sums = {hashlib.sha256(b"".join(graph("drawn", shape, Drawn(7)))).hexdigest() for _ in range(3)}
    assert len(sums) == 1


@given(st.integers(0, 2**64 - 1))
def test_a_number_is_read_back_seven_bits_a_byte(value: int) -> None:
    written = _varint(value)
    assert sum((byte & 0x7F) << 7 * place for place, byte in enumerate(written)) == value
    assert all(byte & 0x80 for byte in written[:-1])
    assert not written[-1] & 0x80


# -- safetensors --------------------------------------------------------------------------------------------------------


def safetensors(path: Path, table: object, body: bytes) -> Path:
    header = table if isinstance(table, bytes) else json.dumps(table).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + body)
    return path


@given(st.lists(st.floats(width=32, allow_nan=False), min_size=1, max_size=20), st.binary(max_size=9))
def test_a_tensor_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[float], before: bytes
) -> None:
    body = before + np.array(numbers, "<f4").tobytes()
    row = {"dtype": "F32", "shape": [len(numbers)], "data_offsets": [len(before), len(body)]}
    path = safetensors(tmp_path_factory.mktemp("made") / "one", {"__metadata__": {"format": "pt"}, "x": row}, body)
    assert Safetensors(path).read("x", (len(numbers),)).tolist() == numbers


ROW = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 8,
        b"\xff" * 100,
        struct.pack("<Q", MOST_HEADER + 1) + b"{}",
        struct.pack("<Q", 9) + b"{",
        struct.pack("<Q", 4) + b"null",
        struct.pack("<Q", 4) + b"[[]]",
        struct.pack("<Q", 4000) + b"[" * 4000,
        struct.pack("<Q", 11) + b'{"x": null}',
        struct.pack("<Q", 61) + b'{"x": {"dtype": "F32", "shape": [2], "data_offsets": [0, -8]}}',
        struct.pack("<Q", 65) + b'{"x": {"dtype": "F32", "shape": [2], "data_offsets": [0, 1e300]}}',
    ],
)
def test_a_file_that_is_no_safetensors_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "made"
    path.write_bytes(content)
    with pytest.raises(LibraryError) as caught:
        Safetensors(path)
    assert caught.value.code == "embeddings-broken"


@pytest.mark.parametrize(
    ("row", "body"),
    [
        (ROW, b"1234567"),
        ({**ROW, "shape": [3]}, b"12345678"),
        ({**ROW, "dtype": "F16"}, b"12345678"),
        ({**ROW, "data_offsets": [0, 4]}, b"12345678"),
        ({**ROW, "data_offsets": [0, 1 << 40]}, b"12345678"),
        ({**ROW, "data_offsets": [8, 16]}, b"12345678"),
        ({**ROW, "data_offsets": [1 << 39, (1 << 39) + 8]}, b"12345678"),
    ],
)
def test_a_tensor_that_is_not_what_it_says_is_refused(tmp_path: Path, row: object, body: bytes) -> None:
    with pytest.raises(LibraryError) as caught:
        Safetensors(safetensors(tmp_path / "made", {"x": row}, body)).read("x", (2,))
    assert caught.value.code == "embeddings-broken"


def test_weights_of_another_model_are_not_converted(tmp_path: Path) -> None:
    path = safetensors(tmp_path / "made", {"embeddings.word_embeddings.weight": ROW}, b"12345678")
    with pytest.raises(LibraryError) as caught:
        convert(path, tmp_path / "model.onnx")
    assert caught.value.code == "embeddings-broken"
    assert not (tmp_path / "model.onnx").exists()
