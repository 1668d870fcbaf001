"""Commands as users and scripts meet them: what they print, where errors go, and how they end."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.counting import GOAL, NAME, TEXT, write
from tests.program import COMMAND, ROOT, environment, objects, run
from tutor import __version__


@pytest.fixture
def curricula(tmp_path: Path) -> Path:
    return write(tmp_path)


def error_of(stderr: str) -> dict[str, object]:
    (found,) = objects(stderr)
    assert set(found) == {"code", "what", "where", "remedy"}
    return dict(found)


# -- help and usage ---------------------------------------------------------------------------------------------------


def test_help_lists_every_command() -> None:
    done = run("--help")
    assert done.returncode == 0
    for name in (
        "plain",
        "review",
        "path",
        "check",
        "new",
        "preview",
        "graph",
        "stats",
        "simulate",
        "learner",
        "grade",
        "config",
        "doctor",
        "schema",
        "help",
    ):
        assert f"  {name} " in done.stdout


@pytest.mark.parametrize(
    "command",
    [
        *("plain", "review", "path", "check", "new", "preview", "graph", "stats", "simulate", "grade", "doctor"),
        *("schema", "help", "config get"),
    ],
)
def test_every_command_takes_the_options_that_all_take(command: str) -> None:
    done = run(*command.split(), "--help")
    assert done.returncode == 0
    for option in ("--learner", "--curricula", "--json", "--no-color", "--version", "--help"):
        assert option in done.stdout


def test_version_is_that_of_the_package() -> None:
    assert run("--version").stdout.split()[-1] == __version__
    assert run("path", "--version").stdout.split()[-1] == __version__


@pytest.mark.parametrize("topic", ["answers", "session", "keys", "curricula", "data"])
def test_a_topic_of_help_is_printed(topic: str) -> None:
    done = run("help", topic)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) > 3


def test_help_on_a_command_is_its_own_help() -> None:
    assert run("help", "path").stdout == run("path", "--help").stdout


def test_help_on_nothing_known_says_what_there_is() -> None:
    done = run("help", "anwers")
    assert done.returncode == 2
    assert "answers" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["pth", "x"], ["path"], ["path", "x", "--bogus"], ["simulate", "x", "--known", "2"]]
)
def test_wrong_usage_ends_with_2_and_says_how_it_is_used(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--help" in done.stderr
    found = error_of(run(*arguments, "--json").stderr)
    assert found["code"] == "bad-argument"
    assert "--help" in str(found["remedy"])


def test_a_misspelt_command_is_answered_with_the_nearest() -> None:
    assert "path" in run("pth").stderr


# -- errors -----------------------------------------------------------------------------------------------------------


def test_an_unknown_curriculum_is_the_users_to_mend(curricula: Path) -> None:
    done = run("path", "countin", "--curricula", curricula)
    assert (done.returncode, done.stdout) == (1, "")
    assert "counting" in done.stderr
    found = error_of(run("path", "countin", "--curricula", curricula, "--json").stderr)
    assert found["code"] == "unknown-curriculum"
    assert found["where"] is None


def test_an_unknown_goal_names_the_nearest(curricula: Path) -> None:
    done = run("path", NAME, "--to", "there-and-bak", "--curricula", curricula, "--json")
    assert done.returncode == 1
    found = error_of(done.stderr)
    assert found["code"] == "unknown-goal"
    assert GOAL in f"{found['what']} {found['remedy']}"


@pytest.mark.parametrize("command", ["path", "plain", "simulate"])
def test_a_broken_curriculum_names_file_line_column_and_shows_the_line(tmp_path: Path, command: str) -> None:
    place = write(tmp_path) / f"{NAME}.yaml"
    place.write_text(TEXT.replace("difficulty: -2", "dificulty: -2"), "utf-8")
    line = next(i for i, text in enumerate(TEXT.splitlines(), 1) if "difficulty: -2" in text)
    done = run(command, NAME, "--curricula", place.parent)
    assert done.returncode == 1
    assert f"{NAME}.yaml:{line}:9: " in done.stderr
    assert "difficulty" in done.stderr
    assert "        dificulty: -2\n" in done.stderr
    found = error_of(run(command, NAME, "--curricula", place.parent, "--json").stderr)
    assert found["where"] == {"file": str(place), "line": line, "column": 9}


def test_a_folder_of_curricula_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = run("path", NAME, "--curricula", tmp_path / "nowhere")
    assert done.returncode == 1
    assert "nowhere" in done.stderr


def test_a_curriculum_given_as_the_folder_of_curricula_is_told_from_one() -> None:
    done = run("path", "linear-algebra", "--curricula", ROOT / "curricula" / "linear-algebra")
    assert done.returncode == 1
    assert f"--curricula {ROOT / 'curricula'}" in done.stderr


@pytest.mark.parametrize("name", ["", " ", "a\x1b[31m", "x" * 65])
def test_a_name_that_no_learner_can_have_is_refused(curricula: Path, name: str) -> None:
    done = run("plain", NAME, "--curricula", curricula, "--learner", name or " ")
    assert done.returncode == 1
    assert "\x1b" not in done.stderr


def test_wrong_settings_are_said_by_every_command_that_reads_them(home: Path, curricula: Path) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text("[maths]\nmode = 3\n")
    done = run("path", NAME, "--curricula", curricula)
    assert done.returncode == 1
    assert "config.toml:2:1: maths.mode" in done.stderr


FAULT = """
import sys, tutor.commands.path as path
def broken(*arguments, **named): raise ValueError("a secret of 123456789012")
path.command.callback = broken
sys.argv = ["tutor", "path", "x", *sys.argv[1:]]
from tutor.cli import main
main()
"""


def fault(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND[0], "-c", FAULT, *arguments], capture_output=True, text=True, env=environment(**more), check=False
    )


def test_a_fault_of_the_program_ends_with_70_and_a_report_without_the_fault_s_words(home: Path) -> None:
    done = fault("--json")
    assert (done.returncode, done.stdout) == (70, "")
    found = error_of(done.stderr)
    assert found["code"] == "fault"
    report = home / "cache" / "faults" / "last.txt"
    assert str(report) in str(found["remedy"])
    assert "ValueError" in report.read_text()
    assert "123456789012" not in report.read_text() + done.stderr
    assert report.stat().st_mode & 0o077 == 0
    assert report.parent.stat().st_mode & 0o077 == 0


def test_a_fault_shows_its_trace_when_asked_to() -> None:
    done = fault(TUTOR_DEBUG="1")
    assert "Traceback" in done.stderr


def test_a_pipe_that_closes_early_is_no_fault() -> None:
    shell = f"{COMMAND[0]} -m tutor schema | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, env=environment(), check=False)
    assert done.stdout.splitlines() == ["{", "0"]
    assert done.stderr == ""


def test_the_study_program_without_a_terminal_says_what_to_use_instead() -> None:
    done = run()
    assert done.returncode == 1
    assert "tutor plain" in done.stderr


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_cannot_be_written_is_said(tmp_path: Path, curricula: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    done = run("plain", NAME, "--curricula", curricula, TUTOR_HOME=str(closed))
    assert done.returncode == 1
    assert "TUTOR_HOME" in done.stderr


# -- what each command prints -----------------------------------------------------------------------------------------


def test_path_gives_the_concepts_that_are_needed_in_order(curricula: Path, home: Path) -> None:
    done = run("path", NAME, "--to", GOAL, "--curricula", curricula, "--json")
    (found,) = objects(done.stdout)
    assert set(found) == {"curriculum", "goal", "minutes", "concepts"}
    assert (found["curriculum"], found["goal"]) == (NAME, f"{NAME}/{GOAL}")
    for one in found["concepts"]:
        assert set(one) == {"ref", "title", "kind", "p_known", "minutes", "needed_by"}
    refs = [one["ref"] for one in found["concepts"]]
    assert refs[-1] == f"{NAME}/{GOAL}"
    assert all(refs.index(one["ref"]) < refs.index(above) for one in found["concepts"] for above in one["needed_by"])
    assert found["minutes"] == pytest.approx(sum(one["minutes"] for one in found["concepts"]), abs=0.2)
    assert not home.exists(), "looking at a path stores nothing"


def test_path_gives_no_title_away(curricula: Path) -> None:
    text = run("path", NAME, "--curricula", curricula).stdout
    assert "several walks, then one back" in text
    assert "There and back" not in text


def test_an_option_may_stand_before_the_command_or_after_it(curricula: Path) -> None:
    after = run("path", NAME, "--json", "--curricula", curricula)
    before = run("--json", "--curricula", curricula, "path", NAME)
    assert after.stdout == before.stdout != ""


def test_check_finds_nothing_in_a_good_curriculum(curricula: Path) -> None:
    done = run("check", curricula, "--seeds", "20")
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 curriculum, 5 questions" in done.stdout


def test_check_names_code_place_line_and_remedy(tmp_path: Path) -> None:
    place = write(tmp_path) / f"{NAME}.yaml"
    place.write_text(TEXT.replace("uses: [many-walks]", "uses: [many-wlks]"), "utf-8")
    done = run("check", place)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    first = next(i for i, line in enumerate(lines) if "`many-wlks`" in line)
    assert lines[first].startswith(f"{place}:")
    text, caret, remedy = lines[first + 1 : first + 4]
    assert text[caret.index("^") :].startswith("many-wlks")
    assert remedy.startswith("  → ")


def test_check_proves_keys_and_prints_one_object_a_line(tmp_path: Path) -> None:
    place = write(tmp_path) / f"{NAME}.yaml"
    place.write_text(TEXT.replace('value: "a - b", ask', 'value: "b + a", ask'), "utf-8")
    done = run("check", place.parent, "--json", "--seeds", "20")
    assert done.returncode == 1
    found = objects(done.stdout)
    assert "C103" in {one["code"] for one in found}
    for one in found:
        assert set(one) == {"code", "severity", "file", "line", "column", "what", "remedy", "fix"}


def test_check_of_a_folder_without_curricula_says_so(tmp_path: Path) -> None:
    done = run("check", tmp_path, "--json")
    assert done.returncode == 1
    assert error_of(done.stderr)["code"] == "curriculum-missing"


def test_simulated_learners_come_out_the_same_for_the_same_seed(curricula: Path) -> None:
    def outcome(seed: str) -> dict[str, object]:
        done = run(
            "simulate", NAME, "--to", GOAL, "--learners", "6", "--seed", seed, "--curricula", curricula, "--json"
        )
        assert done.returncode == 0, done.stderr
        (found,) = objects(done.stdout)
        return dict(found)

    first = outcome("3")
    assert first == outcome("3")
    assert first["learners"] == 6
    assert first["dead_ends"] == 0
    named = (
        "questions_median questions_p90 reached parked assisted unaided tells reasks over_tested longest_failure_run"
    )
    assert set(named.split()) <= set(first)


@pytest.mark.parametrize(
    ("kind", "key", "answer", "verdict"),
    [
        ("number", "3/4", "0.75", "right"),
        ("number", "3/4", "0.7", "wrong"),
        ("vector", "[1, 2]", "(1, 2)", "right"),
        ("expression", "2*x + 2", "2(x+1)", "right"),
        ("number", "3", "1 +* 2", "unreadable"),
    ],
)
def test_one_answer_is_graded(kind: str, key: str, answer: str, verdict: str) -> None:
    done = run("grade", "--kind", kind, "--key", key, "--answer", answer, "--names", "x", "--json")
    (found,) = objects(done.stdout)
    assert (done.returncode, found["verdict"]) == (0, verdict)
    assert (found["error_span"] is not None) == (verdict == "unreadable")


def test_a_key_that_cannot_be_read_is_the_authors_to_mend() -> None:
    done = run("grade", "--kind", "number", "--key", "3 +*", "--answer", "3", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert error_of(done.stderr)["code"] != "fault"


def test_settings_are_shown_with_where_they_come_from() -> None:
    done = run("config", "get", "--json", TUTOR_MATHS_MODE="ascii")
    found = {one["name"]: one for one in objects(done.stdout)}
    assert found["maths.mode"]["value"] == "ascii"
    assert found["maths.mode"]["origin"] == "TUTOR_MATHS_MODE"
    assert run("config", "get", "maths.mode", TUTOR_MATHS_MODE="ascii").stdout.startswith("maths.mode = ")


def test_an_unknown_setting_names_the_nearest() -> None:
    done = run("config", "get", "maths.mod", "--json")
    assert done.returncode == 1
    assert "maths.mode" in str(error_of(done.stderr))


def test_the_schema_is_written_where_it_is_wanted(tmp_path: Path) -> None:
    printed = run("schema").stdout
    path = tmp_path / "schema.json"
    assert run("schema", "--write", path).returncode == 0
    assert path.read_text("utf-8") == printed
    assert "$defs" in json.loads(printed)


def test_the_schema_in_the_docs_is_the_one_that_the_program_prints() -> None:
    kept = (ROOT / "docs" / "curriculum.schema.json").read_text("utf-8")
    assert json.loads(kept) == json.loads(run("schema").stdout)


def test_a_schema_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    done = run("schema", "--write", tmp_path / "nowhere" / "schema.json")
    assert done.returncode == 1
    assert "nowhere" in done.stderr


def test_learners_are_listed_and_what_is_believed_of_one_is_shown(curricula: Path) -> None:
    assert run("learner", "list", "--json").stdout == ""
    done = run("learner", "show", NAME, "--curricula", curricula, "--json")
    assert (done.returncode, error_of(done.stderr)["code"]) == (1, "unknown-learner")
    run("plain", NAME, "--curricula", curricula, "--learner", "ada", text="?\n?\n?\n/show\n")
    (ada,) = objects(run("learner", "list", "--json").stdout)
    assert ada["name"] == "ada"
    assert ada["created"].endswith("Z")
    done = run("learner", "show", NAME, "--curricula", curricula, "--learner", "ada", "--json")
    concepts = objects(done.stdout)
    assert [one["concept"] for one in concepts] == [f"{NAME}/one-walk", f"{NAME}/many-walks", f"{NAME}/{GOAL}"]
    expected = "concept p_known sd retrievability due unaided assisted evidence unlocks"
    assert all(set(expected.split()) <= set(one) for one in concepts)
    assert any(one["evidence"] for one in concepts)
    assert concepts[0]["unlocks"] == [f"{NAME}/many-walks"]


def test_a_batch_is_graded_line_by_line_and_a_bad_row_says_why(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(
        '{"id": "a", "kind": "number", "key": "1/3", "answer": "0.333"}\n'
        '{"id": "b", "kind": "expression", "key": "x^2-1", "answer": "(x-1)(x+1)", "form": ["expanded"]}\n'
        '{"id": "c", "kind": "quantity", "key": "5 m", "answer": "5.04 m", "tolerance": 0.05}\n'
        '{"id": "d", "kind": "number", "key": "5", "units": "m", "answer": "5 m"}\n'
        '{"id": "e", "kind": "nonsense", "key": "5", "answer": "5"}\n'
        "not a row\n"
        '{"id": "g", "kind": "reaction", "key": "2 H2 + O2 -> 2 H2O", "answer": "H2 + O2 -> H2O"}\n'
        '{"id": "h", "kind": "set", "key": "[1, 2", "answer": "[1, 2)"}\n',
        "utf-8",
    )
    done = run("grade", "--batch", rows)
    found = objects(done.stdout)
    assert done.returncode == 0
    assert [row.get("id") for row in found] == ["a", "b", "c", "d", "e", 6, "g", "h"]
    verdicts = [row.get("verdict") or row["error"]["code"] for row in found]
    assert verdicts[:7] == ["right", "form", "right", "right", "bad-argument", "bad-argument", "wrong"]
    assert found[6]["slip"] == "unbalanced"
