"""`tutor preview`: the question that was meant, as a learner would see it, with all that lies behind it."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path

import pytest

from tests.bench.test_bench_commands import tutored
from tests.curriculum.samples import concept, curricula, number
from tutor.bench.skeleton import skeleton
from tutor.bench.specimen import spelled
from tutor.bench.whereabouts import at_line, named
from tutor.chain.frames import Opened
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.load import load, shipped
from tutor.curriculum.variants import draw
from tutor.errors import InputError
from tutor.session.actions import Answer
from tutor.session.decide import decide
from tutor.session.present import present
from tutor.session.rehearsal import state_at, world_of
from tutor.simulation.writing import right_text


@cache
def leverage() -> Curricula:
    return load("leverage", [shipped("curricula")])


def own(made: Curricula) -> list[str]:
    return [ref for ref in made.questions if ref.startswith("leverage/")]


# -- a session that stands at any question ----------------------------------------------------------------------------


def test_every_question_can_be_put_on_the_screen() -> None:
    for ref in own(leverage()):
        world = world_of(leverage(), ref)
        view = present(state_at(world, ref, 3), world)
        assert view.question is not None
        assert view.question.ask == draw(leverage(), ref, 3).ask
        assert view.question.purpose == ("step" if leverage().question(ref).parent else "new")


def test_a_session_put_at_a_question_goes_on_as_any_other() -> None:
    for ref in own(leverage()):
        world = world_of(leverage(), ref)
        state = state_at(world, ref, 1)
        asked = state.chain.question
        assert asked is not None
        assert (asked.ref, asked.n) == (ref, 1)
        answer = Answer(right_text(draw(leverage(), ref, 1), random.Random(1)), 99.0)
        decided = decide(state, answer, at=1, rng=random.Random(1), world=world)
        kinds = {body.TYPE for body in decided.events}
        assert "question.closed" in kinds or "answer.stated" in kinds, ref


def test_a_step_stands_below_the_questions_that_it_leads_to() -> None:
    made = curricula(concept("a", number("q", steps=[number("r", steps=[number("s"), number("t")])])))
    opened = [
        frame
        for frame in state_at(world_of(made, "c/a/q/r/t"), "c/a/q/r/t", 0).chain.stack
        if isinstance(frame, Opened)
    ]
    assert [(frame.ref, frame.queue, frame.skipped) for frame in opened] == [
        ("c/a/q", ("c/a/q/r",), ()), ("c/a/q/r", ("c/a/q/r/t",), ("c/a/q/r/s",)),
    ]  # fmt: skip


# -- which question ---------------------------------------------------------------------------------------------------


WORLD = curricula(
    concept("first", number("f", steps=[number("f-step", steps=[number("deep")])])),
    concept("second", number("s"), number("t", role="leap"), requires=["first"]),
)


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("c/first", "c/first/f"), ("c/second", "c/second/t"), ("c/second/s", "c/second/s"), ("c/first/f/f-step", "c/first/f/f-step"),
        ("c/first/deep", "c/first/f/f-step/deep"), ("c/first/f/f-step/deep/", "c/first/f/f-step/deep"),
    ],
)  # fmt: skip
def test_a_question_is_found_by_name(text: str, ref: str) -> None:
    assert named(WORLD, text) == ref


@pytest.mark.parametrize(
    ("text", "code", "remedy"),
    [
        ("c/frist", "unknown-concept", "did you mean `c/first`"), ("c/first/f-stpe", "unknown-question", "did you mean `f-step`"),
        ("c", "unknown-concept", "c/second"), ("c/first/zzz", "unknown-question", "`f`, `f-step` and `deep`"),
        ("c/zzz/f", "unknown-concept", "tutor graph"),
    ],
)  # fmt: skip
def test_a_misspelt_name_gets_the_nearest(text: str, code: str, remedy: str) -> None:
    with pytest.raises(InputError) as caught:
        named(WORLD, text)
    assert caught.value.code == code
    assert remedy in caught.value.remedy


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """The folder of a new curriculum called `mine`."""
    place = tmp_path / "mine"
    place.mkdir()
    for name, text in skeleton("mine", "Mine").items():
        (place / name).write_text(text, "utf-8")
    return place


def test_every_line_of_a_file_means_the_innermost_question_on_it(mine: Path) -> None:
    made = load(mine)
    file = mine / "02-derived.yaml"
    lines = file.read_text("utf-8").splitlines()
    found = {at: at_line(made, "mine", file, at, lines) for at in range(7, len(lines) + 1)}
    for ref in made.questions:
        where = made.where(ref)
        if Path(where.file) == file:
            assert found[where.line] == ref
    top = "mine/halving-sheet/longer-side"
    assert found[7] == top  # the concept's own lines mean its leap
    assert {ref for at, ref in found.items() if "- id: its-quotient" in lines[at - 1]} == {f"{top}/its-quotient"}
    after = next(at for at in found if lines[at - 1].startswith("        solution:"))
    assert found[after] == found[after + 1] == top  # after the steps, the question above them goes on
    last = next(at for at in found if "question: equal-shapes" in lines[at - 1])
    assert found[last] == "mine/halving-sheet/in-your-own-words"


def test_a_line_before_any_concept_means_none(mine: Path) -> None:
    with pytest.raises(InputError, match="line 2"):
        tutored("preview", f"{mine / '01-evidence.yaml'}:2")


def test_a_line_can_be_named_on_the_command_line(mine: Path) -> None:
    lines = (mine / "02-derived.yaml").read_text("utf-8").splitlines()
    at = next(i for i, line in enumerate(lines, 1) if "- id: root" in line)
    found = json.loads(tutored("preview", f"{mine / '02-derived.yaml'}:{at}:9", "--json").output)
    assert found["ref"] == "mine/halving-sheet/longer-side/root"
    assert (found["file"], found["line"]) == (str(mine / "02-derived.yaml"), at)


# -- what is shown ----------------------------------------------------------------------------------------------------


def test_the_card_is_the_one_that_a_learner_sees(mine: Path) -> None:
    output = tutored("--curricula", mine.parent, "preview", "mine/halving-sheet/root").output
    studied = tutored("--curricula", mine.parent, "preview", "mine/halving-sheet", "--json")
    ask = json.loads(studied.output)["tree"][0]["question"]["ask"]
    assert "a smaller question" in output
    assert "(a number, like 7, -3/4 or 0.25)" in output
    assert " ".join(ask.split())[:20] in " ".join(
        tutored("--curricula", mine.parent, "preview", "mine/halving-sheet").output.split()
    )


def test_the_whole_tree_is_shown_with_keys_mistakes_hints_and_solution(mine: Path) -> None:
    output = tutored(
        "--curricula", mine.parent, "preview", "mine/halving-sheet", "--seed", "3", "--variants", "4"
    ).output
    variant = draw(load(mine), "mine/halving-sheet/longer-side", 3)
    for wanted in (
        spelled(variant, variant.key), "[half-means-double]", "Which side of the half is its longer one?", "solution", "shows",
        "Its steps (4):", "sides-of-the-half", "02-derived.yaml:", "prepared gets it 27% of the time", "variant 3", "Variants (",
    ):  # fmt: skip
        assert wanted in output
    assert (
        sum(line.startswith("   ") and line[3:4].isdigit() for line in output.partition("Variants (")[2].splitlines())
        == 4
    )


def test_variants_are_different_ones_and_the_seed_names_the_first(mine: Path) -> None:
    found = json.loads(
        tutored("--curricula", mine.parent, "preview", "mine/shape", "--seed", "9", "--variants", "12", "--json").output
    )
    assert found["variants"][0]["n"] == 9
    assert len({json.dumps(one["values"]) for one in found["variants"]}) == 12
    assert found["tree"][0]["values"] == found["variants"][0]["values"]


def test_what_is_typed_is_never_taken_for_markup(tmp_path: Path) -> None:
    (tmp_path / "stars.yaml").write_text(
        "format: 1\nid: stars\ntitle: S\nconcepts: [{id: a, title: A, kind: skill, questions: [{id: q, ask: Which?, "
        "answer: {kind: text, value: '*five* _stars_'}, tests: [{answer: '**x**', verdict: wrong}]}]}]\n",
        "utf-8",
    )
    output = tutored("--curricula", tmp_path, "preview", "stars/a").output
    assert "*five* _stars_" in output
    assert "**x**: wrong" in output


def test_every_question_of_a_shipped_curriculum_can_be_previewed() -> None:
    for ref in leverage().concept("leverage/capital").questions:
        output = tutored("preview", ref).output
        assert "key" in output or "rubric" in output


# -- in the study screen ----------------------------------------------------------------------------------------------


async def test_the_study_screen_opens_on_the_very_question_and_stores_nothing(mine: Path, home: Path) -> None:
    from tests.tui.studying import screen, settle
    from tutor.commands.preview import rehearsed
    from tutor.settings import Settings
    from tutor.tui.app import StudyApp

    made, ref = load(mine), "mine/halving-sheet/longer-side/sides-of-the-half"
    app = StudyApp(lambda: rehearsed(made, ref, 5), Settings(), curriculum="mine", goal="mine/halving-sheet")
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        shown = " ".join(screen(pilot).split())
        assert "a smaller question" in shown
        assert f"A sheet is {draw(made, ref, 5).values['a'].value} cm wide" in shown  # type: ignore[attr-defined]
        await pilot.press("escape")
        await settle(pilot)
        assert "the sheet that looks like its half" in screen(pilot)
        await app.action_quit()
    assert not stored(home)


def stored(home: Path) -> list[Path]:
    """What lies below a home."""
    return list(home.glob("**/*"))


def test_the_study_screen_needs_a_terminal() -> None:
    with pytest.raises(InputError, match="needs a terminal"):
        tutored("preview", "leverage/capital", "--tui")
