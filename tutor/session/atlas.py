"""The map of what a learner is finding: every idea of a curriculum, or on the way to a goal, where it stands, why, and what it opens.

A standing is said in words; probabilities stay in the portrait, for whoever asks for them. What isn't established goes by its
neutral title, here as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from tutor.chain.events import ConceptEstablished
from tutor.curriculum.curricula import Curricula
from tutor.learner.estimate import Estimate
from tutor.learner.graph import KnowledgeGraph
from tutor.session.events import Event
from tutor.session.portrait import Believed, portrait

Standing = Literal["yours", "faded", "begun", "ready", "ahead", "taken"]
DAY: Final = 86_400_000_000  # microseconds
NAMED: Final = 3  # ideas that a reason names
DAYS: Final = 60  # of which the history tells

_BEGUN: Final = {
    "established": "You have shown this. A right answer without help, after a while, makes it yours.",
    "told": "This was shown to you; you haven't found it yourself yet.",
    "met": "You've met this; nothing about it was right yet.",
    "not-yet": "You don't know this yet.",
}


@dataclass(frozen=True, slots=True)
class Place:
    """An idea on the map. `standing`: yours (mastered), faded (mastered, due for a look), begun, taken (inferred, never asked),
    ready (all below it is there), or ahead. `reason`: that in a sentence. `layer`: steps up from the ground, 0 at the bottom.
    `rests_on` and `opens`: references on this map."""

    concept: str
    title: str
    standing: Standing
    reason: str
    layer: int
    rests_on: tuple[str, ...]
    opens: tuple[str, ...]
    believed: Believed


@dataclass(frozen=True, slots=True)
class Day:
    """What was shown until the end of that day (counted from 1970, UTC), in all; only days on which something was."""

    day: int
    shown: int


@dataclass(frozen=True, slots=True)
class Atlas:
    """`places` in layers from the ground up, each in the curriculum's order. `days`: how what was shown grew, the latest of them.
    `studied`: days on which anything was answered."""

    curriculum: str
    places: tuple[Place, ...]
    days: tuple[Day, ...]
    studied: int

    def counts(self) -> dict[Standing, int]:
        """How many ideas stand how; only what there is."""
        found: dict[Standing, int] = {}
        for place in self.places:
            found[place.standing] = found.get(place.standing, 0) + 1
        return found


def atlas(
    curricula: Curricula, curriculum: str, goal: str | None, estimate: Estimate, events: Iterable[Event], *, now: int
) -> Atlas:
    """The map of a curriculum with what it rests on elsewhere, or only of the way to a goal. `now`: microseconds UTC."""
    history = tuple(events)
    wanted = _wanted(curricula, curriculum, goal)
    graph = KnowledgeGraph({ref: tuple(curricula.prerequisites(ref)) for ref in curricula.concepts})
    believed = {one.concept: one for one in portrait(curricula, graph, estimate, history) if one.concept in wanted}
    layers = _layers(curricula, wanted)
    places = [_place(curricula, believed, layers, ref, now) for ref in wanted]
    return Atlas(
        curriculum=curriculum,
        places=tuple(sorted(places, key=lambda place: place.layer)),
        days=_days(history, frozenset(wanted)),
        studied=len({event.at // DAY for event in history}),
    )


def _wanted(curricula: Curricula, curriculum: str, goal: str | None) -> dict[str, None]:
    """The concepts on the map, in the order of their curricula."""
    tops = [goal] if goal else [ref for ref in curricula.concepts if ref.partition("/")[0] == curriculum]
    there = {*tops}.union(*(curricula.ancestors(ref) for ref in tops))
    return dict.fromkeys(ref for ref in curricula.concepts if ref in there)


def _layers(curricula: Curricula, wanted: Mapping[str, None]) -> dict[str, int]:
    """How many steps each lies above the ground: one more than the highest of what it rests on."""
    layers: dict[str, int] = {}
    waiting = list(wanted)
    while waiting:
        later = []
        for ref in waiting:
            below = [one for one in curricula.prerequisites(ref) if one in wanted]
            if all(one in layers for one in below):
                layers[ref] = max((layers[one] + 1 for one in below), default=0)
            else:
                later.append(ref)
        waiting = later
    return layers


def _place(
    curricula: Curricula, believed: Mapping[str, Believed], layers: Mapping[str, int], ref: str, now: int
) -> Place:
    one = believed[ref]
    rests_on = tuple(below for below in curricula.prerequisites(ref) if below in believed)
    missing = [believed[below] for below in rests_on if not _there(believed[below])]
    standing, reason = _standing(one, missing, now)
    return Place(
        ref, one.title, standing, reason, layers[ref], rests_on,
        tuple(above for above in curricula.dependents(ref) if above in believed), replace(one, unlocks=()),
    )  # fmt: skip


def _there(one: Believed) -> bool:
    """Enough of it to build on."""
    return one.state in ("mastered", "established", "told", "assumed")


def _standing(one: Believed, missing: Sequence[Believed], now: int) -> tuple[Standing, str]:
    if one.state == "mastered":
        if one.due is not None and one.due <= now:
            return "faded", "Yours, and due for a look: it was a while ago."
        return "yours", "Yours: found without help, and again after a while."
    if one.state in _BEGUN:
        return "begun", _BEGUN[one.state]
    if one.state == "assumed":
        return "taken", "Taken as known from your other answers; nobody has asked."
    if missing:
        names = ", ".join(below.title for below in missing[:NAMED])
        return "ahead", f"First: {names}{' and more' if len(missing) > NAMED else ''}."
    return "ready", "Ready: all it rests on is there."


def _days(history: Iterable[Event], wanted: frozenset[str]) -> tuple[Day, ...]:
    shown: set[str] = set()
    days: dict[int, int] = {}
    for event in history:
        if isinstance(event.body, ConceptEstablished) and event.body.concept in wanted:
            shown.add(event.body.concept)
            days[event.at // DAY] = len(shown)
    return tuple(Day(day, count) for day, count in days.items())[-DAYS:]
