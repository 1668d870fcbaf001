"""Answers that were read once and needn't be paid for again: a file each, named by all that the answer depends on."""

from __future__ import annotations

import json
import os
from hashlib import blake2b
from pathlib import Path
from typing import Any

from tutor.home import private


class Kept:
    """The folder is part of the cache: it may be deleted at any time, and what is damaged in it counts as missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, digest: str) -> dict[str, Any] | None:
        """What was kept under that name."""
        try:
            found = json.loads((self._folder / f"{digest}.json").read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def put(self, digest: str, answer: dict[str, Any]) -> None:
        """Keep it, whole or not at all. Raises OSError."""
        private(self._folder)
        path = self._folder / f"{digest}.json"
        beside = path.with_suffix(f".{os.getpid()}.part")
        beside.write_text(json.dumps(answer, ensure_ascii=False), "utf-8")
        beside.replace(path)


def digest(*parts: str) -> str:
    """A name for an answer: of model, prompt, shape and whatever else it depends on."""
    content = blake2b(digest_size=16)
    for part in parts:
        content.update(f"{len(part)}:{part}".encode())
    return content.hexdigest()
