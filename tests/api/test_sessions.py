"""Sessions over HTTP: what they show, and that every action is done once, whatever happens to the line."""

from __future__ import annotations

import asyncio
from dataclasses import fields
from typing import Any

import pytest

from tests.api.visiting import Server, Visitor, new_id
from tests.counting import NAME, right
from tests.program import Session
from tutor.home import Home
from tutor.session.actions import ACTIONS
from tutor.session.codec import to_plain
from tutor.session.desk import Desk
from tutor.session.view import View


async def test_a_session_is_studied_from_its_first_question_to_its_end(ada: Visitor) -> None:
    shown = await ada.begin(NAME)
    while shown["view"]["ended"] is None:
        question = shown["view"]["question"]
        shown = await ada.done(shown, "answer", text=right(question["ask"]), seconds=30)
    assert shown["view"]["ended"] == "reached"
    assert shown["summary"]["reached"]
    assert (await ada.get("/v1/sessions"))["sessions"][0]["ended"] == "reached"
    found = await ada.get(f"/v1/sessions/{shown['view']['session']}/summary")
    assert found["summary"] == shown["summary"]
    kept = await ada.get(f"/v1/sessions/{shown['view']['session']}/notebook")
    assert kept["reached"]
    assert kept["markdown"].startswith(f"# {kept['goal']}\n")


async def test_what_is_shown_is_what_every_front_end_gets(server: Server, ada: Visitor) -> None:
    answer = await ada.ask("POST", "/v1/sessions", {"curriculum": NAME, "id": new_id()})
    shown = answer.json()
    assert list(shown["view"]) == [one.name for one in fields(View)]
    view = await server.service.desk.view(ada.learner, shown["view"]["session"])
    assert shown["view"] == to_plain(view)
    assert answer.headers["etag"] == f'"{view.seq}"'
    assert (await ada.get(answer.headers["location"]))["view"] == to_plain(view)


async def test_the_same_id_and_body_is_answered_as_it_was_then_and_done_once(ada: Visitor) -> None:
    shown, key = await ada.begin(NAME), new_id()
    first = await ada.act(shown, "dont-know", key=key)
    again = await ada.act(shown, "dont-know", key=key)
    assert again.json() == first.json()
    assert (again.headers["idempotent-replayed"], again.headers["etag"]) == ("true", first.headers["etag"])
    assert "idempotent-replayed" not in first.headers
    await ada.done(first.json(), "dont-know")
    later = await ada.act(shown, "dont-know", key=key)
    assert _without_time(later.json()) == _without_time(first.json())
    events = await ada.events()
    assert len([event for event in events if event["action"] == key and event["type"] == "answer.unknown"]) == 1


def _without_time(shown: dict[str, Any]) -> dict[str, Any]:
    """What depends on the hour of the look: how much is left, and what has faded since."""
    progress = {name: part for name, part in shown["view"]["progress"].items() if name != "minutes_left"}
    return {**shown, "view": {**shown["view"], "progress": progress}}


async def test_a_session_is_begun_once_however_often_it_is_asked_for(ada: Visitor) -> None:
    body = {"curriculum": NAME, "id": new_id()}
    answers = [await ada.ask("POST", "/v1/sessions", body) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["view"]["session"] for answer in answers}) == 1
    assert [answer.headers.get("idempotent-replayed") for answer in answers] == [None, "true", "true"]
    assert len((await ada.get("/v1/sessions"))["sessions"]) == 1


async def test_the_same_id_with_another_body_is_refused_and_changes_nothing(ada: Visitor) -> None:
    shown, key = await ada.begin(NAME), new_id()
    after = await ada.done(shown, "answer", key=key, text="1")
    refused = await ada.act(shown, "answer", key=key, text="2")
    assert (refused.status_code, refused.json()["code"]) == (409, "action-reused")
    begun = await ada.ask("POST", "/v1/sessions", {"curriculum": NAME, "id": key})
    assert (begun.status_code, begun.json()["code"]) == (409, "action-reused")
    assert (await ada.get(f"/v1/sessions/{shown['view']['session']}"))["seq"] == after["seq"]


async def test_of_two_devices_the_later_one_is_told_where_the_session_is(ada: Visitor) -> None:
    shown = await ada.begin(NAME)
    both = await asyncio.gather(*(ada.act(shown, "answer", text=str(n)) for n in range(2)))
    first, later = sorted(both, key=lambda answer: answer.status_code)
    assert (first.status_code, later.status_code) == (200, 412)
    problem = later.json()
    assert (problem["code"], problem["seq"]) == ("store-conflict", first.json()["seq"])
    assert later.headers["etag"] == first.headers["etag"]
    assert (await ada.get(problem["view"]))["seq"] == first.json()["seq"]


async def test_many_at_once_lose_nothing_and_count_nothing_twice(server: Server, ada: Visitor) -> None:
    shown = await ada.begin(NAME)
    keys = [new_id() for _ in range(12)]
    answers = await asyncio.gather(
        *(ada.act(shown, "dispute", key=key, match="*", concept="nothing") for key in keys * 2)
    )
    assert {answer.status_code for answer in answers} == {404}
    answers = await asyncio.gather(*(ada.act(shown, "answer", key=key, match="*", text="((") for key in keys * 2))
    assert {answer.status_code for answer in answers} == {200}
    events = await server.service.desk.events(ada.learner)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert sorted(event.action for event in events if event.type == "answer.submitted") == sorted(keys)


async def test_there_cannot_be_any_number_of_unfinished_sessions(ada: Visitor) -> None:
    first = await ada.begin(NAME)
    for _ in range(49):
        await ada.begin(NAME)
    refused = await ada.ask("POST", "/v1/sessions", {"curriculum": NAME, "id": new_id()})
    assert (refused.status_code, refused.json()["code"]) == (422, "not-allowed")
    await ada.done(first, "end")
    await ada.begin(NAME)


async def test_what_is_answered_in_the_terminal_meanwhile_is_said(ada: Visitor, roots: tuple[Any, ...]) -> None:
    shown = await ada.begin(NAME)
    plain = Session(NAME, "--curricula", roots[0], "--learner", "ada")
    assert plain.view["view"]["session"] == shown["view"]["session"]
    await asyncio.to_thread(plain.say, "?")
    refused = await ada.act(shown, "dont-know")
    assert (refused.status_code, refused.json()["seq"]) == (412, plain.view["seq"])
    assert (await ada.get(refused.json()["view"]))["view"] == plain.view["view"]
    plain.close()


async def test_an_action_has_to_say_what_it_answers(ada: Visitor) -> None:
    shown = await ada.begin(NAME)
    path = f"/v1/sessions/{shown['view']['session']}/actions"
    refused = await ada.ask("POST", path, {"action": "dont-know", "id": new_id()})
    assert (refused.status_code, refused.json()["code"]) == (428, "precondition-missing")
    for name in ("pause", "resume", "end"):
        assert (await ada.ask("POST", path, {"action": name, "id": new_id()})).status_code == 200


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ({"action": "answer", "text": "1"}, {}, 400),
        ({"action": "answer", "text": "1", "id": "7"}, {}, 400),
        ({"action": "answer", "text": "1", "id": new_id()}, {"Idempotency_Key": new_id()}, 400),
        ({"action": "answer", "id": new_id()}, {}, 400),
        ({"action": "answer", "text": 1, "id": new_id()}, {}, 400),
        ({"action": "answer", "text": "1", "seconds": -1, "id": new_id()}, {}, 400),
        ({"action": "answer", "text": "1", "seconds": 10**400, "id": new_id()}, {}, 400),
        ({"action": "answer", "text": "1", "seed": 5, "id": new_id()}, {}, 400),
        ({"action": "answer", "text": "1" * 10_001, "id": new_id()}, {}, 413),
        ({"action": "tick-rubric", "lines": [10**30], "id": new_id()}, {}, 400),
        ({"action": "nothing", "id": new_id()}, {}, 400),
        ({"action": "back", "id": new_id()}, {}, 422),
        ({"action": "back", "id": new_id()}, {"If_Match": "12"}, 400),
        ([], {}, 400),
    ],
)  # fmt: skip
async def test_what_cannot_be_read_or_done_is_refused_and_changes_nothing(
    ada: Visitor, body: Any, headers: dict[str, str], status: int
) -> None:
    shown = await ada.begin(NAME)
    path = f"/v1/sessions/{shown['view']['session']}/actions"
    refused = await ada.ask("POST", path, body, **{"If_Match": "*", **headers})
    assert refused.status_code == status, refused.text
    assert refused.headers["content-type"] == "application/problem+json"
    assert (await ada.get(f"/v1/sessions/{shown['view']['session']}"))["seq"] == shown["seq"]


@pytest.mark.parametrize(
    "raw", [b"{", b'{"action": NaN}', b'{"id": 1, "id": 2}', b"\xff{}", b"[" * 30_000, b'{"a": 1' + b"0" * 5000 + b"}"]
)
async def test_a_body_that_is_no_json_is_refused(ada: Visitor, raw: bytes) -> None:
    answer = await ada.client.post("/v1/sessions", content=raw, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-argument")
    assert (await ada.client.post("/v1/sessions", content=b"{}")).status_code == 415


async def test_an_answer_can_be_previewed_without_being_given(ada: Visitor) -> None:
    shown = await ada.begin(NAME)
    path = f"/v1/sessions/{shown['view']['session']}/preview"
    found = (await ada.ask("POST", path, {"text": "-3/4"})).json()
    assert found["read_latex"] == r"-\frac{3}{4}"
    assert found["spoken"] == "minus 3 over 4"
    assert (await ada.ask("POST", path, {"text": "3/"})).json()["message"]
    assert (await ada.ask("POST", path, {"text": "I don't know"})).json()["taken_for"] == "unknown"
    assert (await ada.get(f"/v1/sessions/{shown['view']['session']}"))["seq"] == shown["seq"]


async def test_texts_come_in_other_forms_on_request_in_the_same_places(ada: Visitor) -> None:
    shown = await ada.begin(NAME)
    path = f"/v1/sessions/{shown['view']['session']}"
    assert "rendered" not in shown
    found = (await ada.get(f"{path}?render=html&render=spoken&render=latex&render=plain"))["rendered"]
    assert list(found) == ["html", "spoken", "latex", "plain"]
    assert found["html"]["question"]["ask"].startswith("<p>")
    assert {type(one["question"]["ask"]) for one in found.values()} == {str}
    assert (await ada.ask("GET", f"{path}?render=pdf")).status_code == 400


async def test_the_tutor_says_why_it_asks(ada: Visitor) -> None:
    shown = await ada.begin(NAME)
    found = await ada.get(f"/v1/sessions/{shown['view']['session']}/reasons")
    assert found["reasons"]["cause"]


async def test_a_chosen_seed_needs_the_right_to_see_keys(server: Server, ada: Visitor) -> None:
    refused = await ada.ask("POST", "/v1/sessions", {"curriculum": NAME, "seed": 3, "id": new_id()})
    assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")
    author = await server.visitor("bo", "learn", "author")
    asks = {(await author.begin(NAME, seed=3))["view"]["question"]["ask"] for _ in range(2)}
    assert len(asks) == 1


async def test_every_action_of_the_program_can_be_sent(ada: Visitor) -> None:
    more: dict[str, dict[str, Any]] = {
        "answer": {"text": "1"}, "ask": {"text": "what?"}, "tick-rubric": {"lines": [1]}, "dispute": {"concept": "walks"},
    }  # fmt: skip
    for name in ACTIONS:
        answer = await ada.act(await ada.begin(NAME), name, **more.get(name, {}))
        assert answer.status_code in (200, 404, 422), answer.text


SCRIPT = ("?", "right", "/hint", "7", "right", "/why", "right", "((", "right", "/see", "right", "right", "/end")
NAMES = {"/hint": "hint", "/why": "why", "/see": "i-see-it", "/end": "end", "?": "dont-know"}


async def test_the_same_script_gives_the_same_state_in_plain_and_over_http(
    server: Server, place: Home, roots: tuple[Any, ...]
) -> None:
    """The journals differ in ids and times; what is folded from them does not."""
    visitor = await server.visitor("default", "learn", "author")
    shown = await visitor.begin(NAME, seed=11)
    plain = Session(NAME, "--seed", "11", "--curricula", roots[0], "--learner", "other")
    for line in SCRIPT:
        if shown["view"]["ended"] is not None:
            break
        text = right(shown["view"]["question"]["ask"]) if line == "right" else line
        if line in NAMES:
            answer = await visitor.act(shown, NAMES[line])
        else:
            answer = await visitor.act(shown, "answer", text=text)
        shown = answer.json() if answer.status_code == 200 else shown
        if answer.status_code == 200:
            await asyncio.to_thread(plain.say, text)
    plain.close()
    other = await server.store.named("other")
    assert other is not None
    mine, theirs = [await _state(server.service.desk, one) for one in (visitor.learner, other.id)]
    assert mine["counts"]["questions"] > 3
    assert mine == theirs


async def _state(desk: Desk, learner: str) -> dict[str, Any]:
    (record,) = await desk.sessions(learner)
    found: dict[str, Any] = to_plain(await desk.state(learner, record.session))
    own = {"learner", "session", "started_at", "last_at", "studied", "action"}
    return {name: _timeless(part) for name, part in found.items() if name not in own}


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _timeless(part) for name, part in value.items() if name != "at"}
    return [_timeless(part) for part in value] if isinstance(value, list) else value
