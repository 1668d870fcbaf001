"""An expression in given letters: right when it has the key's value whatever the letters are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.grading.antiderivative import constant_complaint, same_derivative
from tutor.grading.asked import is_asked_back
from tutor.grading.counterexample import counterexample
from tutor.grading.decision import decide, unreadable
from tutor.grading.equivalence import equal_in, letters_of
from tutor.grading.form import unmet
from tutor.grading.previewing import Preview, preview_of_tree
from tutor.grading.reading import RefusalError, key_tree, scalar, settled, typed_tree, with_letters, without_label
from tutor.grading.slips import expression_slip
from tutor.grading.verdict import Judgement, Verdict
from tutor.notation.printing import to_latex
from tutor.notation.tree import Matrix, Node, Relation, Vector, free_names

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant


def judge(variant: Variant, text: str) -> Judgement:
    """The verdict on a typed expression. `y = ...` is taken as its right side where `y` is no letter of the
    answer.
    """
    key = key_tree(variant)
    domain = getattr(variant.answer, "domain", "real")
    letters = frozenset(getattr(variant.answer, "names", ())) | free_names(key) | letters_of(domain)
    integrated = getattr(variant.answer, "antiderivative_in", None)
    try:
        typed = _read(text, letters)
        letters |= free_names(typed) if integrated else frozenset()  # the constant's letter is the learner's choice
        typed = with_letters(typed, letters)
        value = typed if domain == "complex" else settled(typed)
        if not isinstance(key, Vector | Matrix):
            scalar(value, "One expression")
    except RefusalError as refusal:
        return unreadable(refusal)

    def same(one: Node, other: Node) -> bool | None:
        return same_derivative(one, other, integrated) if integrated else equal_in(domain, one, other)

    judgement = decide(
        variant,
        value,
        same,
        read_latex=to_latex(typed),
        slip=lambda: expression_slip(typed, key, positive=domain == "positive"),
        restated=lambda: is_asked_back(typed, key, variant.ask, letters),
        counterexample=lambda: counterexample(value, key) if domain != "complex" and not integrated else None,
        form=lambda: unmet(variant, typed),
    )
    if integrated and judgement.verdict is Verdict.RIGHT:
        complaint = constant_complaint(value, key, integrated)
        return replace(judgement, verdict=Verdict.FORM, message=complaint) if complaint else judgement
    return judgement


def read_answer(text: str, letters: frozenset[str]) -> Node:
    """The tree of a typed expression. Raises RefusalError."""
    return with_letters(_read(text, letters), letters)


def preview(names: tuple[str, ...], _options: tuple[str, ...], text: str) -> Preview:
    """How the text would be read as an expression in these letters."""
    letters = frozenset(names)
    typed = _read(text, letters)
    return preview_of_tree(with_letters(typed, letters) if letters else typed)


def _read(text: str, letters: frozenset[str]) -> Node:
    typed = without_label(typed_tree(text, letters), letters)
    if isinstance(typed, Relation):
        raise RefusalError("An expression is expected here, not an equation.", (typed.span.start, typed.span.end))
    return typed
