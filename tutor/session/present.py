"""Fills a `View` from a state and its curricula. Reads variants for their texts only; keys never leave this module."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tutor.chain import events as moved
from tutor.chain import requests
from tutor.chain.frames import PROBES, Asked, Branch, Chain, Frame, Opened, Retest
from tutor.chain.outlook import Outlook
from tutor.chain.path import minutes
from tutor.chain.reviews import due_now
from tutor.curriculum.answers import Answer, Place
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.variants import Variant, draw
from tutor.notation.number_words import whole_words
from tutor.notation.tree import Vector
from tutor.session import actions
from tutor.session.aside import wonders
from tutor.session.beside import beside
from tutor.session.decide import World
from tutor.session.ids import opaque, stream
from tutor.session.state import State
from tutor.session.summary import REVIEWS, before, line_of
from tutor.session.view import Crumb, Derived, Feedback, Placing, Progress, PublicQuestion, ShownExhibit, View, Widget
from tutor.session.wording import SLIPS, feedback

AHEAD: Final = 3
_EXAMPLE: Final = ("-3", "2", "5", "1")
_WIDGETS: Final[dict[str, Widget]] = {
    "choice": "choice", "predict": "predict", "flaw": "flaw", "choices": "choices", "order": "order", "match": "match",
    "vector": "vector", "matrix": "matrix", "own-words": "statement",
}  # fmt: skip
_FORMATS: Final = {
    "number": "a number, like 7, -3/4 or 0.25",
    "expression": "an expression, like 2a + b or sqrt(a)",
    "equation": "an equation, like y = 2x + 1",
    "vector": "a pair in order, like (3, -1)",
    "matrix": "rows split by semicolons, like [1 2; 3 4]",
    "choice": "the number of one option",
    "choices": "the numbers of all that hold, like 1 3, or none",
    "order": "all numbers in order, like 2 1 3",
    "match": "the letter of an option for each, in order, like b a c",
    "predict": "the number of your prediction; any is accepted",
    "text": "a word or two",
    "logic": "a statement, like P and not Q",
    "formula": "a formula, like H2O or SO4^2-",
    "reaction": "a reaction, like 2 H2 + O2 -> 2 H2O",
    "configuration": "a configuration, like 1s2 2s1 or [He] 2s1",
    "nuclear": "a symbol or an equation, like ^{14}_6C or ^14C -> ^14N + e-",
    "quantity": "a number with its unit, like 2.5 m/s^2",
    "set": "a set or a solution, like {2, -3}, (1, 5] or x > 2",
    "inequality": "an inequality, like 2x + y <= 4",
    "span": "a span, a line or a plane, like span{(1, 2)} or (1, 0) + t(2, 1)",
    "flaw": "the number of the line that fails",
    "own-words": "a sentence or two of your own; you compare it yourself",
}


def present(state: State, world: World) -> View:
    """What a front end sees."""
    chain, curricula = state.chain, world.curricula
    asked = chain.question if state.ended is None else None
    variant = draw(curricula, asked.ref, asked.n) if asked else None
    return View(
        session=state.session,
        seq=state.seq,
        curriculum=state.curriculum,
        goal=REVIEWS if chain.due else curricula.concept(chain.goal).concept.title,
        question=_question(state, world, asked, variant) if asked and variant else None,
        feedback=feedback(state, curricula),
        shown=_shown(asked, variant) if asked and variant else (),
        exhibits=_exhibits(state, world, asked) if asked else (),
        breadcrumb=_breadcrumb(state, world) if asked else (),
        rubric=tuple(point.point for point in variant.rubric) if asked and variant and asked.stated else (),
        model_statement=variant.solution if asked and variant and asked.stated else None,
        allowed=_allowed(state, world, asked, variant),
        progress=_progress(state, world),
        established=tuple(
            Derived(ref, curricula.concept(ref).concept.title, line_of(curricula, ref), how)
            for ref, how in chain.established.items()
        ),
        reviews_due=len(due_now(Outlook(curricula, world.graph, world.estimate))),
        wonder=_wonder(chain, world, asked),
        beside=beside(state, curricula),
        paused=state.paused,
        ended=state.ended,
    )


def _question(state: State, world: World, asked: Asked, variant: Variant) -> PublicQuestion:
    node = world.curricula.question(asked.ref)
    answer = variant.answer
    return PublicQuestion(
        id=opaque(state.session, asked.ref, asked.n),
        kind=variant.kind,
        widget="rubric" if asked.stated else _widget(answer),
        purpose=asked.purpose,
        ask=variant.ask,
        format=format_of(variant),
        names=tuple(getattr(answer, "names", ())) if variant.kind == "vector" else (),
        letters=tuple(
            getattr(answer, "letters", ()) or (getattr(answer, "names", ()) if variant.kind != "vector" else ())
        ),
        options=tuple(option.text for option in variant.options),
        items=tuple(item.text for item in variant.items),
        free=asked.free,
        hints_left=0 if asked.purpose in PROBES else len(variant.hints) - asked.hints,
        topic=_topic(state.chain, world, asked.concept),
        words=node.reading_words,
        place=_placing(answer),
        slots=getattr(answer, "slots", None) or "",
        counted=getattr(answer, "counted", False),
    )


def _widget(answer: Answer) -> Widget:
    if getattr(answer, "place", None) is not None:
        return "plane" if answer.kind == "vector" else "number-line"
    if getattr(answer, "slots", None):
        return "slots"
    return _WIDGETS.get(answer.kind, "line")


def _placing(answer: Answer) -> Placing | None:
    place: Place | None = getattr(answer, "place", None)
    return Placing(place.low, place.high, place.parts) if place is not None else None


def format_of(variant: Variant) -> str:
    """One line on how to type the answer."""
    names = getattr(variant.answer, "names", ())
    if variant.kind == "vector" and names:
        return f"{', '.join(names)} in this order, like ({', '.join(_EXAMPLE[i % 4] for i in range(len(names)))})"
    size = len(variant.key.items) if variant.kind == "vector" and isinstance(variant.key, Vector) else 2
    if size > 2:
        return f"{whole_words(size)} numbers in order, like ({', '.join(_EXAMPLE[i % 4] for i in range(size))})"
    return _FORMATS[variant.kind]


def _topic(chain: Chain, world: World, concept: str) -> str:
    """A concept's title once it's established, its neutral one until then."""
    if concept in chain.established:
        return world.curricula.concept(concept).concept.title
    return before(world.curricula, concept)


def _shown(asked: Asked, variant: Variant) -> tuple[Feedback, ...]:
    hints = [Feedback("hint", "help", text) for text in variant.hints[: asked.hints]]
    if asked.nudge is None:
        return tuple(hints)
    if asked.nudge >= 0:
        nudge = variant.mistakes[asked.nudge].ask
        return (*hints, Feedback("nudge", "help", nudge)) if nudge else tuple(hints)
    return (*hints, Feedback("nudge", "help", SLIPS[asked.slip])) if asked.slip in SLIPS else tuple(hints)


def _exhibits(state: State, world: World, asked: Asked) -> tuple[ShownExhibit, ...]:
    """Those of the question and of the questions it serves, those revealed in this tree or just now; never a pending one."""
    curricula, chain = world.curricula, state.chain
    tree = {curricula.question(frame.ref).root for frame in chain.stack if isinstance(frame, Asked | Opened)}
    wanted = dict.fromkeys(curricula.question(asked.ref).exhibits)
    wanted.update(dict.fromkeys(ref for ref in chain.revealed if _belongs(world, ref, tree)))
    wanted.update(
        dict.fromkeys(body.reveal for body in state.recent if isinstance(body, moved.QuestionClosed) and body.reveal)
    )
    pending = undisclosed(chain, curricula)
    return tuple(exhibit_of(curricula, ref) for ref in wanted if ref not in pending)


def undisclosed(chain: Chain, curricula: Curricula) -> frozenset[str | None]:
    """The exhibits that a prediction is still to be made about: nothing shows them before."""
    return frozenset(draw(curricula, frame.ref, frame.n).reveal for frame in chain.waiting)


def _belongs(world: World, exhibit: str, roots: set[str]) -> bool:
    curricula = world.curricula
    slug = exhibit.partition("@")[2]
    return any(
        getattr(curricula.question(ref).question.answer, "reveal", None) == slug
        for root in roots
        for ref in curricula.tree(root)
    )


def exhibit_of(curricula: Curricula, ref: str) -> ShownExhibit:
    """Evidence as it is shown: with its grounds in one line."""
    exhibit = curricula.exhibit(ref)
    said = {"units": exhibit.units, "uncertainty": exhibit.uncertainty, "today": exhibit.deviation}
    labelled = [f"{label}: {text}" for label, text in said.items() if text]
    grounds = "; ".join(part for part in (exhibit.provenance, exhibit.source, *labelled) if part)
    return ShownExhibit(ref, exhibit.title, exhibit.body, grounds)


def _breadcrumb(state: State, world: World) -> tuple[Crumb, ...]:
    crumbs: list[Crumb] = []
    for frame in state.chain.stack[:-1]:
        crumb = _crumb(frame, state.chain, world)
        if crumb is not None:
            crumbs.append(crumb)
    return tuple(crumbs)


def _crumb(frame: Frame, chain: Chain, world: World) -> Crumb | None:
    curricula = world.curricula
    match frame:
        case Asked():
            return Crumb(_topic(chain, world, frame.concept), draw(curricula, frame.ref, frame.n).ask, "waits")
        case Opened():
            ask = draw(curricula, frame.ref, frame.n).ask
            return Crumb(_topic(chain, world, frame.concept), ask, "steps")
        case Branch(ref=ref):
            concept = curricula.question(ref).concept if ref.count("/") > 1 else ref
            return Crumb(_topic(chain, world, concept), "", "why")
        case Retest():
            return Crumb(_topic(chain, world, frame.concept), "", "dispute")
        case _:
            return Crumb(_topic(chain, world, frame.concept), "", frame.cause)


def _allowed(state: State, world: World, asked: Asked | None, variant: Variant | None) -> Mapping[str, str | None]:
    if state.ended is not None or asked is None or variant is None:
        over = "this session is over"
        return dict.fromkeys(actions.ACTIONS, over)
    chain = state.chain
    outlook = Outlook(world.curricula, world.graph, world.estimate, state.chain.pace)
    probe = "this is a probe: it only finds out what you know already"
    stated = "first tick the points that your statement makes" if asked.stated else None
    settling = "two questions are settling something first" if chain.retest is not None else None
    reasons: dict[str, str | None] = {
        "answer": stated,
        "dont-know": stated,
        "show-me": _reason(requests.show_me(chain, outlook)),
        "i-see-it": _reason(requests.i_see_it(chain)),
        "hint": _reason(requests.hint(chain, len(variant.hints))),
        "why": _reason(requests.why(chain, outlook, stream(state.seed, state.seq))),
        "back": _reason(requests.back(chain)),
        "ask": probe if asked.purpose in PROBES else None,
        "open-sources": probe if asked.purpose in PROBES else _no_sources(world, asked),
        "not-met-yet": None if asked.purpose in PROBES else "this is no probe",
        "skip-placement": settling or (None if chain.placing else "the placement is over"),
        "tick-rubric": None if asked.stated else "there's nothing to tick",
        "dispute": settling,
        "pause": None,
        "resume": None,
        "end": None,
    }
    return reasons


def _no_sources(world: World, asked: Asked) -> str | None:
    there = world.documents or world.curricula.concept(asked.concept).concept.sources
    return None if there else "no documents stand behind this question"


def _reason(reply: object) -> str | None:
    return reply.reason if isinstance(reply, requests.Refused) else None


def _progress(state: State, world: World) -> Progress:
    chain, studied = state.chain, round(state.studied / 60_000_000, 1)
    outlook = Outlook(world.curricula, world.graph, world.estimate, chain.pace)
    if chain.due:
        still = sum(1 for c in due_now(outlook) if c in chain.due and c not in chain.reviewed)
        return Progress(chain.looked_at, len(chain.reviewed) + still, minutes_studied=studied)
    left = [c for c in chain.plan if not chain.settled(c) and c not in chain.parked]
    return Progress(
        done=sum(1 for c in chain.plan if chain.settled(c)),
        total=len(chain.plan),
        placing=chain.placing,
        ahead=tuple(before(world.curricula, c) for c in left[:AHEAD]),
        minutes_left=round(sum(minutes(outlook, c) for c in left), 1),
        minutes_studied=studied,
    )


def _wonder(chain: Chain, world: World, asked: Asked | None) -> str | None:
    """The curiosity that opens a link, shown with its first question."""
    if asked is None or asked.purpose in PROBES:
        return None
    if not wonders(chain, asked):
        return None
    concept = world.curricula.concept(asked.concept).concept
    return concept.wonder if asked.concept not in chain.established else None
