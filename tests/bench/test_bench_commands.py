"""The authors' bench as authors meet it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tutor.bench.skeleton import NAMES, skeleton, titled
from tutor.cli import tutor
from tutor.curriculum.lint import lint_path
from tutor.curriculum.load import load
from tutor.errors import InputError
from tutor.grading.proof import prove
from tutor.notation.box import text_width


def tutored(*words: str | Path) -> Result:
    """The command run here; its errors are raised."""
    return CliRunner().invoke(tutor, [str(word) for word in words], catch_exceptions=False, standalone_mode=False)


# -- new --------------------------------------------------------------------------------------------------------------


def test_a_new_curriculum_passes_the_check_as_it_stands(tmp_path: Path) -> None:
    assert not tutored("new", "heat-engines", "--folder", tmp_path).exception
    findings, curricula, own = lint_path(tmp_path / "heat-engines", [])
    assert findings == []
    assert curricula is not None
    assert [finding for ref in own for finding in prove(curricula, ref, range(40))] == []


def test_a_new_curriculum_shows_every_thing_an_author_needs(tmp_path: Path) -> None:
    tutored("new", "mine", "--folder", tmp_path)
    found = json.loads(tutored("--curricula", tmp_path, "stats", "mine", "--json").output)
    assert found["kinds"] == {"definition": 1, "experiment": 1, "result": 1}
    (result,) = [one for one in found["coverage"] if one["kind"] == "result"]
    assert result["missing"] == []
    assert result["steps"] == 4
    assert [one["questions"] > 1 for one in result["misconceptions"]] == [True]
    assert found["exhibits"] == 1
    assert all("#" in (tmp_path / "mine" / name).read_text("utf-8") for name in NAMES)


def test_a_new_curriculum_is_made_where_every_command_finds_it(home: Path) -> None:
    said = json.loads(tutored("new", "mine", "--json").output)
    assert said["folder"] == str(home / "data" / "curricula" / "mine")
    assert tutored("path", "mine").exit_code == 0
    assert [Path(file).name for file in said["files"]] == list(NAMES)
    assert all(line.startswith("tutor ") for line in said["next"])


def test_the_next_commands_name_the_folder_where_it_is_not_looked_for(tmp_path: Path) -> None:
    said = json.loads(tutored("new", "mine", "--folder", tmp_path / "a place", "--json").output)
    assert all("a place" in line for line in said["next"])


@pytest.mark.parametrize("title", ['Heat: "why" \\n # - {x} $y$', "'", "- a", "Éné 𝛼", "true"])
def test_any_title_is_written_so_that_it_is_read_back(title: str, tmp_path: Path) -> None:
    tutored("new", "mine", "--folder", tmp_path, "--title", title)
    assert load(tmp_path / "mine").models[0].title == title


def test_a_title_is_made_from_the_id() -> None:
    assert titled("heat-engines") == "Heat engines"
    assert "Heat engines" in skeleton("heat-engines", titled("heat-engines"))["curriculum.yaml"]


@pytest.mark.parametrize("name", ["My Course", "../mine", "", "a/b", "-", "x" * 65, "Ünder", "mine\n"])
def test_an_id_is_an_id(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        tutored("new", "--folder", tmp_path, "--", name)
    assert caught.value.code == "bad-argument"
    assert list(tmp_path.glob("**/*.yaml")) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    tutored("new", "mine", "--folder", tmp_path)
    (tmp_path / "mine" / NAMES[1]).write_text("unit: my own\n", "utf-8")
    (tmp_path / "other").write_text("a file", "utf-8")
    (tmp_path / "empty").mkdir()
    for name in ("mine", "other", "empty", "linear-algebra"):
        with pytest.raises(InputError) as caught:
            tutored("new", name, "--folder", tmp_path)
        assert caught.value.code == "already-there", name
    assert (tmp_path / "mine" / NAMES[1]).read_text("utf-8") == "unit: my own\n"
    assert list((tmp_path / "empty").iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said_to_be_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="can't be made"):
        tutored("new", "mine", "--folder", tmp_path)


# -- stats ------------------------------------------------------------------------------------------------------------


def test_stats_fit_a_narrow_terminal_and_end_with_what_to_look_at() -> None:
    output = tutored("stats", "leverage").output
    assert max(map(text_width, output.splitlines())) <= 80
    assert "180 a minute" in output
    assert "What an author would look at next:" in output
    assert "(--all)" in output
    assert "(--all)" not in tutored("stats", "leverage", "--all").output


def test_stats_count_steps_as_questions() -> None:
    found = json.loads(tutored("stats", "leverage", "--json").output)
    for name in ("concepts", "questions", "parametric", "misconceptions", "exhibits"):
        assert isinstance(found[name], int)
        assert found[name] > 0
    assert found["questions"] == sum(one["questions"] for one in found["coverage"])
    assert found["concepts"] == len(found["coverage"])


# -- graph ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "begins"), [("a.svg", "<svg"), ("a.mmd", "flowchart"), ("a.gv", "digraph"), ("a.txt", "Leverage")]
)
def test_a_graph_is_written_as_the_file_s_name_ends(file: str, begins: str, tmp_path: Path) -> None:
    assert tutored("graph", "leverage", "--out", tmp_path / file).output == ""
    assert (tmp_path / file).read_text("utf-8").startswith(begins)


def test_a_format_that_is_named_wins(tmp_path: Path) -> None:
    tutored("graph", "leverage", "--format", "dot", "--out", tmp_path / "a.svg")
    assert (tmp_path / "a.svg").read_text("utf-8").startswith("digraph")
    assert tutored("graph", "leverage", "--format", "svg").output.startswith("<svg")


def test_a_graph_for_one_goal_is_a_tree() -> None:
    output = tutored("graph", "linear-algebra", "--to", "rank-nullity").output
    assert output.startswith("Rank and nullity")
    assert "└─ " in output


def test_the_json_of_a_graph_lists_what_is_not_drawn_too() -> None:
    found = json.loads(tutored("graph", "linear-algebra", "--json").output)
    assert any(one["implied"] for one in found["concepts"])
    assert all(set(one["implied"]) <= set(one["requires"]) for one in found["concepts"])


def test_a_file_that_cannot_be_written_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be written"):
        tutored("graph", "leverage", "--out", tmp_path / "none" / "a.svg")
