"""Nothing in the program turns text into running code: no `eval`, no computer algebra system's own reader."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "tutor"
MODULES = sorted(ROOT.rglob("*.py"))
CALLS = frozenset(
    {"eval", "exec", "compile", "sympify", "parse_expr", "parse_latex", "S", "N", "__import__", "execfile"}
)
METHODS = frozenset({"eval", "exec", "sympify", "parse_expr", "subs", "from_string", "evalf", "literal_eval"})
MODULES_REFUSED = frozenset(
    {"sympy", "pint", "chempy", "math_verify", "numexpr", "asteval", "simpleeval", "subprocess"}
)
ALLOWED = {("re", "compile")}  # a pattern isn't code
OWN_PROCESSES = frozenset(
    {"library/index/probe.py"}
)  # start this interpreter on a module of the program, never a shell


def offences(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in CALLS:
                yield node.lineno, name
            case ast.Call(func=ast.Attribute(value=ast.Name(id=of), attr=name)) if (of, name) in ALLOWED:
                continue
            case ast.Call(func=ast.Attribute(attr=name)) if name in METHODS:
                yield node.lineno, f".{name}"
            case ast.Call(
                func=ast.Name(id="Matrix") | ast.Attribute(attr="Matrix"), args=[ast.Constant(value=str()), *_]
            ):
                yield node.lineno, "Matrix of a string"
            case ast.Import(names=names):
                yield from ((node.lineno, one.name) for one in names if one.name.partition(".")[0] in MODULES_REFUSED)
            case ast.ImportFrom(module=str(module)) if module.partition(".")[0] in MODULES_REFUSED:
                yield node.lineno, module
            case _:
                continue


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_runs_text(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    found = [what for _, what in offences(tree)]
    if str(path.relative_to(ROOT)) in OWN_PROCESSES:
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "shell"]
        found.remove("subprocess")
    assert found == []


@pytest.mark.parametrize(
    "code",
    ["eval(x)", "exec('1')", "sympify(x)", "S(x)", "N(x)", "e.subs('x', 1)", "Matrix('[[1]]')",
     "import sympy", "from pint import UnitRegistry", "parse_expr(x)", "sympy.parse_expr(x)"],
)  # fmt: skip
def test_each_of_them_would_be_found(code: str) -> None:
    assert list(offences(ast.parse(code)))
