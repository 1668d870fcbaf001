"""Plain data against the model: every fault as a finding at its place, in words an author knows."""

from __future__ import annotations

from dataclasses import is_dataclass
from functools import lru_cache
from typing import Any, Final, TypeVar, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

from tutor.curriculum import answers, model, parameters
from tutor.curriculum.answers import Answer
from tutor.curriculum.findings import Finding, finding, in_order
from tutor.curriculum.fixes import slip
from tutor.curriculum.positions import Path
from tutor.curriculum.reader import Document
from tutor.curriculum.spelling import listed, meant
from tutor.curriculum.wording import complaint

T = TypeVar("T", bound=BaseModel)
MOST: Final = 200  # findings of one file: beyond, it's another file than was meant

_ELEMENTS: Final[dict[str, type]] = {
    "concepts": model.Concept,
    "exhibits": model.Exhibit,
    "misconceptions": model.Misconception,
    "mistakes": model.Mistake,
    "questions": model.Question,
    "rubric": answers.RubricPoint,
    "steps": model.Question,
    "tests": model.QuestionTest,
}


def validate(document: Document, kind: type[T]) -> tuple[T | None, list[Finding]]:
    """The document as a value of that kind, or None with all that is wrong with it."""
    if not isinstance(document.data, dict):
        what = f"keys such as {listed(list(known_keys(kind))[:3])} are expected at the top of the file"
        return None, [finding("C004", document.at(()), what, "begin with `format: 1`, or `unit:` in a unit file")]
    try:
        return kind.model_validate(document.data), []
    except ValidationError as error:
        found = [
            one
            for details in error.errors(include_url=False)[:MOST]
            if (one := _finding(document, kind, dict(details)))
        ]
        return None, in_order(found)


def _finding(document: Document, kind: type[BaseModel], details: dict[str, Any]) -> Finding | None:
    """One fault of pydantic's as a finding; None where it only follows from another."""
    path, value, is_key = _place(document.data, details["loc"])
    name = str(details["loc"][-1])
    if details["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        known = known_keys(_owner(kind, document.data, path[:-1]))
        remedy = meant(name, known, f"leave it out; possible here: {listed(sorted(known))}")
        fix = slip(name, known)
        return finding("C002", document.at(path, key=True), f"unexpected key `{name}`", remedy, fix=fix)
    if details["type"] in ("missing", "missing_argument", "missing_keyword_only_argument"):
        return finding("C003", document.at(path), f"`{name}` is missing", f"add `{name}:`")
    said = complaint(details, path[-1] if is_key else value, _named(path), is_key=is_key)
    return finding("C004", document.at(path, key=is_key), *said) if said else None


def _place(data: Any, loc: tuple[str | int, ...]) -> tuple[Path, Any, bool]:
    """The path in the data of pydantic's location, the value there, and whether it's about the key itself.

    A location also names the chosen member of a union; such parts lead nowhere in the data and are left out.
    """
    path: list[str | int] = []
    for part in loc:
        if (isinstance(data, dict) and part in data) or (
            isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data)
        ):
            path.append(part)
            data = data[part]  # type: ignore[index]
    return tuple(path), data, loc[-1:] == ("[key]",)


def _named(path: Path) -> str:
    if not path or isinstance(path[-1], str):
        return f"`{path[-1]}`" if path else "the file"
    return f"entry {path[-1] + 1} of `{path[-2]}`" if len(path) > 1 else f"entry {path[-1] + 1}"


def _owner(kind: type[BaseModel], data: Any, path: Path) -> type | None:
    """The class of the mapping at the path."""
    owner: type | None = kind
    inside = data
    for place, part in enumerate(path):
        inside = inside[part]
        if isinstance(part, int):
            owner = _ELEMENTS.get(str(path[place - 1]))
            if path[place - 1] == "steps" and isinstance(inside, dict) and "use" in inside:
                owner = model.SharedStep
        elif part == "answer":
            owner = _by_kind(Answer, inside)
        elif place and path[place - 1] == "parameters":
            owner = _by_kind(parameters.Parameter, inside)
    return owner


def _by_kind(union: Any, raw: Any) -> type | None:
    wanted = raw.get("kind", "computed") if isinstance(raw, dict) else None
    return next((one for one in members(union) if wanted in get_args(_annotation(one, "kind"))), None)


def members(union: Any) -> list[type]:
    """The classes of an annotated union."""
    if isinstance(union, type):
        return [union]
    return [one for part in get_args(union) for one in members(part) if isinstance(one, type)]


def _annotation(cls: type, name: str) -> Any:
    return fields_of(cls)[name].annotation if name in fields_of(cls) else None


@lru_cache(maxsize=64)
def fields_of(cls: type) -> dict[str, Any]:
    """Pydantic's description of the fields of a model or dataclass, by name."""
    if issubclass(cls, BaseModel):
        return dict(cls.model_fields)
    return dict(cls.__pydantic_fields__) if is_dataclass(cls) else {}  # type: ignore[attr-defined]


def known_keys(cls: type | None) -> frozenset[str]:
    """The keys that may be written for a class."""
    return frozenset(field.alias or name for name, field in fields_of(cls).items()) if cls else frozenset()


@lru_cache(maxsize=64)
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Pydantic's reader and writer of that kind, made once."""
    return TypeAdapter(kind)
