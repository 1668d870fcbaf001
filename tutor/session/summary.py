"""What a session came to: first what the learner can now derive, last the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tutor.curriculum.curricula import Curricula
from tutor.session.state import State

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
    """`leverage`: concepts newly established without being told, per minute studied. Minutes count gaps of 180 s at most."""

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
    leverage: float

    def in_figures(self) -> str:
        """The numbers in a sentence or two; concepts a minute only where one was earned."""
        minutes = round(self.minutes)
        studied = f"{minutes} {'minute' if minutes == 1 else 'minutes'}"
        asked = f"{self.questions} {'question' if self.questions == 1 else 'questions'}"
        text = f"{studied}, {asked}: {self.unaided} right unaided, {self.assisted} with help, {self.told} shown."
        return f"{text} {self.leverage:.2f} concepts a minute." if self.leverage else text


def summarise(state: State, curricula: Curricula, mastered: tuple[str, ...] = ()) -> Summary:
    """The summary of a session, ended or not. `mastered`: concepts that became mastered during it."""
    chain = state.chain
    lines = tuple(
        Line(ref, curricula.concept(ref).concept.title, line_of(curricula, ref), how)
        for ref, how in chain.established.items()
    )
    minutes = state.studied / 60_000_000
    earned = sum(1 for line in lines if line.how != "told")
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
        leverage=round(earned / minutes, 3) if minutes else 0.0,
    )


def line_of(curricula: Curricula, concept: str) -> str:
    """What was shown by deriving the concept: its claim, or its title where it makes none."""
    model = curricula.concept(concept).concept
    return model.claim or model.title


def before(curricula: Curricula, concept: str) -> str:
    """The neutral title that gives nothing away."""
    model = curricula.concept(concept).concept
    return model.before or model.title
