"""What rests on what in a curriculum, down to what rests on nothing: concepts of other curricula included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tutor.curriculum.curricula import Curricula
from tutor.curriculum.model import ConceptKind
from tutor.notation.markdown import plain

LETTERS: Final[Mapping[ConceptKind, str]] = MappingProxyType(
    {
        "axiom": "A",
        "definition": "D",
        "experiment": "E",
        "result": "R",
        "model": "M",
        "claim": "C",
        "skill": "S",
    }
)
_WIDE: Final = 10_000  # columns: a title is set on one line


@dataclass(frozen=True, slots=True)
class Placed:
    """A concept. `level`: 0 when it rests on nothing, else one above the highest it requires. `title`: one line, without
    markup. `requires`: directly; `implied`: those of `requires` that another of them already rests on."""

    ref: str
    title: str
    kind: ConceptKind
    level: int
    foreign: bool
    requires: tuple[str, ...]
    implied: frozenset[str]

    @property
    def drawn(self) -> tuple[str, ...]:
        """What it requires, without what is implied."""
        return tuple(ref for ref in self.requires if ref not in self.implied)

    @property
    def letter(self) -> str:
        """Its kind as one letter."""
        return LETTERS[self.kind]

    @property
    def name(self) -> str:
        """As one writes it inside the curriculum: the id, or the whole reference of a concept from elsewhere."""
        return self.ref if self.foreign else self.ref.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Foundations:
    """All concepts, each after those it requires. `goal`: the one that all of it is for, if it's for one."""

    curriculum: str
    title: str
    concepts: Mapping[str, Placed]
    goal: str | None = None


def foundations(curricula: Curricula, name: str, goal: str | None = None) -> Foundations:
    """All concepts of the curriculum, or the goal (a reference), with everything that they rest on."""
    own = [ref for ref in curricula.concepts if curricula.concept(ref).curriculum == name] if goal is None else [goal]
    wanted = set(own).union(*map(curricula.ancestors, own))
    levels: dict[str, int] = {}
    concepts: dict[str, Placed] = {}
    for ref in curricula.concepts:
        if ref in wanted:
            node = curricula.concept(ref)
            levels[ref] = 1 + max((levels[below] for below in node.requires), default=-1)
            concepts[ref] = Placed(
                ref, one_line(node.concept.title), node.concept.kind, levels[ref], node.curriculum != name,
                node.requires, frozenset(_implied(curricula, node.requires)),
            )  # fmt: skip
    title = next(model.title for model in curricula.models if model.id == name)
    return Foundations(name, one_line(title), MappingProxyType(concepts), goal)


def one_line(text: str) -> str:
    """Markdown as one line of plain text, formulas set as far as a line can hold them; nothing in it acts on a terminal."""
    return " ".join(plain(text, width=_WIDE, tall=False).split())


def _implied(curricula: Curricula, requires: tuple[str, ...]) -> Iterator[str]:
    for ref in requires:
        if any(ref in curricula.ancestors(other) for other in requires if other != ref):
            yield ref
