"""What is held of a learner at one concept, how an answer moves it, and how it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, isfinite, log
from typing import Final

from tutor.errors import InputError
from tutor.learner.evidence import Evidence
from tutor.learner.likelihood import sigmoid
from tutor.learner.tally import Tally

LEARNT: Final = 0.15  # chance that a concept missed before has been learnt by the next answer on it
TAUGHT: Final = 0.35  # the same when it was answered with help, or shown
DEEPEST: Final = 4.0  # log-likelihood ratios stay within this: nothing is beyond doubt, or beyond hope
FIRST: Final = log(9.0)  # misses running on one concept are one fact about what was known before
HELP: Final = 0.5  # assisted answers alone raise the ratio to this at most: from even odds to 62%
USED: Final = 0.5  # a right answer speaks half for the concepts that its question merely uses


@dataclass(frozen=True, slots=True)
class Trace:
    """One concept: the log-likelihood `ratio` of knowing it now, the ratio `before` of having known it before it was first
    answered or taught here, and its tally."""

    ratio: float = 0.0
    before: float = 0.0
    tally: Tally = field(default_factory=Tally)

    @property
    def taught(self) -> bool:
        """Whether there was an occasion to learn the concept here: a right answer, help or a solution."""
        return self.found or bool(self.tally.told)

    @property
    def found(self) -> bool:
        """Whether the concept was answered right here, with help or without."""
        return bool(self.tally.unaided or self.tally.assisted)

    def to_json(self) -> dict[str, object]:
        """Plain numbers and lists."""
        tally = {name: getattr(self.tally, name) for name in Tally.__slots__}
        tally["items"] = sorted([ref, variant] for ref, variant in self.tally.items)
        return {"ratio": self.ratio, "before": self.before, "tally": tally}

    @staticmethod
    def from_json(data: object) -> Trace:
        """The trace of `to_json`. Raises InputError("bad-argument") for anything else."""
        parts = fields(data, ("ratio", "before", "tally"))
        return Trace(number(parts["ratio"]), number(parts["before"]), _tally(parts["tally"]))


def shares(traces: Sequence[Trace], *, right: bool) -> list[float]:
    """How an answer's message falls on the concepts exercised, the question's own first.

    A right answer took all of them. A miss is blamed on each as far as it's likely to be the one that is missing.
    """
    if right:
        return [1.0] + [USED] * (len(traces) - 1)
    missing = [sigmoid(-trace.ratio) for trace in traces]
    return [part / sum(missing) for part in missing]


def moved(ratio: float, change: float, evidence: Evidence) -> float:
    """A ratio after the message of an answer.

    Old misses fade before a right answer, since the concept may have been learnt in between: the learning step of knowledge
    tracing (Corbett & Anderson 1995) at even odds. Help raises a ratio only so far.
    """
    if change <= 0.0:
        return max(-DEEPEST, ratio + change)
    start = learnt(ratio, (LEARNT if evidence.aid == "unaided" else TAUGHT) * evidence.weight)
    most = DEEPEST if evidence.aid == "unaided" else max(ratio, HELP)
    return min(most, start + change)


def met_before(trace: Trace, change: float) -> float:
    """The ratio of having known a concept before: it stands once the concept was answered right, or taught."""
    if trace.taught:
        return trace.before
    return max(-FIRST, min(FIRST, trace.before + change))


def learnt(ratio: float, chance: float) -> float:
    """A ratio after an occasion to learn: misses before it fade, to even odds at most."""
    return min(0.0, log((exp(ratio) + chance) / (1.0 - chance))) if ratio < 0.0 else ratio


def fields(data: object, names: Sequence[str]) -> Mapping[str, object]:
    """The object's fields, which must be exactly these. Raises InputError("bad-argument")."""
    if not isinstance(data, dict) or set(data) != set(names):
        raise _unreadable(f"an object with {', '.join(names)} was expected")
    return data


def number(data: object) -> float:
    """A finite number. Raises InputError("bad-argument")."""
    if isinstance(data, bool) or not isinstance(data, int | float) or not isfinite(data):
        raise _unreadable("a finite number was expected")
    return float(data)


def _tally(data: object) -> Tally:
    parts = fields(data, Tally.__slots__)
    last = parts["last_at"]
    return Tally(
        unaided=_count(parts["unaided"]),
        assisted=_count(parts["assisted"]),
        told=_count(parts["told"]),
        wrong=_count(parts["wrong"]),
        unknown=_count(parts["unknown"]),
        items=_items(parts["items"]),
        delayed_right=_flag(parts["delayed_right"]),
        non_choice_right=_flag(parts["non_choice_right"]),
        lapses=number(parts["lapses"]),
        shaky=_flag(parts["shaky"]),
        against=_count(parts["against"]),
        last_at=None if last is None else _whole(last),
    )


def _items(data: object) -> frozenset[tuple[str, int]]:
    if not isinstance(data, list):
        raise _unreadable("a list of questions was expected")
    found = set()
    for pair in data:
        if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[0], str):
            raise _unreadable("a question and a variant were expected")
        found.add((pair[0], _count(pair[1])))
    return frozenset(found)


def _whole(data: object) -> int:
    if isinstance(data, bool) or not isinstance(data, int):
        raise _unreadable("a whole number was expected")
    return data


def _count(data: object) -> int:
    count = _whole(data)
    if count < 0:
        raise _unreadable("a count below zero")
    return count


def _flag(data: object) -> bool:
    if not isinstance(data, bool):
        raise _unreadable("true or false was expected")
    return data


def _unreadable(why: str) -> InputError:
    return InputError("bad-argument", f"this is no saved estimate: {why}", remedy="build it again from the journal")
