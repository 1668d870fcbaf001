"""A curriculum on its way out: concepts in order of dependence, their questions drawn, their keys in words. Keys are in the open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tutor.curriculum.answers import UNGRADED_KINDS, WRITTEN_KINDS
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.nodes import ConceptNode, QuestionNode
from tutor.curriculum.variants import Variant, draw
from tutor.grading.spellings import spellings
from tutor.notation.printing import to_latex, to_text
from tutor.notation.tree import Node, Number


@dataclass(slots=True)
class Left:
    """What the other format has no place for: how many questions, by reason."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, reason: str) -> None:
        """One more."""
        self.counts[reason] = self.counts.get(reason, 0) + 1


def concepts_of(curricula: Curricula, name: str) -> Iterator[ConceptNode]:
    """The curriculum's own concepts, each after those that it requires."""
    for ref in curricula.concepts:
        node = curricula.concept(ref)
        if node.curriculum == name:
            yield node


def variants_of(curricula: Curricula, node: QuestionNode, most: int) -> Iterator[Variant]:
    """The first variants of a question whose texts differ, `most` at the most."""
    seen: set[str] = set()
    for n in range(4 * most if node.parametric else 1):
        variant = draw(curricula, node.ref, n)
        if variant.ask not in seen:
            seen.add(variant.ask)
            yield variant
        if len(seen) >= most:
            return


def key_of(variant: Variant) -> str | None:
    """The key as Markdown; None where any answer counts."""
    if variant.kind in UNGRADED_KINDS or variant.key is None:
        return None
    texts = {option.id: option.text for option in variant.options}
    if variant.kind == "flaw":
        return f"Line {variant.key}"
    if isinstance(variant.key, frozenset):
        return "\n".join(f"- {option.text}" for option in variant.options if option.id in variant.key) or "None of them"
    if isinstance(variant.key, tuple):
        return "\n".join(f"{place}. {texts[one]}" for place, one in enumerate(variant.key, 1))
    if isinstance(variant.key, str):
        return texts.get(variant.key, f"`{variant.key}`" if variant.kind in WRITTEN_KINDS else variant.key)
    if getattr(variant.answer, "form", ()):
        return f"`{spellings(variant, variant.key)[0]}`"
    return value_shown(variant.key)


def value_shown(value: Node) -> str:
    """A value as Markdown: digits where that's all it is, else mathematics."""
    if isinstance(value, Number) and value.value.denominator == 1:
        return to_text(value)
    return f"${to_latex(value)}$"


def options_shown(variant: Variant) -> str:
    """The options, or the lines of an argument, as a Markdown list."""
    return "\n".join(f"{place}. {option.text}" for place, option in enumerate(variant.options, 1))


def exhibits_of(curricula: Curricula, node: QuestionNode) -> Iterator[str]:
    """The evidence shown with a question, with its source, as Markdown."""
    for ref in node.exhibits:
        exhibit = curricula.exhibit(ref)
        source = f"\n\n*{exhibit.provenance}{': ' + exhibit.source.strip() if exhibit.source else ''}*"
        yield f"**{exhibit.title}**\n\n{exhibit.body.strip()}{source}"
