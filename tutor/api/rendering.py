"""The texts of a view in other forms, beside it and in the same places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from tutor.api.markup import FORMATS
from tutor.session import summary
from tutor.session.view import Beside, Crumb, Derived, Feedback, Named, PublicQuestion, ShownExhibit, Source, View

Write = Callable[[str], str]
TEXTS: Final[Mapping[type, tuple[str, ...]]] = {
    View: ("rubric", "model_statement", "wonder"),
    PublicQuestion: ("ask", "options"),
    Feedback: ("text", "read"),
    ShownExhibit: ("title", "body", "grounds"),
    Crumb: ("topic", "ask"),
    Source: ("text", "quote"),
    Named: ("title", "says"),
    Beside: ("text", "back", "note"),
    Derived: ("title", "shows"),
    summary.Line: ("title", "shows"),
}
LATEX: Final = frozenset({"read"})  # fields that are a formula, not Markdown


def rendered(value: Any, formats: Iterable[str]) -> dict[str, Any]:
    """By format: an object of the value's shape that holds its texts alone. Raises KeyError for a format that there isn't."""
    return {name: _texts(value, FORMATS[name]) for name in formats}


def _texts(value: Any, write: Write) -> Any:
    own = TEXTS.get(type(value), ())
    found: dict[str, Any] = {}
    for field in fields(value):
        part = getattr(value, field.name)
        if field.name in own:
            found[field.name] = _written(part, write, latex=field.name in LATEX)
        elif isinstance(part, tuple) and part and is_dataclass(part[0]):
            found[field.name] = [_texts(one, write) for one in part]
        elif is_dataclass(part) and (inner := _texts(part, write)):
            found[field.name] = inner
    return found


def _written(part: Any, write: Write, *, latex: bool) -> Any:
    if isinstance(part, tuple):
        return [_written(one, write, latex=latex) for one in part]
    if not part:
        return part
    return write(f"${part}$") if latex else write(part)
