"""One registry of what a learner can do on the study screen: behind keys, footer, help and settings.

Letters belong to the answer, so actions are on function keys; each can also be typed into the answer line as `/name`, as in
the plain front end. `allows` names the entry of `View.allowed` that says whether it's possible, and why not.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from tutor.errors import InputError


@dataclass(frozen=True, slots=True)
class Key:
    """`id` is the name in settings; `command` what is typed after a slash; `about` one line of help."""

    id: str
    key: str
    label: str
    command: str
    about: str
    allows: str | None = None


ACTIONS: Final[tuple[Key, ...]] = (
    Key("help", "f1", "Help", "help", "what you can do here"),
    Key("hint", "f2", "Hint", "hint", "one more hint", "hint"),
    Key("dont_know", "f3", "I don't know", "dont", "an honest answer: the question becomes smaller", "dont-know"),
    Key("why", "f4", "Why?", "why", "why is that so? down to what the question rests on", "why"),
    Key("back", "f5", "Back", "back", "back from there to the question that waits", "back"),
    Key("i_see_it", "f6", "I see it", "see", "leave the small steps for the question itself", "i-see-it"),
    Key("show_me", "f7", "Show me", "show", "the solution; a fresh question comes later", "show-me"),
    Key("ask", "f8", "Ask", "ask", "a question back; it's never graded", "ask"),
    Key("sources", "f9", "Sources", "sources", "the documents behind the question", "open-sources"),
    Key("open", "ctrl+o", "Open", "open", "the marked passage, whole; /open 2 the second one", None),
    Key("reason", "f10", "Why this?", "reason", "why this question: path, evidence, probability"),
    Key("not_met", "f11", "Haven't met", "new", "I haven't met this (in a probe)", "not-met-yet"),
    Key("skip", "f12", "Skip probes", "skip", "no more placement questions", "skip-placement"),
    Key("end", "ctrl+e", "Enough", "end", "enough for today: end the session", "end"),
    Key("home", "escape", "Home", "home", "leave; the session goes on where it was"),
)
BY_COMMAND: Final = {action.command: action for action in ACTIONS}
ALWAYS_SHOWN: Final = frozenset({"help", "home"})


def with_settings(changed: Mapping[str, str]) -> tuple[Key, ...]:
    """The registry with the keys of the settings. Raises InputError("bad-setting") for an unknown action or a key used twice."""
    ids = {action.id for action in ACTIONS}
    for name in changed:
        if name not in ids:
            near = difflib.get_close_matches(name, ids, 1)
            raise InputError(
                "bad-setting", f"[keys] has no action {name!r}",
                remedy=f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(ids))}",
            )  # fmt: skip
    actions = tuple(replace(action, key=changed.get(action.id, action.key)) for action in ACTIONS)
    used: dict[str, str] = {}
    for action in actions:
        if action.key in used:
            raise InputError(
                "bad-setting", f"[keys]: {action.id} and {used[action.key]} have the same key {action.key!r}",
                remedy="give one of them another",
            )  # fmt: skip
        used[action.key] = action.id
    return actions
