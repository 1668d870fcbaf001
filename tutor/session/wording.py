"""What the tutor says about what just happened. Words speak of the answer, never of the learner; nothing scolds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from tutor.chain import events as moved
from tutor.chain.frames import DUE, Chain
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.variants import draw
from tutor.grading.verdict import ATTEMPTS, Judgement, Verdict
from tutor.session import events as happened
from tutor.session.events import Body
from tutor.session.state import State
from tutor.session.summary import before, line_of
from tutor.session.view import Feedback, Tone

SLIPS: Final = {
    "sign": "Very close. Look at the signs again.",
    "factor2": "Very close. Is a factor of two missing somewhere?",
    "half": "Very close. Is a half missing somewhere?",
    "order": "The right numbers are there. Which belongs where?",
    "transpose": "The right numbers are there. What is a row, and what is a column?",
    "point": "The digits are there. Where does the point stand?",
    "invert": "Very close. Which one divides which?",
    "power": "Very close. Look at the powers again.",
    "dropsqrt": "Very close. Has a root been lost on the way?",
    "trig": "Very close. Which of the two is it, sine or cosine?",
    "partial-sign": "Very close. Look at the sign of each entry.",
    "shape": "How many rows should there be, and how many columns?",
    "unit-slip": "Very close. How many of the one unit make one of the other?",
    "endpoint": "Very close. Do the ends belong to it?",
    "direction": "Very close. Which side is it?",
    "missing-element": "What is there is right. Is that all?",
    "extra-element": "Very close. Does each of these fit?",
    "union-for-intersection": 'Very close. Should it be "and" or "or"?',
    "parallel": "The direction is right. Does it pass through the right point?",
}
_ELSEWHERE: Final = frozenset({"descended", "placed", "restored"})
_VERDICTS: Final[dict[Verdict, tuple[str, Tone, str]]] = {
    Verdict.RIGHT: ("right", "good", "Right."),
    Verdict.WRONG: ("wrong", "wrong", "Not this."),
    Verdict.PARTIAL: ("partial", "wrong", "Part of it is right."),
    Verdict.FORM: ("form", "neutral", "The value is right; the form asked for is another."),
    Verdict.UNIT: ("unit", "neutral", "The number is right; look at the unit."),
    Verdict.UNREADABLE: ("unreadable", "neutral", "This could not be read; it doesn't count."),
    Verdict.RESTATED: ("restated", "neutral", "That's the question typed back; it doesn't count. What does it come to?"),
    Verdict.UNDECIDED: ("undecided", "neutral", "Whether this is right couldn't be decided; it doesn't count. Try a simpler form."),
    Verdict.ACCEPTED: ("accepted", "neutral", "Your prediction stands. Now look:"),
    Verdict.STATED: ("stated", "neutral", "Now compare it with these points, and tick those that yours makes."),
    Verdict.UNKNOWN: ("unknown", "neutral", "Good to know."),
}  # fmt: skip


def feedback(state: State, curricula: Curricula) -> tuple[Feedback, ...]:
    """One entry for each thing worth saying about the last action, in the order it happened."""
    chain = state.before or state.chain
    said: list[Feedback] = []
    for body in state.recent:
        say = _SAY.get(type(body))
        entry = say(body, chain, curricula) if say else None
        if entry is not None:
            said.append(_with_offer(entry, state, chain, curricula))
    if any(entry.kind in _ELSEWHERE for entry in said):  # other numbers come, but not next
        said = [entry for entry in said if entry.kind != "other-numbers"]
    return tuple(said)


def _with_offer(entry: Feedback, state: State, chain: Chain, curricula: Curricula) -> Feedback:
    """For what could not be read: what it may have meant."""
    asked = chain.question
    typed = [body.text for body in state.recent if isinstance(body, happened.AnswerSubmitted)]
    if entry.kind != "unreadable" or asked is None or not typed:
        return entry
    from tutor.grading.near import near_reading

    offered = near_reading(draw(curricula, asked.ref, asked.n), typed[-1])
    return replace(entry, offered=offered, text=f"{entry.text} Did it mean `{offered}`?") if offered else entry


def _graded(body: happened.AnswerGraded, chain: Chain, curricula: Curricula) -> Feedback:
    judgement = body.judgement
    kind, tone, text = _VERDICTS[judgement.verdict]
    asked = chain.question
    if asked is not None and asked.purpose == "placement" and judgement.verdict in ATTEMPTS:
        return Feedback("noted", "neutral", "Noted.", judgement.read_latex)
    if asked is not None and asked.free and judgement.verdict is Verdict.WRONG:
        return Feedback("free", "neutral", "Not this yet, and that was free.", judgement.read_latex)
    if asked is not None and asked.purpose == "retest" and judgement.verdict in ATTEMPTS:
        return Feedback(kind, tone, text, judgement.read_latex)  # no more: another question waits
    text = _with_details(judgement, text)
    if judgement.verdict is Verdict.RIGHT and asked is not None:
        shows = draw(curricula, asked.ref, asked.n).shows
        text = f"{text} {shows}" if shows else text
    return Feedback(kind, tone, text, judgement.read_latex, judgement.error_span)


def _with_details(judgement: Judgement, text: str) -> str:
    extra = [part for part in (judgement.message, judgement.counterexample) if part]
    return " ".join([text, *extra])


def _submitted(body: happened.AnswerSubmitted, chain: Chain, curricula: Curricula) -> Feedback | None:
    if body.ignored == "fast":
        return Feedback(
            "too-fast",
            "neutral",
            "That was quicker than the question can be read, so it doesn't count. Read it once, then answer.",
        )
    if body.ignored == "repeat":
        return Feedback("repeat", "neutral", "That has been tried already; it doesn't count again.")
    return None


def _unknown(body: happened.AnswerUnknown, chain: Chain, curricula: Curricula) -> Feedback:
    asked = chain.question
    if asked is not None and asked.purpose == "placement":
        return Feedback("noted", "neutral", "Good to know: that is what these questions are for.")
    return Feedback("unknown", "neutral", "An honest answer.")


def _opened(body: moved.QuestionOpened, chain: Chain, curricula: Curricula) -> Feedback | None:
    if body.cause == "why":
        return Feedback("why", "help", "Down to what makes it so.")
    if not body.queue:
        return Feedback("slip", "help", "You have what it takes for this. Once more, with other numbers.")
    if body.cause == "unknown":
        return Feedback("opened", "help", "Let's make it smaller.")
    if body.cause == "leap":
        return Feedback("walk", "help", "Let's walk there.")
    if body.cause == "wrong":
        return Feedback("opened", "help", "Let's find where it turns: a smaller question.")
    return None


def _told(body: moved.AnswerTold, chain: Chain, curricula: Curricula) -> Feedback:
    variant = draw(curricula, body.ref, body.n)
    lead = (
        "Here it is; a fresh one comes later."
        if body.by == "learner"
        else "This is how it goes here; look at it once, then on."
    )
    return Feedback(
        "told", "help", f"{lead}\n\n{variant.solution or variant.shows or key_in_words(curricula, body.ref, body.n)}"
    )


def key_in_words(curricula: Curricula, ref: str, n: int) -> str:
    """The answer of a closed variant, where its author wrote no solution."""
    from tutor.notation.printing import to_latex

    variant = draw(curricula, ref, n)
    texts = {option.id: option.text for option in variant.options}
    key = variant.key
    if key is None:
        return "There is no single right answer here."
    if isinstance(key, str):
        return texts.get(key, key)
    if variant.items and isinstance(key, tuple):
        return "\n".join(f"- {item.text}: {texts[one]}" for item, one in zip(variant.items, key, strict=True))
    if isinstance(key, tuple | frozenset):
        chosen = [option.id for option in variant.options if option.id in key] if isinstance(key, frozenset) else key
        return "\n".join(f"- {texts.get(one, one)}" for one in chosen) or "None of them."
    return f"${to_latex(key)}$"


def _withdrawn(body: moved.QuestionWithdrawn, chain: Chain, curricula: Curricula) -> Feedback:
    return Feedback("other-numbers", "neutral", "Let's take other numbers.")


def _descended(body: moved.Descended, chain: Chain, curricula: Curricula) -> Feedback | None:
    if body.kind == "prerequisite":
        name = before(curricula, body.to)
        if chain.question is not None and chain.question.why == DUE:
            return Feedback("descended", "help", f"*{name}*: it has been a while. Let's go through it once more.")
        if chain.asked.get(body.to):
            return Feedback("descended", "help", f"It may rest on *{name}*: once more to that.")
        return Feedback("descended", "help", f"I skipped something: first *{name}*.")
    if body.kind == "counter":
        return Feedback("counter", "help", "A question about that answer first.")
    return None


def _ascended(body: moved.Ascended, chain: Chain, curricula: Curricula) -> Feedback:
    return Feedback("ascended", "neutral", "Back to the question.")


def _established(body: moved.ConceptEstablished, chain: Chain, curricula: Curricula) -> Feedback:
    title = curricula.concept(body.concept).concept.title
    if body.how == "told":
        return Feedback(
            "shown", "neutral", f"**{title}**: shown, and enough to go on. {line_of(curricula, body.concept)}"
        )
    result = curricula.concept(body.concept).concept.kind == "result"
    lead = f"You have derived **{title}**." if result else f"**{title}**: found."
    return Feedback("established", "good", f"{lead} {line_of(curricula, body.concept)}")


def _parked(body: moved.ConceptParked, chain: Chain, curricula: Curricula) -> Feedback:
    return Feedback(
        "parked", "neutral",
        f"We leave *{before(curricula, body.concept)}* for another day. What was found stays found, and it comes back with fresh numbers.",
    )  # fmt: skip


def _placed(body: moved.PathChosen, chain: Chain, curricula: Curricula) -> Feedback | None:
    if body.cause == "revised":
        return None
    if body.cause == "overturned":
        return Feedback(
            "placed", "neutral", "I took too much for granted. Let's go back to where it's firm and build from there."
        )
    ahead = "1 step leads to the goal." if len(body.plan) == 1 else f"{len(body.plan)} steps lead to the goal."
    if not body.assumed:
        return Feedback("placed", "neutral", f"We begin at the beginning; {ahead}")
    taken = "1 thing below is" if len(body.assumed) == 1 else f"{len(body.assumed)} things below are"
    too_much = "If I took too much for granted, I'll notice and go back."
    return Feedback("placed", "neutral", f"{taken} taken as known; {ahead} {too_much}")


def _disputed(body: moved.DisputeOpened, chain: Chain, curricula: Curricula) -> Feedback:
    name = before(curricula, body.concept)
    if body.known:
        text = f"*{name}*: two questions without any help settle it. What you were at waits."
        if chain.question is None:
            text = f"*{name}*: two questions without any help settle it."
        return Feedback("dispute", "neutral", text)
    return Feedback("dispute", "neutral", f"Good to know. *{name}* stands as not known yet.")


def _settled(body: moved.DisputeSettled, chain: Chain, curricula: Curricula) -> Feedback | None:
    name = before(curricula, body.concept)
    if body.outcome == "known":
        return Feedback("settled", "good", f"You were right: *{name}* stands as known.")
    if body.outcome == "not-yet" and chain.retest is not None:
        return Feedback("settled", "neutral", f"That settles it for now: *{name}* stands as not known yet.")
    if body.outcome == "open":
        return Feedback("settled", "neutral", f"One of two: *{name}* stays open, and comes again in its place.")
    if body.outcome == "left":
        return Feedback("settled", "neutral", "Left as it was; back to the question.")
    return None


def _left(body: moved.StepsLeft, chain: Chain, curricula: Curricula) -> Feedback:
    return Feedback("i-see-it", "good", "Up to the question itself.")


def _aside(body: happened.AsideAnswered, chain: Chain, curricula: Curricula) -> Feedback:
    if body.cited:
        text = "This is what the documents say."
    elif body.touched or body.text:
        text = "This is what that touches."
    else:
        text = "Nothing was found for that."
    return Feedback("aside", "help", f"{text} The question waits; nothing here is graded.")


def _sources(body: happened.SourcesOpened, chain: Chain, curricula: Curricula) -> Feedback:
    count = len(body.cited)
    if not count:
        return Feedback("sources", "help", "No document here says more about this question.")
    stand = "one passage stands" if count == 1 else f"{count} passages stand"
    return Feedback("sources", "help", f"Behind this question {stand}.")


def _ended(body: happened.SessionEnded, chain: Chain, curricula: Curricula) -> Feedback:
    text = {
        "reached": "The goal is reached.",
        "parked": "That's as far as it goes today. What is left comes back another day.",
        "reviewed": "That's all that was due for a look.",
        "left": "Enough for today.",
        "settled": "That was all; `tutor learner show` shows what is believed now.",
    }.get(body.reason, "The session is over.")
    return Feedback("ended", "neutral", text)


def _rubric(body: happened.RubricTicked, chain: Chain, curricula: Curricula) -> Feedback:
    if len(body.lines) == body.points:
        return Feedback("ticked", "good", "All of it is there.")
    return Feedback("ticked", "neutral", f"{len(body.lines)} of {body.points} points are there.")


_SAY: Final[dict[type[Body], Callable[..., Feedback | None]]] = {
    happened.AnswerSubmitted: _submitted,
    happened.AnswerGraded: _graded,
    happened.AnswerUnknown: _unknown,
    happened.RubricTicked: _rubric,
    happened.AsideAnswered: _aside,
    happened.SourcesOpened: _sources,
    happened.SessionEnded: _ended,
    moved.QuestionOpened: _opened,
    moved.AnswerTold: _told,
    moved.QuestionWithdrawn: _withdrawn,
    moved.Descended: _descended,
    moved.Ascended: _ascended,
    moved.ConceptEstablished: _established,
    moved.ConceptParked: _parked,
    moved.PathChosen: _placed,
    moved.StepsLeft: _left,
    moved.DisputeOpened: _disputed,
    moved.DisputeSettled: _settled,
}
