"""Every reference is resolved once, looked up at once, and survives renaming and being kept."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.curriculum.samples import concept, curricula, number
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.findings import CurriculumFindingsError
from tutor.curriculum.model import Curriculum
from tutor.errors import CurriculumError, InputError

T_A = number("t-a", steps=[number("t-b")])


def world(**more: Any) -> Curricula:
    return curricula(
        concept("first", number("f", steps=[number("f-step")]), aliases=["the one"], was=["zeroth"]),
        concept("second", number("s"), requires=["first"], before="something"),
        concept(
            "third",
            number("t-one", was=["t-zero"], steps=[T_A, {"use": "second/s"}], again=["t-two"]),
            number("t-two", role="transfer", uses=["zeroth"]),
            requires=["second"], kind="result", misconceptions=[{"id": "m", "title": "M"}],
        ),
        **more,
    )  # fmt: skip


def test_questions_are_named_by_their_way() -> None:
    assert list(world().questions) == [
        "c/first/f", "c/first/f/f-step", "c/second/s", "c/third/t-one", "c/third/t-one/t-a", "c/third/t-one/t-a/t-b",
        "c/third/t-two",
    ]  # fmt: skip


def test_a_question_knows_its_tree() -> None:
    node = world().question("c/third/t-one/t-a/t-b")
    assert (node.parent, node.root, node.concept, node.role) == ("c/third/t-one/t-a", "c/third/t-one", "c/third", None)
    assert world().question("c/third/t-one").steps == ("c/third/t-one/t-a", "c/second/s")
    assert list(world().tree("c/third/t-one")) == [
        "c/third/t-one", "c/third/t-one/t-a", "c/third/t-one/t-a/t-b", "c/second/s",
    ]  # fmt: skip


def test_the_first_question_is_the_leap_unless_another_says_so() -> None:
    assert world().leap("c/third") == "c/third/t-one"
    assert [world().question(ref).role for ref in world().concept("c/third").questions] == ["leap", "transfer"]
    other = curricula(concept("a", number("q"), number("r", role="leap"), number("s")))
    assert other.leap("c/a") == "c/a/r"
    assert [other.question(ref).role for ref in other.concept("c/a").questions] == ["further", "leap", "further"]


def test_the_graph_is_looked_up_by_concept() -> None:
    made = world()
    assert made.concepts == ("c/first", "c/second", "c/third")
    assert made.prerequisites("c/third") == ("c/second",)
    assert made.ancestors("c/third") == {"c/first", "c/second"}
    assert made.dependents("c/first") == ("c/second",)
    assert made.concept("c/third").misconceptions == {"m": "c/third#m"}


def test_old_names_lead_to_the_new_ones() -> None:
    made = world()
    assert made.concept("c/zeroth").ref == "c/first"
    assert made.question("c/zeroth/f/f-step").ref == "c/first/f/f-step"
    assert made.question("c/third/t-zero").ref == "c/third/t-one"
    assert made.question("c/third/t-two").uses == ("c/first",)
    assert made.goto("c/third/t-two", "t-zero") == "c/third/t-one"


@pytest.mark.parametrize(
    ("target", "ref"),
    [
        ("t-b", "c/third/t-one/t-a/t-b"), ("t-one/t-a", "c/third/t-one/t-a"), ("second/s", "c/second/s"),
        ("first/f-step", "c/first/f/f-step"), ("c/second/s", "c/second/s"), ("c/first/f/f-step", "c/first/f/f-step"),
    ],
)  # fmt: skip
def test_goto_reaches_any_question(target: str, ref: str) -> None:
    assert world().goto("c/third/t-two", target) == ref


@pytest.mark.parametrize("text", ["first", "c/first", "First", " THE ONE ", "zeroth"])
def test_a_goal_may_be_named_in_any_way(text: str) -> None:
    assert world().find_concept("c", text) == "c/first"


def test_a_misspelt_goal_gets_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean `second`") as caught:
        world().find_concept("c", "secnod")
    assert caught.value.code == "unknown-goal"


def test_goals_are_those_written_or_those_nothing_rests_on() -> None:
    assert world().goals("c") == ("c/third",)
    assert world(goals=["second", "third"]).goals("c") == ("c/second", "c/third")
    with pytest.raises(InputError) as caught:
        world().goals("d")
    assert caught.value.code == "unknown-curriculum"


@pytest.mark.parametrize("look", [Curricula.concept, Curricula.question, Curricula.exhibit])
@pytest.mark.parametrize("ref", ["", "x", "c/x", "c/first/x", "c/first/f/x/y", "c@x", "///"])
def test_what_is_not_there_is_said_to_be_so(look: Any, ref: str) -> None:
    with pytest.raises(InputError):
        look(world(), ref)


BROKEN = [
    ([concept("a", requires=["b"])], "C010"),
    ([concept("a", requires=["d/b"])], "C006"),
    ([concept("a", requires=["a"])], "C011"),
    ([concept("a", requires=["b"]), concept("b", requires=["c"]), concept("c", requires=["a"])], "C011"),
    ([concept("a"), concept("a")], "C005"),
    ([concept("a", number("q"), number("r", steps=[number("q")]))], "C005"),
    ([concept("a", number("q", uses=["b"]))], "C012"),
    ([concept("a", number("q", mistakes=[{"value": "2", "goto": "r"}]))], "C021"),
    ([concept("a", number("q", again=["r"]))], "C021"),
    ([concept("a", number("q", steps=[{"use": "b/q"}]))], "C021"),
    ([concept("a", number("q", steps=[{"use": "r"}]), number("r", steps=[{"use": "q"}]))], "C024"),
    ([concept("a", number("q", exhibits=["e"]))], "C022"),
]


@pytest.mark.parametrize(("concepts", "code"), BROKEN)
def test_what_leads_nowhere_is_refused_or_left_out(concepts: list[dict[str, Any]], code: str) -> None:
    with pytest.raises(CurriculumFindingsError) as caught:
        curricula(*concepts)
    assert [one.code for one in caught.value.findings] == [code]
    made = curricula(*concepts, tolerant=True)
    assert [one.code for one in made.complaints] == [code]
    assert len(made.concepts) == len({one["id"] for one in concepts})
    assert all(len(list(made.tree(ref))) >= 1 for ref in made.questions)


def test_a_circle_is_named() -> None:
    with pytest.raises(CurriculumError, match="`c/a` → `c/b` → `c/a`"):
        curricula(concept("a", requires=["b"]), concept("b", requires=["a"]))


names = st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)


@st.composite
def models(draw: st.DrawFn) -> dict[str, Any]:
    made: list[dict[str, Any]] = []
    for i in range(draw(st.integers(1, 4))):
        earlier = [one["id"] for one in made]
        requires = draw(st.lists(st.sampled_from(earlier), unique=True)) if earlier else []
        parameters = {"b": {"kind": "integer", "from": 1, "to": 9}, "a": {"value": "2*b"}, "where": ["a != 4"]}
        question = number(f"q{i}", draw(st.sampled_from(["1", "a"])))
        question |= {
            "hints": draw(st.lists(st.text(min_size=1), max_size=2)),
            "parameters": parameters,
            "ask": draw(st.text("xyz ${}\n\u00e9", min_size=1)),
        }
        made.append(concept(f"k{i}", question, requires=requires, title=draw(st.text(min_size=1, max_size=20))))
    return {"id": draw(names), "title": "T", "licence": "-", "concepts": made}


@given(models())
def test_what_is_kept_comes_back_the_same(model: dict[str, Any]) -> None:
    made = Curricula([Curriculum.model_validate(model)])
    again = Curricula.from_json(made.to_json())
    assert again.to_json() == made.to_json()
    assert again.models == made.models
    assert again.hash == made.hash
    assert [again.question(ref).hash for ref in again.questions] == [made.question(ref).hash for ref in made.questions]
    assert list(again.models[0].concepts[0].questions[0].parameters.by_name) == ["b", "a"]


def test_the_hash_changes_with_any_word() -> None:
    assert curricula(concept("a")).hash != curricula(concept("a", title="B")).hash
    one, other = curricula(concept("a", number("q"))), curricula(concept("a", number("q", hints=["h"])))
    assert one.question("c/a/q").hash != other.question("c/a/q").hash
    assert len(one.hash) == len(one.question("c/a/q").hash) == 32


def test_a_step_has_the_hash_of_its_whole_question() -> None:
    made = world()
    assert made.question("c/third/t-one/t-a/t-b").hash == made.question("c/third/t-one").hash
    assert made.question("c/third/t-two").hash != made.question("c/third/t-one").hash


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 2, "curricula": []}', '{"format": 1, "curricula": [{}]}'])
def test_a_damaged_copy_is_a_typed_error(text: str) -> None:
    with pytest.raises(CurriculumError) as caught:
        Curricula.from_json(text)
    assert caught.value.code == "curriculum-invalid"


def choice(answer: dict[str, Any]) -> Any:
    question = {"id": "q", "ask": "one two three?", "answer": answer, "solution": "s"}
    return curricula(concept("a", question), exhibits=EXHIBITS).question("c/a/q")


EXHIBITS = [{"id": "e", "title": "E", "provenance": "computed", "body": "B"}]
OPTIONS = {"a": "first of all", "b": "second"}


@pytest.mark.parametrize(
    ("answer", "guess", "picks", "words"),
    [
        ({"kind": "choice", "options": OPTIONS, "value": "a"}, 1 / 2, True, 7),
        ({"kind": "choices", "options": OPTIONS, "value": ["a"]}, 1 / 4, True, 7),
        ({"kind": "order", "options": OPTIONS, "value": ["a", "b"]}, 1 / 2, True, 7),
        ({"kind": "flaw", "lines": ["one", "two", "three four"], "value": 1}, 1 / 3, True, 7),
        ({"kind": "predict", "options": OPTIONS, "reveal": "e"}, 0, True, 7),
        ({"kind": "number", "value": "1"}, 0, False, 3),
        ({"kind": "own-words", "rubric": [{"point": "p"}]}, 0, False, 3),
    ],
)
def test_blind_guesses_and_reading_are_counted(answer: dict[str, Any], guess: float, picks: bool, words: int) -> None:
    node = choice(answer)
    assert (node.guess, node.choice, node.reading_words) == (guess, picks, words)


def test_variants_differ_where_numbers_are_drawn_here_or_above() -> None:
    drawn = {"a": {"kind": "integer", "from": 1, "to": 9}}
    made = curricula(
        concept("a", number("q", parameters=drawn, steps=[number("r", steps=[number("s")])]), number("t")),
        concept("b", number("u", parameters={"a": {"value": "1"}}, steps=[{"use": "a/q"}])),
    )
    assert [ref.rpartition("/")[2] for ref in made.questions if made.question(ref).parametric] == ["q", "r", "s"]
