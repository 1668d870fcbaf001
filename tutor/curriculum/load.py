"""From folders to curricula: finding them by name, reading their files, and those that they need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tutor.curriculum.curricula import Curricula
from tutor.curriculum.findings import CurriculumFindingsError, Finding, finding
from tutor.curriculum.model import Concept, Curriculum, CurriculumHeader, Exhibit, Unit
from tutor.curriculum.origins import Origins
from tutor.curriculum.positions import Position
from tutor.curriculum.reader import read_yaml
from tutor.curriculum.shipping import shipped
from tutor.curriculum.spelling import meant
from tutor.curriculum.validation import validate
from tutor.errors import CurriculumError, InputError, Where

__all__ = ["Reading", "load", "names", "search", "shipped"]

HEADER = "curriculum.yaml"
SUFFIXES = (".yaml", ".yml")


def search(roots: Iterable[Path]) -> dict[str, Path]:
    """The curricula in these folders by name: folders with a `curriculum.yaml`, and single files.

    Raises CurriculumError("curriculum-duplicate") when two have one name. Folders that aren't there hold none.
    """
    found: dict[str, Path] = {}
    for root in {path.resolve(): path for path in reversed(tuple(roots))}.values():
        for path in sorted(root.iterdir()) if root.is_dir() else ():
            name = _name(path)
            if name is None:
                continue
            if name in found:
                raise CurriculumError(
                    "curriculum-duplicate", f"two curricula are called `{name}`: {found[name]} and {path}",
                    remedy="rename one of them, and its `id`", where=Where(str(path)),
                )  # fmt: skip
            found[name] = path
    return found


def _name(path: Path) -> str | None:
    if path.name.startswith("."):
        return None
    if path.is_dir():
        return path.name if (path / HEADER).is_file() else None
    return path.stem if path.suffix in SUFFIXES else None


def names(roots: Iterable[Path]) -> tuple[str, ...]:
    """The names of the curricula in these folders."""
    return tuple(search(roots))


def load(wanted: str | Path | Sequence[str | Path], roots: Iterable[Path] = ()) -> Curricula:
    """The curricula wanted, by name or as a folder or file, with those they need.

    Raises InputError("unknown-curriculum") for a name that isn't in `roots`, and CurriculumFindingsError for what can't
    be read or breaks the format.
    """
    reading = Reading(roots)
    for one in (wanted,) if isinstance(wanted, str | Path) else wanted:
        reading.read(one)
    if reading.findings:
        raise CurriculumFindingsError(reading.findings)
    return reading.curricula()


@dataclass(slots=True)
class _Parts:
    """What the files of one curriculum hold together."""

    header: CurriculumHeader | None = None
    exhibits: list[Exhibit] = field(default_factory=list)
    concepts: list[Concept] = field(default_factory=list)


class Reading:
    """Reads curricula one after the other, each once, and collects what is wrong with them in `findings`."""

    def __init__(self, roots: Iterable[Path] = (), beside: Path | None = None) -> None:
        """Curricula that are needed are looked for in the folder `beside`, then in `roots`."""
        self.findings: list[Finding] = []
        self._roots, self._beside = tuple(roots), beside
        self._found: dict[str, Path] | None = None
        self._models: dict[str, Curriculum] = {}
        self._tried: dict[Path, str | None] = {}  # a curriculum that needs itself is met while it's read
        self._origins = Origins()

    def curricula(self, *, tolerant: bool = False) -> Curricula:
        """All that was read so far; those needed come before those that need them."""
        return Curricula(self._models.values(), self._origins, tolerant=tolerant)

    def read(self, wanted: str | Path) -> str | None:
        """Read a curriculum and those it needs. Returns its id, or None when it broke the format."""
        path = self._path(wanted) if isinstance(wanted, str) else wanted
        if path.resolve() in self._tried:
            return self._tried[path.resolve()]
        self._tried[path.resolve()] = None
        parts = self._parts(path)
        header = parts.header
        if header is None:
            return None
        for number, needed in enumerate(header.needs):
            self._read_needed(header.id, needed, number)
        if header.id in self._models:
            at = Position(str(path), 1, 1)
            self.findings.append(finding("C005", at, f"two curricula have the id `{header.id}`", "rename one of them"))
            return None
        self._models[header.id] = Curriculum(
            id=header.id, title=header.title, licence=header.licence, authors=header.authors, needs=header.needs,
            goals=header.goals, exhibits=tuple(parts.exhibits), concepts=tuple(parts.concepts),
        )  # fmt: skip
        self._tried[path.resolve()] = header.id
        return header.id

    def _path(self, name: str) -> Path:
        if self._found is None:
            near = search([self._beside]) if self._beside is not None else {}
            self._found = {**search(self._roots), **near}
        if name not in self._found:
            there = f"there are {', '.join(self._found)}" if self._found else "there are none where they are looked for"
            raise InputError(
                "unknown-curriculum", f"there's no curriculum `{name[:80]}`", remedy=meant(name, self._found, there)
            )
        return self._found[name]

    def _read_needed(self, curriculum: str, needed: str, number: int) -> None:
        try:
            self.read(needed)
        except (InputError, CurriculumError) as error:
            at = self._origins.where(curriculum, f"needs.{number}", ())
            self.findings.append(finding("C006", at, error.what, error.remedy))

    def _parts(self, path: Path) -> _Parts:
        parts = _Parts()
        files = [path / HEADER, *_units(path)] if path.is_dir() else [path]
        for file in files:
            self._add(file, parts, is_header=file is files[0])
            if parts.header is None:
                break
        expected = path.resolve().name if path.is_dir() else path.stem
        if parts.header is not None and parts.header.id != expected:
            at = self._origins.where(parts.header.id, "id", ())
            what = f"the curriculum's id is `{parts.header.id}`, but it lies in `{path.name}`"
            self.findings.append(finding("C004", at, what, "let the two be the same"))
        return parts

    def _add(self, file: Path, parts: _Parts, *, is_header: bool) -> None:
        content = self._validated(file, CurriculumHeader if is_header else Unit)
        if content is None:
            return
        if isinstance(content, CurriculumHeader):
            parts.header = content
            self._origins.headers[content.id] = file
        assert parts.header is not None
        name = parts.header.id
        for i, exhibit in enumerate(content.exhibits):
            self._origins.parts.setdefault(f"{name}@{exhibit.id}", (file, i))
        for i, concept in enumerate(content.concepts):
            self._origins.parts.setdefault(f"{name}/{concept.id}", (file, i))
        parts.exhibits += content.exhibits
        parts.concepts += content.concepts

    def _validated(self, file: Path, kind: type[CurriculumHeader] | type[Unit]) -> CurriculumHeader | Unit | None:
        try:
            document = read_yaml(file.read_bytes(), str(file))
        except OSError as error:
            at = Position(str(file))
            self.findings.append(finding("C001", at, f"it can't be read: {error.strerror}", "check that it's there"))
            return None
        except CurriculumError as error:
            place = error.where or Where(str(file))
            at = Position(str(file), place.line or 1, place.column or 1, place.text or "")
            self.findings.append(finding("C001", at, error.what, error.remedy))
            return None
        content, found = validate(document, kind)
        self.findings += found
        return content


def _units(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.iterdir()
        if path.suffix in SUFFIXES and path.name != HEADER and not path.name.startswith(".") and path.is_file()
    )  # fmt: skip
