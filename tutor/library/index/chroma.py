"""Chroma opened without a word to the network: no telemetry, no model of its own, no settings from surrounding files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

PATIENCE: Final = 30.0  # seconds that a server may take for an answer

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.config import Settings


def in_folder(folder: Path) -> Client:
    """A client of the database in a folder, which must belong to this process alone."""
    import chromadb

    return _open(chromadb.PersistentClient(str(folder), settings=_settings()))


def at_server(host: str, port: int, *, encrypted: bool) -> Client:
    """A client of a server. Raises OSError where nobody listens, and whatever Chroma raises."""
    import socket

    import chromadb

    socket.create_connection((host, port), PATIENCE).close()
    client = _open(chromadb.HttpClient(host, port, ssl=encrypted, settings=_settings()))
    if (session := _session(client)) is not None:
        session.timeout = PATIENCE  # Chroma would wait for ever
    return client


def end(client: Client) -> None:
    """Let go of everything that a client holds, also of its connections, which Chroma leaves open."""
    session = _session(client)
    client.close()
    if session is not None:
        session.close()


def _session(client: Client) -> Any:
    return getattr(getattr(client, "_server", None), "_session", None)


def _settings() -> Settings:
    from chromadb.config import Settings

    nowhere: dict[str, Any] = {"_env_file": None}
    return Settings(anonymized_telemetry=False, chroma_otel_collection_endpoint="", **nowhere)


def _open(client: object) -> Client:
    """The type that can be closed, which Chroma's functions don't promise."""
    from chromadb.api.client import Client

    assert isinstance(client, Client)
    return client
