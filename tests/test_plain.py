"""Sessions line by line, as scripts and screen readers have them: real processes over a small curriculum."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from tests.counting import GOAL, NAME, TEXT, right, write
from tests.program import COMMAND, Session, environment, objects, run

MOST = 60  # lines; a session over this curriculum takes far fewer


@pytest.fixture
def curricula(tmp_path: Path) -> Path:
    return write(tmp_path)


def begin(curricula: Path, *more: str) -> Session:
    return Session(NAME, "--to", GOAL, "--curricula", curricula, "--seed", "5", *more)


def to_the_end(session: Session) -> list[str]:
    """Answer everything right; the answers."""
    given: list[str] = []
    while not session.over and len(given) < MOST:
        given.append(right(session.ask))
        session.say(given[-1])
    assert session.over
    return given


def answers(home: Path) -> list[str]:
    """The answers that the journal holds, in order, after checking that no sequence number is missing."""
    with sqlite3.connect(home / "data" / "journal.sqlite3") as connection:
        rows = connection.execute("SELECT seq, type, body FROM events ORDER BY seq").fetchall()
    connection.close()
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    return [json.loads(row[2])["text"] for row in rows if row[1] == "answer.submitted"]


def events(home: Path) -> list[str]:
    with sqlite3.connect(home / "data" / "journal.sqlite3") as connection:
        found = [row[0] for row in connection.execute("SELECT type FROM events ORDER BY seq")]
    connection.close()
    return found


def test_a_session_runs_to_its_end_and_its_last_line_sums_it_up(curricula: Path, home: Path) -> None:
    session = begin(curricula)
    given = to_the_end(session)
    assert session.close() == 0
    last = session.view
    assert last["view"]["ended"] == "reached"
    assert last["view"]["question"] is None
    assert last["summary"]["reached"] is True
    assert GOAL in {line["concept"].partition("/")[2] for line in last["summary"]["derived"]}
    assert answers(home) == given


def test_every_line_of_json_is_one_view_with_its_number(curricula: Path) -> None:
    done = run("plain", NAME, "--curricula", curricula, "--seed", "1", "--json", text="/skip\n0\n?\n")
    views = objects(done.stdout)
    assert (done.returncode, done.stderr, len(views)) == (0, "", 4)
    assert all(set(view) == {"seq", "view"} for view in views)
    numbers = [view["seq"] for view in views]
    assert numbers == sorted(set(numbers))


def test_the_same_seed_asks_the_same(curricula: Path) -> None:
    def first(learner: str) -> str:
        session = begin(curricula, "--learner", learner)
        ask = session.ask
        session.close()
        return ask

    assert first("ada") == first("ben")


def test_an_unreadable_answer_costs_nothing_and_shows_the_place(curricula: Path) -> None:
    text = "/skip\n12 +* 2\n"
    done = run("plain", NAME, "--curricula", curricula, "--seed", "1", text=text)
    lines = done.stdout.splitlines()
    shown = next(i for i, line in enumerate(lines) if line == "  12 +* 2")
    assert lines[shown + 1].index("^") == lines[shown].index("*")
    assert "doesn't count" in " ".join(lines[shown - 4 : shown])

    session = begin(curricula, "--learner", "another")
    before = session.say("/skip")
    after = session.say("12 +* 2")
    assert after["view"]["question"] == before["view"]["question"]
    assert after["view"]["progress"]["done"] == before["view"]["progress"]["done"]
    assert after["view"]["feedback"][0]["span"] == [4, 5]
    session.close()


@pytest.mark.parametrize(
    "line", ["\x00", "\x1b[2J", "[" * 500, "9" * 9000, "x" * 20_000, "\ud7ff\u202e", "1/0", "2^2^2^2^99"]
)
def test_hostile_lines_end_no_session(curricula: Path, line: str) -> None:
    done = run("plain", NAME, "--curricula", curricula, "--seed", "1", text=f"/skip\n{line}\n/reason\n")
    assert done.returncode == 0, done.stderr
    assert "expected: right with" in done.stdout
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


def test_bytes_that_are_no_text_end_no_session(curricula: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "plain", NAME, "--curricula", str(curricula)],
        input=b"/skip\n\xff\xfe\n/map\n", capture_output=True, env=environment(PYTHONUTF8="0"), check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_a_terminal_without_unicode_gets_plain_letters(curricula: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "plain", NAME, "--curricula", str(curricula)],
        input=b"/skip\n5\n", capture_output=True, check=False,
        env=environment(PYTHONUTF8="0", PYTHONIOENCODING="ascii"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()


@pytest.mark.parametrize("command", ["bogus", "see", "back", "ask"])
def test_what_cannot_be_done_says_why_and_changes_nothing(curricula: Path, command: str) -> None:
    session = begin(curricula)
    before = session.say("/skip")
    assert session.process.stdin
    assert session.process.stderr
    session.process.stdin.write(f"/{command}\n")
    session.process.stdin.flush()
    (error,) = objects(session.process.stderr.readline())
    assert set(error) == {"code", "what", "where", "remedy"}
    assert session.say("/again")["seq"] == before["seq"]
    session.close()


def test_help_lists_every_command_with_the_reason_why_not_now(curricula: Path) -> None:
    text = run("plain", NAME, "--curricula", curricula, text="/help\n").stdout
    for command in (
        "dont",
        "hint",
        "why",
        "back",
        "see",
        "show",
        "ask",
        "sources",
        "new",
        "skip",
        "reason",
        "map",
        "quit",
        "end",
    ):
        assert f"  /{command} " in text
    assert "(not now: " in text


def test_the_map_holds_what_was_shown(curricula: Path) -> None:
    done = run("plain", NAME, "--curricula", curricula, text="/skip\n/show\n/map\n")
    assert "Walking on: A counter at" in done.stdout.rpartition("> /map")[2]


def test_the_end_of_input_leaves_a_session_that_goes_on(curricula: Path, home: Path) -> None:
    first = begin(curricula)
    first.say("/skip")
    asked = first.ask
    assert first.close() == 0
    assert events(home)[-1] == "session.paused"
    second = begin(curricula)
    assert second.ask == asked
    to_the_end(second)
    assert second.close() == 0
    assert events(home).count("session.started") == 1


def test_a_session_that_goes_on_says_so(curricula: Path) -> None:
    arguments = ("plain", NAME, "--curricula", curricula)
    assert "Going on where you were" not in run(*arguments).stdout
    assert "Going on where you were" in run(*arguments).stdout
    assert "Going on where you were" not in run(*arguments, "--learner", "somebody-else").stdout


def test_a_session_that_was_ended_is_over_and_a_new_one_begins(curricula: Path, home: Path) -> None:
    arguments = ("plain", NAME, "--curricula", curricula)
    run(*arguments, text="/skip\n/end\n")
    assert events(home)[-1] == "session.ended"
    assert "Going on where you were" not in run(*arguments).stdout


def test_a_curriculum_that_changed_meanwhile_does_not_change_a_session(curricula: Path) -> None:
    first = begin(curricula)
    asked = first.ask
    first.close()
    (curricula / f"{NAME}.yaml").write_text(TEXT.replace("A counter", "A snail"), "utf-8")
    second = begin(curricula)
    assert second.ask == asked
    second.close()


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_while_a_line_is_awaited_ends_at_once_with_130_and_pauses(curricula: Path, home: Path) -> None:
    session = begin(curricula)
    session.say("/skip")
    time.sleep(0.1)
    session.process.send_signal(signal.SIGINT)
    assert session.process.wait(timeout=20) == 130
    assert events(home)[-1] == "session.paused"
    session.close()
    again = begin(curricula)
    to_the_end(again)
    assert again.close() == 0


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_killed_at_any_moment_nothing_that_was_acknowledged_is_lost(curricula: Path, home: Path) -> None:
    given: list[str] = []
    for _ in range(MOST):
        session = begin(curricula)
        if not session.over:
            given.append(right(session.ask))
            session.say(given[-1])
        over = session.over
        session.process.kill()
        session.close()
        assert answers(home) == given
        if over:
            break
    assert over
    assert events(home).count("session.started") == 1
    assert events(home)[-1] == "session.ended"


def test_mathematics_is_spoken_on_request(tmp_path: Path) -> None:
    place = write(tmp_path)
    halved = TEXT.replace("ask: A counter stands", r"ask: With $\frac{x}{2}$ a counter stands")
    (place / f"{NAME}.yaml").write_text(halved, "utf-8")
    arguments = ("plain", NAME, "--to", "one-walk", "--curricula", place, "--seed", "1")
    spoken = run(*arguments, "--spoken", text="/skip\n").stdout
    shown = run(*arguments, "--learner", "seeing", text="/skip\n").stdout
    assert re.search(r"x (over|divided by) 2", spoken)
    assert not re.search(r"x (over|divided by) 2", shown)


def test_lines_fit_the_terminal(curricula: Path) -> None:
    text = "/skip\n?\n/reason\n/show\n/show\n/end\n"
    done = run("plain", NAME, "--curricula", curricula, text=text, COLUMNS="40")
    questions = [line for line in done.stdout.splitlines() if "counter" in line]
    assert questions
    assert all(len(line) <= 40 for line in questions)


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals of POSIX")
def test_on_a_terminal_an_answer_faster_than_reading_does_not_count(curricula: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "plain", NAME, "--curricula", str(curricula), "--seed", "1"],
        stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, b"/skip\n1\n\x04")
    output, errors = process.communicate(timeout=60)
    os.close(ours)
    assert process.returncode == 0, errors
    assert "quicker than the question can be read" in " ".join(output.split())


def test_an_equals_sign_takes_what_an_unreadable_answer_may_have_meant(curricula: Path) -> None:
    done = run("plain", NAME, "--curricula", curricula, "--seed", "1", text="/skip\n(12 + 2\n=\n")
    said = " ".join(done.stdout.split())
    assert "Did it mean (12 + 2)? Type = to take it so." in said
    assert "Read as 12 + 2" in said
