"""What a learner has done on a concept, counted; and the rule of mastery over it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from tutor.learner.evidence import Evidence

ENOUGH: Final = 2  # unaided right answers on different questions or variants
LAPSES: Final = 2.0  # unaided misses after which a mastered concept is in doubt
DENIED: Final = 2  # misses in retests, running, after which a dispute is lost; an admission is worth as many


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts on one concept. `unaided`, `assisted`: right answers; `told`: shown solutions; `wrong`: misses, aided or not;
    `unknown`: those among them where the learner said so.

    `items`: (question ref, variant) answered right, unaided and whole (not a step, not a second try), since the concept last
    came into doubt; `delayed_right`, `non_choice_right`: whether some of them came after a delay, or weren't choices.
    `lapses`: unaided misses since mastery, by weight. `shaky`: mastery was lost and isn't yet won back. `against`: misses in
    retests since the last unaided right answer; "I don't know" counts twice.
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
    against: int = 0
    last_at: int | None = None

    @property
    def mastered(self) -> bool:
        """Two unaided right answers on different questions or variants, one of them not a choice, one after a delay."""
        return _enough(self.items, self.delayed_right, self.non_choice_right)

    @property
    def denied(self) -> bool:
        """Whether a retest, or the learner's own word, says that it isn't known yet, and no unaided right answer since."""
        return self.against >= DENIED


def counted(tally: Tally, evidence: Evidence) -> Tally:
    """The tally with one more outcome. Partly right counts neither as right nor as a miss."""
    at = evidence.at if tally.last_at is None else max(tally.last_at, evidence.at)
    if evidence.aid == "told":
        return replace(tally, told=tally.told + 1, last_at=at)
    if evidence.unknown or evidence.outcome <= 0.0:
        return _missed(tally, evidence, at)
    if evidence.outcome < 1.0:
        return replace(tally, last_at=at)
    if evidence.aid == "assisted":
        return replace(tally, assisted=tally.assisted + 1, last_at=at)
    if evidence.weight < 1.0:
        return replace(tally, unaided=tally.unaided + 1, against=0, last_at=at)
    return _won(tally, evidence, at)


def _won(tally: Tally, evidence: Evidence, at: int) -> Tally:
    items = tally.items | {(evidence.item.ref, evidence.variant)}
    delayed = tally.delayed_right or evidence.delayed
    non_choice = tally.non_choice_right or not evidence.item.choice
    return replace(
        tally,
        unaided=tally.unaided + 1,
        items=items,
        delayed_right=delayed,
        non_choice_right=non_choice,
        lapses=0.0,
        against=0,
        shaky=tally.shaky and not _enough(items, delayed, non_choice),
        last_at=at,
    )


def _missed(tally: Tally, evidence: Evidence, at: int) -> Tally:
    wrong, unknown = tally.wrong + 1, tally.unknown + evidence.unknown
    against = tally.against + (DENIED if evidence.unknown else 1) if evidence.disputed else tally.against
    tally = replace(tally, against=min(DENIED, against))
    if evidence.aid != "unaided" or not tally.mastered:
        return replace(tally, wrong=wrong, unknown=unknown, last_at=at)
    lapses = tally.lapses + evidence.weight
    if lapses < LAPSES and not tally.denied:
        return replace(tally, wrong=wrong, unknown=unknown, lapses=lapses, last_at=at)
    # what was won before says nothing now: both answers are asked for again
    return Tally(
        tally.unaided, tally.assisted, tally.told, wrong, unknown, shaky=True, against=tally.against, last_at=at
    )


def _enough(items: frozenset[tuple[str, int]], delayed: bool, non_choice: bool) -> bool:
    return len(items) >= ENOUGH and delayed and non_choice
