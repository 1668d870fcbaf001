"""The library as a retriever of langchain's, for chains that are built there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from tutor.session.ports import Hit, Passages, Query

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever


def retriever(passages: Passages, owner: str, *, k: int = 5, concepts: tuple[str, ...] = ()) -> BaseRetriever:
    """What `passages` find for `owner`, at most `k`, as documents: the text, and as metadata where it stands, `score` and `why`.

    `concepts` widen every query. Called synchronously it needs a thread without a running event loop.
    """
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever

    class LibraryRetriever(BaseRetriever):
        """Documents that stand behind questions."""

        async def _aget_relevant_documents(self, query: str, **_: Any) -> list[Document]:
            hits = await passages.search(owner, Query(query, concepts), k)
            return [Document(hit.passage.text, id=hit.passage.id, metadata=_metadata(hit)) for hit in hits]

        def _get_relevant_documents(self, query: str, **_: Any) -> list[Document]:
            return asyncio.run(self._aget_relevant_documents(query))

    return LibraryRetriever()


def _metadata(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "document": passage.document, "title": passage.title, "source": passage.source,
        "headings": list(passage.headings), "line": passage.line, "start": passage.start, "end": passage.end,
        "page": passage.page, "time": passage.time, "speaker": passage.speaker, "score": hit.score, "why": hit.why,
    }  # fmt: skip
