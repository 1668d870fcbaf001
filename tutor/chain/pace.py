"""How hard a learner wants it: the chance of success that questions are chosen for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Pace = Literal["stroll", "steady", "climb"]
STEADY: Final[Pace] = "steady"


@dataclass(frozen=True, slots=True)
class Aim:
    """Chances of a right, unaided answer. Of several questions that would do, the one nearest to `success` is asked. A leap
    at least as likely as `leap` is asked in earnest; below, it is walked, or the try is free. A step at least as likely as
    `surely` is skipped."""

    success: float
    leap: float
    surely: float


# A leap that fails costs the learner one question, steps not needed cost several: so it's tried from well below the aim on
AIMS: Final[Mapping[Pace, Aim]] = MappingProxyType({
    "stroll": Aim(0.9, 0.65, 0.97), "steady": Aim(0.8, 0.5, 0.93), "climb": Aim(0.65, 0.35, 0.88),
})  # fmt: skip
