"""Settings: where each comes from, and what is said when one is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.errors import InputError
from tutor.home import locate
from tutor.settings import load


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return path


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    settings, shown = load(tmp_path / "config.toml", {})
    assert settings.learner.name == "default"
    assert settings.maths.mode == "unicode"
    assert {one.origin for one in shown} == {"default"}
    assert all(one.about for one in shown)


def test_a_variable_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    path = written(tmp_path, '[maths]\nmode = "ascii"\ntall = false\n')
    settings, shown = load(path, {"TUTOR_MATHS_MODE": "spoken"})
    assert (settings.maths.mode, settings.maths.tall) == ("spoken", False)
    origins = {one.name: one.origin for one in shown}
    assert origins["maths.mode"] == "TUTOR_MATHS_MODE"
    assert origins["maths.tall"] == str(path)
    assert origins["learner.name"] == "default"


@pytest.mark.parametrize(("raw", "expected"), [("1", True), ("TRUE", True), ("no", False), ("0", False)])
def test_a_truth_value_in_a_variable_is_read(tmp_path: Path, raw: str, expected: bool) -> None:
    assert load(tmp_path / "none.toml", {"TUTOR_MATHS_TALL": raw})[0].maths.tall is expected


def test_a_variable_that_is_no_truth_value_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="TUTOR_MATHS_TALL"):
        load(tmp_path / "none.toml", {"TUTOR_MATHS_TALL": "perhaps"})


def test_an_unknown_key_names_its_place_and_the_nearest_key(tmp_path: Path) -> None:
    path = written(tmp_path, '[learner]\nname = "ada"\n\n[maths]\nmod = "ascii"\n')
    with pytest.raises(InputError) as caught:
        load(path, {})
    where = caught.value.where
    assert where is not None
    assert (where.file, where.line, where.column) == (str(path), 5, 1)
    assert "did you mean 'mode'" in caught.value.what


def test_an_unknown_section_names_the_nearest_section(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did you mean 'learner'"):
        load(written(tmp_path, '[leaner]\nname = "ada"\n'), {})


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[learner]\nname = "mode"\n\n[maths]\nmode = "loud"\n', 5, "one of unicode, ascii, spoken, source"),
        ("[maths]\n# mode is how\nmode = 3\n", 3, "must be text"),
        ('[maths]\ntall = "yes"\n', 2, "must be true or false"),
        ('[screen]\nname = 3\n\n[learner]\nname = "x"\n', 2, "has no 'name'"),
        ("maths = 3\n", 1, "is a section"),
        ("[keys]\nhint = 3\n", 2, "maps actions to keys"),
    ],
)
def test_a_wrong_value_is_pointed_at(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError, match=says) as caught:
        load(path, {})
    assert caught.value.where is not None
    assert caught.value.where.line == line
    assert caught.value.where.text == text.splitlines()[line - 1]


def test_a_file_that_is_no_toml_names_line_and_column(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load(written(tmp_path, '[maths]\nmode = "ascii\n'), {})
    where = caught.value.where
    assert where is not None
    assert where.line == 2
    assert where.text == 'mode = "ascii'


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="can't be read"):
        load(path, {})


def test_keys_are_taken_as_they_stand(tmp_path: Path) -> None:
    settings, _ = load(written(tmp_path, '[keys]\nhint = "f3"\n'), {})
    assert settings.keys == {"hint": "f3"}


def test_tutor_home_holds_all_three_roots(tmp_path: Path) -> None:
    home = locate({"TUTOR_HOME": str(tmp_path)})
    assert {home.config.parent, home.data.parent, home.cache.parent} == {tmp_path}
    assert len({home.config, home.data, home.cache}) == 3
    assert list(tmp_path.iterdir()) == []


def test_without_tutor_home_the_platform_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    home = locate({})
    assert all(path.name == "first-principles-tutor" for path in (home.config, home.data, home.cache))
    assert list(tmp_path.iterdir()) == []


def test_numbers_and_lists_of_the_server_are_read_and_checked(tmp_path: Path) -> None:
    path = written(tmp_path, '[serve]\nport = 9000\norigins = "https://a.example, http://b.example:3000"\n')
    assert load(path, {})[0].serve.port == 9000
    assert load(path, {"TUTOR_SERVE_PORT": "9001"})[0].serve.port == 9001
    for text in (
        "port = 70000",
        'port = "9000"',
        "port = true",
        'origins = "a.example"',
        'hosts = "*"',
        "token_rate = 0",
    ):
        with pytest.raises(InputError) as caught:
            load(written(tmp_path, f"[serve]\n{text}\n"), {})
        assert caught.value.code == "bad-setting"
    with pytest.raises(InputError, match="TUTOR_SERVE_PORT"):
        load(tmp_path / "none.toml", {"TUTOR_SERVE_PORT": "many"})
