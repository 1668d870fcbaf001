"""Random curricula full of canaries, driven over every route: no byte of an answer, a line or a stream holds the key of an open question."""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.visiting import Server, Visitor, new_id, serving
from tests.invariants.test_masking import FORMS, written
from tests.invariants.worlds import MOVES, curricula
from tutor.api.app import application, described
from tutor.api.shelf import Shelf
from tutor.chain.frames import Asked, Opened
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.variants import Variant, draw
from tutor.home import locate
from tutor.notation.printing import to_text
from tutor.notation.tree import Number
from tutor.session.ports import Hit, Passage, Query
from tutor.session.state import State
from tutor.simulation.writing import right_text, wrong_text

EXAMPLES = 8 if os.environ.get("CI") else 25
_SEPARATORS = re.compile(r"(?<=\d)[\s,.'’_\u00a0\u202f{}\\]+(?=\d)")
ACTIONS = {
    "dont-know": "dont-know", "show-me": "show-me", "i-see-it": "i-see-it", "why": "why", "hint": "hint", "back": "back",
    "not-met-yet": "not-met-yet", "skip-placement": "skip-placement", "sources": "open-sources", "pause": "pause", "resume": "resume",
}  # fmt: skip


class Given(Shelf):
    """One curriculum, from memory."""

    def __init__(self, world: Curricula) -> None:
        super().__init__(())
        self._world = world

    def load(self, name: str) -> Curricula:
        return self._world if name == "world" else super().load(name)

    def _all(self) -> dict[str, Curricula]:
        return {"world": self._world}


class Telling:
    """A library that finds a passage with everything in it that must not be told."""

    def __init__(self, form: str) -> None:
        self.form, self.tells = form, list[str]()

    def passage(self) -> Passage:
        text = "To begin with.\n\n" + "\n\n".join(written(self.form, key) for key in self.tells) + "\n\nThe end."
        return Passage("p1", "d1", " ".join(self.tells), "a/b.md", text, 0, len(text), 1, tuple(self.tells))

    async def search(self, owner: str, query: Query, k: int) -> tuple[Hit, ...]:
        return (Hit(self.passage(), 1.0, " ".join(self.tells)),)

    async def open(self, owner: str, passage: str) -> Passage:
        return self.passage()

    async def cited(self, owner: str, source: str) -> tuple[Passage, ...]:
        return (self.passage(),)

    async def quoted(self, owner: str, quote: str, passage: str) -> bool:
        return False


def open_variants(world: Curricula, state: State) -> list[Variant]:
    frames = [*state.chain.stack, *(frame for left in state.chain.left.values() for frame in left)]
    return [draw(world, one.ref, one.n) for one in frames if isinstance(one, Asked | Opened)]


def keys(world: Curricula, state: State, typed: Sequence[str]) -> set[str]:
    if state.ended is not None:
        return set()
    found = {str(one.key.value) for one in open_variants(world, state) if isinstance(one.key, Number)}
    return found - {token for text in typed for token in re.findall(r"\d+", text)}


def typed_for(world: Curricula, state: State, move: str, rng: random.Random) -> dict[str, Any]:
    """The body of an action for a move of the invariants' learners."""
    asked = state.chain.question
    if move in ACTIONS:
        return {"action": ACTIONS[move]}
    if move == "ask":
        return {"action": "ask", "text": "what is concept 0?"}
    if move in ("dispute", "not-yet"):
        return {"action": "dispute", "concept": rng.choice(world.concepts), "known": move == "dispute"}
    if asked is None or asked.stated:
        return {"action": "tick-rubric", "lines": [1] if move == "right" else []}
    variant = draw(world, asked.ref, asked.n)
    if move == "unreadable":
        return {"action": "answer", "text": "(("}
    if move == "repeat":
        return {"action": "answer", "text": asked.tried[-1] if asked.tried else "5"}
    if move == "mistake" and variant.mistakes:
        value = rng.choice(variant.mistakes).value
        return {"action": "answer", "text": value if isinstance(value, str) else to_text(value)}  # type: ignore[arg-type]
    right = move == "right" or variant.kind in ("predict", "own-words")
    text = right_text(variant, rng) if right else wrong_text(variant, rng)
    return {"action": "answer", "text": text, "seconds": 0.001 if move == "fast" else 25.0}


LOOKS = [path for path, operations in described()["paths"].items() if "get" in operations]


async def look_everywhere(ada: Visitor, owner: Visitor, session: str, concept: str) -> None:
    """Every route that can be read, those of rights and operation too; and some that refuse."""
    for path in LOOKS:
        filled = path.replace("{session}", session).replace("{curriculum}", "world").replace("{concept}", concept)
        more = {"/v1/library/search": "?q=concept", "/v1/events": "?follow=false"}.get(path, "")
        more = "?render=html&render=spoken&render=latex&render=plain" if path == "/v1/sessions/{session}" else more
        who = ada if path.endswith("/source") else owner  # with the right to keys it wouldn't be a secret
        await who.ask("GET", filled + more)
    await ada.ask("POST", f"/v1/sessions/{session}/preview", {"text": "1 + 1"})
    await ada.ask("POST", f"/v1/sessions/{session}/preview", {"text": ["1"]})


async def study(world: Curricula, script: list[str], seed: int, form: str, folder: Path) -> int:
    rng, typed, looked = random.Random(seed), list[str](), 0
    async with serving(locate({"TUTOR_HOME": str(folder)}), ()) as server:
        telling = prepared(server, world, form)
        ada, owner = await server.visitor("ada", "learn"), await server.visitor("ada", "learn", "export", "admin")
        owner.seen = ada.seen
        shown = await ada.begin("world")
        session, earlier = shown["view"]["session"], list[tuple[str, dict[str, Any]]]()
        desk = server.service.desk
        for move in ["skip-placement", "sources", "ask", *script]:
            state = await desk.state(ada.learner, session)
            if state.ended is not None:
                break
            before = keys(world, state, typed)
            telling.tells[:] = sorted(before)
            body, key = typed_for(world, state, move, rng), new_id()
            typed.append(str(body.get("text", "")))
            del ada.seen[:], server.lines[:]
            path = f"/v1/sessions/{session}/actions"
            done = await ada.ask("POST", path + "?render=html&render=plain", body, Idempotency_Key=key, If_Match="*")
            assert done.status_code in (200, 404, 422), done.text
            if done.status_code == 200:
                earlier.append((key, body))
            state = await desk.state(ada.learner, session)
            hidden = keys(world, state, typed)
            telling.tells[:] = sorted(hidden)
            await look_everywhere(ada, owner, session, rng.choice(world.concepts).partition("/")[2])
            again, said = rng.choice(earlier) if earlier else (key, body)
            await ada.ask("POST", path, said, Idempotency_Key=again, If_Match="*")
            await ada.ask("POST", path, {**said, "text": "2"}, Idempotency_Key=again, If_Match='"1"')
            bare = _SEPARATORS.sub("", "\n".join([*ada.seen, json.dumps(server.lines)]))
            for one in hidden:
                assert one not in bare, (move, form, one)
            looked += len(hidden)
        assert server.faults == []
    return looked


def prepared(server: Server, world: Curricula, form: str) -> Telling:
    """The server over a world and a telling library instead of files."""
    telling, service = Telling(form), server.service
    service.shelf, service.documents = Given(world), telling
    service.desk._load, service.desk._passages = service.shelf.load, telling
    server.app = application(service)
    return telling


few = st.lists(st.sampled_from(MOVES), min_size=4, max_size=12)


@settings(max_examples=EXAMPLES)
@given(world=curricula(), script=few, seed=st.integers(0, 1000), form=st.sampled_from(FORMS))
def test_no_answer_of_any_route_holds_the_key_of_an_open_question(
    world: Curricula, script: list[str], seed: int, form: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(study(world, script, seed, form, Path(folder)))


def test_the_canaries_would_be_seen() -> None:
    """Some keys are looked for; and an answer to the learner's own right is found, so the search finds what is there."""
    from tests.invariants.test_masking import two_questions

    with tempfile.TemporaryDirectory() as folder:
        assert (
            asyncio.run(study(two_questions(), ["wrong", "dont-know", "hint"], 1, "The answer is {key}.", Path(folder)))
            > 0
        )
