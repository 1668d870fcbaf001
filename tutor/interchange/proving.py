"""What is imported is proven before it is written: by the rules of `tutor check`, one question with its steps at a time.

Where a part is refused it is taken out, with the reason, and the rest is proven anew: a hint, a nudge, a step, or the whole
question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from pydantic import ValidationError

from tutor.curriculum.curricula import Curricula
from tutor.curriculum.lint import lint
from tutor.curriculum.model import Curriculum, Question
from tutor.curriculum.nodes import content_hash
from tutor.curriculum.origins import Origins
from tutor.curriculum.positions import Position
from tutor.curriculum.validation import adapter
from tutor.curriculum.variants import Variant, draw
from tutor.errors import TutorError
from tutor.grading.giveaways import giveaways
from tutor.grading.leaks import gives_away
from tutor.grading.proof import SEEDS, prove
from tutor.interchange.proposals import Proposed
from tutor.interchange.prose import is_too_long
from tutor.interchange.report import Log

ROUNDS: Final = 24  # times that parts are taken out of one question before all of it is left
MOST_STEPS: Final = 16
MOST_PARTS: Final = 80  # a question with all that's below it
MOST_HINTS: Final = 6
DEEPEST: Final = 4  # steps within steps
_NAME: Final = "imported"
_CONCEPT: Final = "concept"
_WORD: Final = re.compile(r"[^\W_]+")
_REMOVABLE: Final = ("hints", "mistakes", "tests")
_GIVES_AWAY: Final = frozenset({"C108", "C109", "C110"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a question: the ids of the steps down to it, and the field there."""

    code: str
    path: tuple[str, ...]
    field: str
    what: str


@dataclass(frozen=True, slots=True)
class Proven:
    """A question without a finding, as it is to be written, and the hash of its content."""

    body: dict[str, Any]
    hash: str
    origin: Proposed


class _ByReference(Origins):
    """Places of what isn't in a file yet: `file` is the reference, `text` the field."""

    def where(self, ref: str, dotted: str, _models: object) -> Position:
        """The reference itself."""
        return Position(ref, text=dotted)


def prove_question(proposed: Proposed, name: str, log: Log) -> Proven | None:
    """The question under that id with all that holds, or None; what doesn't is in the log."""
    places: dict[str, str] = {}
    body = _whole(proposed, name, log, places)
    for _ in range(ROUNDS):
        faults = list(_faults(body))
        if not faults:
            question = adapter(Question).validate_python(body)
            return Proven(body, content_hash(question), proposed)
        if not _mend(body, faults, places, log):
            return None
    log.leave("check", proposed.where, "it doesn't hold however much is left out")
    return None


def _whole(proposed: Proposed, name: str, log: Log, places: dict[str, str], depth: int = 0) -> dict[str, Any]:
    """The question as in YAML, with ids, and within the limits of the format. `places`: by id, where it came from.

    Two hyphens stand before a step's number: no slug has them, so that no question is called like another's step.
    """
    places[name] = proposed.where
    body = {"id": name, **{key: value for key, value in proposed.body.items() if value not in (None, "", [], {}, ())}}
    hints = [hint for hint in body.get("hints", ()) if hint]
    for hint in hints[MOST_HINTS:]:
        log.leave("too-large", proposed.where, f"more than {MOST_HINTS} hints: {hint}")
    if hints:
        body["hints"] = hints[:MOST_HINTS]
    steps: list[dict[str, Any]] = []
    for number, step in enumerate(proposed.steps, 1):
        if depth >= DEEPEST or len(steps) >= MOST_STEPS or len(places) >= MOST_PARTS:
            log.leave("too-large", step.where, "more steps than a question may have")
        else:
            steps.append(_whole(step, f"{name}--{number}", log, places, depth + 1))
    return {**body, "steps": steps} if steps else body


# -- what is wrong ------------------------------------------------------------------------------------------------------------


def _faults(body: dict[str, Any]) -> Iterator[Fault]:
    try:
        model = _alone(body)
    except ValidationError as error:
        yield from _of_form(error, body)
        return
    curricula = Curricula([model], _ByReference(), tolerant=True)
    found = lint(curricula, [_NAME], [], _layout)
    if not found:
        found = [one for ref in curricula.questions for one in prove(curricula, ref, SEEDS)]
    if found:
        yield from (Fault(one.code, _path(one.file), one.text, one.what) for one in found)
        return
    yield from _given_away(curricula)


def _alone(body: Mapping[str, Any]) -> Curriculum:
    concept = {"id": _CONCEPT, "title": "Imported", "kind": "skill", "questions": [body]}
    return Curriculum.model_validate({"id": _NAME, "title": "Imported", "licence": "-", "concepts": [concept]})


@lru_cache(maxsize=4096)
def _layout(latex: str) -> object:
    from tutor.notation.latex_layout import layout

    return layout(latex)


def _path(ref: str) -> tuple[str, ...]:
    """The ids of the steps below the question that a reference names."""
    return tuple(ref.split("/")[3:])


def _of_form(error: ValidationError, body: Mapping[str, Any]) -> Iterator[Fault]:
    """What doesn't fit the model."""
    found = error.errors(include_url=False, include_input=False)
    inner = [details for details in found if len(details["loc"]) > 4]  # the others only follow from these
    for details in (inner or found)[:20]:
        inside: Any = body
        path: list[str] = []
        parts = list(details["loc"])[4:]  # after concepts, 0, questions, 0
        while len(parts) > 1 and parts[0] == "steps" and isinstance(parts[1], int):
            inside = inside["steps"][parts[1]]
            path.append(inside["id"])
            parts = [part for part in parts[2:] if part != "question"]
        field = ".".join(str(part) for part in parts if part != inside.get("answer", {}).get("kind"))
        yield Fault("C004", tuple(path), field, str(details["msg"]))


def _given_away(curricula: Curricula) -> Iterator[Fault]:
    """Hints and nudges that hold the answer of their question, or of one that it leads to: stricter than the check, for nobody
    has weighed them for this program.
    """
    for ref in curricula.questions:
        node = curricula.question(ref)
        variant = _drawn(curricula, ref)
        if variant is None:
            continue
        above = [variant]
        while node.parent is not None:
            node = curricula.question(node.parent)
            above += [one for one in [_drawn(curricula, node.ref)] if one is not None]
        texts = [(f"hints.{i}", text) for i, text in enumerate(variant.hints)]
        texts += [(f"mistakes.{i}", one.ask) for i, one in enumerate(variant.mistakes) if one.ask]
        for field, text in texts:
            if any(_tells(text.replace("\\$", " "), one) for one in above):
                yield Fault("C108", _path(ref), field, text)


def _drawn(curricula: Curricula, ref: str) -> Variant | None:
    try:
        return draw(curricula, ref, 0)
    except TutorError:
        return None  # the check has its word on that


def _tells(text: str, variant: Variant) -> bool:
    return variant.key is not None and (
        gives_away(text, variant) or bool(giveaways(text, variant)) or _names_the_right(text, variant)
    )


def _names_the_right(text: str, variant: Variant) -> bool:
    """Whether all words of the right option stand in the text one after another, be it a single word."""
    said = _spaced(text)
    right = [_spaced(one.text) for one in variant.options if one.id == variant.key]
    return any(words.strip() and words in said and words not in _spaced(variant.ask) for words in right)


def _spaced(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "


# -- taking out -----------------------------------------------------------------------------------------------------------------


def _mend(body: dict[str, Any], faults: list[Fault], places: Mapping[str, str], log: Log) -> bool:
    """Take out what is at fault, the deepest steps first; False when that's the whole question."""
    doomed: set[tuple[str, ...]] = set()
    parts: set[tuple[tuple[str, ...], str, int]] = set()
    for fault in faults:
        where = places[fault.path[-1]] if fault.path else places[body["id"]]
        reason = "gives-away" if fault.code in _GIVES_AWAY else "check"
        head, _, rest = fault.field.partition(".")
        number = rest.partition(".")[0]
        at = (fault.path, head, int(number) if number.isdigit() else -1)
        if fault.path in doomed or at in parts:
            continue
        if head in _REMOVABLE and number.isdigit():
            parts.add(at)
            reason = "feedback" if head == "mistakes" and reason == "gives-away" else reason
        elif head in ("solution", "shows") and _kind(body, fault.path) != "own-words":
            parts.add(at)
        else:
            doomed.add(fault.path)
        log.leave(reason, where, f"{fault.code} {fault.what}")
    if () in doomed:
        return False
    for path, head, index in sorted(parts, key=lambda one: one[2], reverse=True):
        _take_out(_at(body, path), head, index)
    for path in sorted(doomed, key=len, reverse=True):
        above = _at(body, path[:-1])
        above["steps"] = [step for step in above["steps"] if step["id"] != path[-1]]
        if not above["steps"]:
            del above["steps"]
    return True


def _at(body: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    for name in path:
        body = next(step for step in body["steps"] if step["id"] == name)
    return body


def _kind(body: dict[str, Any], path: tuple[str, ...]) -> str:
    return str(_at(body, path)["answer"]["kind"])


def _take_out(question: dict[str, Any], head: str, number: int) -> None:
    if number < 0:
        question.pop(head, None)
        return
    question[head] = [*question[head][:number], *question[head][number + 1 :]]
    if not question[head]:
        del question[head]


def shown_too_long(proposed: Proposed) -> bool:
    """Whether some text of a question is longer than may be shown."""
    texts = [proposed.body.get("ask", ""), proposed.body.get("solution") or ""]
    return any(map(is_too_long, texts))
