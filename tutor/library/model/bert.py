"""BERT as an ONNX graph, in the operators that onnxruntime has for it.

Devlin et al. 2019, https://arxiv.org/abs/1810.04805: embeddings, then layers of attention and of two matrices with GELU between
them, each added to what went in and normalised. The operators of the domain com.microsoft are described in onnxruntime's
docs/ContribOperators.md; each does what several of ONNX's own would, so that nothing has to be fused when the file is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from tutor.library.model.onnx_file import FLOAT, INT32, INT64, Attribute, Chunk, Node, Value, model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OPERATORS: Final = {"": 17, "com.microsoft": 1}
_ON_WORDS: Final = "embeddings"
_SPOKEN_OF: Final = ("query", "key", "value")


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT."""

    layers: int
    width: int
    inner: int
    heads: int
    words: int
    positions: int
    kinds: int = 2
    epsilon: float = 1e-12


class Weights(Protocol):
    """Where the numbers come from, under the names that Hugging Face's BertModel gives them."""

    def read(self, name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
        """The tensor of that name and shape."""
        ...


def graph(name: str, shape: Shape, weights: Weights) -> list[Chunk]:
    """The bytes of an ONNX file, in chunks.

    Inputs `input_ids`, `attention_mask` (1: a token, 0: padding) and `token_type_ids`: int64, (batch, tokens). Output
    `last_hidden_state`: float32, (batch, tokens, width).
    """
    constants = dict(_constants(shape, weights))
    axes = ("batch", "tokens")
    inputs = [Value(one, INT64, axes) for one in ("input_ids", "attention_mask", "token_type_ids")]
    outputs = [Value("last_hidden_state", FLOAT, (*axes, shape.width))]
    return model(name, _nodes(shape), inputs, outputs, constants, OPERATORS)


def _nodes(shape: Shape) -> Iterator[Node]:
    for name in ("input_ids", "attention_mask", "token_type_ids"):
        yield Node("Cast", [name], [f"{name}.short"], {"to": INT32})
    norm = {"epsilon": shape.epsilon}
    yield _own(
        "EmbedLayerNormalization",
        [
            *("input_ids.short", "token_type_ids.short"),
            *(f"{_ON_WORDS}.{one}" for one in ("word", "position", "kind", "norm.weight", "norm.bias")),
        ],
        ["layer.0", "embeddings.lengths"],
        norm,
    )
    for number in range(shape.layers):
        at, last = f"layer.{number}", number == shape.layers - 1
        yield _own(
            "Attention",
            [at, f"{at}.attention.weight", f"{at}.attention.bias", "attention_mask.short"],
            [f"{at}.attended"],
            {"num_heads": shape.heads},
        )
        yield Node("MatMul", [f"{at}.attended", f"{at}.joined.weight"], [f"{at}.joined"])
        yield _added(at, f"{at}.joined", f"{at}.thought", norm)
        yield Node("MatMul", [f"{at}.thought", f"{at}.wide.weight"], [f"{at}.wide"])
        yield _own("BiasGelu", [f"{at}.wide", f"{at}.wide.bias"], [f"{at}.bent"])
        yield Node("MatMul", [f"{at}.bent", f"{at}.narrow.weight"], [f"{at}.narrow"])
        after = "last_hidden_state" if last else f"layer.{number + 1}"
        yield _added(f"{at}.thought", f"{at}.narrow", after, norm)


def _added(before: str, made: str, after: str, norm: Mapping[str, Attribute]) -> Node:
    """What a part of a layer made, with its bias, added to what went in, and normalised."""
    named = [f"{made}.norm.weight", f"{made}.norm.bias", f"{made}.bias"]
    return _own("SkipLayerNormalization", [made, before, *named], [after], norm)


def _own(
    operator: str, inputs: list[str], outputs: list[str], attributes: Mapping[str, Attribute] | None = None
) -> Node:
    return Node(operator, inputs, outputs, attributes or {}, "com.microsoft")


def _constants(shape: Shape, weights: Weights) -> Iterator[tuple[str, NDArray[np.float32]]]:
    import numpy as np

    width, inner = shape.width, shape.inner
    for kind, rows in (("word", shape.words), ("position", shape.positions), ("kind", shape.kinds)):
        theirs = "token_type" if kind == "kind" else kind
        yield f"{_ON_WORDS}.{kind}", weights.read(f"embeddings.{theirs}_embeddings.weight", (rows, width))
    for part in ("weight", "bias"):
        yield f"{_ON_WORDS}.norm.{part}", weights.read(f"embeddings.LayerNorm.{part}", (width,))
    for number in range(shape.layers):
        at, theirs = f"layer.{number}", f"encoder.layer.{number}"
        of = [f"{theirs}.attention.self.{one}" for one in _SPOKEN_OF]
        # x·Wᵀ there, x·W here: matrices are turned once, and the three of attention stand side by side
        turned = [weights.read(f"{one}.weight", (width, width)).T for one in of]
        yield f"{at}.attention.weight", np.concatenate(turned, axis=1)
        yield f"{at}.attention.bias", np.concatenate([weights.read(f"{one}.bias", (width,)) for one in of])
        for ours, dense, rows, columns in (
            ("joined", f"{theirs}.attention.output", width, width),
            ("wide", f"{theirs}.intermediate", inner, width),
            ("narrow", f"{theirs}.output", width, inner),
        ):
            yield f"{at}.{ours}.weight", weights.read(f"{dense}.dense.weight", (rows, columns)).T
            yield f"{at}.{ours}.bias", weights.read(f"{dense}.dense.bias", (rows,))
            if ours != "wide":
                for part in ("weight", "bias"):
                    yield f"{at}.{ours}.norm.{part}", weights.read(f"{dense}.LayerNorm.{part}", (width,))
