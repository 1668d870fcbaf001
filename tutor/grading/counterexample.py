"""Numbers at which a wrong formula shows itself: the learner is asked to try it there, and not told what it should give."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product
from typing import Final

from tutor.errors import NotationError
from tutor.grading import balls
from tutor.grading.exact import exact
from tutor.notation.evaluation import evaluate
from tutor.notation.printing import to_latex
from tutor.notation.tree import Name, Node, Number, free_names

SMALL: Final = (2, 3, 5, 1, 4, 10)  # told apart more easily than 0 and 1, which hide what is multiplied
MOST_LETTERS: Final = 4
TRIED: Final = 24
FAR_ENOUGH: Final = Fraction(1, 50)  # relative to the larger of 1 and the value
DIGITS: Final = 4  # significant, of a value that isn't a short fraction


def counterexample(answer: Node, key: Node) -> str | None:
    """A sentence with small whole numbers for the letters at which the two are proven to differ, and what the answer gives
    there; None where the key is a constant, or nothing small shows it.
    """
    letters = sorted((free_names(key) | free_names(answer)) - {"pi", "e"})
    if not 1 <= len(letters) <= MOST_LETTERS or not free_names(key) - {"pi", "e"}:
        return None
    for values in islice(_choices(len(letters)), TRIED):
        point = {letter: Number(Fraction(value)) for letter, value in zip(letters, values, strict=True)}
        given = _value(answer, point)
        if given is not None and _differ(given, _value(key, point)):
            where = ", ".join(f"${to_latex(Name(letter))} = {point[letter].value}$" for letter in letters)
            return f"Try it with {where}: there it gives ${_shown(given)}$. Is that what it should be?"
    return None


def _choices(count: int) -> Iterator[tuple[int, ...]]:
    """All different numbers first."""
    every = list(product(SMALL, repeat=count))
    yield from sorted(every, key=lambda values: len(values) - len(set(values)))


def _value(node: Node, point: dict[str, Number]) -> Node | None:
    try:
        found = evaluate(node, point)
    except NotationError:
        return None
    return found if not free_names(found) - {"pi", "e"} else None


def _differ(a: Node, b: Node | None) -> bool:
    if b is None:
        return False
    try:
        first, second = balls.value_at(a, {}), balls.value_at(b, {})
    except balls.OutOfReachError:
        return False
    apart = abs(first - second)
    return bool(apart > balls.ball(FAR_ENOUGH) * (1 + abs(second)))


def _shown(value: Node) -> str:
    found = exact(value)
    if found is not None and len(str(found)) <= 2 * DIGITS:
        return to_latex(Number(found))
    return f"{float(balls.value_at(value, {}).mid()):.{DIGITS}g}"
