"""The journal on disk under bad luck: kills, two programs, a full or read-only disk, a newer or older schema."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.test_journal import events
from tutor.errors import StoreError
from tutor.store.sqlite import CREATE, VERSION, SqliteStore

WRITER = """
import asyncio, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.store.test_journal import events
from tutor.errors import StoreError
from tutor.store.sqlite import SqliteStore
async def main():
    store = SqliteStore(Path({path!r}))
    print("ready", flush=True)
    for i in range({count}):
        while True:
            last = await store.last("me")
            try:
                done = await store.append("me", last, "{name}-%d-%d" % (i, last), "d", events("me", last, 3))
            except StoreError as error:
                assert error.code == "store-conflict", error
                continue
            print(done.last, flush=True)
            break
    await store.close()
asyncio.run(main())
"""
ROOT = str(Path(__file__).parents[2])


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    code = WRITER.format(root=ROOT, path=str(path), name=name, count=count)
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


async def stored(path: Path) -> list[int]:
    async with SqliteStore(path) as store:
        assert await store.check() == "ok"
        return [event.seq async for event in store.read("me")]


async def test_nothing_acknowledged_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    rng = random.Random(11)
    path = tmp_path / "journal.sqlite3"
    acknowledged = 0
    for kill in range(8):
        process = writer(path, f"k{kill}", 10_000)
        assert process.stdout is not None
        process.stdout.readline()
        await asyncio.sleep(rng.random() * 0.2)
        process.send_signal(signal.SIGKILL)
        said = [line for line in process.stdout.read().split("\n")[:-1] if line.strip().isdigit()]
        process.wait()
        acknowledged = max([acknowledged, *map(int, said)])
    seqs = await stored(path)
    assert seqs == list(range(1, len(seqs) + 1))
    assert len(seqs) >= acknowledged


async def test_two_programs_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    both = [writer(path, name, 40) for name in ("one", "two")]
    for process in both:
        process.communicate()
        assert process.returncode == 0
    assert await stored(path) == list(range(1, 2 * 40 * 3 + 1))


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs POSIX file sizes")
def test_a_full_disk_says_so_and_keeps_what_was_answered(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    code = f"""
import asyncio, resource, signal, sys
from pathlib import Path
sys.path.insert(0, {ROOT!r})
from tests.store.test_journal import events
from tutor.errors import StoreError
from tutor.store.sqlite import SqliteStore
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
async def main():
    store = SqliteStore(Path({str(path)!r}))
    await store.append("me", 0, "first", "d", events("me", 0, 3))
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
    last = 3
    try:
        for i in range(1000):
            last = (await store.append("me", last, str(i), "d", events("me", last, 5, "9" * 4000))).last
    except StoreError as error:
        print(error.code)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print((await store.append("me", last, "after", "d", events("me", last, 1))).last == last + 1)
    print(await store.last("me") == last + 1)
    await store.close()
asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["store-full", "True", "True"], done


async def test_a_read_only_folder_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    path = folder / "journal.sqlite3"
    async with SqliteStore(path) as store:
        await store.append("me", 0, "one", "d", events("me", 0, 1))
    if os.name != "posix" or os.getuid() == 0:
        code = _as_nobody(path)
        if code is None:
            pytest.skip("a superuser may write everywhere, and no other user is to be had")
        assert code == "store-read-only"
        return
    folder.chmod(0o500)
    path.chmod(0o400)
    try:
        store = SqliteStore(path)
        with pytest.raises(StoreError) as refusal:
            await store.append("me", 1, "two", "d", events("me", 1, 1))
        assert refusal.value.code == "store-read-only"
    finally:
        folder.chmod(0o700)


def _as_nobody(path: Path) -> str | None:
    for folder in [path.parent, *path.parents]:
        if folder == Path("/tmp") or folder == folder.parent:
            break
        folder.chmod(0o755)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    code = f"""
import asyncio, os, sys
sys.path.insert(0, {ROOT!r})
from pathlib import Path
from tests.store.test_journal import events
from tutor.errors import StoreError
from tutor.store.sqlite import SqliteStore
os.setgid(65534); os.setuid(65534)
async def main():
    try:
        await SqliteStore(Path({str(path)!r})).append("me", 1, "two", "d", events("me", 1, 1))
    except StoreError as error:
        print(error.code)
asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    path.parent.chmod(0o755)
    return done.stdout.strip() or None


async def test_a_newer_journal_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    store = SqliteStore(path)
    with pytest.raises(StoreError) as refusal:
        await store.last("me")
    assert refusal.value.code == "store-newer"


async def test_a_file_that_is_no_journal_says_so(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    path.write_bytes(b"this is not a database, but it is long enough to look like one" * 100)
    with pytest.raises(StoreError) as refusal:
        await SqliteStore(path).last("me")
    assert refusal.value.code == "store-broken"


def test_the_quick_way_to_make_a_store_makes_what_the_migrations_make(tmp_path: Path) -> None:
    from sqlalchemy import create_engine

    from tutor.store.migrations import upgrade
    from tutor.store.schema import metadata

    def shape(connection: sqlite3.Connection) -> set[tuple[object, ...]]:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            (table, *column) for table in tables if table != "alembic_version"
            for column in connection.execute(f"PRAGMA table_info({table})")
        } | {("index", name) for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")}  # fmt: skip

    quick = sqlite3.connect(":memory:")
    for statement in CREATE:
        quick.execute(statement)
    upgrade(tmp_path / "migrated.sqlite3")
    migrated = sqlite3.connect(tmp_path / "migrated.sqlite3")
    engine = create_engine(f"sqlite:///{tmp_path / 'declared.sqlite3'}")
    metadata.create_all(engine)
    engine.dispose()
    declared = sqlite3.connect(tmp_path / "declared.sqlite3")
    assert shape(quick) == shape(migrated) == shape(declared)
    assert migrated.execute("PRAGMA user_version").fetchone()[0] == VERSION
    for connection in (quick, migrated, declared):
        connection.close()


async def test_files_are_private(tmp_path: Path) -> None:
    path = tmp_path / "data" / "journal.sqlite3"
    async with SqliteStore(path) as store:
        await store.append("me", 0, "one", "d", events("me", 0, 1))
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700


def test_opening_a_store_loads_no_schema_library() -> None:
    code = """
import asyncio, sys, tempfile
from pathlib import Path
from tutor.store.sqlite import SqliteStore
async def main():
    with tempfile.TemporaryDirectory() as folder:
        async with SqliteStore(Path(folder) / "journal.sqlite3") as store:
            await store.last("me")
asyncio.run(main())
print([name for name in ("sqlalchemy", "alembic", "pydantic", "textual") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
