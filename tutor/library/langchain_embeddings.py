"""Embeddings of any provider that langchain knows by name. Its packages are imported when they're asked for; nothing is traced."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from tutor.errors import LibraryError
from tutor.untraced import untraced

if TYPE_CHECKING:
    import numpy as np
    from langchain_core.embeddings import Embeddings
    from numpy.typing import NDArray

BATCH: Final = 64  # texts sent at a time
MOST_SIZE: Final = 65_536  # dimensions
MOST_WORDS: Final = 200  # characters of a provider's message that are passed on
_UNREACHED: Final = ("Connect", "Timeout", "Authentication", "PermissionDenied", "RateLimit")


def open_embeddings(name: str) -> ByLangchain:
    """The embeddings called `provider:model`. Raises LibraryError("embeddings-missing") when the provider's package isn't installed,
    or when it won't start (an API key that isn't set, for one).
    """
    with untraced():
        try:
            from langchain.embeddings import init_embeddings

            model = init_embeddings(name)
        except ImportError as error:
            raise _missing(name, _words(error), "install that package, or choose other embeddings") from error
        except Exception as error:
            raise _missing(name, _words(error), "see what it asks for, or choose other embeddings") from error
    return ByLangchain(name, model)


class ByLangchain:
    """A model of langchain's; texts are sent to whoever provides it. Safe for several threads: they wait for one another."""

    def __init__(self, name: str, model: Embeddings) -> None:
        self._called, self._model = name, model
        self._lock = threading.Lock()
        self._size: int | None = None

    @property
    def name(self) -> str:
        """Which model, as a folder can be called: the readable part, and eight digits that tell all names apart."""
        return folder_name(self._called)

    @property
    def size(self) -> int:
        """Dimensions of a vector. The provider is asked once."""
        if self._size is None:
            self.embed(["size"])
        assert self._size is not None
        return self._size

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `tutor.library.embedding.Embedder.embed`."""
        import numpy as np

        with self._lock, untraced():
            parts = [self._part(list(texts[start : start + BATCH])) for start in range(0, len(texts), BATCH)]
        return np.concatenate(parts) if parts else np.empty((0, self.size), np.float32)

    def _part(self, texts: list[str]) -> NDArray[np.float32]:
        import numpy as np

        try:
            given = self._model.embed_documents(texts)
        except Exception as error:
            raise _failed(self._called, error) from error
        try:
            vectors = np.asarray(given, np.float64)
        except (TypeError, ValueError) as error:
            raise _broken(self._called, "what it gives are no vectors") from error
        if vectors.ndim != 2 or len(vectors) != len(texts) or not 0 < vectors.shape[1] <= MOST_SIZE:
            raise _broken(self._called, f"it gives {vectors.shape} for {len(texts)} texts")
        if self._size not in (None, vectors.shape[1]):
            raise _broken(self._called, f"its vectors have {vectors.shape[1]} numbers now, and {self._size} before")
        with np.errstate(over="ignore"):
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.isfinite(lengths).all() or not lengths.all():
            raise _broken(self._called, "some of its vectors have no direction")
        self._size = vectors.shape[1]
        unit: NDArray[np.float32] = (vectors / lengths).astype(np.float32)
        return unit


def folder_name(name: str) -> str:
    """`provider:model` in small letters, digits, hyphens and dots, at most 64 of them; different names stay different."""
    words = re.sub(r"[^a-z0-9]+", lambda found: "." if found[0] == "." else "-", name.lower()).strip("-.")[:54]
    return f"{words}-{blake2b(name.encode(), digest_size=4).hexdigest()}"


def _failed(name: str, error: Exception) -> LibraryError:
    """Not to be reached, or failing: providers have no common tree of errors, so their causes and names are looked at."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) or any(word in type(seen).__name__ for word in _UNREACHED):
            return _missing(name, _words(error), "see that it runs and lets you in, or choose other embeddings")
        seen = seen.__cause__ or seen.__context__
    return _broken(name, _words(error))


def _words(error: Exception) -> str:
    """What a provider says, in one short line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:MOST_WORDS]}"


def _missing(name: str, why: str, remedy: str) -> LibraryError:
    return LibraryError("embeddings-missing", f"the embeddings {name} can't be reached: {why}", remedy=remedy)


def _broken(name: str, why: str) -> LibraryError:
    return LibraryError(
        "embeddings-broken", f"the embeddings {name} fail: {why}", remedy="choose other embeddings (library.embeddings)"
    )
