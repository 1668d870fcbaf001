"""One registry of what a learner can do on the study screen: behind keys, footer, help, palette and settings.

Letters belong to the answer, so actions are on function keys; each can also be typed into the answer line as `/name`, as in
the plain front end. `allows` names the entry of `View.allowed` that says whether it's possible, and why not. The widgets in which
an answer is written have moves of their own; a key may mean one thing in one widget and another in the next.
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
    Key("line", "ctrl+t", "Type it", "line", "write the answer as a line of text; again: with its own widget"),
    Key("map", "ctrl+g", "Map", "map", "the ideas on the way to the goal: where each stands, and why"),
    Key(
        "notebook",
        "ctrl+s",
        "Keep",
        "notebook",
        "keep this session's notebook as a file, in the folder where you began",
    ),
    Key("end", "ctrl+e", "Enough", "end", "enough for today: end the session", "end"),
    Key("home", "escape", "Home", "home", "leave; the session goes on where it was"),
)
BY_COMMAND: Final = {action.command: action for action in ACTIONS}
ALWAYS_SHOWN: Final = frozenset({"help", "home"})


@dataclass(frozen=True, slots=True)
class Move:
    """What one of several keys (`keys`, commas between) does inside the widgets named."""

    id: str
    keys: str
    about: str
    widgets: frozenset[str]


LISTS: Final = frozenset({"choice", "choices", "predict", "flaw", "rubric", "order"})
_MATCH: Final = frozenset({"match"})
GRIDS: Final = frozenset({"vector", "matrix"})
_SLOTS: Final = GRIDS | {"slots"}
_PLACES: Final = frozenset({"plane", "number-line"})
_ORDER: Final = frozenset({"order"})
MOVES: Final[tuple[Move, ...]] = (
    Move("line_up", "up,k", "the line above", LISTS),
    Move("line_down", "down,j", "the line below", LISTS),
    Move("item_up", "up", "the item above", _MATCH),
    Move("item_down", "down", "the item below", _MATCH),
    Move("line_take", "space", "take the line, or leave it; in an order: lift it, or put it down", LISTS),
    Move("carry_up", "shift+up,alt+up", "carry the line up", _ORDER),
    Move("carry_down", "shift+down,alt+down", "carry the line down", _ORDER),
    Move("erase", "backspace", "take back what was placed last", _ORDER | _MATCH),
    Move("cell_left", "left", "to the left: out of a cell only at its edge", _SLOTS | _PLACES),
    Move("cell_right", "right", "to the right", _SLOTS | _PLACES),
    Move("cell_up", "up", "up; in a slot: one more", _SLOTS | _PLACES),
    Move("cell_down", "down", "down; in a slot: one less", _SLOTS | _PLACES),
    Move("cell_next", "tab", "the next cell", _SLOTS),
    Move("cell_previous", "shift+tab", "the cell before", _SLOTS),
    Move("more_rows", "alt+down", "one row more", GRIDS),
    Move("fewer_rows", "alt+up", "one row fewer", GRIDS),
    Move("more_columns", "alt+right", "one column more", frozenset({"matrix"})),
    Move("fewer_columns", "alt+left", "one column fewer", frozenset({"matrix"})),
    Move("send", "enter", "send the answer; in cells first the next empty one", LISTS | _MATCH | _SLOTS | _PLACES),
)


def with_settings(changed: Mapping[str, str]) -> tuple[Key, ...]:
    """The actions with the keys of the settings. Raises InputError("bad-setting") for an unknown name or a key used twice."""
    ids = {action.id for action in ACTIONS} | {move.id for move in MOVES}
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
        _use(used, action.key, action.id)
    for widget in {widget for move in MOVES for widget in move.widgets}:
        inside = dict(used)
        for key, move in moves_in(widget, changed).items():
            _use(inside, key, move)
    return actions


def moves_in(widget: str, changed: Mapping[str, str]) -> dict[str, str]:
    """By key, the moves inside that widget, with the keys of the settings. Raises InputError("bad-setting") for a key used twice."""
    found: dict[str, str] = {}
    for move in MOVES:
        if widget in move.widgets:
            for key in changed.get(move.id, move.keys).split(","):
                _use(found, key.strip(), move.id)
    return found


def _use(used: dict[str, str], key: str, name: str) -> None:
    if key in used:
        raise InputError(
            "bad-setting",
            f"[keys]: {name} and {used[key]} have the same key {key!r}",
            remedy="give one of them another",
        )
    used[key] = name


def key_name(key: str) -> str:
    """A key as it's shown."""
    return {"escape": "Esc"}.get(key, key.replace("ctrl+", "^").upper() if len(key) > 1 else key)
