"""A concept and a question among all others: the author's text with its references resolved.

References are full: `curriculum/concept`, `curriculum/concept/question[/step...]`, `curriculum@exhibit`,
`curriculum/concept#misconception`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from tutor.curriculum.answers import (
    CHOICE_KINDS,
    ChoiceAnswer,
    ChoicesAnswer,
    FlawAnswer,
    MatchAnswer,
    OrderAnswer,
    WithOptions,
)
from tutor.curriculum.model import Concept, Question, Role
from tutor.curriculum.validation import adapter


@dataclass(frozen=True, slots=True, eq=False)
class ConceptNode:
    """`questions`: its own, without their steps, in order. `misconceptions`: full references by id."""

    ref: str
    curriculum: str
    concept: Concept
    requires: tuple[str, ...]
    questions: tuple[str, ...]
    misconceptions: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class QuestionNode:
    """A question or step.

    `steps`: the questions that lead to it, shared ones by their own reference; `uses`: concepts beside its own; `root`:
    the question at the top of its tree; `role`: None for a step; `rubric`: the question behind each point of an
    own-words question; `parametric`: whether variants differ, by its own parameters or by those of a question above it.
    """

    ref: str
    concept: str
    question: Question
    parent: str | None
    root: str
    steps: tuple[str, ...]
    uses: tuple[str, ...]
    exhibits: tuple[str, ...]
    again: tuple[str, ...]
    role: Role | None
    rubric: tuple[str | None, ...]
    parametric: bool
    whole: Question = field(repr=False)  # the root's text
    hashes: dict[str, str] = field(repr=False)  # by root, shared by all nodes: computed when asked for

    @property
    def hash(self) -> str:
        """blake2b of the root question's content: 32 hexadecimal digits. Variants are drawn from it."""
        known = self.hashes.get(self.root)
        if known is None:
            known = self.hashes[self.root] = content_hash(self.whole)
        return known

    @property
    def choice(self) -> bool:
        """Whether the right answer stands on the screen."""
        return self.question.answer.kind in CHOICE_KINDS

    @property
    def guess(self) -> float:
        """Probability of being right by picking blindly; 0 where nothing is picked."""
        match self.question.answer:
            case ChoiceAnswer(options=options):
                return 1 / len(options)
            case ChoicesAnswer(options=options):
                return 0.5 ** len(options)
            case OrderAnswer(options=options):
                return 1 / math.factorial(len(options))
            case MatchAnswer(items=items, options=options):
                return math.pow(len(options), -len(items))
            case FlawAnswer(lines=lines):
                return 1 / len(lines)
            case _:
                return 0.0

    @property
    def reading_words(self) -> int:
        """Words that must be read before answering: the question's and its options'."""
        answer = self.question.answer
        texts = [self.question.ask]
        if isinstance(answer, WithOptions):
            texts += answer.options.values()
            texts += answer.items.values() if isinstance(answer, MatchAnswer) else ()
        elif isinstance(answer, FlawAnswer):
            texts += answer.lines
        return sum(len(text.split()) for text in texts)


def content_hash(question: Question) -> str:
    """blake2b (16 bytes, as hexadecimal digits) of all that an author wrote for a question and its steps."""
    content = adapter(Question).dump_json(question, by_alias=True, exclude_defaults=True)
    return blake2b(content, digest_size=16).hexdigest()
