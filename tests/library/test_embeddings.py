"""Embeddings by name: what each name means, what is said without a model, and providers that misbehave."""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.program import objects, run
from tutor.errors import InputError, LibraryError
from tutor.library import embeddings
from tutor.library.embeddings import advice, advise_once, by_name, check
from tutor.library.langchain_embeddings import BATCH, folder_name
from tutor.settings import load

FOLDER = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")


@pytest.fixture
def models(minilm_folder: Path) -> Path:
    return minilm_folder.parent


# -- what a name means --------------------------------------------------------------------------------------------------


def test_none_is_none_whatever_is_there(models: Path) -> None:
    assert by_name("none", models) is None


def test_auto_is_none_until_a_model_was_fetched_then_minilm(tmp_path: Path, models: Path) -> None:
    assert by_name("auto", tmp_path) is None
    found = by_name("auto", models)
    assert found is not None
    assert (found.name, found.size) == ("minilm", 384)
    assert FOLDER.fullmatch(found.name)


def test_minilm_without_its_model_is_an_error_that_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(LibraryError) as caught:
        by_name("minilm", tmp_path)
    assert caught.value.code == "embeddings-missing"
    assert "fetch-model" in caught.value.remedy


@pytest.mark.parametrize("name", ["auto", "minilm"])
def test_a_damaged_model_is_never_passed_over_in_silence(tmp_path: Path, name: str) -> None:
    (tmp_path / "minilm").mkdir()
    (tmp_path / "minilm" / "model.onnx").write_bytes(b"half")
    with pytest.raises(LibraryError) as caught:
        by_name(name, tmp_path)
    assert caught.value.code == "embeddings-broken"


@pytest.mark.parametrize("name", ["", "AUTO", "minilm2", "openai", "openai:", ":model", "../x:y", "open ai:x", "a:\nb"])
def test_any_other_name_is_refused_here_and_in_the_settings(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as caught:
        by_name(name, tmp_path)
    assert caught.value.code == "bad-setting"
    with pytest.raises(InputError, match=re.escape("library.embeddings")):
        load(tmp_path / "none.toml", {"TUTOR_LIBRARY_EMBEDDINGS": name})


@pytest.mark.parametrize(
    "name", ["auto", "none", "minilm", "openai:text-embedding-3-small", "ollama:nomic-embed-text:v1.5"]
)
def test_names_are_taken_by_the_settings(tmp_path: Path, name: str) -> None:
    assert load(tmp_path / "none.toml", {"TUTOR_LIBRARY_EMBEDDINGS": name})[0].library.embeddings == name


@pytest.mark.parametrize("address", ["embedded", "http://127.0.0.1:8000", "https://chroma.example.org/"])
def test_chroma_is_embedded_or_at_an_address(tmp_path: Path, address: str) -> None:
    assert load(tmp_path / "none.toml", {"TUTOR_LIBRARY_CHROMA": address})[0].library.chroma == address


@pytest.mark.parametrize(
    "address", ["", "localhost:8000", "ftp://x", "http://", "http://user:secret@host", "http://h/a b"]
)
def test_another_address_of_chroma_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(InputError, match=re.escape("library.chroma")):
        load(tmp_path / "none.toml", {"TUTOR_LIBRARY_CHROMA": address})


# -- what is said -------------------------------------------------------------------------------------------------------


def test_advice_is_given_once_and_only_where_a_model_is_wanted_and_missing(tmp_path: Path, models: Path) -> None:
    assert advice("none", tmp_path) is None
    assert advice("ollama:x", tmp_path) is None
    assert advice("auto", models) is None
    text = advice("auto", tmp_path)
    assert text is not None
    assert "tutor library fetch-model" in text
    assert [advise_once("auto", tmp_path / "models") for _ in range(3)] == [text, None, None]
    assert by_name("auto", tmp_path / "models") is None


def test_advice_that_cannot_be_remembered_is_still_given(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder would be")
    assert advise_once("auto", tmp_path / "models") == advice("auto", tmp_path)


def test_the_check_reads_every_byte(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    digest = embeddings.model_files.digest
    monkeypatch.setattr(embeddings.model_files, "digest", lambda path: read.append(path.name) or digest(path))
    assert check("auto", models).startswith("minilm")
    assert read == ["model.onnx", "tokenizer.json"]
    assert "words" in check("none", models)
    with pytest.raises(LibraryError):
        check("auto", tmp_path)


def test_the_doctor_says_that_a_model_is_missing_and_how_to_get_it(home: Path) -> None:
    (found,) = (one for one in objects(run("doctor", "--json").stdout) if one["check"] == "embeddings")
    assert found["state"] == "warn"
    assert "fetch-model" in found["remedy"]
    (found,) = (
        one
        for one in objects(run("doctor", "--json", TUTOR_LIBRARY_EMBEDDINGS="none").stdout)
        if one["check"] == "embeddings"
    )
    assert (found["state"], found["remedy"]) == ("ok", "")


# -- langchain's --------------------------------------------------------------------------------------------------------

Given = Callable[[list[str]], object]


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Callable[[Given], None]:
    """Puts a provider's package in place whose embeddings are what a function gives."""
    from langchain.embeddings import base

    def put(give: Given) -> None:
        from langchain_core.embeddings import Embeddings

        class OllamaEmbeddings(Embeddings):
            def __init__(self, model: str) -> None:
                self.model = model

            def embed_documents(self, texts: list[str]) -> list[list[float]]:
                return give(texts)  # type: ignore[return-value]

            def embed_query(self, text: str) -> list[float]:
                raise AssertionError("passages and questions are embedded alike")

        package = types.ModuleType("langchain_ollama")
        package.OllamaEmbeddings = OllamaEmbeddings  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "langchain_ollama", package)
        base._get_embeddings_class_creator.cache_clear()

    return put


def test_a_providers_vectors_are_brought_to_length_one_in_the_order_of_the_texts(
    provider: Callable[[Given], None], tmp_path: Path
) -> None:
    asked: list[int] = []

    def give(texts: list[str]) -> list[list[float]]:
        asked.append(len(texts))
        return [[float(text), 1.0, 0.0] for text in texts]

    provider(give)
    found = by_name("ollama:nomic-embed-text", tmp_path)
    assert found is not None
    assert asked == []
    texts = [str(number) for number in range(BATCH + 3)]
    vectors = found.embed(texts)
    assert asked == [BATCH, 3]
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-6)
    assert vectors[:, 0] / vectors[:, 1] == pytest.approx(np.arange(len(texts)), rel=1e-4)
    assert found.size == 3
    assert found.embed([]).shape == (0, 3)
    assert FOLDER.fullmatch(found.name)


def test_the_size_is_asked_for_once(provider: Callable[[Given], None], tmp_path: Path) -> None:
    asked: list[list[str]] = []
    provider(lambda texts: asked.append(texts) or [[1.0, 0.0]])
    found = by_name("ollama:x", tmp_path)
    assert found is not None
    assert (found.size, found.size, found.embed([]).shape) == (2, 2, (0, 2))
    assert len(asked) == 1


@pytest.mark.parametrize(
    "given",
    [
        [],
        [[1.0], [1.0]],
        [[]],
        [[0.0, 0.0]],
        [[float("nan"), 1.0]],
        [[float("inf"), 1.0]],
        [1.0],
        [["a"]],
        [None],
        None,
        [[1.0, 2.0], [1.0]],
        [[1e200, 1.0]],
    ],
)
def test_what_is_no_vector_is_an_error(provider: Callable[[Given], None], tmp_path: Path, given: object) -> None:
    provider(lambda texts: given)
    found = by_name("ollama:x", tmp_path)
    assert found is not None
    with pytest.raises(LibraryError) as caught:
        found.embed(["one"])
    assert caught.value.code == "embeddings-broken"


def test_vectors_that_change_their_size_are_an_error(provider: Callable[[Given], None], tmp_path: Path) -> None:
    sizes = iter([2, 3])
    provider(lambda texts: [[1.0] * next(sizes)])
    found = by_name("ollama:x", tmp_path)
    assert found is not None
    found.embed(["one"])
    with pytest.raises(LibraryError, match="3 numbers now, and 2 before"):
        found.embed(["one"])


class APIConnectionError(Exception):
    pass


def refused() -> Exception:
    error = RuntimeError("no answer")
    error.__cause__ = ConnectionRefusedError("refused")
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConnectionRefusedError("refused"), "embeddings-missing"),
        (TimeoutError(), "embeddings-missing"),
        (APIConnectionError("no\nroute\x1b[31m"), "embeddings-missing"),
        (refused(), "embeddings-missing"),
        (ValueError("model not found"), "embeddings-broken"),
        (KeyError("data"), "embeddings-broken"),
    ],
    ids=str,
)
def test_a_provider_that_fails_is_an_error_in_one_line(
    provider: Callable[[Given], None], tmp_path: Path, error: Exception, code: str
) -> None:
    def fail(texts: list[str]) -> object:
        raise error

    provider(fail)
    found = by_name("ollama:x", tmp_path)
    assert found is not None
    with pytest.raises(LibraryError) as caught:
        found.embed(["one"])
    assert caught.value.code == code
    assert "\n" not in caught.value.what
    assert "ollama:x" in caught.value.what


def test_a_provider_that_is_not_installed_or_not_known_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from langchain.embeddings import base

    base._get_embeddings_class_creator.cache_clear()
    monkeypatch.setitem(sys.modules, "langchain_cohere", None)
    with pytest.raises(LibraryError, match="pip install langchain-cohere") as caught:
        by_name("cohere:embed-v4", tmp_path)
    assert caught.value.code == "embeddings-missing"
    with pytest.raises(LibraryError, match="nobody") as caught:
        by_name("nobody:embed", tmp_path)
    assert caught.value.code == "embeddings-missing"


def test_nothing_is_traced_even_where_the_environment_asks_for_it(
    provider: Callable[[Given], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from langsmith import utils

    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    utils.get_env_var.cache_clear()
    traced: list[object] = []
    provider(lambda texts: traced.append(utils.tracing_is_enabled()) or [[1.0]] * len(texts))
    try:
        assert utils.tracing_is_enabled()
        found = by_name("ollama:x", tmp_path)
        assert found is not None
        found.embed(["one"])
    finally:
        monkeypatch.undo()
        utils.get_env_var.cache_clear()
    assert traced == [False]


NAMES = st.one_of(st.text("ab./:A-", min_size=1, max_size=70), st.text(min_size=1, max_size=200))


@given(NAMES, NAMES)
def test_the_name_of_a_folder_is_safe_and_tells_all_names_apart(one: str, other: str) -> None:
    first, second = folder_name(f"ollama:{one}"), folder_name(f"ollama:{other}")
    assert FOLDER.fullmatch(first)
    assert ".." not in first
    assert (first == second) == (one == other)
