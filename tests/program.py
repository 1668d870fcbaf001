"""Starts the program as a user does, in a process of its own with a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-m", "tutor")
ROOT = Path(__file__).parent.parent


def environment(**more: str) -> dict[str, str]:
    """The surroundings of a plain terminal of 80 columns; the home is the test's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TUTOR_") or name == "TUTOR_HOME"}
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return {**kept, "PYTHONPATH": path, "PYTHONUTF8": "1", "COLUMNS": "80", "LINES": "24", **more}


def run(*arguments: str | Path, text: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """One command to its end, with that text typed."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=text, capture_output=True, text=True, timeout=120, env=environment(**more), check=False,
    )  # fmt: skip


def objects(output: str) -> list[Any]:
    """One JSON value a line."""
    return [json.loads(line) for line in output.splitlines()]


class Session:
    """A `tutor plain --json` process, or another command's, that is talked to line by line."""

    COMMAND = "plain"

    def __init__(self, *arguments: str | Path, **more: str) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, self.COMMAND, *map(str, arguments), "--json"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(**more),
        )  # fmt: skip
        self.view: dict[str, Any] = self.read()

    def read(self) -> dict[str, Any]:
        """The next view."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            assert self.process.stderr is not None
            raise AssertionError(f"the program stopped: {self.process.stderr.read()}")
        found: dict[str, Any] = json.loads(line)
        return found

    def say(self, line: str) -> dict[str, Any]:
        """Type a line; the view after it."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        self.view = self.read()
        return self.view

    @property
    def ask(self) -> str:
        """The text of the open question."""
        return str(self.view["view"]["question"]["ask"])

    @property
    def over(self) -> bool:
        """Whether the session has ended."""
        return self.view["view"]["ended"] is not None

    def close(self) -> int:
        """End of input; the exit code."""
        self.process.communicate(timeout=60)
        return self.process.returncode
