"""All curricula that a session needs, as one: looked up by full reference, every reference resolved. Never changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from hashlib import blake2b

from pydantic import ValidationError

from tutor.curriculum.assembly import Assembly, assemble
from tutor.curriculum.complaints import Complaint
from tutor.curriculum.findings import CurriculumFindingsError, Finding, finding
from tutor.curriculum.graph import dependents, reach, topological
from tutor.curriculum.model import Curriculum, Exhibit, Pinned
from tutor.curriculum.nodes import ConceptNode, QuestionNode
from tutor.curriculum.origins import Origins
from tutor.curriculum.positions import Position
from tutor.curriculum.spelling import meant, nearest
from tutor.errors import CurriculumError, InputError


class Curricula:
    """Concepts, questions and exhibits of one or more curricula.

    Raises CurriculumFindingsError when a reference leads nowhere or prerequisites run in a circle, unless `tolerant`:
    then those are left out and listed in `complaints`. `origins` tells where everything was read.
    """

    def __init__(
        self, curricula: Iterable[Curriculum], origins: Origins | None = None, *, tolerant: bool = False
    ) -> None:
        self.models: tuple[Curriculum, ...] = tuple(curricula)
        self._origins = origins or Origins()
        made = assemble(self.models)
        self._made: Assembly = made
        self.complaints: tuple[Complaint, ...] = tuple(made.complaints)
        if self.complaints and not tolerant:
            raise CurriculumFindingsError(map(self.locate, self.complaints))
        self._graph = {ref: node.requires for ref, node in made.concepts.items()}
        self.concepts: tuple[str, ...] = topological(self._graph)
        self.place: Mapping[str, int] = {ref: i for i, ref in enumerate(self.concepts)}
        self._dependents = dependents(self._graph)
        self._leaps = {ref: self._leap(node) for ref, node in made.concepts.items()}
        self.ancestors = lru_cache(maxsize=2048)(self._ancestors)

    def concept(self, ref: str) -> ConceptNode:
        """The concept. Raises InputError("unknown-concept")."""
        found = self._made.concepts.get(ref) or self._made.concepts.get(self._made.register.concept(ref, "") or "")
        if found is None:
            raise InputError(
                "unknown-concept", f"there's no concept `{ref}`", remedy=_did_you_mean(ref, self._made.concepts)
            )
        return found

    def question(self, ref: str) -> QuestionNode:
        """The question or step. Raises InputError("unknown-question")."""
        found = self._made.questions.get(ref) or self._made.questions.get(self._made.register.current(ref) or "")
        if found is None:
            raise InputError("unknown-question", f"there's no question `{ref}`", remedy="look it up in the curriculum")
        return found

    def exhibit(self, ref: str) -> Exhibit:
        """The exhibit. Raises InputError("unknown-question")."""
        found = self._made.exhibits.get(ref)
        if found is None:
            raise InputError(
                "unknown-question", f"there's no exhibit `{ref}`", remedy=_did_you_mean(ref, self._made.exhibits)
            )
        return found

    @property
    def exhibits(self) -> Mapping[str, Exhibit]:
        """All exhibits by reference."""
        return self._made.exhibits

    @property
    def questions(self) -> Iterable[str]:
        """All questions and steps, in the order they were written."""
        return self._made.questions.keys()

    def prerequisites(self, ref: str) -> tuple[str, ...]:
        """What the concept requires directly."""
        return self.concept(ref).requires

    def _ancestors(self, ref: str) -> frozenset[str]:
        """All that the concept requires, directly or not."""
        return reach(self._graph, [self.concept(ref).ref])

    def dependents(self, ref: str) -> tuple[str, ...]:
        """The concepts that require it directly."""
        return self._dependents[self.concept(ref).ref]

    def leap(self, ref: str) -> str:
        """The question at the top of the concept's main tree."""
        return self._leaps[self.concept(ref).ref]

    def _leap(self, node: ConceptNode) -> str:
        return next(ref for ref in node.questions if self._made.questions[ref].role == "leap")

    def tree(self, ref: str) -> Iterator[str]:
        """The question and all steps below it, parents first, shared ones once."""
        seen: set[str] = set()
        pending = [self.question(ref).ref]
        while pending:
            top = pending.pop()
            if top not in seen:
                seen.add(top)
                yield top
                pending.extend(reversed(self._made.questions[top].steps))

    def goto(self, ref: str, target: str) -> str:
        """The question that a `goto` (or `use`, `again`) written at the question `ref` means. Raises InputError."""
        found = self._made.register.question(target, self.question(ref).concept)
        if found is None:
            raise InputError(
                "unknown-question", f"`{ref}` refers to `{target}`, which isn't there", remedy="run `tutor check`"
            )
        return found

    def goals(self, curriculum: str) -> tuple[str, ...]:
        """The concepts worth aiming at, the suggested one first.

        Where the author names none, those that nothing else requires, the last one first.
        """
        model = self._model(curriculum)
        if self._made.goals[model.id]:
            return self._made.goals[model.id]
        own = [ref for ref in self.concepts if self.concept(ref).curriculum == model.id]
        return tuple(ref for ref in reversed(own) if not self.dependents(ref))

    def find_concept(self, curriculum: str, text: str) -> str:
        """The concept meant by an id, a reference, a title or another name. Raises InputError("unknown-goal")."""
        names = self._names(self._model(curriculum).id)
        found = names.get(text.strip().casefold())
        if found is None:
            close = nearest(text.strip().casefold(), names)
            remedy = f"did you mean `{names[close].partition('/')[2]}`?" if close else "`tutor path` lists the concepts"
            raise InputError("unknown-goal", f"`{curriculum}` has no concept `{text.strip()[:80]}`", remedy=remedy)
        return found

    def _names(self, curriculum: str) -> dict[str, str]:
        """What a concept may be called, case folded. The curriculum's own ids win, then other ids, then titles."""
        names: dict[str, str] = {}
        nodes = sorted(self._made.concepts.values(), key=lambda node: node.curriculum != curriculum)
        for node in nodes:
            names.setdefault(node.concept.id, node.ref)
            names.setdefault(node.ref, node.ref)
        for node in nodes:
            for name in (node.concept.title, *node.concept.aliases, *node.concept.was):
                names.setdefault(name.casefold(), node.ref)
        return names

    def _model(self, curriculum: str) -> Curriculum:
        known = {model.id: model for model in self.models}
        if curriculum not in known:
            raise InputError(
                "unknown-curriculum",
                f"there's no curriculum `{curriculum[:80]}`",
                remedy=_did_you_mean(curriculum, known),
            )
        return known[curriculum]

    def is_broken(self, ref: str, field: str) -> bool:
        """Whether a reference in that field was complained about."""
        return any(one.ref == ref and one.field == field for one in self.complaints)

    def where(self, ref: str, field: str = "") -> Position:
        """Where part of a curriculum, concept, question or exhibit was read; empty when it didn't come from a file."""
        return self._origins.where(ref, field, self.models)

    def locate(self, complaint: Complaint) -> Finding:
        """The complaint with its place."""
        at = self.where(complaint.ref, complaint.field)
        fix, severity = complaint.fix, complaint.severity
        return finding(complaint.code, at, complaint.what, complaint.remedy, severity=severity, fix=fix)

    @cached_property
    def hash(self) -> str:
        """blake2b of all that the authors wrote, as `to_json` gives it: 32 hexadecimal digits."""
        content = blake2b(digest_size=16)
        for part in self._json():
            content.update(part.encode())
        return content.hexdigest()

    def to_json(self) -> str:
        """Everything, to be kept for as long as a session needs it."""
        return "".join(self._json())

    def _json(self) -> Iterator[str]:
        """A `Pinned` in parts, one a curriculum: the whole may be large, and isn't kept."""
        yield '{"format":1,"curricula":['
        for i, model in enumerate(self.models):
            yield "," * bool(i) + model.model_dump_json(by_alias=True, exclude_defaults=True)
        yield "]}"

    @classmethod
    def from_json(cls, text: str) -> Curricula:
        """What `to_json` wrote. Raises CurriculumError("curriculum-invalid")."""
        try:
            return cls(Pinned.model_validate_json(text).curricula)
        except ValidationError as error:
            raise CurriculumError(
                "curriculum-invalid", f"a kept curriculum can't be read: {error.errors()[0]['msg']}",
                remedy="it was damaged, or kept by a newer version of this program",
            ) from None  # fmt: skip


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    return meant(name, known, "look up what there is with `tutor path`")
