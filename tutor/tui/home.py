"""Home: continue where you left, or choose a goal; nothing to decide for somebody new, Enter takes the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.errors import TutorError
from tutor.tui.prose import plain_text

if TYPE_CHECKING:
    from tutor.session.view import View
    from tutor.tui.app import Opened, StudyApp

GREETING = """First principles

You'll be asked, not told. Each question can be answered by thinking a
little, and each one builds on the last."""


LISTED: Final = {
    "up": "action_cursor_up",
    "down": "action_cursor_down",
    "enter": "action_select",
    "ctrl+j": "action_select",
}
# A terminal that isn't raw yet gives Enter as a line feed, which is Ctrl-J.


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of Home: a session to go on with, what is due for a look, or a goal to begin."""

    label: str
    note: str = ""
    session: str | None = None
    curriculum: str | None = None
    goal: str | None = None
    reviews: bool = False

    @property
    def heading(self) -> bool:
        """Only a heading: nothing to begin."""
        return self.session is None and self.curriculum is None and not self.reviews


class HomeScreen(Screen[None]):
    """The first screen."""

    AUTO_FOCUS: ClassVar[str | None] = ""  # the list takes the focus once there's something in it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.quit", "Quit"),
        Binding("q", "app.quit", "Quit", show=False),
        Binding("m", "map", "Map"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.choices: list[Choice] = []
        self._first = True
        self._marked = 0

    def compose(self) -> ComposeResult:
        """The frame; the list is filled after it stands."""
        with Vertical(id="home"):
            yield Static(Text(GREETING), id="greeting", markup=False)
            yield OptionList(id="choices", markup=False)
            yield Static(Text("one moment …"), id="home-note", markup=False)
        yield Static(Text("Enter  begin     ↑ ↓  choose     m  map     Esc  quit"), id="home-keys", markup=False)

    @property
    def study(self) -> StudyApp:
        """Our app."""
        from tutor.tui.app import study_app

        return study_app(self.app)

    def on_screen_resume(self) -> None:
        """Fill, or fill again after a session."""
        self.call_after_refresh(lambda: self.run_worker(self.fill(), group="home", exclusive=True))

    async def fill(self) -> None:
        """Read what is there, then show it."""
        try:
            opened = await self.study.open()
            choices = await self.gather(opened)
        except TutorError as error:
            self.say(f"{error.what}\n→ {error.remedy}")
            self.study.stop_waiting()
            return
        self.choices = choices
        listing = self.query_one("#choices", OptionList)
        listing.clear_options()
        listing.add_options([Option(_line(choice), disabled=choice.heading) for choice in choices])
        first = next((i for i, choice in enumerate(choices) if not choice.heading and not choice.reviews), None)
        if first is not None:
            listing.highlighted = first
            listing.focus()
        self.say(
            "Press Enter to begin with the first." if choices else "There are no curricula here: tutor doctor says why."
        )
        self.call_after_refresh(lambda: self.call_after_refresh(self.study.keep_this_frame))
        await self.go_at_once()
        early, self.study.early = self.study.early, []
        for key in early if self.app.screen is self else ():
            getattr(listing, LISTED[key])()

    async def gather(self, opened: Opened) -> list[Choice]:
        """Unfinished sessions first, then what is due, then the goals of each curriculum, the suggested one first."""
        shelf = await opened.shelf()
        titles = {goal.ref: goal.title for entry in shelf for goal in entry.goals}
        unfinished = [record for record in await opened.desk.sessions(opened.learner) if record.ended is None][:3]
        choices = [
            Choice(
                "What is due for a look"
                if record.reviews
                else titles.get(record.goal) or await opened.desk.goal_title(opened.learner, record.session),
                f"{record.done} of {record.total} found" if record.total else "finding where to begin",
                session=record.session,
            )
            for record in unfinished
        ]
        if choices:
            choices.insert(0, Choice("Go on where you were"))
        due = sum(entry.due for entry in shelf)
        if due:
            choices.append(Choice(f"{due} due for a look", "what you mastered a while ago", reviews=True))
        for entry in shelf:
            if entry.problem:
                self.notify(entry.problem, title=entry.title, severity="warning", markup=False)
            choices.append(Choice(entry.title))
            choices += [
                Choice(goal.title, f"about {goal.minutes:.0f} min", curriculum=entry.curriculum, goal=goal.ref)
                for goal in entry.goals
            ]
        return choices

    async def go_at_once(self) -> None:
        """A goal given on the command line."""
        curriculum, goal, _ = self.study.target
        if self._first and curriculum is not None:
            self._first = False
            await self.begin(Choice("", "", curriculum=curriculum, goal=goal))
        self._first = False

    def say(self, text: str) -> None:
        """The line under the list."""
        note = Text("\n").join(plain_text(line) for line in text.splitlines())
        self.query_one("#home-note", Static).update(note)

    @property
    def is_ready(self) -> bool:
        """Whether Enter begins something now."""
        listing = self.query_one("#choices", OptionList)
        at = listing.highlighted
        return listing.has_focus and at is not None and not self.choices[at].heading

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """A sign in front of the line where the keys are: its colour alone says nothing to some."""
        for place in {self._marked, event.option_index}:
            if place < len(self.choices):
                line = _line(self.choices[place], here=place == event.option_index)
                event.option_list.replace_option_prompt_at_index(place, line)
        self._marked = event.option_index

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Begin, or go on."""
        if self.study.waiting is None:
            self.study.waiting = []
        self.run_worker(self.begin(self.choices[event.option_index]), group="home", exclusive=True)

    async def begin(self, choice: Choice) -> None:
        """Start or resume the session and show it; keys pressed meanwhile are for what stands there then."""
        try:
            await self._begin(choice)
        except TutorError as error:
            self.say(f"{error.what}\n→ {error.remedy}")
        finally:
            self.app.call_later(self.study.stop_waiting)  # behind what the new screen has put there to get the focus

    async def _begin(self, choice: Choice) -> None:
        from tutor.tui.study import StudyScreen

        opened = await self.study.open()
        view = await self._view(opened, choice)
        if view is None:
            self.say("Nothing is due for a look just now.")
            return
        draft = await opened.drafts.load(view.session)
        await self.app.push_screen(StudyScreen(view, draft or ""))
        self.study.keep_this_frame()

    def action_map(self) -> None:
        """The map of the curriculum of the goal that is marked; what is chosen there is studied."""
        from tutor.tui.map import MapScreen

        marked = self.query_one("#choices", OptionList).highlighted
        choice = self.choices[marked] if marked is not None and marked < len(self.choices) else None
        if choice is None or choice.curriculum is None:
            self.say("Mark a goal first: the map is that of its curriculum.")
            return
        curriculum = choice.curriculum

        def study(concept: str | None) -> None:
            if concept is not None:
                self.run_worker(
                    self.begin(Choice("", curriculum=curriculum, goal=concept)), group="home", exclusive=True
                )

        self.app.push_screen(MapScreen(curriculum), study)

    async def _view(self, opened: Opened, choice: Choice) -> View | None:
        """The session that a choice means, begun or gone on with; None for reviews where none can be asked."""
        from tutor.session.actions import Resume

        if choice.session is not None:
            return await opened.desk.do(opened.learner, choice.session, Resume())
        if choice.reviews:
            view = await opened.desk.start_reviews(opened.learner)
            return view if view is not None and view.ended is None else None
        assert choice.curriculum is not None
        unfinished = await opened.desk.unfinished(opened.learner, choice.curriculum, choice.goal)
        if unfinished is not None:
            return await opened.desk.do(opened.learner, unfinished, Resume())
        seed, pace = self.study.target[2], self.study.settings.learner.pace
        return await opened.desk.start(opened.learner, choice.curriculum, choice.goal, seed=seed, pace=pace)


def _line(choice: Choice, *, here: bool = False) -> Text:
    if choice.heading:
        return plain_text(choice.label, "dim")
    line = plain_text(("▸ " if here else "  ") + choice.label, "bold")
    line.append("   " + plain_text(choice.note).plain, "dim")
    return line
