"""The curricula that a server offers: read once, read again when a file has changed, and never with their keys."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tutor.curriculum.curricula import Curricula
from tutor.curriculum.load import HEADER, SUFFIXES, load, names
from tutor.errors import TutorError
from tutor.session.summary import before

Signature = tuple[tuple[str, int, int], ...]


class Shelf:
    """Curricula by name, from the folders that `roots` names. Safe to use from several threads."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self._roots = tuple(roots)
        self._lock = threading.Lock()
        self._kept: tuple[Signature, dict[str, Curricula]] = ((), {})

    def load(self, name: str) -> Curricula:
        """That curriculum with those it needs. Raises InputError("unknown-curriculum"), CurriculumError."""
        present = _signature(self._roots)
        signature, kept = self._kept
        if signature == present and name in kept:
            return kept[name]  # without waiting for whoever reads another one
        with self._lock:
            if self._kept[0] != present:
                self._kept = (present, {})
            kept = self._kept[1]
            if name not in kept:
                found = load(name, self._roots)
                _ = found.hash  # made here, in a thread, where it keeps nobody waiting
                kept[name] = found
            return kept[name]

    async def get(self, name: str) -> Curricula:
        """The same, without keeping anybody else waiting."""
        return await asyncio.to_thread(self.load, name)

    async def all(self) -> dict[str, Curricula]:
        """All that can be read, by name; what is broken is left out (`tutor check` says why)."""
        return await asyncio.to_thread(self._all)

    def _all(self) -> dict[str, Curricula]:
        found = {}
        for name in sorted(names(self._roots)):
            try:
                found[name] = self.load(name)
            except TutorError:
                continue
        return found


def _signature(roots: Iterable[Path]) -> Signature:
    """What the files look like from outside: names, sizes and times."""
    found = []
    for root in roots:
        with contextlib.suppress(OSError):  # what goes while it's looked at, has changed
            inside = sorted(root.iterdir())
            folders = [path for path in inside if (path / HEADER).is_file()]
            for path in (*inside, *(file for folder in folders for file in sorted(folder.iterdir()))):
                if path.suffix in SUFFIXES:
                    status = path.stat()
                    found.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(found)


def outline(name: str, curricula: Curricula) -> dict[str, Any]:
    """A curriculum in a list."""
    model = next(one for one in curricula.models if one.id == name)
    own = [ref for ref in curricula.concepts if curricula.concept(ref).curriculum == name]
    return {
        "id": name, "title": model.title, "licence": model.licence, "authors": list(model.authors), "needs": list(model.needs),
        "goals": list(curricula.goals(name)), "concepts": len(own), "hash": curricula.hash,
    }  # fmt: skip


def graph(name: str, curricula: Curricula) -> dict[str, Any]:
    """A curriculum with the graph of its concepts, prerequisites first. Titles are the neutral ones: others give results away."""
    own = [ref for ref in curricula.concepts if curricula.concept(ref).curriculum == name]
    return {**outline(name, curricula), "concepts": [_node(curricula, ref) for ref in own]}


def concept(curricula: Curricula, ref: str) -> dict[str, Any]:
    """One concept, as somebody may see it who hasn't derived it yet."""
    node = curricula.concept(ref)
    files = dict.fromkeys(
        source.partition("#")[0] for source in node.concept.sources
    )  # a heading may give the result away
    return {
        **_node(curricula, node.ref), "wonder": node.concept.wonder, "questions": len(node.questions), "sources": list(files),
    }  # fmt: skip


def _node(curricula: Curricula, ref: str) -> dict[str, Any]:
    return {
        "ref": ref, "title": before(curricula, ref), "kind": curricula.concept(ref).concept.kind,
        "requires": list(curricula.prerequisites(ref)), "unlocks": list(curricula.dependents(ref)),
    }  # fmt: skip
