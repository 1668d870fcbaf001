"""The doctor's checks: each says what it found, and what to do when that isn't well."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.program import objects, run
from tutor import doctor

FULL = {"TERM": "xterm-256color"}


@pytest.mark.parametrize(("version", "state"), [((3, 10, 9), "bad"), ((3, 11, 0), "ok"), ((3, 13, 1), "ok")])
def test_python_older_than_3_11_is_bad(version: tuple[int, int, int], state: str) -> None:
    assert doctor.python(version).state == state


def test_sqlite_with_the_wal_fault_says_why_it_is_harmless_here() -> None:
    assert "WAL" in doctor.sqlite((3, 40, 1)).found
    assert "WAL" not in doctor.sqlite((3, 52, 0)).found


def test_a_folder_that_is_not_there_yet_is_well_and_stays_unmade(tmp_path: Path) -> None:
    assert doctor.folder("data", tmp_path / "a" / "b").state == "ok"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_others_can_read_is_a_warning_with_the_command_that_mends_it(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    check = doctor.folder("data", tmp_path)
    assert check.state == "warn"
    assert check.remedy == f"chmod 700 {tmp_path}"
    tmp_path.chmod(0o700)
    assert doctor.folder("data", tmp_path).state == "ok"


def test_a_folder_that_cannot_be_written_is_bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    check = doctor.folder("data", tmp_path)
    assert check.state == "bad"
    assert "TUTOR_HOME" in check.remedy


def test_a_file_where_a_folder_should_be_is_bad(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert doctor.folder("data", tmp_path / "data").state == "bad"
    assert doctor.folder("data", tmp_path / "data" / "deeper").state == "bad"


def test_little_room_on_the_disk_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.space(tmp_path).state == "ok"
    monkeypatch.setattr(doctor, "LEAST_FREE", 1 << 80)
    assert doctor.space(tmp_path).state == "warn"


@pytest.mark.parametrize(
    ("environment", "encoding", "columns", "rows", "state"),
    [
        (FULL, "utf-8", 80, 24, "ok"),
        ({"TERM": "dumb"}, "utf-8", 80, 24, "warn"),
        ({}, "utf-8", 80, 24, "warn"),
        (FULL, "iso-8859-1", 80, 24, "warn"),
        (FULL, "utf-8", 79, 24, "warn"),
        (FULL, "utf-8", 80, 23, "warn"),
    ],
)
def test_the_terminal_is_judged_by_what_the_study_screen_needs(
    environment: dict[str, str], encoding: str, columns: int, rows: int, state: str
) -> None:
    check = doctor.terminal(environment, encoding, columns, rows)
    assert check.state == state
    assert bool(check.remedy) == (state != "ok")


def test_the_command_prints_one_check_a_line_and_makes_nothing(home: Path) -> None:
    done = run("doctor", "--json")
    checks = objects(done.stdout)
    expected = "python sqlite config data cache disk terminal settings journal library embeddings curricula"
    assert {check["check"] for check in checks} == set(expected.split())
    assert all(set(check) == {"check", "state", "found", "remedy"} for check in checks)
    assert done.returncode == (1 if any(check["state"] == "bad" for check in checks) else 0)
    assert not home.exists()


def test_paths_are_printed_without_making_them(home: Path) -> None:
    done = run("doctor", "--paths", "--json")
    assert objects(done.stdout) == [{name: str(home / name) for name in ("config", "data", "cache")}]
    assert not home.exists()


def test_broken_settings_are_bad_and_name_file_and_line(home: Path) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text("[maths]\nmod = 1\n")
    done = run("doctor", "--json")
    assert done.returncode == 1
    (check,) = (check for check in objects(done.stdout) if check["check"] == "settings")
    assert check["state"] == "bad"
    assert f"{home / 'config' / 'config.toml'}:2:1" in check["found"]


def test_a_damaged_journal_is_bad_and_left_as_it_is(home: Path) -> None:
    (home / "data").mkdir(parents=True, mode=0o700)
    journal = home / "data" / "journal.sqlite3"
    journal.write_bytes(b"this is no database" * 100)
    done = run("doctor", "--json")
    assert done.returncode == 1
    (check,) = (check for check in objects(done.stdout) if check["check"] == "journal")
    assert check["state"] == "bad"
    assert check["remedy"]
    assert journal.read_bytes() == b"this is no database" * 100
