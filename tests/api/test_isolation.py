"""Nobody sees or changes what is another learner's. `tests/benchmarks/isolation.py` does more of it."""

from __future__ import annotations

import os
from pathlib import Path

from tests.api.isolation import two_learners
from tutor.home import Home

STEPS = 250 if os.environ.get("CI") else 400


async def test_two_learners_see_and_change_nothing_of_each_other(place: Home, roots: tuple[Path, ...]) -> None:
    assert await two_learners(place, roots, STEPS, seed=7) == STEPS
