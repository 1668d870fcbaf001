"""Two learners who have left text wherever they can, and a search for it in every byte of a home."""

from __future__ import annotations

import random
from pathlib import Path

from tests.counting import NAME, right
from tutor.curriculum.load import load
from tutor.errors import TutorError
from tutor.home import Home
from tutor.library.catalogue import Catalogue
from tutor.library.document import document_id
from tutor.library.passages import cut
from tutor.library.reading import read
from tutor.session import actions
from tutor.session.desk import Desk
from tutor.session.ports import Learner
from tutor.store.files import FileDrafts, FilePins, SystemClock
from tutor.store.sqlite import SqliteStore
from tutor.tui.last_frame import Terms, place, save

MARKER = "qwertz7531"  # no word of the program's, in no base that could make it by chance


def desk_over(store: SqliteStore, home: Home, roots: tuple[Path, ...], seed: int = 1) -> Desk:
    return Desk(store, FilePins(home.pinned), SystemClock(), lambda name: load(name, roots), random.Random(seed))


async def leave_traces(home: Home, roots: tuple[Path, ...], name: str, marker: str) -> str:
    """A session with the marker in the name, answers, an aside, the draft and the frame. The learner's id."""
    async with SqliteStore(home.journal) as store:
        desk = desk_over(store, home, roots, len(marker))
        learner = await store.named(name, create=Learner(desk.new_id(), name, 1))
        assert learner is not None
        view = await desk.start(learner.id, NAME)
        for text in (marker, f"what is {marker}?", f"{marker} + 1", None, "17", None):
            question = view.question
            assert question is not None
            typed = right(question.ask) if text is None else text
            view = await desk.do(learner.id, view.session, actions.Answer(typed, 30.0))
        try:
            view = await desk.do(learner.id, view.session, actions.Ask(f"and {marker}?"))
        except TutorError as error:
            assert error.code == "not-allowed"
        await FileDrafts(home.drafts, store.while_kept).save(view.session, f"half of {marker}")
        (home.drafts / ".writing-left").write_text(f"a quarter of {marker}")  # the program died while it wrote
        _shelve(home, learner.id, name, marker)
        save(place(home.cache, name), Terms("1", 80, 24, "", name), [f"Go on with {marker}"])
        return learner.id


def _shelve(home: Home, learner: str, name: str, marker: str) -> None:
    """Documents with the marker in their name and text, one of them replaced, and a damaged copy of the library."""
    with Catalogue(home.library) as catalogue:
        for text in (
            f"# {marker}\n\nBefore it was {marker}.\n",
            f"# {marker}\n\nA note on {marker}s by {name}.\n" * 40,
        ):
            content = text.encode()
            document = read(f"{marker}.md", content)
            catalogue.add(learner, f"{marker}.md", document_id(learner, content), document, cut(document), 1)
    (home.library.parent / "library.damaged-1.sqlite3").write_bytes(home.library.read_bytes())


def found_in(home: Path, marker: str) -> list[str]:
    """The files below a folder that hold the marker, or are named for it."""
    wanted = (marker.encode(), marker.encode("utf-16-le"))
    return [
        str(path.relative_to(home)) for path in sorted(home.rglob("*"))
        if path.is_file() and (marker in path.name or any(one in path.read_bytes() for one in wanted))
    ]  # fmt: skip


async def record(home: Home, name: str) -> tuple[object, ...]:
    """All that the store says of a learner."""
    async with SqliteStore(home.journal) as store:
        learner = await store.named(name)
        assert learner is not None
        return (learner, *[event async for event in store.read(learner.id)])
