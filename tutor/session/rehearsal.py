"""A session that stands at a question of one's choice: for authors who want to see it as learners do.

It's made of the same facts as any other, so it's shown and goes on as any other: nothing is rendered apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tutor.chain import events as moved
from tutor.chain.asking import ask
from tutor.chain.frames import Purpose
from tutor.chain.outlook import Outlook
from tutor.curriculum.curricula import Curricula
from tutor.learner.estimate import Estimate
from tutor.learner.way import towards
from tutor.session.decide import World
from tutor.session.desk import graph_of
from tutor.session.events import Body, Event, SessionStarted
from tutor.session.state import State, replay


def world_of(curricula: Curricula, ref: str) -> World:
    """What a session towards the question's concept looks at, for somebody of whom nothing is known."""
    concept = curricula.question(ref).concept
    return World(curricula, towards(graph_of(curricula), (concept,)), Estimate())


def facts(world: World, ref: str, n: int, seed: int = 0) -> tuple[Body, ...]:
    """What has happened in a session that now asks variant `n` of the question (a full reference): all that its concept rests on is
    taken as known, and the questions above it are open."""
    curricula = world.curricula
    node = curricula.question(ref)
    concept = curricula.concept(node.concept)
    outlook = Outlook(curricula, world.graph, world.estimate)
    above = tuple(_above(curricula, ref))
    purpose: Purpose = "step" if above else "new"
    free = node.role == "leap" and concept.concept.kind == "result"
    return (
        SessionStarted(concept.curriculum, node.concept, curricula.hash, seed),
        moved.PlacementEnded("nothing-to-ask"),
        moved.PathChosen((node.concept,), tuple(sorted(curricula.ancestors(node.concept))), "placed"),
        moved.LinkBegun(node.concept),
        *(_opened(curricula, parent, step, n) for parent, step in pairwise((*above, ref))),
        ask(outlook, ref, (ref, n), purpose, free=free),
    )


def state_at(world: World, ref: str, n: int) -> State:
    """The state after those facts, of nobody in particular."""
    bodies = enumerate(facts(world, ref, n), 1)
    return replay([Event("rehearsal", seq, "rehearsal", "begun", 0, body) for seq, body in bodies])


def _above(curricula: Curricula, ref: str) -> Iterator[str]:
    """The questions above a step, the topmost first."""
    parents: list[str] = []
    parent = curricula.question(ref).parent
    while parent is not None:
        parents.append(parent)
        parent = curricula.question(parent).parent
    return reversed(parents)


def _opened(curricula: Curricula, parent: str, step: str, n: int) -> moved.QuestionOpened:
    """The parent, opened; the steps before this one were skipped."""
    node = curricula.question(parent)
    at = node.steps.index(step)
    purpose: Purpose = "new" if node.parent is None else "step"
    return moved.QuestionOpened(parent, node.concept, n, node.steps[at:], node.steps[:at], "asked", purpose)
