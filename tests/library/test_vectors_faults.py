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
from tutor.library.index.graphs import broken_graph
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
    [("chroma.sqlite3", "flipped"), ("data_level0.bin", "flipped"), ("chroma.sqlite3", "emptied"), ("", "")],
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


@pytest.mark.parametrize(
    ("file", "at"), [("data_level0.bin", 0), ("data_level0.bin", 4), ("link_lists.bin", 4), ("link_lists.bin", 8)]
)
def test_a_link_that_leads_nowhere_is_seen_before_chroma_follows_it(root: Path, file: str, at: int) -> None:
    folder = root / FOLDER
    assert broken_graph(folder) is None
    for path in folder.rglob(file):
        content = bytearray(path.read_bytes())
        if file == "link_lists.bin":  # to the first row that has a level above
            at += next(n for n in range(0, len(content), 4) if content[n : n + 4] != bytes(4))
        content[at : at + 4] = (1 << 15).to_bytes(4, "little")
        path.write_bytes(content)
        break
    assert broken_graph(folder)


def test_a_look_that_takes_too_long_ends(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor.library.index.probe.RATE", 1e12)
    assert "seconds" in (probe(root / FOLDER, SIZE, limit=0.001) or "")


def test_vectors_that_are_found_changed_while_the_index_is_open_make_it_anew_the_next_time(root: Path) -> None:
    with opened(root, exact=0) as index:
        assert isinstance(index, embedded.EmbeddedIndex)
        shelf_of = index._shelves[OWNER]
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


def test_after_a_failure_the_index_is_looked_into_even_if_it_was_closed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("it broke\x1b[2J\nin two lines")

    with opened(root) as index:
        monkeypatch.setattr(shelf.Shelf, "put", fail)
        with pytest.raises(LibraryError) as raised:
            index.put(OWNER, [known(1, SIZE)])
        assert raised.value.code == "library-broken"
        assert "\x1b" not in str(raised.value)
        assert known(1, SIZE).passage not in index.ids(OWNER)
    assert look(root / FOLDER, PASSPORT).state == "unknown"
    with opened(root) as index:
        assert index.rebuilt is None
        assert index.count(OWNER) == 300


def test_what_was_killed_while_it_was_made_isnt_damaged(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "open").touch()
    for content in (None, b""):
        if content is not None:
            (folder / "chroma.sqlite3").write_bytes(content)
        assert look(folder, PASSPORT).state == "empty"
    with opened(tmp_path) as index:
        assert index.rebuilt is None
        index.put(OWNER, [known(1, SIZE)])
    (folder / "open").touch()
    (folder / "index.json").unlink()
    assert look(folder, PASSPORT).state == "damaged"
