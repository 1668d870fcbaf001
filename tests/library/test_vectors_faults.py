"""What the vector index makes of damage, kills, a full disk and a read-only folder: a share of `benchmarks/vector_faults`."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from tests.benchmarks import vector_faults
from tests.benchmarks.index.known import OWNER, known, wrong
from tests.benchmarks.vector_faults import DAMAGES, FOLDER, SIZE, opened
from tutor.errors import LibraryError
from tutor.library.index import embedded, shelf
from tutor.library.index.probe import probe
from tutor.library.index.seal import Passport, look

PASSPORT = Passport(*vector_faults.MODEL)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed index whose graphs are on the disk."""
    root = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(shelf.GRAPH, "sync_threshold", 100)
        with opened(root) as index:
            index.put(OWNER, [known(n, SIZE) for n in range(300)])
    return root


@pytest.fixture
def root(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def names(root: Path) -> list[str]:
    return sorted(path.relative_to(root / FOLDER).as_posix() for path in (root / FOLDER).rglob("*") if path.is_file())


@pytest.mark.parametrize("how", DAMAGES)
def test_no_file_of_a_closed_index_changes_unseen(root: Path, how: str) -> None:
    folder, rng = root / FOLDER, random.Random(how)
    assert look(folder, PASSPORT).state == "closed"
    for name in names(root):
        kept = (folder / name).read_bytes()
        if kept:
            DAMAGES[how](folder / name, rng)
            trusted = look(folder, PASSPORT).state
            assert trusted == ("unknown" if (name, how) == ("seal.json", "removed") else "damaged"), (name, how)
            (folder / name).write_bytes(kept)
    (folder / "more").touch()
    assert look(folder, PASSPORT).state == "damaged"


def test_a_damaged_index_begins_anew_says_so_and_one_is_kept_aside(root: Path) -> None:
    for _ in range(2):
        (root / FOLDER / "chroma.sqlite3").write_bytes(b"")
        with opened(root) as index:
            assert index.rebuilt
            assert "chroma.sqlite3" in index.rebuilt
            assert index.owners() == frozenset()
            index.put(OWNER, [known(1, SIZE)])
    assert len([path for path in root.iterdir() if "-damaged-" in path.name]) == 1
    with opened(root) as index:
        assert index.rebuilt is None
        assert wrong(index, SIZE) == []


@pytest.mark.parametrize(
    ("file", "how"),
    [("chroma.sqlite3", "flipped"), ("data_level0.bin", "flipped"), ("link_lists.bin", "zeroed"), ("", "")],
)
def test_damage_to_an_index_that_was_not_closed_is_found_by_a_look_in_a_process_of_its_own(
    root: Path, file: str, how: str
) -> None:
    folder = root / FOLDER
    (folder / "open").touch()
    sizes = {path.stat().st_size: path for path in folder.rglob(file or "nothing")}
    if sizes:
        DAMAGES[how](sizes[max(sizes)], random.Random(1))
    with opened(root) as index:
        assert index.rebuilt or (index.count(OWNER) == 300 and wrong(index, SIZE, sought=5) == [])
        assert bool(index.rebuilt) == bool(file)


def test_a_look_that_takes_too_long_ends(root: Path) -> None:
    assert "seconds" in (probe(root / FOLDER, SIZE, limit=0.001) or "")


def test_vectors_that_are_found_changed_while_the_index_is_open_make_it_anew_the_next_time(root: Path) -> None:
    with opened(root, exact=0) as index:
        assert isinstance(index, embedded.EmbeddedIndex)
        shelf_of = index._shelf(OWNER)
        other = known(5, SIZE)
        shelf_of.windows.update(ids=[f"{other.passage}-0"], embeddings=[known(6, SIZE).windows[0]])
        with pytest.raises(LibraryError) as raised:
            index.closeness([OWNER], other.vector, [other.passage])
        assert raised.value.code == "library-broken"
    with opened(root) as index:
        assert index.rebuilt


def test_kills_lose_nothing_that_was_reported_as_done(tmp_path: Path) -> None:
    assert list(vector_faults.kills(tmp_path, 1, random.Random(4))) == []


def test_a_full_disk_is_called_so_and_leaves_what_was_there(tmp_path: Path) -> None:
    if os.name != "nt":
        assert list(vector_faults._filled(tmp_path / "full", None, "--limit", 500_000)) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is read-only for this user")
def test_a_read_only_folder_is_called_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(LibraryError) as raised:
            opened(tmp_path / "chroma")
        assert raised.value.code == "library-read-only"
    finally:
        tmp_path.chmod(0o700)
