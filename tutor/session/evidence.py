"""What an outcome on the open question says about the learner, and how much."""

from __future__ import annotations

from typing import Final

from tutor.chain.frames import Asked, Chain, Opened
from tutor.chain.outlook import Outlook
from tutor.learner.estimate import Estimate, tally
from tutor.learner.evidence import Aid, Evidence, Item
from tutor.learner.memory import credits_of

DAY: Final = 86_400_000_000  # microseconds
RETRY_WEIGHT: Final = 0.25  # a further try on the same variant


def noted(
    chain: Chain, outlook: Outlook, estimate: Estimate, at: int, outcome: float, *, unknown: bool, told: bool
) -> Evidence | None:
    """The evidence of one answer, or None where it's none: commitments, statements, and misses on a free leap."""
    asked = chain.question
    if asked is None or not outlook.graded(asked.ref) or (asked.free and not outcome):
        return None
    aid: Aid = "told" if told else "assisted" if asked.aided or _just_taught(chain, asked) else "unaided"
    item, weight = outlook.item(asked.ref), _weight(chain, outlook, asked)
    whole = aid == "unaided" and outcome >= 1.0 and weight >= 1.0
    return Evidence(
        item=item, variant=asked.n, outcome=outcome, at=at, aid=aid, unknown=unknown, weight=weight,
        delayed=delayed(chain, estimate, asked, at), ready=None if chain.placing else _ready(outlook, asked),
        prospect=round(outlook.prospect(asked.ref), 4), disputed=asked.purpose == "retest",
        credits=credits_of(item, outlook.graph, estimate.memory, at) if whole else (),
        rests=_rests(outlook, item) if outcome <= 0.0 and not told and not chain.placing else (),
    )  # fmt: skip


def admitted(concept: str, at: int) -> Evidence:
    """What "I don't know this yet" says, without any question: the concept itself stands in for one."""
    return Evidence(Item(concept, concept), 0, 0.0, at, unknown=True, disputed=True)


def _rests(outlook: Outlook, item: Item) -> tuple[str, ...]:
    return tuple(c for c in outlook.curricula.prerequisites(item.concept) if c not in item.exercised)


def _ready(outlook: Outlook, asked: Asked) -> float:
    rests = (*outlook.curricula.prerequisites(asked.concept), *outlook.curricula.question(asked.ref).uses)
    return min((outlook.known(concept) for concept in rests if concept != asked.concept), default=1.0)


def delayed(chain: Chain, estimate: Estimate, asked: Asked, at: int) -> bool:
    """Whether another result, or another day, lay between this and the concept's last lesson.

    What was taught (steps, a hint, the solution) in this session is delayed only on another day: somebody who copies is
    right for as long as it stands in memory.
    """
    if asked.concept in chain.taught:
        return False
    if asked.concept in chain.lessons:
        others = len(chain.established) - chain.lessons[asked.concept]
        return others > 0 and asked.purpose != "step"
    last = tally(estimate, asked.concept).last_at
    return last is not None and last // DAY != at // DAY


def _just_taught(chain: Chain, asked: Asked) -> bool:
    """Whether the concept was taught, and nothing else established since: a right answer then shows the lesson, not the
    learner."""
    return asked.purpose != "step" and chain.taught.get(asked.concept) == len(chain.established)


def _weight(chain: Chain, outlook: Outlook, asked: Asked) -> float:
    """Steps of one opened question together weigh one answer; a second try weighs little."""
    weight = RETRY_WEIGHT if asked.tries else 1.0
    below = chain.stack[-2] if len(chain.stack) > 1 else None
    if asked.purpose == "step" and isinstance(below, Opened):
        weight /= max(1, len(outlook.curricula.question(below.ref).steps))
    if asked.purpose == "counter":
        weight /= 2
    return weight
