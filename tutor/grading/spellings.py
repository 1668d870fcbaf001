"""Honest spellings of a value: what learners would type for it. With these `tutor check` tries a question's
own grader.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from tutor.curriculum.answers import WRITTEN_KINDS
from tutor.grading.form_spelling import key_in_form
from tutor.grading.matrix import as_matrix
from tutor.grading.options import LETTERS, plain
from tutor.grading.vector import as_vector
from tutor.notation.printing import to_latex, to_text
from tutor.notation.tree import Node, Number, Relation

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant


def spellings(variant: Variant, value: object) -> tuple[str, ...]:
    """The plainest spelling of a key or a mistake's value first, then others; empty for kinds that aren't
    graded.
    """
    if variant.kind in ("predict", "own-words") or value is None:
        return ()
    if variant.kind in ("choice", "choices", "order", "match", "flaw"):
        return _of_options(variant, value)
    if variant.kind == "text":
        return str(value), f"  {str(value).upper()} "
    if variant.kind in WRITTEN_KINDS:
        return str(value), f" {value} "
    if getattr(variant.answer, "form", ()) and value is variant.key:
        found = key_in_form(variant)
        if found:
            return found
    return _of_tree(variant, cast("Node", value))


def _of_options(variant: Variant, value: object) -> tuple[str, ...]:
    ids = [option.id for option in variant.options]
    single = isinstance(value, str | int | Number)
    wanted = [_identifier(value)] if single else [str(part) for part in cast("Iterable[object]", value)]
    if not set(wanted) <= set(ids):
        return (", ".join(wanted),)  # an option that isn't there: its own complaint, by the linter
    places = [ids.index(part) for part in wanted]
    if variant.kind == "flaw":
        return str(places[0] + 1), f"line {places[0] + 1}"
    if single:
        return f"{places[0] + 1})", f"({LETTERS[places[0]]})", variant.options[places[0]].text
    if not places:
        return ("none",)
    numbers = " ".join(str(place + 1) for place in places)
    if any(plain(option.text) in LETTERS for option in variant.options):
        return numbers, numbers.replace(" ", ", ")  # a letter is an option's own name here
    return numbers, ", ".join(LETTERS[place] for place in places)


def _identifier(value: object) -> str:
    return str(value.value) if isinstance(value, Number) else str(value)


def _of_tree(variant: Variant, value: Node) -> tuple[str, ...]:
    plain, latex = to_text(value), to_latex(value)
    if variant.kind == "equation" and isinstance(value, Relation) and len(value.terms) == 2:
        left, right = map(to_text, value.terms)
        return plain, f"{right} = {left}", f"2*({left}) = 2*({right})"
    if variant.kind == "vector":
        return plain, *_of_vector(variant, value)
    if variant.kind == "matrix":
        rows = as_matrix(value)
        listed = [f"[{', '.join(map(to_text, row))}]" for row in rows.rows] if rows is not None else []
        return plain, latex, *([f"[{', '.join(listed)}]"] if listed else [])
    return plain, latex, f"({plain})"


def _of_vector(variant: Variant, value: Node) -> list[str]:
    vector = as_vector(value)
    if vector is None or len(vector.items) < 2:
        return [to_latex(value)]
    entries = [to_text(item) for item in vector.items]
    labels = getattr(variant.answer, "names", ())
    named = [", ".join(f"{label} = {entry}" for label, entry in zip(labels, entries, strict=False))]
    return [f"[{'; '.join(entries)}]", ", ".join(entries), *(named if len(labels) == len(entries) else [])]
