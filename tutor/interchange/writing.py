"""A proven curriculum on disk: a new folder, read back before it gets its name, and never in the place of another."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from tutor.curriculum.curricula import Curricula
from tutor.curriculum.lint import lint_path
from tutor.curriculum.load import search
from tutor.errors import FaultError, InputError
from tutor.home import private
from tutor.interchange.assembling import Assembled
from tutor.interchange.slugs import slug

REPORT: Final = "import-report.json"
LARGEST_FILE: Final = 1_000_000  # bytes of a unit; 2 MB may be read
MOST_TITLES: Final = 200
_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class _Dumper(yaml.SafeDumper):
    """YAML as people write it: blocks for texts of several lines, no anchors, no line folded."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Everything is written out."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def place(folder: Path, name: str, roots: Sequence[Path]) -> Path:
    """Where the curriculum of that id will be. Raises InputError for an id that's none, or is taken."""
    if not _SLUG.fullmatch(name):
        raise InputError(
            "bad-argument", f"{name[:80]!r} can't be an id", remedy="use small letters, digits and hyphens, 64 at most"
        )
    target = folder / name
    taken = search([root for root in (folder, *roots) if root.is_dir()]).get(name)
    if taken is None and (os.path.lexists(target) or os.path.lexists(folder / f"{name}.yaml")):
        taken = target
    if taken is not None:
        raise InputError(
            "bad-argument", f"there is a curriculum `{name}` already: {taken}", remedy="choose another with --id"
        )
    return target


def write(made: Assembled, target: Path) -> Path:
    """Write the curriculum to that place. Raises InputError where that can't be, FaultError if it doesn't read back as proven."""
    try:
        private(target.parent)
        aside = Path(tempfile.mkdtemp(prefix=".import-", dir=target.parent))
    except OSError as error:
        raise _unwritable(target.parent, error) from error
    try:
        folder = aside / target.name
        folder.mkdir(mode=0o700)
        _fill(folder, made)
        _read_back(folder, made)
        if os.path.lexists(target):
            raise InputError("bad-argument", f"{target} has appeared meanwhile", remedy="choose another id with --id")
        folder.rename(target)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return target


def _unwritable(place: Path, error: OSError) -> InputError:
    return InputError("bad-argument", f"{place} can't be written: {error.strerror}", remedy="name another --folder")


def _fill(folder: Path, made: Assembled) -> None:
    (folder / "curriculum.yaml").write_text(_yaml(made.header), "utf-8")
    for number, unit in enumerate(_units(made), 1):
        title = str(unit[0]["title"])[:MOST_TITLES]
        text = _yaml({"unit": title, "concepts": unit})
        (folder / f"{number:03d}-{slug(title, 'unit')}.yaml").write_text(text, "utf-8")
    report = made.report.to_file()
    (folder / REPORT).write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _units(made: Assembled) -> Iterator[list[dict[str, Any]]]:
    """Concepts file by file, as many as fit."""
    unit: list[dict[str, Any]] = []
    size = 0
    for concept in made.concepts:
        own = len(_yaml(concept).encode())
        if unit and size + own > LARGEST_FILE:
            yield unit
            unit, size = [], 0
        unit.append(concept)
        size += own
    if unit:
        yield unit


def _yaml(data: Any) -> str:
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)


def _read_back(folder: Path, made: Assembled) -> None:
    """What is on disk has no finding, and each question is by its hash the one that was proven."""
    found, curricula, _ = lint_path(folder, [])
    if found:
        raise FaultError("fault", f"an imported curriculum has a finding: {found[0]}", remedy="please report it")
    assert isinstance(curricula, Curricula)
    read = {ref: curricula.question(ref).hash for ref in curricula.questions if ref.count("/") == 2}
    if read != made.hashes:
        raise FaultError(
            "fault", "an imported curriculum reads back otherwise than it was proven", remedy="please report it"
        )
