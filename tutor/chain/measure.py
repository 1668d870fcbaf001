"""The measure by which every chain ends: it falls with every counted answer, and nothing a learner does raises it.

Each concept below the goal (the goal included) has `ASKED` variants to spend in a session, and each open variant three
counted attempts. Asking spends four and brings three; an attempt spends one; closing gives back nothing. Side branches
that were left keep their open variants, so leaving and coming back change nothing. `exhausted`: nothing left for today.
"""

from __future__ import annotations

from collections.abc import Iterable

from tutor.chain.frames import Asked, Chain, Frame
from tutor.chain.limits import ASKED, MISSES, NEVER, TRIES

_ATTEMPTS = TRIES + 1


def measure(chain: Chain, scope: Iterable[str]) -> int:
    """A whole number >= 0 over the concepts in `scope`: those that this chain can ever ask about."""
    spendable = sum(max(0, ASKED - chain.asked.get(concept, 0)) for concept in scope)
    return (_ATTEMPTS + 1) * spendable + sum(_ATTEMPTS - asked.tries for asked in _open(chain))


def _open(chain: Chain) -> list[Asked]:
    frames: list[Frame] = [*chain.stack, *(frame for left in chain.left.values() for frame in left)]
    return [frame for frame in frames if isinstance(frame, Asked)]


def exhausted(chain: Chain, concept: str) -> str | None:
    """Why no more may be asked about a concept today, if so."""
    if chain.misses.get(concept, 0) >= MISSES:
        return "misses"
    if chain.asked.get(concept, 0) >= (ASKED if chain.won.get(concept) else NEVER):
        return "asked"
    return None
