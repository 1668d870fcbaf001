"""`tutor review`, and what else is said of what is due for a look: real processes over a real journal."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import pytest

from tests.counting import GOAL, NAME, TEXT, right, write
from tests.mastering import DAY, master
from tests.program import Session, objects, run
from tutor.curriculum.load import load
from tutor.session.ports import Learner
from tutor.store.files import FilePins
from tutor.store.sqlite import SqliteStore

OTHER = "walking"
LEARNER = "0190f3b2-0000-7000-8000-000000000001"
CONCEPTS = ("one-walk", "many-walks", GOAL)


class Reviews(Session):
    COMMAND = "review"


@pytest.fixture
def curricula(tmp_path: Path) -> Path:
    """Two curricula with the same questions."""
    place = write(tmp_path)
    (place / f"{OTHER}.yaml").write_text(TEXT.replace(f"id: {NAME}", f"id: {OTHER}"), "utf-8")
    return place


async def mastered(home: Path, curricula: Path, days: int, *names: str) -> None:
    """The learner has mastered all of those curricula, so many days ago."""
    now = time.time_ns() // 1000
    async with SqliteStore(home / "data" / "journal.sqlite3") as store:
        await store.named("default", create=Learner(LEARNER, "default", now - days * DAY))
        for name in names:
            loaded = load(name, [curricula])
            await FilePins(home / "data" / "pinned").keep(loaded.hash, loaded.to_json)
            await master(store, LEARNER, loaded, [f"{name}/{slug}" for slug in CONCEPTS], now - days * DAY)


def believed(curricula: Path, name: str) -> list[dict[str, object]]:
    return objects(run("learner", "show", name, "--curricula", curricula, "--json").stdout)


async def test_what_is_due_is_asked_for_over_all_curricula_until_nothing_is(home: Path, curricula: Path) -> None:
    await mastered(home, curricula, 60, NAME, OTHER)
    session = Reviews("--curricula", curricula, "--seed", "4")
    assert session.view["view"]["goal"] == "what is due for a look"
    assert session.view["view"]["reviews_due"] == session.view["view"]["progress"]["total"] == 6
    asked = []
    while not session.over:
        question = session.view["view"]["question"]
        assert question["purpose"] == "review"
        asked.append(question["id"])
        session.say(right(session.ask))
    assert session.close() == 0
    assert session.view["view"]["ended"] == "reviewed"
    assert len(asked) == len(set(asked)) == session.view["view"]["progress"]["done"]
    assert len(asked) <= 6  # an answer above counts for what lies below
    for name in (NAME, OTHER):
        assert all(one["retrievability"] >= 0.9 for one in believed(curricula, name))  # type: ignore[operator]
    done = run("review", "--curricula", curricula, "--json")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("Nothing is due for a look. The next one will be on 2")


async def test_who_leaves_is_not_held_to_it_and_what_is_left_stays_due(home: Path, curricula: Path) -> None:
    await mastered(home, curricula, 60, NAME)
    done = run("review", "--curricula", curricula)
    assert done.returncode == 0
    assert "due for a look · 0 of 3" in done.stdout
    assert "What is left stays due for a look." in done.stdout
    begun = run("plain", NAME, "--to", GOAL, "--curricula", curricula)
    assert "3 due for a look." in begun.stdout
    assert "Going on where you were" not in begun.stdout


async def test_what_is_missed_is_gone_through_once_more(home: Path, curricula: Path) -> None:
    await mastered(home, curricula, 60, NAME)
    session = Reviews("--curricula", curricula)
    session.say("?")
    assert [entry["kind"] for entry in session.view["view"]["feedback"]][-1] == "descended"
    while not session.over:
        session.say(right(session.ask))
    session.close()
    assert len(session.view["view"]["established"]) == 1


def test_somebody_new_has_nothing_due_and_nothing_is_made(home: Path, curricula: Path) -> None:
    done = run("review", "--curricula", curricula)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "Nothing is due for a look.\n")
    assert not home.exists()


async def test_a_curriculum_that_is_gone_does_not_close_the_others(home: Path, curricula: Path) -> None:
    await mastered(home, curricula, 60, NAME, OTHER)
    (curricula / f"{OTHER}.yaml").unlink()
    session = Reviews("--curricula", curricula)
    assert session.view["view"]["progress"]["total"] == 3
    session.close()
    (curricula / f"{NAME}.yaml").unlink()
    done = run("review", "--curricula", curricula)
    assert (done.returncode, done.stdout) == (0, "")
    assert "aren't here any more" in done.stderr


async def test_what_is_believed_says_what_is_remembered_and_when_it_is_due(home: Path, curricula: Path) -> None:
    await mastered(home, curricula, 60, NAME)
    for one in believed(curricula, NAME):
        assert 0 < one["retrievability"] < 0.9  # type: ignore[operator]
        assert one["p_known"] < one["retrievability"]  # type: ignore[operator]
        assert datetime.fromisoformat(str(one["due"])) < datetime.now().astimezone()
    shown = run("learner", "show", NAME, "--curricula", curricula).stdout
    assert sum(" due " in line for line in shown.splitlines() if "%" in line) == 3
    assert "lost" not in shown
    assert "forgotten" not in shown


async def test_what_was_mastered_today_is_not_due(home: Path, curricula: Path) -> None:
    await mastered(home, curricula, 0, NAME)
    assert {one["retrievability"] for one in believed(curricula, NAME)} == {1.0}
