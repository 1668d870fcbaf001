"""A curriculum as an author writes it: frozen models whose JSON Schema completes and checks while one types.

References inside a file are slugs; `tutor.curriculum.curricula` resolves them across files into full references.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag
from pydantic.dataclasses import rebuild_dataclass

from tutor.curriculum.answers import Answer, Expression, Frozen, Markdown, Reference, Slug, unquoted
from tutor.curriculum.lightweight import light
from tutor.curriculum.parameters import NO_PARAMETERS, Parameters

Title = Annotated[str, Field(min_length=1, max_length=200, json_schema_extra=unquoted)]
ConceptKind = Literal["axiom", "definition", "experiment", "result", "model", "claim", "skill"]
Role = Literal["leap", "further", "own-words", "transfer", "limits", "review"]
Provenance = Literal["measured", "reconstructed", "computed", "thought-experiment"]


@light
class Mistake:
    """A wrong answer that people give, and what answers it: a nudge (`ask`) or another question (`goto`)."""

    value: Expression | tuple[Slug, ...]
    ask: Markdown | None = None
    goto: Reference | None = None
    misconception: Slug | None = None


@light
class QuestionTest:
    """An answer and the verdict it must get, run by `tutor check`."""

    answer: Annotated[str, Field(max_length=500, json_schema_extra=unquoted)]
    verdict: Annotated[str, Field(max_length=20)]


@light
class SharedStep:
    """A step that is another concept's question."""

    use: Reference


def _kind_of_step(raw: Any) -> str:
    shared = "use" in raw if isinstance(raw, dict) else isinstance(raw, SharedStep)
    return "shared" if shared else "question"


@light
class Question:
    """A question, with the smaller questions that lead to it."""

    id: Slug
    role: Role | None = None
    ask: Markdown
    exhibits: tuple[Slug, ...] = ()
    parameters: Parameters = Field(default_factory=lambda: NO_PARAMETERS)
    answer: Answer
    difficulty: Annotated[float, Field(ge=-6, le=6)] = 0.0
    mistakes: tuple[Mistake, ...] = ()
    hints: Annotated[tuple[Markdown, ...], Field(max_length=6)] = ()
    steps: Annotated[tuple[Step, ...], Field(max_length=16)] = ()
    solution: Markdown | None = None
    shows: Markdown | None = None
    again: tuple[Slug, ...] = ()
    uses: tuple[Reference, ...] = ()
    tests: tuple[QuestionTest, ...] = ()
    was: tuple[Slug, ...] = ()


Step = Annotated[
    Annotated[Question, Tag("question")] | Annotated[SharedStep, Tag("shared")], Discriminator(_kind_of_step)
]


@light
class Misconception:
    """A wrong idea that people hold, with where it was seen."""

    id: Slug
    title: Title
    seen: Markdown | None = Field(None, description="a study, a collection of answers, or a simulated wrong procedure")


@light
class Concept:
    """One idea: what it rests on, and the questions from which a learner derives it."""

    id: Slug
    title: Title
    aliases: tuple[Title, ...] = ()
    before: Title | None = Field(None, description="neutral title shown until the concept is established")
    kind: ConceptKind
    requires: tuple[Reference, ...] = ()
    wonder: Markdown | None = None
    claim: Markdown | None = None
    sources: tuple[str, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=60)]
    was: tuple[Slug, ...] = ()


@light
class Exhibit:
    """Evidence: a table, a figure in text, a passage or a measurement, with where it comes from."""

    id: Slug
    title: Title
    provenance: Provenance
    source: Markdown | None = None
    units: str | None = None
    uncertainty: str | None = None
    deviation: str | None = None
    body: Markdown


class CurriculumHeader(Frozen):
    """`curriculum.yaml`, or the top of a curriculum in one file."""

    format: Annotated[int, Field(ge=1, le=1)]
    id: Slug
    title: Title
    licence: str = "CC-BY-4.0"
    authors: tuple[str, ...] = ()
    needs: tuple[Slug, ...] = ()
    goals: tuple[Slug, ...] = Field((), description="concepts worth aiming at; the first is the suggested one")
    exhibits: tuple[Exhibit, ...] = ()
    concepts: tuple[Concept, ...] = ()


class Unit(Frozen):
    """One further file of a curriculum folder."""

    unit: Title
    exhibits: tuple[Exhibit, ...] = ()
    concepts: tuple[Concept, ...] = ()


class Curriculum(Frozen):
    """A whole curriculum: the header with the exhibits and concepts of all its files, in order."""

    id: Slug
    title: Title
    licence: str
    authors: tuple[str, ...] = ()
    needs: tuple[Slug, ...] = ()
    goals: tuple[Slug, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    concepts: tuple[Concept, ...] = ()


class Pinned(Frozen):
    """Curricula kept for a session that began with them."""

    format: Annotated[int, Field(ge=1, le=1)]
    curricula: tuple[Curriculum, ...]


rebuild_dataclass(Question)  # type: ignore[arg-type]
