"""OATutor: problems to questions, scaffolds to steps, hints to hints, and its traps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.interchange.sources import CC_BY, Imported, hint, imported, pool, scaffold, step, written


def read(folder: Path, problems: dict[str, dict[str, Any]], **more: Any) -> Imported:
    return imported("oatutor", pool(folder / "pool", problems), folder / "out", **more)


def one(folder: Path, answer: str, title: str = "What is it?", **more: Any) -> Imported:
    """A pool of that question, and another that is sound."""
    return read(
        folder,
        {"a1": {"steps": {"a1a": step(answer, title, **more)}}, "z9": {"steps": {"z9a": step("$$7$$", "Seven?")}}},
    )


@pytest.mark.parametrize(
    ("title", "answer", "kind", "value"),
    [
        ("Half of a half?", r"$$\frac{1}{4}$$", "number", "1/4"),
        ("The price?", r"$$\$1,200.50$$", "number", "1200.50"),
        ("Solve for $$y$$.", r"$$\left(-\frac{1}{2}\right) x+\frac{9}{2}$$", "expression", "-(1/2)*x + 9/2"),
        ("Which line?", "$$y=2x+1$$", "equation", "y = 2x + 1"),
        ("Where is the vertex?", "$$(1,2)$$", "vector", "(1, 2)"),
        ("On which interval?", "$$(1,2)$$", "set", "(1, 2)"),
        ("The domain?", r"$$[3,\infty)$$", "set", r"[3,\infty)"),
        ("For which $$x$$?", r"$$x \geq 3$$", "inequality", "x >= 3"),
        ("The matrix?", r"$$\begin{bmatrix}1&2\\3&4\end{bmatrix}$$", "matrix", "[1 2; 3 4]"),
    ],
)
def test_a_formula_becomes_the_answer_that_it_is(
    title: str, answer: str, kind: str, value: str, tmp_path: Path
) -> None:
    found = one(tmp_path, answer, title).questions[0].answer
    assert (found.kind, found.value) == (kind, value)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("$$(1,2)$$", "ambiguous"),
        ("$$1, 2$$", "ambiguous"),
        (r"$$\pm 3$$", "ambiguous"),
        ("$$f(x)=2x$$", "function-notation"),
        (r"$$5 \text{ ft}$$", "unreadable"),
        ("$$(((($$", "unreadable"),
        ("", "answer-missing"),
    ],
)
def test_a_formula_that_cannot_be_told_is_left_behind(answer: str, reason: str, tmp_path: Path) -> None:
    made = one(tmp_path, answer)
    assert [(found.reason, found.where) for found in made.report.left] == [(reason, "a1/a1a")]


def test_scaffolds_become_steps_in_the_order_of_their_dependencies_with_the_hints_they_rest_on(tmp_path: Path) -> None:
    pathway = [
        scaffold("x-h3", "And twice that?", "$$10$$", "x-h2"),
        hint("x-h2", "Double what you have.", "x-h1"),
        scaffold("x-h1", "What is $$2+3$$?", "$$5$$"),
        hint("x-h4", "Now put it all together."),
    ]  # fmt: skip
    question = one(tmp_path, "$$30$$", "Three times twice the sum of 2 and 3?", pathway=pathway).questions[0]
    assert [found.ask.split("\n")[-1] for found in question.steps] == ["What is $2+3$?", "And twice that?"]
    assert [found.hints for found in question.steps] == [(), ("Double what you have.",)]
    assert question.hints == ("Now put it all together.",)


def test_help_within_a_scaffold_belongs_to_its_step(tmp_path: Path) -> None:
    inner = [hint("x-h1-s1", "Count on."), scaffold("x-h1-s2", "What follows 2?", "$$3$$")]
    question = one(tmp_path, "$$30$$", pathway=[scaffold("x-h1", "Twice 3?", "$$6$$", subHints=inner)]).questions[0]
    assert question.steps[0].hints == ("Count on.",)
    assert [found.answer.value for found in question.steps[0].steps] == ["3"]


def test_a_hint_that_holds_the_answer_is_left_behind(tmp_path: Path) -> None:
    pathway = [hint("x-h1", "It is $$y=2x+1$$."), hint("x-h2", "Think of $$y=mx+b$$.")]
    made = one(tmp_path, "$$y=2x+1$$", "Which line?", pathway=pathway)
    assert made.questions[0].hints == ("Think of $y=mx+b$.",)
    assert made.reasons == ["gives-away"]


def test_a_steps_hint_that_holds_the_answer_of_the_whole_is_left_behind(tmp_path: Path) -> None:
    pathway = [hint("x-h1", "So it has no solution."), scaffold("x-h2", "What is $$2+3$$?", "$$5$$", "x-h1")]
    made = one(tmp_path, "No solution", choices=["No solution", "Just one", "Many"], pathway=pathway)
    assert made.questions[0].steps[0].hints == ()
    assert made.reasons == ["gives-away"]


def test_dependencies_that_lead_nowhere_or_in_a_circle_are_said_and_stop_nothing(tmp_path: Path) -> None:
    pathway = [
        scaffold("x-h1", "What is $$2+3$$?", "$$5$$", "x-h2"),
        scaffold("x-h2", "What is $$3+3$$?", "$$6$$", "x-h1"),
        hint("x-h3", "Go on.", "x-h77"),
    ]
    made = one(tmp_path, "$$30$$", pathway=pathway)
    assert len(made.questions[0].steps) == 2
    assert made.reasons == ["dependency-missing", "dependency-missing"]


def test_a_choice_that_stands_twice_is_taken_once(tmp_path: Path) -> None:
    made = one(tmp_path, "$$3$$", choices=["$$3$$", "$$4$$", "$$4$$", "$$3$$"])
    assert made.questions[0].answer.options == {"a": "$3$", "b": "$4$"}
    assert made.reasons == ["duplicate-choice", "duplicate-choice"]


def test_an_answer_that_is_no_choice_leaves_the_question(tmp_path: Path) -> None:
    assert one(tmp_path, "5", choices=["3", "4"]).reasons == ["answer-not-among-choices"]


def test_figures_leave_the_question_or_the_hint(tmp_path: Path) -> None:
    assert one(tmp_path, "$$3$$", "Look at ##figure1.gif##: how many?").reasons == ["figure"]
    made = one(tmp_path / "hint", "$$3$$", pathway=[hint("x-h1", "See ##figure2.gif##.")])
    assert (made.questions[0].hints, made.reasons) == ((), ["figure"])


def test_a_problem_without_a_licence_is_in_quarantine_and_licences_are_kept(tmp_path: Path) -> None:
    made = read(tmp_path, {
        "a1": {"license": "", "steps": {"a1a": step("$$1$$", "One?")}},
        "b2": {"steps": {"b2a": step("$$2$$", "Two?", hint("x-h1", "Count.", license=""))}},
        "c3": {"license": "https://creativecommons.org/licenses/by-nc/4.0/ <CC BY-NC 4.0>", "steps": {"c3a": step("$$3$$", "Three?")}},
    })  # fmt: skip
    assert [(one.where, one.licence, one.source) for one in made.report.carried] == [
        ("b2/b2a", "CC-BY-4.0", "A Book (https://example.org)"), ("c3/c3a", "CC-BY-NC-4.0", "A Book (https://example.org)"),
    ]  # fmt: skip
    assert [(one.reason, one.where) for one in made.report.left] == [
        ("no-licence", "a1"),
        ("no-licence", "b2/b2a/x-h1"),
    ]
    assert made.report.licence.startswith("several")
    kept = json.loads((made.folder / "import-report.json").read_text("utf-8"))
    assert [one["licence"] for one in kept["items"]] == ["CC-BY-4.0", "CC-BY-NC-4.0"]


def test_a_newline_is_two_characters_outside_of_mathematics(tmp_path: Path) -> None:
    asked = one(tmp_path, "$$3$$", r"First.\nSecond with $$\neg a$$.").questions[0].ask
    assert asked == "First.\n\nSecond with $\\neg a$."


def test_numbers_that_vary_become_parameters_where_there_are_enough(tmp_path: Path) -> None:
    rows = {"a": [str(n) for n in range(30, 60)], "b": [str(n) for n in range(70, 100)]}
    made = one(tmp_path, "$$@{a}+@{b}$$", "What is @{a} and $$@{b}$$ together?", variabilization=rows)
    assert made.curricula.question(f"{made.name}/lines/q-a1a").parametric
    assert made.questions[0].answer.value == "p1 + p2"
    few = one(
        tmp_path / "few",
        "$$@{a}+@{b}$$",
        "What is @{a} and $$@{b}$$ together?",
        variabilization={"a": ["30"], "b": ["70"]},
    )
    assert few.questions[0].ask == "What is 30 and $70$ together?"
    assert [found.reason for found in few.report.changed] == ["fixed-numbers"]


def test_lessons_become_concepts_by_the_course_plan_the_lesson_or_the_skill(tmp_path: Path) -> None:
    place = pool(tmp_path / "pool", {
        "a1": {"lesson": "", "lessonId": "L7", "steps": {"a1a": step("$$1$$", "One?")}},
        "b2": {"lesson": "Slope", "steps": {"b2a": step("$$2$$", "Two?")}},
        "c3": {"lesson": "Lesson 1.6 ", "steps": {"c3a": step("$$3$$", "Three?")}},
    })  # fmt: skip
    written(
        place / "coursePlans.json", json.dumps([{"lessons": [{"id": "L7", "name": "Lesson 7", "topics": "Orders"}]}])
    )
    written(place / "skillModel.json", json.dumps({"c3a": ["solve_by_elimination"]}))
    titles = [concept.title for concept in imported("oatutor", place, tmp_path / "out").curricula.models[0].concepts]
    assert titles == ["Lesson 7: Orders", "Slope", "solve by elimination"]


@pytest.mark.parametrize("name", ["a{|}b", "a b", "-rf", "ä", "a'b\"c", "a\x1b[31mb", "CON"])
def test_any_name_of_a_folder_gives_an_id_that_is_no_path(name: str, tmp_path: Path) -> None:
    made = read(tmp_path, {name: {"steps": {f"{name}-s": step("$$3$$")}}})
    assert sorted(path.name for path in made.folder.iterdir()) == [
        "001-lines.yaml",
        "curriculum.yaml",
        "import-report.json",
    ]
    assert made.report.carried[0].where.isprintable()


def test_a_question_called_like_another_ones_step_keeps_its_own_id(tmp_path: Path) -> None:
    steps = {
        "a": step("$$30$$", "Whole?", scaffold("h1", "Part?", "$$5$$")),
        "a-1": step("$$40$$", "Other?"),
        "a--1": step("$$50$$", "Third?"),
    }
    assert len(read(tmp_path, {"p1": {"steps": steps}}).questions) == 3


def test_questions_beyond_a_files_size_are_spread_or_left(tmp_path: Path) -> None:
    long = [scaffold(f"h{n}", f"字{n} " + "字" * 5000, f"$${n + 40}$$") for n in range(16)]
    steps = {f"a{n}": step("$$30$$", f"Whole {n}?", *long[: n * 3]) for n in range(6)}
    made = read(tmp_path, {"p1": {"steps": steps}})
    assert made.reasons == ["too-large"]
    assert len(made.curricula.models[0].concepts) == 2


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = pool(tmp_path / "outside", {"secret": {"steps": {"s": step("$$3$$", "Secret?")}}})
    place = pool(tmp_path / "pool", {"a1": {"steps": {"a1a": step("$$1$$", "One?")}}})
    (place / "content-pool" / "secret").symlink_to(outside / "content-pool" / "secret")
    linked = place / "content-pool" / "linked"
    linked.mkdir()
    (linked / "linked.json").symlink_to(outside / "content-pool" / "secret" / "secret.json")
    made = imported("oatutor", place, tmp_path / "out")
    assert [(one.reason, one.where) for one in made.report.left] == [("malformed", "linked")]
    assert len(made.questions) == 1


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[" * 100_000,
        '"text"',
        "[1]",
        '{"title": 7, "license": 8}',
        '{"a": NaN}',
        '{"a": ' + "9" * 100_000 + "}",
    ],
)
def test_a_broken_file_stops_nothing_else(content: str, tmp_path: Path) -> None:
    place = pool(tmp_path / "pool", {"a1": {"steps": {"a1a": step("$$1$$", "One?")}}, "b2": {}})
    written(place / "content-pool" / "b2" / "b2.json", content)
    made = imported("oatutor", place, tmp_path / "out")
    assert len(made.questions) == 1
    assert {one.where for one in made.report.left} <= {"b2"}


def test_the_licence_stands_as_the_source_has_it() -> None:
    from tutor.interchange.oatutor import named_licence

    assert named_licence(CC_BY) == "CC-BY-4.0"
    assert named_licence("GFDL") == "GFDL"
