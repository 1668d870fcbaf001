"""A content pool of OATutor on disk, as plain records: problems, their steps, and the help for each step.

Names of folders are anything, and are only ever looked into, never followed out of the pool; links aren't followed at all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tutor.errors import InputError
from tutor.interchange.intake import dict_of, list_of, parse_json, read_text, text_of, unreadable
from tutor.interchange.proposals import Unfit

MOST_PROBLEMS: Final = 50_000
MOST_STEPS: Final = 100  # of a problem
MOST_HELP: Final = 100  # of a step
LARGEST_FILE: Final = 2_000_000
DEEPEST: Final = 3  # help within help
POOL: Final = "content-pool"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, by a step or a scaffold."""

    kind: str
    form: str
    answers: tuple[str, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Help:
    """A hint, or with `asked` a scaffold. `licence`: None where the item doesn't speak of one. `inner`: help for a scaffold."""

    id: str
    text: str
    asked: Asked | None
    after: tuple[str, ...]
    licence: str | None
    source: str
    variables: dict[str, Any]
    inner: tuple[Help, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a problem. `where`: its folders, below the pool."""

    id: str
    where: str
    title: str
    body: str
    asked: Asked
    help: tuple[Help, ...]
    variables: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem with its steps. What can't be read of it is in `broken`, with its place."""

    where: str
    title: str
    body: str
    lesson: str
    lesson_id: str
    course: str
    licence: str
    source: str
    variables: dict[str, Any]
    steps: tuple[Step, ...]
    broken: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """`lessons`: titles by id, from the course plans; `skills`: of a step, from the skill model."""

    lessons: dict[str, str]
    skills: dict[str, tuple[str, ...]]


def pool_of(folder: Path) -> Path:
    """The folder of problems in a checkout of OATutor's content. Raises InputError where there's none."""
    if not folder.is_dir():
        raise unreadable("there's no such folder", folder, remedy=f"name the folder that holds `{POOL}`")
    inside = folder / POOL
    return inside if inside.is_dir() else folder


def plan_of(folder: Path) -> Plan:
    """What stands beside the pool: coursePlans.json and skillModel.json, or nothing."""
    beside = folder.parent if folder.name == POOL else folder
    lessons = {
        text_of(lesson.get("id")): ": ".join(
            part for key in ("name", "topics") if (part := text_of(lesson.get(key)).strip())
        )
        for course in list_of(_beside(beside / "coursePlans.json"))
        for lesson in map(dict_of, list_of(dict_of(course).get("lessons")))
    }
    skills = {
        step: tuple(one for one in list_of(named) if isinstance(one, str))
        for step, named in dict_of(_beside(beside / "skillModel.json")).items()
    }
    return Plan(lessons, skills)


def _beside(path: Path) -> Any:
    try:
        return _json(path, 16 * LARGEST_FILE) if path.is_file() and not path.is_symlink() else None
    except Unfit as unfit:
        raise unreadable(
            f"it isn't JSON: {unfit.what}", path, remedy="mend it, or take it away: it's optional"
        ) from None


def problems(pool: Path) -> Iterator[Problem | tuple[str, Unfit]]:
    """The problems in order of their names; for one that can't be read, its folder and why."""
    for folder in _folders(pool, MOST_PROBLEMS):
        try:
            found = _problem(folder)
        except Unfit as unfit:
            yield folder.name, unfit
            continue
        if found is not None:
            yield found


def _folders(place: Path, most: int) -> list[Path]:
    try:
        with os.scandir(place) as entries:
            found = sorted(
                one.name for one in entries if one.is_dir(follow_symlinks=False) and not one.name.startswith(".")
            )
    except OSError:
        return []
    return [place / name for name in found[:most]]


def _json(path: Path, most: int = LARGEST_FILE) -> Any:
    """The content of a file of the pool. Raises Unfit."""
    if path.is_symlink():
        raise Unfit("malformed", f"{path.name} is a link")
    try:
        return parse_json(read_text(path, most))
    except InputError as error:
        raise Unfit("malformed", f"{path.name}: {error.what}") from None
    except (ValueError, RecursionError) as error:
        raise Unfit("malformed", f"{path.name}: {error}") from None


def _problem(folder: Path) -> Problem | None:
    file = folder / f"{folder.name}.json"
    if not file.is_file():
        raise Unfit("malformed", f"there's no {file.name}")
    data = dict_of(_json(file))
    steps, broken = [], []
    for inside in _folders(folder / "steps", MOST_STEPS):
        try:
            steps.append(_step(inside, f"{folder.name}/{inside.name}"))
        except Unfit as unfit:
            broken.append((f"{folder.name}/{inside.name}", unfit.what))
    said = {
        key: text_of(data.get(key)) for key in ("title", "body", "lesson", "lessonId", "courseName", "license", "oer")
    }
    return Problem(
        folder.name, said["title"], said["body"], said["lesson"].strip(), said["lessonId"], said["courseName"].strip(),
        said["license"].strip(), said["oer"].strip(), dict_of(data.get("variabilization")), tuple(steps), tuple(broken),
    )  # fmt: skip


def _step(folder: Path, where: str) -> Step:
    data = dict_of(_json(folder / f"{folder.name}.json"))
    pathways = folder / "tutoring"
    usual = pathways / f"{folder.name}DefaultPathway.json"
    file = usual if usual.is_file() else next(iter(sorted(pathways.glob("*.json"))), None)
    items = list_of(_json(file)) if file is not None else []
    return Step(
        text_of(data.get("id")) or folder.name, where, text_of(data.get("stepTitle")), text_of(data.get("stepBody")),
        _asked(data, "stepAnswer"), tuple(_help(items, 0)), dict_of(data.get("variabilization")),
    )  # fmt: skip


def _asked(data: dict[str, Any], key: str) -> Asked:
    answers = tuple(_word(one) for one in list_of(data.get(key)) if _word(one))
    choices = tuple(_word(one) for one in list_of(data.get("choices")))
    return Asked(text_of(data.get("problemType")), text_of(data.get("answerType")), answers, choices)


def _word(value: Any) -> str:
    """Numbers came out of JSON as text already; truth values stay out."""
    return value.strip() if isinstance(value, str) else ""


def _help(items: list[Any], depth: int) -> Iterator[Help]:
    for item in map(dict_of, items[:MOST_HELP]):
        asked = _asked(item, "hintAnswer") if item.get("type") == "scaffold" else None
        inner = tuple(_help(list_of(item.get("subHints")), depth + 1)) if depth < DEEPEST else ()
        yield Help(
            text_of(item.get("id")), text_of(item.get("text")), asked,
            tuple(text_of(one) for one in list_of(item.get("dependencies"))),
            text_of(item["license"]).strip() if "license" in item else None, text_of(item.get("oer")).strip(),
            dict_of(item.get("variabilization")), inner,
        )  # fmt: skip
