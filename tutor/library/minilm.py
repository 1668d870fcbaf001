"""all-MiniLM-L6-v2: a small model of English sentences, computed on one processor core without a network.

Wang et al. 2020 (https://arxiv.org/abs/2002.10957) trained by Reimers and Gurevych's method (https://arxiv.org/abs/1908.10084): the
mean of a text's last hidden states over its tokens, brought to length 1. Tokens beyond the 256th are left out.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tutor.errors import LibraryError
from tutor.library.model.files import FETCH, MODEL, TOKENIZER, ensure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Encoding

NAME: Final = "minilm"
SIZE: Final = 384
WINDOW: Final = 256  # tokens, with the two that mark beginning and end
LONGEST: Final = 20_000  # characters looked at: 256 tokens of a language end long before
BATCH: Final = 1024  # tokens computed at a time, padding included; more needs more memory and takes longer a text


class MiniLM:
    """The model in `folder`, loaded when the first text comes. Safe for several threads: they wait for one another.

    Raises LibraryError("embeddings-missing") when there's no model in the folder, "embeddings-broken" when it isn't genuine.
    """

    def __init__(self, folder: Path) -> None:
        ensure(folder)
        self._folder = folder
        self._lock = threading.Lock()
        self._tokenizer: Any = None
        self._session: Any = None

    @property
    def name(self) -> str:
        """Which model: the same for every copy of it, however it came here."""
        return NAME

    @property
    def size(self) -> int:
        """Dimensions of a vector."""
        return SIZE

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `tutor.library.embedding.Embedder.embed`. A text's vector doesn't depend on the texts beside it, up to 1e-5."""
        import numpy as np

        vectors = np.empty((len(texts), SIZE), np.float32)
        with self._lock:
            self._load()
            try:
                encodings = self._tokenizer.encode_batch([_readable(text) for text in texts])
                for chosen in batches([len(one.ids) for one in encodings], BATCH):
                    vectors[chosen] = self._vectors([encodings[number] for number in chosen])
            except Exception as error:
                raise _failed(self._folder, error) from error
        if not np.isfinite(vectors).all():
            raise _failed(self._folder, FloatingPointError())
        return vectors

    def _vectors(self, encodings: Sequence[Encoding]) -> NDArray[np.float32]:
        import numpy as np

        longest = max(len(one.ids) for one in encodings)
        ids = np.zeros((len(encodings), longest), np.int64)
        mask = np.zeros_like(ids)
        for row, one in enumerate(encodings):
            ids[row, : len(one.ids)] = one.ids
            mask[row, : len(one.ids)] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (states,) = self._session.run(["last_hidden_state"], given)
        return pooled(states, mask)

    def _load(self) -> None:
        if self._session is not None:
            return
        try:
            self._tokenizer = _tokenizer(self._folder / TOKENIZER)
            self._session = _session(self._folder / MODEL)
        except Exception as error:  # onnxruntime and tokenizers raise errors of their own, and bare exceptions
            raise _failed(self._folder, error) from error


def batches(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """The numbers of all texts, the shortest first, in groups whose texts padded to the longest have at most `most` tokens.

    A text longer than that has a group of its own.
    """
    group: list[int] = []
    for number in sorted(range(len(lengths)), key=lengths.__getitem__):
        if group and (len(group) + 1) * lengths[number] > most:
            yield group
            group = []
        group.append(number)
    if group:
        yield group


def pooled(states: NDArray[np.float32], mask: NDArray[np.int64]) -> NDArray[np.float32]:
    """The mean over each text's tokens, of length 1: (texts, tokens, size) and (texts, tokens) to (texts, size)."""
    import numpy as np

    weights = mask[:, :, None].astype(np.float32)
    means = (states * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1.0)
    found: NDArray[np.float32] = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
    return found


def _readable(text: str) -> str:
    """Half of a surrogate pair is no text: it becomes a question mark."""
    return text[:LONGEST].encode("utf-8", "replace").decode("utf-8")


def _tokenizer(path: Path) -> Any:
    # one thread here too: texts come in small batches, and a process that forks is warned of others
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.enable_truncation(WINDOW)
    tokenizer.no_padding()
    return tokenizer


def _session(path: Path) -> Any:
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # what tutor.library tells it in the environment is for newer ones
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 4  # what goes wrong is raised; nothing is to be printed over a screen
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _failed(folder: Path, error: Exception) -> LibraryError:
    return LibraryError(
        "embeddings-broken",
        f"the embedding model in {folder} failed ({type(error).__name__})",
        remedy=f"{FETCH}; it checks the model and puts it right",
    )
