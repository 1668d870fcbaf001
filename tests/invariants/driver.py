"""Drives a session by names of moves, one event at a time, with everything a test wants to look at on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tutor.chain.measure import measure
from tutor.chain.pace import STEADY, Pace
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.variants import Variant, draw
from tutor.errors import InputError
from tutor.learner.estimate import Estimate, aged, observe
from tutor.learner.way import towards
from tutor.notation.printing import to_text
from tutor.session import actions
from tutor.session import events as happened
from tutor.session.actions import Action
from tutor.session.decide import Decision, World, decide, start, start_reviews
from tutor.session.desk import graph_of
from tutor.session.events import Event
from tutor.session.ids import stream
from tutor.session.present import present
from tutor.session.retrieval import Lookup
from tutor.session.state import State, apply
from tutor.session.view import View
from tutor.simulation.writing import right_text, wrong_text

SIMPLE: dict[str, Action] = {
    "dont-know": actions.DontKnow(), "show-me": actions.ShowMe(), "i-see-it": actions.ISeeIt(), "why": actions.Why(),
    "hint": actions.Hint(), "back": actions.Back(), "not-met-yet": actions.NotMetYet(),
    "skip-placement": actions.SkipPlacement(), "sources": actions.OpenSources(), "pause": actions.Pause(),
    "resume": actions.Resume(), "ask": actions.Ask("what is concept 0?"),
}  # fmt: skip


@dataclass
class Session:
    """A session in memory. `events`: all so far; `typed`: what the learner wrote; `due`: in a session of reviews, for what."""

    curricula: Curricula
    goal: str
    seed: int = 1
    events: list[Event] = field(default_factory=list)
    state: State = field(default_factory=State)
    estimate: Estimate = field(default_factory=Estimate)
    typed: list[str] = field(default_factory=list)
    at: int = 1_767_225_600_000_000
    acted: int = 0
    pace: Pace = STEADY
    due: tuple[str, ...] = ()
    documents: Callable[[Session], Lookup] | None = None  # what a look into documents finds now

    def __post_init__(self) -> None:
        goals = self.due or (self.goal,)
        self.graph = towards(graph_of(self.curricula), goals)
        self.scope = {*goals}.union(*map(self.curricula.ancestors, goals))
        rng, hash_ = stream(self.seed, 0), self.curricula.hash
        if self.due:
            self.take(start_reviews(self.due, hash_, self.seed, at=self.at, rng=rng, world=self.world))
        else:
            self.take(
                start("world", self.goal, hash_, self.seed, at=self.at, rng=rng, world=self.world, pace=self.pace)
            )

    @property
    def world(self) -> World:
        lookup = self.documents(self) if self.documents and self.events else None
        return World(self.curricula, self.graph, aged(self.estimate, self.at), lookup=lookup, documents=bool(lookup))

    @property
    def measure(self) -> int:
        return measure(self.state.chain, self.scope)

    @property
    def variant(self) -> Variant:
        asked = self.state.chain.question
        assert asked is not None
        return draw(self.curricula, asked.ref, asked.n)

    def view(self) -> View:
        return present(self.state, self.world)

    def take(self, decision: Decision) -> None:
        self.acted += 1
        for body in decision.events:
            event = Event("me", self.state.seq + 1, "s", str(self.acted), self.at, body)
            self.events.append(event)
            self.state = apply(self.state, event)
            if isinstance(body, happened.EvidenceTaken):
                self.estimate = observe(self.estimate, body.evidence)

    def do(self, move: str) -> bool:
        """Make a move; False when it isn't allowed now (which changes nothing)."""
        self.at += 20_000_000
        try:
            rng = stream(self.state.seed, self.state.seq)
            decision = decide(self.state, self._action(move), at=self.at, rng=rng, world=self.world)
        except InputError as error:
            if error.code != "not-allowed":
                raise
            return False
        self.take(decision)
        return True

    def _action(self, move: str) -> Action:
        asked = self.state.chain.question
        if move in SIMPLE or asked is None:
            return SIMPLE.get(move, actions.Pause())
        if asked.stated and move in ("right", "wrong", "mistake", "unreadable", "fast", "repeat"):
            return actions.TickRubric((1,) if move == "right" else ())
        rng = stream(self.seed, self.acted)
        if move in ("dispute", "not-yet"):
            return actions.Dispute(rng.choice(self.curricula.concepts), known=move == "dispute")
        texts = {
            "right": lambda: right_text(self.variant, rng),
            "wrong": lambda: wrong_text(self.variant, rng),
            "mistake": lambda: self._mistake(rng.random()),
            "unreadable": lambda: "((",
            "fast": lambda: wrong_text(self.variant, rng),
            "repeat": lambda: asked.tried[-1] if asked.tried else "5",
        }
        ungraded = self.variant.kind in ("predict", "own-words") and move in ("wrong", "mistake", "fast")
        text = right_text(self.variant, rng) if ungraded else texts[move]()
        self.typed.append(text)
        return actions.Answer(text, 0.001 if move == "fast" else 25.0)

    def _mistake(self, which: float) -> str:
        mistakes = self.variant.mistakes
        if not mistakes:
            return wrong_text(self.variant, stream(self.seed, self.acted))
        value = mistakes[int(which * len(mistakes))].value
        return value if isinstance(value, str) else to_text(value)  # type: ignore[arg-type]
