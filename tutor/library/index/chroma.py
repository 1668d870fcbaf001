"""Chroma opened without a word to the network: no telemetry, no model of its own, no settings from surrounding files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.config import Settings


def in_folder(folder: Path) -> ClientAPI:
    """A client of the database in a folder, which must belong to this process alone."""
    import chromadb

    return chromadb.PersistentClient(str(folder), settings=_settings())


def at_server(host: str, port: int, *, encrypted: bool) -> ClientAPI:
    """A client of a server."""
    import chromadb

    return chromadb.HttpClient(host, port, ssl=encrypted, settings=_settings())


def _settings() -> Settings:
    from chromadb.config import Settings

    nowhere: dict[str, Any] = {"_env_file": None}
    return Settings(anonymized_telemetry=False, chroma_otel_collection_endpoint="", **nowhere)
