"""What an author would look at next: places that break no rule of `tutor check` and still teach or measure less than they could."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tutor.bench.coverage import AFTER_THE_LEAP, DRAWS, Coverage
from tutor.curriculum.answers import CHOICE_KINDS, UNGRADED_KINDS

STEPS: Final = 4  # fewer rarely are a derivation
FEW_VARIANTS: Final = 24  # of DRAWS draws: there are about 36 in all, or fewer
ALL_COMPUTED: Final = 4  # questions from which on none that isn't computed is a want of variety

# what is weak, and what to do; the weightiest first
RULES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "only-choices": (
            "can't be mastered: every graded answer is picked from what is offered",
            "add a question whose answer is written",
        ),
        "asked-once": (
            "can't be mastered: one graded question, always with the same numbers",
            "give it parameters, or write a second question",
        ),
        **{
            f"no-{role}": (f"results without a question of the role {role}", remedy)
            for role, remedy in zip(
                AFTER_THE_LEAP,
                ("let it be said in one's own words", "use it where it wasn't made for", "ask where it stops to hold"),
                strict=True,
            )
        },
        "short-derivation": (
            f"results derived in fewer than {STEPS} steps",
            "look whether the steps turn where the thought does",
        ),
        "no-mistakes": ("no wrong answer is foreseen", "add `mistakes`, from how people really err"),
        "lone-witness": (
            "misconceptions that a single question shows; it takes two to believe in one",
            "let a mistake of a second question name it",
        ),
        "all-computed": ("every answer is computed", "let something be predicted, ordered, refuted, or said in words"),
        "unsolved": ("whole questions without a solution to show", "write `solution`: why, not only what"),
        "no-hints": ("no question has a hint", "add one that asks for the next thought"),
        "few-variants": (
            f"a question has fewer than {FEW_VARIANTS} different variants in {DRAWS} draws",
            "widen its ranges, or loosen `where`",
        ),
        "no-sources": ("experiments and models without a document behind them", "name a passage in `sources`"),
    }
)


@dataclass(frozen=True, slots=True)
class WeakSpot:
    """`rule`: a key of `RULES`. `ref`: the concept or misconception."""

    rule: str
    ref: str


def weak_spots(concepts: Iterable[Coverage]) -> tuple[WeakSpot, ...]:
    """All weak spots in the order of `RULES`, each rule's in order of concepts."""
    found = [spot for concept in concepts for spot in _of(concept)]
    rank = {rule: place for place, rule in enumerate(RULES)}
    return tuple(sorted(found, key=lambda spot: rank[spot.rule]))


def _of(concept: Coverage) -> Iterator[WeakSpot]:
    graded = set(concept.answers) - UNGRADED_KINDS
    holds = {
        "only-choices": graded <= CHOICE_KINDS,  # mastery takes at least one answer that isn't a choice
        "asked-once": not concept.repeatable,  # and two, on different questions or variants
        **{f"no-{role}": role in concept.missing for role in AFTER_THE_LEAP},
        "short-derivation": concept.kind == "result" and concept.steps < STEPS,
        "no-mistakes": bool(graded) and not concept.mistakes,
        "all-computed": concept.questions >= ALL_COMPUTED and not concept.not_computed,
        "unsolved": concept.unsolved > 0,
        "no-hints": not concept.hints,
        "few-variants": concept.variants is not None and concept.variants < FEW_VARIANTS,
        "no-sources": concept.kind in ("experiment", "model") and not concept.sources,
    }
    yield from (WeakSpot(rule, concept.ref) for rule, weak in holds.items() if weak)
    yield from (WeakSpot("lone-witness", one.misconception) for one in concept.misconceptions if one.questions < 2)
