"""`tutor preview`: a question as a learner sees it, and all that lies behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tutor.commands.options import Said, everywhere, print_json
from tutor.errors import InputError

if TYPE_CHECKING:
    from tutor.bench.specimen import Specimen
    from tutor.commands.wiring import Surroundings
    from tutor.curriculum.curricula import Curricula
    from tutor.curriculum.keys import Key
    from tutor.curriculum.variants import BoundMistake, Variant
    from tutor.plain.words import Writer
    from tutor.tui.app import Opened, ShelfEntry

LINE: Final = re.compile(r"(?P<file>.+?):(?P<line>\d{1,7})(?::\d+)?")
VARIANTS: Final = 5
MOST: Final = 200
COUNTED: Final = 40  # draws in which different variants are counted
STEP: Final = 4  # columns that a level of steps is set in


@click.command("preview")
@click.argument("question")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0, 2**31), help="The variant's number.")
@click.option(
    "--variants", default=VARIANTS, show_default=True, type=click.IntRange(0, MOST), help="How many to list from there."
)
@click.option("--plain", "where", flag_value="plain", help="Print it all (unless --tui is said).")
@click.option("--tui", "where", flag_value="tui", help="Open it in the study screen; nothing is stored.")
@everywhere
@click.pass_obj
def command(said: Said, question: str, seed: int, variants: int, where: str | None) -> None:
    """Show QUESTION as learners see it, then its key, mistakes, hints, solution and steps, and some of its variants.

    QUESTION is curriculum/concept[/question[/step]] (a concept alone means its leap), or FILE:LINE.
    """
    from tutor.bench.specimen import specimens
    from tutor.commands.wiring import surroundings

    around = surroundings(said.options)
    curricula, ref = _meant(question, around)
    if where == "tui":
        _study(around, curricula, ref, seed)
        return
    tree = list(specimens(curricula, ref, seed))
    others = _variants(curricula, ref, seed, variants)
    if said.as_json:
        print_json(_json(curricula, tree, others))
        return
    from tutor.commands.plain import writer

    for line in _lines(curricula, tree, others, writer(around, spoken=False)):
        click.echo(line)


def _meant(text: str, around: Surroundings) -> tuple[Curricula, str]:
    """The curricula, and the question's reference."""
    from tutor.bench.whereabouts import at_line, named
    from tutor.commands.check import meant_by
    from tutor.curriculum.load import load

    place = LINE.fullmatch(text)
    file = Path(place["file"]) if place else None
    if place is None or file is None:
        curricula = load(text.strip().partition("/")[0], around.roots)
        return curricula, named(curricula, text)
    if not file.is_file():
        raise InputError("bad-argument", f"there's no file {file}", remedy="curriculum/concept/question, or FILE:LINE")
    (home,) = meant_by(file)
    curricula = load(home, around.roots)
    name = curricula.models[-1].id
    return curricula, at_line(
        curricula, name, file, int(place["line"]), file.read_text("utf-8", errors="replace").split("\n")
    )


def _variants(curricula: Curricula, ref: str, first: int, count: int) -> Sequence[Variant]:
    """Different variants from that number on, as far as there are any."""
    from tutor.curriculum.variants import draw

    found: dict[object, Variant] = {}
    for n in range(first, first + (10 * count if curricula.question(ref).parametric else min(count, 1))):
        if len(found) == count:
            break
        variant = draw(curricula, ref, n)
        found.setdefault(tuple(variant.values.items()), variant)
    return list(found.values())


# -- as text ----------------------------------------------------------------------------------------------------------


def _lines(
    curricula: Curricula, tree: Sequence[Specimen], variants: Sequence[Variant], writer: Writer
) -> Iterator[str]:
    for number, one in enumerate(tree):
        indent = " " * (STEP * one.depth)
        narrow = replace(writer, width=max(40, writer.width - len(indent)))
        for line in "\n".join(_specimen(curricula, one, narrow)).split("\n"):
            yield (indent + line).rstrip()
        if number == 0 and len(tree) > 1:
            yield ""
            yield f"Its steps ({len(tree) - 1}):"
    yield from _variant_lines(curricula, tree[0], variants, writer)


def _specimen(curricula: Curricula, one: Specimen, writer: Writer) -> Iterator[str]:
    from tutor.plain.words import lines

    at = curricula.where(one.node.ref)
    yield ""
    name = one.node.ref.rpartition("/")[2] if one.depth and one.node.parent else one.node.ref
    file = "line " if one.depth and one.node.parent else f"{_near(at.file)}:"
    yield f"== {name}" + (f"  ({file}{at.line})" if at.file else "")
    yield "   " + ", ".join(_facts(curricula, one))
    yield from lines(replace(one.view, feedback=()), writer)
    yield ""
    yield from _behind(one, writer)


def _facts(curricula: Curricula, one: Specimen) -> Iterator[str]:
    node, kind = one.node, one.variant.kind
    kind_of = curricula.concept(node.concept).concept.kind
    yield "step" if one.depth else f"{node.role or 'step'} of {'an' if kind_of[0] in 'ae' else 'a'} {kind_of}"
    yield kind
    if kind not in ("predict", "own-words"):
        yield f"difficulty {node.question.difficulty:+g}: who is prepared gets it {one.prepared:.0%} of the time"
    yield f"variant {one.variant.n}" if node.parametric else "always the same numbers"


def _behind(one: Specimen, writer: Writer) -> Iterator[str]:
    """What no learner sees before they answer."""
    variant, question = one.variant, one.node.question
    if variant.key is not None:
        yield from _entry("key", _written(variant, variant.key), writer)
    if variant.reveal:
        yield from _entry("reveals", f"the exhibit {variant.reveal}", writer)
    for point in variant.rubric:
        yield from _entry(
            "rubric", point.point + (f" (else asks {_brief(one, point.question)})" if point.question else ""), writer
        )
    for mistake in variant.mistakes:
        yield from _entry("mistake", _mistake(one, mistake), writer)
    for hint in variant.hints:
        yield from _entry("hint", hint, writer)
    if variant.solution:
        yield from _entry("solution", variant.solution, writer)
    if variant.shows:
        yield from _entry("shows", variant.shows, writer)
    if one.node.uses:
        yield from _entry("uses", ", ".join(one.node.uses), writer)
    if one.node.again:
        yield from _entry("again", ", ".join(one.node.again), writer)
    for text, verdict in variant.tests:
        yield from _entry("test", f"{_literally(text)}: {verdict}", writer)
    if not question.mistakes and variant.kind not in ("predict", "own-words"):
        yield from _entry("mistake", "none is foreseen", writer)


def _mistake(one: Specimen, mistake: BoundMistake) -> str:
    idea = f" [{mistake.misconception.partition('#')[2]}]" if mistake.misconception else ""
    after = [f"“{mistake.ask.strip()}”"] if mistake.ask else []
    after += [f"asks {_brief(one, mistake.goto)} first"] if mistake.goto else []
    return f"{_written(one.variant, mistake.value)}{idea} → {', then '.join(after)}"


def _brief(one: Specimen, ref: str) -> str:
    """A question's id, or its reference where it belongs to another concept."""
    return ref.rpartition("/")[2] if ref.startswith(f"{one.node.concept}/") else ref


def _written(variant: Variant, value: Key) -> str:
    """A key or a mistake as Markdown: options' texts are some already, what is typed isn't."""
    from tutor.bench.specimen import spelled

    text = spelled(variant, value)
    return text if variant.options else _literally(text)


def _literally(text: str) -> str:
    """Markdown that shows the text as it is."""
    return f"`{text}`" if text and "`" not in text else text


def _entry(name: str, text: str, writer: Writer) -> Iterator[str]:
    """A label, and the text beside it."""
    margin = 13
    first, *rest = writer.markdown(text, margin).split("\n") or [""]
    yield f"   {name:<10}{first[margin:]}"
    yield from rest


def _variant_lines(curricula: Curricula, top: Specimen, variants: Sequence[Variant], writer: Writer) -> Iterator[str]:
    from tutor.bench.specimen import drawn
    from tutor.curriculum.variants import count

    if not variants or not top.node.parametric:
        return
    there = count(curricula, top.node.ref, COUNTED)
    yield ""
    yield f"Variants ({there} different ones in the first {COUNTED}):"
    for variant in variants:
        values = ", ".join(f"{name} = {value}" for name, value in drawn(variant).items())
        key = f"{_written(variant, variant.key)} with " if variant.key is not None else ""
        yield from _entry(f"{variant.n}", key + _literally(values), writer)


def _near(file: str) -> str:
    from tutor.notation.untrusted import clean

    path, here = Path(file).resolve(), Path.cwd().resolve()
    return clean(str(path.relative_to(here)) if path.is_relative_to(here) else file, newlines=False)


# -- as JSON ----------------------------------------------------------------------------------------------------------


def _json(curricula: Curricula, tree: Sequence[Specimen], variants: Sequence[Variant]) -> dict[str, object]:
    from tutor.bench.specimen import drawn, spelled

    top = tree[0]
    at = curricula.where(top.node.ref)
    return {
        "ref": top.node.ref,
        "file": at.file or None,
        "line": at.line or None,
        "concept": top.node.concept,
        "parametric": top.node.parametric,
        "variants": [
            {"n": one.n, "values": drawn(one), "key": spelled(one, one.key) or None, "ask": one.ask} for one in variants
        ],
        "tree": [_specimen_json(one) for one in tree],
    }


def _specimen_json(one: Specimen) -> dict[str, object]:
    from tutor.bench.specimen import drawn, spelled
    from tutor.session.codec import to_plain

    variant = one.variant
    return {
        "ref": one.node.ref,
        "depth": one.depth,
        "role": one.node.role,
        "difficulty": one.node.question.difficulty,
        "prepared": round(one.prepared, 4) if variant.key is not None else None,
        "question": to_plain(one.view.question),
        "exhibits": to_plain(one.view.exhibits),
        "n": variant.n,
        "values": drawn(variant),
        "key": one.key or None,
        "mistakes": [
            {
                "value": spelled(variant, mistake.value),
                "ask": mistake.ask,
                "goto": mistake.goto,
                "misconception": mistake.misconception,
            }
            for mistake in variant.mistakes
        ],
        "hints": list(variant.hints),
        "solution": variant.solution,
        "shows": variant.shows,
        "rubric": to_plain(variant.rubric),
        "uses": list(one.node.uses),
    }


# -- in the study screen ----------------------------------------------------------------------------------------------


def _study(around: Surroundings, curricula: Curricula, ref: str, seed: int) -> None:
    """The study screen over a journal in memory that ends at the question."""
    import sys

    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise InputError("bad-argument", "the study screen needs a terminal", remedy="leave --tui out")
    from tutor.tui.app import StudyApp

    concept = curricula.question(ref).concept
    name = concept.partition("/")[0]

    async def opened() -> Opened:
        return await rehearsed(curricula, ref, seed)

    StudyApp(opened, around.settings, curriculum=name, goal=concept).run()


async def rehearsed(curricula: Curricula, ref: str, n: int) -> Opened:
    """A desk whose only session stands at the question, and forgets everything when it's closed."""
    import os
    import random

    from tutor.grading.worker import WorkerSettler
    from tutor.session.desk import Desk
    from tutor.session.events import Event
    from tutor.session.ids import digest
    from tutor.session.rehearsal import facts, world_of
    from tutor.store.files import SystemClock
    from tutor.store.memory import MemoryDrafts, MemoryJournal, MemoryPins
    from tutor.tui.app import Opened

    journal, pins, clock, settler = MemoryJournal(), MemoryPins(), SystemClock(), WorkerSettler()
    desk = Desk(journal, pins, clock, lambda _: curricula, random.Random(os.urandom(16)), settler)
    learner, session, action, at = desk.new_id(), desk.new_id(), desk.new_id(), clock.now()
    bodies = facts(world_of(curricula, ref), ref, n, seed=n)
    events = [Event(learner, seq, session, action, at, body) for seq, body in enumerate(bodies, 1)]
    await pins.keep(curricula.hash, curricula.to_json)
    await journal.append(learner, 0, action, digest(ref), events)

    async def shelf() -> Sequence[ShelfEntry]:
        return (_on_the_shelf(curricula, ref),)

    return Opened(desk, learner, MemoryDrafts(), shelf, settler.close)


def _on_the_shelf(curricula: Curricula, ref: str) -> ShelfEntry:
    """What Home shows after the question was left: its concept alone."""
    from tutor.chain.outlook import Outlook
    from tutor.chain.path import minutes
    from tutor.session.rehearsal import world_of
    from tutor.session.summary import before
    from tutor.tui.app import Goal, ShelfEntry

    concept, world = curricula.question(ref).concept, world_of(curricula, ref)
    name = concept.partition("/")[0]
    title = next(model.title for model in curricula.models if model.id == name)
    expected = minutes(Outlook(curricula, world.graph, world.estimate), concept)
    return ShelfEntry(name, title, (Goal(concept, before(curricula, concept), expected),))
