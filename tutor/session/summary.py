"""What a session came to: first what the learner can now derive, last the numbers."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Final

from tutor.curriculum.curricula import Curricula
from tutor.session.state import State

ENOUGH: Final = 5  # answers, before the tutor's forecasts are held against what came
REVIEWS: Final = "what is due for a look"  # the goal of a session of reviews alone


@dataclass(frozen=True, slots=True)
class Line:
    """A concept and its line of "you have shown". `how`: unaided, assisted or told."""

    concept: str
    title: str
    shows: str
    how: str


@dataclass(frozen=True, slots=True)
class Summary:
    """`held` of `checked`: concepts that were asked for again in this session, after a while and without help, and stood it with all
    that they rest on. `leverage`: those, per minute studied; gaps count 180 s at most. `gaps`: what was taken as known and was in the
    way. `foreseen`: how many of the first, unaided `answers` the tutor had expected to be right; `came`: how many were."""

    curriculum: str
    goal: str
    reached: bool
    reason: str | None
    derived: tuple[Line, ...]
    parked: tuple[str, ...]
    mastered: tuple[str, ...]
    minutes: float
    questions: int
    unaided: int
    assisted: int
    told: int
    held: int
    checked: int
    leverage: float
    gaps: tuple[str, ...]
    answers: int
    foreseen: float
    came: int

    def in_figures(self) -> str:
        """The numbers in a few sentences; concepts a minute only where one was earned, and the tutor's own record only where
        there were enough answers to judge it by."""
        minutes = round(self.minutes)
        studied = f"{minutes} {'minute' if minutes == 1 else 'minutes'}"
        asked = f"{self.questions} {'question' if self.questions == 1 else 'questions'}"
        text = f"{studied}, {asked}: {self.unaided} right unaided, {self.assisted} with help, {self.told} shown."
        if self.checked:
            text = f"{text} {self.held} of {self.checked} stood a later check without help"
            text = f"{text}: {self.leverage:.2f} concepts a minute." if self.leverage else f"{text}."
        if self.answers >= ENOUGH:
            text = f"{text} Of {self.answers} first answers the tutor expected {self.foreseen:.0f} to be right; {self.came} were."
        return text


def summarise(state: State, curricula: Curricula, mastered: tuple[str, ...] = ()) -> Summary:
    """The summary of a session, ended or not. `mastered`: concepts that became mastered during it."""
    chain = state.chain
    lines = tuple(
        Line(ref, curricula.concept(ref).concept.title, line_of(curricula, ref), how)
        for ref, how in chain.established.items()
    )
    minutes = state.studied / 60_000_000
    learning = state.learning
    held = len(learning.held(curricula))
    return Summary(
        curriculum=state.curriculum,
        goal=REVIEWS if chain.due else curricula.concept(chain.goal).concept.title,
        reached=chain.goal in chain.established and not chain.due,
        reason=state.ended,
        derived=lines,
        parked=tuple(before(curricula, ref) for ref in sorted(chain.parked)),
        mastered=tuple(curricula.concept(ref).concept.title for ref in mastered),
        minutes=round(minutes, 2),
        questions=state.counts.questions,
        unaided=state.counts.unaided,
        assisted=state.counts.assisted,
        told=state.counts.told,
        held=held,
        checked=len(learning.checks),
        leverage=round(held / minutes, 3) if minutes else 0.0,
        gaps=tuple(_name(curricula, ref, chain.established) for ref in learning.gaps),
        answers=learning.answers,
        foreseen=round(learning.foreseen, 2),
        came=learning.came,
    )


def _name(curricula: Curricula, concept: str, established: Container[str]) -> str:
    return curricula.concept(concept).concept.title if concept in established else before(curricula, concept)


def line_of(curricula: Curricula, concept: str) -> str:
    """What was shown by deriving the concept: its claim, or its title where it makes none."""
    model = curricula.concept(concept).concept
    return model.claim or model.title


def before(curricula: Curricula, concept: str) -> str:
    """The neutral title that gives nothing away."""
    model = curricula.concept(concept).concept
    return model.before or model.title
