"""Opens a model through langchain. Its packages are imported when a model is asked for, never before; nothing is traced."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tutor.errors import ModelError
from tutor.llm.naming import ModelName
from tutor.untraced import untraced

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

KEYLESS = "none"  # what a server without keys is given


def open_model(name: ModelName, environment: Mapping[str, str], *, seconds: float, most_tokens: int) -> BaseChatModel:
    """The model, ready to be asked. `seconds`: for one call; `most_tokens`: written at most in one.

    Raises ModelError: "model-package-missing", "model-key-missing", or "model-unknown" where langchain refuses it.
    """
    provider = name.runs
    if importlib.util.find_spec(provider.package.replace("-", "_")) is None:
        raise ModelError(
            "model-package-missing", f"{name} needs the package {provider.package}",
            remedy=f"pip install 'first-principles-tutor[{provider.extra}]'",
        )  # fmt: skip
    key = environment.get(provider.variable) if provider.variable else None
    if provider.variable and not key and not provider.needs_address:
        raise ModelError(
            "model-key-missing", f"there's no key for {name}", remedy=f"set {provider.variable} in the environment"
        )
    with untraced():
        from langchain.chat_models import init_chat_model

        try:
            model = init_chat_model(
                name.model, model_provider=provider.begins, **_options(name, key, seconds, most_tokens)
            )
        except Exception as error:
            words = " ".join(str(error).split())[:200]
            raise ModelError(
                "model-unknown", f"{name} can't be opened: {words}", remedy="see what it asks for"
            ) from error
    return model  # type: ignore[no-any-return]


def _options(name: ModelName, key: str | None, seconds: float, most_tokens: int) -> dict[str, Any]:
    if name.provider == "ollama":
        address = {"base_url": name.address} if name.address else {}
        return {**address, "num_predict": most_tokens, "client_kwargs": {"timeout": seconds}}
    options: dict[str, Any] = {"timeout": seconds, "max_retries": 0, "max_tokens": most_tokens}
    if name.address:
        options["base_url"] = name.address
    if name.provider == "openai-compatible":
        key = key or KEYLESS
    return {**options, "api_key": key}
