"""The study program: opens what it needs after its first frame stands, and holds the learner's desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tutor.tui.home import LISTED, HomeScreen
from tutor.tui.keys import with_settings
from tutor.tui.prose import Prose

if TYPE_CHECKING:
    from tutor.session.desk import Desk
    from tutor.session.ports import Drafts
    from tutor.settings import Settings


@dataclass(frozen=True, slots=True)
class Goal:
    """A concept worth aiming at: its reference, its neutral title, expected minutes for this learner."""

    ref: str
    title: str
    minutes: float


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """A curriculum on the shelf with its goals, the suggested one first. `problem`: why it can't be used, if so; `due`: how
    many of its concepts are due for a look."""

    curriculum: str
    title: str
    goals: tuple[Goal, ...]
    problem: str | None = None
    due: int = 0


@dataclass(frozen=True, slots=True)
class Opened:
    """What the program studies with: the desk, the learner's id, drafts, and how to close it all."""

    desk: Desk
    learner: str
    drafts: Drafts
    shelf: Callable[[], Awaitable[Sequence[ShelfEntry]]]
    close: Callable[[], Awaitable[None]]


class StudyApp(App[int]):
    """The program. `curriculum` and `goal`: go there at once instead of showing Home."""

    CSS_PATH = "study.tcss"
    TITLE = "First principles"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", "Quit", show=False, priority=True)]

    def __init__(
        self, opener: Callable[[], Awaitable[Opened]], settings: Settings, *, curriculum: str | None = None,
        goal: str | None = None, seed: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.keys = with_settings(settings.keys)
        self.opener, self.settings = opener, settings
        self.early: list[str] = []  # keys pressed before Home had anything to choose from: it takes them when it has
        # Keys pressed while a session opens: they're meant for its question. None while nothing opens.
        self.waiting: list[events.Key] | None = None if curriculum is None else []
        self.keep_frame: Callable[[Sequence[str], int, int], None] | None = (
            None  # lines, columns and rows of Home's frame
        )
        self.target = (curriculum, goal, seed)
        self.opened: Opened | None = None
        Prose.mathematics = settings.maths.mode  # type: ignore[assignment]
        Prose.tall = settings.maths.tall

    def get_default_screen(self) -> Screen[None]:
        """Home's frame first; the rest after it stands."""
        return HomeScreen()

    def on_mount(self) -> None:
        """The theme of the settings; an unknown one is said, and the default kept."""
        theme = self.settings.screen.theme
        if theme in self.available_themes:
            self.theme = theme
        else:
            self.notify(f"there's no theme {theme!r}; the palette (Ctrl-P) lists them", markup=False)

    async def on_event(self, event: events.Event) -> None:
        """No key is lost that is pressed while the last frame stands, before Home's list does, or while a session opens."""
        if isinstance(event, events.Key) and not event.is_forwarded and event.key != "ctrl+q":
            if self.waiting is not None:
                self.waiting.append(event)
                return
            if event.key in LISTED and self._has_no_list_yet():
                self.early.append(event.key)
                return
            if self._begins(event.key):
                self.waiting = []
        await super().on_event(event)

    def _begins(self, key: str) -> bool:
        """Whether that key opens a session from Home: what is typed behind it in one go comes before the session does."""
        screen = self._screen_stack[-1] if self._running and self._screen_stack else None
        return isinstance(screen, HomeScreen) and LISTED.get(key) == "action_select" and screen.is_ready

    def stop_waiting(self) -> None:
        """The session is open, or can't be opened: the keys that waited are pressed."""
        keys, self.waiting = self.waiting or [], None
        for key in keys:
            self.post_message(events.Key(key.key, key.character))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """In the palette, beside the program's own commands, what can be done on the study screen just now."""
        from tutor.tui.study import StudyScreen

        yield from super().get_system_commands(screen)
        if isinstance(screen, StudyScreen):
            for action in screen.applicable():
                yield SystemCommand(action.label, action.about, partial(screen.action_act, action.id))

    def _has_no_list_yet(self) -> bool:
        stack = self._screen_stack if self._running else []
        return not stack or (isinstance(stack[-1], HomeScreen) and not stack[-1].choices)

    async def open(self) -> Opened:
        """What the program studies with, opened once."""
        if self.opened is None:
            self.opened = await self.opener()
        return self.opened

    def keep_this_frame(self) -> None:
        """Keep Home as it stands now, for the next start; away from Home, keep nothing."""
        if self.keep_frame is None:
            return
        if not isinstance(self.screen, HomeScreen):
            self.keep_frame((), 0, 0)  # Home will look different after this
            return
        strips = self.screen._compositor.render_strips()  # textual has no public way to the lines of a screen
        self.keep_frame([strip.render(self.console) for strip in strips], self.size.width, self.size.height)

    async def action_quit(self) -> None:
        """Leave: everything answered is stored already."""
        if self.opened is not None:
            await self.opened.close()
        self.exit(0)


def study_app(app: App[int]) -> StudyApp:
    """The app as ours, for screens."""
    assert isinstance(app, StudyApp)
    return app
