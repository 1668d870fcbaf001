"""BERT's forward pass in plain numpy, written from the paper's formulas: what the ONNX file is held against."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import erf, sqrt

import numpy as np
from numpy.typing import NDArray

from tutor.library.model.bert import Shape

Array = NDArray[np.float64]


class Drawn:
    """Weights of any shape, drawn at random; each is the same whenever it's read."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._read: dict[str, NDArray[np.float32]] = {}

    def read(self, name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
        if name not in self._read:
            rng = np.random.default_rng([self._seed, len(self._read)])
            self._read[name] = rng.normal(0.0, 0.5, shape).astype(np.float32)
        assert self._read[name].shape == shape
        return self._read[name]

    @property
    def all(self) -> Mapping[str, NDArray[np.float32]]:
        return self._read


def states(weights: Mapping[str, NDArray[np.float32]], shape: Shape, texts: list[list[int]]) -> list[Array]:
    """The last hidden states of each text's tokens, (tokens, width), in double precision."""

    @cache
    def of(name: str) -> Array:
        return weights[name].astype(np.float64)

    def dense(x: Array, name: str) -> Array:
        return x @ of(f"{name}.weight").T + of(f"{name}.bias")

    def norm(x: Array, name: str) -> Array:
        centred = x - x.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + shape.epsilon)
        return scaled * of(f"{name}.LayerNorm.weight") + of(f"{name}.LayerNorm.bias")

    def attended(x: Array, at: str) -> Array:
        wide = shape.width // shape.heads
        whole = [dense(x, f"{at}.{one}") for one in ("query", "key", "value")]
        parts = []
        for head in range(shape.heads):
            of_head = slice(head * wide, (head + 1) * wide)
            q, k, v = (one[:, of_head] for one in whole)
            scores = np.exp(q @ k.T / sqrt(wide))
            parts.append(scores / scores.sum(axis=-1, keepdims=True) @ v)
        return np.concatenate(parts, axis=-1)

    def passed(ids: list[int]) -> Array:
        x = weights["embeddings.word_embeddings.weight"][ids] + of("embeddings.position_embeddings.weight")[: len(ids)]
        x = norm(x + of("embeddings.token_type_embeddings.weight")[0], "embeddings")
        for number in range(shape.layers):
            at = f"encoder.layer.{number}"
            x = norm(
                x + dense(attended(x, f"{at}.attention.self"), f"{at}.attention.output.dense"), f"{at}.attention.output"
            )
            inner = dense(x, f"{at}.intermediate.dense")
            areas = np.fromiter(map(erf, (inner / sqrt(2)).ravel().tolist()), np.float64, inner.size)
            bent = inner * (1 + areas.reshape(inner.shape)) / 2
            x = norm(x + dense(bent, f"{at}.output.dense"), f"{at}.output")
        return x

    return [passed(text) for text in texts]


def embedding(last: Array) -> Array:
    mean = last.mean(axis=0)
    found: Array = mean / np.linalg.norm(mean)
    return found
