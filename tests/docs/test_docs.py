"""The documents tell the truth: their curricula pass the project's own check, their tables agree with the code."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
import signal
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, get_args

import pytest
import yaml
from click.testing import CliRunner

from tests.docs.doc_tables import DOCS, TABLES, between
from tutor import errors
from tutor.cli import tutor
from tutor.curriculum import answers, model, parameters
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.findings import Finding
from tutor.curriculum.lint import lint_path
from tutor.curriculum.load import load, shipped
from tutor.curriculum.reader import read_yaml
from tutor.curriculum.validation import adapter, fields_of, known_keys, members
from tutor.grading.proof import SEEDS, prove
from tutor.grading.verdict import Verdict
from tutor.interchange.report import REASONS
from tutor.notation.function_names import ARITY, WHITELIST
from tutor.session import desk, ports, view

ROOT = DOCS.parent
DOCUMENTS = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md")])
BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = re.compile(r"# (\w+)(?:: (\S+))?$")
FRAGMENTS = ("file", "header", "exhibit", "parameters", "questions", "before", "refused", "from")
LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^()\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


# -- YAML -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Block:
    """A YAML block of a document. `kind`: the word in its first comment, or `curriculum`; `of`: what follows it."""

    document: Path
    line: int
    kind: str
    of: str
    text: str

    def __str__(self) -> str:
        return f"{self.document.name}:{self.line}"

    @property
    def data(self) -> Any:
        return read_yaml(self.text.encode(), str(self)).data


def blocks(*kinds: str) -> list[Block]:
    return [block for document in DOCUMENTS for block in _blocks(document) if block.kind in kinds or not kinds]


def _blocks(document: Path) -> Iterator[Block]:
    text = document.read_text("utf-8")
    for found in BLOCK.finditer(text):
        mark = MARK.match(found[1].split("\n", 1)[0])
        kind, of = (mark[1], mark[2] or "") if mark else ("curriculum", "")
        yield Block(document, text.count("\n", 0, found.start()) + 1, kind, of, found[1])


def check(place: Path, roots: Sequence[Path] = ()) -> list[Finding]:
    """What `tutor check` complains of."""
    found, curricula, own = lint_path(place, roots)
    if curricula is None or found:
        return found
    return [finding for ref in own for finding in prove(curricula, ref, SEEDS)]


def in_a_curriculum(questions: list[Any], folder: Path, misconceptions: Iterable[str] = ()) -> Path:
    """The file of a curriculum with these questions, and the exhibits that they show."""
    shown = {slug for one in questions for slug in (one["answer"].get("reveal"), *one.get("exhibits", ())) if slug}
    exhibits = [{"id": slug, "title": slug, "provenance": "computed", "body": slug} for slug in sorted(shown)]
    wrong = [{"id": slug, "title": slug} for slug in misconceptions]
    concept = {"id": "one", "title": "One", "kind": "skill", "misconceptions": wrong, "questions": questions}
    whole = {"format": 1, "id": "made", "title": "Made", "exhibits": exhibits, "concepts": [concept]}
    path = folder / "made.yaml"
    path.write_text(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False), "utf-8")
    return path


def test_every_block_says_what_it_is() -> None:
    assert blocks(), "there are no YAML blocks: the tests below would prove nothing"
    assert {block.kind for block in blocks()} <= {"curriculum", *FRAGMENTS}


@pytest.mark.parametrize("block", blocks("curriculum"), ids=str)
def test_a_whole_curriculum_in_a_document_passes_the_check(block: Block, tmp_path: Path) -> None:
    path = tmp_path / f"{block.data['id']}.yaml"
    path.write_text(block.text, "utf-8")
    assert check(path, [shipped("curricula")]) == []


@pytest.mark.parametrize("document", sorted({block.document for block in blocks("file")}), ids=lambda path: path.name)
def test_a_curriculum_that_grows_in_a_document_passes_the_check_at_every_stage(document: Path, tmp_path: Path) -> None:
    for block in blocks("file"):
        if block.document == document:
            path = tmp_path / block.of
            path.parent.mkdir(exist_ok=True)
            path.write_text(block.text, "utf-8")
            assert check(tmp_path / Path(block.of).parts[0]) == [], block


def test_the_tutorial_ends_with_a_result_an_experiment_and_a_misconception(rolling: Curricula) -> None:
    assert {rolling.concept(ref).concept.kind for ref in rolling.concepts} == {"definition", "experiment", "result"}
    assert any(rolling.concept(ref).misconceptions for ref in rolling.concepts)
    assert any(hasattr(rolling.question(ref).question.answer, "reveal") for ref in rolling.questions)


@pytest.mark.parametrize("block", blocks("header", "exhibit", "parameters"), ids=str)
def test_a_fragment_in_a_document_fits_the_model(block: Block) -> None:
    kind = {"header": model.CurriculumHeader, "exhibit": model.Exhibit, "parameters": parameters.Parameters}[block.kind]
    adapter(kind).validate_python(block.data)


@pytest.mark.parametrize("block", blocks("parameters"), ids=str)
def test_parameters_in_a_document_can_be_drawn(block: Block, tmp_path: Path) -> None:
    question = {"id": "one", "ask": "1?", "parameters": block.data, "answer": {"kind": "number", "value": "1"}}
    assert check(in_a_curriculum([question], tmp_path)) == []


@pytest.mark.parametrize("block", blocks("questions"), ids=str)
def test_questions_in_a_document_pass_the_check(block: Block, tmp_path: Path) -> None:
    assert check(in_a_curriculum(block.data, tmp_path)) == []


@pytest.mark.parametrize("block", blocks("before"), ids=str)
def test_a_question_shown_as_worse_still_works(block: Block, tmp_path: Path) -> None:
    assert check(in_a_curriculum([block.data], tmp_path)) == []


@pytest.mark.parametrize("block", blocks("refused"), ids=str)
def test_a_question_shown_as_refused_is_refused_with_that_code_alone(block: Block, tmp_path: Path) -> None:
    assert {finding.code for finding in check(in_a_curriculum([block.data], tmp_path))} == {block.of}


@pytest.mark.parametrize("block", blocks("from"), ids=str)
def test_a_question_quoted_from_a_curriculum_stands_there(block: Block) -> None:
    curriculum, concept, name = block.of.split("/")
    there = next(one for one in _concepts(curriculum)[concept]["questions"] if one["id"] == name)
    assert {key: there.get(key) for key in block.data} == block.data


@lru_cache(maxsize=2)
def _concepts(curriculum: str) -> dict[str, Any]:
    files = sorted((ROOT / "curricula" / curriculum).glob("*.yaml"))
    read = [read_yaml(file.read_bytes(), str(file)).data for file in files]
    return {concept["id"]: concept for data in read for concept in data.get("concepts", ())}


@pytest.fixture
def rolling(tmp_path: Path) -> Curricula:
    """The tutorial's curriculum as it stands at the end."""
    for block in blocks("file"):
        if "/" in block.of:
            path = tmp_path / block.of
            path.parent.mkdir(exist_ok=True)
            path.write_text(block.text, "utf-8")
    return load(tmp_path / "rolling")


# -- tables -----------------------------------------------------------------------------------------------------------


def text_of(document: str) -> str:
    return (DOCS / document).read_text("utf-8")


def rows(document: str, mark: str) -> list[list[str]]:
    """The cells of the table after a mark, without its header."""
    found = re.search(rf"<!-- {re.escape(mark)} -->\n((?:\|.*\n)+)", text_of(document))
    assert found, f"{document} has no table marked {mark!r}"
    return [[cell.strip() for cell in line.strip("|").split(" |")] for line in found[1].splitlines()[2:]]


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def quoted_first(document: str, mark: str) -> list[str]:
    return [name for row in rows(document, mark) for name in quoted(row[0])]


@pytest.mark.parametrize(("document", "name"), TABLES)
def test_a_table_made_from_the_code_is_up_to_date(document: str, name: str) -> None:
    found = between(name).search(text_of(document))
    assert found is not None
    assert found[2].strip() == TABLES[document, name](), "run `python -m tests.docs.doc_tables`"


MODELS = (
    model.CurriculumHeader, model.Unit, model.Concept, model.Misconception, model.Exhibit,
    model.Question, model.Mistake, model.SharedStep, model.QuestionTest,
)  # fmt: skip


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.__name__)
def test_every_field_of_the_format_is_described(kind: type) -> None:
    table = rows("authoring.md", f"fields: {kind.__name__}")
    assert [quoted(row[0])[0] for row in table] == [field.alias or name for name, field in fields_of(kind).items()]
    needed = {quoted(row[0])[0] for row in table if row[1] == "yes"}
    assert needed == {name for name, field in fields_of(kind).items() if field.is_required()}


@pytest.mark.parametrize("union", ["Answer", "Parameter"])
def test_every_kind_is_described_with_its_fields(union: str) -> None:
    kinds = members({"Answer": answers.Answer, "Parameter": parameters.Parameter}[union])
    expected = {get_args(fields_of(kind)["kind"].annotation)[0]: known_keys(kind) - {"kind"} for kind in kinds}
    found = {
        quoted(row[0])[0]: set(quoted(row[1].split(" (of ")[0])) for row in rows("authoring.md", f"kinds: {union}")
    }
    assert found == expected


def test_every_kind_of_answer_has_an_example() -> None:
    shown = {one["answer"]["kind"] for block in blocks("questions") for one in block.data}
    assert shown | {"predict"} == {get_args(fields_of(kind)["kind"].annotation)[0] for kind in members(answers.Answer)}


def test_every_kind_of_parameter_has_an_example() -> None:
    shown = {
        one.get("kind", "computed")
        for block in blocks("parameters")
        for name, one in block.data.items()
        if name != "where"
    }
    assert shown == {get_args(fields_of(kind)["kind"].annotation)[0] for kind in members(parameters.Parameter)}


def test_every_function_is_described_with_the_number_of_its_arguments() -> None:
    found = {quoted(row[0])[0]: row[1] for row in rows("authoring.md", "functions")}
    assert found == {name: _arguments(*ARITY.get(name, (1, 1))) for name in WHITELIST}


def _arguments(least: int, most: int | None) -> str:
    if most is None:
        return f"{least} or more"
    return str(least) if least == most else f"{least} to {most}"


def test_every_error_code_is_described() -> None:
    assert sorted(quoted_first("interfaces.md", "errors")) == sorted(errors.CODES)


def test_every_reason_for_leaving_something_behind_is_described() -> None:
    found = {quoted(row[0])[0]: row[1] for row in rows("interchange.md", "reasons")}
    assert found == dict(REASONS)


def test_every_verdict_is_described() -> None:
    section = text_of("interfaces.md").partition("## Judgement")[2].partition("\n## ")[0]
    found = [quoted(line.split(" |")[0])[0] for line in section.splitlines() if line.startswith("| `")]
    assert found == [verdict.value for verdict in Verdict]


@pytest.mark.parametrize(
    "kind",
    [view.View, view.PublicQuestion, view.Feedback, view.ShownExhibit, view.Beside, view.Source, view.Named, view.Crumb,
     view.Derived, view.Progress],
    ids=lambda kind: kind.__name__,
)  # fmt: skip
def test_every_field_that_a_front_end_sees_is_described(kind: type) -> None:
    names = [field.name for field in dataclasses.fields(kind)]
    assert sorted(quoted_first("interfaces.md", f"fields: {kind.__name__}")) == sorted(names)


def test_every_port_is_described_with_its_methods() -> None:
    protocols = [kind for kind in vars(ports).values() if inspect.isclass(kind) and Protocol in kind.__bases__]
    expected = {kind.__name__: {_signature(method) for method in _public(kind)} for kind in protocols}
    assert {quoted(row[0])[0]: set(quoted(row[1])) for row in rows("interfaces.md", "ports")} == expected


def test_every_method_of_the_desk_is_described() -> None:
    section = text_of("interfaces.md").partition("| of `Desk` |")[2].partition("\n\n")[0]
    found = [quoted(line)[0].partition("(")[0] for line in section.splitlines() if line.startswith("| `")]
    assert sorted(found) == sorted(method.__name__ for method in _public(desk.Desk))


def _public(kind: type) -> list[Any]:
    return [one for name, one in vars(kind).items() if inspect.isfunction(one) and not name.startswith("_")]


def _signature(method: Any) -> str:
    """The method as the document writes it: names only."""
    said, keyword = [], False
    for name, parameter in inspect.signature(method).parameters.items():
        if parameter.kind is parameter.KEYWORD_ONLY and not keyword:
            said.append("*")
            keyword = True
        said += [name] if name != "self" else []
    return f"{method.__name__}({', '.join(said)})"


# -- commands ---------------------------------------------------------------------------------------------------------

CALLS = {
    "path": ["path", "rolling", "--json"],
    "check": ["check", "{place}/broken.yaml", "--json"],
    "simulate": ["simulate", "rolling", "--learners", "1", "--json"],
    "new": ["new", "made-here", "--json"],
    "preview": ["preview", "{concept}", "--json"],
    "graph": ["graph", "rolling", "--json"],
    "stats": ["stats", "rolling", "--json"],
    "simulate --questions": ["simulate", "rolling", "--questions", "--learners", "1", "--to", "{concept}", "--json"],
    "learner list": ["learner", "list", "--json"],
    "learner show": ["learner", "show", "rolling", "--json"],
    "learner show --evidence": ["learner", "show", "--evidence", "{concept}", "--json"],
    "learner export": ["learner", "export", "--json"],
    "learner forget": ["learner", "forget", "default", "--yes", "--json"],
    "library add": ["library", "add", "{place}/note.md", "--json"],
    "library list": ["library", "list", "--json"],
    "library show": ["library", "show", "linear-algebra/vectors.md", "--json"],
    "library remove": ["library", "remove", "linear-algebra/vectors.md", "--json"],
    "library search": ["library", "search", "a", "vector", "--json"],
    "library rebuild": ["library", "rebuild", "--json"],
    "library check": ["library", "check", "--json"],
    "store backup": ["store", "backup", "--json"],
    "store restore": ["store", "restore", "{place}/copy.sqlite3", "--json"],
    "store verify": ["store", "verify", "--json"],
    "token create": ["token", "create", "--json"],
    "token list": ["token", "list", "--json"],
    "token revoke": ["token", "revoke", "{token}", "--json"],
    "grade": ["grade", "--kind", "number", "--key", "7", "--answer", "8", "--json"],
    "import": ["import", "gift", "{place}/quiz.gift", "--json"],
    "export anki": ["export", "anki", "rolling", "--out", "{place}/rolling.apkg", "--json"],
    "export gift": ["export", "gift", "rolling", "--json"],
    "export markdown": ["export", "markdown", "rolling", "--out", "{place}/rolling.md", "--json"],
    "calibrate": ["calibrate", "--json"],
    "calibrate --shipped": ["calibrate", "--shipped", "--json"],
    "config get": ["config", "get", "--json"],
    "doctor": ["doctor", "--json"],
    "doctor --paths": ["doctor", "--paths", "--json"],
    "plain": ["plain", "rolling", "--json"],
    "notebook": ["notebook", "--json"],
}


@pytest.mark.parametrize("row", rows("interfaces.md", "json"), ids=lambda row: quoted(row[0])[0])
@pytest.mark.filterwarnings("ignore")
def test_json_output_has_the_keys_described(row: list[str], rolling: Curricula, tmp_path: Path) -> None:
    name = quoted(row[0])[0]
    (tmp_path / "broken.yaml").write_text("format: 1\nid: broken\n", "utf-8")
    (tmp_path / "quiz.gift").write_text("Who eats what? {=cat -> fish =cow -> grass}\n", "utf-8")
    (tmp_path / "note.md").write_text("# Note\n\nA vector.\n", "utf-8")
    runner = CliRunner()
    before = signal.getsignal(signal.SIGINT)
    concept = rolling.concepts[0]
    if name.startswith(("learner", "store", "notebook")):  # there is one after the first session only
        runner.invoke(tutor, ["--curricula", str(tmp_path), "plain", "rolling", "--json"], input="")
        runner.invoke(tutor, ["--curricula", str(tmp_path), "learner", "dispute", concept, "--not-yet"])
        runner.invoke(tutor, ["store", "backup", str(tmp_path / "copy.sqlite3")])
    token = ""
    if name in ("token list", "token revoke"):
        token = json.loads(runner.invoke(tutor, ["token", "create", "--json"]).stdout)["id"]
    call = [word.format(place=tmp_path, concept=concept, token=token) for word in CALLS[name]]
    result = runner.invoke(tutor, ["--curricula", str(tmp_path), *call], input="")
    signal.signal(signal.SIGINT, before)  # a session takes it
    assert result.stdout.strip(), result.output
    outer, _, inner = row[1].partition(" (of ")
    for line in result.stdout.splitlines():
        found = json.loads(line)
        assert list(found) == quoted(outer)
        if inner:
            assert all(list(one) == quoted(inner) for one in found[quoted(outer)[-1]])


def test_no_command_is_both_there_and_reserved() -> None:
    reserved = text_of("interfaces.md").partition("- commands:")[2].partition("\n- ")[0]
    there = {tuple(name.split()) for name in _command_names(tutor, ())}
    assert not there & {tuple(name.split()) for name in quoted(reserved)}


def _command_names(group: Any, above: tuple[str, ...]) -> Iterator[str]:
    import click

    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield " ".join((*above, name))
        if isinstance(command, click.Group):
            yield from _command_names(command, (*above, name))


# -- links ------------------------------------------------------------------------------------------------------------


def links(document: Path) -> list[str]:
    text = CODE.sub("", document.read_text("utf-8"))
    return [link for link in LINK.findall(text) if not re.match(r"[a-z]+:", link)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for link in links(document):
        name, _, heading = link.partition("#")
        target = (document.parent / name).resolve() if name else document
        assert target.exists(), f"{document.name}: {link}"
        if heading:
            assert heading in headings(target), f"{document.name}: {link}"


def headings(document: Path) -> set[str]:
    """The anchors of a Markdown file, as GitHub makes them."""
    text = re.sub(r"```.*?```", "", document.read_text("utf-8"), flags=re.DOTALL)
    titles = re.findall(r"^#{1,6} +(.+?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
