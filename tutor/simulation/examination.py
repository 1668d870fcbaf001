"""A concept's questions examined by simulated learners: what each is worth, and what an author should look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tutor.curriculum.curricula import Curricula
from tutor.curriculum.nodes import QuestionNode
from tutor.learner.graph import KnowledgeGraph
from tutor.simulation.derivations import Step, hardest, predicted, steps
from tutor.simulation.interviews import Interviewed, interview
from tutor.simulation.learners import make
from tutor.simulation.run import simulate_one
from tutor.simulation.traces import Trace, Tracing

APART: Final = 0.1  # a whole question that parts who knows from who is only ready by less tells little
GUESSED: Final = 0.5
FAR: Final = 2.0  # logits between an author's difficulty and the one that the steps give
WRONG: Final = 12  # wrong answers a mistake from which on it's remarkable that none of them met one
OPENED: Final = 5  # times from which on a tree's share of stuck walks means something
STUCK: Final = 0.5

# what an author should look at, and what to do
FINDINGS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "sticks": (
            "trees in which more than half of the novices got stuck",
            "the hardest step wants steps of its own, or a prerequisite is missing",
        ),
        "idle-step": (
            "steps that nobody would miss: nothing hangs on them, and the next question is hardly harder without them",
            "leave it out, or let it ask for a thought",
        ),
        "easier-than-a-step": (
            "questions rated easier than a step that leads to them",
            "correct one of the two difficulties, or cut the step",
        ),
        "harder-than-its-steps": (
            "questions rated far harder than all of their steps together",
            "a step may be missing, or the difficulty is too high",
        ),
        "tells-nothing-apart": (
            "whole questions that novices get nearly as often as experts, if their difficulty is right",
            "ask for more, or offer more to choose from",
        ),
        "guessed": (
            "questions that are right at least every other time without a thought",
            "offer more to choose from",
        ),
        "key-in-the-text": ("questions whose key is a number that stands in them", "choose numbers that differ"),
        "mistake-never-met": (
            "mistakes that no wrong answer met",
            "see with `tutor grade` how it's read, or whether another one takes it first",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Examined:
    """A question. `predicted`: the difficulty that its steps give; `step`: as one that could be left out, None for a whole
    question; `findings`: keys of `FINDINGS`, each with what exactly."""

    node: QuestionNode
    predicted: float | None
    interviewed: Interviewed
    trace: Trace
    step: Step | None
    findings: tuple[tuple[str, str], ...]


def examine(curricula: Curricula, graph: KnowledgeGraph, concept: str, people: int, seed: int) -> tuple[Examined, ...]:
    """All questions of the concept (a reference), parents first: each put to so many experts and novices, and so many novices,
    who know what the concept rests on and nothing else of it, sent through sessions that lead to it."""
    tracing = Tracing()
    name = curricula.concept(concept).curriculum
    for number in range(people):
        mixed = seed * 1_000_003 + number
        learner = make("novice", curricula, concept, 1.0, mixed)
        simulate_one(learner, curricula, graph, name, concept, mixed, watch=tracing)
    return tuple(_examined(curricula, concept, tracing.traces, people, seed))


def _examined(
    curricula: Curricula, concept: str, traces: Mapping[str, Trace], people: int, seed: int
) -> Iterator[Examined]:
    roots = curricula.concept(concept).questions
    refs = dict.fromkeys(ref for root in roots for ref in curricula.tree(root) if ref.startswith(f"{concept}/"))
    could_go = {step.ref: step for ref in refs for step in steps(curricula, ref)}
    for ref in refs:
        node, trace = curricula.question(ref), traces.get(ref, Trace())
        asked = interview(curricula, ref, people, seed)
        step, hard = could_go.get(ref), predicted(curricula, ref)
        found = tuple(_findings(curricula, node, asked, trace, step, hard))
        yield Examined(node, hard, asked, trace, step, found)


def _findings(
    curricula: Curricula, node: QuestionNode, asked: Interviewed, trace: Trace, step: Step | None, hard: float | None
) -> Iterator[tuple[str, str]]:
    rated = node.question.difficulty
    if trace.opened >= OPENED and trace.stuck > STUCK * trace.opened:
        yield "sticks", f"{trace.stuck} of {trace.opened}"
    if step is not None and step.idle:
        yield "idle-step", f"loss {step.loss:.2f}"
    most = hardest(curricula, node.ref)
    if most is not None and rated < most:
        yield "easier-than-a-step", f"{rated:+g}, a step {most:+g}"
    if hard is not None and rated > hard + FAR:
        yield "harder-than-its-steps", f"{rated:+g}, its steps {hard:+.1f}"
    apart = asked.discrimination
    if node.parent is None and apart is not None and apart < APART:
        yield "tells-nothing-apart", f"{asked.experts:.0%} and {asked.novices:.0%}"
    if asked.blind is not None and asked.blind >= GUESSED:
        yield "guessed", f"{asked.blind:.0%}"
    if asked.given:
        yield "key-in-the-text", ""
    if sum(asked.hits) + asked.unmet >= WRONG * len(asked.hits):
        yield from (("mistake-never-met", f"mistake {i}") for i, hits in enumerate(asked.hits, 1) if not hits)
