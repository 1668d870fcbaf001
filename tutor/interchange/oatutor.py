"""OATutor: lessons become concepts, steps questions, scaffolds the steps that lead there, hints hints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tutor.grading.options import plain
from tutor.interchange.intake import unreadable
from tutor.interchange.oatutor_pool import Asked, Help, Plan, Problem, Step, plan_of, pool_of, problems
from tutor.interchange.oatutor_variables import Variables, variables
from tutor.interchange.picking import LETTERS, MOST_OPTIONS, options_of
from tutor.interchange.proposals import Body, Proposal, Proposed, ProposedConcept, Unfit
from tutor.interchange.prose import paragraphs, title
from tutor.interchange.proving import shown_too_long
from tutor.interchange.report import Log
from tutor.interchange.values import mathematics, words

_FIGURE: Final = re.compile(r"##[^#\n]{1,200}##|<img\b|\\includegraphics", re.IGNORECASE)
_FORMULA: Final = re.compile(r"\s*\$\$([^$]+)\$\$\s*")
_NAMED: Final = re.compile(r"^(\S*?)\s*<([^<>]+)>\s*$")
_COMMONS: Final = re.compile(r"CC[ -](BY(?:-(?:NC|SA|ND))*)[ -](\d\.\d)", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"lesson|[\W\d_]+", re.IGNORECASE)  # what doesn't say what a lesson is about
_LAST: Final = re.compile(r"-?(h\d+(?:-s\d+)?)$")


def propose(folder: Path, limit: int | None, log: Log) -> Proposal:
    """The problems of a content pool. Raises InputError for a folder that isn't one."""
    pool = pool_of(folder)
    plan = plan_of(pool)
    concepts: dict[str, ProposedConcept] = {}
    count = 0
    for found in problems(pool):
        if limit is not None and count >= limit:
            break
        count += 1
        if isinstance(found, tuple):
            log.leave(found[1].reason, found[0], found[1].what)
            continue
        for where, what in found.broken:
            log.leave("malformed", where, what)
        if not found.licence:
            log.leave("no-licence", found.where, found.title)
            continue
        key, named = _concept(found, plan)
        concept = concepts.setdefault(key, ProposedConcept(key, named))
        for step in found.steps:
            try:
                concept.questions.append(_question(found, step, log))
            except Unfit as unfit:
                log.leave(unfit.reason, step.where, unfit.what)
    if not count:
        raise unreadable("there's no problem in it", folder, remedy="name the folder that holds `content-pool`")
    return Proposal(tuple(concepts.values()))


def _concept(problem: Problem, plan: Plan) -> tuple[str, str]:
    """The key and the title of its lesson; where that has no words, of its skill."""
    planned = plan.lessons.get(problem.lesson_id, "")
    skill = next((one for step in problem.steps for one in plan.skills.get(step.id, ())), "").replace("_", " ")
    for key, named in ((f"plan {problem.lesson_id}", planned), (f"{problem.course}/{problem.lesson}", problem.lesson)):
        if _NUMBERED.sub("", named).strip():
            return key, title(named)
    if skill:
        return f"skill {skill}", title(skill)
    return problem.lesson or "other", title(
        f"Lesson {problem.lesson}" if problem.lesson else "Problems without a lesson"
    )


def _question(problem: Problem, step: Step, log: Log) -> Proposed:
    texts = (problem.title, problem.body, step.title, step.body, *step.asked.choices)
    _refuse_figures(texts)
    bound = variables(problem.variables, step.variables, *(one.variables for one in step.help))
    if bound.fixed:
        log.change("fixed-numbers", step.where, ", ".join(f"{name} = {value}" for name, value in bound.fixed.items()))
    context = paragraphs(*map(bound.shown, (problem.title, problem.body, step.title)))
    asked = paragraphs(context, bound.shown(step.body))
    if not asked:
        raise Unfit("malformed", "nothing is asked")
    licence, source = named_licence(problem.licence), _named(problem.source)
    origin = _Origin(step.where, licence, source)
    hints, steps = _led_to(step.help, context, bound, origin, log)
    body: Body = {
        "ask": asked, "parameters": bound.parameters, "answer": _answer(step.asked, asked, bound, step.where, log), "hints": hints,
    }  # fmt: skip
    made = Proposed(step.where, body, tuple(steps), source, licence)
    if shown_too_long(made):
        raise Unfit("too-large", step.title)
    return made


def named_licence(text: str) -> str:
    """`https://… <CC BY 4.0>` as `CC-BY-4.0`; anything else as it is."""
    commons = _COMMONS.search(text)
    if commons:
        return f"CC-{commons[1].upper()}-{commons[2]}"
    return _named(text)


def _named(text: str) -> str:
    """`https://… <Name>` as `Name (https://…)`."""
    found = _NAMED.match(text)
    return title(f"{found[2].strip()} ({found[1]})" if found and found[1] else text)


def _refuse_figures(texts: Sequence[str]) -> None:
    for text in texts:
        if _FIGURE.search(text):
            raise Unfit("figure", text)


# -- answers ------------------------------------------------------------------------------------------------------------------


def _answer(asked: Asked, ask: str, bound: Variables, where: str, log: Log) -> dict[str, Any]:
    if not asked.answers:
        raise Unfit("answer-missing", ask)
    if asked.kind == "MultipleChoice":
        return _choice(asked, bound, where, log)
    if asked.kind != "TextBox":
        raise Unfit("unsupported", asked.kind)
    if len(asked.answers) > 1:
        raise Unfit("several-right", " | ".join(asked.answers))
    text = asked.answers[0]
    formula = _FORMULA.fullmatch(text)
    if formula or asked.form != "string":
        return mathematics(bound.computed(formula[1] if formula else text.replace("$$", "")), ask, bound.drawn)
    if bound.names:
        raise Unfit("unsupported", text)
    return words(text.replace("$$", ""))


def _choice(asked: Asked, bound: Variables, where: str, log: Log) -> dict[str, Any]:
    if len(asked.answers) > 1:
        raise Unfit("several-right", " | ".join(asked.answers))
    kept: dict[str, str] = {}
    for choice in asked.choices:
        shown = bound.shown(choice)
        spelt = plain(shown).replace(" ", "")
        if not spelt:
            raise Unfit("malformed", "an empty choice")
        if spelt in kept:
            log.leave("duplicate-choice", where, choice)
        kept.setdefault(spelt, shown)
    wanted = plain(bound.shown(asked.answers[0])).replace(" ", "")
    if wanted not in kept:
        raise Unfit("answer-not-among-choices", asked.answers[0])
    if not 2 <= len(kept) <= MOST_OPTIONS:
        raise Unfit("unsupported", f"{len(kept)} choices")
    return {"kind": "choice", **options_of(list(kept.values())), "value": LETTERS[list(kept).index(wanted)]}


# -- help ----------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Origin:
    where: str
    licence: str
    source: str


def _led_to(
    items: Sequence[Help], context: str, bound: Variables, origin: _Origin, log: Log
) -> tuple[list[str], list[Proposed]]:
    """Hints for the question itself, and the steps to it. A hint that a scaffold builds on is that step's."""
    hints: list[str] = []
    steps: list[Proposed] = []
    ordered = list(_in_order(items, origin, log))
    for item, own in _with_their_hints(ordered):
        where = f"{origin.where}/{item.id}"
        try:
            texts = [text for one in own if (text := _hint(one, bound, origin, log))]
            if item.asked is None:
                hints += texts
                continue
            steps.append(_step(item, texts, context, bound, _Origin(where, origin.licence, origin.source), log))
        except Unfit as unfit:
            log.leave(unfit.reason, where, unfit.what)
    return hints, steps


def _with_their_hints(ordered: Sequence[Help]) -> Iterator[tuple[Help, list[Help]]]:
    """Each scaffold with the hints that come just before it and that it depends on; every other hint alone."""
    waiting: list[Help] = []
    for item in ordered:
        if item.asked is None:
            waiting.append(item)
            continue
        needed = {_short(one) for one in item.after}
        own = [one for one in waiting if _short(one.id) in needed]
        for one in waiting:
            if one not in own:
                yield one, [one]
        waiting = []
        yield item, own
    for one in waiting:
        yield one, [one]


def _hint(item: Help, bound: Variables, origin: _Origin, log: Log) -> str:
    where = f"{origin.where}/{item.id}"
    if item.licence == "":
        log.leave("no-licence", where, item.text)
    elif _FIGURE.search(item.text):
        log.leave("figure", where, item.text)
    else:
        return bound.shown(item.text)
    return ""


def _step(item: Help, own: list[str], context: str, bound: Variables, origin: _Origin, log: Log) -> Proposed:
    assert item.asked is not None
    if item.licence == "":
        raise Unfit("no-licence", item.text)
    _refuse_figures((item.text, *item.asked.choices))
    asked = paragraphs(context, bound.shown(item.text))
    if not item.text.strip():
        raise Unfit("malformed", "nothing is asked")
    hints, steps = _led_to(item.inner, context, bound, origin, log)
    body: Body = {"ask": asked, "answer": _answer(item.asked, asked, bound, origin.where, log), "hints": own + hints}
    made = Proposed(
        origin.where,
        body,
        tuple(steps),
        _named(item.source) or origin.source,
        named_licence(item.licence or "") or origin.licence,
    )
    if shown_too_long(made):
        raise Unfit("too-large", item.text)
    return made


def _short(name: str) -> str:
    """The last part of an id, `h3`: some items were renamed and those that depend on them weren't."""
    found = _LAST.search(name)
    return found[1] if found else name


def _in_order(items: Sequence[Help], origin: _Origin, log: Log) -> Iterator[Help]:
    """The items, each after those that it depends on, else as they stand. A circle is broken at its first item."""
    by_name = {_short(one.id): one for one in items}
    for item in items:
        for missing in [one for one in item.after if _short(one) not in by_name]:
            log.leave("dependency-missing", f"{origin.where}/{item.id}", missing)
    left = list(items)
    while left:
        waiting = {_short(one.id) for one in left}
        ready = next(
            (one for one in left if not ({_short(name) for name in one.after} - {_short(one.id)}) & waiting), None
        )
        if ready is None:
            ready = left[0]
            log.leave(
                "dependency-missing", f"{origin.where}/{ready.id}", "items that depend on one another in a circle"
            )
        left.remove(ready)
        yield ready
