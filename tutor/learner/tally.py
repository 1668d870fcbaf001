"""What a learner has done on a concept, counted; and the rule of mastery over it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from tutor.learner.evidence import Evidence

ENOUGH: Final = 2  # unaided right answers on different questions or variants
LAPSES: Final = 2.0  # unaided misses after which a mastered concept is in doubt


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts on one concept. `unaided`, `assisted`: right answers; `told`: shown solutions; `wrong`: misses, aided or not;
    `unknown`: those among them where the learner said so.

    `items`: (question ref, variant) answered right, unaided and whole (not a step, not a second try), since the concept last
    came into doubt; `delayed_right`, `non_choice_right`: whether some of them came after a delay, or weren't choices.
    `lapses`: unaided misses since mastery, by weight. `shaky`: mastery was lost and isn't yet won back.
    """

    unaided: int = 0
    assisted: int = 0
    told: int = 0
    wrong: int = 0
    unknown: int = 0
    items: frozenset[tuple[str, int]] = frozenset()
    delayed_right: bool = False
    non_choice_right: bool = False
    lapses: float = 0.0
    shaky: bool = False
    last_at: int | None = None

    @property
    def mastered(self) -> bool:
        """Two unaided right answers on different questions or variants, one of them not a choice, one after a delay."""
        return len(self.items) >= ENOUGH and self.non_choice_right and self.delayed_right


def counted(tally: Tally, evidence: Evidence) -> Tally:
    """The tally with one more outcome. Partly right counts neither as right nor as a miss."""
    at = evidence.at if tally.last_at is None else max(tally.last_at, evidence.at)
    tally = replace(tally, last_at=at)
    if evidence.aid == "told":
        return replace(tally, told=tally.told + 1)
    if evidence.unknown or evidence.outcome <= 0.0:
        return _missed(tally, evidence)
    if evidence.outcome < 1.0:
        return tally
    if evidence.aid == "assisted":
        return replace(tally, assisted=tally.assisted + 1)
    return _right(tally, evidence)


def _right(tally: Tally, evidence: Evidence) -> Tally:
    tally = replace(tally, unaided=tally.unaided + 1)
    if evidence.weight < 1.0:
        return tally
    tally = replace(
        tally,
        items=tally.items | {(evidence.item.ref, evidence.variant)},
        delayed_right=tally.delayed_right or evidence.delayed,
        non_choice_right=tally.non_choice_right or not evidence.item.choice,
        lapses=0.0,
    )
    return replace(tally, shaky=tally.shaky and not tally.mastered)


def _missed(tally: Tally, evidence: Evidence) -> Tally:
    tally = replace(tally, wrong=tally.wrong + 1, unknown=tally.unknown + evidence.unknown)
    if evidence.aid != "unaided" or not tally.mastered:
        return tally
    lapses = tally.lapses + evidence.weight
    if lapses < LAPSES:
        return replace(tally, lapses=lapses)
    # what was won before says nothing now: both answers are asked for again
    return replace(
        tally, items=frozenset(), delayed_right=False, non_choice_right=False, lapses=0.0, shaky=True
    )
