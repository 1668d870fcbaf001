"""What holds of every concept: grounds for what it claims, and questions that lead to it."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.curriculum.complaints import Complaint
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.fixes import slip
from tutor.curriculum.nodes import ConceptNode, QuestionNode
from tutor.curriculum.spelling import listed, meant

GROUNDS = frozenset({"axiom", "definition", "experiment"})


def check_concept(curricula: Curricula, ref: str) -> Iterator[Complaint]:
    """Complaints about a concept and how its questions hang together with others."""
    node = curricula.concept(ref)
    questions = [curricula.question(one) for root in node.questions for one in curricula.tree(root)]
    own = [question for question in questions if question.concept == ref]
    yield from _misconceptions(node, own)
    for question in own:
        yield from _ancestors(curricula, node, question)
    if node.concept.kind == "result":
        yield from _result(curricula, node, questions)
    if node.concept.kind == "experiment":
        yield from _experiment(curricula, node, own)
    if node.concept.kind in ("model", "claim"):
        yield from _limits(node, own)


def _misconceptions(node: ConceptNode, own: list[QuestionNode]) -> Iterator[Complaint]:
    named = {mistake.misconception for question in own for mistake in question.question.mistakes}
    for i, misconception in enumerate(node.concept.misconceptions):
        if misconception.id not in named:
            what = f"no mistake names the misconception `{misconception.id}`"
            remedy = f"write a question where it shows, with a mistake that has `misconception: {misconception.id}`"
            yield Complaint("C018", node.ref, f"misconceptions.{i}", what, remedy)
    for question in own:
        for i, mistake in enumerate(question.question.mistakes):
            if mistake.misconception is not None and mistake.misconception not in node.misconceptions:
                what = f"`{node.concept.id}` lists no misconception `{mistake.misconception}`"
                said, known = mistake.misconception, node.misconceptions
                remedy = meant(said, known, "list it in the `misconceptions` of the concept")
                place = f"mistakes.{i}.misconception"
                yield Complaint("C019", question.ref, place, what, remedy, fix=slip(said, known))


def _ancestors(curricula: Curricula, node: ConceptNode, question: QuestionNode) -> Iterator[Complaint]:
    """A question may need, and lead to, only what its concept rests on."""
    below = curricula.ancestors(node.ref)
    for i, text in enumerate(question.question.uses):
        full = text if "/" in text else f"{node.curriculum}/{text}"
        if full in question.uses and full not in below:
            yield Complaint(
                "C013", question.ref, f"uses.{i}", f"`{text}` isn't an ancestor of `{node.concept.id}`", _REQUIRE
            )
    for field, target in _led_to(curricula, question):
        concept = curricula.question(target).concept
        if concept != node.ref and concept not in below:
            what = f"it leads to `{target}`, whose concept isn't an ancestor of `{node.concept.id}`"
            yield Complaint("C013", question.ref, field, what, _REQUIRE)


_REQUIRE = "add it to the `requires` of the concept (or of one below it), or take it out"


def _led_to(curricula: Curricula, question: QuestionNode) -> Iterator[tuple[str, str]]:
    for step in question.steps:
        if curricula.question(step).parent != question.ref:
            yield "steps", step
    for i, target in enumerate(question.rubric):
        if target is not None:
            yield f"answer.rubric.{i}.question", target
    for i, mistake in enumerate(question.question.mistakes):
        if mistake.goto is not None and not curricula.is_broken(question.ref, f"mistakes.{i}.goto"):
            yield f"mistakes.{i}.goto", curricula.goto(question.ref, mistake.goto)


def _result(curricula: Curricula, node: ConceptNode, questions: list[QuestionNode]) -> Iterator[Complaint]:
    leap = curricula.question(curricula.leap(node.ref))
    if not leap.parametric and not leap.again:
        remedy = "give it parameters, or name questions to ask instead in `again`"
        yield Complaint(
            "C015", leap.ref, "", f"the leap of the result `{node.concept.id}` can be asked only once", remedy
        )
    if not leap.steps:
        remedy = "write `steps`: the smaller questions that lead to it"
        yield Complaint("C016", leap.ref, "", f"the leap of the result `{node.concept.id}` has no steps", remedy)
    if not any(curricula.concept(one).concept.kind in GROUNDS for one in curricula.ancestors(node.ref)):
        remedy = "require the axiom, definition or experiment that it follows from"
        yield Complaint("C017", node.ref, "requires", f"the result `{node.concept.id}` rests on nothing", remedy)
    used = {one for question in questions for one in (*question.uses, question.concept)}
    for i, text in enumerate(node.concept.requires):
        full = text if "/" in text else f"{node.curriculum}/{text}"
        if full in node.requires and full not in used:
            what = f"`{node.concept.id}` requires `{text}`, but no question of it names it in `uses`"
            yield Complaint("C014", node.ref, f"requires.{i}", what, "name it where it's used, or take it out")


def _experiment(curricula: Curricula, node: ConceptNode, own: list[QuestionNode]) -> Iterator[Complaint]:
    shown = {one for question in own for one in question.exhibits}
    shown |= {
        f"{node.curriculum}@{slug}" for question in own if (slug := getattr(question.question.answer, "reveal", None))
    }
    if not any(curricula.exhibits[one].provenance == "measured" for one in shown if one in curricula.exhibits):
        what = f"no measured exhibit grounds the experiment `{node.concept.id}`"
        yield Complaint("C063", node.ref, "kind", what, "show what was measured, with its source", severity="warning")


def _limits(node: ConceptNode, own: list[QuestionNode]) -> Iterator[Complaint]:
    """A model fits evidence and fails somewhere; a claim is somebody's and could be refuted."""
    kind, name = node.concept.kind, node.concept.id
    code = "C060" if kind == "model" else "C061"
    if not any(question.role == "limits" for question in own):
        asks = "where it fails" if kind == "model" else "what would refute it"
        yield Complaint(
            code, node.ref, "questions", f"no question asks {asks} (`{name}`)", "write one with `role: limits`"
        )
    if kind == "model" and not any(question.exhibits for question in own):
        yield Complaint(
            code, node.ref, "questions", f"no exhibit shows the evidence that the model `{name}` fits", "show it"
        )
    if kind == "claim" and not node.concept.sources:
        yield Complaint(code, node.ref, "", f"the claim `{name}` has no source", "name who makes it in `sources`")


def check_exhibit(curricula: Curricula, ref: str) -> Iterator[Complaint]:
    """Complaints about an exhibit."""
    exhibit = curricula.exhibit(ref)
    if exhibit.provenance == "measured":
        missing = [name for name in ("source", "units") if getattr(exhibit, name) is None]
        if missing:
            what = f"the measured exhibit `{exhibit.id}` doesn't give its {listed(missing)}"
            yield Complaint("C062", ref, "", what, "add what is missing, or call it `reconstructed`")
