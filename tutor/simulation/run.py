"""One simulated learner through one real session, and the figures of many."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from tutor.chain import events as moved
from tutor.chain.frames import Chain, Opened
from tutor.chain.pace import STEADY, Pace
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.variants import draw
from tutor.grading.verdict import Verdict
from tutor.learner.estimate import Estimate, aged, mastered, observe
from tutor.learner.graph import KnowledgeGraph
from tutor.learner.way import towards
from tutor.session import events as happened
from tutor.session.actions import Action
from tutor.session.decide import Decision, World, decide, start
from tutor.session.events import Body, Event
from tutor.session.ids import stream
from tutor.session.state import State, apply
from tutor.simulation.learners import SimulatedLearner

BEGIN: Final = 1_767_225_600_000_000  # 2026-01-01, microseconds
SECOND: Final = 1_000_000
LONGEST: Final = 10  # a session longer than this many times the questions of its chain is a dead end
_CHANGES = (
    moved.QuestionOpened, moved.StepsRestored, moved.Descended, moved.AnswerTold, moved.ConceptParked, moved.LinkBegun,
)  # fmt: skip


Watch = Callable[[Chain, Body], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one learner. Shares in [0, 1]; minutes of study."""

    questions: int
    dead_end: bool
    reached: bool
    parked: int
    assisted: int
    unaided: int
    tells: int
    reasks: int
    over_tested: float
    longest_failure_run: int
    longest_on_concept: int
    walked_after_slip: int
    placement: int
    minutes: float
    first_result_minutes: float | None
    retained_7d: float | None
    falsely_mastered: float
    mastered: int


class _Run:
    """The session of one learner, folded as it goes, with what is counted on the way."""

    def __init__(
        self, learner: SimulatedLearner, curricula: Curricula, graph: KnowledgeGraph, watch: Watch | None = None
    ) -> None:
        self.watch = watch
        self.learner, self.curricula, self.graph = learner, curricula, graph
        self.state, self.estimate, self.at, self.acted = State(), Estimate(), BEGIN, 0
        self.over = self.asked = self.reasks = self.run = self.longest = self.walked = self.probes = 0
        self.first: float | None = None
        self.on = ""  # the concept of the last question
        self.slips: dict[str, int] = {}  # misses by concept

    @property
    def world(self) -> World:
        return World(self.curricula, self.graph, aged(self.estimate, self.at))

    def take(self, decision: Decision) -> None:
        self.acted += 1
        for body in decision.events:
            event = Event("simulated", self.state.seq + 1, "simulated", str(self.acted), self.at, body)
            self._notice(body)
            self.state = apply(self.state, event)
            if isinstance(body, happened.EvidenceTaken):
                self.estimate = observe(self.estimate, body.evidence)

    def _notice(self, body: Body) -> None:
        chain, learner = self.state.chain, self.learner
        if self.watch is not None:
            self.watch(chain, body)
        match body:
            case moved.QuestionAsked():
                self.asked += 1
                self.reasks += body.purpose == "again"
                self.probes += body.purpose == "placement"
                if body.concept != self.on:
                    self.run, self.on = 0, body.concept
                self.over += body.concept in learner.at_start
            case moved.AnswerMissed() if not chain.placing:  # probes are marked as such, and get easier by themselves
                self.run += 1
                concept = chain.question.concept if chain.question else ""
                self.slips[concept] = self.slips.get(concept, 0) + 1
                self.longest = max(self.longest, self.run)
            case happened.AnswerGraded(judgement=judgement) if judgement.verdict is Verdict.RIGHT:
                self.run = 0
            case moved.AnswerTold():
                learner.told(self.curricula.question(body.ref).concept)
            case moved.QuestionOpened() if body.queue and body.concept in learner.at_start:
                self.walked += self.slips.get(body.concept, 0) <= 1
            case moved.ConceptEstablished() if self.first is None and self._result(body.concept):
                self.first = (self.at - BEGIN) / SECOND / 60
            case _:
                pass
        if isinstance(body, _CHANGES):
            self.run = 0
        top = chain.stack[-1] if chain.stack else None
        if isinstance(top, Opened) and not top.queue and top.asked:
            learner.walked(top.concept)

    def _result(self, concept: str) -> bool:
        return self.curricula.concept(concept).concept.kind == "result"

    def act(self, action: Action) -> None:
        self.at += int((getattr(action, "seconds", None) or 6.0) * SECOND)
        asked = self.state.chain.question
        rng = stream(self.state.seed, self.state.seq)
        decision = decide(self.state, action, at=self.at, rng=rng, world=self.world)
        self.take(decision)
        graded = [body for body in decision.events if isinstance(body, happened.AnswerGraded)]
        if asked is not None and graded:
            right = graded[0].judgement.verdict is Verdict.RIGHT
            self.learner.saw_answer(draw(self.curricula, asked.ref, asked.n), asked.purpose, right=right)


def simulate_one(
    learner: SimulatedLearner,
    curricula: Curricula,
    graph: KnowledgeGraph,
    curriculum: str,
    goal: str,
    seed: int,
    pace: Pace = STEADY,
    watch: Watch | None = None,
) -> Outcome:
    """A session from its start to its end. `watch` is called with the chain as it stands and what happens to it."""
    run = _Run(learner, curricula, towards(graph, (goal,)), watch)
    run.take(start(curriculum, goal, curricula.hash, seed, at=BEGIN, rng=stream(seed, 0), world=run.world, pace=pace))
    most = LONGEST * questions_in_chain(curricula, goal)
    stuck = False
    while run.state.ended is None and not stuck:
        asked = run.state.chain.question
        if asked is None or run.asked > most:
            stuck = True
            break
        variant = draw(curricula, asked.ref, asked.n)
        run.act(learner.act(variant, asked.purpose, stated=asked.stated, points=len(variant.rubric), aided=asked.aided))
    return _outcome(run, stuck)


def questions_in_chain(curricula: Curricula, goal: str) -> int:
    """All questions, steps counted, of the goal and of what it rests on."""
    concepts = (*curricula.ancestors(goal), goal)
    return sum(1 for c in concepts for root in curricula.concept(c).questions for _ in curricula.tree(root))


def _outcome(run: _Run, stuck: bool) -> Outcome:
    state, learner = run.state, run.learner
    chain = state.chain
    earned = [c for c, how in chain.established.items() if how != "told"]
    masters = [c for c in run.curricula.concepts if mastered(run.estimate, c)]
    false = [c for c in masters if c not in learner.known]
    return Outcome(
        questions=run.asked, dead_end=stuck, reached=chain.goal in chain.established, parked=len(chain.parked),
        assisted=state.counts.assisted, unaided=state.counts.unaided, tells=state.counts.told, reasks=run.reasks,
        over_tested=run.over / run.asked if run.asked else 0.0, longest_failure_run=run.longest,
        longest_on_concept=max(chain.asked.values(), default=0), walked_after_slip=run.walked, placement=run.probes,
        minutes=state.studied / SECOND / 60, first_result_minutes=run.first,
        retained_7d=sum(learner.retained(c, 7) for c in earned) / len(earned) if earned else None,
        falsely_mastered=len(false) / len(masters) if masters else 0.0, mastered=len(masters),
    )  # fmt: skip


def figures(outcomes: Sequence[Outcome]) -> dict[str, float | int | None]:
    """The figures of `tutor simulate --json`."""
    questions = sorted(outcome.questions for outcome in outcomes)
    return {
        "learners": len(outcomes),
        "questions_median": statistics.median(questions),
        "questions_p90": questions[min(len(questions) - 1, int(0.9 * len(questions)))],
        "dead_ends": sum(outcome.dead_end for outcome in outcomes),
        "reached": sum(outcome.reached for outcome in outcomes),
        "parked": sum(outcome.parked for outcome in outcomes),
        "assisted": sum(outcome.assisted for outcome in outcomes),
        "unaided": sum(outcome.unaided for outcome in outcomes),
        "tells": sum(outcome.tells for outcome in outcomes),
        "reasks": sum(outcome.reasks for outcome in outcomes),
        "over_tested": _mean([outcome.over_tested for outcome in outcomes]),
        "longest_failure_run": max(outcome.longest_failure_run for outcome in outcomes),
        "longest_on_concept": max(outcome.longest_on_concept for outcome in outcomes),
        "walked_after_slip": sum(outcome.walked_after_slip for outcome in outcomes),
        "placement_median": statistics.median(outcome.placement for outcome in outcomes),
        "minutes_median": round(statistics.median(outcome.minutes for outcome in outcomes), 1),
        "first_result_minutes": _median([o.first_result_minutes for o in outcomes]),
        "retained_7d": _mean([o.retained_7d for o in outcomes if o.retained_7d is not None]),
        "falsely_mastered": _mean([outcome.falsely_mastered for outcome in outcomes]),
        "mastered_mean": _mean([float(outcome.mastered) for outcome in outcomes]),
    }


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _median(values: Sequence[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return round(statistics.median(there), 1) if there else None
