"""MiniLM with its real weights: the same vectors as elsewhere, whatever stands beside a text; damage is noticed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.library.bert_by_hand import embedding, states
from tests.program import environment
from tutor.errors import LibraryError
from tutor.library.minilm import LONGEST, SIZE, MiniLM, batches, pooled
from tutor.library.model import files as model_files
from tutor.library.model.conversion import SHAPE, WEIGHTS
from tutor.library.model.safetensors import Safetensors, _table
from tutor.library.model.sources import PACKAGE, SAFETENSORS, package_folder

LONG = "An eigenvector keeps its direction when the matrix is applied to it; only its length changes. " * 12
TEXTS = [
    "What does it mean that two vectors span a plane?",
    "Zwei Vektoren, die nicht auf einer Geraden liegen, spannen eine Ebene auf — naïve café 平面 🙂",
    "x",
    "",
    "2 H2 + O2 -> 2 H2O, det(A) = ad − bc",
    LONG,
]


def test_the_vectors_are_those_of_chromas_own_function_for_the_same_file(
    minilm: MiniLM, minilm_folder: Path, tmp_path: Path
) -> None:
    from chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2 import ONNXMiniLM_L6_V2

    onnx = tmp_path / "onnx"
    onnx.mkdir()
    for name in (model_files.MODEL, model_files.TOKENIZER):
        (onnx / name).symlink_to(minilm_folder / name)
    for name in ("config.json", "special_tokens_map.json", "tokenizer_config.json", "vocab.txt"):
        (onnx / name).touch()  # it only looks whether they are there, and would fetch them

    class Theirs(ONNXMiniLM_L6_V2):
        DOWNLOAD_PATH = tmp_path

    theirs = np.array(Theirs(["CPUExecutionProvider"])(TEXTS))
    assert np.abs(minilm.embed(TEXTS) - theirs).max() < 1e-5


def test_the_vectors_are_those_of_the_published_weights_by_the_formulas(minilm: MiniLM) -> None:
    from tokenizers import Tokenizer

    folder = package_folder(PACKAGE)
    assert folder is not None
    assert model_files.digest(folder / SAFETENSORS) == WEIGHTS
    file, table = Safetensors(folder / SAFETENSORS), _table(folder / SAFETENSORS)[0]
    weights = {name: file.read(name, one.shape) for name, one in table.items() if one.kind == "F32"}
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    texts = [text[:300] for text in TEXTS]
    by_hand = states(weights, SHAPE, [one.ids for one in tokenizer.encode_batch(texts)])
    assert np.abs(minilm.embed(texts) - np.array([embedding(one) for one in by_hand])).max() < 1e-4


def test_a_vector_does_not_depend_on_the_texts_beside_it_nor_on_their_order(minilm: MiniLM) -> None:
    alone = np.concatenate([minilm.embed([text]) for text in TEXTS])
    assert np.abs(minilm.embed(TEXTS) - alone).max() < 1e-5
    assert np.abs(minilm.embed(TEXTS[::-1])[::-1] - alone).max() < 1e-5


def test_every_vector_has_length_one(minilm: MiniLM) -> None:
    found = minilm.embed([*TEXTS, " \n\t", "\x00\x1b[31m", "\ud800 half a pair", "a" * 100_000, "word " * 50_000])
    assert found.dtype == np.float32
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(len(found)), abs=1e-5)
    assert minilm.embed([]).shape == (0, SIZE)


def test_what_is_beyond_the_window_changes_nothing(minilm: MiniLM) -> None:
    words = "vector space " * 127  # 254 tokens, and two that mark beginning and end
    found = minilm.embed([words, words + "and something else entirely", words + "x" * LONGEST])
    assert np.abs(found - found[0]).max() < 1e-6
    assert np.abs(minilm.embed([words.replace("space ", "bundle ", 1)]) - found[0]).max() > 1e-3


def test_what_means_the_same_is_nearer_than_what_shares_words(minilm: MiniLM) -> None:
    asked, same, words = minilm.embed(
        ["How can I remember things longer?", "Spaced repetition strengthens memory.", "How long is a mile, I can ask?"]
    )
    assert asked @ same > asked @ words + 0.1


def test_several_threads_get_the_same_vectors_as_one(minilm_folder: Path) -> None:
    model, found = MiniLM(minilm_folder), {}
    expected = MiniLM(minilm_folder).embed(TEXTS[:3])

    def work(number: int) -> None:
        found[number] = model.embed(TEXTS[:3])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(np.array_equal(one, expected) for one in found.values())


def test_nothing_is_asked_of_the_network_and_nothing_is_printed_not_even_after_a_fork(minilm_folder: Path) -> None:
    program = """
import os, sys
from pathlib import Path
def refuse(event, arguments):
    if event.startswith(("socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib")):
        os._exit(3)
sys.addaudithook(refuse)
from tutor.library.minilm import MiniLM
model = MiniLM(Path(sys.argv[1]))
model.embed(["one", "two"] * 20)
if (child := os.fork()) == 0:
    model.embed(["three"] * 20)
    os._exit(0)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", program, str(minilm_folder)],
        capture_output=True, timeout=60, env=environment(), check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks at what a process has open, where Linux shows it")
@pytest.mark.parametrize("first", ["tutor.library.minilm", "chromadb"])
def test_onnxruntime_keeps_no_file_no_thread_and_no_socket_to_report_with(
    minilm_folder: Path, tmp_path: Path, first: str
) -> None:
    program = f"""
import os, sys, numpy
import tutor.library.embeddings
import {first}
from pathlib import Path
from tutor.library.minilm import MiniLM
before = len(os.listdir("/proc/self/task"))
MiniLM(Path(sys.argv[1])).embed(["one", "two"])
places = [Path("/proc/self/fd", one) for one in os.listdir("/proc/self/fd")]
opened = [os.readlink(one) for one in places if one.is_symlink()]
print([one for one in opened if "onnx" in one or "socket" in one], len(os.listdir("/proc/self/task")) - before)
"""
    kept = {
        name: value
        for name, value in environment().items()
        if name != "CI" and not name.startswith(("ORT_", "PYTEST", "XDG_"))
    }
    done = subprocess.run(
        [sys.executable, "-c", program, str(minilm_folder)],
        capture_output=True, text=True, timeout=60, env={**kept, "HOME": str(tmp_path)}, check=False,
    )  # fmt: skip
    assert done.stdout == "[] 0\n", done.stderr
    assert list(tmp_path.rglob("*onnx*")) == []


# -- the pure parts -----------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(2, 256), max_size=60), st.integers(1, 2000))
def test_batches_hold_every_text_once_and_no_more_tokens_than_allowed(lengths: list[int], most: int) -> None:
    found = list(batches(lengths, most))
    assert sorted(number for group in found for number in group) == list(range(len(lengths)))
    for group in found:
        assert len(group) == 1 or len(group) * max(lengths[number] for number in group) <= most
    in_order = [lengths[number] for group in found for number in group]
    assert in_order == sorted(in_order)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=5), st.integers(0, 2**32 - 1))
def test_pooling_is_the_mean_of_the_tokens_that_are_there(lengths: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    states: NDArray[np.float32] = rng.normal(size=(len(lengths), 6, 4)).astype(np.float32)
    mask = np.array([[int(place < length) for place in range(6)] for length in lengths])
    for row, length, one in zip(pooled(states, mask), lengths, states, strict=True):
        assert row == pytest.approx(embedding(one[:length].astype(np.float64)), abs=1e-4)


# -- damage -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def copy(minilm_folder: Path, tmp_path: Path) -> Path:
    """The model in a folder of its own. Its files are the same ones until a test takes one apart with `own`."""
    folder = tmp_path / "minilm"
    folder.mkdir()
    for path in minilm_folder.iterdir():
        os.link(path, folder / path.name)
    return folder


def own(path: Path) -> Path:
    content, before = path.read_bytes(), path.stat()
    path.unlink()
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return path


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def changed(path: Path) -> None:
    with path.open("rb+") as file:
        file.seek(path.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))


def removed(path: Path) -> None:
    path.unlink()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("damage", [truncated, zeroed, emptied, changed, removed, a_folder])
@pytest.mark.parametrize("name", [model_files.MODEL, model_files.TOKENIZER, model_files.MANIFEST])
def test_a_damaged_model_is_refused_before_it_is_used(copy: Path, name: str, damage: object) -> None:
    damage(own(copy / name))  # type: ignore[operator]
    with pytest.raises(LibraryError) as caught:
        MiniLM(copy)
    assert caught.value.code == "embeddings-broken"
    assert "fetch-model" in caught.value.remedy


def test_a_byte_that_changed_under_an_old_date_is_found_by_the_thorough_check(copy: Path) -> None:
    model = own(copy / model_files.MODEL)
    before = model.stat()
    changed(model)
    os.utime(model, ns=(before.st_atime_ns, before.st_mtime_ns))
    model_files.ensure(copy)
    with pytest.raises(LibraryError) as caught:
        model_files.ensure(copy, thoroughly=True)
    assert caught.value.code == "embeddings-broken"


def test_a_copied_model_with_new_dates_is_read_again_and_taken(copy: Path) -> None:
    for name in (model_files.MODEL, model_files.TOKENIZER):
        os.utime(own(copy / name))
    assert model_files.ensure(copy).files[model_files.MODEL].sha256 == model_files.CONVERTED


def test_a_model_that_changes_between_check_and_loading_is_an_error(copy: Path) -> None:
    model = MiniLM(copy)
    truncated(own(copy / model_files.MODEL))
    with pytest.raises(LibraryError) as caught:
        model.embed(["one"])
    assert caught.value.code == "embeddings-broken"


def test_a_model_whose_files_are_removed_goes_on_once_it_is_loaded(copy: Path) -> None:
    model = MiniLM(copy)
    before = model.embed(["one"])
    shutil.rmtree(copy)
    assert np.array_equal(model.embed(["one"]), before)


def test_a_model_that_is_not_the_genuine_one_is_refused_though_its_manifest_fits(copy: Path) -> None:
    changed(own(copy / model_files.MODEL))
    own(copy / model_files.MANIFEST)
    sums = {name: model_files.digest(copy / name) for name in model_files.FILES}
    model_files.write_manifest(copy, "somewhere", None, sums)
    with pytest.raises(LibraryError, match="genuine"):
        MiniLM(copy)


def test_without_a_model_it_is_missing(tmp_path: Path) -> None:
    with pytest.raises(LibraryError) as caught:
        MiniLM(tmp_path / "nowhere")
    assert caught.value.code == "embeddings-missing"
    assert "fetch-model" in caught.value.remedy
