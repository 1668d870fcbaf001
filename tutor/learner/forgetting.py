"""The forgetting curve and what a review does to it: FSRS-6, in plain numbers.

R(t) = (1 + F·t/S)^-D with F such that R(S) = .9: stability S is the days until nine in ten are recalled, difficulty runs from 1
to 10 (Ye, Su & Cao 2022; version 6 is defined by the package `fsrs`, from which the parameters come, fitted to many learners).
Only two of its four ratings are known here: right ("good") and missed ("again"). Tests hold all of it against the package, which
works on cards of its own with dates, at some 15 µs a review; here it's one.
"""

from __future__ import annotations

from math import exp
from typing import Final

RETENTION: Final = 0.9  # a concept recalled with less is due
# the package's default parameters; those that only its ratings "hard" and "easy" use aren't needed
PARAMETERS: Final = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483,
    0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
_W: Final = PARAMETERS
DECAY: Final = _W[20]
FACTOR: Final = RETENTION ** (-1.0 / DECAY) - 1.0
EASIEST: Final = 1.0
HARDEST: Final = 10.0
LEAST: Final = 0.001  # days of stability

_GOOD, _EASY, _AGAIN_FROM_GOOD = 3, 4, -2
_REVERTED: Final = _W[7] * (_W[4] - exp(_W[5] * (_EASY - 1)) + 1.0)  # where difficulties slowly tend to
_GROWN: Final = exp(_W[8])
_SAME_DAY: Final = exp(_W[17] * _W[18])  # the same day, what is right makes so much more stable
_MISSED_SAME_DAY: Final = exp(_W[17] * (_AGAIN_FROM_GOOD + _W[18]))
_HARDER: Final = -_W[6] * _AGAIN_FROM_GOOD / 9.0

BEGUN: Final = (_W[_GOOD - 1], max(EASIEST, min(HARDEST, _W[4] - exp(_W[5] * (_GOOD - 1)) + 1.0)))
"""Stability in days and difficulty after a first review that was right."""


def recalled(stability: float, days: float) -> float:
    """P(recalled) after so many days, at least 0; in (0, 1]."""
    return float((1.0 + FACTOR * days / stability) ** -DECAY)


def days_until(stability: float, chance: float) -> float:
    """The days after which that chance is left; `chance` in (0, 1]."""
    return float(stability * (chance ** (-1.0 / DECAY) - 1.0) / FACTOR)


def right(stability: float, difficulty: float, days: int) -> tuple[float, float]:
    """Stability and difficulty after a review that was right, so many whole days after the last one; never less stable."""
    if days < 1:
        longer = max(1.0, _SAME_DAY * stability ** -_W[19])
    else:
        forgotten = 1.0 - recalled(stability, days)
        longer = 1.0 + _GROWN * (11.0 - difficulty) * stability ** -_W[9] * (exp(forgotten * _W[10]) - 1.0)
    return max(LEAST, stability * longer), _reverted(difficulty)


def missed(stability: float, difficulty: float, days: int) -> tuple[float, float]:
    """The same after one that was missed."""
    if days < 1:
        left = stability * _MISSED_SAME_DAY * stability ** -_W[19]
    else:
        forgotten = 1.0 - recalled(stability, days)
        held = (stability + 1.0) ** _W[13] - 1.0
        left = min(_W[11] * difficulty ** -_W[12] * held * exp(forgotten * _W[14]), stability / _SAME_DAY)
    return max(LEAST, left), _reverted(difficulty + (HARDEST - difficulty) * _HARDER)


def _reverted(difficulty: float) -> float:
    return max(EASIEST, min(HARDEST, _REVERTED + (1.0 - _W[7]) * difficulty))
