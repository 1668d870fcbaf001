"""`tutor learner` and `tutor store`, as people and scripts meet them."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.counting import NAME, TEXT, right, write
from tests.program import objects
from tutor.cli import tutor
from tutor.errors import TutorError
from tutor.notation.box import text_width

WALK, MANY, GOAL = (f"{NAME}/{slug}" for slug in ("one-walk", "many-walks", "there-and-back"))


@pytest.fixture(autouse=True)
def _interrupts() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)  # a session takes it
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def curricula(tmp_path: Path) -> Path:
    return write(tmp_path)


@pytest.fixture(params=[80])
def columns(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("COLUMNS", str(request.param))
    return int(request.param)


def do(curricula: Path, *arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(tutor, ["--curricula", str(curricula), *arguments], input=typed)


def said(curricula: Path, *arguments: str, typed: str = "") -> str:
    done = do(curricula, *arguments, typed=typed)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stdout


def refused(curricula: Path, *arguments: str) -> TutorError:
    done = do(curricula, *arguments)
    assert isinstance(done.exception, TutorError), done.output
    return done.exception


def shown(curricula: Path, *arguments: str) -> dict[str, dict[str, Any]]:
    return {one["concept"]: one for one in objects(said(curricula, "learner", "show", *arguments, "--json"))}


def answer_all(curricula: Path, *command: str, most: int = 20, wrong: bool = False) -> None:
    """Answer line by line from what is on the screen; each run of the program goes on where the last one was."""
    for _ in range(most):
        views = objects(said(curricula, *command, "--json", typed=""))
        question = views[0]["view"]["question"]
        if question is None:
            return
        last = objects(
            said(curricula, *command, "--json", typed=("-999999" if wrong else right(question["ask"])) + "\n")
        )
        if any(view.get("view", {}).get("ended") for view in last):
            return


# -- show -------------------------------------------------------------------------------------------------------------


def test_without_a_curriculum_all_that_was_studied_is_shown(curricula: Path) -> None:
    (curricula / "other.yaml").write_text(TEXT.replace("id: counting", "id: other"), "utf-8")
    (curricula / "third.yaml").write_text(TEXT.replace("id: counting", "id: third"), "utf-8")
    for name in (NAME, "other"):
        said(curricula, "plain", name, typed="?\n")
    assert {ref.partition("/")[0] for ref in shown(curricula)} == {NAME, "other"}
    assert {ref.partition("/")[0] for ref in shown(curricula, "third")} == {"third"}


def test_nothing_studied_says_what_to_do(curricula: Path) -> None:
    refusal = refused(curricula, "learner", "show")
    assert refusal.code == "unknown-learner"
    assert "tutor" in refusal.remedy


def test_the_table_fits_and_explains_itself(curricula: Path, columns: int) -> None:
    said(curricula, "plain", NAME, typed="?\n?\n?\n")
    text = said(curricula, "learner", "show")
    assert all(text_width(line) <= columns for line in text.splitlines())
    for word in ("known:", "memory:", "answers:", "assumed:", "dispute"):
        assert word in text


def test_titles_and_claims_stay_hidden_until_a_concept_is_established(curricula: Path) -> None:
    said(curricula, "plain", NAME, typed="/skip\n?\n")
    text = said(curricula, "learner", "show") + said(curricula, "learner", "show", "--evidence", "one-walk")
    assert "where a walk ends" in text
    assert not re.search("Walking on|Walking many|There and back|Walks are added|goes .b. forward", text)
    assert {one["title"] for one in shown(curricula).values()} == {
        "where a walk ends", "several walks of the same length", "several walks, then one back",
    }  # fmt: skip
    answer_all(curricula, "plain", NAME)
    assert "There and back" in said(curricula, "learner", "show")


def test_what_is_inferred_is_called_assumed_and_never_mastered(curricula: Path) -> None:
    said(curricula, "learner", "dispute", GOAL, typed="")
    answer_all(curricula, "learner", "dispute", GOAL)
    row = shown(curricula)[WALK]
    assert (row["state"], row["mastered"], row["evidence"]) == ("assumed", False, [])
    assert "assumed" in said(curricula, "learner", "show")
    assert shown(curricula)[GOAL]["state"] == "established"


def test_the_evidence_lists_every_answer_with_what_it_was_taken_for(curricula: Path) -> None:
    said(curricula, "plain", NAME, "--to", "one-walk", typed="?\n")
    said(curricula, "learner", "dispute", "one-walk", "--not-yet")
    rows = objects(said(curricula, "learner", "show", "--evidence", "one-walk", "--json"))
    assert [row["taken_for"] for row in rows][-1] == "word"
    assert "don't know" in [row["taken_for"] for row in rows]
    assert [row["seq"] for row in rows] == shown(curricula)[WALK]["evidence"]
    for row in rows:
        assert set(row) == {"concept", "seq", "at", "question", "taken_for", "weight", "outcome", "retest"}
    text = said(curricula, "learner", "show", "--evidence", "where a walk ends")
    assert "question 1" in text
    assert "where-now" not in text
    assert "It unlocks: several walks of the same length" in text


def test_a_concept_that_is_not_there_is_answered_with_the_nearest(curricula: Path) -> None:
    said(curricula, "plain", NAME, typed="?\n")
    refusal = refused(curricula, "learner", "show", "--evidence", "one-wlk")
    assert refusal.code == "unknown-concept"
    assert "one-walk" in refusal.remedy


# -- dispute ----------------------------------------------------------------------------------------------------------


def test_two_right_answers_settle_a_dispute_and_it_shows(curricula: Path) -> None:
    said(curricula, "plain", NAME, typed="?\n")
    before = shown(curricula)[MANY]["p_known"]
    answer_all(curricula, "learner", "dispute", "many-walks")
    row = shown(curricula)[MANY]
    assert (row["state"], row["disputed"], row["unaided"]) == ("established", "known", 2)
    assert row["p_known"] > before
    assert "it ended: you know it" in said(curricula, "learner", "show", "--evidence", "many-walks")


def test_two_misses_settle_it_the_other_way(curricula: Path) -> None:
    answer_all(curricula, "learner", "dispute", "many-walks", wrong=True)
    row = shown(curricula)[MANY]
    assert (row["state"], row["disputed"]) == ("not-yet", "not-yet")
    assert row["p_known"] < 0.5


def test_a_word_is_enough_for_what_is_not_known_yet(curricula: Path) -> None:
    text = said(curricula, "learner", "dispute", "many-walks", "--not-yet")
    assert "not known yet" in text
    assert shown(curricula)[MANY]["p_known"] < 0.5


def test_a_retest_that_was_left_goes_on_and_is_no_session_of_the_study_program(curricula: Path) -> None:
    first = objects(said(curricula, "learner", "dispute", "many-walks", "--json"))[0]
    again = objects(said(curricula, "learner", "dispute", "many-walks", "--json"))[0]
    assert first["view"]["session"] == again["view"]["session"]
    assert first["view"]["question"] == again["view"]["question"]
    study = objects(said(curricula, "plain", NAME, "--to", "many-walks", "--json"))[0]
    assert study["view"]["session"] != first["view"]["session"]


def test_a_name_that_two_curricula_have_is_to_be_told_apart(curricula: Path) -> None:
    (curricula / "other.yaml").write_text(TEXT.replace("id: counting", "id: other"), "utf-8")
    for name in (NAME, "other"):
        said(curricula, "plain", name, typed="?\n")
    refusal = refused(curricula, "learner", "dispute", "many-walks")
    assert refusal.code == "bad-argument"
    assert "other/many-walks" in refusal.remedy
    said(curricula, "learner", "dispute", "many-walks", "--in", "other", "--not-yet")
    assert shown(curricula, "other")["other/many-walks"]["state"] == "not-yet"
    assert shown(curricula, NAME)[MANY]["state"] != "not-yet"


def test_a_dispute_within_a_session_comes_back_to_the_question(curricula: Path) -> None:
    said(curricula, "plain", NAME, typed="/skip\n")
    (waits, retest, back) = [
        one["view"] for one in objects(said(curricula, "plain", NAME, "--json", typed="/know many-walks\n/back\n"))
    ]
    assert retest["question"]["purpose"] == "retest"
    assert retest["question"]["topic"] == "several walks of the same length"
    assert back["question"] == waits["question"]


# -- export -----------------------------------------------------------------------------------------------------------


def test_an_export_holds_everything_and_identifies_no_open_answer(curricula: Path, tmp_path: Path) -> None:
    said(
        curricula,
        "plain",
        NAME,
        typed="/skip\nsomething\n?\n",
    )
    file = tmp_path / "mine.json"
    said(curricula, "learner", "export", "--output", str(file))
    found = json.loads(file.read_text("utf-8"))
    assert set(found) == {
        "format",
        "exported",
        "learner",
        "settings",
        "estimate",
        "drafts",
        "frame",
        "events",
        "documents",
    }
    assert found["learner"]["name"] == "default"
    assert [event["seq"] for event in found["events"]] == list(range(1, len(found["events"]) + 1))
    assert "something" in file.read_text("utf-8")
    assert file.stat().st_mode & 0o777 == 0o600
    for event in found["events"]:
        for name in ("n", "hash", "seed", "variants"):
            assert event["body"].get(name) is None
        if event["type"] == "evidence.taken":
            assert event["body"]["evidence"]["variant"] is None


def test_settings_that_name_the_learner_are_exported_and_told_of(curricula: Path, home: Path) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text('[learner]\nname = "ada"\n')
    said(curricula, "plain", NAME, typed="?\n")
    found = json.loads(said(curricula, "learner", "export"))
    assert found["settings"]["learner.name"]["value"] == "ada"
    assert "config.toml" in said(curricula, "learner", "forget", "ada", "--yes")


def test_an_export_of_nobody_is_refused(curricula: Path) -> None:
    assert refused(curricula, "learner", "export").code == "unknown-learner"


# -- store ------------------------------------------------------------------------------------------------------------


def test_a_copy_comes_back(curricula: Path, home: Path) -> None:
    said(curricula, "plain", NAME, typed="?\n")
    (made,) = objects(said(curricula, "store", "backup", "--json"))
    assert Path(made["file"]).parent == home / "data" / "backups"
    said(curricula, "plain", NAME, typed="?\n?\n")
    (done,) = objects(said(curricula, "store", "restore", made["file"], "--json"))
    assert done["events"] == made["events"]
    assert Path(done["aside"]).exists()
    (found,) = objects(said(curricula, "store", "verify", "--json"))
    assert found == {"learners": 1, "events": made["events"], "findings": []}


def test_nothing_studied_is_nothing_to_copy_or_verify(curricula: Path, home: Path) -> None:
    for name in ("backup", "verify"):
        assert refused(curricula, "store", name).code == "bad-argument"
    assert not (home / "data").exists()


def test_findings_end_with_1(curricula: Path, home: Path) -> None:
    said(curricula, "plain", NAME, typed="?\n")
    next((home / "data" / "pinned").iterdir()).unlink()
    done = do(curricula, "store", "verify")
    assert done.exit_code == 1
    assert "isn't pinned" in done.stdout
