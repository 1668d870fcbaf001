"""How long the program takes to start: CPU time and modules of `tutor --help`, and of the study program's first paint.

    python tests/benchmarks/startup.py [--runs N] [--json]

Each run is a fresh process; CPU time is the child's own, user and system, so other work on the machine counts little.
The best of N says what the program costs, the median what a user sees. First paint: the process has a pseudo-terminal
of 80×24, and ends itself as soon as the frame that greets the learner is written to it. Beside it stands what textual
alone takes to paint one line: the ratio of the two is this program's own share, whatever the machine. The last frame of an
earlier start is painted before textual is imported.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

RATIO = 1.29  # the budget of 400 ms was set where textual alone took 310
ROOT = Path(__file__).parent.parent.parent
COUNT = "import os, sys; os.write(int(os.environ['REPORT_TO']), str(len(sys.modules)).encode())"
BARE = COUNT
HELP = f"""
import sys
sys.argv = ["tutor", "--help"]
from tutor.cli import _run
_run()
{COUNT}
"""
PAINTED = f"""
import os, sys
from textual.drivers.linux_driver import LinuxDriver

write = LinuxDriver.write

def written(driver, data):
    write(driver, data)
    if "You'll be asked" in data:
        {COUNT}
        os._exit(0)

LinuxDriver.write = written
"""
PAINT = f"""{PAINTED}
from tutor.commands.study import study
study({{"learner": None, "curricula": None}})
"""
TEXTUAL = f"""{PAINTED}
from textual.app import App
from textual.widgets import Static

class Line(App):
    def compose(self):
        yield Static("You'll be asked")

Line().run()
"""


FRAME = f"""
import os, sys
from tutor import __version__
from tutor.home import locate
from tutor.tui import last_frame

write = last_frame._write

def written(text):
    write(text)
    {COUNT}
    os._exit(0)

last_frame._write = written
terms = last_frame.terms(f"{{__version__}} textual-dark", "default", os.environ)
kept = last_frame.place(locate(os.environ).cache, "default")
if not kept.exists():
    last_frame.save(kept, terms, ["You'll be asked"] * 24)
from tutor.commands.study import study
study({{"learner": None, "curricula": None}})
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure. Milliseconds of CPU time; `modules`: loaded when it ended; `budget`: what it may cost at best."""

    what: str
    best_ms: float
    median_ms: float
    modules: int
    budget_ms: float | None


def measure(what: str, code: str, runs: int, budget: float | None, *, terminal: bool = False) -> Measured:
    """Best and median CPU time of that code in fresh processes."""
    times, modules = [], 0
    with tempfile.TemporaryDirectory() as home:
        for _ in range(runs):
            spent, modules = _once(code, home, terminal=terminal)
            times.append(spent)
    return Measured(what, round(min(times), 1), round(statistics.median(times), 1), modules, budget)


def _once(code: str, home: str, *, terminal: bool) -> tuple[float, int]:
    """CPU milliseconds of one run, and the modules that it reports to a pipe."""
    readable, writable = os.pipe()
    ours, theirs = _terminal() if terminal else (None, subprocess.DEVNULL)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, pass_fds=(writable,), cwd=ROOT,
        env=_environment(home, writable),
    )  # fmt: skip
    os.close(writable)
    if ours is not None:
        os.close(theirs)
        _drain(ours)
    _, errors = process.communicate()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    with os.fdopen(readable) as report:
        count = report.read()
    if process.returncode or not count:
        raise SystemExit(f"the program could not be measured:\n{errors.decode()}")
    spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return spent * 1000, int(count)


def _terminal() -> tuple[int, int]:
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    return ours, theirs


def _drain(descriptor: int) -> None:
    """Read what is painted, so that the program never waits for its terminal."""
    try:
        while os.read(descriptor, 65536):
            pass
    except OSError:
        pass  # the other end is closed: the program has ended
    os.close(descriptor)


def _environment(home: str, report: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TUTOR_")}
    own = {"TUTOR_HOME": home, "TERM": "xterm-256color", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    return {**kept, **own, "REPORT_TO": str(report)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=10, help="processes for each figure")
    parser.add_argument("--json", action="store_true", help="one object a line")
    options = parser.parse_args()
    figures = (
        ("bare Python", BARE, None, False),
        ("tutor --help", HELP, 150.0, False),
        ("textual alone, one line painted", TEXTUAL, None, True),
        ("first paint of the study program", PAINT, 400.0, True),
        ("the last frame painted again", FRAME, 60.0, True),
    )
    measured = []
    for what, code, budget, terminal in figures:
        found = measure(what, code, options.runs, budget, terminal=terminal)
        measured.append(found)
        print(json.dumps(asdict(found)) if options.json else _in_words(found))
    ratio = round(measured[3].best_ms / measured[2].best_ms, 3)
    if options.json:
        print(json.dumps({"what": "first paint to textual alone", "ratio": ratio, "budget_ratio": RATIO}))
    else:
        print(
            f"{'first paint to textual alone':<34} {ratio:>5.2f} (budget {RATIO}: 400 ms where textual alone takes 310)"
        )


def _in_words(found: Measured) -> str:
    limit = f", budget {found.budget_ms:.0f}" if found.budget_ms else ""
    return (
        f"{found.what:<34} {found.best_ms:>5.0f} ms CPU (median {found.median_ms:.0f}{limit}), {found.modules} modules"
    )


if __name__ == "__main__":
    main()
