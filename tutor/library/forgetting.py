"""Forgetting a learner's documents: their rows, every trace of them in the file, and the damaged copies that may hold them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from tutor.library.catalogue import Catalogue
from tutor.library.file import MAKING
from tutor.library.salvage import damaged_copies


def forget(path: Path, owners: Collection[str]) -> int:
    """Take away all documents of these owners; how many they were. Raises LibraryError; a damaged library has to be rebuilt first.

    Damaged files that were kept go too: nobody can tell whose documents are in them.
    """
    if not owners:
        return 0
    for copy in (*damaged_copies(path), *path.parent.glob(f"{MAKING}*")):
        copy.unlink(missing_ok=True)
    if not path.exists():
        return 0
    with Catalogue(path) as catalogue:
        catalogue.finish_forgetting()
        return sum(catalogue.forget(owner) for owner in sorted(set(owners) & set(catalogue.all_owners())))
