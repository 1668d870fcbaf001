"""`tutor check`: what is wrong with a curriculum, where, and what to do; keys are proven over many variants."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tutor.commands.options import Said, everywhere, print_json
from tutor.commands.workers import cores, workers
from tutor.errors import InputError, TutorError

if TYPE_CHECKING:
    from tutor.commands.proven import Proven
    from tutor.curriculum.curricula import Curricula
    from tutor.curriculum.findings import Finding
    from tutor.home import Home

SEEDS: Final = 200
ROUNDS: Final = 5  # of mending
HEADER: Final = "curriculum.yaml"
WORTH_A_PROCESS: Final = 8  # questions; fewer are proven before a process has started
SHARES: Final = 4  # a process; an even spread, as some questions take far longer than others


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--seeds", default=SEEDS, show_default=True, type=click.IntRange(1, 10_000), help="Variants to prove.")
@click.option("--no-cache", is_flag=True, help="Prove everything, also what was proven before.")
@click.option("--fix", is_flag=True, help="Write what is certain into the files: slips of the hand in keys and names.")
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
@everywhere
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], seeds: int, no_cache: bool, fix: bool, watch: bool) -> None:
    """Check curricula: PATHs (files, or folders), or all that the program finds. Exit code 1 when anything is wrong.

    A question that was proven before, by the same program and over as many variants, isn't proven again.
    """
    from tutor.commands.wiring import surroundings

    said: Said = ctx.obj
    around = surroundings(said.options)
    roots, proven = around.roots, None if no_cache else _proven(around.home)
    places = [place for path in paths for place in meant_by(path)] or [
        place for root in roots for place in curricula_in(root)
    ]
    round_ = _Round(tuple(dict.fromkeys(places)), roots, seeds, proven, fix=fix, as_json=said.as_json)
    errors = round_.run()
    if watch:
        _watch(round_)
    ctx.exit(1 if errors else 0)


@dataclass(frozen=True, slots=True)
class _Round:
    """One check of these places; with `fix`, what is certain is written into their files first."""

    places: tuple[Path, ...]
    roots: tuple[Path, ...]
    seeds: int
    proven: Proven | None
    fix: bool
    as_json: bool

    def run(self) -> int:
        """Check and print; how many errors there are."""
        findings: list[Finding] = []
        questions = 0
        for place in self.places:
            found, count = self._check(place)
            questions += count
            findings.extend(found)
            for finding in found:
                _print(finding, as_json=self.as_json)
        errors = sum(1 for finding in findings if finding.severity == "error")
        if not self.as_json:
            counted = f"{_many(len(self.places), 'curriculum', 'curricula')}, {_many(questions, 'question')}"
            verdict = (
                f"{_many(errors, 'error')}, {_many(len(findings) - errors, 'warning')}"
                if findings
                else "nothing to mend"
            )
            click.echo(f"{counted}, {_many(self.seeds, 'variant')} each: {verdict}")
            fixable = sum(1 for finding in findings if finding.fix is not None)
            if fixable:
                click.echo(f"{_many(fixable, 'slip')} can be mended by `tutor check --fix`")
        return errors

    def _check(self, place: Path) -> tuple[list[Finding], int]:
        found, count = check_one(place, self.roots, self.seeds, self.proven)
        for _ in range(ROUNDS if self.fix else 0):  # a mended name may bring others to light
            mended = mend_files(found)
            for finding in mended:
                _say_mended(finding, as_json=self.as_json)
            if not mended:
                break
            found, count = check_one(place, self.roots, self.seeds, self.proven)
        return found, count


def _watch(round_: _Round) -> None:
    from watchfiles import DefaultFilter, watch

    from tutor.curriculum.load import SUFFIXES

    folders = {place if place.is_dir() else place.parent for place in round_.places}
    click.echo("watching; Ctrl-C ends it", err=True)
    only_yaml = DefaultFilter()
    changes = watch(*folders, watch_filter=lambda change, path: only_yaml(change, path) and path.endswith(SUFFIXES))
    with contextlib.suppress(KeyboardInterrupt):
        for _ in changes:
            if not round_.as_json:
                click.echo("")
            try:
                round_.run()
            except TutorError as error:  # a file that is gone for the moment; the next change may bring it back
                click.echo(f"{error.what}; {error.remedy}", err=True)


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


def _proven(home: Home) -> Proven:
    from tutor.commands.proven import Proven, program

    return Proven(home.proofs, program(Path(__file__).parent.parent))


def check_one(
    place: Path, roots: Sequence[Path], seeds: int, proven: Proven | None = None
) -> tuple[list[Finding], int]:
    """The findings of one curriculum, in order of place, and how many questions it has. Proven once its form is right.

    What is in `proven` isn't proven again, and what was proven now is added to it.
    """
    from tutor.commands.proven import unproven
    from tutor.curriculum.findings import in_order
    from tutor.curriculum.lint import lint_path

    found, curricula, own = lint_path(place, roots)
    if curricula is None or any(finding.severity == "error" for finding in found):
        return found, len(own)
    if proven is None:
        return in_order([*found, *chain(*_prove(place, roots, own, seeds).values())]), len(own)
    names = unproven(curricula, own, seeds, proven)
    by_question = _prove(place, roots, tuple(names), seeds)
    _keep(proven, [names[ref] for ref, those in by_question.items() if not those])
    return in_order([*found, *chain(*by_question.values())]), len(own)


def _keep(proven: Proven, names: list[str]) -> None:
    try:
        proven.add(names)
    except OSError as error:
        click.echo(f"what was proven can't be kept ({error.strerror}): it will be proven again next time", err=True)


def mend_files(findings: Sequence[Finding]) -> list[Finding]:
    """Write the fixes of these findings into their files; those that are mended by it. Raises OSError."""
    from tutor.curriculum.fixes import mend

    done: list[Finding] = []
    for name in dict.fromkeys(finding.file for finding in findings if finding.fix is not None):
        file = Path(name).resolve()
        mended = mend(file.read_bytes().decode(), [finding for finding in findings if finding.file == name])
        if mended.done:
            beside = file.with_name(f".{file.name}.mended")
            beside.write_bytes(mended.text.encode())
            shutil.copymode(file, beside)
            beside.replace(file)
            done += mended.done
    return done


def _prove(place: Path, roots: Sequence[Path], refs: Sequence[str], seeds: int) -> dict[str, list[Finding]]:
    """The findings of each question."""
    if not refs:
        return {}
    count = cores(len(refs) // WORTH_A_PROCESS)
    first = (place, tuple(roots))
    if count == 1:
        _prepare(*first)
        return _prove_share(refs, seeds)
    shares = [refs[i :: count * SHARES] for i in range(count * SHARES)]
    with workers(count, _prepare, first) as pool:
        return {ref: those for share in pool.map(_prove_share, shares, repeat(seeds)) for ref, those in share.items()}


_PREPARED: dict[str, Curricula] = {}


def _prepare(place: Path, roots: tuple[Path, ...]) -> None:
    from tutor.curriculum.lint import lint_path

    _, curricula, _ = lint_path(place, roots)
    assert curricula is not None
    _PREPARED["curricula"] = curricula


def _prove_share(refs: Sequence[str], seeds: int) -> dict[str, list[Finding]]:
    from tutor.grading.proof import prove

    return {ref: prove(_PREPARED["curricula"], ref, range(seeds)) for ref in refs}


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


def _near(file: str) -> str:
    """The file as seen from here, where that's shorter."""
    path, here = Path(file), Path.cwd()
    return str(path.relative_to(here)) if path.is_absolute() and path.is_relative_to(here) else file


def _say_mended(finding: Finding, *, as_json: bool) -> None:
    from tutor.notation.untrusted import clean

    assert finding.fix is not None
    place = f"{_near(finding.file)}:{finding.line}:{finding.column}"
    said = f"{place}: {finding.code} mended: {finding.fix.old} → {finding.fix.new}"
    click.echo(clean(said), err=as_json)


def _print(finding: Finding, *, as_json: bool) -> None:
    from tutor.notation.untrusted import clean

    if as_json:
        print_json(
            {
                "code": finding.code, "severity": finding.severity, "file": _near(finding.file), "line": finding.line,
                "column": finding.column, "what": finding.what, "remedy": finding.remedy,
                "fix": {"old": finding.fix.old, "new": finding.fix.new} if finding.fix else None,
            }
        )  # fmt: skip
        return
    click.echo(clean(f"{_near(finding.file)}:{finding.line}:{finding.column}: {finding.code} {finding.what}"))
    if finding.text:
        click.echo("  | " + clean(finding.text, newlines=False))
        click.echo("  | " + " " * max(0, finding.column - 1) + "^")
    click.echo(clean(f"  → {finding.remedy}"))
