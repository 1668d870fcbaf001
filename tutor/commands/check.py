"""`tutor check`: what is wrong with a curriculum, where, and what to do; keys and mistakes proven over many variants."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.commands.options import merged, print_json, shared

if TYPE_CHECKING:
    from tutor.curriculum.findings import Finding

SEEDS = 200


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--seeds", default=SEEDS, show_default=True, type=click.IntRange(1, 10_000), help="Variants to prove.")
@shared
@click.pass_context
def command(
    ctx: click.Context, paths: tuple[Path, ...], seeds: int, learner: str | None, curricula: str | None, *, as_json: bool
) -> None:
    """Check curricula: PATHs, or all that the program finds. Exit code 1 when anything is wrong."""
    from tutor.commands.wiring import surroundings

    roots = surroundings(merged(ctx.obj, learner, curricula)).roots
    places = list(paths) or [place for root in roots for place in curricula_in(root)]
    findings: list[Finding] = []
    questions = 0
    for place in places:
        found, count = check_one(place, roots, seeds)
        questions += count
        findings.extend(found)
        for finding in found:
            _print(finding, as_json=as_json)
    errors = sum(1 for finding in findings if finding.severity == "error")
    if not as_json:
        click.echo(
            f"{len(places)} curricula, {questions} questions, {seeds} variants each: "
            + (f"{errors} errors, {len(findings) - errors} warnings" if findings else "nothing to complain of")
        )
    ctx.exit(1 if errors else 0)


def curricula_in(root: Path) -> list[Path]:
    """The curricula of a folder: folders with a `curriculum.yaml`, and single files."""
    if not root.is_dir():
        return []
    folders = [path for path in sorted(root.iterdir()) if (path / "curriculum.yaml").is_file()]
    return folders + sorted(root.glob("*.yaml"))


def check_one(place: Path, roots: Sequence[Path], seeds: int) -> tuple[list[Finding], int]:
    """The findings of one curriculum, in order of place, and how many questions it has."""
    from tutor.curriculum.lint import lint_path

    found, curricula, own = lint_path(place, roots)
    if curricula is None or any(finding.severity == "error" for finding in found):
        return found, len(own)
    proven = list(_prove(place, roots, own, seeds))
    found.extend(proven)
    return sorted(found, key=lambda one: (one.file, one.line, one.column, one.code)), len(own)


def _prove(place: Path, roots: Sequence[Path], refs: Sequence[str], seeds: int) -> Iterator[Finding]:
    cores = min(os.cpu_count() or 1, max(1, len(refs) // 8))
    shares = [refs[i :: cores * 4] for i in range(cores * 4)]
    shares = [share for share in shares if share]
    if cores == 1:
        for share in shares:
            yield from _prove_share(place, tuple(roots), share, seeds)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(cores, mp_context=context) as pool:
        jobs = [pool.submit(_prove_share, place, tuple(roots), share, seeds) for share in shares]
        for job in jobs:
            yield from job.result()


def _prove_share(place: Path, roots: tuple[Path, ...], refs: Sequence[str], seeds: int) -> list[Finding]:
    from tutor.curriculum.lint import lint_path
    from tutor.grading.proof import prove

    _, curricula, _ = lint_path(place, roots)
    assert curricula is not None
    return [finding for ref in refs for finding in prove(curricula, ref, range(seeds))]


def _print(finding: Finding, *, as_json: bool) -> None:
    from tutor.notation.untrusted import clean

    if as_json:
        print_json(
            {
                "code": finding.code, "severity": finding.severity, "file": finding.file, "line": finding.line,
                "column": finding.column, "what": finding.what, "remedy": finding.remedy, "fix": None,
            }
        )  # fmt: skip
        return
    click.echo(clean(f"{finding.file}:{finding.line}:{finding.column}: {finding.code} {finding.what}"))
    if finding.text:
        click.echo("  | " + clean(finding.text, newlines=False))
        click.echo("  | " + " " * max(0, finding.column - 1) + "^")
    click.echo(clean(f"  → {finding.remedy}"))
