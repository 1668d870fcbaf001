"""What holds of every question by itself: expressions that can be read, values that fit, letters that are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from tutor.curriculum.answers import Answer, NumberAnswer
from tutor.curriculum.complaints import Complaint
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.keys import UnfitValueError, Written, key_of, value_of
from tutor.curriculum.model import Question
from tutor.curriculum.nodes import QuestionNode
from tutor.curriculum.parameters import NAME, ComputedParameter, OneOfParameter, RationalParameter
from tutor.curriculum.placeholders import expression, template
from tutor.curriculum.recipes import BrokenPartError, is_verbatim, texts_of
from tutor.curriculum.spelling import listed, meant
from tutor.curriculum.variants import count, draw
from tutor.errors import CurriculumError, NotationError
from tutor.notation.tree import free_names

LEAST: Final = 20  # different variants of a parametric question
SEEDS: Final = 200  # among which they are sought
DRAWN: Final = 4  # variants drawn to see that every text can be filled
CONSTANTS: Final = frozenset({"pi", "e", "oo", "infinity"})
RESERVED: Final = CONSTANTS | {"and", "or", "not", "true", "false", "if", "where"}

Names = frozenset[str]


def check_question(curricula: Curricula, ref: str, *, whole: bool = True) -> Iterator[Complaint]:
    """Complaints about a question, without its steps. `whole`: all that it refers to is there, so that it can be drawn."""
    node = curricula.question(ref)
    yield from _mistakes(node)
    yield from _names(curricula, node)
    found = list(_expressions(curricula, node))
    yield from found
    if whole and not found:
        yield from _draws(curricula, node)


def _mistakes(node: QuestionNode) -> Iterator[Complaint]:
    for i, mistake in enumerate(node.question.mistakes):
        if mistake.ask is None and mistake.goto is None:
            remedy = "write a nudge as `ask`, or lead to a question with `goto`"
            yield Complaint("C020", node.ref, f"mistakes.{i}", "this mistake leads nowhere", remedy)
    if node.question.answer.kind == "own-words" and node.question.solution is None:
        remedy = "add `solution`: one good way to put it"
        yield Complaint("C043", node.ref, "answer", "there's no statement to compare one's own words with", remedy)


def _names(curricula: Curricula, node: QuestionNode) -> Iterator[Complaint]:
    """Names of parameters that expressions can spell, and that mean one thing."""
    above = _inherited(curricula, node)
    letters = _letters(node.question)
    for name in node.question.parameters.by_name:
        field = f"parameters.{name}"
        if not NAME.match(name):
            yield Complaint(
                "C032", node.ref, field, f"`{name}` can't be a parameter's name", "letters, digits and _ only"
            )
        elif name in RESERVED:
            yield Complaint(
                "C032", node.ref, field, f"`{name}` means something else in expressions", "choose another letter"
            )
        elif name in above:
            what = f"a question above has a parameter `{name}` already"
            yield Complaint("C032", node.ref, field, what, "choose another letter: a step has the parameters above it")
        elif name in letters:
            what = f"`{name}` is a letter of the answer and a parameter"
            yield Complaint("C032", node.ref, field, what, "choose another letter for one of them")
    for name in sorted(letters & above):
        what = f"`{name}` is a letter of the answer, and a question above has a parameter `{name}`, whose number it would stand for"
        yield Complaint("C032", node.ref, "answer", what, "choose another letter for one of them")


def _inherited(curricula: Curricula, node: QuestionNode) -> Names:
    """Parameters of the questions above, and the ids of earlier steps."""
    names: set[str] = set()
    while node.parent is not None:
        above = curricula.question(node.parent)
        names |= set(above.question.parameters.by_name)
        node = above
    return frozenset(names)


def _earlier(curricula: Curricula, node: QuestionNode) -> Names:
    """Earlier steps whose keys may be used, here and above, as names."""
    names: set[str] = set()
    while node.parent is not None:
        above = curricula.question(node.parent)
        for step in above.steps[: above.steps.index(node.ref)]:
            names.add(step.rpartition("/")[2].replace("-", "_"))
        node = above
    return frozenset(names)


def _letters(question: Question) -> Names:
    """Free letters of its answer."""
    names = getattr(question.answer, "names", ()) if question.answer.kind in ("expression", "equation") else ()
    return frozenset((*names, *getattr(question.answer, "letters", ())))


def _expressions(curricula: Curricula, node: QuestionNode) -> Iterator[Complaint]:
    question = node.question
    known = _inherited(curricula, node) | _earlier(curricula, node) | CONSTANTS
    yield from _parameters(node, known)
    known |= set(question.parameters.by_name)
    for i, condition in enumerate(question.parameters.where):
        yield from _read(node, f"parameters.where.{i}", partial(_letters_of, condition), known)
    answer = known | _letters(question)
    key_field = "answer.value" if hasattr(question.answer, "value") else "answer"
    yield from _read(node, key_field, lambda: key_of(question.answer).names, answer)
    if isinstance(question.answer, NumberAnswer) and question.answer.tolerance is not None:
        yield from _read(node, "answer.tolerance", partial(_letters_of, question.answer.tolerance), known)
    for i, mistake in enumerate(question.mistakes):
        yield from _read(
            node, f"mistakes.{i}.value", partial(_letters_of_value, question.answer, mistake.value), answer
        )
    shown = answer.union(*(_letters(curricula.question(one).question) for one in curricula.tree(node.root)))
    for field, text in texts_of(question):
        yield from _read(node, field, partial(_names_in, text, is_verbatim(field)), shown)


def _letters_of(text: str) -> Names:
    return free_names(expression(text))


def _letters_of_value(answer: Answer, written: Written) -> Names:
    return value_of(answer, written).names


def _names_in(text: str, verbatim: bool) -> Names:
    return frozenset(name for one in template(text, verbatim=verbatim).expressions for name in free_names(one))


def _parameters(node: QuestionNode, known: Names) -> Iterator[Complaint]:
    """Each parameter may compute with those above it."""
    for name, one in node.question.parameters.by_name.items():
        field = f"parameters.{name}"
        if isinstance(one, ComputedParameter):
            yield from _read(node, f"{field}.value", partial(_letters_of, one.value), known)
        elif isinstance(one, OneOfParameter):
            for i, text in enumerate(one.of):
                yield from _read(node, f"{field}.of.{i}", partial(_letters_of, text), known)
        elif isinstance(one, RationalParameter):
            for i, excluded in enumerate(one.exclude):
                yield from _read(node, f"{field}.except.{i}", partial(_letters_of, str(excluded)), CONSTANTS)
        known |= {name}


def _read(node: QuestionNode, field: str, names: Callable[[], Names], known: Names) -> Iterator[Complaint]:
    """Complaints about an expression that can't be read, or whose letters aren't known."""
    try:
        unknown = sorted(names() - known)
    except NotationError as error:
        code = error.finding if isinstance(error, UnfitValueError) else "C033"
        yield Complaint(code, node.ref, field, error.what, error.remedy)
        return
    if unknown:
        single = f"{listed(unknown)} {'is' if len(unknown) == 1 else 'are'} no parameter here"
        choices = node.question.answer.kind in ("choice", "choices") and field.endswith("value")
        otherwise = (
            "put options' ids in single quotes" if choices else "add it to the parameters, or to the answer's letters"
        )
        yield Complaint("C034", node.ref, field, single, meant(unknown[0], known - CONSTANTS, otherwise))


def _draws(curricula: Curricula, node: QuestionNode) -> Iterator[Complaint]:
    try:
        for n in range(DRAWN if node.parametric else 1):
            draw(curricula, node.ref, n)
        found = count(curricula, node.ref, SEEDS, LEAST) if node.question.parameters.drawn else LEAST
    except BrokenPartError as error:
        code = error.cause.finding if isinstance(error.cause, UnfitValueError) else "C033"
        yield Complaint(code, error.ref, error.field, error.cause.what, error.remedy)
        return
    except CurriculumError as error:
        yield Complaint("C030", node.ref, "parameters", error.what, error.remedy)
        return
    if found < LEAST:
        remedy = f"widen the ranges or loosen `where`: at least {LEAST} are needed"
        yield Complaint("C031", node.ref, "parameters", f"only {found} different variants in {SEEDS} draws", remedy)
