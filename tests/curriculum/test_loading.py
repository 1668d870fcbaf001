"""Curricula are found by name, read with those they need, and refused with all that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.curriculum.samples import HEADER, UNIT, folder
from tutor.curriculum import shipped
from tutor.curriculum.findings import CurriculumFindingsError
from tutor.curriculum.load import load, names, search
from tutor.curriculum.variants import draw
from tutor.errors import CurriculumError, InputError

OTHER = "format: 1\nid: other\ntitle: Other\nneeds: [sums]\nconcepts:\n" + (
    "  - {id: more, title: More, kind: definition, requires: [sums/twice],\n"
    "     questions: [{id: q, ask: What?, answer: {kind: number, value: 3}}]}\n"
)


def test_a_folder_is_read_with_its_units_in_order_of_name(tmp_path: Path) -> None:
    concepts = UNIT.index("  - id: twice")
    late = "unit: Later\nconcepts:\n" + UNIT[concepts:]
    folder(tmp_path, **{"02-later": late, "01-first": UNIT[:concepts]})
    made = load("sums", [tmp_path])
    assert [concept.id for concept in made.models[0].concepts] == ["adding", "twice"]
    assert made.goals("sums") == ("sums/twice",)
    assert draw(made, "sums/twice/double/which", 4).options


def test_only_what_is_wanted_and_needed_is_read(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "other.yaml").write_text(OTHER, "utf-8")
    (tmp_path / "broken.yaml").write_text("format: 1\n  id: [", "utf-8")
    assert [model.id for model in load("other", [tmp_path]).models] == ["sums", "other"]
    assert [model.id for model in load("sums", [tmp_path]).models] == ["sums"]
    assert [model.id for model in load(["sums", "other"], [tmp_path]).models] == ["sums", "other"]
    assert load("other", [tmp_path]).ancestors("other/more") == {"sums/adding", "sums/twice"}


def test_a_misspelt_name_gets_the_nearest(tmp_path: Path) -> None:
    folder(tmp_path)
    with pytest.raises(InputError, match="did you mean `sums`") as caught:
        load("smus", [tmp_path])
    assert caught.value.code == "unknown-curriculum"


@pytest.mark.parametrize("name", ["../sums", "/etc", "", "sums/", "."])
def test_a_name_is_never_a_path(tmp_path: Path, name: str) -> None:
    folder(tmp_path / "inner")
    folder(tmp_path)
    with pytest.raises(InputError):
        load(name, [tmp_path / "inner"])


def test_one_name_twice_is_refused(tmp_path: Path) -> None:
    folder(tmp_path / "a")
    folder(tmp_path / "b")
    with pytest.raises(CurriculumError) as caught:
        search([tmp_path / "a", tmp_path / "b"])
    assert caught.value.code == "curriculum-duplicate"
    assert names([tmp_path / "a", tmp_path / "a", tmp_path / "nowhere"]) == ("sums",)


def test_a_needed_curriculum_that_is_not_there_is_told_where_it_is_needed(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(OTHER, "utf-8")
    with pytest.raises(CurriculumFindingsError) as caught:
        load("other", [tmp_path])
    (finding,) = caught.value.findings
    assert (finding.code, finding.line, finding.column) == ("C006", 4, 9)


def test_curricula_that_need_each_other_are_read_once(tmp_path: Path) -> None:
    folder(tmp_path, header=HEADER.replace("goals", "needs: [other]\ngoals"))
    (tmp_path / "other.yaml").write_text(OTHER, "utf-8")
    assert sorted(model.id for model in load("sums", [tmp_path]).models) == ["other", "sums"]


def test_everything_wrong_in_every_file_is_told(tmp_path: Path) -> None:
    folder(tmp_path, a=UNIT.replace("kind: result", "kind: rsult"), b="unit: x\nconcept: []\n", c="unit: [\n", d="\x00")
    with pytest.raises(CurriculumFindingsError) as caught:
        load("sums", [tmp_path])
    assert [(Path(one.file).name, one.code) for one in caught.value.findings] == [
        ("a.yaml", "C004"), ("b.yaml", "C002"), ("c.yaml", "C001"), ("d.yaml", "C001"),
    ]  # fmt: skip
    assert caught.value.where is not None
    assert caught.value.where.line == UNIT[: UNIT.index("kind: result")].count("\n") + 1
    assert "3 more" in caught.value.what


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("unit: [\n", "curriculum-syntax"),
        (UNIT.replace("kind: result", "kind: rsult"), "curriculum-invalid"),
        (UNIT.replace("id: twice", "id: adding"), "curriculum-duplicate"),
    ],
)
def test_the_error_is_named_by_its_kind(tmp_path: Path, unit: str, code: str) -> None:
    with pytest.raises(CurriculumError) as caught:
        load(folder(tmp_path, a=unit))
    assert caught.value.code == code


def test_an_id_that_is_not_the_name_is_told(tmp_path: Path) -> None:
    folder(tmp_path, name="sums-of-things")
    with pytest.raises(CurriculumError, match="`sums`, but it lies in `sums-of-things`"):
        load("sums-of-things", [tmp_path])


def test_a_reference_that_leads_nowhere_has_a_place(tmp_path: Path) -> None:
    path = folder(tmp_path, **{"01-adding": UNIT.replace("goto: how-many", "goto: how-mny")})
    with pytest.raises(CurriculumFindingsError) as caught:
        load(path)
    (finding,) = caught.value.findings
    line = UNIT[: UNIT.index("goto: how-many")].count("\n") + 1
    assert (finding.code, finding.line, Path(finding.file).name) == ("C021", line, "01-adding.yaml")
    assert "did you mean `how-many`" in finding.remedy


def test_an_expression_that_cannot_be_read_is_told_at_its_place_when_drawn(tmp_path: Path) -> None:
    path = folder(tmp_path, **{"01-adding": UNIT.replace("{=n} + {=n}$?", "{=n} + {=n +}$?", 1)})
    with pytest.raises(CurriculumError) as caught:
        draw(load(path), "sums/twice/double", 0)
    assert caught.value.where is not None
    assert caught.value.where.line == UNIT[: UNIT.index("Which number")].count("\n") + 1


def test_a_file_that_has_gone_since_still_has_a_name(tmp_path: Path) -> None:
    path = folder(tmp_path)
    made = load(path)
    assert made.where("sums/twice/double/how-many", "ask").line > 1
    (path / "01-adding.yaml").unlink()
    assert made.where("sums/twice/double/how-many", "ask").file.endswith("01-adding.yaml")


def test_places_are_found_for_every_kind_of_part(tmp_path: Path) -> None:
    made = load(folder(tmp_path))
    spots = {
        ("sums", "goals.0"): "goals: [twice]", ("sums@scale", "units"): "units: g", ("sums/twice", "before"): "before:",
        ("sums/twice/double", "mistakes.0.goto"): "n^2", ("sums/twice/double/which", "answer.options.power"): "power",
        ("sums/twice/double", "parameters.n.from"): "from: 3",
    }  # fmt: skip
    assert [text for spot, text in spots.items() if text not in made.where(*spot).text] == []


def test_the_shipped_content_is_found() -> None:
    assert (shipped("curricula") / "linear-algebra" / "curriculum.yaml").is_file()
    assert (shipped("seeds") / "linear-algebra" / "vectors.md").is_file()
