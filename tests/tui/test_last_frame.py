"""The last frame is painted on its own terms only, holds nothing but text and colours, and leaves the terminal as it was."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.studying import Study, settle
from tutor.tui.last_frame import Terms, harmless, load, place, save

OWN = Terms("1.0 dark", 80, 24, "xterm", "ada")
ALLOWED = re.compile(r"(?:\x1b\[[0-9;:]*m|[^\x00-\x1f\x7f-\x9f])*")


def test_a_frame_comes_back_on_the_same_terms_and_no_others(tmp_path: Path) -> None:
    path = place(tmp_path, "ada")
    assert load(path, OWN) is None
    save(path, OWN, ["\x1b[1mHome\x1b[0m", "Enter begins"])
    assert load(path, OWN) == ["\x1b[1mHome\x1b[0m", "Enter begins"]
    for other in (
        replace(OWN, version="1.1"), replace(OWN, columns=81), replace(OWN, rows=25), replace(OWN, look="dumb"),
        replace(OWN, learner="ben"),
    ):  # fmt: skip
        assert load(path, other) is None
    assert place(tmp_path, "ben") != path
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "null", '{"terms": 1, "lines": []}', "[" * 5000, '{"lines": ["x"]}', "x" * 500_000]
)
def test_a_damaged_file_is_no_frame(tmp_path: Path, text: str) -> None:
    path = tmp_path / "frame.json"
    path.write_text(text)
    assert load(path, OWN) is None


@given(st.text(max_size=60).map(lambda text: f"\x1b]52;c;aGk=\x07{text}\x1b[2J\x1b[31mred\x1b[0m\x9b5n\u202e"))
def test_nothing_but_text_and_colours_reaches_the_terminal(line: str) -> None:
    clean = harmless(line)
    assert ALLOWED.fullmatch(clean)
    assert "red" in clean
    assert "\u202e" not in clean


def test_what_others_wrote_into_the_cache_is_made_harmless(tmp_path: Path) -> None:
    path = place(tmp_path, "ada")
    save(path, OWN, ["x"])
    kept = json.loads(path.read_text())
    path.write_text(json.dumps({**kept, "lines": ["\x1b]0;title\x07ok", 5, "\x1b[2Jok"]}))
    assert load(path, OWN) == ["]0;titleok", "[2Jok"]


@pytest.mark.parametrize(("body", "code", "left"), [("pass", 0, False), ("raise SystemExit(3)", 3, True)])
def test_the_terminal_is_as_it_was_and_nothing_heavy_was_imported(body: str, code: int, left: bool) -> None:
    program = f"""
import sys, termios
before = termios.tcgetattr(0)
from tutor.tui.last_frame import painted
try:
    with painted(["hello"]):
        inside = termios.tcgetattr(0)
        assert not inside[3] & termios.ECHO
        assert "textual" not in sys.modules and "rich" not in sys.modules
        {body}
finally:
    assert termios.tcgetattr(0) == before
"""
    ours, theirs = os.openpty()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, env=environment
    )
    _, errors = process.communicate(timeout=60)
    os.close(theirs)
    shown = os.read(ours, 4096).decode()
    os.close(ours)
    assert process.returncode == code, errors.decode()
    assert "hello" in shown
    assert ("\x1b[?1049l" in shown) is left


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return Study(tmp_path)


async def test_home_keeps_its_frame_and_takes_keys_pressed_before_its_list_stood(study: Study) -> None:
    kept: list[tuple[list[str], int, int]] = []
    app = study.app()
    app.keep_frame = lambda lines, columns, rows: kept.append((list(lines), columns, rows))
    app.early = ["enter"]
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert type(pilot.app.screen).__name__ == "StudyScreen"
        assert kept[-1] == ([], 0, 0)  # a session has begun: what Home showed isn't true any more
        await pilot.press("escape")
        await settle(pilot)
        await settle(pilot)
    lines, columns, rows = kept[-1]
    assert (columns, rows, len(lines)) == (80, 24, 24)
    assert any("twice and twice again" in harmless(line) for line in lines)
