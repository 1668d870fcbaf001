"""The settings: one documented file, environment, and flags. An unknown key is an error that names the nearest one.

Precedence: flag > `TUTOR_<SECTION>_<KEY>` > `config.toml` > default.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from tutor.errors import InputError, Where

MODES: Final = ("unicode", "ascii", "spoken", "source")


def setting(default: Any, about: str, choices: tuple[str, ...] = ()) -> Any:
    """A setting with its default, the line that explains it, and what it may be."""
    return field(default=default, metadata={"about": about, "choices": choices})


@dataclass(frozen=True, slots=True)
class LearnerSettings:
    """Who studies."""

    name: str = setting("default", "the learner whose sessions are shown; --learner for once")


@dataclass(frozen=True, slots=True)
class MathsSettings:
    """How mathematics is shown."""

    mode: str = setting("unicode", "unicode, ascii, spoken (in words) or source (LaTeX)", MODES)
    tall: bool = setting(True, "matrices inside a line of text are set over several rows")


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """How the study screen looks."""

    theme: str = setting("textual-dark", "a theme of the study screen; the palette (Ctrl-P) lists them")


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. `keys` maps an action of the study screen to the key that calls it."""

    learner: LearnerSettings = field(default_factory=LearnerSettings)
    maths: MathsSettings = field(default_factory=MathsSettings)
    screen: ScreenSettings = field(default_factory=ScreenSettings)
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """One setting as `tutor config get` shows it. `origin`: default, the file, or the variable it came from."""

    name: str
    value: Any
    origin: str
    about: str


def load(path: Path, environment: Mapping[str, str]) -> tuple[Settings, tuple[Shown, ...]]:
    """The settings in force, and where each came from. Raises InputError("bad-setting") with file and line."""
    text, table = _read(path)
    _refuse_unknown(path, text, table, {f.name for f in fields(Settings)}, "section")
    settings, shown = Settings(), []
    for section in (f.name for f in fields(Settings) if f.name != "keys"):
        given = table.get(section, {})
        if not isinstance(given, dict):
            raise _bad(path, text, section, f"[{section}] is a section, not a value")
        present = getattr(settings, section)
        _refuse_unknown(path, text, given, {f.name for f in fields(present)}, f"[{section}]")
        for one in fields(present):
            value, origin = _value(path, text, section, one, given, environment)
            present = replace(present, **{one.name: value})
            shown.append(Shown(f"{section}.{one.name}", value, origin, one.metadata["about"]))
        settings = replace(settings, **{section: present})
    keys = table.get("keys", {})
    if not isinstance(keys, dict) or not all(isinstance(key, str) for key in keys.values()):
        raise _bad(path, text, "keys", '[keys] maps actions to keys, like hint = "f2"')
    return replace(settings, keys=dict(keys)), tuple(shown)


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return "", {}
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("bad-setting", f"the settings can't be read: {error}", remedy=f"look at {path}") from error
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            "bad-setting", f"the settings can't be read: {error}", remedy="mend that line, or delete the file",
            where=Where(str(path)),
        ) from error  # fmt: skip


def _value(
    path: Path, text: str, section: str, one: Any, given: Mapping[str, Any], environment: Mapping[str, str]
) -> tuple[Any, str]:
    variable = f"TUTOR_{section}_{one.name}".upper()
    raw, origin = one.default, "default"
    if one.name in given:
        raw, origin = given[one.name], str(path)
    if variable in environment:
        raw, origin = _from_variable(environment[variable], one.default), variable
    if type(raw) is not type(one.default):
        raise _bad(path, text, one.name, f"{section}.{one.name} must be a {type(one.default).__name__} ({origin})")
    choices = one.metadata["choices"]
    if choices and raw not in choices:
        raise _bad(path, text, one.name, f"{section}.{one.name} is one of {', '.join(choices)}, not {raw!r} ({origin})")
    return raw, origin


def _from_variable(raw: str, default: Any) -> Any:
    if isinstance(default, bool):
        return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}.get(raw.lower(), raw)
    return raw


def _refuse_unknown(path: Path, text: str, given: Mapping[str, Any], known: set[str], what: str) -> None:
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(sorted(known))}"
            raise _bad(path, text, name, f"{what} has no {name!r}{hint}")


def _bad(path: Path, text: str, name: str, what: str) -> InputError:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip().strip("[").startswith(name):
            where = Where(str(path), number, line.index(name) + 1, line)
            return InputError("bad-setting", what, remedy="mend that line", where=where)
    return InputError("bad-setting", what, remedy="mend the file or the variable", where=Where(str(path)))
