"""What sessions leave behind at each question: how often it was asked, opened into steps, and left with its solution shown."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.chain import events as moved
from tutor.chain.frames import Chain, Opened
from tutor.session.events import Body


@dataclass(slots=True)
class Trace:
    """Counts. `foreseen`: the sum of the chances that the tutor gave; `told`: its own solution was shown; `opened`: its steps were
    asked; `stuck`: of these openings, those in which a solution below was shown or the concept parked."""

    asked: int = 0
    foreseen: float = 0.0
    unaided: int = 0
    assisted: int = 0
    told: int = 0
    opened: int = 0
    stuck: int = 0


class Tracing:
    """Watches sessions; `traces` by question."""

    def __init__(self) -> None:
        self.traces: dict[str, Trace] = {}
        self._going_well: set[str] = set()  # questions whose latest opening isn't stuck

    def __call__(self, chain: Chain, body: Body) -> None:
        """Something happens to the chain."""
        match body:
            case moved.QuestionAsked():
                trace = self._of(body.ref)
                trace.asked += 1
                trace.foreseen += body.p
            case moved.QuestionClosed(ref=ref, how="unaided"):
                self._of(ref).unaided += 1
            case moved.QuestionClosed(ref=ref, how="assisted"):
                self._of(ref).assisted += 1
            case moved.QuestionOpened(ref=ref):
                self._of(ref).opened += 1
                self._going_well.add(ref)
            case moved.AnswerTold(ref=ref):
                self._of(ref).told += 1
                self._stuck(chain, ref)
            case moved.ConceptParked():
                self._stuck(chain, "")
            case _:
                pass

    def _of(self, ref: str) -> Trace:
        return self.traces.setdefault(ref, Trace())

    def _stuck(self, chain: Chain, ref: str) -> None:
        """The openings above the place where it happened are stuck."""
        for one in {frame.ref for frame in chain.stack if isinstance(frame, Opened)} - {ref}:
            self._of(one).stuck += one in self._going_well
            self._going_well.discard(one)
