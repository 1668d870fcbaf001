"""What is called how: the index by which references are resolved. Old names (`was`) lead to the new ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tutor.curriculum.complaints import Complaint
from tutor.curriculum.model import Concept, Curriculum, Question


class Register:
    """Concepts by curriculum and id; questions by concept and id, steps included."""

    def __init__(self) -> None:
        self.hashes: dict[str, str] = {}
        self._concepts: dict[str, str] = {}  # full reference, old ones too -> full reference
        self._questions: dict[str, dict[str, str]] = {}  # concept -> id, old ones too -> full reference

    def enter(self, curricula: Sequence[Curriculum]) -> list[Complaint]:
        """Enter all names; returns complaints about those that are taken."""
        complaints: list[Complaint] = []
        seen: set[str] = set()
        for curriculum in curricula:
            if curriculum.id in seen:
                complaints.append(_twice(curriculum.id, "id", f"two curricula are called `{curriculum.id}`"))
            seen.add(curriculum.id)
            complaints += self._enter(curriculum)
        return complaints

    def _enter(self, curriculum: Curriculum) -> Iterator[Complaint]:
        for slug in _repeated([one.id for one in curriculum.exhibits]):
            yield _twice(f"{curriculum.id}@{slug}", "id", f"two exhibits are called `{slug}`")
        for concept in curriculum.concepts:
            ref = f"{curriculum.id}/{concept.id}"
            if ref in self._questions:
                yield _twice(ref, "id", f"two concepts are called `{concept.id}`")
                continue
            self._concepts[ref] = ref
            self._questions[ref] = {}
            yield from self._enter_questions(concept, ref)
            for slug in _repeated([one.id for one in concept.misconceptions]):
                yield _twice(ref, "misconceptions", f"two misconceptions are called `{slug}`")
        for concept in curriculum.concepts:
            for old in concept.was:
                self._concepts.setdefault(f"{curriculum.id}/{old}", f"{curriculum.id}/{concept.id}")

    def _enter_questions(self, concept: Concept, ref: str) -> Iterator[Complaint]:
        known, old = self._questions[ref], []
        for path, question in _all(ref, concept.questions):
            if question.id in known:
                yield _twice(path, "id", f"two questions of `{concept.id}` are called `{question.id}`")
            known.setdefault(question.id, path)
            old += [(name, path) for name in question.was]
        for name, path in old:
            known.setdefault(name, path)

    def concept(self, text: str, curriculum: str) -> str | None:
        """The concept that a reference written in that curriculum means: `concept` or `curriculum/concept`."""
        return self._concepts.get(text if "/" in text else f"{curriculum}/{text}")

    def question(self, text: str, concept: str) -> str | None:
        """The question that a reference written in that concept means.

        `question` (of the concept, steps too), `concept/question`, `curriculum/concept/question`; a step may be named
        with the questions above it, too.
        """
        parts = text.split("/")
        curriculum = concept.partition("/")[0]
        homes = [(concept, parts)]
        if len(parts) > 1:
            homes.append((f"{curriculum}/{parts[0]}", parts[1:]))
        if len(parts) > 2:
            homes.append((f"{parts[0]}/{parts[1]}", parts[2:]))
        for home, path in reversed(homes):
            known = self._questions.get(self._concepts.get(home, ""), {})
            found = known.get(path[-1])
            if found is not None and (
                len(path) == 1 or found.endswith("/" + "/".join(path)) or self._renamed(known, path)
            ):
                return found
        return None

    def _renamed(self, known: dict[str, str], path: Sequence[str]) -> bool:
        return all(part in known and known[path[-1]].startswith(known[part]) for part in path)

    def own(self, concept: str, name: str) -> str:
        """The reference of a concept's own question with that id."""
        return self._questions[concept][name]

    def current(self, ref: str) -> str | None:
        """The present reference of a question whose full reference, or a part of it, may be an old one."""
        curriculum, _, rest = ref.partition("/")
        concept, _, path = rest.partition("/")
        home = self._concepts.get(f"{curriculum}/{concept}")
        return self.question(f"{home}/{path}", home) if home is not None and path else None

    def names_near(self, text: str, curriculum: str) -> list[str]:
        """The concepts that could have been meant, as they'd be written in that curriculum."""
        own = f"{curriculum}/"
        return (
            list(self._concepts)
            if "/" in text
            else [ref.removeprefix(own) for ref in self._concepts if ref.startswith(own)]
        )

    def question_names(self, concept: str) -> list[str]:
        """The ids of a concept's questions and steps."""
        return list(self._questions.get(concept, {}))


def _all(above: str, questions: Sequence[object]) -> Iterator[tuple[str, Question]]:
    """All questions and their own steps with their references, parents first."""
    for question in questions:
        if isinstance(question, Question):
            path = f"{above}/{question.id}"
            yield path, question
            yield from _all(path, question.steps)


def _repeated(names: Sequence[str]) -> list[str]:
    return [name for i, name in enumerate(names) if name in names[:i]] if len(set(names)) < len(names) else []


def _twice(ref: str, place: str, what: str) -> Complaint:
    return Complaint("C005", ref, place, what, "give one of them another id")
