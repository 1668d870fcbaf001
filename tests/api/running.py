"""`tutor serve` as a user starts it: a process of its own, on a port that was free."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.program import COMMAND, environment, objects, run

UNHURRIED = {"TUTOR_SERVE_TOKEN_RATE": "9000000", "TUTOR_SERVE_ADDRESS_RATE": "9000000"}


@dataclass
class Running:
    """A server. `address`: its URL; `log`: where its lines go."""

    process: subprocess.Popen[str]
    address: str
    log: Path

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Tell it to stop, and wait; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(timeout=60)

    def lines(self) -> list[dict[str, object]]:
        """What it logged."""
        return objects(self.log.read_text("utf-8"))


@contextmanager
def tutor_serve(folder: Path, *arguments: str | Path, **more: str) -> Iterator[Running]:
    """Started, and stopped at the end."""
    log = folder / "serve.log"
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [*COMMAND, "serve", "--port", "0", "--json", *map(str, arguments)],
            stdout=subprocess.PIPE, stderr=errors, text=True, env=environment(**{**UNHURRIED, **more}),
        )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, log.read_text("utf-8")
        running = Running(process, json.loads(line)["address"], log)
        yield running
        running.stop()
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=60)


def token(name: str, *scopes: str) -> str:
    """A new token of a learner, made by the command."""
    (made,) = objects(
        run("token", "create", "--learner", name, *(f"--scope={scope}" for scope in scopes), "--json").stdout
    )
    return str(made["token"])
