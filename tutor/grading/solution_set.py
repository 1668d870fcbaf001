"""A set of numbers or points, or the solutions of something: right when it has the key's elements.

A set, an interval and the words of a solution mean the same: `{2, -3}`, `x = 2 or x = -3`; `(1, 5]`, `1 < x <= 5`. Where the
key is solved, the equation itself isn't yet the answer, though it has the same solutions.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tutor.errors import NotationError
from tutor.grading.complex_balls import IMAGINARY
from tutor.grading.decision import decide, unreadable
from tutor.grading.equivalence import equal, equal_in, letters_of
from tutor.grading.kleene import all_of, any_of
from tutor.grading.previewing import Preview
from tutor.grading.reading import RefusalError
from tutor.grading.solving_comparison import has_points, listed, right_ones, same_solutions
from tutor.grading.solving_line import UndecidedError, line
from tutor.grading.solving_reading import fitting, in_order, is_solved, key_set, typed_set, unreadable_key
from tutor.grading.verdict import Judgement, Verdict
from tutor.notation.sets_printing import set_latex, set_text
from tutor.notation.sets_tree import Everywhere, Joined, Listed, Outside, SetTree, Where, letters, mapped
from tutor.notation.tree import Name, Node, Relation, SetOf, Unary

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant

UNSOLVED: Final = "This has the same solutions; write them out, with the letter alone, as x = 2 or x > 2."


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on a typed set or solution."""
    order: tuple[str, ...] = tuple(getattr(variant.answer, "names", ()))
    domain = getattr(variant.answer, "domain", "real")
    names, positive = frozenset(order) | letters_of(domain), domain == "positive"
    try:
        key = key_set(str(variant.key), names)
    except NotationError:
        return unreadable_key()
    try:
        read = typed_set(text, names | letters(key))
        typed = fitting(read, key, order)
    except RefusalError as refusal:
        return unreadable(refusal)

    def same(given: SetTree, expected: object) -> bool | None:
        other = key_set(str(expected), names)
        if domain == "complex":
            return _same_numbers(given, other)
        return same_solutions(given, other, order or in_order(other), positive=positive)

    found = decide(
        variant, typed, same, read_latex=set_latex(read), slip=lambda: set_slip(typed, key), parts=_parts(typed, key)
    )
    if found.verdict is Verdict.RIGHT and is_solved(key) and not is_solved(typed):
        return replace(found, verdict=Verdict.FORM, message=UNSOLVED)
    return found


def _same_numbers(a: SetTree, b: SetTree) -> bool | None:
    """Two finite sets of complex numbers; None for any other sets: on the complex plane nothing lies between."""
    first, second = _numbers(a), _numbers(b)
    if first is None or second is None:
        return None
    return all_of(
        any_of(equal_in("complex", item, other) for other in there)
        for here, there in ((first, second), (second, first))
        for item in here
    )


def _numbers(tree: SetTree) -> tuple[Node, ...] | None:
    """The elements of a finite set of complex numbers: listed, or each given to the letter (`x = 1 + 2i or x = 1 - 2i`)."""
    match tree:
        case Listed(items=items):
            return items
        case Everywhere(value=False):
            return ()
        case Where(relation=Relation(terms=(Name(name=name), value), ops=("=" | "==",))) if name != IMAGINARY:
            return (value,)
        case Joined(op="or", parts=parts):
            found = [_numbers(part) for part in parts]
            return None if None in found else tuple(item for items in found for item in items or ())
        case _:
            return None


def preview(names: tuple[str, ...], _options: tuple[str, ...], text: str) -> Preview:
    """How the text would be read as a set."""
    found = typed_set(text, frozenset(names))
    return Preview(set_latex(found), set_text(found))


def set_slip(answer: SetTree, key: SetTree) -> str | None:
    """sign, missing-element, extra-element in finite sets; endpoint, direction, union-for-intersection elsewhere."""
    given, wanted = listed(answer), listed(key)
    if given is not None and wanted is not None:
        return _finite_slip(given, wanted)
    if has_points(answer) or has_points(key) or len(letters(answer) | letters(key)) > 1:
        return None
    try:
        return _line_slip(answer, key)
    except UndecidedError:
        return None


def _finite_slip(given: tuple[Node, ...], wanted: tuple[Node, ...]) -> str | None:
    if wanted and given and equal(SetOf(tuple(Unary("-", item) for item in wanted)), SetOf(given)):
        return "sign"
    missing = not all(right_ones(wanted, given))
    extra = not all(right_ones(given, wanted))
    if missing == extra or not given or not wanted:
        return None
    return "missing-element" if missing else "extra-element"


def _line_slip(answer: SetTree, key: SetTree) -> str | None:
    names = letters(answer) | letters(key)
    cut = line((answer, key, _exchanged(answer)), next(iter(names), "x"))
    differing = cut.differing()
    found = set()
    if any(cut.truths[1][::2]) and all(i % 2 for i in differing):
        found.add("endpoint")
    partial = all(any(truths) and not all(truths) for truths in cut.truths[:2])
    if partial and {i for i in differing if i % 2 == 0} == set(range(0, len(cut.at), 2)):
        found.add("direction")
    if not cut.differing(2, 1):
        found.add("union-for-intersection")
    return found.pop() if len(found) == 1 else None


def _exchanged(tree: SetTree) -> SetTree:
    """`and` for `or` and the other way round."""
    match tree:
        case Joined(op="or" | "and" as op, parts=parts):
            return Joined("and" if op == "or" else "or", tuple(map(_exchanged, parts)), tree.span)
        case Outside(of=inner):
            return Outside(_exchanged(inner), tree.span)
        case _:
            return mapped(tree, lambda leaf: leaf)


def _parts(typed: SetTree, key: SetTree) -> tuple[bool, ...]:
    given, wanted = listed(typed), listed(key)
    return right_ones(given, wanted) if given and wanted else ()
