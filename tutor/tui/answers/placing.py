"""Placing a number on a line, or a point or vector in a plane, by keys and mouse."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar, Final, Literal

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.geometry import Region, Size
from textual.widget import Widget

from tutor.session.view import Placing, PublicQuestion
from tutor.tui.answers.places import is_place, nearest, number_text, numbers_of, pair_text
from tutor.tui.answers.writing import AnswerWidget
from tutor.tui.prose import plain_text

_SHORT: Final = 4  # characters of a name that fits at an axis
_STEPS: Final = {"cell_left": (-1, 0), "cell_right": (1, 0), "cell_up": (0, 1), "cell_down": (0, -1)}
_UNICODE: Final = {"across": "─", "up": "│", "origin": "┼", "tick": "┼", "part": "┴", "dot": "·", "point": "●"}
_ASCII: Final = {"across": "-", "up": "|", "origin": "+", "tick": "|", "part": "+", "dot": ".", "point": "O"}


class Placed(AnswerWidget):
    """A point, once it is placed (`at`), on one axis or two."""

    stays: ClassVar[bool] = True
    anew: ClassVar[bool] = True
    axes: ClassVar[int] = 1

    def __init__(self, question: PublicQuestion, moves: Mapping[str, str], *, plain: bool = False) -> None:
        super().__init__(question, moves, plain=plain)
        self.placing = question.place or Placing(-5, 5)
        self.at: tuple[Fraction, ...] | None = None
        self.glyphs = _ASCII if plain else _UNICODE

    @property
    def text(self) -> str:
        """The number or the pair; empty until it's placed."""
        if self.at is None:
            return ""
        return number_text(self.at[0]) if self.axes == 1 else pair_text(self.at[0], self.at[1])

    def take(self, text: str) -> bool:
        """The place that a text names."""
        if not text.strip():
            self.at = None
        else:
            found = numbers_of(text, self.axes)
            if found is None or not all(is_place(one, self.placing) for one in found):
                return False
            self.at = found
        self.refresh()
        return True

    @property
    def how(self) -> str:
        """Arrows and mouse."""
        arrows = "← →" if self.axes == 1 else "← → ↑ ↓"
        return f"{self.text or 'not placed yet'} · {arrows} or a click place it · Enter sends"

    def move(self, name: str) -> None:
        """A step, or the answer; the first step puts the point at nought, or next to it."""
        if name == "send":
            self.send()
            return
        if self.at is None:
            self.put(tuple(nearest(Fraction(0), self.placing) for _ in range(self.axes)))
            return
        step = Fraction(1, self.placing.parts)
        self.put(tuple(one + step * by for one, by in zip(self.at, _STEPS[name], strict=False)))

    def put(self, place: tuple[Fraction, ...]) -> None:
        """The point to the nearest place."""
        self.at = tuple(nearest(one, self.placing) for one in place)
        self.changed()

    @property
    def steps(self) -> int:
        """From one end to the other."""
        return max(1, (self.placing.high - self.placing.low) * self.placing.parts)

    def value(self, step: int) -> Fraction:
        """What stands there."""
        return self.placing.low + Fraction(step, self.placing.parts)

    def numbered(self, gap: int) -> frozenset[Fraction]:
        """The whole numbers that get a label, where a step takes so many columns: as many as leave a space between them."""
        low, high = self.placing.low, self.placing.high
        longest = max(len(str(low)), len(str(high))) + 1
        stride = next((one for one in (1, 2, 5, 10) if one * self.placing.parts * gap >= longest), 20)
        return frozenset(Fraction(one) for one in range(low, high + 1) if one % stride == 0)


class NumberLine(Placed):
    """Ticks at all places, longer apart where there's room; the numbers under them."""

    DEFAULT_CSS = "NumberLine { height: 2; width: 1fr; }"

    def _gap(self) -> int:
        return max(1, min(8, (max(20, self.size.width) - 8) // self.steps))

    def render(self) -> Text:
        """The line with its point, and the numbers that fit."""
        gap, left = self._gap(), 3
        line, labels = [" "] * left, [" "] * (left + gap * self.steps + 6)
        numbered = self.numbered(gap)
        for step in range(self.steps + 1):
            value, column = self.value(step), left + gap * step
            here = self.at is not None and self.at[0] == value
            line.append(self.glyphs["point" if here else "tick" if value.denominator == 1 else "part"])
            line += [self.glyphs["across"]] * (gap - 1) if step < self.steps else []
            label = str(value)
            start = column - len(label) // 2
            if value in numbered:
                labels[start : start + len(label)] = label
        text = Text("".join(line), no_wrap=True, end="")
        if self.at is not None:
            place = line.index(self.glyphs["point"])
            text.stylize("bold", place, place + 1)
        return text + Text("\n" + "".join(labels).rstrip())

    def on_click(self, event: events.Click) -> None:
        """The place under the mouse."""
        event.stop()
        self.focus()
        self.put((self.value(round((event.x - 3) / self._gap())),))


class Plane(Placed):
    """A lattice of dots between two axes, two columns and one row a step; numbers along the left and the bottom edge."""

    DEFAULT_CSS = "Plane { height: auto; width: auto; }"
    place: ClassVar[Literal["card", "foot", "beside"]] = "beside"
    axes: ClassVar[int] = 2

    def changed(self) -> None:
        """With the point in view, where the screen is too small for all of the plane."""
        super().changed()
        if self.at is not None and isinstance(self.parent, Widget):
            column, row = ((one - self.placing.low) * self.placing.parts for one in self.at)
            top = self.steps - int(row) + bool(self._names()[1])
            self.parent.scroll_to_region(Region(self._margin() + 2 * int(column), top, 1, 2), animate=False)

    def _margin(self) -> int:
        return max(len(str(self.placing.low)), len(str(self.placing.high))) + 1

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """Numbers, two columns a step, and a name at the end."""
        return self._margin() + 2 * self.steps + 1 + _SHORT + 1

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """A row a step, the numbers below, and a name above."""
        return self.steps + 2 + bool(self._names()[1])

    def _names(self) -> tuple[str, str]:
        names = [plain_text(name).plain for name in self.question.names]
        fits = len(names) == 2 and all(cell_len(name) <= _SHORT for name in names)
        return (names[0], names[1]) if fits else ("", "")

    def render(self) -> Text:
        """Rows from the top down."""
        across, up = self._names()
        margin, text = self._margin(), Text(no_wrap=True, end="")
        if up:
            zero = nearest(Fraction(0), self.placing)
            column = margin + 2 * int((zero - self.placing.low) * self.placing.parts)
            text.append(f"{' ' * max(0, column - cell_len(up) // 2)}{up}\n")
        for step in reversed(range(self.steps + 1)):
            y = self.value(step)
            label = str(y) if y.denominator == 1 else ""
            text.append(f"{label:>{margin - 1}} ", "dim")
            for place in range(self.steps + 1):
                x = self.value(place)
                text.append(*self._glyph(x, y))
                if place < self.steps:
                    text.append(self.glyphs["across"] if y == 0 else " ")
            text.append(f" {across}\n" if y == 0 and across else "\n")
        return text + Text(self._numbers(margin), "dim")

    def _glyph(self, x: Fraction, y: Fraction) -> tuple[str, str]:
        if self.at == (x, y):
            return self.glyphs["point"], "bold"
        if x == 0 and y == 0:
            return self.glyphs["origin"], ""
        if x == 0:
            return self.glyphs["up"], ""
        return (self.glyphs["across"], "") if y == 0 else (self.glyphs["dot"], "dim")

    def _numbers(self, margin: int) -> str:
        row, numbered = [" "] * (margin + 2 * self.steps + 4), self.numbered(2)
        for step in range(self.steps + 1):
            value, column = self.value(step), margin + 2 * step
            label = str(value)
            start = column - (len(label) - 1)
            if value in numbered:
                row[start : start + len(label)] = label
        return "".join(row).rstrip()

    def on_click(self, event: events.Click) -> None:
        """The place under the mouse."""
        event.stop()
        self.focus()
        column = round((event.x - self._margin()) / 2)
        row = self.steps - (event.y - bool(self._names()[1]))
        self.put((self.value(column), self.value(row)))
