"""Where the parts of curricula were read. Files are read again when somebody asks, for nobody does while studying."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tutor.curriculum.model import Curriculum, Question
from tutor.curriculum.positions import NOWHERE, Position
from tutor.curriculum.reader import Document, read_yaml
from tutor.errors import CurriculumError

if TYPE_CHECKING:
    from tutor.curriculum.positions import Path as Steps

_EMPTY: Final[Steps] = ()


@dataclass(frozen=True, slots=True)
class Origins:
    """The file of each curriculum's header, and of each concept and exhibit with its number in that file."""

    headers: dict[str, Path] = field(default_factory=dict)
    parts: dict[str, tuple[Path, int]] = field(default_factory=dict)

    def where(self, ref: str, dotted: str, models: Sequence[Curriculum]) -> Position:
        """The place of a field of a curriculum, concept, question or exhibit, or of what encloses it."""
        inside: Steps = tuple(int(part) if part.isdigit() else part for part in dotted.split(".") if part)
        if ref in self.headers:
            return _at(self.headers[ref], inside)
        if "@" in ref:
            path, number = self.parts.get(ref, (None, 0))
            return _at(path, ("exhibits", number, *inside)) if path else NOWHERE
        curriculum, _, rest = ref.partition("/")
        concept, _, question = rest.partition("/")
        path, number = self.parts.get(f"{curriculum}/{concept}", (None, 0))
        if path is None:
            return NOWHERE
        below = _below(models, curriculum, concept, question.split("/")) if question else _EMPTY
        return _at(path, ("concepts", number, *below, *inside))


def _below(models: Sequence[Curriculum], curriculum: str, concept: str, path: Sequence[str]) -> Steps:
    """The way from a concept to one of its questions."""
    found = next(
        (one for model in models if model.id == curriculum for one in model.concepts if one.id == concept), None
    )
    steps: list[str | int] = []
    inside: Sequence[object] = found.questions if found else ()
    for name in path:
        number = next((i for i, one in enumerate(inside) if isinstance(one, Question) and one.id == name), None)
        if number is None:
            break
        steps += ["questions" if not steps else "steps", number]
        below = inside[number]
        inside = below.steps if isinstance(below, Question) else ()
    return tuple(steps)


def _at(path: Path, inside: Steps) -> Position:
    try:
        return _document(path, path.stat().st_mtime_ns).at(inside)
    except (OSError, CurriculumError):  # the file has gone or changed since; its name still helps
        return Position(str(path))


@lru_cache(maxsize=4)
def _document(path: Path, _changed: int) -> Document:
    return read_yaml(path.read_bytes(), str(path))
