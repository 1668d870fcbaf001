"""Models by name: `anthropic:claude-…`, `openai:gpt-…`, `ollama:llama3`, or `openai-compatible:NAME` with an address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tutor.errors import ModelError

NONE: Final = "none"
NAME: Final = re.compile(r"(?P<provider>[a-z][a-z-]*):(?P<model>\S{1,200})")
ADDRESS: Final = re.compile(r"https?://[^\s/@?#]+(/[^\s@?#]*)?")


@dataclass(frozen=True, slots=True)
class Provider:
    """Who runs a model. `package`: what must be installed; `extra`: the name under which this program asks for it; `variable`: where
    its key is looked for, None where none is needed; `begins`: what langchain calls it."""

    package: str
    extra: str
    variable: str | None
    begins: str
    needs_address: bool = False


PROVIDERS: Final[Mapping[str, Provider]] = MappingProxyType(
    {
        "anthropic": Provider("langchain-anthropic", "anthropic", "ANTHROPIC_API_KEY", "anthropic"),
        "openai": Provider("langchain-openai", "openai", "OPENAI_API_KEY", "openai"),
        "ollama": Provider("langchain-ollama", "ollama", None, "ollama"),
        "openai-compatible": Provider("langchain-openai", "openai", "TUTOR_MODEL_KEY", "openai", needs_address=True),
    }
)


@dataclass(frozen=True, slots=True)
class ModelName:
    """A model and where it is reached; `address` None for the provider's own."""

    provider: str
    model: str
    address: str | None = None

    def __str__(self) -> str:
        return f"{self.provider}:{self.model}"

    @property
    def runs(self) -> Provider:
        """Who runs it."""
        return PROVIDERS[self.provider]


def model_named(text: str, address: str = "") -> ModelName:
    """The model of that name. Raises ModelError("model-unknown") for what names none."""
    found = NAME.fullmatch(text)
    known = ", ".join(PROVIDERS)
    if found is None or found["provider"] not in PROVIDERS:
        raise ModelError(
            "model-unknown", f"{text[:60]!r} names no model", remedy=f"write provider:model; providers are {known}"
        )
    provider = PROVIDERS[found["provider"]]
    if address and not ADDRESS.fullmatch(address):
        raise ModelError("model-unknown", f"{address[:60]!r} is no address", remedy="write http://127.0.0.1:8000/v1")
    if provider.needs_address and not address:
        raise ModelError(
            "model-unknown",
            f"{found['provider']} needs an address",
            remedy="set model.address, like http://127.0.0.1:8000/v1",
        )
    return ModelName(found["provider"], found["model"], address or None)
