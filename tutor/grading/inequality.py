"""An inequality in given letters: right when it holds for the same values as the key.

`2x + y <= 4` and `4 >= y + 2x` differ by a positive factor of the difference of their sides; `x^2 < 4` and `-2 < x < 2` have the
same solutions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tutor.errors import NotationError
from tutor.grading import balls
from tutor.grading.decision import decide, unreadable
from tutor.grading.points import ball_points
from tutor.grading.previewing import Preview
from tutor.grading.reading import RefusalError
from tutor.grading.slips import equation_slip, expression_slip
from tutor.grading.solution_set import set_slip
from tutor.grading.solving_comparison import same_solutions
from tutor.grading.solving_reading import fitting, key_set, typed_set, unreadable_key
from tutor.grading.verdict import Judgement
from tutor.notation.sets_printing import set_latex, set_text
from tutor.notation.sets_tree import Interval, Listed, SetTree, Where, leaves, letters
from tutor.notation.tree import Binary, Call, Name, Node, Relation, free_names, walk

if TYPE_CHECKING:
    from flint import arb

    from tutor.curriculum.variants import Variant

_TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
AGREEMENTS: Final = 6


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on a typed inequality."""
    order: tuple[str, ...] = tuple(getattr(variant.answer, "names", ()))
    names = frozenset(order)
    positive = getattr(variant.answer, "domain", "real") == "positive"
    try:
        key = key_set(str(variant.key), names)
    except NotationError:
        return unreadable_key()
    try:
        read = _inequality(typed_set(text, names | letters(key)))
        typed = fitting(read, key, order)
    except RefusalError as refusal:
        return unreadable(refusal)

    def same(given: SetTree, expected: object) -> bool | None:
        other = key_set(str(expected), names)
        factor = _factor(given, other, positive)
        if factor is not None and factor == 1:
            return True
        return same_solutions(given, other, positive=positive)

    return decide(variant, typed, same, read_latex=set_latex(read), slip=lambda: _slip(typed, key, positive))


def preview(names: tuple[str, ...], _options: tuple[str, ...], text: str) -> Preview:
    """How the text would be read as an inequality."""
    found = _inequality(typed_set(text, frozenset(names)))
    return Preview(set_latex(found), set_text(found))


def _inequality(typed: SetTree) -> SetTree:
    if any(isinstance(leaf, Listed | Interval) for leaf in leaves(typed)):
        raise RefusalError("An inequality is expected here, as 2x + y <= 4.", (typed.span.start, typed.span.end))
    return typed


def _lowered(tree: SetTree) -> tuple[Node, str] | None:
    """`a < b` as a - b and <; `a > b` as b - a and <."""
    if not isinstance(tree, Where) or len(tree.relation.ops) != 1 or tree.relation.ops[0] not in _TURNED:
        return None
    (left, right), op = tree.relation.terms, tree.relation.ops[0]
    return (Binary("-", left, right), op) if op[0] == "<" else (Binary("-", right, left), _TURNED[op])


def _factor(a: SetTree, b: SetTree, positive: bool) -> int | None:
    """The sign of the constant by which two inequalities of one strictness differ; None when there's none to be seen."""
    first, second = _lowered(a), _lowered(b)
    if first is None or second is None or first[1] != second[1]:
        return None
    return _ratio_sign(first[0], second[0], positive)


def _ratio_sign(a: Node, b: Node, positive: bool) -> int | None:
    names = (free_names(a) | free_names(b)) - {"pi", "e"}
    ratio: arb | None = None
    agreed = 0
    for point in ball_points(names, positive):
        try:
            x, y = balls.value_at(a, point), balls.value_at(b, point)
        except balls.OutOfReachError:
            continue
        if x.contains(0) or y.contains(0):
            continue
        if ratio is not None and not balls.agree(x / y, ratio):
            return None
        ratio, agreed = x / y, agreed + 1
        if agreed == AGREEMENTS:
            return 1 if ratio > 0 else -1
    return None


def _slip(typed: SetTree, key: SetTree, positive: bool) -> str | None:
    first, second = _lowered(typed), _lowered(key)
    if first is None or second is None:
        return set_slip(typed, key)
    found = _ratio_sign(first[0], second[0], positive)
    if found is not None:
        if first[1] == second[1]:
            return "direction"
        return "endpoint" if found == 1 else None
    if first[1] != second[1] or not isinstance(typed, Where) or not isinstance(key, Where):
        return None
    answer, wanted = (_as_equation(tree.relation, positive) for tree in (typed, key))
    return _slip_of_one_side(answer, wanted) or equation_slip(answer, wanted)


def _slip_of_one_side(answer: Relation, key: Relation) -> str | None:
    """Where both say what the same letter is compared with: a slip in that."""
    for i in (0, 1):
        for k in (0, 1):
            alone = key.terms[k]
            if isinstance(alone, Name) and answer.terms[i] == alone and alone not in walk(key.terms[1 - k]):
                return expression_slip(answer.terms[1 - i], key.terms[1 - k])
    return None


def _as_equation(relation: Relation, positive: bool) -> Relation:
    terms = tuple(_without_bars(term) if positive else term for term in relation.terms)
    return Relation(terms, ("=",), relation.span)


def _without_bars(node: Node) -> Node:
    """|R| as R, where R is positive."""
    return (
        node.args[0] if isinstance(node, Call) and node.function == "abs" and isinstance(node.args[0], Name) else node
    )
