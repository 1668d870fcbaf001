"""What comes along when a room is entered: each is imported in a fresh process, counted, and gated."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.program import ROOT, environment

# Third-party packages and heavy parts of the standard library that have to earn their place.
HEAVY = frozenset(
    {
        *(
            "alembic",
            "chromadb",
            "click",
            "fastapi",
            "flint",
            "langchain",
            "langchain_core",
            "langgraph",
            "markdown_it",
        ),
        *(
            "langsmith",
            "mdit_py_plugins",
            "multiprocessing",
            "numpy",
            "onnxruntime",
            "platformdirs",
            "prometheus_client",
            "pydantic",
            "rich",
            "starlette",
        ),
        *("sqlalchemy", "sqlite3", "sympy", "textual", "tokenizers", "uvicorn", "yaml"),
    }
)
# room or module: (what of HEAVY may come along, at most so many modules beyond a bare interpreter's)
ROOMS: dict[str, tuple[frozenset[str], int]] = {
    "tutor": (frozenset(), 3),
    "tutor.errors": (frozenset(), 60),
    "tutor.notation": (frozenset(), 5),
    "tutor.notation.reader": (frozenset(), 90),
    "tutor.notation.markdown": (frozenset({"markdown_it", "mdit_py_plugins"}), 190),
    "tutor.curriculum": (frozenset(), 60),
    "tutor.grading": (frozenset(), 5),
    "tutor.grading.grade": (frozenset(), 140),
    "tutor.learner": (frozenset(), 5),
    "tutor.learner.estimate": (frozenset(), 70),
    "tutor.chain": (frozenset(), 5),
    "tutor.session": (frozenset(), 5),
    "tutor.session.view": (frozenset(), 60),
    "tutor.simulation": (frozenset(), 5),
    "tutor.bench": (frozenset(), 5),
    "tutor.home": (frozenset(), 60),
    "tutor.settings": (frozenset(), 80),
    "tutor.doctor": (frozenset({"sqlite3"}), 80),
    "tutor.store": (frozenset(), 5),
    "tutor.store.sqlite": (frozenset({"sqlite3"}), 170),
    "tutor.disk": (frozenset(), 5),
    "tutor.library": (frozenset(), 5),
    "tutor.library.reading": (frozenset(), 120),
    "tutor.library.passages": (frozenset(), 70),
    "tutor.library.quotes": (frozenset(), 40),
    "tutor.library.catalogue": (frozenset({"sqlite3"}), 110),
    "tutor.library.room": (frozenset({"sqlite3"}), 190),
    "tutor.library.embeddings": (frozenset(), 100),
    "tutor.library.minilm": (frozenset(), 100),
    "tutor.library.vectors": (frozenset(), 60),
    "tutor.library.reconcile": (frozenset(), 60),
    "tutor.library.index.embedded": (frozenset({"sqlite3"}), 130),
    "tutor.interchange": (frozenset(), 5),
    "tutor.interchange.importing": (frozenset(), 80),
    "tutor.interchange.gift_reading": (frozenset(), 60),
    "tutor.interchange.anki_package": (frozenset(), 100),
    "tutor.plain": (frozenset(), 5),
    "tutor.api": (frozenset(), 5),
    "tutor.api.access": (frozenset({"sqlite3"}), 90),
    "tutor.api.app": (frozenset({"fastapi", "markdown_it", "mdit_py_plugins", "prometheus_client", "pydantic", "sqlite3", "starlette", "yaml"}), 800),
    "tutor.tui": (frozenset(), 5),
    "tutor.tui.app": (frozenset({"textual", "rich", "platformdirs"}), 400),
    "tutor.cli": (frozenset({"click"}), 80),
}  # fmt: skip
HEADLESS = ("notation", "curriculum", "grading", "learner", "chain", "session", "simulation", "bench")
SCREENS = HEAVY & {
    *(
        "alembic",
        "chromadb",
        "click",
        "fastapi",
        "langchain",
        "langchain_core",
        "rich",
        "sqlalchemy",
        "sqlite3",
        "starlette",
        "textual",
        "uvicorn",
    ),
}
LIST = "import sys; print(*sorted(set(sys.modules) - before))"


@cache
def brought_by(code: str) -> frozenset[str]:
    """The modules that running that code in a fresh process loads."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; before = set(sys.modules)\n{code}\n{LIST}"],
        capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return frozenset(done.stdout.splitlines()[-1].split())


def heavy_in(modules: frozenset[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules} & HEAVY


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_brings_only_what_it_may(room: str) -> None:
    allowed, most = ROOMS[room]
    modules = brought_by(f"import {room}")
    assert heavy_in(modules) <= allowed
    assert len(modules) <= most


def modules_of(room: str) -> list[str]:
    folder = ROOT / "tutor" / room
    names = (path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in folder.rglob("*.py"))
    return sorted(name.removesuffix(".__init__") for name in names)


@pytest.mark.parametrize("room", HEADLESS)
def test_all_of_a_headless_room_together_brings_no_screen_server_database_or_model(room: str) -> None:
    modules = brought_by("\n".join(f"import {module}" for module in modules_of(room)))
    assert not {module.partition(".")[0] for module in modules} & SCREENS


def test_help_loads_nothing_that_help_does_not_need() -> None:
    modules = brought_by("import sys; sys.argv = ['tutor', '--help']\nfrom tutor.cli import _run\nassert _run() == 0")
    assert heavy_in(modules) == {"click"}
    assert {module for module in modules if module.startswith("tutor")} == {
        "tutor", "tutor.cli", "tutor.commands", "tutor.commands.options", "tutor.errors",
    }  # fmt: skip
    assert len(modules) <= 125


@pytest.mark.parametrize(
    "command",
    [
        *(
            "plain",
            "review",
            "path",
            "check",
            "new",
            "graph",
            "stats",
            "simulate",
            "learner",
            "library",
            "grade",
            "config",
        ),
        *("doctor", "schema", "import", "export", "serve", "token"),
    ],
)
def test_help_on_a_command_loads_nothing_heavy(command: str) -> None:
    code = f"import sys; sys.argv = ['tutor', {command!r}, '--help']\nfrom tutor.cli import _run\nassert _run() == 0"
    assert heavy_in(brought_by(code)) <= {"click", "multiprocessing"}


def test_a_question_is_graded_without_screen_store_or_array_library() -> None:
    modules = brought_by(
        "import sys; sys.argv = ['tutor', 'grade', '--kind', 'number', '--key', '3/4', '--answer', '0.75']\n"
        "from tutor.cli import _run\nassert _run() == 0"
    )
    assert not heavy_in(modules) & (SCREENS - {"click"} | {"numpy", "sympy"})


def test_no_module_imports_what_only_later_rooms_use() -> None:
    """No source file names these packages at its top: they're imported where they're used."""
    late = {
        "chromadb",
        "langchain",
        "langchain_core",
        "sympy",
        "numpy",
        "flint",
        "pypdf",
        "charset_normalizer",
        "zstandard",
    }
    found = []
    for path in sorted((ROOT / "tutor").rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            names = _imported(node)
            if {name.partition(".")[0] for name in names} & late:
                found.append(str(path.relative_to(ROOT)))
    assert found == []


def _imported(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [node.module or ""]
    return []


def test_every_package_that_is_imported_is_declared() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {entry.split(">")[0].split("=")[0].strip().lower() for entry in declared}
    modules = {"PyYAML".lower(): "yaml", "python-flint": "flint", "markdown-it-py": "markdown_it"}
    known = {modules.get(name, name.replace("-", "_")) for name in names} | {"tutor"}
    known |= {"rich"}  # textual's own; the study screen builds its text with it
    found: dict[str, str] = {}
    for path in sorted((ROOT / "tutor").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for name in _imported(node) if isinstance(node, ast.stmt) else []:
                top = name.partition(".")[0]
                if top and top not in sys.stdlib_module_names and top not in known:
                    found[top] = str(path.relative_to(ROOT))
    assert found == {}


def test_the_contracts_between_rooms_hold() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        capture_output=True, text=True, cwd=ROOT, env=environment(NO_COLOR="1"), check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
