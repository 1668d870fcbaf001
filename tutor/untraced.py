"""No text goes to LangSmith, whatever the environment says: around every call of a provider, of embeddings and of language models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def untraced() -> Iterator[None]:
    """Tracing is off until the block ends."""
    from langsmith import tracing_context

    with tracing_context(enabled=False):
        yield
