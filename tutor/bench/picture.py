"""What rests on what as a picture: SVG, the ground at the bottom, kinds by letter and colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from tutor.bench.foundations import LETTERS, Foundations, Placed
from tutor.bench.kind_colours import COLOURS
from tutor.bench.layered_layout import Layout, Sizes, layout
from tutor.curriculum.model import ConceptKind
from tutor.notation.box import text_width
from tutor.notation.untrusted import clean

NODE: Final = Sizes(node=164.0, edge=6.0, gap=14.0)
HEIGHT: Final = 46.0  # of a node: three lines
BETWEEN: Final = 44.0  # from layer to layer
MARGIN: Final = 28.0
HEAD: Final = 76.0  # title and legend
LINE: Final = 12.5
COLUMNS: Final = 21  # letters on a line of a node
LINES: Final = 3
BADGE: Final = 18.0
SPREAD: Final = 9.0  # between the ends of edges at a node


def svg(made: Foundations) -> str:
    """The whole file."""
    drawn = layout({ref: one.drawn for ref, one in made.concepts.items()}, NODE)
    kinds = [kind for kind in LETTERS if any(one.kind == kind for one in made.concepts.values())]
    width = max(drawn.width + 2 * MARGIN, 2 * MARGIN + 112.0 * len(kinds) + 170)
    height = HEAD + drawn.layers * (HEIGHT + BETWEEN) - BETWEEN + MARGIN
    left = (width - drawn.width) / 2
    top = made.concepts[made.goal].title if made.goal else made.title
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
            f'height="{height:.0f}" role="img" font-family="system-ui, \'DejaVu Sans\', sans-serif" font-size="11">',
            f"<title>{_text(f'What {top} rests on')}</title>",
            f"<desc>{len(made.concepts)} concepts; each rests on those below it that a line leads to.</desc>",
            '<rect width="100%" height="100%" fill="#ffffff"/>',
            f'<text x="{MARGIN:.0f}" y="30" font-size="17" font-weight="600" fill="#1c1e21">{_text(top)}</text>',
            *_legend(kinds, foreign=any(one.foreign for one in made.concepts.values())),
            f'<g transform="translate({left:.1f} {HEAD:.0f})">',
            *_edges(made, drawn),
            *(_node(one, drawn) for one in made.concepts.values()),
            "</g>",
            "</svg>",
            "",
        ]
    )


def _legend(kinds: Sequence[ConceptKind], *, foreign: bool) -> Iterator[str]:
    for i, kind in enumerate(kinds):
        fill, line = COLOURS[kind]
        x = MARGIN + 112.0 * i
        yield (
            f'<rect x="{x:.0f}" y="44" width="18" height="18" rx="3" fill="{line}"/>'
            f'<text x="{x + 9:.0f}" y="57" text-anchor="middle" font-weight="700" fill="{fill}">{LETTERS[kind]}</text>'
            f'<text x="{x + 25:.0f}" y="57" fill="#1c1e21">{kind}</text>'
        )
    if foreign:
        x = MARGIN + 112.0 * len(kinds)
        yield (
            f'<rect x="{x:.0f}" y="44" width="30" height="18" rx="3" fill="none" stroke="#50555c" stroke-dasharray="4 3"/>'
            f'<text x="{x + 37:.0f}" y="57" fill="#1c1e21">of another curriculum</text>'
        )


def _y(layer: int, layers: int) -> float:
    """The top of a layer's nodes; the lowest layer is at the bottom."""
    return (layers - 1 - layer) * (HEIGHT + BETWEEN)


def _edges(made: Foundations, drawn: Layout) -> Iterator[str]:
    starts = _ends(drawn, upper=False)
    ends = _ends(drawn, upper=True)
    for (below, node), places in drawn.edges.items():
        low = drawn.layer[below]
        xs = [places[0] + starts[below, node], *places[1:-1], places[-1] + ends[below, node]]
        y = _y(low, drawn.layers)
        path = [f"M{xs[0]:.1f} {y:.1f}"]
        for i, x in enumerate(xs[1:], 1):
            to = _y(low + i, drawn.layers) + HEIGHT  # the lower side of the next layer
            middle = (y + to) / 2
            path.append(f"C{xs[i - 1]:.1f} {middle:.1f} {x:.1f} {middle:.1f} {x:.1f} {to:.1f}")
            if i < len(xs) - 1:  # past that layer
                y = to - HEIGHT
                path.append(f"V{y:.1f}")
        title = _text(f"{made.concepts[node].name} rests on {made.concepts[below].name}")
        colour = COLOURS[made.concepts[below].kind][1]
        yield (
            f'<path d="{"".join(path)}" fill="none" stroke="{colour}" stroke-opacity="0.55" stroke-width="1.3">'
            f"<title>{title}</title></path>"
        )


def _ends(drawn: Layout, *, upper: bool) -> dict[tuple[str, str], float]:
    """How far from a node's middle each edge meets it: side by side, in the order of where they come from."""
    at: dict[str, list[tuple[float, tuple[str, str]]]] = {}
    for edge, places in drawn.edges.items():
        at.setdefault(edge[upper], []).append((places[-2 if upper else 1], edge))
    found = {}
    for meeting in at.values():
        step = min(SPREAD, (NODE.node - 24) / max(1, len(meeting)))
        for i, (_, edge) in enumerate(sorted(meeting)):
            found[edge] = (i - (len(meeting) - 1) / 2) * step
    return found


def _node(one: Placed, drawn: Layout) -> str:
    fill, line = COLOURS[one.kind]
    x, y = drawn.x[one.ref] - NODE.node / 2, _y(drawn.layer[one.ref], drawn.layers)
    lines = _lines(f"{one.title} ({one.ref.partition('/')[0]})" if one.foreign else one.title)
    first = HEIGHT / 2 - (len(lines) - 1) * LINE / 2 + 4
    middle = BADGE + (NODE.node - BADGE) / 2
    texts = "".join(
        f'<text x="{middle:.1f}" y="{first + i * LINE:.1f}" text-anchor="middle" fill="#1c1e21">{_text(text)}</text>'
        for i, text in enumerate(lines)
    )
    dash = ' stroke-dasharray="4 3"' if one.foreign else ""
    return (
        f'<g id={quoteattr(one.ref)} transform="translate({x:.1f} {y:.1f})"><title>{_text(f"{one.ref}: {one.title}")}</title>'
        f'<rect width="{NODE.node:.0f}" height="{HEIGHT:.0f}" rx="6" fill="{fill}" stroke="{line}" stroke-width="1.2"{dash}/>'
        f'<path d="M{BADGE:.0f} 0H6a6 6 0 0 0-6 6V{HEIGHT - 6:.0f}a6 6 0 0 0 6 6H{BADGE:.0f}Z" fill="{line}"/>'
        f'<text x="{BADGE / 2:.1f}" y="{HEIGHT / 2 + 4:.1f}" text-anchor="middle" font-weight="700" fill="{fill}">'
        f"{one.letter}</text>{texts}</g>"
    )


def _lines(text: str) -> list[str]:
    """The text on a few short lines; what is too long ends in an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(lines[-1]) + 1 + text_width(word) <= COLUMNS:
            lines[-1] += " " + word
        else:
            lines.append(word if text_width(word) <= COLUMNS else _cut(word))
    if len(lines) > LINES:
        lines[LINES - 1 :] = [
            _cut(lines[LINES - 1] + "…" if text_width(lines[LINES - 1]) < COLUMNS else lines[LINES - 1])
        ]
        lines[-1] = lines[-1] if lines[-1].endswith("…") else lines[-1][:-1] + "…"
    return lines


def _cut(word: str) -> str:
    while text_width(word) > COLUMNS:
        word = word.rstrip("…")[:-1] + "…"
    return word


def _text(text: str) -> str:
    return escape(clean(text, newlines=False))
