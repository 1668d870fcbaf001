"""What is told of a learner, of a way to a goal and of a document found, as JSON values: the same in every front end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.learner.estimate import tally
from tutor.notation.untrusted import clean
from tutor.session.moments import rfc3339

if TYPE_CHECKING:
    from tutor.chain.outlook import Outlook
    from tutor.chain.path import Need
    from tutor.session.portrait import Attempt, Believed
    from tutor.session.ports import Hit


def concept_record(one: Believed) -> dict[str, Any]:
    """What is believed of one concept."""
    return {
        "concept": one.concept,
        "p_known": round(one.p_known, 4),
        "sd": round(one.sd, 4),
        "retrievability": None if one.retrievability is None else round(one.retrievability, 4),
        "due": None if one.due is None else rfc3339(one.due),
        "unaided": one.tally.unaided,
        "assisted": one.tally.assisted,
        "told": one.tally.told,
        "missed": one.tally.wrong,
        "mastered": one.state == "mastered",
        "evidence": list(one.evidence),
        "unlocks": list(one.unlocks),
        "state": one.state,
        "title": one.title,
        "disputed": one.disputed,
    }


def attempt_record(concept: str, attempt: Attempt) -> dict[str, Any]:
    """One answer behind what is believed of a concept."""
    return {
        "concept": concept, "seq": attempt.seq, "at": rfc3339(attempt.at), "question": attempt.question,
        "taken_for": attempt.taken_for, "weight": round(attempt.weight, 4), "outcome": attempt.outcome,
        "retest": attempt.retest,
    }  # fmt: skip


def path_record(outlook: Outlook, goal: str, needs: tuple[Need, ...]) -> dict[str, Any]:
    """The least that is still needed for a goal, in order."""
    return {
        "curriculum": outlook.curricula.concept(goal).curriculum,
        "goal": goal,
        "minutes": round(sum(need.minutes for need in needs), 1),
        "concepts": [
            {
                "ref": need.concept,
                "title": path_title(outlook, need.concept),
                "kind": outlook.curricula.concept(need.concept).concept.kind,
                "p_known": round(need.known, 4),
                "minutes": round(need.minutes, 1),
                "needed_by": list(need.needed_by),
            }
            for need in needs
        ],
    }


def path_title(outlook: Outlook, ref: str) -> str:
    """The neutral title until the learner has the concept: a title can give a result away."""
    concept = outlook.curricula.concept(ref).concept
    counts = tally(outlook.estimate, ref)
    return _line(concept.title if counts.unaided or counts.assisted else concept.before or concept.title)


def hit_record(hit: Hit) -> dict[str, Any]:
    """A passage that was found."""
    passage = hit.passage
    return {
        "passage": passage.id, "document": passage.document, "title": _line(passage.title), "source": _line(passage.source),
        "heading": _line(" › ".join(passage.headings)) or None, "page": passage.page, "time": passage.time,
        "line": passage.line, "start": passage.start, "end": passage.end, "text": clean(passage.text),
        "score": round(hit.score, 6), "why": _line(hit.why),
    }  # fmt: skip


def _line(text: str) -> str:
    return clean(text, newlines=False)
