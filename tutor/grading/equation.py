"""An equation in given letters: right when it has the key's solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.grading.decision import decide, unreadable
from tutor.grading.equivalence import same_equation
from tutor.grading.form import unmet
from tutor.grading.previewing import Preview, preview_of_tree
from tutor.grading.reading import RefusalError, key_tree, settled, typed_tree, with_letters
from tutor.grading.slips import equation_slip
from tutor.grading.verdict import Judgement
from tutor.notation.printing import to_latex
from tutor.notation.tree import Node, Relation, free_names

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on a typed equation."""
    key = key_tree(variant)
    letters = frozenset(getattr(variant.answer, "names", ())) | free_names(key)
    try:
        typed = _read(text, letters)
        for side in typed.terms:
            settled(side)  # 1/0 on a side is no equation
    except RefusalError as refusal:
        return unreadable(refusal)

    positive = getattr(variant.answer, "domain", "real") == "positive"

    def slip() -> str | None:
        return equation_slip(typed, key, positive=positive) if isinstance(key, Relation) else None

    def same(one: Node, other: Node) -> bool | None:
        return same_equation(one, other, positive=positive)

    return decide(variant, typed, same, read_latex=to_latex(typed), slip=slip, form=lambda: unmet(variant, typed))


def preview(names: tuple[str, ...], _options: tuple[str, ...], text: str) -> Preview:
    """How the text would be read as an equation."""
    return preview_of_tree(_read(text, frozenset(names)) if names else _equation(typed_tree(text)))


def _read(text: str, letters: frozenset[str]) -> Relation:
    typed = _equation(typed_tree(text, letters))
    return Relation(tuple(with_letters(side, letters) for side in typed.terms), typed.ops, typed.span)


def _equation(typed: Node) -> Relation:
    if isinstance(typed, Relation) and len(typed.terms) == 2 and typed.ops[0] in ("=", "=="):
        return typed
    raise RefusalError("One equation is expected: two sides with = between them.", (typed.span.start, typed.span.end))
