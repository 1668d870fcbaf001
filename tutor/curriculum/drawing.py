"""Draws a question's parameters: kinds of parameter, conditions, and what a step inherits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import Final

from tutor.curriculum.parameters import (
    ComputedParameter,
    IntegerParameter,
    MatrixParameter,
    OneOfParameter,
    Parameter,
    Parameters,
    RationalParameter,
    VectorParameter,
    WordParameter,
)
from tutor.curriculum.placeholders import expression
from tutor.curriculum.stream import Stream
from tutor.errors import CurriculumError, NotationError
from tutor.notation.evaluation import evaluate, truth
from tutor.notation.tree import Matrix, Node, Number, Text, Vector, free_names

TRIES: Final = 400  # draws until all conditions hold
FRACTIONS: Final = 200  # draws until a fraction is in lowest terms and not excluded

Values = Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class Plan:
    """Parameters ready to be drawn. `checks`: for each parameter, the conditions that are decided once it is known."""

    parameters: tuple[tuple[str, Parameter, Node | None], ...]
    checks: tuple[tuple[tuple[str, Node], ...], ...]


def plan(parameters: Parameters) -> Plan:
    """Expressions read, and each condition put as early as possible. Raises NotationError for what can't be read."""
    known = [
        (name, one, expression(one.value) if isinstance(one, ComputedParameter) else None)
        for name, one in parameters.by_name.items()
    ]
    place = {name: i for i, (name, _, _) in enumerate(known)}
    checks: list[list[tuple[str, Node]]] = [[] for _ in range(max(1, len(known)))]
    for text in parameters.where:
        condition = expression(text)
        last = max((place[name] for name in free_names(condition) if name in place), default=0)
        checks[last].append((text, condition))
    return Plan(tuple(known), tuple(map(tuple, checks)))


def drawn(planned: Plan, inherited: Values, stream: Stream, ref: str) -> dict[str, Node]:
    """Values of the question's own parameters such that all its conditions hold; `inherited` are those of its parents.

    Raises CurriculumError("curriculum-undrawable") after 400 tries, naming what failed most.
    """
    failures: Counter[str] = Counter()
    for _ in range(TRIES):
        failed, own = _attempt(planned, inherited, stream)
        if failed is None:
            return own
        failures[failed] += 1
    worst, count = failures.most_common(1)[0]
    raise CurriculumError(
        "curriculum-undrawable", f"no variant of `{ref}` was found in {TRIES} tries: {count} of them failed at {worst}",
        remedy="loosen that condition, or widen the ranges",
    )  # fmt: skip


def _attempt(planned: Plan, inherited: Values, stream: Stream) -> tuple[str | None, dict[str, Node]]:
    """One try: what failed first, and the values up to there."""
    bindings, own = dict(inherited), {}
    for i, checks in enumerate(planned.checks):
        try:
            if planned.parameters:
                name, parameter, computed = planned.parameters[i]
                own[name] = bindings[name] = _value(parameter, computed, bindings, stream)
            for text, condition in checks:
                if not truth(condition, bindings):
                    return f"`{text}`", own
        except NotationError as error:
            if error.code != "undefined":
                raise
            # A division by zero and the like: this draw is none. What never has a value fails every try, and is named.
            return f"`{planned.parameters[i][0] if planned.parameters else checks[0][0]}`: {error.what}", own
    return None, own


def _value(parameter: Parameter, computed: Node | None, bindings: Values, stream: Stream) -> Node:
    match parameter:
        case IntegerParameter(low=low, high=high, exclude=exclude):
            return _integer(low, high, exclude, stream)
        case RationalParameter():
            return _fraction(parameter, stream)
        case VectorParameter(size=size, low=low, high=high):
            return Vector(tuple(_number(stream.between(low, high)) for _ in range(size)))
        case MatrixParameter(rows=rows, columns=columns, low=low, high=high):
            return Matrix(tuple(tuple(_number(stream.between(low, high)) for _ in range(columns)) for _ in range(rows)))
        case WordParameter(of=of):
            return Text(of[stream.below(len(of))])
        case OneOfParameter(of=of):
            return evaluate(expression(of[stream.below(len(of))]), bindings)
        case _:
            assert computed is not None
            return evaluate(computed, bindings)


def _number(value: int | Fraction) -> Number:
    return Number(Fraction(value))


def _integer(low: int, high: int, exclude: tuple[int, ...], stream: Stream) -> Number:
    """Each allowed number equally likely: the chosen place is moved past the excluded ones below it."""
    skipped = sorted({one for one in exclude if low <= one <= high})
    left = high - low + 1 - len(skipped)
    if left < 1:
        raise NotationError("undefined", f"nothing is left between {low} and {high}", remedy="widen the range")
    value = low + stream.below(left)
    for one in skipped:
        value += one <= value
    return _number(value)


def _fraction(parameter: RationalParameter, stream: Stream) -> Number:
    excluded = {_rational(str(one)) for one in parameter.exclude}
    for _ in range(FRACTIONS):
        below = parameter.denominators[stream.below(len(parameter.denominators))]
        if parameter.low >= parameter.high:
            break
        above = stream.between(parameter.low * below, parameter.high * below)
        value = Fraction(above, below)
        if gcd(above, below) == 1 and value not in excluded:
            return _number(value)
    raise NotationError("undefined", "there's no such fraction in this range", remedy="widen the range")


def _rational(text: str) -> Fraction | None:
    value = evaluate(expression(text), {})
    return value.value if isinstance(value, Number) else None
