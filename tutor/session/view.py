"""All that a front end sees of a session, and nothing else: no key, mistake, solution, step, seed or variant number.

The types are the contract; `view` fills them from a state and its curricula. All texts are Markdown written by an author
and have to be cleaned and rendered (`tutor.notation.markdown`) before they reach a screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

MASK: Final = "▒▒▒"  # what stands in a text where something is hidden until the open question is answered
HIDDEN: Final = f"{MASK}: hidden until you have found it."
Widget = Literal[
    "line", "choice", "choices", "order", "match", "flaw", "predict", "vector", "matrix", "number-line", "plane", "slots",
    "statement", "rubric",
]  # fmt: skip
Tone = Literal["good", "wrong", "neutral", "help"]


@dataclass(frozen=True, slots=True)
class Placing:
    """Where an answer may be placed: from `low` to `high`, at each of `parts` parts of one."""

    low: int
    high: int
    parts: int = 1


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """The open question. `id` is opaque; `options` are texts, answered by their number from 1 in this order.

    `format`: one line on how to type the answer. `free`: an aim, a try costs nothing. `purpose`: placement, new, step,
    again, review, check, retest or counter. `letters`: names that may occur in the answer. `items`: each gets one of the options.
    `place`: for the widgets `number-line` and `plane`. `slots`: a reaction without its amounts, for the widget of that name;
    `counted`: atoms may be counted on both sides.
    """

    id: str
    kind: str
    widget: Widget
    purpose: str
    ask: str
    format: str
    names: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    free: bool = False
    hints_left: int = 0
    topic: str = ""
    words: int = 0
    items: tuple[str, ...] = ()
    place: Placing | None = None
    slots: str = ""
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Feedback:
    """One thing to say about what just happened. `kind` is stable (right, wrong, nudge, opened, told, parked, …).

    `read`: the answer as it was read, as LaTeX. `span`: where in the typed text reading failed. `offered`: what a text that
    could not be read may have meant; it counts only when the learner sends it.
    """

    kind: str
    tone: Tone
    text: str
    read: str | None = None
    span: tuple[int, int] | None = None
    offered: str | None = None


@dataclass(frozen=True, slots=True)
class ShownExhibit:
    """Evidence that stands beside the question. `grounds`: provenance and source in one line."""

    id: str
    title: str
    body: str
    grounds: str


@dataclass(frozen=True, slots=True)
class Crumb:
    """A level above the question: the question that waits there, shortened, and why we went below it."""

    topic: str
    ask: str
    cause: str


@dataclass(frozen=True, slots=True)
class Source:
    """A passage of a document, shown beside the question. `quote`: some sentences of `text`; both may hold masks, `hidden` of them,
    until the question is answered. `place`: line, page or time, in words. `authored`: the question's author named it; else `why` says
    why it was found. `id` names the passage in the library, which may have lost it since."""

    id: str
    title: str
    heading: str
    place: str
    text: str
    quote: str
    hidden: int = 0
    speaker: str | None = None
    line: int = 1
    page: int | None = None
    time: float | None = None
    authored: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A concept that a question back names. `title`: the neutral one until it's established. `standing`: mastered, established, told,
    assumed, here or ahead; `says`: what that comes to, in words."""

    title: str
    standing: str
    says: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What was looked up beside the open question: its `sources`, or an `aside` with what was asked, the concepts it names, and a
    question back. `note`: anything to add, such as that nothing was found, or what a mask is."""

    kind: Literal["sources", "aside"]
    sources: tuple[Source, ...] = ()
    asked: str = ""
    named: tuple[Named, ...] = ()
    text: str = ""
    back: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Derived:
    """A line of "you have shown". `how`: unaided, assisted or told."""

    concept: str
    title: str
    shows: str
    how: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Concepts of the path done, and all; `ahead` are the neutral titles of the next ones; minutes are expected."""

    done: int = 0
    total: int = 0
    placing: bool = False
    ahead: tuple[str, ...] = ()
    minutes_left: float = 0.0
    minutes_studied: float = 0.0


@dataclass(frozen=True, slots=True)
class View:
    """What stands on the screen. `shown`: hints and counter-question to the open question so far. `rubric`: points to
    tick, after a statement in one's own words. `allowed`: each action with None, or the reason why not now.
    `reviews_due`: how many concepts of these curricula are due for a look. `beside`: what was looked up beside the open question
    since it was asked, the latest last."""

    session: str
    seq: int
    curriculum: str
    goal: str
    question: PublicQuestion | None = None
    feedback: tuple[Feedback, ...] = ()
    shown: tuple[Feedback, ...] = ()
    exhibits: tuple[ShownExhibit, ...] = ()
    breadcrumb: tuple[Crumb, ...] = ()
    rubric: tuple[str, ...] = ()
    model_statement: str | None = None
    allowed: Mapping[str, str | None] = field(default_factory=lambda: MappingProxyType({}))
    progress: Progress = field(default_factory=Progress)
    established: tuple[Derived, ...] = ()
    reviews_due: int = 0
    wonder: str | None = None
    beside: tuple[Beside, ...] = ()
    paused: bool = False
    ended: str | None = None
