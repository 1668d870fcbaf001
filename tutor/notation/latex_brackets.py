"""Finds which brackets of a row belong together, so that they can grow with what they hold and lines never
break inside.

LaTeX leaves plain brackets at one size; in a terminal a one-row bracket beside a tall matrix reads as part of
one row of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tutor.notation import delimiters
from tutor.notation.latex_tree import Fence, Node, Row, Scripts, Symbol

_MOST: Final = 12
"""Brackets within brackets that are paired; deeper ones stay as they are."""

_BARS: Final = frozenset({"|", "‖"})


@dataclass(slots=True)
class _Open:
    glyph: str
    symbol: Symbol | None
    items: list[Node] = field(default_factory=list)


def paired(items: Sequence[Node]) -> tuple[Node, ...]:
    """The items with each pair of brackets and the row between them made one fence; what has no partner
    stays.
    """
    if not any(_closes(item) or _bar(item) for item in items):
        return tuple(items)
    levels = [_Open("", None)]
    for item in items:
        if isinstance(item, Symbol) and item.kind == "open" and item.glyph in delimiters.KNOWN and len(levels) <= _MOST:
            levels.append(_Open(item.glyph, item))
        elif (closing := _closes(item)) and len(levels) > 1:
            inner = levels.pop()
            fence = Fence(inner.glyph, closing, Row(_with_bars(inner.items)))
            levels[-1].items.append(_rebased(item, fence))
        else:
            levels[-1].items.append(item)
    while len(levels) > 1:
        inner = levels.pop()
        if inner.symbol is not None:
            levels[-1].items.append(inner.symbol)
        levels[-1].items.extend(inner.items)
    return tuple(_with_bars(levels[0].items))


def _core(item: Node) -> Node:
    return item.base if isinstance(item, Scripts) else item


def _rebased(item: Node, base: Node) -> Node:
    """The item, if it carries scripts, with them on the fence instead of on its closing bracket."""
    return Scripts(base, item.below, item.above) if isinstance(item, Scripts) else base


def _closes(item: Node) -> str:
    core = _core(item)
    if isinstance(core, Symbol) and core.kind == "close" and core.glyph in delimiters.KNOWN:
        return core.glyph
    return ""


def _bar(item: Node) -> str:
    core = _core(item)
    return core.glyph if isinstance(core, Symbol) and core.kind == "ord" and core.glyph in _BARS else ""


def _with_bars(items: list[Node]) -> tuple[Node, ...]:
    """Absolute values and norms paired; bars that can't be are relations ("such that", "given")."""
    if not any(_bar(item) for item in items):
        return tuple(items)
    marks = _doubled(items)
    levels: list[_Open] = [_Open("", None)]
    for item in marks:
        glyph = _bar(item)
        if glyph and len(levels) > 1 and levels[-1].glyph == glyph and levels[-1].items:
            inner = levels.pop()
            levels[-1].items.append(_rebased(item, Fence(glyph, glyph, Row(tuple(inner.items)))))
        elif glyph and not isinstance(item, Scripts) and len(levels) <= _MOST:
            levels.append(_Open(glyph, None))
        else:
            levels[-1].items.append(item)
    if len(levels) == 1:
        return tuple(levels[0].items)
    return tuple(_relation(item) for item in items)


def _doubled(items: list[Node]) -> list[Node]:
    """`||v||` typed with single bars as a norm."""
    merged: list[Node] = []
    open_bars = 0
    at = 0
    while at < len(items):
        item = items[at]
        double = _bar(item) == "|" and isinstance(item, Symbol) and at + 1 < len(items) and _bar(items[at + 1]) == "|"
        if double and open_bars != 1:
            norm = Symbol("‖", "||", "norm bar")
            merged.append(_rebased(items[at + 1], norm))
            open_bars = 0 if open_bars == 2 else 2
            at += 2
            continue
        if _bar(item) == "|":
            open_bars = 0 if open_bars == 1 else 1
        merged.append(item)
        at += 1
    return merged


def _relation(item: Node) -> Node:
    """A lone bar separates: P(A | B), {x | x > 0}; one with scripts stands for "evaluated at" and stays."""
    if isinstance(item, Symbol) and _bar(item):
        return Symbol(item.glyph, item.plain, "given" if item.glyph == "|" else item.words, "rel")
    return item
