"""The notebook of a session: the learner's own answers, in order, as typed; nothing of what is still open."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.invariants.driver import Session
from tests.invariants.test_invariants import EXAMPLES
from tests.invariants.test_masking import document, keys, two_questions
from tests.invariants.worlds import MOVES, curricula
from tests.program import run
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.load import load
from tutor.curriculum.shipping import shipped
from tutor.disk.new_file import write_at
from tutor.errors import InputError
from tutor.notation.markdown import plain
from tutor.session.codec import to_plain
from tutor.session.notebook import notebook
from tutor.session.notebook_text import _code, _plain, file_name, markdown

LEVER = "leverage/lever"


def studied(seed: int, moves: int) -> Session:
    session = Session(load("leverage", [shipped("curricula")]), LEVER, seed)
    rng = random.Random(seed)
    for _ in range(moves):
        if session.state.ended is not None:
            break
        session.do(rng.choice(["right", "right", "right", "wrong", "hint", "dont-know", "why", "show-me"]))
    return session


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_pages_follow_the_order_in_which_things_were_shown_and_end_with_what_is_open(seed: int) -> None:
    session = studied(seed, 60)
    found = notebook(session.events, session.curricula)
    established = [page for page in found.pages if page.how]
    assert [page.title for page in established] == [
        session.curricula.concept(ref).concept.title for ref in session.state.chain.established
    ]
    assert found.pages[: len(established)] == tuple(established)
    for page in found.pages[len(established) :]:
        assert page.shows == ""
        assert page.questions
    text = markdown(found)
    assert text.count("\n## ") == len(found.pages)
    assert plain(text, width=80)


def test_every_answer_that_counted_stands_in_it_as_it_was_typed() -> None:
    session = studied(4, 50)
    found = notebook(session.events, session.curricula)
    tried = [one.text for page in found.pages for question in page.questions for one in question.tries]
    probes = {event.body.ref for event in session.events if getattr(event.body, "purpose", "") == "placement"}
    assert tried
    assert set(tried) - {"I don't know"} <= set(session.typed)
    assert len(tried) > len(session.typed) - 3 * len(probes) - 5


@settings(max_examples=EXAMPLES // 2)
@given(
    world=curricula(), script=st.lists(st.sampled_from(MOVES), max_size=14), seed=st.integers(0, 1000),
    form=st.sampled_from(["The answer is {key}.", "So ${key}$ comes out.", "x={key};y=2"]),
)  # fmt: skip
def test_no_key_of_an_open_question_stands_in_it(world: Curricula, script: list[str], seed: int, form: str) -> None:
    session = Session(world, world.goals("world")[0], seed, documents=lambda one: document(one, form))
    for move in ["skip-placement", "sources", "ask", *script]:
        if session.state.ended is not None:
            break
        session.do(move)
        found = notebook(session.events, session.curricula)
        shown = markdown(found) + json.dumps(to_plain(found), ensure_ascii=False)
        for key in keys(session):
            assert key not in shown


def test_what_was_read_is_cited_once_its_question_is_answered() -> None:
    session = Session(two_questions(), "world/c0", 1, documents=lambda one: document(one, "The answer is {key}."))
    session.do("skip-placement")
    session.do("sources")
    assert "Something to begin with" not in markdown(notebook(session.events, session.curricula))
    session.do("right")
    text = markdown(notebook(session.events, session.curricula))
    assert "> Something to begin with" in text or "> The answer is" in text
    assert "line 3" in text


def test_a_prediction_is_named_as_such_and_the_evidence_comes_with_its_grounds_once() -> None:
    curriculum = load("ground", [shipped("curricula")])
    concept = next(
        ref for ref in curriculum.concepts
        for question in curriculum.concept(ref).questions if curriculum.question(question).exhibits
    )  # fmt: skip
    session = Session(curriculum, concept, 1)
    for _ in range(200):
        if not session.do("right"):
            break
    text = markdown(notebook(session.events, curriculum))
    for ref, exhibit in ((ref, curriculum.exhibit(ref)) for ref in curriculum.exhibits):
        if f"Evidence: {exhibit.title}" in text:
            assert text.count(exhibit.body.strip()) == 1, ref
            assert exhibit.source.strip()[:20] in text
    assert "**Evidence: " in text


TYPED = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(TYPED)
def test_what_was_typed_is_code_whatever_it_holds(typed: str) -> None:
    code = _code(typed)
    fence = re.match(r"`+", code)
    assert fence is not None
    assert code.endswith(fence[0])
    assert fence[0] not in code[len(fence[0]) : -len(fence[0])].replace(fence[0] + "`", "")
    assert "\n" not in code
    assert "\x1b" not in code


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", "[a](javascript:x)", "# not a heading", "- no list", "1. none", "$x$", "**b**"],
)
def test_a_statement_in_ones_own_words_is_text_and_no_markup(typed: str) -> None:
    assert plain(f"> {_plain(typed)}", width=80).replace("│", "").replace("▌", "").lstrip(" >").rstrip() == typed


def test_a_file_is_never_replaced_and_its_name_fits_every_system(tmp_path: Path) -> None:
    session = studied(1, 10)
    found = notebook(session.events, session.curricula)
    assert re.fullmatch(r"[a-z0-9-]+\.md", file_name(found))
    first, second = (write_at(str(tmp_path), file_name(found), text) for text in ("one", "two"))
    assert first != second
    assert (first.read_text(), second.read_text()) == ("one", "two")
    assert first.stat().st_mode & 0o777 == 0o600
    with pytest.raises(InputError):
        write_at(str(tmp_path / "missing" / "file.md"), "x.md", "text")


def test_the_command_prints_the_latest_session_and_keeps_it_where_it_is_told(tmp_path: Path) -> None:
    home = {"TUTOR_HOME": str(tmp_path / "home")}
    studied_now = run("plain", "ground", "--to", "proportion", "--seed", "3", text="/skip\n?\n/quit\n", **home)
    assert studied_now.returncode == 0
    printed = run("notebook", **home)
    assert printed.returncode == 0
    assert printed.stdout.startswith("# ")
    assert "I don't know" in printed.stdout
    (tmp_path / "kept").mkdir()
    kept = run("notebook", "--out", tmp_path / "kept", **home)
    assert Path(kept.stdout.strip()).read_text() == printed.stdout
    as_json = json.loads(run("notebook", "--json", **home).stdout)
    assert as_json["markdown"] == printed.stdout
    assert run("notebook", as_json["session"][:18], **home).stdout == printed.stdout
    nobody = run("notebook", "ffff", **home)
    assert nobody.returncode == 1
    assert "no session" in nobody.stderr
