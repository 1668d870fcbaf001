"""Curricula, what is believed, reviews, and a learner's rights over HTTP."""

from __future__ import annotations

import json
from pathlib import Path

from tests.api.visiting import Server, Visitor, new_id
from tests.counting import NAME, TEXT, right
from tests.program import objects, run
from tests.store.studied import found_in
from tutor.curriculum.reader import read_yaml
from tutor.home import Home

CURRICULUM = read_yaml(TEXT.encode(), NAME).data


async def test_curricula_come_with_their_graph_and_without_keys(ada: Visitor) -> None:
    listed = await ada.get("/v1/curricula")
    assert NAME in {one["id"] for one in listed["curricula"]}
    found = await ada.get(f"/v1/curricula/{NAME}")
    refs = {one["ref"] for one in found["concepts"]}
    assert refs == {f"{NAME}/{one['id']}" for one in CURRICULUM["concepts"]}
    for one in found["concepts"]:
        detail = await ada.get(f"/v1/curricula/{one['ref'].replace('/', '/concepts/')}")
        assert {name: detail[name] for name in one} == one
    seen = "".join(ada.seen)
    for concept in CURRICULUM["concepts"]:
        for question in concept["questions"]:
            assert question["answer"]["value"] not in seen
            assert "before" not in concept or concept["title"] not in seen


async def test_an_author_sees_the_keys(server: Server, ada: Visitor) -> None:
    bo = await server.visitor("bo", "author")
    found = await bo.get(f"/v1/curricula/{NAME}/source")
    assert found["curriculum"]["concepts"][0]["questions"][0]["answer"]["value"]
    assert (await ada.ask("GET", f"/v1/curricula/{NAME}/source")).status_code == 403


async def test_a_curriculum_is_sent_again_only_when_it_has_changed(ada: Visitor, roots: tuple[Path, ...]) -> None:
    for path in (
        "/v1/curricula",
        f"/v1/curricula/{NAME}",
        f"/v1/curricula/{NAME}/concepts/{CURRICULUM['concepts'][0]['id']}",
    ):
        first = await ada.ask("GET", path)
        again = await ada.ask("GET", path, If_None_Match=first.headers["etag"])
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    file = roots[0] / f"{NAME}.yaml"
    file.write_text(TEXT.replace("title: ", "title: New ", 1), "utf-8")
    assert (await ada.ask("GET", path, If_None_Match=first.headers["etag"])).status_code == 200


async def test_the_way_to_a_goal_is_what_the_command_prints(ada: Visitor, roots: tuple[Path, ...]) -> None:
    found = await ada.get(f"/v1/curricula/{NAME}/path")
    (printed,) = objects(run("path", NAME, "--curricula", roots[0], "--learner", "nobody", "--json").stdout)
    assert found == printed
    assert (await ada.ask("GET", f"/v1/curricula/{NAME}/path?to=nowhere")).status_code == 404


async def test_what_is_believed_and_its_evidence_are_what_the_command_prints(
    ada: Visitor, roots: tuple[Path, ...]
) -> None:
    shown = await ada.begin(NAME)
    for _ in range(3):
        shown = await ada.done(shown, "answer", text=right(shown["view"]["question"]["ask"]), seconds=30)
    found = (await ada.get("/v1/learner/concepts"))["concepts"]
    printed = objects(run("learner", "show", "--curricula", roots[0], "--learner", "ada", "--json").stdout)
    steady = [{name: part for name, part in one.items() if name not in ("p_known", "retrievability")} for one in found]
    assert steady == [
        {name: part for name, part in one.items() if name not in ("p_known", "retrievability")} for one in printed
    ]
    ref = next(one["concept"] for one in found if one["evidence"])
    behind = await ada.get(f"/v1/learner/concepts/{ref}")
    assert [one["seq"] for one in behind["evidence"]] == behind["concept"]["evidence"]


async def test_a_belief_is_disputed_in_a_session_of_its_own(ada: Visitor) -> None:
    await ada.begin(NAME)
    concept = CURRICULUM["concepts"][0]["id"]
    path, body = f"/v1/learner/concepts/{NAME}/{concept}/dispute", {"known": False, "id": new_id()}
    settled = await ada.ask("POST", path, body)
    assert (settled.status_code, settled.json()["view"]["ended"]) == (201, "settled")
    assert (await ada.ask("POST", path, body)).json() == settled.json()
    assert (await ada.get(f"/v1/learner/concepts/{NAME}/{concept}"))["concept"]["state"] == "not-yet"


async def test_with_nothing_due_there_is_no_review_to_begin(ada: Visitor) -> None:
    assert (await ada.get("/v1/reviews")) == {"due": []}
    assert (await ada.ask("POST", "/v1/reviews", {"id": new_id()})).status_code == 422


async def test_an_export_is_what_the_command_writes(server: Server, ada: Visitor, roots: tuple[Path, ...]) -> None:
    shown = await ada.begin(NAME)
    await ada.done(shown, "answer", text="1")
    owner = await server.visitor("ada", "export")
    found = await owner.get("/v1/export")
    printed = json.loads(run("learner", "export", "--curricula", roots[0], "--learner", "ada", "--json").stdout)
    assert {**found, "exported": ""} == {**printed, "exported": ""}


async def test_erasing_takes_everything_away_and_closes_the_door(
    server: Server, ada: Visitor, place: Home, home: Path
) -> None:
    shown = await ada.begin(NAME)
    await ada.done(shown, "answer", text="qwertz7531")
    owner, bo = await server.visitor("ada", "export"), await server.visitor("bo")
    await bo.begin(NAME)
    assert (await owner.ask("POST", "/v1/erasure", {"confirm": "bo"})).status_code == 422
    assert found_in(home, "qwertz7531")
    erased = await owner.ask("POST", "/v1/erasure", {"confirm": "ada"})
    assert (erased.status_code, erased.json()["sessions"]) == (200, 1)
    assert (await ada.ask("GET", "/v1/sessions")).status_code == 401
    assert found_in(home, "qwertz7531") == []
    assert found_in(home, ada.learner) == ["data/journal.sqlite3"]
    assert len((await bo.get("/v1/sessions"))["sessions"]) == 1
