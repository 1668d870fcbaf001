""" "Why this question?": the path in the graph, the evidence, and the probability behind the choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tutor.chain.frames import Asked
from tutor.learner.estimate import known, tally
from tutor.session.decide import World
from tutor.session.state import State
from tutor.session.summary import before

_CAUSES: Final = {
    "placement": "It tells most about where to begin: a right answer and a wrong one are about equally useful.",
    "link": "It's the next thing that the goal rests on.",
    "step": "It's a smaller part of the question above.",
    "again": "The same question as before the steps, with other numbers: now it should go in one leap.",
    "check": "You found this a while ago. A second answer, unaided and after a pause, makes it yours.",
    "due": "You made this yours a while ago. It's due for a look, before more is built on it.",
    "further": "What was just found is more than a formula: this tries it where it wasn't made for.",
    "confirm": "This was in doubt a moment ago: one more answer, with other numbers, settles it.",
    "counter": "It speaks to the answer just given.",
    "dispute": "You said that the tutor has this wrong: two answers without help settle it.",
    "rubric": "It's behind a point that wasn't ticked.",
    "why": "The question above rests on this.",
}


@dataclass(frozen=True, slots=True)
class Reasons:
    """`path`: neutral titles from this question's concept up to the goal. `p`: predicted chance of a right answer when
    it was asked; `known`: chance that the concept is known. `evidence`: unaided right, assisted right, and missed so far."""

    cause: str
    path: tuple[str, ...]
    p: float
    known: float
    unaided: int
    assisted: int
    missed: int
    rests_on: tuple[str, ...]


def reasons(state: State, world: World) -> Reasons:
    """Why the open question was chosen."""
    asked = state.chain.question
    if asked is None:
        return Reasons("No question is open.", (), 0.0, 0.0, 0, 0, 0, ())
    counts = tally(world.estimate, asked.concept)
    return Reasons(
        cause=_CAUSES.get(asked.why, "It's the next question."),
        path=tuple(_title(state, world, ref) for ref in _path(state, world, asked)),
        p=asked.p,
        known=known(world.estimate, asked.concept, world.graph),
        unaided=counts.unaided,
        assisted=counts.assisted,
        missed=counts.wrong,
        rests_on=tuple(_title(state, world, ref) for ref in world.curricula.prerequisites(asked.concept)),
    )


def _path(state: State, world: World, asked: Asked) -> tuple[str, ...]:
    """The shortest way from the concept up to the goal."""
    goal = state.chain.goal
    ways: list[tuple[str, ...]] = [(asked.concept,)]
    seen = {asked.concept}
    while ways:
        way = ways.pop(0)
        if way[-1] == goal:
            return way
        for above in world.curricula.dependents(way[-1]):
            if above not in seen and (above == goal or above in world.graph.ancestors(goal)):
                seen.add(above)
                ways.append((*way, above))
    return (asked.concept, goal)


def _title(state: State, world: World, ref: str) -> str:
    if ref in state.chain.established:
        return world.curricula.concept(ref).concept.title
    return before(world.curricula, ref)
