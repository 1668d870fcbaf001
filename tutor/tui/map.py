"""The map: every idea on the way with where it stands and why, as a list or in layers; Enter studies the marked one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.errors import TutorError
from tutor.notation.box import text_width
from tutor.tui.prose import Prose, plain_text

if TYPE_CHECKING:
    from tutor.session.atlas import Atlas, Place
    from tutor.tui.app import StudyApp

SIGNS: Final = {"yours": "●", "faded": "◑", "begun": "◐", "taken": "◌", "ready": "○", "ahead": "·"}
PLAIN_SIGNS: Final = {"yours": "#", "faded": "%", "begun": "+", "taken": "?", "ready": "o", "ahead": "."}
WORDS: Final = {
    "yours": "yours", "faded": "due for a look", "begun": "begun", "taken": "taken as known", "ready": "ready",
    "ahead": "ahead",
}  # fmt: skip
STYLES: Final = {"yours": "bold", "faded": "bold", "begun": "", "taken": "dim", "ready": "", "ahead": "dim"}
BARS: Final = "▁▂▃▄▅▆▇█"
CELL: Final = 26  # columns of an idea in layers
NARROW: Final = 100  # columns below which the words about an idea stand under the map


class Layers(Widget, can_focus=True):
    """Ideas in rows, the ground at the bottom; arrows move the mark. What the marked one rests on has a ▾, what it opens a ▴."""

    DEFAULT_CSS = "Layers { height: auto; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "across(-1)", show=False),
        Binding("right", "across(1)", show=False),
        Binding("up", "along(1)", show=False),
        Binding("down", "along(-1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    class Marked(Message):
        """Another idea is marked."""

        def __init__(self, concept: str) -> None:
            super().__init__()
            self.concept = concept

    class Chosen(Marked):
        """Enter was pressed on it."""

    def __init__(self) -> None:
        super().__init__(id="layers")
        self.places: tuple[Place, ...] = ()
        self.mark = ""
        self.signs: dict[str, str] = SIGNS

    def show(self, places: tuple[Place, ...], mark: str, signs: dict[str, str]) -> None:
        """These ideas, one of them marked."""
        self.places, self.mark, self.signs = places, mark, signs
        self.refresh(layout=True)

    def rows(self, width: int) -> list[tuple[int, list[Place]]]:
        """Rows from the top down, each with its layer; a layer that is wider than the screen takes several."""
        across = max(1, (width - 4) // CELL)
        found: list[tuple[int, list[Place]]] = []
        for layer in sorted({place.layer for place in self.places}, reverse=True):
            own = [place for place in self.places if place.layer == layer]
            found += [(layer, own[start : start + across]) for start in range(0, len(own), across)]
        return found

    def row_of(self, concept: str) -> int:
        """The row in which an idea stands, from 0 at the top; 0 for one that isn't there."""
        rows = self.rows(self.content_size.width)
        return next((i for i, (_, row) in enumerate(rows) if any(place.concept == concept for place in row)), 0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """A line a row."""
        return max(1, len(self.rows(width)))

    def render(self) -> Text:
        """The rows, in signs and words."""
        marked = next((place for place in self.places if place.concept == self.mark), None)
        text = Text(no_wrap=True, end="")
        above = None
        for number, (layer, row) in enumerate(self.rows(self.content_size.width)):
            text.append("\n" if number else "")
            text.append(f"{layer:>2} " if layer != above else "   ", "dim")
            above = layer
            for place in row:
                text.append_text(self._cell(place, marked))
        return text

    def _cell(self, place: Place, marked: Place | None) -> Text:
        edge = " "
        if marked is not None:
            edge = "▾" if place.concept in marked.rests_on else "▴" if place.concept in marked.opens else " "
        title = _cut(plain_text(place.title).plain, CELL - 5)
        here = place.concept == self.mark
        label = f"{edge}{'[' if here else ' '}{self.signs[place.standing]} {title}{']' if here else ' '}"
        style = "reverse" if here else STYLES[place.standing]
        return Text(label + " " * max(0, CELL - text_width(label)), style, end="")

    def action_across(self, by: int) -> None:
        """Along the layers' ideas, from one row to the next."""
        order = [place.concept for _, row in self.rows(self.content_size.width) for place in row]
        if self.mark in order:
            self._to(order[max(0, min(len(order) - 1, order.index(self.mark) + by))])

    def action_along(self, by: int) -> None:
        """A row up (1) or down (-1), to the idea nearest to this column."""
        rows = [row for _, row in self.rows(self.content_size.width)]
        at = next(
            ((i, j) for i, row in enumerate(rows) for j, place in enumerate(row) if place.concept == self.mark), None
        )
        if at is not None and 0 <= at[0] - by < len(rows):
            row = rows[at[0] - by]
            self._to(row[min(at[1], len(row) - 1)].concept)

    def action_choose(self) -> None:
        """Study the marked one."""
        self.post_message(self.Chosen(self.mark))

    def _to(self, concept: str) -> None:
        self.mark = concept
        self.refresh()
        self.post_message(self.Marked(concept))


class MapScreen(Screen[str | None]):
    """Closes with the idea to study, or None. `goal`: only the way to it."""

    AUTO_FOCUS: ClassVar[str | None] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back"),
        Binding("g", "turn", "Layers"),
        Binding("p", "numbers", "Numbers"),
    ]

    def __init__(self, curriculum: str, goal: str | None = None, *, may_study: bool = True) -> None:
        super().__init__()
        self._curriculum, self._goal, self._may_study = curriculum, goal, may_study
        self._atlas: Atlas | None = None
        self._mark = ""
        self._in_layers = False
        self._numbers = False

    def compose(self) -> ComposeResult:
        """The frame; the map comes when it's read."""
        yield Static(Text("one moment …"), id="map-head", markup=False)
        with Horizontal(id="map"):
            yield OptionList(id="places", markup=False)
            with VerticalScroll(id="layer-scroll", can_focus=False):
                yield Layers()
            with VerticalScroll(id="about", can_focus=False):
                yield Prose(id="about-text")
        enter = "Enter  study this    " if self._may_study else ""
        keys = f"{enter}↑ ↓  look around    g  layers    p  numbers    Esc  back"
        yield Static(Text(keys), id="home-keys", markup=False)

    @property
    def _study(self) -> StudyApp:
        from tutor.tui.app import study_app

        return study_app(self.app)

    def on_mount(self) -> None:
        """Read the map once the frame stands."""
        self._lay_out()
        self.call_after_refresh(lambda: self.run_worker(self._fill(), exclusive=True))

    def on_resize(self) -> None:
        """Words beside the map, or under it."""
        self._lay_out()

    def _lay_out(self) -> None:
        self.query_one("#map").set_class(self.size.width < NARROW, "narrow")
        self.query_one("#places").display = not self._in_layers
        self.query_one("#layer-scroll").display = self._in_layers

    async def _fill(self) -> None:
        try:
            opened = await self._study.open()
            found = await opened.desk.atlas(opened.learner, self._curriculum, self._goal)
        except TutorError as error:
            self.query_one("#map-head", Static).update(plain_text(f"{error.what} ({error.remedy})"))
            return
        self._atlas = found
        self.query_one("#map-head", Static).update(head(found, self._signs))
        listing = self.query_one("#places", OptionList)
        listing.add_options([Option(_line(place, self._signs)) for place in found.places])
        first = next((i for i, place in enumerate(found.places) if place.standing in ("ready", "begun", "faded")), 0)
        if found.places:
            self._mark = found.places[first].concept
            listing.highlighted = first
            listing.focus()
            self.query_one(Layers).show(found.places, self._mark, self._signs)
            self._tell()

    @property
    def _signs(self) -> dict[str, str]:
        return PLAIN_SIGNS if Prose.mathematics == "ascii" else SIGNS

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what is known of the idea."""
        if self._atlas is not None and not self._in_layers:
            self._mark = self._atlas.places[event.option_index].concept
            self._tell()

    def on_layers_marked(self, event: Layers.Marked) -> None:
        """The same in layers."""
        self._mark = event.concept
        layers = self.query_one(Layers)
        row = layers.row_of(self._mark)
        scroll = self.query_one("#layer-scroll", VerticalScroll)
        if not scroll.scroll_y <= row < scroll.scroll_y + scroll.size.height:
            scroll.scroll_to(y=max(0, row - scroll.size.height // 2), animate=False)
        self._tell()

    def on_layers_chosen(self, event: Layers.Chosen) -> None:
        """Enter in layers."""
        event.stop()
        self._choose()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter in the list."""
        event.stop()
        self._choose()

    def _choose(self) -> None:
        if self._may_study and self._mark:
            self.dismiss(self._mark)

    def action_turn(self) -> None:
        """From the list to the layers and back, with the mark kept."""
        if self._atlas is None or not self._atlas.places:
            return
        self._in_layers = not self._in_layers
        self._lay_out()
        if self._in_layers:
            layers = self.query_one(Layers)
            layers.show(self._atlas.places, self._mark, self._signs)
            layers.focus()
            self.call_after_refresh(lambda: layers.post_message(Layers.Marked(self._mark)))
        else:
            listing = self.query_one("#places", OptionList)
            listing.highlighted = [place.concept for place in self._atlas.places].index(self._mark)
            listing.focus()

    def action_numbers(self) -> None:
        """Probabilities, for whoever asks for them."""
        self._numbers = not self._numbers
        self._tell()

    def action_leave(self) -> None:
        """Back."""
        self.dismiss(None)

    def _tell(self) -> None:
        if self._atlas is not None:
            self.query_one("#about-text", Prose).show(about(self._atlas, self._mark, numbers=self._numbers))


def head(found: Atlas, signs: dict[str, str]) -> Text:
    """How many ideas stand how, with what their signs are, and how what was shown grew."""
    counts = found.counts()
    said = "   ".join(f"{signs[name]} {counts[name]} {WORDS[name]}" for name in SIGNS if name in counts)
    grown = growth([day.shown for day in found.days])
    text = Text(said, end="", no_wrap=True)
    if len(found.days) > 1 and signs is SIGNS:
        text.append(f"   {grown} {found.days[-1].shown} shown in {len(found.days)} days", "dim")
    return text


def growth(values: list[int]) -> str:
    """A bar for each value, as high as its share of the last."""
    top = max(values, default=0)
    return "".join(BARS[min(len(BARS) - 1, value * len(BARS) // (top + 1))] for value in values)


def about(found: Atlas, concept: str, *, numbers: bool) -> str:
    """What the map says of an idea, as Markdown."""
    by_ref = {place.concept: place for place in found.places}
    place = by_ref.get(concept)
    if place is None:
        return ""
    lines = [f"**{place.title}**", "", place.reason]
    tally = place.believed.tally
    answered = [
        (tally.unaided, "right without help"), (tally.assisted, "right with help"), (tally.wrong, "not right"),
        (tally.told, "shown"),
    ]  # fmt: skip
    if any(count for count, _ in answered):
        lines += ["", "So far: " + ", ".join(f"{count} {words}" for count, words in answered if count) + "."]
    for heading, refs in (("It rests on", place.rests_on), ("It opens", place.opens)):
        if refs:
            lines += ["", f"{heading}:", ""]
            lines += [f"- {by_ref[ref].title} ({WORDS[by_ref[ref].standing]})" for ref in refs]
    if numbers:
        lines += ["", f"Known with a chance of {place.believed.p_known:.0%}."]
        if place.believed.retrievability is not None:
            lines += [f"Recalled today with a chance of {place.believed.retrievability:.0%}."]
    return "\n".join(lines)


def _line(place: Place, signs: dict[str, str]) -> Text:
    return Text(f"{signs[place.standing]} ", end="", no_wrap=True) + plain_text(place.title, STYLES[place.standing])


def _cut(text: str, width: int) -> str:
    """The text, or as much of it as fits, with an ellipsis."""
    if text_width(text) <= width:
        return text
    while text and text_width(text) >= width:
        text = text[:-1]
    return text.rstrip() + "…"
