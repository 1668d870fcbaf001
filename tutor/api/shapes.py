"""What answers look like, for the OpenAPI document: the values themselves are made by the rooms below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from tutor.session.summary import Summary
from tutor.session.view import View
from tutor.session.whys import Reasons

Format = Literal["html", "latex", "spoken", "plain"]
Pace = Literal["stroll", "steady", "climb"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong (RFC 9457). `code` is the program's, `remedy` what to do. After a conflict: `seq`, where the session is now,
    and `view`, where to see it. Of an answer that can't be read: `start` and `end` of what can't, in characters."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    remedy: str
    seq: int | None = None
    view: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A session as the learner sees it. `seq` is its ETag; `summary` once it has ended; `rendered`: by format, the view's texts in
    the same places."""

    seq: int
    view: View
    summary: Summary | None
    rendered: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class SessionEntry:
    """A session in a list. `ended`: why, null while it can be resumed; `done` of `total` concepts."""

    session: str
    curriculum: str
    goal: str
    started: str
    last: str
    ended: str | None
    done: int
    total: int
    reviews: bool


@dataclass(frozen=True, slots=True)
class Sessions:
    """The latest first."""

    sessions: list[SessionEntry]


@dataclass(frozen=True, slots=True)
class Preview:
    """How an answer would be read: as LaTeX, in one line, in words; `start` and `end` of what can't be read, and why. `taken_for`: an
    answer, `unknown` ("I don't know" in words), or a `question` back."""

    read_latex: str | None
    read_text: str | None
    spoken: str | None
    start: int | None
    end: int | None
    message: str | None
    taken_for: Literal["answer", "unknown", "question"]


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """What a session came to so far."""

    seq: int
    summary: Summary


@dataclass(frozen=True, slots=True)
class SessionNotebook:
    """What a session derived. `goal`: its neutral title until it's reached."""

    seq: int
    goal: str
    reached: bool
    markdown: str


@dataclass(frozen=True, slots=True)
class SessionReasons:
    """Why this question."""

    seq: int
    reasons: Reasons


@dataclass(frozen=True, slots=True)
class CurriculumEntry:
    """A curriculum in a list. `goals`: concepts worth aiming at; `concepts`: how many; `hash`: of all that its authors wrote."""

    id: str
    title: str
    licence: str
    authors: list[str]
    needs: list[str]
    goals: list[str]
    concepts: int
    hash: str


@dataclass(frozen=True, slots=True)
class CurriculaList:
    """All curricula of the server."""

    curricula: list[CurriculumEntry]


@dataclass(frozen=True, slots=True)
class ConceptNode:
    """A concept in the graph, by its neutral title."""

    ref: str
    title: str
    kind: str
    requires: list[str]
    unlocks: list[str]


@dataclass(frozen=True, slots=True)
class CurriculumGraph:
    """A curriculum with the graph of its concepts, prerequisites first."""

    id: str
    title: str
    licence: str
    authors: list[str]
    needs: list[str]
    goals: list[str]
    concepts: list[ConceptNode]
    hash: str


@dataclass(frozen=True, slots=True)
class ConceptDetail:
    """One concept. `questions`: how many it has; `sources`: the documents behind it."""

    ref: str
    title: str
    kind: str
    requires: list[str]
    unlocks: list[str]
    wonder: str | None
    questions: int
    sources: list[str]


@dataclass(frozen=True, slots=True)
class CurriculumSource:
    """A curriculum as its authors wrote it, keys and all."""

    hash: str
    curriculum: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PathConcept:
    """A concept that is still needed."""

    ref: str
    title: str
    kind: str
    p_known: float
    minutes: float
    needed_by: list[str]


@dataclass(frozen=True, slots=True)
class Path:
    """The least that is still needed for a goal, in order."""

    curriculum: str
    goal: str
    minutes: float
    concepts: list[PathConcept]


@dataclass(frozen=True, slots=True)
class Me:
    """The learner whom the token is for, and what it allows."""

    id: str
    name: str
    created: str
    scopes: list[str]


@dataclass(frozen=True, slots=True)
class Belief:
    """What is believed of one concept (see `learner show`)."""

    concept: str
    p_known: float
    sd: float
    retrievability: float | None
    due: str | None
    unaided: int
    assisted: int
    told: int
    missed: int
    mastered: bool
    evidence: list[int]
    unlocks: list[str]
    state: Literal["mastered", "established", "told", "met", "assumed", "not-yet", "open"]
    title: str
    disputed: str | None


@dataclass(frozen=True, slots=True)
class Beliefs:
    """Concept by concept."""

    concepts: list[Belief]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer behind what is believed."""

    concept: str
    seq: int
    at: str
    question: str
    taken_for: str
    weight: float
    outcome: float | None
    retest: bool


@dataclass(frozen=True, slots=True)
class BeliefWithEvidence:
    """What is believed of one concept, and the answers behind it."""

    concept: Belief
    evidence: list[Answer]


@dataclass(frozen=True, slots=True)
class DueConcept:
    """A concept that was mastered and is due for a look. `title`: null where its curriculum isn't there any more."""

    concept: str
    title: str | None
    due: str


@dataclass(frozen=True, slots=True)
class Reviews:
    """The most faded first."""

    due: list[DueConcept]


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage (see `library search`); what would give an open question's answer away is hidden in it."""

    passage: str
    document: str
    title: str
    source: str
    heading: str | None
    page: int | None
    time: float | None
    line: int
    start: int
    end: int
    text: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """The best first."""

    passages: list[FoundPassage]


@dataclass(frozen=True, slots=True)
class Erased:
    """What was taken away; `backups`: copies on the server that still hold it."""

    learner: str
    events: int
    sessions: int
    documents: int
    backups: int


@dataclass(frozen=True, slots=True)
class Health:
    """The process answers."""

    status: Literal["ok"]
