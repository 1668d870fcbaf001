"""Who is forgotten leaves nothing behind: in no byte of any file, after whatever interruption, and after no restore."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.counting import NAME
from tests.store.studied import MARKER, desk_over, found_in, leave_traces, record
from tests.store.test_journal import events
from tutor.cli import tutor
from tutor.errors import InputError, StoreError
from tutor.home import Home
from tutor.library.catalogue import Catalogue
from tutor.library.forgetting import forget as forget_documents
from tutor.session import actions
from tutor.store import backup, forget
from tutor.store.files import FileDrafts
from tutor.store.memory import MemoryJournal
from tutor.store.sqlite import CREATE, SqliteStore
from tutor.tui.last_frame import drop
from tutor.tui.last_frame import place as frame

GONE = f"ada {MARKER}"
OTHER = "bo"


async def both(place: Home, roots: tuple[Path, ...]) -> tuple[object, ...]:
    """Both learners have studied; what is stored of the one who stays."""
    await leave_traces(place, roots, GONE, MARKER)
    await leave_traces(place, roots, OTHER, "their own")
    return await record(place, OTHER)


def say(*arguments: str, typed: str = "") -> str:
    done = CliRunner().invoke(tutor, list(arguments), input=typed)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


async def ask(*arguments: str) -> str:
    return await asyncio.to_thread(say, *arguments)


async def test_no_byte_of_a_learner_is_left_and_another_keeps_everything(
    place: Home, roots: tuple[Path, ...], home: Path
) -> None:
    stays = await both(place, roots)
    left = found_in(home, MARKER)
    assert {Path(name).parts[1] for name in left} >= {"journal.sqlite3", "drafts", "frame", "library"}, (
        "else this proves nothing"
    )
    said = await ask("learner", "forget", GONE, "--yes")
    assert "ackup" in said, "older copies hold it still, and that is said"
    assert found_in(home, MARKER) == []
    assert await record(place, OTHER) == stays
    assert [path.name for path in place.drafts.iterdir()] == [f"{stays[1].session}.txt"]  # type: ignore[attr-defined]
    assert "their own" in next(place.drafts.iterdir()).read_text()
    assert len(list((place.cache / "frame").iterdir())) == 1
    async with SqliteStore(place.journal) as store:
        assert [one.name for one in await store.all()] == [OTHER]


async def test_a_tombstone_of_the_id_alone_is_left(place: Home, roots: tuple[Path, ...]) -> None:
    learner = await leave_traces(place, roots, GONE, MARKER)
    await ask("learner", "forget", GONE, "--yes")
    with closing(sqlite3.connect(place.journal)) as store:
        assert store.execute("SELECT * FROM tombstones").fetchall() == [(learner, "")]
        for table in ("learners", "events", "actions"):
            assert store.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


async def test_a_curriculum_that_only_they_had_pinned_goes_and_a_shared_one_stays(
    place: Home, roots: tuple[Path, ...]
) -> None:
    await both(place, roots)
    (shared,) = place.pinned.iterdir()
    text = (roots[0] / f"{NAME}.yaml").read_text()
    (roots[0] / f"{NAME}.yaml").write_text(text.replace("A counter on a line", f"A line for {MARKER}"))
    await leave_traces(place, roots, GONE, MARKER)
    assert len(list(place.pinned.iterdir())) == 2
    await ask("learner", "forget", GONE, "--yes")
    assert list(place.pinned.iterdir()) == [shared]


async def test_an_open_program_stores_nothing_more_and_says_why(
    place: Home, roots: tuple[Path, ...], home: Path
) -> None:
    await both(place, roots)
    async with SqliteStore(place.journal) as store:
        desk = desk_over(store, place, roots)
        learner = await store.named(GONE)
        assert learner is not None
        (session, *_) = [one.session for one in await desk.sessions(learner.id)]
        view = await desk.view(learner.id, session)
        await ask("learner", "forget", GONE, "--yes")
        for work in (
            desk.do(learner.id, session, actions.Answer(MARKER, 30.0)),
            desk.start(learner.id, NAME),
            desk.sessions(learner.id),
            store.append(learner.id, view.seq, "late", "d", events(learner.id, view.seq, 1, MARKER)),
            FileDrafts(place.drafts, store.while_kept).save(session, MARKER),
        ):
            with pytest.raises(StoreError) as refusal:
                await work
            assert refusal.value.code == "learner-forgotten"
        assert found_in(home, MARKER) == []


async def test_nothing_is_left_in_the_log_while_programs_still_have_it_open(
    place: Home, roots: tuple[Path, ...], home: Path
) -> None:
    learner = await leave_traces(place, roots, GONE, MARKER)
    drop(frame(place.cache, GONE))
    async with SqliteStore(place.journal) as reading, SqliteStore(place.journal) as store:
        assert await reading.last(learner)
        await store.forget(learner)
        with Catalogue(place.library) as library:
            assert library.documents([learner])
            assert await asyncio.to_thread(forget_documents, place.library, {learner}) == 1
            assert found_in(home, MARKER) == []
        assert any(path.name.endswith("-wal") for path in place.data.iterdir()), "else this proves nothing"


@pytest.mark.parametrize("at", ["tutor.library.putting.forget", "tutor.library.file.LibraryFile.scrub"])
async def test_documents_whose_forgetting_was_interrupted_go_with_the_next_try(
    place: Home, roots: tuple[Path, ...], home: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    stays = await both(place, roots)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(at, dies)
        done = await asyncio.to_thread(CliRunner().invoke, tutor, ["learner", "forget", GONE, "--yes"])
        assert done.exit_code != 0
    await ask("learner", "forget", GONE, "--yes")
    assert found_in(home, MARKER) == []
    assert await record(place, OTHER) == stays
    with Catalogue(place.library) as library:
        assert [one.source for one in library.documents(library.owners())] == ["their own.md"]


@pytest.mark.parametrize("at", ["take_files", "scrub", "checkpoint"])
@pytest.mark.parametrize("by", ["doctor", "forget"])
async def test_what_was_interrupted_is_finished_by_whoever_comes_next(
    place: Home, roots: tuple[Path, ...], home: Path, monkeypatch: pytest.MonkeyPatch, at: str, by: str
) -> None:
    stays = await both(place, roots)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    async with SqliteStore(place.journal) as store:
        learner = await store.named(GONE)
        assert learner is not None
        with monkeypatch.context() as broken:
            broken.setattr(forget, at, dies)
            with pytest.raises(KeyboardInterrupt):
                await store.forget(learner.id)
    with closing(sqlite3.connect(place.journal)) as store_file:
        assert forget.unfinished(store_file)
    await ask(*{"doctor": ["doctor"], "forget": ["learner", "forget", GONE, "--yes"]}[by])
    assert found_in(home, MARKER) == []
    assert await record(place, OTHER) == stays


async def test_a_restore_of_an_older_copy_forgets_again(
    place: Home, roots: tuple[Path, ...], home: Path, tmp_path: Path
) -> None:
    stays = await both(place, roots)
    copy = tmp_path / "elsewhere" / "copy.sqlite3"
    await ask("store", "backup", str(copy))
    assert found_in(copy.parent, MARKER)
    await ask("learner", "forget", GONE, "--yes")
    said = await ask("store", "restore", str(copy))
    assert "1 who was forgotten since" in said
    assert found_in(home, MARKER) == []
    assert await record(place, OTHER) == stays
    with pytest.raises(AssertionError):
        await record(place, GONE)


async def test_whoever_was_forgotten_before_a_copy_was_made_stays_so_in_a_new_home(
    place: Home, roots: tuple[Path, ...], home: Path, tmp_path: Path
) -> None:
    await both(place, roots)
    early, late = tmp_path / "early.sqlite3", tmp_path / "late.sqlite3"
    await ask("store", "backup", str(early))
    await ask("learner", "forget", GONE, "--yes")
    await ask("store", "backup", str(late))
    place.journal.unlink()
    await ask("store", "restore", str(late))
    await ask("store", "restore", str(early))
    with pytest.raises(AssertionError):
        await record(place, GONE)
    assert found_in(home, MARKER) == []


async def test_the_name_is_asked_for_again(place: Home, roots: tuple[Path, ...]) -> None:
    await leave_traces(place, roots, "ada", "a")
    for typed in ("", "bo\n"):
        done = await asyncio.to_thread(CliRunner().invoke, tutor, ["learner", "forget", "ada"], input=typed)
        assert done.exit_code != 0
        assert await ask("learner", "list") == "ada\n"
    await asyncio.to_thread(say, "learner", "forget", "ada", typed="ada\n")
    assert await ask("learner", "list") == ""
    done = await asyncio.to_thread(CliRunner().invoke, tutor, ["learner", "forget", "ada", "--yes"])
    assert isinstance(done.exception, InputError)
    assert done.exception.code == "unknown-learner"
    await leave_traces(place, roots, "ada", "a")
    assert await ask("learner", "list") == "ada\n", "the name is free again"


@given(st.lists(st.tuples(st.sampled_from(["ada", "bo", "cy"]), st.integers(0, 3)), max_size=12), st.integers(0, 12))
@settings(max_examples=15)
def test_every_journal_forgets_one_learner_and_nobody_else(steps: list[tuple[str, int]], when: int) -> None:
    import asyncio
    import tempfile

    async def play(journal: SqliteStore | MemoryJournal) -> list[object]:
        said: list[object] = []
        for i, (learner, count) in enumerate(steps):
            if i == when:
                said.append(await journal.forget("ada"))
            try:
                last = await journal.last(learner)
                await journal.append(learner, last, str(i), "d", events(learner, last, count, session=learner))
            except StoreError as error:
                said.append((learner, error.code))
        return [*said, *[[event async for event in journal.read(learner)] for learner in ("bo", "cy")]]

    async def compare() -> None:
        with tempfile.TemporaryDirectory() as folder:
            async with SqliteStore(Path(folder) / "journal.sqlite3") as store:
                assert await play(store) == await play(MemoryJournal())

    asyncio.run(compare())


async def test_a_store_from_before_there_were_tombstones_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    with closing(sqlite3.connect(path)) as old:
        for statement in CREATE:
            if "tombstones" not in statement and "tokens" not in statement:
                old.execute(statement)
        old.execute("INSERT INTO learners VALUES ('1', 'ada', 5)")
        old.execute("PRAGMA user_version = 1")
        old.commit()
    async with SqliteStore(path) as store:
        assert (await store.forget("1")).events == 0
        with pytest.raises(StoreError) as refusal:
            await store.append("1", 0, "a", "d", events("1", 0, 1))
    assert refusal.value.code == "learner-forgotten"


def test_copies_in_the_home_are_rotated(tmp_path: Path) -> None:
    for i in range(backup.KEPT + 3):
        (tmp_path / f"journal-2026010{i}T000000Z.sqlite3").touch()
    (tmp_path / "before-restore-1.sqlite3").touch()
    gone = backup.rotate(tmp_path)
    assert len(gone) == 3
    assert (tmp_path / "before-restore-1.sqlite3").exists()
    assert not (tmp_path / "journal-20260100T000000Z.sqlite3").exists()
