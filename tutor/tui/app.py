"""The study program: opens what it needs after its first frame stands, and holds the learner's desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tutor.tui.home import HomeScreen
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
    """A curriculum on the shelf with its goals, the suggested one first. `problem`: why it can't be used, if so."""

    curriculum: str
    title: str
    goals: tuple[Goal, ...]
    problem: str | None = None


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

    async def open(self) -> Opened:
        """What the program studies with, opened once."""
        if self.opened is None:
            self.opened = await self.opener()
        return self.opened

    async def action_quit(self) -> None:
        """Leave: everything answered is stored already."""
        if self.opened is not None:
            await self.opened.close()
        self.exit(0)


def study_app(app: App[int]) -> StudyApp:
    """The app as ours, for screens."""
    assert isinstance(app, StudyApp)
    return app
