"""`tutor grade`: one answer against a key, or a file of them, outside any session."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TextIO

import click

from tutor.commands.options import Said, everywhere, print_json
from tutor.errors import InputError, NotationError, TutorError

if TYPE_CHECKING:
    from tutor.curriculum.variants import Variant
    from tutor.grading.verdict import Judgement

LONGEST_LINE: Final = 100_000  # characters of a row
FIELDS: Final = ("form", "tolerance", "units", "domain")


@click.command("grade")
@click.option("--kind", help="The kind of answer: number, expression, quantity, reaction, …")
@click.option("--key", help="The right answer, as a learner would type it.")
@click.option("--answer", help="The answer as typed.")
@click.option("--names", default="", help="Letters that may occur beside the key's, separated by commas.")
@click.option("--form", multiple=True, help="The form asked for, as `factored` or `significant-figures 3`.")
@click.option("--tolerance", help="Largest difference that is still right.")
@click.option("--units", help="The unit that the answer must have.")
@click.option("--domain", help="What letters stand for: real or positive.")
@click.option(
    "--batch", type=click.File("r", encoding="utf-8"), help="A file of rows: id, kind, key, answer, and options."
)
@everywhere
@click.pass_obj
def command(said: Said, /, batch: TextIO | None, **row: Any) -> None:
    """Grade one answer: how it was read, and the verdict. With --batch: one JSON object a line in, one a line out."""
    if batch is not None:
        for result in _graded_rows(batch):
            print_json(result)
        return
    missing = [f"--{name}" for name in ("kind", "key", "answer") if row[name] is None]
    if missing:
        raise click.UsageError(f"missing {', '.join(missing)} (or --batch FILE)")
    found = _result(row)
    if said.as_json:
        print_json(found)
        return
    for name, value in found.items():
        if value is not None:
            click.echo(f"{name.replace('_', ' '):<14} {value}")


def _graded_rows(file: TextIO) -> Iterator[dict[str, object]]:
    """A result for each row; a row that can't be graded says why and doesn't end the batch."""
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        found: dict[str, object] = {"id": number}
        try:
            row = _row(line)
            found = {"id": row.get("id", number)}
            yield {**found, **_result(row)}
        except TutorError as error:
            yield {
                **found,
                "error": {"code": error.code, "what": f"line {number}: {error.what}", "remedy": error.remedy},
            }


def _row(line: str) -> Mapping[str, Any]:
    if len(line) > LONGEST_LINE:
        raise InputError("bad-argument", "the row is too long", remedy=f"at most {LONGEST_LINE} characters")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in ("kind", "key", "answer")):
        raise InputError(
            "bad-argument",
            "this isn't a row",
            remedy='a row is one JSON object: {"id": 1, "kind": …, "key": …, "answer": …}',
        )
    return row


def _result(row: Mapping[str, Any]) -> dict[str, object]:
    from tutor.grading.grade import grade

    try:
        judgement: Judgement = grade(_variant(row), row["answer"])
    except NotationError as error:
        raise InputError("bad-argument", f"the key can't be read: {error.what}", remedy=error.remedy) from error
    return {
        "verdict": judgement.verdict.value,
        "read": judgement.read_latex,
        "slip": judgement.slip,
        "counterexample": judgement.counterexample,
        "parts": list(judgement.parts) or None,
        "message": judgement.message,
        "error_span": list(judgement.error_span) if judgement.error_span else None,
    }


def _variant(row: Mapping[str, Any]) -> Variant:
    from tutor.curriculum.single import single_variant

    names = row.get("names") or ()
    if isinstance(names, str):
        names = [name.strip() for name in names.split(",") if name.strip()]
    form = row.get("form") or ()
    options = {name: row[name] for name in FIELDS if name != "form" and row.get(name) is not None}
    if form:
        options["form"] = (form,) if isinstance(form, str) else tuple(form)
    kind, key = row["kind"], row["key"]
    if kind == "number" and "units" in options:  # a number of a unit is a quantity
        kind, key = "quantity", f"{key} {options['units']}"
    return single_variant(kind, key, names=names, options=options)
