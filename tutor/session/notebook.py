"""The derivation notebook of a session: what was derived, by which questions, with the learner's own answers, evidence and citations.

Folded from the journal like the session itself. A page is a concept; what is still open stands on a page of its own, without a
solution and without what was looked up beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from tutor.chain import events as moved
from tutor.chain.frames import PROBES, Asked
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.variants import Variant, draw
from tutor.grading.verdict import Judgement
from tutor.session import events as happened
from tutor.session.beside import place
from tutor.session.cited import Cited
from tutor.session.events import Event
from tutor.session.masking import Veil, veil
from tutor.session.present import exhibit_of, undisclosed
from tutor.session.state import State, apply
from tutor.session.summary import REVIEWS, Summary, before, line_of, summarise
from tutor.session.view import ShownExhibit

UNKNOWN: Final = "I don't know"


@dataclass(frozen=True, slots=True)
class Try:
    """What the learner gave. `read`: as it was read, in LaTeX; `verdict`: empty where nothing was graded."""

    text: str
    read: str | None = None
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a rubric, and whether the learner found it in their own words."""

    text: str
    said: bool


@dataclass(frozen=True, slots=True)
class Quoted:
    """What was read in a document beside a question."""

    title: str
    heading: str
    place: str
    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class Solved:
    """A question and how it went. `how`: unaided, assisted, told, or empty while it's open. `solution`: where it was shown."""

    ask: str
    kind: str
    purpose: str
    options: tuple[str, ...]
    tries: tuple[Try, ...]
    points: tuple[Point, ...]
    how: str
    hints: int = 0
    solution: str | None = None
    statement: str | None = None
    evidence: tuple[ShownExhibit, ...] = ()
    quoted: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A concept: `how` it was established (empty: not yet, then `title` is the neutral one and `shows` is empty), and the `documents`
    that its author names."""

    title: str
    how: str
    shows: str
    questions: tuple[Solved, ...]
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notebook:
    """`began`: microseconds UTC. `pages`: in the order in which concepts were established, then what is open."""

    curriculum: str
    goal: str
    reached: bool
    wonder: str
    began: int
    pages: tuple[Page, ...]
    summary: Summary


@dataclass(slots=True)
class _Entry:
    concept: str
    ref: str
    n: int
    purpose: str
    tries: list[Try] = field(default_factory=list)
    ticked: tuple[int, ...] | None = None
    how: str = ""
    hints: int = 0
    told: bool = False
    closed: bool = False
    cited: list[Cited] = field(default_factory=list)


def notebook(events: Iterable[Event], curricula: Curricula) -> Notebook:
    """The notebook of the session that these events, all of one session, make."""
    state = State()
    entries: dict[tuple[str, int], _Entry] = {}
    for event in events:
        asked = state.chain.question
        state = apply(state, event)
        _take(entries, asked, event.body)
    return _bound(state, [one for one in entries.values() if one.purpose not in PROBES], curricula)


def _take(entries: dict[tuple[str, int], _Entry], asked: Asked | None, body: happened.Body) -> None:
    if isinstance(body, moved.QuestionAsked):
        entries.setdefault((body.ref, body.n), _Entry(body.concept, body.ref, body.n, body.purpose))
    elif isinstance(body, moved.AnswerTold) and (body.ref, body.n) in entries:
        entries[body.ref, body.n].told = True
    entry = entries.get((asked.ref, asked.n)) if asked is not None else None
    if entry is None:
        return
    match body:
        case happened.AnswerSubmitted(text=text, ignored=None):
            entry.tries.append(Try(text))
        case happened.AnswerGraded(judgement=judgement) if entry.tries:
            entry.tries[-1] = _graded(entry.tries[-1], judgement)
        case happened.AnswerUnknown():
            entry.tries.append(Try(UNKNOWN, verdict="unknown"))
        case happened.RubricTicked(lines=lines):
            entry.ticked = lines
        case happened.SourcesOpened(cited=cited) | happened.AsideAnswered(cited=cited):
            entry.cited += cited
        case moved.HintShown():
            entry.hints += 1
        case moved.QuestionClosed(ref=ref, how=how) if ref == entry.ref:
            entry.how, entry.closed = how or "", True
        case _:
            pass


def _graded(one: Try, judgement: Judgement) -> Try:
    return replace(one, read=judgement.read_latex, verdict=str(judgement.verdict))


def _bound(state: State, entries: list[_Entry], curricula: Curricula) -> Notebook:
    chain = state.chain
    hiding = _Hiding(veil(chain, curricula), undisclosed(chain, curricula)) if state.ended is None else _NOTHING
    established = [
        Page(
            curricula.concept(ref).concept.title, how, line_of(curricula, ref),
            tuple(_solved(one, curricula, hiding) for one in entries if one.concept == ref and one.closed),
            tuple(curricula.concept(ref).concept.sources),
        )
        for ref, how in chain.established.items()
    ]  # fmt: skip
    others = dict.fromkeys(one.concept for one in entries if one.concept not in chain.established)
    opened = [
        Page(
            before(curricula, ref),
            "",
            "",
            tuple(_solved(one, curricula, hiding) for one in entries if one.concept == ref),
        )
        for ref in others
    ]
    goal = None if chain.due else curricula.concept(chain.goal).concept
    reached = chain.goal in chain.established and not chain.due
    return Notebook(
        curriculum=state.curriculum,
        goal=REVIEWS if goal is None else goal.title if reached else before(curricula, chain.goal),
        reached=reached,
        wonder=(goal.wonder or "") if goal is not None else "",
        began=state.started_at,
        pages=tuple(page for page in (*established, *opened) if page.how or page.questions),
        summary=summarise(state, curricula),
    )


@dataclass(frozen=True, slots=True)
class _Hiding:
    """What an unfinished session still hides: in quotes, by a veil; and exhibits."""

    over: Veil | None = None
    exhibits: frozenset[str | None] = frozenset()

    def __call__(self, text: str, start: int = 0, end: int | None = None) -> str:
        return self.over.over(text, start, end) if self.over is not None else text[start:end]


_NOTHING: Final = _Hiding()


def _solved(entry: _Entry, curricula: Curricula, hiding: _Hiding) -> Solved:
    variant = draw(curricula, entry.ref, entry.n)
    node = curricula.question(entry.ref)
    shown = (*node.exhibits, *((variant.reveal,) if variant.reveal and entry.closed else ()))
    return Solved(
        ask=variant.ask,
        kind=variant.kind,
        purpose=entry.purpose,
        options=tuple(option.text for option in variant.options),
        tries=tuple(entry.tries),
        points=_points(entry, variant),
        how=entry.how,
        hints=entry.hints,
        solution=variant.solution if entry.told and entry.closed else None,
        statement=variant.solution if variant.kind == "own-words" and entry.closed else None,
        evidence=tuple(exhibit_of(curricula, ref) for ref in dict.fromkeys(shown) if ref not in hiding.exhibits),
        quoted=tuple(_quoted(one, hiding) for one in dict.fromkeys(entry.cited)) if entry.closed else (),
    )


def _points(entry: _Entry, variant: Variant) -> tuple[Point, ...]:
    if entry.ticked is None:
        return ()
    return tuple(Point(one.point, number in entry.ticked) for number, one in enumerate(variant.rubric, 1))


def _quoted(one: Cited, hiding: _Hiding) -> Quoted:
    heading = " › ".join(map(hiding, one.headings))
    return Quoted(hiding(one.title), heading, place(one), hiding(one.text, *one.quote), one.source)
