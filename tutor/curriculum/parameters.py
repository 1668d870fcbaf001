"""How a question's numbers vary, as an author writes it: one model a kind of parameter."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag

from tutor.curriculum.answers import Expression, Frozen, Word
from tutor.curriculum.lightweight import light

# Names of parameters, as an expression spells them.
NAME: Final = re.compile(r"^[A-Za-z][A-Za-z0-9_]{0,31}$")
Bound = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]


@light
class IntegerParameter:
    """A whole number, each value equally likely."""

    kind: Literal["integer"]
    low: Bound = Field(alias="from")
    high: Bound = Field(alias="to")
    exclude: tuple[int, ...] = Field((), alias="except")


@light
class RationalParameter:
    """A fraction in lowest terms that isn't a whole number, numerator / one of `denominators`, within [from, to]."""

    kind: Literal["rational"]
    low: Bound = Field(alias="from")
    high: Bound = Field(alias="to")
    denominators: Annotated[tuple[Annotated[int, Field(ge=2, le=1000)], ...], Field(min_length=1)]
    exclude: tuple[Expression | int, ...] = Field((), alias="except")


@light
class VectorParameter:
    """A vector of whole numbers."""

    kind: Literal["vector"]
    size: Annotated[int, Field(ge=1, le=8)]
    low: Bound = Field(alias="from")
    high: Bound = Field(alias="to")


@light
class MatrixParameter:
    """A matrix of whole numbers."""

    kind: Literal["matrix"]
    rows: Annotated[int, Field(ge=1, le=8)]
    columns: Annotated[int, Field(ge=1, le=8)]
    low: Bound = Field(alias="from")
    high: Bound = Field(alias="to")


@light
class WordParameter:
    """One of several words."""

    kind: Literal["word"]
    of: Annotated[tuple[Word, ...], Field(min_length=2, max_length=200)]


@light
class OneOfParameter:
    """One of several expressions, evaluated."""

    kind: Literal["one-of"]
    of: Annotated[tuple[Expression, ...], Field(min_length=2, max_length=200)]


@light
class ComputedParameter:
    """Computed from the parameters above it."""

    kind: Literal["computed"] = "computed"
    value: Expression


def _kind(raw: Any) -> str:
    return str(raw.get("kind", "computed")) if isinstance(raw, dict) else str(getattr(raw, "kind", "computed"))


Parameter = Annotated[
    Annotated[IntegerParameter, Tag("integer")]
    | Annotated[RationalParameter, Tag("rational")]
    | Annotated[VectorParameter, Tag("vector")]
    | Annotated[MatrixParameter, Tag("matrix")]
    | Annotated[WordParameter, Tag("word")]
    | Annotated[OneOfParameter, Tag("one-of")]
    | Annotated[ComputedParameter, Tag("computed")],
    Discriminator(_kind),
]


def _names_only(schema: dict[str, Any]) -> None:
    schema["propertyNames"] = {"pattern": NAME.pattern}


class Parameters(Frozen):
    """A question's parameters by name, in the order they were written, and the conditions that a draw must meet."""

    model_config = ConfigDict(frozen=True, extra="allow", json_schema_extra=_names_only)
    __pydantic_extra__: dict[str, Parameter] = Field(init=False)

    where: tuple[Expression, ...] = Field((), description="conditions; drawn again until all hold")

    @property
    def by_name(self) -> dict[str, Parameter]:
        """Parameters by name, in the order they were written."""
        return self.__pydantic_extra__

    @property
    def drawn(self) -> bool:
        """Whether some value is drawn, so that variants can differ."""
        return any(parameter.kind != "computed" for parameter in self.__pydantic_extra__.values())


NO_PARAMETERS: Final = Parameters(where=())
