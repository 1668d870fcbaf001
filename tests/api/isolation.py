"""Two learners on one server who do anything, also with what belongs to the other: each sees nothing of the other, and changes nothing."""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.api.visiting import Server, Visitor, new_id, serving
from tests.counting import NAME, right
from tests.library.shelves import put
from tutor.home import Home
from tutor.library.catalogue import Catalogue

CONCEPTS: Final = ("one-walk", "many-walks", "there-and-back", "nothing")
ERASED: Final = 0.004  # how often somebody takes everything away and begins anew
SCOPES: Final = ("learn", "export", "author")


@dataclass
class Person:
    """One of the two. `secrets`: what the other must never see; `shown`: their sessions as they last saw them; `keys`: of actions."""

    name: str
    visitor: Visitor
    marker: str
    secrets: set[str]
    shown: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)


class Pair:
    """Both, and what they do."""

    def __init__(self, server: Server, home: Home, seed: int) -> None:
        self.server, self.home, self.rng = server, home, random.Random(seed)
        self.people: list[Person] = []
        self.asked = 0

    async def enter(self, name: str) -> Person:
        """A learner with a document of their own; the name may have been somebody's who was erased."""
        marker = f"zq{secrets.token_hex(6)}"
        visitor = await self.server.visitor(name, *SCOPES)
        async with self.server.service.documents.let_go():  # type: ignore[attr-defined]
            with Catalogue(self.home.library) as catalogue:
                text = (
                    f"# Walks of {marker}\n\nA counter goes forward and back. This is {marker}'s own note on walks.\n"
                )
                document = put(catalogue, visitor.learner, f"{marker}.md", text)
        return Person(name, visitor, marker, {marker, visitor.learner, visitor.token.id, document})

    async def step(self) -> None:
        """One of the two does something; then everything that came back is looked at."""
        mine, other = self.rng.sample(self.people, 2)
        before = await self.server.store.last(other.visitor.learner)
        if self.rng.random() < ERASED:
            await self._erase(mine)
        else:
            await self._do(mine, other)
        assert await self.server.store.last(other.visitor.learner) == before, "somebody else's journal has changed"
        seen = "\n".join(mine.visitor.seen)
        mine.visitor.seen.clear()
        for secret in other.secrets:
            assert secret not in seen, (mine.name, secret, seen[:2000])
        self.asked += 1

    async def _do(self, mine: Person, other: Person) -> None:
        move = self.rng.choice((self._begin, self._act, self._act, self._act, self._look, self._look, self._trespass))
        await move(mine, other)

    async def _begin(self, mine: Person, other: Person) -> None:
        if len(mine.shown) > 6:
            mine.shown.pop(next(iter(mine.shown)))
        key = self._key(mine, other)
        answer = await mine.visitor.ask("POST", "/v1/sessions", {"curriculum": NAME, "id": key})
        assert answer.status_code in (201, 409, 422), answer.text
        self._saw(mine, answer)

    async def _act(self, mine: Person, other: Person) -> None:
        if not mine.shown:
            return
        shown = self.rng.choice(list(mine.shown.values()))
        question = shown["view"]["question"]
        action, fields = self.rng.choice(
            [
                ("answer", {"text": right(question["ask"]) if question else "1"}), ("answer", {"text": f"{mine.marker} + 1"}),
                ("answer", {"text": f"what is {mine.marker}?"}), ("ask", {"text": f"a walk of {mine.marker}, and any note on walks?"}),
                ("open-sources", {}), ("dont-know", {}), ("show-me", {}), ("hint", {}), ("why", {}), ("back", {}),
                ("skip-placement", {}), ("dispute", {"concept": self.rng.choice(CONCEPTS)}), ("pause", {}), ("end", {}),
            ]
        )  # fmt: skip
        answer = await mine.visitor.act(shown, action, key=self._key(mine, other), **fields)
        assert answer.status_code in (200, 404, 409, 412, 422), answer.text
        self._saw(mine, answer)

    async def _look(self, mine: Person, other: Person) -> None:
        session = self.rng.choice([*mine.shown, new_id()])
        path = self.rng.choice(
            [
                "/v1/sessions", f"/v1/sessions/{session}", f"/v1/sessions/{session}/summary", f"/v1/sessions/{session}/reasons",
                f"/v1/sessions/{session}/notebook",
                "/v1/learner", "/v1/learner/concepts", f"/v1/learner/concepts/{NAME}/{self.rng.choice(CONCEPTS)}", "/v1/reviews",
                "/v1/export", "/v1/events?follow=false", f"/v1/library/search?q=walk+{mine.marker}&k=20",
                "/v1/library/search?q=counter+forward+note&k=20", f"/v1/curricula/{NAME}/path", f"/v1/curricula/{NAME}",
            ]
        )  # fmt: skip
        answer = await mine.visitor.ask("GET", path)
        assert answer.status_code in (200, 404), answer.text

    async def _trespass(self, mine: Person, other: Person) -> None:
        """Whatever is the other's, asked for by name."""
        session = self.rng.choice([*other.shown, other.visitor.learner, other.visitor.token.id])
        path = f"/v1/sessions/{session}"
        method, where, body = self.rng.choice(
            [
                ("GET", path, None), ("GET", f"{path}/summary", None), ("GET", f"{path}/reasons", None),
                ("GET", f"{path}/notebook", None),
                ("POST", f"{path}/preview", {"text": "1"}), ("POST", f"{path}/actions", {"action": "end", "id": new_id()}),
                ("POST", f"{path}/actions", {"action": "answer", "text": "1", "id": self._key(mine, other)}),
                ("GET", f"/v1/events?follow=false&session={session}", None), ("GET", f"/v1/library/search?q={other.marker}&k=20", None),
                ("GET", f"/v1/learner?learner={other.visitor.learner}", None), ("POST", "/v1/erasure", {"confirm": other.name}),
                ("GET", f"/v1/export?learner={other.visitor.learner}", None),
            ]
        )  # fmt: skip
        headers = {"If-Match": "*", "X-Learner": other.visitor.learner}
        answer = await mine.visitor.ask(method, where, body, **headers)
        own = where.startswith(("/v1/learner", "/v1/export", "/v1/events", "/v1/library"))
        assert answer.status_code == (200 if own else answer.status_code)
        assert own or answer.status_code in (404, 409, 422), answer.text

    async def _erase(self, mine: Person) -> None:
        answer = await mine.visitor.ask("POST", "/v1/erasure", {"confirm": mine.name})
        assert answer.status_code == 200, answer.text
        mine.visitor.seen.clear()
        self.people[self.people.index(mine)] = await self.enter(mine.name)

    def _key(self, mine: Person, other: Person) -> str:
        """A new id, one of their own again, or one of the other's, which means nothing here."""
        if other.keys and self.rng.random() < 0.1:
            return self.rng.choice(other.keys)
        if mine.keys and self.rng.random() < 0.1:
            return self.rng.choice(mine.keys)
        mine.keys = [*mine.keys[-40:], new_id()]
        return mine.keys[-1]

    def _saw(self, mine: Person, answer: Any) -> None:
        if answer.status_code in (200, 201):
            shown = answer.json()
            mine.shown[shown["view"]["session"]] = shown
            mine.secrets.add(shown["view"]["session"])


async def two_learners(home: Home, roots: tuple[Path, ...], count: int, seed: int) -> int:
    """That many steps; how many were made."""
    async with serving(home, roots) as server:
        pair = Pair(server, home, seed)
        pair.people = [await pair.enter(name) for name in ("ada", "bo")]
        for _ in range(count):
            await pair.step()
        assert server.faults == []
        return pair.asked
