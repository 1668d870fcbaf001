"""What turns texts into vectors, whoever makes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Embedder(Protocol):
    """A model of texts. Not safe for several threads at once."""

    @property
    def name(self) -> str:
        """Which model, in small letters, digits, hyphens and dots: it names the folder of the index. A changed model has another."""
        ...

    @property
    def size(self) -> int:
        """Dimensions of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 for each text, shape (len(texts), size). What a text has beyond the model's window is left out.

        Raises LibraryError("embeddings-broken") when the model fails, "embeddings-missing" when it can't be reached.
        """
        ...
