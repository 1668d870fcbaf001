"""A small share of the long run of faults (the whole is `tests/benchmarks/shelf_faults.py`), and each kind by name."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.benchmarks import shelf_faults as faults
from tests.library.shelves import ACIDS, ADA, KERNEL, add, again, put, sources, texts
from tutor.errors import LibraryError
from tutor.library.catalogue import Catalogue
from tutor.library.document import SHARED
from tutor.library.salvage import damaged_copies
from tutor.library.schema import TABLES

pytestmark = pytest.mark.skipif(os.name == "nt", reason="these faults are made by means of POSIX")


def test_random_kills_lose_nothing_and_leave_nothing_half_done() -> None:
    assert faults.kills(5, random.Random(3)) == []


def test_random_damages_are_said_and_mended() -> None:
    assert faults.damages(len(faults.DAMAGES) * 2, random.Random(4)) == []


@pytest.mark.parametrize("fault", [faults.full, faults.frozen, faults.programs])
def test_disks_and_other_programs(fault: Callable[[random.Random], list[str]]) -> None:
    assert fault(random.Random(5)) == []


def code(path: Path) -> str:
    with pytest.raises(LibraryError) as refusal:
        Catalogue(path).close()
    return refusal.value.code


@pytest.fixture
def shelved(path: Path, folder: Path) -> Path:
    """A library with two documents whose originals are there."""
    (folder / "maps.md").write_text(KERNEL)
    (folder / "acids.md").write_text(ACIDS)
    with Catalogue(path) as catalogue:
        add(catalogue, ADA, folder)
    return path


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 50_000, b"not a database, but long enough to be taken for one " * 200]
)
def test_a_file_that_is_no_library_is_never_replaced_by_itself(shelved: Path, content: bytes) -> None:
    shelved.write_bytes(content)
    assert code(shelved) == "library-broken"
    assert shelved.read_bytes() == content
    done = again(shelved)
    assert done.aside is not None
    assert done.aside.read_bytes() == content
    with Catalogue(shelved) as catalogue:
        assert sources(catalogue, ADA) == []
        assert catalogue.check() == ()


def test_another_programs_database_is_left_alone(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE theirs (x)")
    before = path.read_bytes()
    assert code(path) == "library-broken"
    assert path.read_bytes() == before


def test_a_log_without_its_file_is_damage(shelved: Path) -> None:
    shelved.unlink()
    shelved.with_name(shelved.name + "-wal").write_bytes(b"x" * 5_000)
    assert code(shelved) == "library-broken"


def test_a_text_that_was_changed_behind_the_librarys_back_is_never_shown(shelved: Path) -> None:
    with closing(sqlite3.connect(shelved)) as other:
        other.execute("UPDATE documents SET text = replace(text, 'zero', 'nine')")
        other.execute("UPDATE passages SET text = replace(text, 'zero', 'nine')")
        other.commit()
    assert code(shelved) == "library-broken"
    done = again(shelved)
    assert (done.lost, done.again, done.documents) == ((), 1, 2)
    with Catalogue(shelved) as catalogue:
        assert texts(catalogue, [ADA])["maps.md"] == KERNEL
        assert catalogue.check() == ()


def test_even_when_nothing_shows_that_the_file_was_touched_a_changed_passage_is_not_shown(shelved: Path) -> None:
    stamp = shelved.stat()
    with closing(sqlite3.connect(shelved)) as other:
        other.execute("UPDATE passages SET text = replace(text, 'zero', 'nine')")
        other.commit()
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    os.utime(shelved, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    with Catalogue(shelved) as catalogue:
        (document,) = [one.id for one in catalogue.documents([ADA]) if one.source == "maps.md"]
        with pytest.raises(LibraryError) as refusal:
            catalogue.of_document([ADA], document)
        assert refusal.value.code == "library-broken"
        assert any("isn't as it was written" in one for one in catalogue.check())


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM passages WHERE n = (SELECT min(n) FROM passages)", "lost"),
        ("DELETE FROM documents", "no document"),
        ("DELETE FROM places", "lost"),
        ("UPDATE places SET source = 'other.md' WHERE source = 'maps.md'", "the place of 'other.md'"),
        ("DELETE FROM words_data WHERE id > 10", ""),
        ('UPDATE passages SET "end" = 100000', "isn't as it was written"),
        ("UPDATE documents SET owner = owner + 1", ""),
        ("INSERT INTO words (words) VALUES ('delete-all')", "index of words"),
    ],
)
def test_the_thorough_check_finds_what_is_wrong_and_rebuilding_mends_it(
    shelved: Path, statement: str, said: str
) -> None:
    with closing(sqlite3.connect(shelved)) as other:
        other.execute(statement)
        other.commit()
    with pytest.raises(LibraryError) as refusal:
        Catalogue(shelved).close()
    assert refusal.value.code == "library-broken"
    assert said in refusal.value.what
    done = again(shelved)
    with Catalogue(shelved) as catalogue:
        assert catalogue.check() == ()
        held = sorted(texts(catalogue, [ADA]).values())  # without its places a document goes by its title
        assert held == sorted([KERNEL, ACIDS]) or (done.aside is not None and not held)


def test_what_has_no_original_is_cut_again_from_its_text(path: Path) -> None:
    with Catalogue(path) as catalogue:
        put(catalogue, SHARED, "maps.md", KERNEL)
        before = catalogue.ids(SHARED)
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE passages SET text = 'nonsense'")
        other.commit()
    done = again(path)
    assert (done.documents, done.again, done.lost) == (1, 1, ())
    with Catalogue(path) as catalogue:
        assert catalogue.ids(SHARED) == before
        assert list(catalogue.lexical([SHARED], "kernel", 3))


def test_what_is_lost_is_named_and_a_sound_library_leaves_no_copy(path: Path) -> None:
    with Catalogue(path) as catalogue:
        put(catalogue, SHARED, "maps.md", KERNEL)
        put(catalogue, SHARED, "acids.md", ACIDS)
    done = again(path)
    assert (done.documents, done.again, done.lost, done.aside) == (2, 0, (), None)
    assert damaged_copies(path) == ()
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE documents SET text = 'nonsense' WHERE title = 'Maps'")
        other.commit()
    done = again(path)
    assert (done.documents, done.lost) == (1, ("maps.md",))
    assert damaged_copies(path) == (done.aside,)


def test_a_program_that_has_the_library_open_goes_on_with_the_new_one(shelved: Path) -> None:
    with Catalogue(shelved) as opened:
        assert len(opened.documents([ADA])) == 2
        shelved.write_bytes(b"nothing of use")
        again(shelved)
        assert sources(opened, ADA) == []
        put(opened, ADA, "new.md", KERNEL)
        assert sources(opened, ADA) == ["new.md"]
        shelved.unlink()
        with pytest.raises(LibraryError) as refusal:
            opened.documents([ADA])
        assert refusal.value.code == "library-broken"


def test_a_library_that_another_program_writes_is_busy(path: Path) -> None:
    Catalogue(path).close()
    with Catalogue(path) as holder, holder._file.lock, pytest.raises(LibraryError) as refusal:
        Catalogue(path, busy_seconds=0.05).close()
    assert refusal.value.code == "library-busy"


def test_a_clean_library_is_opened_without_reading_all_of_it(shelved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tutor.library import file

    looked: list[int] = []
    monkeypatch.setattr(file, "damage", lambda *_, **__: looked.append(1) or "")
    Catalogue(shelved).close()
    assert looked == []
    later = time.time_ns() + 10**9
    os.utime(shelved, ns=(later, later))
    Catalogue(shelved).close()
    assert looked == [1]


def test_the_tables_are_those_that_the_first_version_made(path: Path) -> None:
    """A change of the tables needs another version and a way to it."""
    from hashlib import blake2b

    assert blake2b("\n".join(TABLES).encode(), digest_size=8).hexdigest() == "f6f9466f88e6e908"
