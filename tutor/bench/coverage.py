"""What a curriculum covers, concept by concept: counts, shares, minutes. Steps count as questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tutor.chain.outlook import Outlook
from tutor.chain.path import WORDS_PER_SECOND, minutes
from tutor.curriculum.answers import CHOICE_KINDS
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.model import ConceptKind
from tutor.curriculum.nodes import QuestionNode
from tutor.curriculum.variants import count
from tutor.learner.estimate import Estimate
from tutor.session.desk import graph_of

WORDS_PER_MINUTE: Final = 60 * WORDS_PER_SECOND
DRAWS: Final = 40  # in which different variants are counted
NOT_COMPUTED: Final = CHOICE_KINDS | {
    "own-words",
    "text",
    "logic",
}  # answers that are seen, said or argued, not worked out
AFTER_THE_LEAP: Final = ("own-words", "transfer", "limits")  # what makes a result more than a formula


@dataclass(frozen=True, slots=True)
class Shown:
    """A misconception, and how many different questions have a mistake that shows it."""

    misconception: str
    questions: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one concept has.

    `answers`: questions by kind of answer; `roles`: whole questions by role; `depth`: levels of its deepest tree, 1 without
    steps; `steps`: those below its leap, all levels; `variants`: the fewest different ones among `DRAWS` draws of a
    parametric question, None without one; `words`: to be read in all questions with their options; `minutes`: expected of a
    newcomer who derives it, as `tutor path` reckons; `unsolved`: whole questions that have no solution to show;
    `repeatable`: whether it can be asked twice, by numbers that vary or by a second graded question.
    """

    ref: str
    title: str
    kind: ConceptKind
    questions: int
    parametric: int
    not_computed: int
    answers: Mapping[str, int]
    roles: Mapping[str, int]
    missing: tuple[str, ...]
    depth: int
    steps: int
    misconceptions: tuple[Shown, ...]
    mistakes: int
    hints: int
    sources: int
    exhibits: int
    variants: int | None
    unsolved: int
    repeatable: bool
    words: int
    reading_minutes: float
    minutes: float


def coverage(curricula: Curricula, name: str) -> tuple[Coverage, ...]:
    """Every concept of the curriculum of that name, in order. Raises CurriculumError for questions that can't be drawn."""
    outlook = Outlook(curricula, graph_of(curricula), Estimate())
    own = (ref for ref in curricula.concepts if curricula.concept(ref).curriculum == name)
    return tuple(_of_concept(outlook, ref) for ref in own)


def _of_concept(outlook: Outlook, ref: str) -> Coverage:
    curricula = outlook.curricula
    node = curricula.concept(ref)
    questions = tuple(_own(curricula, ref))
    texts = [one.question for one in questions]
    answers = Counter(str(one.answer.kind) for one in texts)
    roles = Counter(str(curricula.question(root).role) for root in node.questions)
    words = sum(one.reading_words for one in questions)
    return Coverage(
        ref=ref, title=node.concept.title, kind=node.concept.kind, questions=len(questions),
        parametric=sum(one.parametric for one in questions),
        not_computed=sum(number for kind, number in answers.items() if kind in NOT_COMPUTED),
        answers=dict(answers.most_common()), roles=dict(roles),
        missing=tuple(_missing(roles, answers)) if node.concept.kind == "result" else (),
        depth=max(_depth(curricula, root) for root in node.questions),
        steps=sum(1 for _ in curricula.tree(curricula.leap(ref))) - 1,
        misconceptions=tuple(_shown(node.misconceptions, questions)),
        mistakes=sum(len(one.mistakes) for one in texts), hints=sum(len(one.hints) for one in texts),
        sources=len(node.concept.sources), exhibits=len(_exhibits(questions)), variants=_variants(curricula, questions),
        unsolved=sum(1 for one in questions if one.parent is None and one.question.solution is None and _graded(one)),
        repeatable=any(one.parametric for one in questions) or sum(map(_graded, questions)) > 1,
        words=words, reading_minutes=round(words / WORDS_PER_MINUTE, 1), minutes=round(minutes(outlook, ref), 1),
    )  # fmt: skip


def _own(curricula: Curricula, concept: str) -> Iterator[QuestionNode]:
    """The concept's questions and steps, each once; steps shared from elsewhere belong there."""
    seen = dict.fromkeys(one for root in curricula.concept(concept).questions for one in curricula.tree(root))
    return (node for node in map(curricula.question, seen) if node.concept == concept)


def _graded(node: QuestionNode) -> bool:
    return node.question.answer.kind not in ("predict", "own-words")


def _missing(roles: Mapping[str, int], answers: Mapping[str, int]) -> Iterator[str]:
    for role in AFTER_THE_LEAP:
        if not roles.get(role) and not (role == "own-words" and answers.get(role)):
            yield role


def _depth(curricula: Curricula, root: str) -> int:
    """Levels of a tree; without recursion, as nothing bounds how often steps are shared."""
    deepest, level = 0, [root]
    while level:
        deepest += 1
        level = list(dict.fromkeys(step for ref in level for step in curricula.question(ref).steps))
    return deepest


def _shown(misconceptions: Mapping[str, str], questions: tuple[QuestionNode, ...]) -> Iterator[Shown]:
    for slug, ref in misconceptions.items():
        yield Shown(ref, sum(any(m.misconception == slug for m in one.question.mistakes) for one in questions))


def _exhibits(questions: tuple[QuestionNode, ...]) -> set[str]:
    """What the questions show, or reveal after a prediction."""
    found = {one for question in questions for one in question.exhibits}
    for question in questions:
        reveal = getattr(question.question.answer, "reveal", None)
        found |= {f"{question.ref.partition('/')[0]}@{reveal}"} if reveal else set()
    return found


def _variants(curricula: Curricula, questions: tuple[QuestionNode, ...]) -> int | None:
    drawn = [one.ref for one in questions if one.question.parameters.drawn]
    return min((count(curricula, ref, DRAWS) for ref in drawn), default=None)
