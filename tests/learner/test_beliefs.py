"""What answers do to beliefs and predictions."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.learner.worlds import CHAINLIKE, answers, graphs, random_graph
from tutor.errors import InputError
from tutor.learner import estimate as estimates
from tutor.learner.classify import ASSUMED, assumed
from tutor.learner.estimate import Estimate, beliefs, known, observe, prospect, success, tally, uncertainty
from tutor.learner.evidence import Evidence, Item
from tutor.learner.graph import KnowledgeGraph
from tutor.learner.likelihood import EASED, KNOWN, LOST, READY, sigmoid
from tutor.learner.network import Reach, Spoken, infer

TINY = 1e-9
MET = st.data()
FEWER = settings(max_examples=30)  # a drawn history is slow to draw
JUNK = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(["learner", "concepts", "x"]), part),
    max_leaves=8,
)


def after(seen: list[Evidence], start: Estimate | None = None) -> Estimate:
    estimate = start or Estimate()
    for evidence in seen:
        estimate = observe(estimate, evidence)
    return estimate


def answer(concept: str, outcome: float, **more: object) -> Evidence:
    return replace(Evidence(Item(f"{concept}/q", concept, difficulty=0.5), 0, outcome, at=1), **more)  # type: ignore[arg-type]


@FEWER
@given(graphs(), MET)
def test_beliefs_and_predictions_are_probabilities_whatever_was_answered(
    graph: KnowledgeGraph, data: st.DataObject
) -> None:
    estimate = after(data.draw(answers(graph)))
    believed = beliefs(estimate, graph)
    assert set(believed) == set(graph.concepts)
    assert all(0 < p < 1 for p in believed.values())
    for concept in graph.concepts:
        item = Item("q", concept, difficulty=data.draw(st.floats(-1000, 1000)), guess=0.25)
        assert 0.25 - TINY <= success(estimate, item, graph) <= 1
        assert uncertainty(estimate, concept) > 0


@FEWER
@given(graphs(), MET)
def test_a_right_answer_never_makes_its_own_concept_less_believed_and_a_miss_never_more(
    graph: KnowledgeGraph, data: st.DataObject
) -> None:
    estimate = after(data.draw(answers(graph)))
    concept = data.draw(st.sampled_from(graph.concepts))
    before = known(estimate, concept, graph)
    for aid in ("unaided", "assisted"):
        assert known(observe(estimate, answer(concept, 1.0, aid=aid)), concept, graph) >= before - TINY
        assert known(observe(estimate, answer(concept, 0.0, aid=aid)), concept, graph) <= before + TINY


@FEWER
@given(graphs(), MET)
def test_a_first_right_answer_lowers_no_belief_and_a_first_miss_raises_none(
    graph: KnowledgeGraph, data: st.DataObject
) -> None:
    concept = data.draw(st.sampled_from(graph.concepts))
    before = beliefs(Estimate(), graph)
    right = beliefs(after([answer(concept, 1.0)]), graph)
    wrong = beliefs(after([answer(concept, 0.0)]), graph)
    assert all(right[c] >= before[c] - TINY for c in graph.concepts)
    assert all(wrong[c] <= before[c] + TINY for c in graph.concepts)


@FEWER
@given(graphs(), MET)
def test_not_knowing_is_never_worse_than_a_wrong_answer(graph: KnowledgeGraph, data: st.DataObject) -> None:
    seen = data.draw(answers(graph))
    wrong = replace(data.draw(answers(graph).filter(bool))[0], outcome=0.0, unknown=False)
    guessed, admitted = after([*seen, wrong]), after([*seen, replace(wrong, unknown=True)])
    assert all(beliefs(admitted, graph)[c] >= beliefs(guessed, graph)[c] - TINY for c in graph.concepts)
    item = replace(wrong.item, guess=0.0)
    assert success(admitted, item, graph) >= success(guessed, item, graph) - TINY


@FEWER
@given(graphs(), MET)
def test_what_was_told_is_no_evidence_and_makes_old_misses_fade_at_most(
    graph: KnowledgeGraph, data: st.DataObject
) -> None:
    estimate = after(data.draw(answers(graph)))
    concept = data.draw(st.sampled_from(graph.concepts))
    told = observe(estimate, answer(concept, 0.0, aid="told", unknown=True))
    before, ratio = estimate.trace(concept).ratio, told.trace(concept).ratio
    assert ratio == before if before >= 0 else before <= ratio <= 0
    assert told.learner == estimate.learner
    assert tally(told, concept).told == tally(estimate, concept).told + 1


def test_what_was_told_says_nothing_of_a_concept_that_was_never_missed() -> None:
    told = after([answer("sum", 0.0, aid="told", unknown=True, variant=n) for n in range(5)])
    assert beliefs(told, CHAINLIKE) == beliefs(Estimate(), CHAINLIKE)


def test_help_never_makes_sure() -> None:
    estimate = after([answer("sum", 1.0, aid="assisted", variant=n) for n in range(30)])
    assert known(Estimate(), "sum", CHAINLIKE) < known(estimate, "sum", CHAINLIKE) < ASSUMED


@pytest.mark.parametrize("difficulty", [0.0, 1.0, 3.0])
def test_one_answer_never_makes_surer_than_nine_in_ten(difficulty: float) -> None:
    for concept in CHAINLIKE.concepts:
        hard = Evidence(Item("q", concept, difficulty=difficulty), 0, 1.0, at=1)
        assert max(beliefs(after([hard]), CHAINLIKE).values()) <= 0.9


def test_a_right_answer_that_is_easily_guessed_raises_little() -> None:
    start = known(Estimate(), "span", CHAINLIKE)
    rises = [
        known(after([Evidence(Item("q", "span", guess=guess), 0, 1.0, at=1)]), "span", CHAINLIKE) - start
        for guess in (0.0, 0.25, 0.5, 0.9)
    ]
    assert rises == sorted(rises, reverse=True)
    assert rises[-1] < 0.05 < 0.25 < rises[0]


def test_success_above_speaks_for_what_lies_below_and_failure_against_what_rests_on_it() -> None:
    start = beliefs(Estimate(), CHAINLIKE)
    right, wrong = beliefs(after([answer("span", 1.0)]), CHAINLIKE), beliefs(after([answer("sum", 0.0)]), CHAINLIKE)
    assert right["numbers"] > start["numbers"] + 0.1
    assert all(wrong[c] < start[c] / 2 for c in CHAINLIKE.dependents("sum"))
    assert wrong["proportion"] > wrong["sum"]


def test_two_right_answers_just_below_the_goal_are_enough_to_assume_all_below() -> None:
    seen = [replace(answer(c, 1.0), item=Item("q", c, difficulty=0.5)) for c in ("times-vector", "after-linear")]
    assert assumed(after(seen), CHAINLIKE) >= CHAINLIKE.ancestors("matrix")


def test_answers_after_a_lesson_outweigh_the_misses_before_it() -> None:
    early = [answer("sum", 0.0)] * 3
    late = [answer("sum", 1.0, variant=n) for n in range(2)]
    assert known(after(early), "sum", CHAINLIKE) < 0.1
    assert known(after([*early, *late]), "sum", CHAINLIKE) > 0.7


def test_blame_for_a_miss_goes_to_what_is_likeliest_missing() -> None:
    graph = KnowledgeGraph({"sure": (), "new": (), "both": ("sure", "new")})
    solid = after([answer("sure", 1.0, variant=n) for n in range(3)])
    missed = observe(solid, Evidence(Item("q", "both", uses=("sure", "new")), 0, 0.0, at=9))
    fall = {c: known(solid, c, graph) - known(missed, c, graph) for c in ("sure", "new")}
    assert fall["new"] > 5 * fall["sure"] >= 0


@FEWER
@given(graphs(), MET)
def test_what_is_assumed_is_closed_under_prerequisites(graph: KnowledgeGraph, data: st.DataObject) -> None:
    estimate = after(data.draw(answers(graph)))
    taken = assumed(estimate, graph, 0.6)
    assert all(known(estimate, c, graph) >= 0.6 and set(graph.prerequisites(c)) <= taken for c in taken)


@settings(max_examples=60)
@given(graphs(), st.data())
def test_what_the_graph_leads_to_expect_is_weighed_by_what_the_learner_knows_and_is_ready_for(
    graph: KnowledgeGraph, data: st.DataObject
) -> None:
    estimate = Estimate()
    for evidence in data.draw(answers(graph)):
        estimate = observe(estimate, evidence)
    concepts = (*graph.concepts, "elsewhere", "beyond")
    uses = tuple(data.draw(st.lists(st.sampled_from(concepts), max_size=3)))
    item = Item("q", data.draw(st.sampled_from(concepts)), uses, data.draw(st.floats(-6, 6)))
    below = graph.prerequisites(item.concept) if item.concept in graph else ()
    knows = min(known(estimate, concept, graph) for concept in (item.concept, *uses))
    resting = [known(estimate, concept, graph) for concept in (*below, *uses) if concept != item.concept]
    ready = max(knows, min(resting, default=1.0))
    hard = max(-4.0, min(4.0, item.difficulty))
    chance = (
        knows * sigmoid(KNOWN - EASED * hard)
        + (ready - knows) * sigmoid(READY - hard)
        + (1 - ready) * sigmoid(LOST - hard)
    )
    assert prospect(estimate, item, graph) == pytest.approx(log(chance / (1 - chance)))


def test_harder_items_and_unknown_ground_make_success_less_likely() -> None:
    estimate = after([answer("sum", 0.0)])
    by_difficulty = [success(estimate, Item("q", "sum-by", difficulty=d), CHAINLIKE) for d in (-2, -1, 0, 1, 2)]
    assert by_difficulty == sorted(by_difficulty, reverse=True)
    fresh = Item("q", "sum-by")
    assert success(estimate, fresh, CHAINLIKE) < success(Estimate(), fresh, CHAINLIKE)


def test_uncertainty_falls_with_answers() -> None:
    estimate = Estimate()
    for n in range(6):
        later = observe(estimate, answer("sum", float(n % 2), variant=n))
        assert uncertainty(later, "sum") < uncertainty(estimate, "sum")
        estimate = later


@FEWER
@given(graphs(), MET)
def test_an_estimate_survives_json(graph: KnowledgeGraph, data: st.DataObject) -> None:
    estimate = after(data.draw(answers(graph)))
    again = Estimate.from_json(json.loads(json.dumps(estimate.to_json(), allow_nan=False)))
    assert again == estimate
    assert beliefs(again, graph) == beliefs(estimate, graph)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda s: (
            st.lists(s, max_size=3) | st.dictionaries(st.sampled_from(["learner", "concepts", "x"]), s, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_anything_else_is_refused_as_a_saved_estimate(data: object) -> None:
    if isinstance(data, dict) and set(data) == {"learner", "concepts"} and data["concepts"] == {}:
        return
    with pytest.raises(InputError):
        Estimate.from_json(data)


def test_observing_leaves_the_estimate_as_it_was() -> None:
    estimate = after([answer("sum", 1.0)])
    before = estimate.to_json()
    observe(estimate, answer("sum", 0.0))
    assert estimate.to_json() == before


def test_beliefs_are_worked_out_once_for_an_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = []

    def counting(graph: KnowledgeGraph, spoken: tuple[Spoken, ...]) -> tuple[Reach, ...]:
        runs.append(len(spoken))
        return infer(graph, spoken)

    monkeypatch.setattr(estimates, "infer", counting)
    estimate, graph = after([answer("c001", 1.0)]), random_graph(30, 1)
    for concept in graph.concepts:
        known(estimate, concept, graph)
        success(estimate, Item("q", concept), graph)
    assert runs == [1]


def test_the_room_needs_nothing_heavy() -> None:
    code = (
        "import sys, tutor.learner.placement, tutor.learner.classify;"
        "print([m for m in ('numpy', 'sympy', 'pydantic', 'flint', 'textual', 'yaml') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_what_was_taught_here_says_nothing_of_what_lies_above() -> None:
    """Somebody who knew nothing and was taught the lower half of the way isn't thereby ahead of the upper half."""
    missed = [answer(concept, 0.0, unknown=True) for concept in ("combination", "components", "numbers")]
    taught, new = CHAINLIKE.concepts[:16], CHAINLIKE.concepts[16:]
    estimate = after(missed)
    for concept in taught:
        estimate = after(
            [
                answer(concept, 0.0, ready=1.0, unknown=True),
                answer(concept, 1.0, aid="assisted", variant=1),
                answer(concept, 1.0, variant=2, delayed=True),
            ],
            estimate,
        )
    assert min(known(estimate, concept, CHAINLIKE) for concept in taught) > 0.6
    assert max(known(estimate, concept, CHAINLIKE) for concept in new) < 0.6


def test_being_right_at_once_on_concept_after_concept_speaks_for_what_lies_above() -> None:
    """Also where each was within reach anyway: the more come at once, the likelier the next is known."""
    found = [answer(concept, 1.0, ready=0.95) for concept in CHAINLIKE.concepts[:12]]
    start, end = known(Estimate(), "combination", CHAINLIKE), known(after(found), "combination", CHAINLIKE)
    assert end > start


@FEWER
@given(graphs(), MET)
def test_a_miss_speaks_against_what_the_question_rests_on_and_nothing_else_does(
    graph: KnowledgeGraph, data: st.DataObject
) -> None:
    estimate = after(data.draw(answers(graph)))
    concept = data.draw(st.sampled_from(graph.concepts))
    rests = graph.prerequisites(concept)
    for outcome, aid in ((0.0, "unaided"), (1.0, "unaided"), (0.0, "told")):
        with_it = observe(estimate, answer(concept, outcome, aid=aid, rests=rests, weight=0.25))
        without = observe(estimate, answer(concept, outcome, aid=aid, weight=0.25))
        for below in graph.concepts:
            change = with_it.trace(below).ratio - without.trace(below).ratio
            assert change <= 0
            assert not change or (below in rests and outcome == 0.0 and aid == "unaided")


def test_missed_steps_bring_what_was_only_assumed_into_doubt_before_what_was_shown() -> None:
    shown, assumed_ = "sum", "scaling"
    graph = KnowledgeGraph({shown: (), assumed_: (), "mix": (shown, assumed_)})
    seen = [answer(shown, 1.0, variant=n) for n in range(2)]
    steps = [answer("mix", 0.0, rests=(shown, assumed_), weight=0.25, variant=n) for n in range(4)]
    before, later = after(seen), after([*seen, *steps])
    fell = {concept: known(before, concept, graph) - known(later, concept, graph) for concept in (shown, assumed_)}
    assert fell[assumed_] > fell[shown] >= 0
    assert fell[assumed_] > 0.15
