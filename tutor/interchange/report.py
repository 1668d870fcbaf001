"""What an import left behind or carried over in another form: every item with its reason and its place in the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from tutor.notation.untrusted import clean

SHOWN: Final = 200  # characters of an item that are quoted

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # left behind
        "ambiguous": "the answer can be read in two ways",
        "answer-missing": "there's no answer, or no model answer for an open question",
        "answer-not-among-choices": "the right answer isn't one of the choices",
        "answer-too-long": "the answer is too long to be typed",
        "check": "`tutor check` refuses it",
        "contradiction": "the same question comes again with another answer",
        "deletions": "several gaps are closed at once",
        "dependency-missing": "it depends on an item that isn't there, or on itself",
        "duplicate": "the same question came before",
        "duplicate-choice": "the same choice stands there twice",
        "feedback": "the feedback would tell the answer, or is for a choice of two",
        "figure": "it needs a figure, or sound",
        "function-notation": "f(x) would be read as a product",
        "gives-away": "it holds the answer",
        "malformed": "it isn't written as the format says",
        "media": "media aren't carried over",
        "mismatch": "the source's own calculation doesn't give the value that it states",
        "no-calculation": "no calculation in the source gives its value, so that it can't be worked out again",
        "no-licence": "it has no licence: it's put in quarantine",
        "no-question": "a text without a question",
        "partial-credit": "credit for answers that are partly right isn't carried over",
        "several-right": "any of several choices is right",
        "too-large": "it's beyond a limit of size or number",
        "unreadable": "the answer can't be read as mathematics",
        "unsupported": "nothing here corresponds to it",
        # carried over in another form
        "fixed-numbers": "its numbers vary in the source; the first ones are used",
        "split": "one item of the source became several questions",
        "second-gap": "a gap that stands there again is shown as `…`",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Noted:
    """One thing of the source: why (a key of `REASONS`), where it stands, and what it was."""

    reason: str
    where: str
    what: str = ""

    def __post_init__(self) -> None:
        """Refuse a reason that isn't listed, and anything that a terminal would obey."""
        assert self.reason in REASONS, self.reason
        object.__setattr__(self, "where", clean(self.where, newlines=False)[:SHOWN])
        what = " ".join(clean(self.what, newlines=False).split())
        object.__setattr__(self, "what", what if len(what) <= SHOWN else what[: SHOWN - 1] + "…")


@dataclass(slots=True)
class Log:
    """What was left behind and what was changed, as an import goes along."""

    left: list[Noted] = field(default_factory=list)
    changed: list[Noted] = field(default_factory=list)

    def leave(self, reason: str, where: str, what: str = "") -> None:
        """Something isn't carried over."""
        self.left.append(Noted(reason, where, what))

    def change(self, reason: str, where: str, what: str = "") -> None:
        """Something is carried over in another form."""
        self.changed.append(Noted(reason, where, what))


@dataclass(frozen=True, slots=True)
class Carried:
    """A question that was written: its reference, its place in the source, where that has it from, and its licence."""

    question: str
    where: str
    source: str | None
    licence: str | None

    def __post_init__(self) -> None:
        """Take out anything that a terminal would obey."""
        object.__setattr__(self, "where", clean(self.where, newlines=False))


@dataclass(frozen=True, slots=True)
class Report:
    """All that an import did. `concepts` to `hints` are counts; `questions` are without their steps."""

    format: str
    origin: str
    curriculum: str
    title: str
    licence: str
    concepts: int
    questions: int
    steps: int
    hints: int
    left: tuple[Noted, ...]
    changed: tuple[Noted, ...]
    carried: tuple[Carried, ...]

    def to_json(self, folder: str | None) -> dict[str, Any]:
        """As printed by `--json`: all but the list of what was carried over."""
        return {
            "format": self.format, "source": clean(self.origin, newlines=False), "curriculum": self.curriculum, "title": self.title,
            "folder": folder, "licence": self.licence, "concepts": self.concepts, "questions": self.questions,
            "steps": self.steps, "hints": self.hints, "left": by_reason(self.left), "changed": by_reason(self.changed),
        }  # fmt: skip

    def to_file(self) -> dict[str, Any]:
        """As written beside the curriculum, which may be handed on: with the source and licence of every question, without a path."""
        items = [
            {"question": one.question, "where": one.where, "source": one.source, "licence": one.licence}
            for one in self.carried
        ]
        told = {key: value for key, value in self.to_json(None).items() if key != "folder"}
        return {**told, "items": items}


def by_reason(noted: Iterable[Noted]) -> list[dict[str, Any]]:
    """The items of each reason together, the most frequent reason first."""
    items = list(noted)
    counts = Counter(one.reason for one in items)
    return [
        {
            "reason": reason, "meaning": REASONS[reason], "count": count,
            "items": [{"where": one.where, "what": one.what} for one in items if one.reason == reason],
        }
        for reason, count in counts.most_common()
    ]  # fmt: skip
