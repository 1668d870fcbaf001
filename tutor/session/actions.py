"""What a learner can do: one small value each, the same for every front end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from tutor.errors import InputError
from tutor.session.codec import from_plain, to_plain


@dataclass(frozen=True, slots=True)
class Action:
    """Something the learner does."""

    NAME: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Answer(Action):
    """An answer as typed. `seconds` since the question was shown; None when the front end can't know (a script)."""

    NAME: ClassVar[str] = "answer"
    text: str
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class DontKnow(Action):
    """ "I don't know": an honest answer. Before a free leap it means "let's walk there"."""

    NAME: ClassVar[str] = "dont-know"


@dataclass(frozen=True, slots=True)
class ISeeIt(Action):
    """Leave the steps for the question itself."""

    NAME: ClassVar[str] = "i-see-it"


@dataclass(frozen=True, slots=True)
class ShowMe(Action):
    """Show the solution."""

    NAME: ClassVar[str] = "show-me"


@dataclass(frozen=True, slots=True)
class Hint(Action):
    """The next hint."""

    NAME: ClassVar[str] = "hint"


@dataclass(frozen=True, slots=True)
class Why(Action):
    """ "Why is that so?": down to what the question rests on."""

    NAME: ClassVar[str] = "why"


@dataclass(frozen=True, slots=True)
class Back(Action):
    """Leave the innermost side branch."""

    NAME: ClassVar[str] = "back"


@dataclass(frozen=True, slots=True)
class Ask(Action):
    """A question back to the tutor. It's never graded."""

    NAME: ClassVar[str] = "ask"
    text: str


@dataclass(frozen=True, slots=True)
class OpenSources(Action):
    """Look at the documents behind the question."""

    NAME: ClassVar[str] = "open-sources"


@dataclass(frozen=True, slots=True)
class NotMetYet(Action):
    """ "I haven't met this": an answer to a probe."""

    NAME: ClassVar[str] = "not-met-yet"


@dataclass(frozen=True, slots=True)
class SkipPlacement(Action):
    """No more placement questions, please."""

    NAME: ClassVar[str] = "skip-placement"


@dataclass(frozen=True, slots=True)
class TickRubric(Action):
    """The points of the rubric (counted from 1) that the learner's own statement makes."""

    NAME: ClassVar[str] = "tick-rubric"
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dispute(Action):
    """The tutor has this concept (id, reference or title) wrong. `known`: "I know this", which two unaided questions settle; else "I
    don't know this yet", which is taken at the learner's word."""

    NAME: ClassVar[str] = "dispute"
    concept: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Pause(Action):
    """Stop for now; the session resumes where it was."""

    NAME: ClassVar[str] = "pause"


@dataclass(frozen=True, slots=True)
class Resume(Action):
    """Go on after a pause."""

    NAME: ClassVar[str] = "resume"


@dataclass(frozen=True, slots=True)
class End(Action):
    """Enough for today: the session is over."""

    NAME: ClassVar[str] = "end"


ACTIONS: Final[Mapping[str, type[Action]]] = {
    kind.NAME: kind
    for kind in (
        Answer, DontKnow, ISeeIt, ShowMe, Hint, Why, Back, Ask, OpenSources, NotMetYet, SkipPlacement, TickRubric,
        Dispute, Pause, Resume, End,
    )
}  # fmt: skip


def encode(action: Action) -> dict[str, Any]:
    """`{"action": name, ...fields}`."""
    return {"action": action.NAME, **to_plain(action)}


def decode(data: Mapping[str, Any]) -> Action:
    """The action that a client sent. Raises InputError("bad-argument")."""
    kind = ACTIONS.get(str(data.get("action")))
    if kind is None:
        raise InputError("bad-argument", "there's no such action", remedy="one of " + ", ".join(sorted(ACTIONS)))
    return from_plain(kind, {key: value for key, value in data.items() if key != "action"})
