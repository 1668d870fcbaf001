"""The ONNX file of all-MiniLM-L6-v2, made from its weights as they were published (safetensors)."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from tutor.library.model.bert import Shape, graph
from tutor.library.model.safetensors import Safetensors

WEIGHTS: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""The SHA-256 of the genuine model.safetensors."""

SHAPE: Final = Shape(layers=6, width=384, inner=1536, heads=12, words=30522, positions=512)


def convert(weights: Path, target: Path) -> str:
    """Write the ONNX file; its SHA-256. Raises LibraryError("embeddings-broken") when a tensor is missing or of another shape."""
    found = hashlib.sha256()
    chunks = graph("all-MiniLM-L6-v2", SHAPE, Safetensors(weights))
    with target.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
            found.update(chunk)
    return found.hexdigest()
