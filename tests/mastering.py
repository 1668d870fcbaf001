"""A journal of somebody who mastered something a while ago: the facts that say so, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tutor.curriculum.curricula import Curricula
from tutor.learner.evidence import Evidence, Item
from tutor.session.events import Body, Event, EvidenceTaken, SessionEnded, SessionStarted
from tutor.session.ids import uuid7
from tutor.session.ports import Journal

DAY = 86_400_000_000  # microseconds


async def master(journal: Journal, learner: str, curricula: Curricula, concepts: Sequence[str], at: int) -> None:
    """Append a session in which these concepts were mastered at that moment."""
    bodies: list[Body] = [SessionStarted(concepts[0].partition("/")[0], concepts[0], curricula.hash, 1)]
    for concept in concepts:
        item = Item(curricula.leap(concept), concept, difficulty=0.5)
        bodies += [EvidenceTaken(Evidence(item, 900 + n, 1.0, at, delayed=bool(n))) for n in range(2)]
    bodies.append(SessionEnded("left"))
    first = await journal.last(learner) + 1
    rng = random.Random(first)
    session, action = uuid7(at, rng), uuid7(at, rng)
    events = [Event(learner, first + i, session, action, at, body) for i, body in enumerate(bodies)]
    await journal.append(learner, first - 1, action, action, events)
