"""`tutor stats`: what a curriculum covers, concept by concept, and where an author would look next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import click

from tutor.commands.options import Said, everywhere, print_json

if TYPE_CHECKING:
    from tutor.bench.coverage import Coverage
    from tutor.bench.weak_spots import WeakSpot
    from tutor.curriculum.curricula import Curricula

NAMED: Final = 4  # places of each kind that are named without --all
WIDEST_ID: Final = 23
ROLES: Final = {"own-words": "o", "transfer": "t", "limits": "l"}
COLUMNS: Final = (
    ("kin", "kind: axi(om) def(inition) exp(eriment) res(ult) mod(el) cla(im) ski(ll)"),
    ("  q", "questions, steps counted"),
    ("var", "of these, with numbers that vary"),
    ("not", "of these, not computed: predicted, chosen, ordered, refuted, said"),
    ("deep", "levels of the deepest tree of questions"),
    ("otl", "own words, transfer, limits, after the leap (. where one is missing)"),
    ("mis", "misconceptions, and how many of them two questions show"),
    ("wro", "wrong answers foreseen"),
    ("hin", "hints"),
    ("src", "sources"),
    ("exh", "exhibits"),
    (" read", "minutes to read its questions"),
    ("  min", "minutes expected of a newcomer, as `tutor path` reckons"),
)


@click.command("stats")
@click.argument("curriculum")
@click.option("--all", "everything", is_flag=True, help="Name every weak spot, not the first few of each kind.")
@everywhere
@click.pass_obj
def command(said: Said, curriculum: str, *, everything: bool) -> None:
    """What CURRICULUM covers: a line for each concept, totals, and where an author would look next.

    Steps count as questions. Reading is reckoned at 180 words a minute.
    """
    from tutor.bench.coverage import coverage
    from tutor.bench.weak_spots import weak_spots
    from tutor.commands.wiring import surroundings
    from tutor.curriculum.load import load

    curricula = load(curriculum, surroundings(said.options).roots)
    found = coverage(curricula, curriculum)
    spots = weak_spots(found)
    if said.as_json:
        print_json(_json(curricula, curriculum, found, spots))
        return
    for line in (*_table(found), "", *_totals(curricula, curriculum, found), "", *_spots(spots, everything=everything)):
        click.echo(line)


def _json(curricula: Curricula, name: str, found: Sequence[Coverage], spots: Sequence[WeakSpot]) -> dict[str, object]:
    from dataclasses import asdict

    from tutor.bench.coverage import WORDS_PER_MINUTE

    return {
        "curriculum": name,
        "concepts": len(found),
        "questions": sum(one.questions for one in found),
        "parametric": sum(one.parametric for one in found),
        "not_computed": sum(one.not_computed for one in found),
        "misconceptions": sum(len(one.misconceptions) for one in found),
        "exhibits": _exhibits(curricula, name),
        "mistakes": sum(one.mistakes for one in found),
        "hints": sum(one.hints for one in found),
        "sources": sum(one.sources for one in found),
        "kinds": _tally((one.kind, 1) for one in found),
        "answers": _tally(pair for one in found for pair in one.answers.items()),
        "words": sum(one.words for one in found),
        "words_per_minute": WORDS_PER_MINUTE,
        "reading_minutes": round(sum(one.words for one in found) / WORDS_PER_MINUTE, 1),
        "minutes": round(sum(one.minutes for one in found), 1),
        "weak_spots": [asdict(spot) for spot in spots],
        "coverage": [asdict(one) for one in found],
    }


def _exhibits(curricula: Curricula, name: str) -> int:
    return sum(1 for ref in curricula.exhibits if ref.partition("@")[0] == name)


def _tally(pairs: Iterator[tuple[str, int]]) -> dict[str, int]:
    """Sums by name, the largest first."""
    found: dict[str, int] = {}
    for name, number in pairs:
        found[name] = found.get(name, 0) + number
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def _table(found: Sequence[Coverage]) -> Iterator[str]:
    """Under 80 columns."""
    width = min(WIDEST_ID, max((len(one.ref.partition("/")[2]) for one in found), default=0))
    yield f"{'concept':<{width}} {' '.join(name for name, _ in COLUMNS)}"
    for one in found:
        name = one.ref.partition("/")[2]
        name = name if len(name) <= width else name[: width - 1] + "…"
        yield f"{name:<{width}} {' '.join(_cells(one))}".rstrip()
    yield ""
    for name, about in COLUMNS:
        yield f"  {name.strip():<4} {about}"


def _cells(one: Coverage) -> Iterator[str]:
    confirmed = sum(shown.questions > 1 for shown in one.misconceptions)
    yield one.kind[:3]
    yield f"{one.questions:>3}"
    yield _count(one.parametric, 3)
    yield _count(one.not_computed, 3)
    yield f"{one.depth:>4}"
    yield "".join(_role(one, role, letter) for role, letter in ROLES.items())
    yield f"{confirmed}/{len(one.misconceptions)}" if one.misconceptions else "  ·"
    yield _count(one.mistakes, 3)
    yield _count(one.hints, 3)
    yield _count(one.sources, 3)
    yield _count(one.exhibits, 3)
    yield f"{one.reading_minutes:>5.1f}"
    yield f"{one.minutes:>5.1f}"


def _role(one: Coverage, role: str, letter: str) -> str:
    if role in one.missing:
        return "."
    return letter if one.roles.get(role) or (role == "own-words" and one.answers.get(role)) else " "


def _count(number: int, width: int) -> str:
    return f"{number or '·':>{width}}"


def _totals(curricula: Curricula, name: str, found: Sequence[Coverage]) -> Iterator[str]:
    from tutor.bench.coverage import WORDS_PER_MINUTE

    questions = sum(one.questions for one in found) or 1
    kinds = ", ".join(f"{number} {kind}" for kind, number in _tally((one.kind, 1) for one in found).items())
    answers = ", ".join(
        f"{number} {kind}" for kind, number in _tally(pair for one in found for pair in one.answers.items()).items()
    )
    words = sum(one.words for one in found)
    yield f"{_many(len(found), 'concept')}: {kinds}"
    yield from _wrapped(f"{_many(questions, 'question')}: {answers}")
    yield (
        f"{_share(sum(one.parametric for one in found), questions)} with numbers that vary, "
        f"{_share(sum(one.not_computed for one in found), questions)} not computed"
    )
    yield from _wrapped(
        f"{_many(sum(len(one.misconceptions) for one in found), 'misconception')}, "
        f"{_many(sum(one.mistakes for one in found), 'wrong answer')} foreseen, {_many(sum(one.hints for one in found), 'hint')}, "
        f"{_many(_exhibits(curricula, name), 'exhibit')}, {_many(sum(one.sources for one in found), 'source')}"
    )
    yield (
        f"{words / WORDS_PER_MINUTE:.0f} minutes to read ({words} words, {WORDS_PER_MINUTE:.0f} a minute), "
        f"about {sum(one.minutes for one in found) / 60:.1f} hours to derive"
    )


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.0%})"


def _wrapped(text: str, first: str = "", rest: str = "  ") -> list[str]:
    import textwrap

    return textwrap.wrap(text, 79, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def _spots(spots: Sequence[WeakSpot], *, everything: bool) -> Iterator[str]:
    from tutor.bench.weak_spots import RULES

    if not spots:
        yield "Nothing stands out that an author would look at next."
        return
    margin = " " * 5
    yield "What an author would look at next:"
    for rule, (what, remedy) in RULES.items():
        places = [spot.ref.partition("/")[2] for spot in spots if spot.rule == rule]
        if places:
            shown = places if everything else places[:NAMED]
            more = f" and {len(places) - len(shown)} more (--all)" if len(shown) < len(places) else ""
            yield from _wrapped(f"{len(places):>3}  {what}", "", margin)
            yield from _wrapped(f"→ {remedy}", margin, margin)
            yield from _wrapped(", ".join(shown) + more, margin, margin)
