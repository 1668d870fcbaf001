"""The index in a Chroma server, for several processes at once.

Nothing is remembered between calls, for others write too: candidates come from Chroma's graphs and are scored exactly from vectors
read anew. The server keeps its directory itself: nothing is checked, put aside or scrubbed here but what it gives.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from tutor.errors import InputError, TutorError
from tutor.library.index.directory import named
from tutor.library.index.entries import PASSAGES, WINDOWS, checked, checked_owner
from tutor.library.index.faults import DamagedError, broken_at, line, unreachable
from tutor.library.index.rescoring import reach, rescored
from tutor.library.index.shelf import Shelf
from tutor.library.vectors import Closeness, Vectors

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api.client import Client
    from numpy.typing import NDArray

PORT: Final = 8000  # Chroma's own


class ServerIndex:
    """See `tutor.library.vectors.connect_index` and `VectorIndex`. Collections are named by model, chunker and owner."""

    rebuilt: str | None = None

    def __init__(self, address: str, model: str, size: int, chunker: str) -> None:
        self._size, self._address = size, address
        self._prefix = named(model, chunker) + "."
        host, port, encrypted = _parts(address)
        self._client: Client | None = None
        with self._working():
            from tutor.library.index.chroma import at_server

            self._client = at_server(host, port, encrypted=encrypted)

    def __enter__(self) -> ServerIndex:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def put(self, owner: str, entries: Sequence[Vectors]) -> None:
        """See VectorIndex."""
        fit = checked(entries, self._size)
        if fit:
            with self._working():
                shelf = self._shelf(checked_owner(owner))
                shelf.put(fit, shelf.notes([entry.passage for entry in fit]).keys())

    def remove(self, owner: str, passages: Iterable[str]) -> None:
        """See VectorIndex."""
        names = sorted(set(passages))
        if names and owner in self.owners():
            with self._working():
                self._shelf(owner).remove(names)

    def owners(self) -> frozenset[str]:
        """See VectorIndex."""
        with self._working() as client:
            names = _names(client)
        ours = {name.removeprefix(self._prefix) for name in names if name.startswith(self._prefix)}
        return frozenset(name.removesuffix(PASSAGES) for name in ours if name.endswith(PASSAGES))

    def ids(self, owner: str) -> frozenset[str]:
        """See VectorIndex."""
        if owner not in self.owners():
            return frozenset()
        with self._working():
            return self._shelf(owner).ids()

    def count(self, owner: str) -> int:
        """See VectorIndex."""
        if owner not in self.owners():
            return 0
        with self._working():
            return self._shelf(owner).passages.count()

    def nearest(self, owners: Sequence[str], vector: NDArray[np.float32], k: int) -> Mapping[str, Closeness]:
        """See VectorIndex."""
        found: dict[str, Closeness] = {}
        for owner in sorted(self.owners() & set(owners)):
            with self._working():
                shelf = self._shelf(owner)
                if count := shelf.passages.count():
                    names = shelf.candidates(vector, min(reach(k), count), k)
                    found.update(_scored(shelf, names, vector))
        best = sorted(found.items(), key=lambda item: (-item[1].mean, item[0]))
        return dict(best[: max(k, 0)])

    def closeness(
        self, owners: Sequence[str], vector: NDArray[np.float32], passages: Collection[str]
    ) -> Mapping[str, Closeness]:
        """See VectorIndex."""
        found: dict[str, Closeness] = {}
        for owner in sorted(self.owners() & set(owners)) if passages else ():
            with self._working():
                found.update(_scored(self._shelf(owner), passages, vector))
        return found

    def forget(self, owner: str) -> None:
        """See VectorIndex; of every model. What the server's own files keep of it, `chroma vacuum` takes away."""
        with self._working() as client:
            for name in _names(client):
                if name.endswith((f".{owner}{PASSAGES}", f".{owner}{WINDOWS}")):
                    client.delete_collection(name)

    def close(self) -> None:
        """See VectorIndex."""
        client, self._client = self._client, None
        if client is not None:
            from tutor.library.index.chroma import end

            end(client)

    def _shelf(self, owner: str) -> Shelf:
        if self._client is None:
            raise unreachable(self._address, "it's closed")
        return Shelf(self._client, owner, self._size, self._prefix)

    @contextmanager
    def _working(self) -> Iterator[Client]:
        try:
            yield self._client  # type: ignore[misc]
        except (TutorError, MemoryError):
            raise
        except DamagedError as error:
            raise broken_at(self._address, str(error)) from error
        except Exception as error:
            raise unreachable(self._address, line(error)) from error


def _scored(shelf: Shelf, names: Collection[str], vector: NDArray[np.float32]) -> dict[str, Closeness]:
    """Exact closeness of these passages. Where others were replacing or removing one meanwhile, it's read once more."""
    try:
        return rescored(shelf.entries(shelf.notes(sorted(names))), vector)
    except DamagedError:
        return rescored(shelf.entries(shelf.notes(sorted(names))), vector)


def _names(client: Client) -> list[str]:
    return sorted(collection.name for collection in client.list_collections())


def _parts(address: str) -> tuple[str, int, bool]:
    try:
        parts = urlsplit(address if "//" in address else f"http://{address}")
        if parts.scheme in {"http", "https"} and parts.hostname and not parts.username:
            return parts.hostname, parts.port or PORT, parts.scheme == "https"
    except ValueError:
        pass
    raise InputError(
        "bad-setting", "that isn't the address of a Chroma server", remedy="write it like http://127.0.0.1:8000"
    )
