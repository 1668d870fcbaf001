"""The desk: the only door through which any front end studies. It drives `decide` and `apply` over a journal.

Order of every action: idempotency, decide, append, apply, view; nothing is shown that isn't stored. A desk keeps
what it has folded of each learner in memory and reads on when somebody else has appended.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from tutor.chain.frames import PROBES
from tutor.chain.pace import STEADY, Pace
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.variants import draw
from tutor.errors import InputError, StoreError, TutorError
from tutor.grading.grade import grade
from tutor.grading.hard import left_open
from tutor.grading.verdict import Verdict
from tutor.learner.estimate import Estimate, aged, mastered, observe
from tutor.learner.graph import KnowledgeGraph
from tutor.learner.mastery_calibration import SHIPPED, Calibration
from tutor.learner.memory import due
from tutor.learner.way import towards
from tutor.session import events as happened
from tutor.session.actions import Action, Answer, Ask, OpenSources, Resume, encode
from tutor.session.atlas import Atlas, atlas
from tutor.session.decide import Decision, World, asks_back, decide, start, start_dispute, start_reviews
from tutor.session.events import Body, Event
from tutor.session.export import exported_events
from tutor.session.ids import digest, stream, uuid7
from tutor.session.masking import veil
from tutor.session.naming import concept_named
from tutor.session.notebook import Notebook, notebook
from tutor.session.ports import Clock, Journal, NoPassages, Passages, Pins, Settler
from tutor.session.present import present
from tutor.session.retrieval import behind_question, for_words
from tutor.session.state import State, apply
from tutor.session.summary import Summary, before, summarise
from tutor.session.view import View
from tutor.session.whys import Reasons, reasons

CONFLICTS: Final = 5  # how often an append is tried again after somebody else's


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session in a list of sessions. Times in microseconds; `ended` is the reason, None while it can be resumed.

    `reviews`: it asks only for what was due for a look, whatever its goal says.
    """

    session: str
    curriculum: str
    goal: str
    started_at: int
    last_at: int
    ended: str | None
    done: int
    total: int
    reviews: bool = False


class _Known:
    """What a desk has folded of one learner's journal: all sessions, and the estimate."""

    def __init__(self, calibration: Calibration) -> None:
        self.seq = 0
        self.sessions: dict[str, State] = {}
        self.estimate = Estimate(calibration=calibration)
        self.estimates: dict[str, Estimate] = {}  # as it stood when each session began

    def take(self, event: Event) -> None:
        """Fold the next event; one that was folded already, by whoever else waited for the journal, is passed over."""
        if event.seq <= self.seq:
            return
        state = self.sessions.get(event.session)
        if state is None:
            self.estimates[event.session] = self.estimate
        self.sessions[event.session] = apply(state or State(), event)
        if isinstance(event.body, happened.EvidenceTaken):
            self.estimate = observe(self.estimate, event.body.evidence)
        self.seq = event.seq


class Desk:
    """Sessions of learners, over a journal. `load(curriculum)` gives that curriculum with those it needs.

    Without a `settler`, answers that can't be decided at once stay undecided: no attempt. `calibration`: frozen; what chances
    are foreseen with. `passages`: the documents that stand behind questions.
    """

    def __init__(
        self, journal: Journal, pins: Pins, clock: Clock, load: Callable[[str], Curricula], entropy: random.Random,
        settler: Settler | None = None, calibration: Calibration = SHIPPED, passages: Passages | None = None,
    ) -> None:  # fmt: skip
        self._passages = passages or NoPassages()
        self._calibration = calibration
        self._settler = settler
        self._journal, self._pins, self._clock, self._load, self._entropy = journal, pins, clock, load, entropy
        self._known: dict[str, _Known] = {}
        self._curricula: dict[str, tuple[Curricula, KnowledgeGraph]] = {}

    def new_id(self) -> str:
        """A fresh id for an action, a session or a learner."""
        return uuid7(self._clock.now(), self._entropy)

    async def start(
        self,
        learner: str,
        curriculum: str,
        goal: str | None = None,
        *,
        seed: int | None = None,
        pace: Pace = STEADY,
        action_id: str | None = None,
    ) -> View:
        """Begin a session towards a goal: a concept's id or title; the curriculum's first goal when None."""
        said = _digest({"action": "start", "curriculum": curriculum, "goal": goal, "seed": seed, "pace": pace})
        if (earlier := await self._earlier(learner, action_id, said)) is not None:
            return earlier
        curricula = self._load(curriculum)
        target = curricula.find_concept(curriculum, goal) if goal else curricula.goals(curriculum)[0]
        chosen = self._entropy.getrandbits(32) if seed is None else seed

        def first(at: int, world: World) -> Decision:
            rng = stream(chosen, 0)
            return start(curriculum, target, curricula.hash, chosen, at=at, rng=rng, world=world, pace=pace)

        return await self._begin(learner, curricula, (target,), first, said, action_id)

    async def dispute(
        self, learner: str, curriculum: str, concept: str, *, known: bool = True, seed: int | None = None,
        action_id: str | None = None,
    ) -> View:  # fmt: skip
        """Settle a dispute in a session of its own: two unaided questions on a concept (id, reference or title), or, with
        `known` False, the learner's word. One that was left unfinished goes on. Raises InputError("unknown-concept"), and
        "not-allowed" where no two questions can settle it.
        """
        said = _digest(
            {"action": "dispute", "curriculum": curriculum, "concept": concept, "known": known, "seed": seed}
        )
        if (earlier := await self._earlier(learner, action_id, said)) is not None:
            return earlier
        curricula = self._load(curriculum)
        target = concept_named(curricula, curriculum, concept)
        if known and (open_one := await self._open_retest(learner, target)) is not None:
            return await self._act(learner, open_one, Resume(), action_id, said, None)
        chosen = self._entropy.getrandbits(32) if seed is None else seed

        def first(at: int, world: World) -> Decision:
            rng = stream(chosen, 0)
            return start_dispute(
                curriculum, target, curricula.hash, chosen, known=known, at=at, rng=rng, world=world
            )  # fmt: skip

        return await self._begin(learner, curricula, (target,), first, said, action_id)

    async def _open_retest(self, learner: str, concept: str) -> str | None:
        for state in (await self._fold(learner)).sessions.values():
            if state.ended is None and state.chain.only_a_retest and state.chain.goal == concept:
                return state.session
        return None

    async def _begin(
        self, learner: str, curricula: Curricula, goals: Sequence[str], first: Callable[[int, World], Decision],
        said: str, action_id: str | None,
    ) -> View:  # fmt: skip
        await self._pins.keep(curricula.hash, curricula.to_json)
        session, action = self.new_id(), action_id or self.new_id()

        for _ in range(CONFLICTS):
            at, expected = self._clock.now(), (await self._fold(learner)).seq
            world = await self._world_of(learner, curricula, goals, at)
            if await self._append(learner, session, action, said, first(at, world), at, expected):
                await self._pins.keep(
                    curricula.hash, curricula.to_json
                )  # whoever else had it may have been forgotten in between
                return await self.view(learner, session)
            if (earlier := await self._earlier(learner, action, said)) is not None:
                return earlier
        raise _moved_on(await self._journal.last(learner))

    async def due(self, learner: str) -> tuple[str, ...]:
        """The concepts due for a look now, of all curricula, the most faded first."""
        return due((await self._fold(learner)).estimate.memory, self._clock.now())

    async def start_reviews(
        self, learner: str, *, seed: int | None = None, action_id: str | None = None
    ) -> View | None:
        """Begin a session that asks only for what is due, over all curricula at once; None when nothing is.

        A concept whose curriculum can't be had any more is left out.
        """
        said = _digest({"action": "start-reviews", "seed": seed})
        if (earlier := await self._earlier(learner, action_id, said)) is not None:
            return earlier
        waiting = await self.due(learner)
        curricula = _together(self._available(waiting))
        left = tuple(concept for concept in waiting if curricula is not None and concept in curricula.concepts)
        if curricula is None or not left:
            return None
        chosen = self._entropy.getrandbits(32) if seed is None else seed

        def first(at: int, world: World) -> Decision:
            return start_reviews(left, curricula.hash, chosen, at=at, rng=stream(chosen, 0), world=world)

        return await self._begin(learner, curricula, left, first, said, action_id)

    def _available(self, concepts: Iterable[str]) -> Iterator[Curricula]:
        for name in dict.fromkeys(concept.partition("/")[0] for concept in concepts):
            try:
                yield self._load(name)
            except TutorError:
                continue  # taken away or broken since: the others don't wait for it

    async def do(
        self, learner: str, session: str, action: Action, action_id: str | None = None, if_seq: int | None = None
    ) -> View:
        """Carry out an action and return what the learner sees then.

        The same `action_id` with the same action gives what it gave then, without doing it twice; with another action it
        raises StoreError("action-reused"). `if_seq`: the sequence number of the view that the learner acted on;
        StoreError("store-conflict") when the session has moved on since.
        """
        body = _digest({"session": session, **encode(action)})
        return await self._act(learner, session, action, action_id, body, if_seq)

    async def _act(
        self, learner: str, session: str, action: Action, action_id: str | None, body: str, if_seq: int | None
    ) -> View:
        name = action_id or self.new_id()
        for _ in range(CONFLICTS):
            if (earlier := await self._earlier(learner, action_id, body, session)) is not None:
                return earlier
            expected = (await self._fold(learner)).seq
            state = await self._state(learner, session)
            if if_seq is not None and if_seq != state.seq:
                raise _moved_on(state.seq)
            at = self._clock.now()
            world = await self._world(learner, state, at)
            world = await self._looked_up(state, action, await self._settled(state, action, world))
            decision = decide(state, action, at=at, rng=stream(state.seed, state.seq), world=world)
            if await self._append(learner, session, name, body, decision, at, expected):
                return await self.view(learner, session)
        raise _moved_on((await self._state(learner, session)).seq)

    async def _earlier(self, learner: str, action_id: str | None, body: str, session: str | None = None) -> View | None:
        """What an action gave when it came before; None if it didn't. Raises StoreError("action-reused") for another body."""
        if action_id is None or not await self._journal.seen(learner, action_id):
            return None
        took = await self._journal.append(learner, 0, action_id, body, ())
        if session is None:
            events = self._journal.read(learner, after=took.first - 1)
            session = (await anext(events)).session
        return await self._view_at(learner, session, took.last)

    async def _view_at(self, learner: str, session: str, seq: int) -> View:
        """What the learner saw in that session when the journal stood there."""
        state = await self._state(learner, session)
        if state.seq <= seq:
            return await self.view(learner, session)
        then = _Known(self._calibration)
        async for event in self._journal.read(learner):
            if event.seq > seq:
                break
            then.take(event)
        state = then.sessions[session]
        return present(state, await self._world(learner, state, state.last_at, then))

    async def view(self, learner: str, session: str) -> View:
        """What the learner sees in that session now."""
        state = await self._state(learner, session)
        return present(state, await self._world(learner, state, self._clock.now()))

    async def sessions(self, learner: str) -> tuple[SessionRecord, ...]:
        """All sessions of a learner towards a goal, the latest first; not those that only settle a dispute."""
        known = await self._fold(learner)
        records = [_record(state) for state in known.sessions.values() if not state.chain.only_a_retest]
        return tuple(sorted(records, key=lambda record: record.last_at, reverse=True))

    async def unfinished(self, learner: str, curriculum: str, goal: str | None) -> str | None:
        """The learner's latest session towards that goal that hasn't ended, if there is one; none of reviews alone."""
        target = self._load(curriculum).find_concept(curriculum, goal) if goal else None
        for record in await self.sessions(learner):
            fits = record.curriculum == curriculum and target in (None, record.goal) and not record.reviews
            if record.ended is None and fits:
                return record.session
        return None

    async def summary(self, learner: str, session: str) -> Summary:
        """What the session came to."""
        state = await self._state(learner, session)
        known = await self._fold(learner)
        curricula, _ = await self._pinned(state.curricula)
        at_start = known.estimates[session]
        new = tuple(ref for ref in state.chain.asked if mastered(known.estimate, ref) and not mastered(at_start, ref))
        return summarise(state, curricula, new)

    async def notebook(self, learner: str, session: str) -> Notebook:
        """What was derived in the session, with the learner's own answers; what is open gives nothing away."""
        state = await self._state(learner, session)
        curricula, _ = await self._pinned(state.curricula)
        events = [event async for event in self._journal.read(learner, session=session)]
        return notebook(events, curricula)

    async def goal_title(self, learner: str, session: str) -> str:
        """What the session leads to, by its neutral title until it's reached."""
        state = await self._state(learner, session)
        curricula, _ = await self._pinned(state.curricula)
        reached = state.chain.goal in state.chain.established
        return curricula.concept(state.chain.goal).concept.title if reached else before(curricula, state.chain.goal)

    async def atlas(self, learner: str, curriculum: str, goal: str | None = None) -> Atlas:
        """The map of a curriculum, or of the way to a goal (id, reference or title). Raises InputError for an unknown one."""
        curricula = self._load(curriculum)
        target = curricula.find_concept(curriculum, goal) if goal else None
        now = self._clock.now()
        estimate = await self._believed(learner, now)
        return atlas(curricula, curriculum, target, estimate, await self.events(learner), now=now)

    async def why_this_question(self, learner: str, session: str) -> Reasons:
        """The path, the evidence and the probability behind the open question."""
        state = await self._state(learner, session)
        return reasons(state, await self._world(learner, state, self._clock.now()))

    async def events(self, learner: str) -> tuple[Event, ...]:
        """All that is stored of a learner, in order. It holds variant numbers: whoever shows it redacts it."""
        return tuple([event async for event in self._journal.read(learner)])

    async def exported(self, learner: str, *, after: int = 0) -> list[dict[str, Any]]:
        """All that is stored of a learner, or what follows `after`, in order, as plain values, without what would identify an open
        answer."""
        events = [event async for event in self._journal.read(learner, after=after)]
        sessions = dict((await self._fold(learner)).sessions)
        told = {event.session for event in events}
        masks = {}
        for session, state in sessions.items():
            if session in told and state.ended is None and state.looked_up:
                curricula, _ = await self._pinned(state.curricula)
                masks[session] = veil(state.chain, curricula).over
        return exported_events(events, masks, {name for name, state in sessions.items() if state.ended is not None})

    async def veiled(self, learner: str) -> Callable[[str], str]:
        """What hides the answers of all open questions of a learner in a text, such as one that was found in a document."""
        unfinished = [state for state in (await self._fold(learner)).sessions.values() if state.ended is None]
        veils = [veil(state.chain, (await self._pinned(state.curricula))[0]) for state in unfinished]

        def over(text: str) -> str:
            for one in veils:
                text = one.over(text)
            return text

        return over

    def let_go(self, learner: str) -> None:
        """Keep nothing of a learner in memory; it's read again when it's needed."""
        self._known.pop(learner, None)

    async def estimate(self, learner: str) -> Estimate:
        """What is believed of a learner now."""
        return await self._believed(learner, self._clock.now())

    async def state(self, learner: str, session: str) -> State:
        """The folded state, for simulations and tests; it holds variant numbers, so no front end shows it."""
        return await self._state(learner, session)

    async def _append(
        self, learner: str, session: str, action: str, body: str, decision: Decision, at: int, expected: int
    ) -> bool:
        """Store and fold the events of what was decided when the journal stood at `expected`. False when the journal has moved on
        since, or the action has come another way: then nothing was stored."""
        events = _enveloped(decision.events, learner, session, action, at, expected)
        try:
            appended = await self._journal.append(learner, expected, action, body, events)
        except StoreError as error:
            if error.code != "store-conflict":
                raise
            return False
        if not appended.replayed:
            known = self._known_of(learner)
            for event in events:
                known.take(event)
        return not appended.replayed

    def _known_of(self, learner: str) -> _Known:
        return self._known.setdefault(learner, _Known(self._calibration))

    async def _fold(self, learner: str) -> _Known:
        known = self._known_of(learner)
        last = await self._journal.last(learner)
        if last < known.seq:  # a copy was restored, and holds less
            known = self._known[learner] = _Known(self._calibration)
        if last != known.seq:
            async for event in self._journal.read(learner, after=known.seq):
                known.take(event)
        return known

    async def _state(self, learner: str, session: str) -> State:
        state = (await self._fold(learner)).sessions.get(session)
        if state is None:
            raise InputError("unknown-session", "there's no such session", remedy="start one")
        return state

    async def _believed(self, learner: str, at: int, known: _Known | None = None) -> Estimate:
        known = known or await self._fold(learner)
        known.estimate = aged(known.estimate, at)  # kept, with what is derived from it, until the next hour begins
        return known.estimate

    async def _world(self, learner: str, state: State, at: int, then: _Known | None = None) -> World:
        """What a decision looks at; `then`: what was known when the journal stood where it doesn't stand any more."""
        curricula, graph = await self._pinned(state.curricula)
        answered = (then or await self._fold(learner)).estimates[state.session].concepts
        way = towards(graph, state.chain.due or (state.chain.goal,), answered)
        documents = not isinstance(self._passages, NoPassages)
        return World(curricula, way, await self._believed(learner, at, then), documents=documents)

    async def _looked_up(self, state: State, action: Action, world: World) -> World:
        """The world, with the passages that the action may show; looked for before anything is decided, outside of any append."""
        asked = state.chain.question
        if asked is None or asked.purpose in PROBES or state.ended is not None:
            return world
        if isinstance(action, OpenSources):
            found = behind_question(self._passages, state.learner, world.curricula, state.chain)
        elif isinstance(action, Ask) or (
            isinstance(action, Answer)
            and not asked.stated
            and asks_back(asked, draw(world.curricula, asked.ref, asked.n), action.text)
        ):
            found = for_words(self._passages, state.learner, world.curricula, state.chain, action.text)
        else:
            return world
        return replace(world, lookup=await found)

    async def _settled(self, state: State, action: Action, world: World) -> World:
        """The world, with what the settler finds about an answer that the quick tiers leave open."""
        asked = state.chain.question
        if self._settler is None or not isinstance(action, Answer) or asked is None or asked.stated:
            return world
        variant = draw(world.curricula, asked.ref, asked.n)
        if grade(variant, action.text).verdict is not Verdict.UNDECIDED:
            return world
        comparison = left_open(variant, action.text)
        return replace(world, settled=await self._settler.settle(comparison)) if comparison else world

    async def _world_of(self, learner: str, curricula: Curricula, goals: Sequence[str], at: int) -> World:
        if curricula.hash not in self._curricula:
            self._curricula[curricula.hash] = (curricula, graph_of(curricula))
        curricula, graph = self._curricula[curricula.hash]
        estimate = await self._believed(learner, at)
        return World(curricula, towards(graph, goals, estimate.concepts), estimate)

    async def _pinned(self, hash_: str) -> tuple[Curricula, KnowledgeGraph]:
        if hash_ not in self._curricula:
            text = await self._pins.load(hash_)
            if text is None:
                raise StoreError(
                    "store-broken", "the curriculum that this session began with is gone",
                    remedy="restore the folder `pinned` from a backup, or start a new session",
                )  # fmt: skip
            curricula = Curricula.from_json(text)
            self._curricula[hash_] = (curricula, graph_of(curricula))
        return self._curricula[hash_]


def graph_of(curricula: Curricula) -> KnowledgeGraph:
    """The prerequisite graph of all concepts loaded."""
    return KnowledgeGraph({ref: curricula.prerequisites(ref) for ref in curricula.concepts})


def _together(found: Iterable[Curricula]) -> Curricula | None:
    models = {model.id: model for one in found for model in one.models}
    return Curricula(models.values()) if models else None


def _enveloped(bodies: Sequence[Body], learner: str, session: str, action: str, at: int, seq: int) -> list[Event]:
    return [Event(learner, seq + i, session, action, at, body) for i, body in enumerate(bodies, 1)]


def _record(state: State) -> SessionRecord:
    chain = state.chain
    done = chain.looked_at if chain.due else sum(1 for concept in chain.plan if chain.settled(concept))
    total = len(chain.due or chain.plan)
    return SessionRecord(
        state.session, state.curriculum, chain.goal, state.started_at, state.last_at, state.ended, done, total,
        reviews=bool(chain.due),
    )  # fmt: skip


def _digest(said: Mapping[str, object]) -> str:
    return digest(json.dumps(said, sort_keys=True))


def _moved_on(seq: int) -> StoreError:
    return StoreError(
        "store-conflict",
        f"this session has moved on elsewhere (it is at {seq} now)",
        remedy="look at it again, then answer",
    )
