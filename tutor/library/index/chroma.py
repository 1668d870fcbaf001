"""Chroma opened without a word to the network: no telemetry, no model of its own, no settings from surrounding files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.config import Settings


def in_folder(folder: Path) -> Client:
    """A client of the database in a folder, which must belong to this process alone."""
    import chromadb

    return _open(chromadb.PersistentClient(str(folder), settings=_settings()))


def at_server(host: str, port: int, *, encrypted: bool) -> Client:
    """A client of a server."""
    import chromadb

    return _open(chromadb.HttpClient(host, port, ssl=encrypted, settings=_settings()))


def _settings() -> Settings:
    from chromadb.config import Settings

    nowhere: dict[str, Any] = {"_env_file": None}
    return Settings(anonymized_telemetry=False, chroma_otel_collection_endpoint="", **nowhere)


def _open(client: object) -> Client:
    """The type that can be closed, which Chroma's functions don't promise."""
    from chromadb.api.client import Client

    assert isinstance(client, Client)
    return client
