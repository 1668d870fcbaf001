"""The study program as it really runs: in a terminal, killed in the middle, started again, and studied to the end."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import sqlite3
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.counting import right, write
from tests.program import COMMAND, ROOT

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux isn't installed")

PATIENCE = 60.0  # seconds for the screen to show something; it takes a fraction of that on an idle machine
MOST = 40  # answers


class Screen:
    """One terminal of 80×24 in tmux, in which the program runs."""

    def __init__(self, home: Path, curricula: Path) -> None:
        self.name = ""
        self.home, self.curricula = home, curricula

    def tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", self.name, "-f", os.devnull, *arguments], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"tmux {arguments[0]}: {done.stderr}"
        return done.stdout

    def start(self) -> None:
        """Start the program as a user does, and wait for its first screen.

        Each start has a server of its own: one whose only terminal has just closed may still be on its way out.
        """
        self.close()
        self.name = f"tutor-{uuid.uuid4().hex[:12]}"
        settings = {
            "TUTOR_HOME": str(self.home), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TERM": "xterm-256color",
            "TEXTUAL_ANIMATIONS": "none",
        }  # fmt: skip
        command = shlex.join(
            ["env", *(f"{k}={v}" for k, v in settings.items()), *COMMAND, "--curricula", str(self.curricula)]
        )
        self.tmux("new-session", "-d", "-x", "80", "-y", "24", f"exec {command}")
        self.wait(lambda text: "Enter to begin" in text)

    @property
    def pid(self) -> int:
        return int(self.tmux("display-message", "-p", "#{pane_pid}"))

    def kill(self) -> None:
        """SIGKILL to the program; the terminal closes with it."""
        pid = self.pid
        os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE
        while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
            time.sleep(0.02)

    def text(self) -> str:
        return self.tmux("capture-pane", "-p")

    def wait(self, seen: Callable[[str], object]) -> str:
        """The screen's text once it shows what is waited for."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            text = self.text()
            if seen(text):
                return text
            time.sleep(0.05)
        raise AssertionError(f"not seen in {PATIENCE:.0f} s; the screen shows:\n{self.text()}")

    def press(self, *keys: str) -> None:
        self.tmux("send-keys", *keys)

    def type(self, text: str) -> None:
        self.tmux("send-keys", "-l", "--", text)  # an answer may begin with a minus

    def close(self) -> None:
        if self.name:
            subprocess.run(["tmux", "-L", self.name, "kill-server"], capture_output=True, check=False)


@pytest.fixture
def screen(home: Path, tmp_path: Path) -> Iterator[Screen]:
    shown = Screen(home, write(tmp_path))
    yield shown
    shown.close()


def events(home: Path) -> list[tuple[int, str, dict[str, object]]]:
    """What the journal holds."""
    path = home / "data" / "journal.sqlite3"
    if not path.exists():
        return []
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute("SELECT seq, type, body FROM events ORDER BY seq").fetchall()
    finally:
        connection.close()
    return [(row[0], row[1], json.loads(row[2])) for row in rows]


def answers(home: Path) -> list[str]:
    return [str(body["text"]) for _, kind, body in events(home) if kind == "answer.submitted"]


def question(text: str) -> str | None:
    """The open question on the screen, in one line; None if none is shown."""
    flat = " ".join(re.sub(r"[│┃▏▎▊▌▐█]", " ", text).split())
    found = re.search(r"A counter (?:stands at|goes|at 0 goes).*?\?", flat)
    return found[0] if found else None


def answer(screen: Screen, home: Path, given: list[str]) -> None:
    """Answer the open question right, once it stands, and wait until that is stored."""
    screen.wait(question)
    time.sleep(2.5)  # an answer faster than the question can be read doesn't count
    asked = question(screen.text())
    assert asked is not None
    given.append(right(asked))
    screen.type(given[-1])
    screen.press("Enter")
    screen.wait(lambda _: len(answers(home)) >= len(given))


def over(home: Path) -> bool:
    return any(kind == "session.ended" for _, kind, _ in events(home))


def test_a_chain_is_studied_to_its_end_through_a_kill_with_nothing_lost(screen: Screen, home: Path) -> None:
    given: list[str] = []
    screen.start()
    choose(screen)
    screen.type("/skip")  # no probes: the whole chain
    screen.press("Enter")
    screen.wait(lambda _: "placement.ended" in [kind for _, kind, _ in events(home)])
    for _ in range(2):
        answer(screen, home, given)
    screen.kill()
    assert answers(home) == given

    screen.start()
    assert "2 of 3" in screen.text()  # the session that waits stands first
    screen.press("Enter")
    while not over(home) and len(given) < MOST:
        answer(screen, home, given)
        screen.wait(lambda _: over(home) or asked_since(home))
    assert over(home)
    screen.wait(lambda text: re.search(r"shown|derived|minutes", text))

    assert answers(home) == given
    numbers = [seq for seq, _, _ in events(home)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [kind for _, kind, _ in events(home)].count("session.started") == 1


def asked_since(home: Path) -> bool:
    """Whether the screen waits for another answer: something was asked after the last one."""
    kinds = [kind for _, kind, _ in events(home)]
    last = max((i for i, kind in enumerate(kinds) if kind == "answer.submitted"), default=-1)
    return "question.asked" in kinds[last:]


def choose(screen: Screen) -> None:
    """The first goal of the test's own curriculum: what a user brings stands before what ships."""
    goals = [line for line in screen.text().splitlines() if re.search(r"about \d+ min", line)]
    assert "several walks, then one back" in goals[0]
    screen.press("Enter")
    screen.wait(lambda text: "to find where to begin" in text)
