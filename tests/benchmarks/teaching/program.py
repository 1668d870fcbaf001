"""The program itself: real sessions of a learner, day after day, through `start`, `decide` and `apply`."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

from tests.benchmarks.families.learner import Question, Reply
from tests.benchmarks.teaching.room import Room
from tests.benchmarks.teaching.simple import revisit
from tutor.chain import events as moved
from tutor.chain.frames import Asked
from tutor.curriculum.variants import draw
from tutor.learner.estimate import Estimate, aged, mastered, observe
from tutor.learner.way import towards
from tutor.session import events as happened
from tutor.session.actions import Action, Answer, DontKnow, TickRubric
from tutor.session.decide import Decision, World, decide, start
from tutor.session.events import Event
from tutor.session.evidence import DAY
from tutor.session.ids import stream
from tutor.session.state import State, apply
from tutor.simulation.writing import right_text, wrong_text

BEGIN: Final = 1_767_258_000_000_000  # 2026-01-01 9:00, microseconds
SECONDS: Final = 20.0  # for an answer
SESSIONS: Final = 8  # to one goal, one a day, each with all that was learnt of the learner before
TICKED: Final = 0.8  # of the points of a rubric


@dataclass(frozen=True, slots=True)
class Claims:
    """What the program held at some moment. `mastered`: how many concepts; `false`, `grave`: the shares of those that
    weren't truly known, and that an ordinary question of would have been got with less than 70%; `known`: the share of the
    course truly known."""

    asked: int
    mastered: int
    false: float
    grave: float
    known: float


class Program:
    """Sessions in one room. `ends`: its claims at the end of each session; `there`: when enough was first known."""

    def __init__(self, room: Room, seed: int) -> None:
        self.room, self.seed, self.rng = room, seed, random.Random(seed)
        self.estimate, self.state, self.at, self.acted = Estimate(), State(), BEGIN, 0
        self.ends: list[Claims] = []
        self.there: Claims | None = None

    def teach(self) -> None:
        """Session after session until enough is known, each to its own end; then every concept in order, one visit each."""
        for number in range(SESSIONS):
            self._session(self.seed * SESSIONS + number)
            self.ends.append(self._claims())
            if self.room.over:
                return
            self.room.night()
        self.room.afterwards = True
        revisit(self.room)

    @property
    def world(self) -> World:
        course = self.room.course
        way = towards(course.graph, (course.goal,))
        return World(course.curricula, way, aged(self.estimate, self._now()))

    def _session(self, seed: int) -> None:
        course = self.room.course
        self.state = State()
        begun = start(
            course.curriculum,
            course.goal,
            course.curricula.hash,
            seed,
            at=self._now(),
            rng=stream(seed, 0),
            world=self.world,
        )
        self._take(begun)
        while self.state.ended is None and self.room.asked < 2 * self.room.cap:
            asked = self.state.chain.question
            if asked is None:
                raise AssertionError("a session without a question and without an end")
            self._answer(asked)

    def _answer(self, asked: Asked) -> None:
        question, variant = self.room.course.question(asked.ref), draw(self.room.course.curricula, asked.ref, asked.n)
        reply: Reply | None = None
        action: Action
        if asked.stated:
            action = TickRubric(tuple(i for i in range(1, len(variant.rubric) + 1) if self.rng.random() < TICKED))
        elif not self.room.course.graded(asked.ref):
            action = Answer(right_text(variant, self.rng), SECONDS)
        else:
            reply = self.room.learner.answer(question, aided=asked.aided)
            typed = right_text if reply.right else wrong_text
            action = DontKnow() if reply.unknown else Answer(typed(variant, self.rng), SECONDS)
        rng = stream(self.state.seed, self.state.seq)
        decision = decide(self.state, action, at=self._now(), rng=rng, world=self.world)
        told = any(isinstance(body, moved.AnswerTold) and body.ref == asked.ref for body in decision.events)
        self._take(decision, closing=(asked, question, reply, told))

    def _take(self, decision: Decision, closing: tuple[Asked, Question, Reply | None, bool] | None = None) -> None:
        self.acted += 1
        shown = []
        for body in decision.events:
            event = Event("simulated", self.state.seq + 1, "simulated", str(self.acted), self._now(), body)
            self.state = apply(self.state, event)
            if isinstance(body, happened.EvidenceTaken):
                self.estimate = observe(self.estimate, body.evidence)
            if isinstance(body, moved.QuestionAsked):
                shown.append(body)
        if closing is not None:
            self._close(*closing)
        for body in shown:
            self.room.show(self.room.course.question(body.ref), body.purpose if body.why != "further" else "further")

    def _close(self, asked: Asked, question: Question, reply: Reply | None, told: bool) -> None:
        """What an answer leaves behind, unless the same variant waits for another try."""
        waits = any((one.ref, one.n) == (asked.ref, asked.n) for one in self.state.chain.waiting)
        if reply is None or (waits and not reply.right and not told):
            return
        self.room.close(question, reply, aided=asked.aided, told=told)
        if self.room.reached is not None and self.there is None:
            self.there = self._claims()

    def _now(self) -> int:
        return self.at + self.room.day * DAY + self.acted * int(SECONDS * 1_000_000)

    def _claims(self) -> Claims:
        room = self.room
        held = {concept for concept in room.course.concepts if mastered(self.estimate, concept)}
        return Claims(room.asked, len(held), room.false(held), room.grave(held), room.known)
