"""Comparisons that the quick tiers leave open: the same trees at rising precision, at many more points.

Only a worker process runs `settle`: flint's precision is one setting for the whole process, and nothing bounds the time
that a comparison takes here but the worker's deadline.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from tutor.grading import balls, expression, typed_number
from tutor.grading.by_balls import same_values
from tutor.grading.equivalence import letters_of
from tutor.grading.points import distant_points
from tutor.grading.reading import RefusalError
from tutor.grading.verdict import Judgement, Verdict
from tutor.notation.tree import Node, free_names

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

PRECISIONS: Final = (256, 1024, 4096)  # bits
POINTS: Final = 200
DOMAINS: Final = frozenset({"real", "positive"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two scalar trees, and whether letters are positive."""

    a: Node
    b: Node
    positive: bool

    def __post_init__(self) -> None:
        """Trees alone go to a worker: nothing there reads text."""
        if not isinstance(self.a, Node) or not isinstance(self.b, Node):
            raise TypeError("a comparison is of two trees")


def left_open(variant: Variant, text: str) -> Comparison | None:
    """The trees behind an answer that was undecided; None where a worker can't say more."""
    domain = getattr(variant.answer, "domain", "real")
    if variant.kind not in ("expression", "number") or domain not in DOMAINS or not isinstance(variant.key, Node):
        return None
    letters = frozenset(getattr(variant.answer, "names", ())) | free_names(variant.key) | letters_of(domain)
    try:
        typed = (
            expression.read_answer(text, letters) if variant.kind == "expression" else typed_number.read_number(text)
        )
    except RefusalError:
        return None
    return Comparison(typed, variant.key, domain == "positive")


def with_outcome(judgement: Judgement, outcome: bool | None) -> Judgement:
    """An undecided judgement, decided: right, or wrong without a name for what is."""
    if outcome is None or judgement.verdict is not Verdict.UNDECIDED:
        return judgement
    return replace(judgement, verdict=Verdict.RIGHT if outcome else Verdict.WRONG, message=None)


def settle(comparison: Comparison) -> bool | None:
    """True, False or None, in a process of its own: it changes flint's precision."""
    a, b = comparison.a, comparison.b
    names = (free_names(a) | free_names(b)) - {"pi", "e"}
    flint: Any = balls.flint_library()
    for bits in PRECISIONS:
        flint.ctx.prec = bits
        points = islice(distant_points(names, comparison.positive), POINTS if names else 1)
        outcome = same_values(a, b, points, enough=5 if names else 1)
        if outcome is not None:
            return outcome
    return None
