"""Reviews: what was mastered and has faded is asked for once more, between two results and never inside an open tree.

What the next link rests on comes first, then what else lies on the way; within each, the most faded, and of those that are
about as faded the highest, since being right there counts for what lies below it. A concept is reviewed once a session, and one
review stands between two results at most. A session of reviews alone asks for one after the other.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from typing import Final

from tutor.chain import events as happened
from tutor.chain.asking import ask
from tutor.chain.frames import DUE, Chain
from tutor.chain.measure import exhausted
from tutor.chain.outlook import Outlook, fresh
from tutor.learner.estimate import retrievability, tally
from tutor.learner.memory import due

AMONG: Final = 3  # the most faded, of which one is taken that has little to do with the one before
DRAWS: Final = 3  # of a variant, to find one that wasn't answered in an earlier session


def due_now(outlook: Outlook) -> tuple[str, ...]:
    """The concepts of these curricula that are due for a look, the most faded first, to the hundredth; then the highest."""
    estimate, graph = outlook.estimate, outlook.graph
    if estimate.now is None:
        return ()
    found = (concept for concept in due(estimate.memory, estimate.now) if concept in graph)
    return tuple(
        sorted(found, key=lambda one: (round(retrievability(estimate, one), 2), -graph.heights[graph.place[one]]))
    )


def review_before(chain: Chain, outlook: Outlook, rng: random.Random, link: str) -> happened.QuestionAsked | None:
    """The review to ask before work on a concept begins; None when nothing on the way is due, or one was just asked."""
    if chain.reviewed and chain.results <= max(chain.reviewed.values()):
        return None
    way, below = outlook.graph.ancestors(chain.goal), outlook.graph.ancestors(link)
    leap = outlook.curricula.question(outlook.curricula.leap(link))
    direct = {*outlook.curricula.prerequisites(link), *leap.uses}
    waiting = [concept for concept in due_now(outlook) if concept in way]
    waiting.sort(key=lambda concept: 0 if concept in direct else 1 if concept in below else 2)
    return _first(chain, outlook, rng, waiting)


def review_due(chain: Chain, outlook: Outlook, rng: random.Random) -> happened.QuestionAsked | None:
    """The next question of a session of reviews: the most faded, but not next to what it rests on if there's a choice.

    What is no longer due, for what was answered above it, is left out.
    """
    waiting = [concept for concept in due_now(outlook) if concept in chain.due and _may(chain, outlook, concept)]
    for last in [*chain.reviewed][-1:]:
        near = outlook.graph.ancestors(last) | outlook.graph.dependents(last)
        waiting[:AMONG] = sorted(waiting[:AMONG], key=lambda concept: concept in near)
    return _first(chain, outlook, rng, waiting)


def _first(
    chain: Chain, outlook: Outlook, rng: random.Random, concepts: Sequence[str]
) -> happened.QuestionAsked | None:
    for concept in concepts:
        found = review_question(chain, outlook, rng, concept) if _may(chain, outlook, concept) else None
        if found is not None:
            return ask(outlook, found[0], found, "review", why=DUE)
    return None


def _may(chain: Chain, outlook: Outlook, concept: str) -> bool:
    """Whether the concept stands on settled ground, and hasn't been reviewed or derived in this session."""
    if concept not in chain.assumed or concept in chain.reviewed or concept in chain.inserted:
        return False
    return all(map(chain.settled, outlook.curricula.prerequisites(concept))) and not exhausted(chain, concept)


def review_question(chain: Chain, outlook: Outlook, rng: random.Random, concept: str) -> tuple[str, int] | None:
    """A question and variant for a review: no choice if another is there, in a form seldom answered so far, with new numbers."""
    curricula, answered = outlook.curricula, tally(outlook.estimate, concept).items
    refs = [ref for ref in curricula.concept(concept).questions if outlook.graded(ref)]
    forms = {ref: curricula.question(ref).question.answer.kind for ref in refs}
    times = Counter(ref for ref, _ in answered)
    seen = Counter(form for ref, form in forms.items() for _ in range(times[ref]))
    for ref in sorted(refs, key=lambda ref: (curricula.question(ref).choice, seen[forms[ref]], times[ref])):
        drawn = [found for _ in range(DRAWS) if (found := fresh(chain, outlook, ref, rng)) is not None]
        for found in sorted(drawn, key=lambda found: found in answered)[:1]:
            if all(map(chain.settled, curricula.question(found[0]).uses)):
                return found
    return None
