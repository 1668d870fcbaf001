"""The settings: one documented file, environment, and flags. An unknown key is an error that names the nearest one.

Precedence: flag > `TUTOR_<SECTION>_<KEY>` > `config.toml` > default.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, Literal

from tutor.errors import InputError, Where

PACES: Final = ("stroll", "steady", "climb")
MODES: Final = ("unicode", "ascii", "spoken", "source")
EMBEDDINGS: Final = r"auto|none|minilm|[a-z][a-z0-9_]*:\S(.*\S)?"
PORT: Final = r"[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5]"
RATE: Final = r"[1-9]\d{0,6}"
NAMES: Final = r"|[A-Za-z0-9.:_\[\]-]+(\s*,\s*[A-Za-z0-9.:_\[\]-]+)*"
ORIGINS: Final = r"|https?://[^\s/@?#,]+(\s*,\s*https?://[^\s/@?#,]+)*"
CHROMA: Final = r"embedded|https?://[^\s/@?#]+/?"


def setting(default: Any, about: str, choices: tuple[str, ...] = (), pattern: str = "") -> Any:
    """A setting with its default, the line that explains it, and what it may be: one of the choices, or a text of that pattern."""
    return field(default=default, metadata={"about": about, "choices": choices, "pattern": pattern})


@dataclass(frozen=True, slots=True)
class LearnerSettings:
    """Who studies."""

    name: str = setting("default", "the learner whose sessions are shown; --learner for once")
    pace: Literal["stroll", "steady", "climb"] = setting(
        "steady", "how hard questions are chosen: stroll (most come out right), steady or climb", PACES
    )


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
class LibrarySettings:
    """How seed documents are searched."""

    embeddings: str = setting(
        "auto",
        "auto (minilm once it was fetched), none, minilm, or provider:model by langchain's names, which sends texts there",
        pattern=EMBEDDINGS,
    )
    chroma: str = setting(
        "embedded",
        "embedded, or the address of a Chroma server (http://127.0.0.1:8000) for several programs at once",
        pattern=CHROMA,
    )


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """What `tutor serve` listens to, and how much it takes. Lists are texts with commas."""

    host: str = setting("127.0.0.1", "the address that tutor serve listens on")
    port: int = setting(8765, "its port", pattern=PORT)
    public: bool = setting(False, "whether it may listen on addresses that other machines reach")
    hosts: str = setting("", "names that it may be reached under, beside localhost and its own address", pattern=NAMES)
    origins: str = setting(
        "", "origins (https://page.example) whose pages may use it; without any, CORS is off", pattern=ORIGINS
    )
    token_rate: int = setting(600, "requests a minute that it takes from one token", pattern=RATE)
    address_rate: int = setting(6000, "requests a minute that it takes from one address", pattern=RATE)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. `keys` maps an action of the study screen to the key that calls it."""

    learner: LearnerSettings = field(default_factory=LearnerSettings)
    maths: MathsSettings = field(default_factory=MathsSettings)
    screen: ScreenSettings = field(default_factory=ScreenSettings)
    library: LibrarySettings = field(default_factory=LibrarySettings)
    serve: ServeSettings = field(default_factory=ServeSettings)
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """One setting as `tutor config get` shows it. `origin`: default, the file, or the variable it came from."""

    name: str
    value: Any
    origin: str
    about: str


@dataclass(frozen=True, slots=True)
class _File:
    """The settings file as text and as a table, to point into."""

    path: Path
    text: str
    table: Mapping[str, Any]

    def wrong(self, what: str, section: str, name: str | None = None) -> InputError:
        """The error at that section, or at that key of it."""
        return InputError("bad-setting", what, remedy="mend that line", where=self._place(section, name))

    def _place(self, section: str, name: str | None) -> Where:
        inside = False
        for number, line in enumerate(self.text.splitlines(), 1):
            header = _HEADER.match(line)
            word = header or _KEY.match(line)
            if header:
                inside = header["name"] == section
            if word and word["name"] == (name if inside and not header else section if name is None else None):
                return Where(str(self.path), number, word.start("name") + 1, line)
        return Where(str(self.path))


def load(path: Path, environment: Mapping[str, str]) -> tuple[Settings, tuple[Shown, ...]]:
    """The settings in force, and where each came from. Raises InputError("bad-setting") with file, line and column."""
    file = _read(path)
    for name in file.table:
        if name not in _SECTIONS:
            raise file.wrong(f"there's no section {name!r}{_meant(name, _SECTIONS)}", name)
    settings, shown = Settings(), []
    for section in _SECTIONS:
        if section != "keys":
            present, found = _section(section, getattr(settings, section), file, environment)
            settings = replace(settings, **{section: present})
            shown += found
    return replace(settings, keys=_keys(file)), tuple(shown)


def _section(section: str, present: Any, file: _File, environment: Mapping[str, str]) -> tuple[Any, list[Shown]]:
    given = file.table.get(section, {})
    if not isinstance(given, dict):
        raise file.wrong(f"[{section}] is a section, not a value", section)
    known = {one.name for one in fields(present)}
    for name in given:
        if name not in known:
            raise file.wrong(f"[{section}] has no {name!r}{_meant(name, known)}", section, name)
    shown = []
    for one in fields(present):
        value, origin = _value(section, one, file, given, environment)
        present = replace(present, **{one.name: value})
        shown.append(Shown(f"{section}.{one.name}", value, origin, one.metadata["about"]))
    return present, shown


def _keys(file: _File) -> dict[str, str]:
    keys = file.table.get("keys", {})
    if not isinstance(keys, dict):
        raise file.wrong("[keys] is a section, not a value", "keys")
    for name, key in keys.items():
        if not isinstance(key, str):
            raise file.wrong('[keys] maps actions to keys, like hint = "f2"', "keys", name)
    return dict(keys)


def _read(path: Path) -> _File:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return _File(path, "", {})
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("bad-setting", f"the settings can't be read: {error}", remedy=f"look at {path}") from error
    try:
        return _File(path, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            "bad-setting",
            f"the settings can't be read: {_AT.sub('', str(error))}",
            remedy="mend that line, or delete the file",
            where=_place_of(error, path, text),
        ) from error


def _place_of(error: tomllib.TOMLDecodeError, path: Path, text: str) -> Where:
    """Line and column, which tomllib only tells in its message; the last line for an end that came too early."""
    lines = text.splitlines() or [""]
    found = _AT.search(str(error))
    line, column = (
        (int(found["line"]), int(found["column"])) if found and found["line"] else (len(lines), len(lines[-1]) + 1)
    )
    return Where(str(path), line, column, lines[min(line, len(lines)) - 1])


def _value(
    section: str, one: Any, file: _File, given: Mapping[str, Any], environment: Mapping[str, str]
) -> tuple[Any, str]:
    name, variable = f"{section}.{one.name}", f"TUTOR_{section}_{one.name}".upper()
    if variable in environment:
        value = _from_variable(environment[variable], one.default)
        problem = _problem(name, value, one)
        if problem:
            raise InputError(
                "bad-setting", f"{problem} ({variable})", remedy=f"set {variable} to something else, or unset it"
            )
        return value, variable
    if one.name not in given:
        return one.default, "default"
    problem = _problem(name, given[one.name], one)
    if problem:
        raise file.wrong(problem, section, one.name)
    return given[one.name], str(file.path)


def _problem(name: str, value: Any, one: Any) -> str:
    """What is wrong with a value, or nothing."""
    if type(value) is not type(one.default):
        return f"{name} must be {_KINDS[type(one.default)]}"
    choices = one.metadata["choices"]
    if choices and value not in choices:
        return f"{name} is one of {', '.join(choices)}, not {value!r}"
    if one.metadata["pattern"] and not re.fullmatch(one.metadata["pattern"], str(value)):
        return f"{name} can't be {value!r}: {one.metadata['about']}"
    return ""


def _from_variable(raw: str, default: Any) -> Any:
    if isinstance(default, bool):
        return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}.get(raw.lower(), raw)
    return int(raw) if isinstance(default, int) and re.fullmatch(r"-?\d{1,9}", raw) else raw


def _meant(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(sorted(known))}"


_SECTIONS: Final = tuple(one.name for one in fields(Settings))
_KINDS: Final = {str: "text", bool: "true or false", int: "a whole number"}
_HEADER: Final = re.compile(r"\s*\[\s*\"?(?P<name>[\w-]+)")
_KEY: Final = re.compile(r"\s*\"?(?P<name>[\w-]+)\"?\s*[=.]")
_AT: Final = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")
