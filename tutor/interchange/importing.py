"""The importers by name, and what each import does: propose, prove, write."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tutor.errors import InputError
from tutor.interchange.proposals import Proposal
from tutor.interchange.report import Log, Report
from tutor.interchange.slugs import slug

Propose = Callable[[Path, int | None, Log], Proposal]


@dataclass(frozen=True, slots=True)
class Importer:
    """A format. `module` has `propose(path, limit, log)`; it's loaded when it's used. `takes`: DIR or FILE."""

    about: str
    takes: str
    module: str

    @property
    def propose(self) -> Propose:
        """The format's reader."""
        found: Propose = import_module(self.module).propose
        return found


IMPORTERS: Final[Mapping[str, Importer]] = MappingProxyType(
    {
        "oatutor": Importer(
            "a content pool of OATutor: problems, steps, hints, scaffolds", "DIR", "tutor.interchange.oatutor"
        ),
        "gsm8k": Importer("GSM8K with its sub-questions (Socratic), as JSON lines", "FILE", "tutor.interchange.gsm8k"),
        "gift": Importer("a question bank of Moodle in GIFT format", "FILE", "tutor.interchange.gift"),
        "anki": Importer("a deck of Anki (.apkg)", "FILE.apkg", "tutor.interchange.anki"),
    }
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an import is told: a source, and, where the source's own name won't do, an id and a title. `limit`: of items."""

    source: Path
    name: str | None = None
    title: str | None = None
    limit: int | None = None


def bring_in(kind: str, wanted: Wanted, folder: Path, roots: Sequence[Path]) -> tuple[Path | None, Report]:
    """Import a source into a new curriculum below `folder`; None where nothing of it can be carried over.

    `roots`: folders in which its id must be free, too. Raises InputError for a source that can't be read, or a place that's taken.
    """
    from tutor.interchange.assembling import assemble
    from tutor.interchange.prose import title as readable
    from tutor.interchange.writing import place, write

    path = wanted.source
    bare = path.resolve().stem or "imported"
    name = wanted.name if wanted.name is not None else slug(bare, "imported")
    title = wanted.title.strip() if wanted.title is not None else readable(bare) or "Imported"
    if not title or len(title) > 200 or not title.isprintable() or "{=" in title:
        raise InputError(
            "bad-argument", "this can't be a title", remedy="give one of 1 to 200 printable characters with --title"
        )
    target = place(folder, name, roots)
    log = Log()
    proposal = IMPORTERS[kind].propose(path, wanted.limit, log)
    made = assemble(proposal, format=kind, origin=path.name, name=name, title=title, log=log)
    return (write(made, target) if made.concepts else None), made.report
