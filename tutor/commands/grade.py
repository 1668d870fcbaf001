"""`tutor grade`: one answer against a key, outside any session."""

from __future__ import annotations

import click

from tutor.commands.options import Said, everywhere, print_json

KINDS = ("number", "expression", "equation", "vector", "matrix", "text")


@click.command("grade")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="The kind of answer.")
@click.option("--key", required=True, help="The right answer, as an author writes it.")
@click.option("--answer", required=True, help="The answer as typed.")
@click.option("--names", default="", help="Letters that may occur, separated by commas.")
@everywhere
@click.pass_obj
def command(said: Said, kind: str, key: str, answer: str, names: str) -> None:
    """Grade one answer: how it was read, and the verdict."""
    from tutor.curriculum.single import single_question
    from tutor.curriculum.variants import draw
    from tutor.grading.grade import grade

    letters = tuple(name.strip() for name in names.split(",") if name.strip())
    curricula, ref = single_question(kind, key, letters)
    judgement = grade(draw(curricula, ref, 0), answer)
    found = {
        "verdict": judgement.verdict.value,
        "read": judgement.read_latex,
        "slip": judgement.slip,
        "message": judgement.message,
        "error_span": list(judgement.error_span) if judgement.error_span else None,
    }
    if said.as_json:
        print_json(found)
        return
    for name, value in found.items():
        if value is not None:
            click.echo(f"{name.replace('_', ' '):<10} {value}")
