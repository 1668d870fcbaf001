"""What the policy may look at besides the chain: the curricula, the graph, and what is believed of the learner."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tutor.chain.frames import Chain
from tutor.chain.limits import VARIANTS
from tutor.chain.pace import AIMS, STEADY, Aim, Pace
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.nodes import QuestionNode
from tutor.curriculum.variants import draw
from tutor.learner.estimate import Estimate, acquired, known, prospect, success
from tutor.learner.evidence import Item
from tutor.learner.graph import KnowledgeGraph

KEPT: Final = 4096  # items kept at hand
UNGRADED = frozenset({"predict", "own-words"})


@dataclass(frozen=True, slots=True)
class Outlook:
    """Beliefs about one learner over one set of curricula, at one moment."""

    curricula: Curricula
    graph: KnowledgeGraph
    estimate: Estimate
    pace: Pace = STEADY

    @property
    def aim(self) -> Aim:
        """The chances of success that questions are chosen for."""
        return AIMS[self.pace]

    def item(self, ref: str) -> Item:
        """What is known of a question before it's asked."""
        return _item(ref, self.curricula.question(ref))

    def success(self, ref: str) -> float:
        """Predicted probability of a right, unaided answer."""
        return success(self.estimate, self.item(ref), self.graph)

    def prospect(self, ref: str) -> float:
        """What the prerequisite graph leads to expect of an answer, in logits."""
        return prospect(self.estimate, self.item(ref), self.graph)

    def known(self, concept: str) -> float:
        """Probability that the concept is known now."""
        return known(self.estimate, concept, self.graph)

    def acquired(self, concept: str) -> float:
        """Probability that the concept was known at some time: what has faded since still counts."""
        return acquired(self.estimate, self.graph)[concept]

    def graded(self, ref: str) -> bool:
        """Whether answers to the question say something about knowing."""
        return graded(self.curricula.question(ref))


def graded(node: QuestionNode) -> bool:
    """Whether answers to the question say something about knowing."""
    return node.question.answer.kind not in UNGRADED


@lru_cache(maxsize=KEPT)
def _item(ref: str, node: QuestionNode) -> Item:
    return Item(ref, node.concept, node.uses, node.question.difficulty, node.guess, node.choice)


def fresh(chain: Chain, outlook: Outlook, ref: str, rng: random.Random) -> tuple[str, int] | None:
    """A question and variant to ask for `ref` that the learner hasn't met: other numbers, or one of its `again`.

    None when there's nothing left: a question without parameters and `again` is asked once.
    """
    node = outlook.curricula.question(ref)
    n = _unused(chain, outlook, node, rng)
    if n is not None:
        return ref, n
    for other in node.again:
        n = _unused(chain, outlook, outlook.curricula.question(other), rng)
        if n is not None:
            return other, n
    return None


def _unused(chain: Chain, outlook: Outlook, node: QuestionNode, rng: random.Random) -> int | None:
    tree = {n for used, n in chain.used if outlook.curricula.question(used).root == node.root}
    met = {n for used, n in chain.used if used == node.ref}
    if not node.parametric:
        return None if met or chain.openings.get(node.ref) else rng.randrange(VARIANTS)
    shown = {draw(outlook.curricula, node.ref, n).ask for n in met}
    left = [n for n in range(VARIANTS) if n not in tree]
    rng.shuffle(left)
    for n in left[:12]:
        if draw(outlook.curricula, node.ref, n).ask not in shown:
            return n
    return None
