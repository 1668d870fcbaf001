"""The study screen: what was said, the evidence, the question, and where it's answered."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from tutor.errors import TutorError
from tutor.session import actions
from tutor.session.actions import Action
from tutor.session.view import Beside, View
from tutor.tui import texts
from tutor.tui.answering import Answering
from tutor.tui.drawer import Drawer
from tutor.tui.keeping import keep_notebook
from tutor.tui.keys import ALWAYS_SHOWN, BY_COMMAND, Key, key_name
from tutor.tui.prose import Prose, plain_text

if TYPE_CHECKING:
    from tutor.tui.app import StudyApp

WIDE: Final = 110  # columns from which there's room beside the question
SLIM: Final = 70  # columns below which even a coordinate plane stands under it
DRAFT_AFTER: Final = 0.25  # seconds without a key until the draft is kept
_SIMPLE: Final[dict[str, Action]] = {
    "hint": actions.Hint(), "dont_know": actions.DontKnow(), "why": actions.Why(), "back": actions.Back(),
    "i_see_it": actions.ISeeIt(), "show_me": actions.ShowMe(), "sources": actions.OpenSources(),
    "not_met": actions.NotMetYet(), "skip": actions.SkipPlacement(), "end": actions.End(),
}  # fmt: skip


class StudyScreen(Screen[None]):
    """One session. What is typed goes into the answer; actions are on function keys or typed as `/name`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "scroll(-1)", "Up", show=False, priority=True),
        Binding("pagedown", "scroll(1)", "Down", show=False, priority=True),
        Binding("up", "mark(-1)", "Mark", show=False, priority=True),
        Binding("down", "mark(1)", "Mark", show=False, priority=True),
        Binding("tab", "take_offer", "Take it so", show=False, priority=True),
    ]

    def __init__(self, view: View, draft: str = "") -> None:
        super().__init__()
        self.view, self._draft = view, draft
        self._busy = False
        self._left: dict[str, str] = {}  # by question, what was typed when a side branch led away from it
        self._seen_at = time.monotonic()
        self._timer: Timer | None = None

    @property
    def study(self) -> StudyApp:
        """Our app."""
        from tutor.tui.app import study_app

        return study_app(self.app)

    def compose(self) -> ComposeResult:
        """Progress, the card with the side pane, where the answer is written, the keys."""
        yield Static(id="progress", markup=False)
        with Horizontal(id="middle"):
            with VerticalScroll(id="card", can_focus=False):
                yield Prose(id="feedback")
                yield Prose(id="breadcrumb")
                yield Static(id="heading", markup=False)
                yield Prose(id="exhibits")
                yield Prose(id="ask")
                yield Prose(id="rubric")
                yield Vertical(id="options")
                yield Prose(id="shown")
            yield VerticalScroll(id="beside", can_focus=False)
            with VerticalScroll(id="side", can_focus=False):
                yield Prose(id="established")
            yield Drawer()
        yield Answering(self.study.settings)
        yield Static(id="keys", markup=False)

    def on_mount(self) -> None:
        """Bind the keys of the settings and show the first view."""
        for action in self.study.keys:
            self._bindings.bind(action.key, f"act('{action.id}')", action.label, show=False, priority=True)
        card = self.query_one("#card", VerticalScroll)
        for moved in ("scroll_y", "virtual_size"):
            self.watch(card, moved, self._look_below, init=False)
        self.show(self.view)
        if self._draft:
            self.answering.write(self._draft)

    def on_resize(self, event: events.Resize) -> None:
        """The side pane only where there's room; the drawer beside the question, or below it."""
        self._panes(event.size.width)
        self._progress()
        self._keys()

    # -- showing ------------------------------------------------------------------------------------------------------

    def _panes(self, width: int) -> None:
        middle = self.query_one("#middle")
        middle.set_class(width < WIDE and self.drawer.display, "narrow")
        middle.set_class(width < SLIM, "slim")
        self.query_one("#side").display = width >= WIDE and not self.drawer.display

    @property
    def drawer(self) -> Drawer:
        """What stands beside the question."""
        return self.query_one(Drawer)

    @property
    def answering(self) -> Answering:
        """Where the answer is written."""
        return self.query_one(Answering)

    def show(self, view: View) -> None:
        """Put a view on the screen; a new question has no answer yet and starts its clock, and one that was left for a side branch
        finds its answer as far as it was written."""
        new = view.question is not None and (self.view.question is None or view.question.id != self.view.question.id)
        self.view = view
        question = view.question
        self._prose("feedback", texts.feedback(view))
        self._prose("breadcrumb", texts.breadcrumb(view))
        self._prose("exhibits", texts.exhibits(view))
        self._prose("ask", texts.ask(view, question) if question else "")
        self._prose("shown", texts.shown(view))
        self._prose("rubric", texts.rubric(view))
        self._prose("established", texts.established(view))
        heading = texts.heading(view, question) if question else ""
        self.query_one("#heading", Static).update(plain_text(heading, "bold"))
        self._beside(view)
        self._progress()
        left = self._left.pop(question.id, "") if new and question is not None else None
        lines = view.rubric or (question.options if question else ())
        placeholder = question.format if question and not view.rubric else "numbers, like 1 3, or 0"
        self.answering.take(question, lines, placeholder, "" if question is None else left)
        self._keys()
        if new:
            self._seen_at = time.monotonic()
        self.call_after_refresh(self.call_after_refresh, self._into_view, new)  # a widget in the card is laid out first

    def _beside(self, view: View) -> None:
        """Open the drawer on what was just looked up; what belongs to another question goes."""
        drawer, just = self.drawer, any(entry.kind in ("aside", "sources") for entry in view.feedback)
        same = next(
            (one for one in view.beside if (one.kind, one.asked) == (drawer.found.kind, drawer.found.asked)), None
        )
        if just and view.beside:
            self._open_drawer(view.beside[-1])
        elif drawer.display and same is not None:
            drawer.renew(same)
        elif drawer.display:
            drawer.whole = drawer.display = False
        self._panes(self.size.width)

    def _open_drawer(self, found: Beside) -> None:
        earlier = tuple(one for one in self.view.beside if one.kind == "aside" and one.asked != found.asked)
        self.drawer.show(found, earlier)
        self._panes(self.size.width)
        self._keys()

    def _into_view(self, new: bool) -> None:
        """The question's end in view, and what was said before it as far as there's room; a hint at its end. A solution is read
        first, and the question below it is a page away.
        """
        if not self.query("#card") or not self.query("#heading"):
            return  # the session is over, and the summary has taken this screen's place
        card, heading = self.query_one("#card", VerticalScroll), self.query_one("#heading", Static)
        most = max(0, card.virtual_size.height - card.size.height)
        told = any(entry.kind == "told" for entry in self.view.feedback)
        card.scroll_to(y=0 if told else min(most, heading.virtual_region.y) if new else most, animate=False)
        self.call_after_refresh(self._more_below)

    def _look_below(self) -> None:
        self.call_after_refresh(self._more_below)

    def _more_below(self) -> None:
        """While nothing is written, a line over the answer says whether the card goes on, and what was said, if out of sight."""
        if not self.query("#card"):
            return
        card, said = self.query_one("#card", VerticalScroll), self.query_one("#feedback", Prose)
        more = card.scroll_target_y < card.virtual_size.height - card.size.height
        passed = said.virtual_region.height and said.virtual_region.bottom <= card.scroll_target_y
        remarks = [f"↑ {said.in_a_line(texts.IN_A_LINE)}"] if passed else []
        self.answering.note("   ".join([*remarks, *(["more below: PgDn"] if more else [])]))

    def _prose(self, name: str, text: str) -> None:
        self.query_one(f"#{name}", Prose).show(text)

    def _progress(self) -> None:
        self.query_one("#progress", Static).update(plain_text(texts.progress(self.view, self.size.width or 80)))

    def _keys(self) -> None:
        """Only what applies now, and only whole: help lists what doesn't fit."""
        line = Text(no_wrap=True, overflow="ellipsis", end="")
        width = (self.size.width or 80) - 1
        for action in self.applicable():
            label = self._label(action)
            key = Text.assemble((f" {key_name(action.key)} ", "reverse"), f" {label}  ")
            if line.cell_len + len(key.plain.rstrip()) > width:
                line.append("…", "dim")
                break
            line.append(key)
        self.query_one("#keys", Static).update(line)

    def applicable(self) -> list[Key]:
        """What can be done now, help and home first."""
        return sorted(filter(self._applies, self.study.keys), key=lambda one: one.id not in ALWAYS_SHOWN)

    def _label(self, action: Key) -> str:
        if action.id == "home" and self.drawer.display:
            return "Close"
        return "Pick it" if action.id == "line" and self.answering.typing else action.label

    def _applies(self, action: Key) -> bool:
        if action.id in ALWAYS_SHOWN:
            return True
        if action.id == "line":
            return self.answering.widget is not None
        if action.id == "open":
            return self.drawer.display and bool(self.drawer.passages)
        if action.allows is None:
            return self.view.question is not None and self.size.width >= WIDE
        return self.view.allowed.get(action.allows, "no question is open") is None

    # -- typing -------------------------------------------------------------------------------------------------------

    def on_answering_changed(self) -> None:
        """The draft is kept a moment later."""
        text = self.answering.text
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(DRAFT_AFTER, lambda: self._keep(text))
        self.call_after_refresh(self._more_below)

    def _keep(self, text: str) -> None:
        async def keep() -> None:
            opened = await self.study.open()
            await opened.drafts.save(self.view.session, text)

        self.run_worker(self._guarded(keep()), group="draft", exclusive=True)

    def on_answering_sent(self, event: Answering.Sent) -> None:
        """An answer, a question back, or a command."""
        typed = event.text
        if event.asked:
            if typed:
                self._do(actions.Ask(typed))
            return
        if not typed and self.drawer.display:
            self._open_passage("")
        if not typed or self._busy:
            return
        if typed.startswith("/") or typed == "?":
            self._command(typed)
        else:
            self._do(self._answer(typed))

    def _command(self, typed: str) -> None:
        name, _, rest = typed.lstrip("/").partition(" ")
        action = BY_COMMAND.get("dont" if typed == "?" else name)
        self.answering.clear()
        if name == "open":
            self._open_passage(rest.strip())
        elif name in ("know", "notyet") and rest:
            self._do(actions.Dispute(rest, known=name == "know"))
        elif action is None:
            self.notify(f"there's no /{name[:20]}; F1 lists what there is", markup=False)
        elif action.id == "ask" and rest:
            self._do(actions.Ask(rest))
        else:
            self.action_act(action.id)

    def _answer(self, typed: str) -> Action:
        if self.view.rubric:
            return actions.TickRubric(tuple(int(word) for word in typed.replace(",", " ").split() if word.isdecimal()))
        return actions.Answer(typed, time.monotonic() - self._seen_at)

    # -- doing --------------------------------------------------------------------------------------------------------

    def action_scroll(self, pages: int) -> None:
        """Scroll the card while the line keeps the cursor."""
        card = self.query_one("#card", VerticalScroll)
        card.scroll_relative(y=pages * max(1, card.size.height - 2), animate=False)
        self.call_after_refresh(self._more_below)

    def action_mark(self, by: int) -> None:
        """Mark another passage in the drawer, or scroll the one that is open."""
        if self.drawer.display:
            self.drawer.move(by)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Arrows and Tab belong to the widget while there's nothing to mark, and nothing to take."""
        if action == "mark":
            return self.drawer.display and bool(self.drawer.passages or self.drawer.found.text)
        if action == "take_offer":
            return bool(self._offered()) and not self.answering.asking
        return True

    def _offered(self) -> list[str]:
        return [entry.offered for entry in self.view.feedback if entry.offered]

    def action_take_offer(self) -> None:
        """What a text that could not be read may have meant, put on the line; sending it is the learner's."""
        self.answering.write(self._offered()[-1])

    def action_act(self, name: str) -> None:
        """An action of the registry, by its key or typed."""
        action = next(one for one in self.study.keys if one.id == name)
        if name == "home":
            self._home()
        elif name == "help":
            from tutor.tui.help import HelpScreen

            self.app.push_screen(HelpScreen(self.study.keys))
        elif name == "open":
            self._open_passage("")
        elif name == "line":
            self._switch()
        elif name == "sources" and self._has_sources():
            self._show_sources()
        elif name == "map":
            self.run_worker(self._guarded(self._map()), group="desk")
        elif name == "notebook":
            self.run_worker(self._guarded(keep_notebook(self.study, self.view.session)), group="desk")
        elif name == "reason":
            self.run_worker(self._guarded(self._reason()), group="desk")
        elif reason := (self.view.allowed.get(action.allows) if action.allows else None):
            self.notify(reason, title=action.label, markup=False)
        elif name == "ask":
            self.answering.begin_asking()
        else:
            self._do(_SIMPLE[name])

    def _has_sources(self) -> bool:
        return any(one.kind == "sources" and one.sources for one in self.view.beside)

    def _show_sources(self) -> None:
        """What was looked up for this question already needs no looking up again; shown, it goes out of sight."""
        found = next(one for one in reversed(self.view.beside) if one.kind == "sources")
        if self.drawer.display and self.drawer.found == found:
            self._close_drawer()
        else:
            self._open_drawer(found)

    def _close_drawer(self) -> bool:
        closed = self.drawer.close()
        self._panes(self.size.width)
        self._keys()
        return closed

    def _open_passage(self, number: str) -> None:
        """One passage, whole; without a number the marked one, or the list when it's open. A closed drawer opens on the latest."""
        drawer, latest = self.drawer, next((one for one in reversed(self.view.beside) if one.sources), None)
        if not drawer.display and latest is not None:
            self._open_drawer(latest)
            if not number:
                return
        if not drawer.display or not drawer.open(
            int(number) - 1 if number.isdecimal() and len(number) < 3 else drawer.marked
        ):
            self.notify("F9 looks for passages, or ask something", title="there's no such passage", markup=False)

    def _home(self) -> None:
        if self.answering.stop_asking():
            return
        if self._close_drawer():
            return

        async def leave() -> None:
            opened = await self.study.open()
            if self.view.ended is None:
                await opened.drafts.save(self.view.session, self.answering.text)
                await opened.desk.do(opened.learner, self.view.session, actions.Pause())
            self.app.pop_screen()

        self.run_worker(self._guarded(leave()), group="desk")

    def _switch(self) -> None:
        """From the widget to the line, or back."""
        if not self.answering.toggle():
            only = self.answering.widget is None
            why = "the line is all there is for this question" if only else "the widget can't show what is typed here"
            self.notify(why, title="Type it", markup=False)
        self._keys()

    async def _reason(self) -> None:
        opened = await self.study.open()
        why = await opened.desk.why_this_question(opened.learner, self.view.session)
        self._prose("feedback", texts.reasons(why))
        self.query_one("#card", VerticalScroll).scroll_home(animate=False)

    async def _map(self) -> None:
        from tutor.tui.map import MapScreen

        opened = await self.study.open()
        records = await opened.desk.sessions(opened.learner)
        goal = next((one.goal for one in records if one.session == self.view.session and not one.reviews), None)
        await self.app.push_screen(MapScreen(self.view.curriculum, goal, may_study=False))

    def _do(self, action: Action) -> None:
        if self._busy:
            return
        self._busy = True
        self.run_worker(self._carry_out(action), group="desk")

    async def _carry_out(self, action: Action) -> None:
        try:
            opened = await self.study.open()
            view = await opened.desk.do(opened.learner, self.view.session, action)
            if _typed_for(view) != _typed_for(self.view):
                await opened.drafts.save(self.view.session, "")
            self._leave(action, view)
            self.show(view)
            if isinstance(action, actions.Answer):
                self._after_answer(action.text)
            if view.ended is not None:
                await self._ended()
        except TutorError as error:
            self.notify(f"{error.what}\n{error.remedy}", severity="warning", markup=False, timeout=8)
        finally:
            self._busy = False

    def _leave(self, action: Action, view: View) -> None:
        """What is typed waits with its question, where a side branch leads away from that."""
        left, typed = self.view.question, self.answering.text
        branches = isinstance(action, actions.Why | actions.Dispute)
        if branches and left is not None and typed and (view.question is None or view.question.id != left.id):
            self._left[left.id] = typed

    def _after_answer(self, typed: str) -> None:
        """What stays on the line after a miss is replaced by typing, or can be edited; "I don't know" doesn't stay."""
        from tutor.grading.remarks import remark

        if remark(typed):
            self.answering.clear()
        else:
            self.answering.line.select_all()

    async def _ended(self) -> None:
        from tutor.tui.summary import SummaryScreen

        opened = await self.study.open()
        found = await opened.desk.summary(opened.learner, self.view.session)
        said = texts.feedback(self.view) + "\n\n" + texts.summary(found)
        self.app.switch_screen(SummaryScreen(said, self.view.session))

    async def _guarded(self, work: object) -> None:
        try:
            await work  # type: ignore[misc]
        except TutorError as error:
            self.notify(f"{error.what}\n{error.remedy}", severity="warning", markup=False, timeout=8)


def _typed_for(view: View) -> tuple[str, str] | None:
    """What the text on the line is for."""
    return (view.question.id, view.question.widget) if view.question else None
