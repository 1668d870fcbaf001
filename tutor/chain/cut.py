"""Where a cut runs through a question tree: which steps are asked, which are skipped, and where to begin."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.chain.outlook import Outlook


@dataclass(frozen=True, slots=True)
class Cut:
    """Steps to ask, in order, and steps left out for now."""

    queue: tuple[str, ...]
    skipped: tuple[str, ...]


def cut(outlook: Outlook, ref: str, *, one: bool = False, may_skip_all: bool = True) -> Cut:
    """The steps of `ref` from where the thought most likely broke, without those the learner would surely get.

    The break is most likely at the step i that maximises p(1)…p(i-1)·(1 - p(i)). With `one`, only that step is asked.
    A commitment (predict) stays when a step after it is asked. `may_skip_all`: the question can be asked again whole, so
    a learner who would surely get every step is asked none.
    """
    steps = outlook.curricula.question(ref).steps
    chances = [outlook.success(step) if outlook.graded(step) else None for step in steps]
    first = _break(chances)
    chosen = {
        i
        for i, p in enumerate(chances)
        if p is not None and i >= first and (i == first if one else (p < outlook.aim.surely or i == first))
    }
    if may_skip_all and all(p is None or p >= outlook.aim.surely for p in chances):
        chosen = set()
    for i, p in enumerate(chances):
        if p is None and not one and any(later > i for later in chosen) and i >= first - 1:
            chosen.add(i)
    if not chosen and not may_skip_all:
        chosen = set(range(len(steps)))  # nothing in them is graded: all of them, or nothing would be asked
    queue = tuple(step for i, step in enumerate(steps) if i in chosen)
    return Cut(queue, tuple(step for step in steps if step not in queue))


def _break(chances: list[float | None]) -> int:
    reached, best, at = 1.0, -1.0, 0
    for i, p in enumerate(chances):
        if p is None:
            continue
        if reached * (1 - p) > best:
            best, at = reached * (1 - p), i
        reached *= p
    return at
