"""`tutor check` as an author lives with it: nothing is proven twice, slips are mended, a change is seen."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.counting import NAME, TEXT, write
from tests.program import COMMAND, environment, run
from tutor.commands.check import check_one
from tutor.commands.proven import Proven, program, unproven
from tutor.curriculum.findings import Finding, Fix
from tutor.curriculum.fixes import mend
from tutor.curriculum.load import load
from tutor.curriculum.spelling import certain

WRONG = TEXT.replace('value: "a - b", ask', 'value: "b + a", ask')  # a mistake that is the key
PACKAGE = Path(__file__).parent.parent / "tutor"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return write(tmp_path) / f"{NAME}.yaml"


def codes(place: Path, proven: Proven | None) -> list[str]:
    return [finding.code for finding in check_one(place, [], 20, proven)[0]]


# -- nothing is proven twice -------------------------------------------------------------------------------------------


def test_what_was_proven_is_known_next_time_and_only_as_long_as_nothing_changes(place: Path, tmp_path: Path) -> None:
    kept = tmp_path / "proofs"
    assert codes(place, Proven(kept, "one")) == []
    refs = tuple(load(place).questions)

    def left(seeds: int = 20, by: str = "one") -> set[str]:
        return set(unproven(load(place), refs, seeds, Proven(kept, by)))

    assert left() == set()
    assert left(seeds=21) == set(refs)
    assert left(by="another") == set(refs)
    place.write_text(TEXT.replace("Equal walks are multiplied.", "Equal walks multiply."))
    assert left() == {"counting/many-walks/how-far"}


def test_a_change_in_a_step_or_above_it_is_a_change_of_the_whole_tree(place: Path, tmp_path: Path) -> None:
    kept = tmp_path / "proofs"
    assert codes(place, Proven(kept, "one")) == []
    curricula = load(place)
    root = next(ref for ref in curricula.questions if len(list(curricula.tree(ref))) > 1)
    step = list(curricula.tree(root))[-1]
    ask = curricula.question(step).question.ask.strip()
    assert TEXT.count(ask) == 1
    place.write_text(TEXT.replace(ask, ask + " Look closely."))
    assert set(unproven(load(place), tuple(curricula.questions), 20, Proven(kept, "one"))) == set(curricula.tree(root))


def test_a_question_with_findings_is_proven_again_and_damaged_lines_are_none(place: Path, tmp_path: Path) -> None:
    place.write_text(WRONG)
    kept = tmp_path / "proofs"
    assert codes(place, Proven(kept, "one")) == codes(place, Proven(kept, "one")) == ["C103"]
    place.write_text(TEXT)
    assert codes(place, Proven(kept, "one")) == []
    (kept / "one.txt").write_bytes(b"\xff" * 40 + b"\n" + (kept / "one.txt").read_bytes()[:20])
    refs = tuple(load(place).questions)
    assert len(unproven(load(place), refs, 20, Proven(kept, "one"))) == len(refs)
    assert codes(place, Proven(kept, "one")) == []


def test_no_cache_proves_what_the_cache_says_is_proven(place: Path, tmp_path: Path) -> None:
    place.write_text(WRONG)
    home = tmp_path / "home"
    proofs = Proven(home / "cache" / "check", program(PACKAGE))
    curricula = load(place)
    proofs.add(unproven(curricula, tuple(curricula.questions), 20, proofs).values())
    by_cache = run("check", place, "--seeds", "20", TUTOR_HOME=str(home))
    proven = run("check", place, "--seeds", "20", "--no-cache", TUTOR_HOME=str(home))
    assert (by_cache.returncode, proven.returncode) == (0, 1)
    assert "C103" in proven.stdout


def test_the_program_is_another_when_its_code_is(tmp_path: Path) -> None:
    for room in ("notation", "curriculum", "grading"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "one.py").write_text("1")
    first = program(tmp_path)
    assert first == program(tmp_path)
    (tmp_path / "grading" / "one.py").write_text("2")
    assert program(tmp_path) != first


def test_a_cache_that_cannot_be_written_stops_nothing_and_is_said(place: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "cache").write_text("a file where the folder should be")
    done = run("check", place, "--seeds", "20", TUTOR_HOME=str(tmp_path / "home"))
    assert done.returncode == 0
    assert "can't be kept" in done.stderr


def test_only_the_last_few_programs_are_remembered(tmp_path: Path) -> None:
    for age, name in enumerate("abcde"):
        Proven(tmp_path, name).add([f"{age:032x}"])
        os.utime(tmp_path / f"{name}.txt", (age, age))
    assert {file.stem for file in tmp_path.iterdir()} <= {"b", "c", "d", "e"}
    assert f"{4:032x}" in Proven(tmp_path, "e")


# -- slips ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        ("paramters", ["parameters", "answer"], "parameters"),  # one too few
        ("answerr", ["parameters", "answer"], "answer"),  # one too many
        ("anwser", ["parameters", "answer"], "answer"),  # two in each other's place
        ("enswer", ["answer"], "answer"),
        ("step-1", ["step-2"], None),  # a number isn't a slip
        ("vectors", ["vector", "sectors"], None),  # which one?
        ("ask", ["task"], None),  # too short
        ("awnsre", ["answer"], None),  # two slips
        ("answer", ["answer"], None),
    ],
)
def test_a_slip_is_certain_only_where_one_name_is_one_slip_away(name: str, known: list[str], meant: str | None) -> None:
    assert certain(name, known) == meant


NAMES = st.text("abcdefgh-", min_size=4, max_size=12)


@given(st.data(), NAMES)
def test_every_single_slip_is_found(data: st.DataObject, name: str) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    letter = data.draw(st.sampled_from("xyz"))
    slips = [name[:at] + letter + name[at:], name[:at] + letter + name[at + 1 :]]
    if name[at] != name[at + 1]:
        slips.append(name[:at] + name[at + 1] + name[at] + name[at + 2 :])
    if len(name) > 4:
        slips.append(name[:at] + name[at + 1 :])
    for slip in slips:
        assert certain(slip, [name]) == name


LINES = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=20), max_size=5)


@given(LINES, LINES, st.sampled_from(["\n", "\r\n"]))
def test_mending_touches_one_word_and_nothing_else(before: list[str], after: list[str], end: str) -> None:
    line = "    requires: [addding, twice]  # as it was"
    text = end.join([*before, line, *after])
    found = Finding("C010", "error", "f", len(before) + 1, 16, "", "", line, Fix("addding", "adding"))
    mended = mend(text, [found])
    assert mended.done == (found,)
    assert mended.text == end.join([*before, line.replace("addding", "adding"), *after])


def test_a_word_that_stands_twice_or_not_at_all_is_left_alone() -> None:
    for line in ("a: [addding, addding]", "a: [addding-on]", "a: "):
        found = Finding("C010", "error", "f", 1, 4, "", "", line, Fix("addding", "adding"))
        assert mend(line, [found]).text == line


def test_fix_writes_what_is_certain_and_says_so(place: Path) -> None:
    place.chmod(0o640)
    slips = TEXT.replace("uses: [one-walk]", "uses: [one-wlak]").replace("hints:", "hint:").replace("\n", "\r\n")
    place.write_bytes(slips.encode())
    done = run("check", place, "--seeds", "20", "--fix")
    assert done.returncode == 0, done.stdout
    assert "C012 mended: one-wlak → one-walk" in done.stdout
    assert place.read_bytes() == TEXT.replace("\n", "\r\n").encode()
    assert place.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in place.parent.iterdir()) == [place.name]


def test_a_question_that_leads_nowhere_is_a_finding_beside_others(place: Path) -> None:
    place.write_text(TEXT.replace('{value: "a - b", ask: Which way did it go?}', '{value: "a - b", goto: nowhere}'))
    done = run("check", place, "--seeds", "20")
    assert "C021 there's no question `nowhere`" in done.stdout
    assert done.stderr == ""


# -- watching ------------------------------------------------------------------------------------------------------------


@contextmanager
def watching(place: Path) -> Iterator[SimpleQueue[str]]:
    process = subprocess.Popen(
        [*COMMAND, "check", str(place), "--seeds", "5", "--watch"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment(PYTHONUNBUFFERED="1"),
    )  # fmt: skip
    lines: SimpleQueue[str] = SimpleQueue()
    assert process.stdout is not None
    output = process.stdout
    Thread(target=lambda: [lines.put(line) for line in output], daemon=True).start()
    try:
        yield lines
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()


def until(lines: SimpleQueue[str], wanted: str) -> None:
    try:
        while wanted not in lines.get(timeout=60):
            pass
    except Empty:
        raise AssertionError(f"{wanted!r} never came") from None


def test_watch_checks_again_at_each_change_until_it_is_interrupted(place: Path) -> None:
    with watching(place) as lines:
        until(lines, "watching")
        time.sleep(1)  # the watcher has begun once the line is out, or very soon after
        place.write_text(WRONG)
        until(lines, "C103")
        until(lines, "1 error")
        place.write_text(TEXT)
        until(lines, "nothing to mend")
