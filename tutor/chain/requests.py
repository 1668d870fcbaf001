"""What a learner may ask of the tutor beside answering: a hint, "why?", "I see it", "show me", back. Each is allowed
or comes with the reason why it isn't just now."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tutor.chain import events as happened
from tutor.chain import retest
from tutor.chain.asking import ask, open_steps
from tutor.chain.events import ChainEvent
from tutor.chain.frames import PROBES, Asked, Branch, Chain, Opened
from tutor.chain.further import probing_question
from tutor.chain.limits import OPENINGS
from tutor.chain.measure import exhausted
from tutor.chain.outlook import Outlook, fresh
from tutor.chain.replies import tell


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a request isn't possible just now, in words for the learner."""

    reason: str


def hint(chain: Chain, hints: int) -> list[ChainEvent] | Refused:
    """The next hint of the question on the screen, which has `hints` of them."""
    asked = chain.question
    if asked is None:
        return Refused("no question is open")
    if asked.purpose in PROBES:
        return Refused("this is a probe: it only finds out what you know already")
    if asked.hints >= hints:
        return Refused("there are no more hints to this question" if hints else "this question has no hints")
    return [happened.HintShown(asked.hints)]


def show_me(chain: Chain, outlook: Outlook) -> list[ChainEvent] | Refused:
    """The solution, without shame; a fresh variant comes later."""
    asked = chain.question
    if asked is None:
        return Refused("no question is open")
    if asked.purpose in ("placement", "retest"):
        return Refused("this only finds out what you know already: say that you haven't met it")
    return tell(chain, outlook, "learner")


def i_see_it(chain: Chain) -> list[ChainEvent] | Refused:
    """Leave the steps for the question itself."""
    if chain.retest is not None or not any(isinstance(frame, Opened) for frame in chain.stack):
        return Refused("you're at the question itself")
    return [happened.StepsLeft()]


def back(chain: Chain) -> list[ChainEvent] | Refused:
    """Leave the innermost side branch; an answer is never undone."""
    if chain.retest is not None and not chain.only_a_retest:
        return [happened.DisputeSettled(chain.retest.concept, "left")]
    if not any(isinstance(frame, Branch) for frame in chain.stack):
        return Refused("there's no side branch to leave")
    return [happened.Ascended()]


def why(chain: Chain, outlook: Outlook, rng: random.Random) -> list[ChainEvent] | Refused:
    """Down to the question's steps, then to what it rests on, until an axiom, a definition or an experiment."""
    asked = chain.question
    if asked is None:
        return Refused("no question is open")
    if asked.purpose in PROBES:
        return Refused("this is a probe: it only finds out what you know already")
    if exhausted(chain, asked.concept):
        return Refused("that's enough on this for today")
    node = outlook.curricula.question(asked.ref)
    if node.steps and chain.openings.get(asked.ref, 0) < OPENINGS:
        return _into_steps(chain, outlook, rng, asked)
    for below in dict.fromkeys((*outlook.curricula.prerequisites(asked.concept), *node.uses)):
        descent = _into_concept(chain, outlook, rng, below)
        if descent:
            return descent
    kind = outlook.curricula.concept(asked.concept).concept.kind
    return Refused(f"nothing smaller lies below: this rests on {_ARTICLES.get(kind, 'its prerequisites')}")


_ARTICLES = {
    "axiom": "an axiom, which is where we start",
    "definition": "a definition: we chose what the word means",
    "experiment": "an experiment: it's what was measured",
}


def _into_steps(chain: Chain, outlook: Outlook, rng: random.Random, asked: Asked) -> list[ChainEvent]:
    if chain.left.get(asked.ref):
        return [happened.Descended(asked.ref, "why")]
    if not outlook.curricula.question(asked.ref).parametric:
        return [open_steps(outlook, asked.ref, asked.n, "why")]
    found = fresh(chain, outlook, asked.ref, rng)
    if found is None or found[0] != asked.ref:
        return [open_steps(outlook, asked.ref, asked.n, "why")]
    return [
        happened.Descended(asked.ref, "why"),
        open_steps(outlook, asked.ref, found[1], "why", purpose="review"),
    ]


def _into_concept(chain: Chain, outlook: Outlook, rng: random.Random, concept: str) -> list[ChainEvent] | None:
    if chain.left.get(concept):
        return [happened.Descended(concept, "why")]
    ref = probing_question(outlook, concept)
    if ref is None or not chain.settled(concept) or exhausted(chain, concept):
        return None
    if any(isinstance(frame, Branch) and frame.ref == concept for frame in chain.stack):
        return None
    found = fresh(chain, outlook, ref, rng)
    if found is None:
        return None
    return [happened.Descended(concept, "why"), ask(outlook, ref, found, "review", why="why")]


def dispute(
    chain: Chain, outlook: Outlook, rng: random.Random, concept: str, *, known: bool
) -> list[ChainEvent] | Refused:
    """ "I know this", which two questions settle, or "I don't know this yet", which needs none."""
    reason = retest.objection(chain, outlook, concept, known=known)
    if reason is None and known:
        variants, reason = retest.questions(chain, outlook, concept, rng)
        if reason is None:
            return [happened.DisputeOpened(concept, known, variants)]
    if reason is not None:
        return Refused(reason)
    return [happened.DisputeOpened(concept, known)]


def reopen(chain: Chain, outlook: Outlook, rng: random.Random, missing: tuple[str, ...]) -> list[ChainEvent]:
    """The first question behind a point that the learner's statement doesn't make yet."""
    for target in missing:
        found = fresh(chain, outlook, target, rng)
        if found is not None:
            return [ask(outlook, target, found, "counter", why="rubric")]
    return []
