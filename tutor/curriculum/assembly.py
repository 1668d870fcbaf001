"""Puts curricula together: every reference resolved, or complained about and left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tutor.curriculum.answers import OwnWordsAnswer
from tutor.curriculum.complaints import Complaint
from tutor.curriculum.fixes import slip
from tutor.curriculum.graph import circle
from tutor.curriculum.model import Concept, Curriculum, Exhibit, Question, Role, SharedStep
from tutor.curriculum.nodes import ConceptNode, QuestionNode
from tutor.curriculum.register import Register
from tutor.curriculum.spelling import meant


@dataclass(slots=True)
class Assembly:
    """All parts by reference, in the order they were written."""

    register: Register
    concepts: dict[str, ConceptNode] = field(default_factory=dict)
    questions: dict[str, QuestionNode] = field(default_factory=dict)
    exhibits: dict[str, Exhibit] = field(default_factory=dict)
    goals: dict[str, tuple[str, ...]] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)


def assemble(curricula: Sequence[Curriculum]) -> Assembly:
    """Parts and complaints. What can't be resolved is left out, so that the rest can still be examined."""
    register = Register()
    made = Assembly(register, complaints=register.enter(curricula))
    for curriculum in curricula:
        for exhibit in curriculum.exhibits:
            made.exhibits.setdefault(f"{curriculum.id}@{exhibit.id}", exhibit)
        for concept in curriculum.concepts:
            ref = f"{curriculum.id}/{concept.id}"
            if ref not in made.concepts:
                _add_concept(made, curriculum, concept, ref)
        made.goals[curriculum.id] = tuple(_goals(made, curriculum))
    _break_circles(made)
    return made


def _add_concept(made: Assembly, curriculum: Curriculum, concept: Concept, ref: str) -> None:
    requires = []
    for i, text in enumerate(concept.requires):
        found = _concept(made, curriculum, text, ref, f"requires.{i}", "C010", "an unknown prerequisite")
        if found is not None and found not in requires:
            requires.append(found)
    leap = next((question.id for question in concept.questions if question.role == "leap"), concept.questions[0].id)
    questions = []
    for question in concept.questions:
        role: Role = question.role or ("leap" if question.id == leap else "further")
        root = made.register.own(ref, question.id)  # the same text for all who keep it
        if root not in made.questions:
            questions.append(root)
            _add_question(made, curriculum, _Place(ref, root, None, root, question, False), question, role)
    misconceptions = {one.id: f"{ref}#{one.id}" for one in concept.misconceptions}
    made.concepts[ref] = ConceptNode(ref, curriculum.id, concept, tuple(requires), tuple(questions), misconceptions)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the trees a question hangs. `drawn`: some question above it has drawn parameters."""

    concept: str
    ref: str
    parent: str | None
    root: str
    whole: Question
    drawn: bool


def _add_question(made: Assembly, curriculum: Curriculum, at: _Place, question: Question, role: Role | None) -> None:
    drawn = at.drawn or question.parameters.drawn
    steps, inner = [], []
    for i, step in enumerate(question.steps):
        if isinstance(step, SharedStep):
            found = _question(made, at.concept, step.use, at.ref, f"steps.{i}.use")
            steps += [found] if found is not None and found not in steps else []
        else:
            ref = f"{at.ref}/{step.id}"
            if ref not in steps:
                steps.append(ref)
                inner.append((ref, step))
    made.questions[at.ref] = QuestionNode(
        ref=at.ref, concept=at.concept, question=question, parent=at.parent, root=at.root, steps=tuple(steps),
        uses=tuple(_uses(made, curriculum, at, question)),
        exhibits=tuple(_exhibits(made, curriculum, at.ref, question)),
        again=tuple(_again(made, at, question)), role=role, rubric=tuple(_rubric(made, at, question)),
        parametric=drawn, whole=at.whole, hashes=made.register.hashes,
    )  # fmt: skip
    for i, mistake in enumerate(question.mistakes):
        if mistake.goto is not None:
            _question(made, at.concept, mistake.goto, at.ref, f"mistakes.{i}.goto")
    for ref, step in inner:
        _add_question(made, curriculum, _Place(at.concept, ref, at.ref, at.root, at.whole, drawn), step, None)


def _uses(made: Assembly, curriculum: Curriculum, at: _Place, question: Question) -> Iterator[str]:
    for i, text in enumerate(question.uses):
        found = _concept(made, curriculum, text, at.ref, f"uses.{i}", "C012", "`uses` names an unknown concept")
        if found is not None and found != at.concept:
            yield found


def _exhibits(made: Assembly, curriculum: Curriculum, ref: str, question: Question) -> Iterator[str]:
    reveal = getattr(question.answer, "reveal", None)
    wanted = [(slug, f"exhibits.{i}") for i, slug in enumerate(question.exhibits)]
    for slug, place in [*wanted, *([(reveal, "answer.reveal")] if reveal else [])]:
        full = f"{curriculum.id}@{slug}"
        if full not in made.exhibits:
            known = [one.id for one in curriculum.exhibits]
            remedy = meant(slug, known, "add it to the `exhibits` of this curriculum")
            what = f"there's no exhibit `{slug}`"
            made.complaints.append(Complaint("C022", ref, place, what, remedy, fix=slip(slug, known)))
        elif place != "answer.reveal":
            yield full


def _again(made: Assembly, at: _Place, question: Question) -> Iterator[str]:
    for i, slug in enumerate(question.again):
        found = _question(made, at.concept, slug, at.ref, f"again.{i}")
        if found is not None:
            yield found


def _rubric(made: Assembly, at: _Place, question: Question) -> Iterator[str | None]:
    if isinstance(question.answer, OwnWordsAnswer):
        for i, point in enumerate(question.answer.rubric):
            place = f"answer.rubric.{i}.question"
            yield _question(made, at.concept, point.question, at.ref, place) if point.question else None


def _goals(made: Assembly, curriculum: Curriculum) -> Iterator[str]:
    for i, text in enumerate(curriculum.goals):
        found = _concept(made, curriculum, text, curriculum.id, f"goals.{i}", "C007", "an unknown goal")
        if found is not None:
            yield found


def _concept(
    made: Assembly, curriculum: Curriculum, text: str, ref: str, place: str, code: str, what: str
) -> str | None:
    other, _, _ = text.rpartition("/")
    if other and other != curriculum.id and other not in curriculum.needs:
        remedy = f"add `{other}` to the `needs` of `{curriculum.id}`"
        made.complaints.append(Complaint("C006", ref, place, f"`{other}` isn't among the curricula needed", remedy))
        return None
    found = made.register.concept(text, curriculum.id)
    if found is None:
        known = made.register.names_near(text, curriculum.id)
        remedy = meant(text, known, "write the id of a concept")
        made.complaints.append(Complaint(code, ref, place, f"{what}: `{text}`", remedy, fix=slip(text, known)))
    return found


def _question(made: Assembly, concept: str, text: str, ref: str, place: str) -> str | None:
    found = made.register.question(text, concept)
    if found is None:
        known = made.register.question_names(concept)
        remedy = meant(text, known, "write a question's id, or `concept/question`")
        what = f"there's no question `{text}`"
        made.complaints.append(Complaint("C021", ref, place, what, remedy, fix=slip(text, known)))
    return found


def _break_circles(made: Assembly) -> None:
    """Complain about each circle of prerequisites or shared steps, and cut it at one place."""
    graph = {ref: node.requires for ref, node in made.concepts.items()}
    for around in _cut_circles(graph):
        what = f"circular prerequisites: {_around(around)}"
        made.complaints.append(Complaint("C011", around[0], "requires", what, "take one of them out"))
        made.concepts[around[0]] = replace(made.concepts[around[0]], requires=graph[around[0]])
    steps = {ref: node.steps for ref, node in made.questions.items()}
    if all(made.questions[step].parent == ref for ref, below in steps.items() for step in below):
        return  # trees of their own
    for around in _cut_circles(steps):
        made.complaints.append(
            Complaint("C024", around[0], "steps", f"steps in a circle: {_around(around)}", "take one of them out")
        )
        made.questions[around[0]] = replace(made.questions[around[0]], steps=steps[around[0]])


def _cut_circles(graph: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Circles, each cut before it is given, until none is left."""
    while (around := circle(graph)) is not None:
        cut = around[1 % len(around)]
        graph[around[0]] = tuple(one for one in graph[around[0]] if one != cut)
        yield around


def _around(refs: Sequence[str]) -> str:
    return " → ".join(f"`{ref}`" for ref in (*refs, refs[0]))
