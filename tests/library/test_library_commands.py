"""`tutor library` as a user types it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.library.shelves import ACIDS, KERNEL
from tests.program import objects, run
from tutor.cli import tutor
from tutor.errors import TutorError


def say(*arguments: str | Path, code: int = 0) -> Result:
    done = CliRunner().invoke(tutor, ["library", *map(str, arguments)])
    assert done.exit_code == code, (done.output, done.exception)
    return done


def refused(*arguments: str | Path) -> str:
    done = CliRunner().invoke(tutor, ["library", *map(str, arguments)])
    assert isinstance(done.exception, TutorError), done.output
    return done.exception.code


def rows(*arguments: str | Path) -> list[Any]:
    return objects(say(*arguments, "--json").stdout)


def mine() -> list[str]:
    return [row["source"] for row in rows("list") if not row["shared"]]


@pytest.fixture
def added(folder: Path) -> Path:
    (folder / "deep").mkdir()
    (folder / "deep" / "maps.md").write_text(KERNEL)
    (folder / "acids.md").write_text(ACIDS)
    say("add", folder)
    return folder


def test_adding_says_what_became_of_each_file(folder: Path) -> None:
    (folder / "maps.md").write_text(KERNEL)
    (folder / "broken.md").write_bytes(b"\xff\xfe\x00broken")
    (folder / ".hidden").touch()
    done = say("add", folder, code=1)
    assert done.stdout.startswith("1 added, 0 replaced, 0 unchanged, 0 removed, 1 refused, 1 passed over")
    assert "refused: broken.md" in done.stderr
    assert "→" in done.stderr
    assert ".hidden: hidden" in done.stderr
    (row,) = [json.loads(say("add", folder, "--json", code=1).stdout)]
    assert (row["added"], row["kept"]) == (0, 1)
    assert set(row) == {"added", "replaced", "kept", "removed", "refused", "skipped", "notes"}
    assert set(row["refused"][0]) == {"source", "code", "what", "remedy"}


def test_what_is_added_is_listed_searched_shown_and_removed(added: Path) -> None:
    assert mine() == ["acids.md", "deep/maps.md"]
    (hit, *_) = rows("search", "what", "is", "the", "kernel", "of", "a", "map?")
    assert set(hit) >= {
        "passage", "document", "title", "heading", "page", "time", "start", "end", "text", "score", "why",
    }  # fmt: skip
    assert (hit["title"], hit["source"], hit["page"], hit["time"]) == ("Maps", "deep/maps.md", None, None)
    assert 0 < hit["score"] <= 1
    (shown,) = rows("show", hit["passage"])
    assert shown["passage"] == hit["passage"]
    cited = [line["line"] for line in shown["lines"] if line["cited"]]
    assert (
        KERNEL[hit["start"] : hit["end"]].split("\n")[0] in shown["lines"][cited[0] - shown["lines"][0]["line"]]["text"]
    )
    assert "Kernel" in say("show", "maps.md").stdout
    say("remove", "deep/maps.md")
    assert mine() == ["acids.md"]
    assert refused("show", "deep/maps.md") == "unknown-document"
    assert (added / "deep" / "maps.md").exists()


def test_a_citation_opens_at_its_lines(folder: Path) -> None:
    (folder / "long.md").write_text(
        "# Long\n\n" + "".join(f"Line {i} says so, and no more than that.\n\n" for i in range(200))
    )
    say("add", folder)
    (hit, *_) = rows("search", "line 150 says")
    out = say("show", hit["passage"]).stdout
    marked = [line for line in out.splitlines() if "▌" in line]
    assert any("Line 150 says so" in line for line in marked)
    assert any(line.split("▌")[0].strip() == str(hit["line"]) for line in marked)
    assert "Line 10 says" not in out


def test_documents_are_the_learners_own_unless_they_are_shared(added: Path, tmp_path: Path) -> None:
    everybody = tmp_path / "everybody.md"
    everybody.write_text("# Everybody\n\nQuaternions are for everybody.\n")
    say("add", "--shared", everybody)
    assert [row["source"] for row in rows("search", "quaternions", "--learner", "bo")] == ["everybody.md"]
    for row in rows("search", "kernel of a map, a proton", "-k", "50", "--learner", "bo"):
        assert row["source"] not in ("acids.md", "deep/maps.md")
    assert refused("show", "acids.md", "--learner", "bo") == "unknown-document"
    assert refused("remove", "acids.md", "--learner", "bo") == "unknown-document"
    assert mine() == ["acids.md", "deep/maps.md"]


def test_what_ships_with_the_program_is_there_from_the_beginning() -> None:
    assert [row for row in rows("list") if row["source"] == "linear-algebra/vectors.md" and row["shared"]]


def test_checking_and_rebuilding(added: Path, home: Path) -> None:
    assert "all is well" in say("check").stdout
    assert json.loads(say("check", "--json").stdout)["findings"] == []
    assert json.loads(say("rebuild", "--json").stdout)["lost"] == []
    file = home / "data" / "library" / "library.sqlite3"
    content = bytearray(file.read_bytes())
    content[len(content) // 3 : len(content) // 2] = bytes(len(content) // 2 - len(content) // 3)
    file.write_bytes(content)
    assert refused("list") == "library-broken"
    done = json.loads(CliRunner().invoke(tutor, ["library", "rebuild", "--json"]).stdout)
    assert done["aside"] is not None
    assert "all is well" in say("check").stdout
    say("add", added)
    assert mine() == ["acids.md", "deep/maps.md"]


def test_nothing_of_a_document_reaches_the_terminal_as_a_command(folder: Path) -> None:
    evil = "\x1b[31m\x9b2J\u202e"
    (folder / f"name{evil}.md").write_text(f"# Title {evil}\n\nThe quaternion {evil} text.\n")
    say("add", folder)
    for arguments in (["list"], ["search", "quaternion"], ["show", mine()[0]], ["search", "quaternion", "--json"]):
        out = say(*arguments).output
        assert not {"\x1b", "\x9b", "\u202e"} & set(out), arguments


def test_a_path_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert refused("add", tmp_path / "nowhere") == "bad-argument"


def test_errors_are_json_where_that_is_asked_for(tmp_path: Path) -> None:
    done = run("library", "show", "nothing", "--json")
    assert done.returncode == 1
    assert json.loads(done.stderr)["code"] == "unknown-document"


def test_no_progress_bar_without_a_terminal(added: Path) -> None:
    assert "%" not in say("add", added).output
