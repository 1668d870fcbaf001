"""`tutor check`: what is wrong with a curriculum, where, and what to do; keys are proven over many variants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tutor.commands.options import Said, everywhere, print_json
from tutor.commands.workers import cores, workers
from tutor.errors import InputError

if TYPE_CHECKING:
    from tutor.curriculum.curricula import Curricula
    from tutor.curriculum.findings import Finding

SEEDS: Final = 200
HEADER: Final = "curriculum.yaml"
WORTH_A_PROCESS: Final = 8  # questions; fewer are proven before a process has started
SHARES: Final = 4  # a process; an even spread, as some questions take far longer than others


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--seeds", default=SEEDS, show_default=True, type=click.IntRange(1, 10_000), help="Variants to prove.")
@everywhere
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], seeds: int) -> None:
    """Check curricula: PATHs (files, or folders), or all that the program finds. Exit code 1 when anything is wrong."""
    from tutor.commands.wiring import surroundings

    said: Said = ctx.obj
    roots = surroundings(said.options).roots
    places = [place for path in paths for place in meant_by(path)] or [
        place for root in roots for place in curricula_in(root)
    ]
    findings: list[Finding] = []
    questions = 0
    for place in dict.fromkeys(places):
        found, count = check_one(place, roots, seeds)
        questions += count
        findings.extend(found)
        for finding in found:
            _print(finding, as_json=said.as_json)
    errors = sum(1 for finding in findings if finding.severity == "error")
    if not said.as_json:
        counted = f"{_many(len(set(places)), 'curriculum', 'curricula')}, {_many(questions, 'question')}"
        verdict = (
            f"{_many(errors, 'error')}, {_many(len(findings) - errors, 'warning')}" if findings else "nothing to mend"
        )
        click.echo(f"{counted}, {_many(seeds, 'variant')} each: {verdict}")
    ctx.exit(1 if errors else 0)


def meant_by(path: Path) -> list[Path]:
    """The curricula that a PATH means: one, those in a folder, or that of a unit file. Raises InputError for none."""
    if path.is_file():
        return [path.parent] if (path.parent / HEADER).is_file() else [path]
    if (path / HEADER).is_file():
        return [path]
    found = curricula_in(path)
    if not found:
        raise InputError(
            "curriculum-missing", f"there's no curriculum in {path}", remedy=f"a curriculum is a folder with {HEADER}"
        )
    return found


def curricula_in(root: Path) -> list[Path]:
    """The curricula of a folder: folders with a `curriculum.yaml`, and single files."""
    from tutor.curriculum.load import search

    return list(search([root]).values())


def check_one(place: Path, roots: Sequence[Path], seeds: int) -> tuple[list[Finding], int]:
    """The findings of one curriculum, in order of place, and how many questions it has. Proven once its form is right."""
    from tutor.curriculum.findings import in_order
    from tutor.curriculum.lint import lint_path

    found, curricula, own = lint_path(place, roots)
    if curricula is None or any(finding.severity == "error" for finding in found):
        return found, len(own)
    return in_order([*found, *_prove(place, roots, own, seeds)]), len(own)


def _prove(place: Path, roots: Sequence[Path], refs: Sequence[str], seeds: int) -> Iterator[Finding]:
    count = cores(len(refs) // WORTH_A_PROCESS)
    first = (place, tuple(roots))
    if count == 1:
        _prepare(*first)
        yield from _prove_share(refs, seeds)
        return
    shares = [refs[i :: count * SHARES] for i in range(count * SHARES)]
    with workers(count, _prepare, first) as pool:
        for found in pool.map(_prove_share, shares, repeat(seeds)):
            yield from found


_PREPARED: dict[str, Curricula] = {}


def _prepare(place: Path, roots: tuple[Path, ...]) -> None:
    from tutor.curriculum.lint import lint_path

    _, curricula, _ = lint_path(place, roots)
    assert curricula is not None
    _PREPARED["curricula"] = curricula


def _prove_share(refs: Sequence[str], seeds: int) -> list[Finding]:
    from tutor.grading.proof import prove

    return [finding for ref in refs for finding in prove(_PREPARED["curricula"], ref, range(seeds))]


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


def _near(file: str) -> str:
    """The file as seen from here, where that's shorter."""
    path, here = Path(file), Path.cwd()
    return str(path.relative_to(here)) if path.is_absolute() and path.is_relative_to(here) else file


def _print(finding: Finding, *, as_json: bool) -> None:
    from tutor.notation.untrusted import clean

    if as_json:
        print_json(
            {
                "code": finding.code, "severity": finding.severity, "file": _near(finding.file), "line": finding.line,
                "column": finding.column, "what": finding.what, "remedy": finding.remedy, "fix": None,
            }
        )  # fmt: skip
        return
    click.echo(clean(f"{_near(finding.file)}:{finding.line}:{finding.column}: {finding.code} {finding.what}"))
    if finding.text:
        click.echo("  | " + clean(finding.text, newlines=False))
        click.echo("  | " + " " * max(0, finding.column - 1) + "^")
    click.echo(clean(f"  → {finding.remedy}"))
