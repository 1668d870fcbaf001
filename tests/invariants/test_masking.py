"""Documents that hold the answers of open questions, in many forms: nothing of them leaves the program before its time."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.invariants.driver import Session
from tests.invariants.test_invariants import EXAMPLES
from tests.invariants.worlds import MOVES, curricula
from tutor.chain.frames import Asked, Opened
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.model import Curriculum
from tutor.curriculum.variants import Variant, draw
from tutor.notation.markdown import plain
from tutor.notation.tree import Number
from tutor.plain.beside import passage_lines
from tutor.plain.words import Writer, lines
from tutor.session.citations import quote
from tutor.session.cited import Cited
from tutor.session.codec import to_plain
from tutor.session.export import exported_events
from tutor.session.masking import veil
from tutor.session.retrieval import Lookup
from tutor.session.view import MASK, View
from tutor.tui import texts

FORMS = (
    "The answer is {key}.", "So ${key}$ comes out.", "Hence $x = {key}$, and we are done.", "$$y + 1 = {key} = z$$",
    "**{key}** it is.", "`{key}`", "```\nresult: {key}\n```", "- {key}\n- something else", "({key}, 5) or [{key}]",
    "In groups: {commas}.", "In groups: {spaces}!", r"In groups: ${thin}$.", "{key}.0 to be exact", "minus -{key}", "{twice}/2",
    r"\begin{{align}} a &= {key} \\ b &= 2 \end{{align}}", r"\({key}\) and \[{key}\]", "{wide}", "x={key};y=2", "| a | {key} |",
)  # fmt: skip
_SEPARATORS = re.compile(r"(?<=\d)[\s,.'’_\u00a0\u202f{}\\]+(?=\d)")
few = st.lists(st.sampled_from(MOVES), max_size=14)
sessions = given(world=curricula(), script=few, seed=st.integers(0, 1000), form=st.sampled_from(FORMS))


def open_variants(session: Session) -> list[Variant]:
    chain = session.state.chain
    frames = [*chain.stack, *(frame for left in chain.left.values() for frame in left)]
    return [draw(session.curricula, one.ref, one.n) for one in frames if isinstance(one, Asked | Opened)]


def keys(session: Session) -> set[str]:
    found = {str(one.key.value) for one in open_variants(session) if isinstance(one.key, Number)}
    return found - {token for text in session.typed for token in re.findall(r"\d+", text)}


def written(form: str, key: str) -> str:
    n = int(key)
    commas = f"{n:,}"
    return form.format(
        key=key, commas=commas, spaces=commas.replace(",", " "), thin=commas.replace(",", r"\,"), twice=2 * n,
        wide="".join(chr(0xFF10 + int(digit)) for digit in key),
    )  # fmt: skip


def document(session: Session, form: str) -> Lookup:
    """A passage that gives everything away: keys, options, and the names of concepts, in text, title, heading and reason."""
    answers = [written(form, key) for key in sorted(keys(session))]
    options = [option.text for variant in open_variants(session) for option in variant.options]
    titles = [session.curricula.concept(ref).concept.title for ref in session.curricula.concepts]
    said = [*answers, *(f"Take {text}." for text in options), *(f"This is {title}s." for title in titles)]
    text = "Something to begin with.\n\n" + "\n\n".join(said) + "\n\nAnd the end."
    one = Cited(("p1",), "d1", " ".join(answers), "a/b.md", (*answers, *titles), text, quote(text, "answer"), 3)
    return Lookup(
        (replace(one, speaker=answers[0] if answers else None, why=" ".join(answers)), replace(one, authored=True))
    )


def everything(view: View) -> str:
    """Every form in which a view leaves the program."""
    shown = [json.dumps(to_plain(view), ensure_ascii=False), *lines(view, Writer()), *lines(view, Writer(80, "spoken"))]
    for found in view.beside:
        shown += [texts.beside_head(found, view.beside), texts.beside_foot(found)]
        for source in found.sources:
            shown += [*passage_lines(1, source, Writer()), texts.listed_passage(source, 1, marked=True)]
            shown += [plain(texts.whole_passage(source, 1), width=80)]
    return "\n".join(shown)


@settings(max_examples=EXAMPLES * 2 // 3)
@sessions
def test_no_key_of_an_open_question_leaves_the_program_in_a_passage(
    world: Curricula, script: list[str], seed: int, form: str
) -> None:
    session = Session(world, world.goals("world")[0], seed, documents=lambda one: document(one, form))
    for move in ["skip-placement", "sources", "ask", *script]:
        if session.state.ended is not None:
            break
        session.do(move)
        exported = exported_events(session.events, {"s": veil(session.state.chain, world).over})
        closed = exported_events(session.events)
        shown = everything(session.view()) + json.dumps([exported, closed], ensure_ascii=False)
        bare = _SEPARATORS.sub("", shown)
        for key in keys(session):
            assert key not in bare, (form, key)


@settings(max_examples=EXAMPLES // 3)
@sessions
def test_options_and_names_of_what_is_to_be_found_stay_hidden_and_all_alike(
    world: Curricula, script: list[str], seed: int, form: str
) -> None:
    session = Session(world, world.goals("world")[0], seed, documents=lambda one: document(one, form))
    for move in ["skip-placement", "sources", *script]:
        if session.state.ended is not None:
            break
        session.do(move)
        session.do("sources")
        view, chain = session.view(), session.state.chain
        for beside, source in ((one, source) for one in view.beside for source in one.sources):
            shown = source.text + source.heading + source.quote
            for variant in open_variants(session):
                assert not any(option.text in shown for option in variant.options if len(option.text.split()) > 1)
            for ref in veil(chain, world).concepts:
                assert ref not in chain.established
                title = world.concept(ref).concept.title
                assert title not in shown or title.casefold() in beside.asked.casefold()  # who names it has it
            assert "Something to begin with." in source.text
            assert source.hidden == source.text.count(MASK)


def test_what_was_hidden_shows_itself_when_the_question_is_answered() -> None:
    session = Session(two_questions(), "world/c0", 1, documents=lambda one: document(one, "The answer is {key}."))
    session.do("skip-placement")
    session.do("sources")
    (found,) = session.view().beside
    key, kept = session.variant.key, session.state.looked_up[-1].shown.cited[0].text
    assert isinstance(key, Number)
    assert MASK in found.sources[0].text
    assert str(key.value) not in found.sources[0].text
    assert str(key.value) not in veil(session.state.chain, session.curricula).over(kept)
    session.do("right")
    assert session.view().beside == ()  # it belonged to that question
    assert str(key.value) in veil(session.state.chain, session.curricula).over(kept)
    assert session.state.counts.assisted == 1


def two_questions() -> Curricula:
    """A concept with two questions whose keys are far apart."""
    asked = {"ask": "What is {=a}?", "parameters": {"a": {"kind": "integer", "from": 1, "to": 999}}}
    questions = [
        {"id": name, **asked, "answer": {"kind": "number", "value": f"a*1000 + {more}"}}
        for name, more in (("q", 123456), ("r", 654321))
    ]
    first = {"id": "c0", "title": "One", "kind": "axiom", "questions": questions}
    model = {"id": "world", "title": "W", "licence": "-", "concepts": [first], "goals": ["c0"]}
    return Curricula([Curriculum.model_validate(model)])
