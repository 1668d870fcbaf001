"""Ways of teaching that know nothing of the learner but their own last answers, and knowledge tracing."""

from __future__ import annotations

import random
from collections import Counter
from typing import Final

from tests.benchmarks.teaching.room import Room

RUNNING: Final = 2  # right answers on a whole question, after which a concept counts as mastered
VISITS: Final = 12  # on one concept running, before going on
FIRST, LEARN, SLIP, GUESS = 0.3, 0.2, 0.1, 0.2  # of knowledge tracing, as commonly set
MASTERED: Final = 0.95


def walk(room: Room, concept: str) -> bool:
    """The steps of a concept, then its leap with their help. Whether the leap was right."""
    for step in room.course.steps(concept):
        if room.over:
            return False
        room.ask(step, "step")
    return not room.over and room.ask(room.course.leap(concept), "again", aided=True)


def visit(room: Room, concept: str) -> bool:
    """The leap; if it's missed its steps, and the leap again. Whether it was right at once."""
    if room.ask(room.course.leap(concept), "new", tell=not room.course.steps(concept)):
        return True
    if room.course.steps(concept):
        walk(room, concept)
    return False


def random_order(room: Room, rng: random.Random) -> None:
    """A random concept among those not mastered yet (two right, not running)."""
    rights = Counter[str]()
    while not room.over:
        left = [c for c in room.course.concepts if c not in room.held] or list(room.course.concepts)
        concept = rng.choice(left)
        rights[concept] += visit(room, concept)
        if rights[concept] >= RUNNING:
            room.held.add(concept)


def fixed_order(room: Room) -> None:
    """Every concept in order, through its steps and then its leap until it was right twice running; then all over again,
    one visit each."""
    for concept in room.course.concepts:
        running = int(not room.over and walk(room, concept))
        for _ in range(VISITS):
            if room.over or running >= RUNNING:
                break
            running = running + 1 if visit(room, concept) else 0
        if running >= RUNNING:
            room.held.add(concept)
    revisit(room)


def traced_order(room: Room) -> None:
    """Every concept in order until knowledge tracing (Corbett & Anderson 1995), a leap or step an observation, believes it
    known with 95%; then all over again, one visit each."""
    for concept in room.course.concepts:
        believed, visits = FIRST, 0
        while not room.over and believed < MASTERED and visits < VISITS:
            visits += 1
            leap, steps = room.course.leap(concept), room.course.steps(concept)
            right = room.ask(leap, "new", tell=not steps)
            believed = traced(believed, right=right)
            for step in steps if not right else ():
                if not room.over:
                    believed = traced(believed, right=room.ask(step, "step"))
        if believed >= MASTERED:
            room.held.add(concept)
    revisit(room)


def revisit(room: Room) -> None:
    """All concepts in order, again and again, one visit each."""
    while not room.over:
        for concept in room.course.concepts:
            if not room.over:
                visit(room, concept)


def traced(believed: float, *, right: bool) -> float:
    """P(known) after an answer and an occasion to learn."""
    known, unknown = (1 - SLIP, GUESS) if right else (SLIP, 1 - GUESS)
    posterior = believed * known / (believed * known + (1 - believed) * unknown)
    return posterior + (1 - posterior) * LEARN
