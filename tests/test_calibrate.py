"""`tutor calibrate` over a real journal: what it learns is kept, used, named in what is asked, and given up again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.learner.test_fitting import lives
from tests.program import Session, objects, run
from tutor.errors import StoreError
from tutor.learner.evidence import Evidence
from tutor.learner.mastery_calibration import SHIPPED
from tutor.session.events import Event, EvidenceTaken
from tutor.session.ports import Learner
from tutor.store.calibrations import CalibrationFiles
from tutor.store.sqlite import SqliteStore


async def lived(home: Path, histories: list[list[Evidence]]) -> None:
    async with SqliteStore(home / "data" / "journal.sqlite3") as store:
        for number, history in enumerate(histories):
            learner = f"learner-{number}"
            await store.named(learner, create=Learner(learner, learner, 1))
            events = [Event(learner, n, "s", "a", n, EvidenceTaken(evidence)) for n, evidence in enumerate(history, 1)]
            await store.append(learner, 0, "a", "d", events)


async def test_what_was_learnt_is_used_and_named_until_it_is_given_up(tmp_path: Path) -> None:
    await lived(tmp_path, lives(10, 20))
    home = str(tmp_path)
    found = objects(run("calibrate", "--json", TUTOR_HOME=home).stdout)[0]
    assert (found["learners"], found["answers"]) == (10, 200)
    assert found["log_loss_after"] < found["log_loss_before"]
    kept = CalibrationFiles(tmp_path / "data" / "calibration").newest()
    assert kept is not None
    assert kept.id == found["id"] != SHIPPED.id
    assert await asked_with(tmp_path, "here") == kept.id
    said = run("calibrate", TUTOR_HOME=home).stdout
    assert "c/hard" in said.partition("Harder")[2].partition("Easier")[0]
    assert run("calibrate", "--shipped", TUTOR_HOME=home).returncode == 0
    assert await asked_with(tmp_path, "shipped") == SHIPPED.id


async def asked_with(home: Path, calibrated: str) -> str:
    """The calibration that the first question of a new session names."""
    session = Session("linear-algebra", "--learner", f"new-{calibrated}", TUTOR_HOME=str(home))
    session.process.kill()
    session.process.wait()
    async with SqliteStore(home / "data" / "journal.sqlite3") as store:
        learner = await store.named(f"new-{calibrated}")
        assert learner is not None
        asked = [event.body async for event in store.read(learner.id) if event.type == "question.asked"]
    return str(asked[-1].calibration)  # type: ignore[union-attr]


async def test_too_few_answers_change_nothing(tmp_path: Path) -> None:
    for home, histories in ((tmp_path / "none", []), (tmp_path / "few", lives(2, 20))):
        if histories:
            await lived(home, histories)
        done = run("calibrate", TUTOR_HOME=str(home))
        assert done.returncode == 0
        assert "nothing was changed" in done.stdout
        assert not (home / "data" / "calibration").exists()


@pytest.mark.parametrize("spoil", ["{", "[]", '{"made": 1, "weights": {"history": [1], "concepts": {}, "items": {}}}'])
def test_a_spoilt_calibration_is_named_and_not_used(tmp_path: Path, spoil: str) -> None:
    files = CalibrationFiles(tmp_path)
    path = files.keep(SHIPPED, 7, {})
    assert files.newest() == SHIPPED
    (tmp_path / "notes.txt").write_text("not a calibration")
    text = path.read_text()
    for wrong in (spoil, text.replace("0.5", "0.6", 1)):
        path.write_text(wrong)
        with pytest.raises(StoreError) as caught:
            files.newest()
        assert caught.value.code == "store-broken"
        assert str(path) in str(caught.value)
    path.write_text(json.dumps(json.loads(text)))
    assert files.newest() == SHIPPED
