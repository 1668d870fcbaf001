"""Sources and side-threads through the desk: what is shown is stored, counts as help, and needs no document any more."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.counting import NAME, TEXT, right, write
from tests.shelf import Shelf
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.load import load
from tutor.errors import InputError, LibraryError, StoreError
from tutor.session import actions
from tutor.session.desk import Desk
from tutor.session.events import Event, decode_body
from tutor.session.ports import Appended
from tutor.session.view import MASK, View
from tutor.store.memory import MemoryJournal, MemoryPins

PRIMER = """# A primer

## Walking on

A walk moves a counter along a line. Where it starts doesn't matter to the walk. The counter stands where the walk ends.

## Dogs

Dogs are loyal. They bark at whoever is walking by.

## Cats

Cats sleep on any counter.
"""


class Clock:
    def __init__(self) -> None:
        self.at = 1_767_225_600_000_000

    def now(self) -> int:
        self.at += 30_000_000
        return self.at


class Full(MemoryJournal):
    """A journal on a disk that is full while `full` says so."""

    full = False

    async def append(
        self, learner: str, expected_seq: int, action: str, digest: str, events: Sequence[Event]
    ) -> Appended:
        if self.full:
            raise StoreError("store-full", "no room on the disk", remedy="make room")
        return await super().append(learner, expected_seq, action, digest, events)


class Room:
    """A session past its placement, with documents."""

    def __init__(self, folder: Path, shelf: Shelf | None) -> None:
        place = write(folder)
        cites = "    claim: A counter at $a$ that"
        text = TEXT.replace(cites, "    sources: [primer.md#walking-on, gone.md#nowhere]\n" + cites)
        (place / f"{NAME}.yaml").write_text(text, "utf-8")
        self.curricula: Curricula = load(NAME, [place])
        self.shelf, self.journal, self.pins = shelf, Full(), MemoryPins()
        self.desk = self.another(shelf)
        self.session = ""

    def another(self, shelf: Shelf | None) -> Desk:
        return Desk(self.journal, self.pins, Clock(), lambda _: self.curricula, random.Random(5), passages=shelf)

    async def begin(self) -> View:
        view = await self.desk.start("me", NAME, "there-and-back", seed=2)
        self.session = view.session
        return await self.do(actions.SkipPlacement())

    async def do(self, action: actions.Action, action_id: str | None = None) -> View:
        return await self.desk.do("me", self.session, action, action_id)

    async def events(self) -> list[Event]:
        return [event async for event in self.journal.read("me")]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path, Shelf({"primer.md": PRIMER}))


async def test_authored_sources_come_first_then_what_is_found_and_the_question_stays(room: Room) -> None:
    before = await room.begin()
    after = await room.do(actions.OpenSources())
    assert after.question == before.question
    (found,) = after.beside
    assert [source.heading for source in found.sources] == [
        MASK,
        "Dogs",
    ]  # the concept's own title; cats have less to do with it
    assert [source.authored for source in found.sources] == [True, False]
    assert (found.sources[0].title, found.sources[0].place) == ("A primer", "line 4")
    assert found.sources[1].why.endswith("words in common")
    assert "gone.md" in found.note
    assert "nowhere" not in found.note


async def test_what_was_shown_is_stored_and_needs_no_document_any_more(room: Room) -> None:
    await room.begin()
    await room.do(actions.OpenSources())
    shown = await room.do(actions.Ask("what do dogs do?"))
    assert room.shelf is not None
    room.shelf.remove()
    later = await room.another(None).view("me", room.session)
    assert later.beside == shown.beside
    assert [found.kind for found in later.beside] == ["sources", "aside"]


async def test_a_question_back_is_answered_with_short_quotes_and_a_question_and_is_never_graded(room: Room) -> None:
    before = await room.begin()
    after = await room.do(actions.Ask("Do dogs bark at counters?"))
    found = after.beside[-1]
    assert found.asked == "Do dogs bark at counters?"
    assert found.sources[0].quote.startswith("Dogs are loyal.")
    assert found.back.endswith("?")
    assert after.question == before.question
    assert not any(event.type.startswith(("answer.", "evidence.")) for event in await room.events())


async def test_concepts_are_named_with_what_the_learner_knows_of_them(room: Room) -> None:
    view = await room.begin()
    ahead = (await room.do(actions.Ask("what is there and back?"))).beside[-1]
    assert [(one.title, one.standing) for one in ahead.named] == [("several walks, then one back", "ahead")]
    while view.question is not None and view.question.topic == "where a walk ends":
        view = await room.do(actions.Answer(right(view.question.ask), 60.0))
    known = (await room.do(actions.Ask("what is walking on?"))).beside[-1]
    assert [(one.title, one.standing) for one in known.named] == [("Walking on", "established")]
    assert "a + b" in known.named[0].says


@pytest.mark.parametrize(
    ("action", "unaided"),
    [
        (actions.Ask("xylophones?"), True),
        (actions.Ask("dogs?"), False),
        (actions.OpenSources(), False),
        (actions.Ask("what is there and back?"), True),
    ],
)
async def test_only_what_was_shown_is_help(room: Room, action: actions.Action, unaided: bool) -> None:
    view = await room.begin()
    assert room.shelf is not None
    if action == actions.Ask("what is there and back?"):
        room.shelf.remove()
    asked = await room.do(action)
    assert view.question is not None
    await room.do(actions.Answer(right(view.question.ask), 60.0))
    counts = (await room.desk.state("me", room.session)).counts
    assert (counts.unaided, counts.assisted) == ((1, 0) if unaided else (0, 1))
    if action == actions.Ask("xylophones?"):
        assert "Nothing fits those words" in asked.beside[-1].note


async def test_documents_that_cannot_be_searched_are_said_and_the_session_goes_on(room: Room) -> None:
    await room.begin()
    assert room.shelf is not None
    room.shelf.broken = LibraryError("library-busy", "another program holds the library", remedy="close it")
    for action in (actions.OpenSources(), actions.Ask("dogs?")):
        view = await room.do(action)
        assert "another program holds the library (close it)" in view.beside[-1].note
        assert view.beside[-1].sources == ()


async def test_an_action_that_could_not_be_stored_has_shown_nothing_and_can_be_done_again(room: Room) -> None:
    await room.begin()
    before = await room.events()
    room.journal.full = True
    with pytest.raises(StoreError, match="no room"):
        await room.do(actions.Ask("dogs?"), "one")
    assert await room.events() == before
    assert (await room.desk.view("me", room.session)).beside == ()
    room.journal.full = False
    assert (await room.do(actions.Ask("dogs?"), "one")).beside[-1].sources


async def test_the_same_action_looks_and_shows_once(room: Room) -> None:
    await room.begin()
    assert room.shelf is not None
    first = await room.do(actions.Ask("dogs?"), "one")
    asked = len(room.shelf.asked)
    assert await room.do(actions.Ask("dogs?"), "one") == first
    assert len(room.shelf.asked) == asked


async def test_a_question_typed_as_an_answer_looks_into_the_documents_too(room: Room) -> None:
    await room.begin()
    view = await room.do(actions.Answer("what do dogs do?", 60.0))
    assert view.beside[-1].sources[0].heading == "Dogs"


async def test_sources_are_searched_by_the_names_of_the_concept_and_of_what_it_rests_on(room: Room) -> None:
    await room.begin()
    await room.do(actions.OpenSources())
    assert room.shelf is not None
    (query,) = room.shelf.asked
    assert query.text.startswith("Walking on")
    assert "Walking on" not in query.concepts


async def test_a_side_thread_is_searched_by_the_learners_words_beside_the_concepts_names(room: Room) -> None:
    await room.begin()
    await room.do(actions.Ask("what do dogs do?"))
    assert room.shelf is not None
    (query,) = room.shelf.asked
    assert query.text == "what do dogs do?"
    assert query.concepts[0] == "Walking on"


async def test_a_probe_looks_into_nothing(room: Room) -> None:
    room.session = (await room.desk.start("me", NAME, "there-and-back", seed=2)).session
    for action in (actions.Ask("dogs?"), actions.OpenSources()):
        with pytest.raises(InputError, match="probe"):
            await room.do(action)
    assert room.shelf is not None
    assert room.shelf.asked == []


async def test_without_documents_sources_are_refused_where_none_are_named(tmp_path: Path) -> None:
    room = Room(tmp_path, None)
    view = await room.begin()
    assert view.allowed["open-sources"] is None  # its author names some
    shown = await room.do(actions.OpenSources())
    assert "primer.md" in shown.beside[-1].note
    while view.question is not None and view.question.topic == "where a walk ends":
        view = await room.do(actions.Answer(right(view.question.ask), 60.0))
    assert view.allowed["open-sources"] == "no documents stand behind this question"


async def test_what_belongs_to_one_question_does_not_stand_beside_the_next(room: Room) -> None:
    view = await room.begin()
    await room.do(actions.OpenSources())
    assert view.question is not None
    assert (await room.do(actions.Answer(right(view.question.ask), 60.0))).beside == ()


async def test_nothing_in_a_document_acts_on_a_terminal(tmp_path: Path) -> None:
    hostile = "# A\n\n## Walk\x1b[2Jing on\n\nA walk\x1b]0;title\x07 is\u202e a walk\x00, \x9b31mred. " + "x" * 9000
    room = Room(tmp_path, Shelf({"primer.md": hostile}, "Ti\x1b[31mtle"))
    await room.begin()
    view = await room.do(actions.Ask("what is a walk?"))
    (source,) = view.beside[-1].sources
    said = source.title + source.heading + source.text + source.quote
    assert not any(ord(char) < 32 and char != "\n" for char in said)
    assert not any(char in said for char in "\u202e\x9b\x7f")
    assert len(source.text) < 5000


async def test_sessions_stored_before_passages_were_still_load() -> None:
    opened = decode_body("sources.opened", 1, '{"passages":["a/b.md#c"]}')
    assert opened.missing == ("a/b.md#c",)  # type: ignore[union-attr]
    answered = decode_body("aside.answered", 1, '{"concepts":["world/c0"],"passages":[],"text":null}')
    assert answered.touched[0].concept == "world/c0"  # type: ignore[union-attr]
    with pytest.raises(StoreError, match="version 9"):
        decode_body("sources.opened", 9, "{}")


async def test_an_export_of_an_open_session_is_masked_and_of_a_closed_one_whole(tmp_path: Path) -> None:
    room = Room(tmp_path, shelf := Shelf({"primer.md": PRIMER}))
    view = await room.begin()
    assert view.question is not None
    key = right(view.question.ask)
    shelf.add("told.md", f"# T\n\n## Told\n\nA counter ends at {int(key)}. It stands there.\n")
    await room.do(actions.Ask("where does the counter end?"))
    exported = json.dumps([one for one in await room.desk.exported("me") if one["type"] == "aside.answered"])
    assert "It stands there." in exported
    assert f"ends at {key}." not in exported
    await room.do(actions.End())
    assert f"ends at {key}." in json.dumps(await room.desk.exported("me"))
