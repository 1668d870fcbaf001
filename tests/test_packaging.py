"""What is built is what is used: sdist and wheel are made, the wheel is installed elsewhere, and its commands run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.program import ROOT, objects
from tutor import __version__

pytestmark = pytest.mark.xdist_group("packaging")  # one worker, so that it is built once
SHIPPED = ("tutor", "curricula", "seeds", "docs")
FILES = ("pyproject.toml", "README.md", "LICENSE", "LICENSE-CONTENT", "CHANGELOG.md", "CONTRIBUTING.md")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with an sdist, and a wheel that was built from it."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("dist")
    for name in SHIPPED:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for name in FILES:
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, source / name)
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(source)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`tutor` of a fresh environment that has the wheel; its dependencies are those of this one."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", *built.glob("*.whl")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    purelib = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    # an added path, unlike PYTHONPATH, doesn't run this environment's own .pth files, which lead back to the checkout
    (Path(purelib) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin" / "tutor"


def run(program: Path, *arguments: str, home: Path, text: str = "") -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TUTOR_", "PYTHON"))}
    return subprocess.run(
        [program, *arguments], input=text, capture_output=True, text=True, cwd="/", timeout=300, check=False,
        env={**kept, "TUTOR_HOME": str(home), "PYTHONUTF8": "1"},
    )  # fmt: skip


def test_the_wheel_holds_code_types_licences_and_content(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert f"first_principles_tutor-{__version__}" in wheel.name
    for file in ("tutor/cli.py", "tutor/py.typed", "tutor/_content/curricula/linear-algebra/curriculum.yaml"):
        assert file in names
    assert any(name.startswith("tutor/_content/seeds/") and name.endswith(".md") for name in names)
    assert {name.rpartition("/")[2] for name in names} >= {"LICENSE", "LICENSE-CONTENT"}
    assert any(name.endswith(".tcss") for name in names)
    assert not any(name.startswith(("tests/", "curricula/", "docs/")) for name in names)
    assert {name.partition("/")[0] for name in names} == {"tutor", f"first_principles_tutor-{__version__}.dist-info"}


def test_the_sdist_holds_what_a_build_needs(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {"pyproject.toml", "tutor/cli.py", "curricula/linear-algebra/curriculum.yaml", "LICENSE"} <= names


def test_it_is_the_installed_program_that_runs(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [installed.parent / "python", "-I", "-c", "import tutor; print(tutor.__file__)"],
        capture_output=True, text=True, cwd="/", check=True,
    )  # fmt: skip
    assert Path(done.stdout.strip()).is_relative_to(installed.parent.parent)
    assert run(installed, "--version", home=tmp_path).stdout.split()[-1] == __version__


def test_the_shipped_curricula_are_checked_from_anywhere(installed: Path, tmp_path: Path) -> None:
    done = run(installed, "check", "--seeds", "1", "--json", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout[:2000]


def test_a_path_through_a_shipped_curriculum_is_found_from_anywhere(installed: Path, tmp_path: Path) -> None:
    done = run(installed, "path", "linear-algebra", "--to", "matrix-product", "--json", home=tmp_path)
    assert done.returncode == 0, done.stderr
    (found,) = objects(done.stdout)
    assert found["concepts"][-1]["ref"] == "linear-algebra/matrix-product"
    assert len(found["concepts"]) > 10


def test_a_session_on_a_shipped_curriculum_begins_from_anywhere(installed: Path, tmp_path: Path) -> None:
    arguments = ("plain", "linear-algebra", "--to", "matrix-product", "--seed", "1", "--json")
    done = run(installed, *arguments, home=tmp_path, text="/skip\n?\n")
    assert done.returncode == 0, done.stderr
    views = objects(done.stdout)
    assert len(views) == 3
    assert views[-1]["view"]["question"]["ask"]
    assert (tmp_path / "data" / "journal.sqlite3").exists()
