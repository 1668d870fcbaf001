"""What every import promises: proven before it's written, nothing overwritten, everything accounted for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.interchange.sources import CC_BY, Deck, Note, findings, imported, package, pool, problem, step, written
from tests.program import run
from tutor.errors import InputError
from tutor.interchange import importing
from tutor.interchange.importing import IMPORTERS, Wanted, bring_in
from tutor.interchange.proposals import Proposal, Proposed, ProposedConcept
from tutor.interchange.report import REASONS, Log, Noted

QUIZ = "2 + 2? {#4}\n\nHow many legs has a {=spider ~beetle ~bird} with eight of them?\n"


def test_every_importer_is_there_and_says_what_it_takes() -> None:
    assert list(IMPORTERS) == ["oatutor", "gsm8k", "gift", "anki"]
    assert all(callable(one.propose) and one.about for one in IMPORTERS.values())


def test_an_import_never_overwrites(tmp_path: Path) -> None:
    source = written(tmp_path / "quiz.gift", QUIZ)
    made = imported("gift", source, tmp_path / "out")
    before = {path: path.read_bytes() for path in made.folder.iterdir()}
    with pytest.raises(InputError, match="already"):
        bring_in("gift", Wanted(source), tmp_path / "out", [])
    with pytest.raises(InputError, match="already"):
        bring_in("gift", Wanted(source, name="other"), tmp_path / "elsewhere", [_with(tmp_path / "root", "other")])
    assert {path: path.read_bytes() for path in made.folder.iterdir()} == before
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["quiz"]


def _with(root: Path, name: str) -> Path:
    (root / name).mkdir(parents=True)
    written(root / name / "curriculum.yaml", "")
    return root


@pytest.mark.parametrize("name", ["../evil", "a/b", "", ".", "A", "a" * 65, "a b", "-a"])
def test_an_id_is_never_a_path(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be an id"):
        bring_in("gift", Wanted(written(tmp_path / "quiz.gift", QUIZ), name=name), tmp_path / "out", [])
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("title", ["", " ", "a" * 201, "a\x1b[31m", "{=1}"])
def test_a_title_is_a_line_of_text(title: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="title"):
        bring_in("gift", Wanted(written(tmp_path / "quiz.gift", QUIZ), title=title), tmp_path / "out", [])


def test_a_source_of_which_nothing_can_be_used_writes_nothing(tmp_path: Path) -> None:
    made, report = bring_in("gift", Wanted(written(tmp_path / "quiz.gift", "Only a text.\n")), tmp_path / "out", [])
    assert made is None
    assert [one.reason for one in report.left] == ["no-question"]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("kind", IMPORTERS)
def test_a_source_that_is_not_there_is_said_to_be_missing(kind: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        bring_in(kind, Wanted(tmp_path / "nowhere"), tmp_path / "out", [])
    assert caught.value.code == "import-unreadable"


def test_the_first_so_many_items_are_taken(tmp_path: Path) -> None:
    gift = written(tmp_path / "quiz.gift", QUIZ)
    assert len(imported("gift", gift, tmp_path / "1", limit=1).questions) == 1
    anki = package(tmp_path / "deck.apkg", Deck([Note(("Who?", "She")), Note(("What?", "that one"))]))
    assert len(imported("anki", anki, tmp_path / "2", limit=1).questions) == 1
    lines = written(
        tmp_path / "train.jsonl",
        "\n".join(problem(f"{n} + 1?", f"Sum? ** <<{n}+1={n + 1}>>", result=str(n + 1)) for n in (40, 50)),
    )
    assert len(imported("gsm8k", lines, tmp_path / "3", limit=1).questions) == 1
    place = pool(tmp_path / "pool", {name: {"steps": {f"{name}a": step("$$7$$", f"{name}?")}} for name in ("a", "b")})
    assert len(imported("oatutor", place, tmp_path / "4", limit=1).questions) == 1


def test_more_questions_than_a_concept_may_have_become_several_concepts(tmp_path: Path) -> None:
    text = "\n\n".join(f"What is {n} and {n}? {{#{2 * n}}}" for n in range(100, 230))
    model = imported("gift", written(tmp_path / "quiz.gift", text), tmp_path / "out").curricula.models[0]
    assert [(one.title, len(one.questions)) for one in model.concepts] == [
        ("quiz", 60),
        ("quiz (2)", 60),
        ("quiz (3)", 10),
    ]


def test_a_large_import_is_several_files_without_anchors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutor.interchange.writing.LARGEST_FILE", 300)
    text = "\n\n".join(f"$CATEGORY: part {n}\n\nThe same {{=word ~sign}} text {n}?" for n in range(4))
    made = imported("gift", written(tmp_path / "quiz.gift", text), tmp_path / "out")
    units = sorted(made.folder.glob("0*.yaml"))
    assert len(units) > 1
    tokens = [token for unit in units for token in yaml.scan(unit.read_text("utf-8"))]
    assert not [token for token in tokens if isinstance(token, yaml.AliasToken | yaml.AnchorToken | yaml.TagToken)]


def test_the_report_names_every_question_with_its_place_source_and_licence(tmp_path: Path) -> None:
    place = pool(
        tmp_path / "pool",
        {"a1": {"license": CC_BY, "steps": {"a1a": step("$$7$$", "Seven?"), "a1b": step("$$(1,2)$$")}}},
    )
    made = imported("oatutor", place, tmp_path / "out")
    kept = json.loads((made.folder / "import-report.json").read_text("utf-8"))
    assert [one["question"] for one in kept["items"]] == ["pool/lines/q-a1a"]
    assert (kept["questions"], kept["licence"]) == (1, "CC-BY-4.0")
    assert str(tmp_path) not in json.dumps(kept), "it may be handed on"
    assert kept["left"][0]["items"] == [{"where": "a1/a1b", "what": "(1, 2): a point or an interval"}]


def test_a_reason_that_nobody_described_is_refused() -> None:
    with pytest.raises(AssertionError):
        Noted("because", "here")
    assert all(REASONS.values())


def _proposing(*questions: Proposed) -> Proposal:
    return Proposal((ProposedConcept("one", "One", list(questions)),))


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"ask": "1?", "answer": {"kind": "number", "value": "1/0"}}, "C033"),
        ({"ask": "1?", "answer": {"kind": "number", "value": "x"}}, "C034"),
        ({"ask": "$\\begin{nonsense}$?", "answer": {"kind": "number", "value": "1"}}, "C050"),
        ({"ask": "1?", "answer": {"kind": "choice", "options": {"a": "x", "b": "x"}, "value": "a"}}, "C106"),
        ({"ask": "1?", "answer": {"kind": "choice", "options": {"a": "x"}, "value": "a"}}, "C004"),
        ({"ask": "1?", "answer": {"kind": "own-words", "rubric": [{"point": "x"}]}}, "C043"),
        ({"ask": "1?", "answer": {"kind": "unknown"}}, "C004"),
        ({"ask": "", "answer": {"kind": "number", "value": "1"}}, "C004"),
        ({"ask": "{=q}", "answer": {"kind": "number", "value": "1"}}, "C034"),
    ],
)
def test_whatever_an_importer_proposes_is_written_only_when_the_check_finds_nothing(
    body: dict[str, object], why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = Proposed("here:2", {"ask": "How many is seven?", "answer": {"kind": "number", "value": "7"}})
    whole = {"ask": "Twice 21?", "answer": {"kind": "number", "value": "42"}, "hints": ["It is 42.", "Think of 20."]}
    above = Proposed("here:3", whole, (Proposed("here:4", dict(body)), sound))

    def propose(path: Path, limit: int | None, log: Log) -> Proposal:
        return _proposing(Proposed("here:1", dict(body)), sound, above)

    monkeypatch.setattr(importing.Importer, "propose", property(lambda self: propose))
    made = imported("gift", tmp_path / "any", tmp_path / "out")
    assert [one.where for one in made.report.carried] == ["here:2", "here:3"]
    assert [step.answer.value for step in made.questions[1].steps] == ["7"]
    assert made.questions[1].hints == ("Think of 20.",)
    assert [one.where for one in made.report.left if why in one.what] == ["here:1", "here:4"]
    assert [one.where for one in made.report.left if one.reason == "gives-away"] == ["here:3"]


# -- the command -----------------------------------------------------------------------------------------------------------


def test_the_command_writes_among_ones_own_and_the_tutor_asks_its_questions(tmp_path: Path, home: Path) -> None:
    source = written(tmp_path / "quiz.gift", QUIZ + "\nOnly a text \x1b[31m.\n")
    done = run("import", "gift", source, "--title", "Legs")
    assert done.returncode == 0, done.stderr
    folder = home / "data" / "curricula" / "quiz"
    assert findings(folder) == []
    assert "2 questions" in done.stdout
    assert "a text without a question (no-question)" in done.stdout
    assert "\x1b" not in done.stdout
    assert run("check", folder).returncode == 0
    assert "4" in run("plain", "quiz", text="4\n").stdout
    again = run("import", "gift", source, "--json")
    assert again.returncode == 1
    assert json.loads(again.stderr)["code"] == "bad-argument"


def test_the_command_says_when_nothing_can_be_used(tmp_path: Path) -> None:
    done = run("import", "gift", written(tmp_path / "quiz.gift", "Only a text.\n"), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["folder"] is None
