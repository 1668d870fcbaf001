"""Examples for the OpenAPI document: one of each answer."""

from __future__ import annotations

from typing import Any, Final

SESSION: Final = "0198c2a4-2b11-7c0e-9a55-6f1d2e3c4b5a"
LEARNER: Final = "0198c2a4-0a00-7d3f-8b21-1c2d3e4f5a6b"
_ALLOWED: Final[dict[str, str | None]] = {
    "answer": None,
    "dont-know": None,
    "back": "you're on no side branch",
    "end": None,
}
VIEW: Final[dict[str, Any]] = {
    "session": SESSION, "seq": 14, "curriculum": "ground", "goal": "Two equations with two unknowns",
    "question": {
        "id": "5f0c8a", "kind": "number", "widget": "line", "purpose": "new",
        "ask": "A lift stands at floor $-3$. It goes 6 floors up and then 10 floors down. At which floor does it stop?",
        "format": "a number, like 7, -3/4 or 0.25", "names": [], "letters": [], "units": [], "options": [],
        "free": False, "hints_left": 1, "topic": "numbers that know a direction", "words": 28,
    },
    "feedback": [{"kind": "wrong", "tone": "wrong", "text": "Not this.", "read": "1", "span": None, "offered": None}],
    "shown": [], "exhibits": [], "breadcrumb": [], "rubric": [], "model_statement": None, "allowed": _ALLOWED,
    "progress": {
        "done": 0, "total": 7, "placing": False, "ahead": ["numbers between the numbers"], "minutes_left": 11.5,
        "minutes_studied": 0.7,
    },
    "established": [], "reviews_due": 0, "wonder": None, "beside": [], "paused": False, "ended": None,
}  # fmt: skip
SHOWN: Final[dict[str, Any]] = {
    "seq": 14, "view": VIEW, "summary": None,
    "rendered": {"html": {"question": {"ask": "<p>A lift stands at floor <span class=\"math inline\">\\(-3\\)</span> …</p>\n"}}},
}  # fmt: skip
SUMMARY: Final[dict[str, Any]] = {
    "seq": 40,
    "summary": {
        "curriculum": "ground", "goal": "Two equations with two unknowns", "reached": True, "reason": "reached",
        "derived": [
            {
                "concept": "ground/signed-numbers", "title": "Signed numbers", "shows": "A signed number is a move along a line.",
                "how": "unaided",
            }
        ],
        "parked": [], "mastered": [], "minutes": 12.5, "questions": 14, "unaided": 9, "assisted": 3, "told": 0, "held": 2,
        "checked": 3, "leverage": 0.16, "gaps": [], "answers": 8, "foreseen": 6.4, "came": 7,
    },
}  # fmt: skip
SESSIONS: Final[dict[str, Any]] = {
    "sessions": [
        {
            "session": SESSION, "curriculum": "ground", "goal": "ground/two-equations", "started": "2026-11-21T09:30:00.000Z",
            "last": "2026-11-21T09:41:12.250Z", "ended": None, "done": 2, "total": 7, "reviews": False,
        }
    ]
}  # fmt: skip
PREVIEW: Final[dict[str, Any]] = {
    "read_latex": r"-\frac{3}{4}", "read_text": "-3/4", "spoken": "minus 3 over 4", "start": None, "end": None,
    "message": None, "taken_for": "answer",
}  # fmt: skip
NOTEBOOK: Final[dict[str, Any]] = {
    "seq": 14, "goal": "finding two hidden numbers", "reached": False,
    "markdown": "# finding two hidden numbers\n\n*Begun on 20 November 2026, from ground.*\n\n## Signed numbers\n",
}  # fmt: skip
REASONS: Final[dict[str, Any]] = {
    "seq": 14,
    "reasons": {
        "cause": "It's the next thing that the goal rests on.", "path": ["numbers that know a direction"],
        "p": 0.62, "known": 0.41, "unaided": 0, "assisted": 0, "missed": 1, "rests_on": [],
    },
}  # fmt: skip
_OUTLINE: Final[dict[str, Any]] = {
    "id": "ground", "title": "Ground", "licence": "CC-BY-4.0", "authors": [], "needs": [], "goals": ["ground/two-equations"],
    "hash": "0f3a5c7e9b1d2f4a6c8e0b2d4f6a8c0e",
}  # fmt: skip
_NODE: Final[dict[str, Any]] = {
    "ref": "ground/signed-numbers", "title": "numbers that know a direction", "kind": "definition", "requires": [],
    "unlocks": ["ground/two-equations"],
}  # fmt: skip
CURRICULA: Final[dict[str, Any]] = {"curricula": [{**_OUTLINE, "concepts": 31}]}
GRAPH: Final[dict[str, Any]] = {**_OUTLINE, "concepts": [_NODE]}
CONCEPT: Final[dict[str, Any]] = {
    **_NODE, "wonder": "You can't hold minus three apples. What, then, is minus three?", "questions": 3, "sources": [],
}  # fmt: skip
SOURCE: Final[dict[str, Any]] = {
    "hash": _OUTLINE["hash"],
    "curriculum": {"id": "ground", "title": "Ground", "concepts": []},
}
PATH: Final[dict[str, Any]] = {
    "curriculum": "ground", "goal": "ground/two-equations", "minutes": 8.0,
    "concepts": [
        {
            "ref": "ground/signed-numbers", "title": "numbers that know a direction", "kind": "definition", "p_known": 0.41,
            "minutes": 1.4, "needed_by": ["ground/two-equations"],
        }
    ],
}  # fmt: skip
ME: Final[dict[str, Any]] = {
    "id": LEARNER,
    "name": "ada",
    "created": "2026-11-20T08:00:00.000Z",
    "scopes": ["learn", "export"],
}
BELIEF: Final[dict[str, Any]] = {
    "concept": "ground/signed-numbers", "p_known": 0.93, "sd": 0.61, "retrievability": None, "due": None, "unaided": 1,
    "assisted": 1, "told": 0, "missed": 1, "mastered": False, "evidence": [9, 13], "unlocks": ["ground/two-equations"],
    "state": "established", "title": "Signed numbers", "disputed": None,
}  # fmt: skip
BELIEFS: Final[dict[str, Any]] = {"concepts": [BELIEF]}
EVIDENCE: Final[dict[str, Any]] = {
    "concept": BELIEF,
    "evidence": [
        {
            "concept": "ground/signed-numbers", "seq": 9, "at": "2026-11-21T09:33:00.000Z", "question": "question 1",
            "taken_for": "unaided", "weight": 1.0, "outcome": 0.0, "retest": False,
        }
    ],
}  # fmt: skip
REVIEWS: Final[dict[str, Any]] = {
    "due": [{"concept": "ground/signed-numbers", "title": "Signed numbers", "due": "2026-11-20T08:00:00.000Z"}]
}
FOUND: Final[dict[str, Any]] = {
    "passages": [
        {
            "passage": "9d2c41f07a6b5e3812c4d6f8a0b1c2d3", "document": "1a2b3c4d5e6f708192a3b4c5d6e7f809", "title": "Vectors",
            "source": "linear-algebra/vectors.md", "heading": "Combinations", "page": None, "time": None, "line": 12, "start": 410,
            "end": 780, "text": "Every sum of multiples is a combination.", "score": 0.81, "why": "words: combination",
        }
    ]
}  # fmt: skip
EVENT: Final = (
    'id: 14\nevent: answer.unknown\ndata: {"seq": 14, "session": "'
    + SESSION
    + '", "action": "0198c2a4-1f6e-7b21-8e0d-2f3c4b5a6978",'
    ' "at": "2026-11-21T09:41:12.250Z", "type": "answer.unknown", "version": 1, "body": {}}\n\n'
)
EXPORT: Final[dict[str, Any]] = {
    "format": 1, "exported": "2026-11-21T10:00:00.000Z", "settings": {}, "estimate": {}, "drafts": {}, "frame": None, "events": [],
    "documents": [], "learner": {"id": LEARNER, "name": "ada", "created": "2026-11-20T08:00:00.000Z"},
}  # fmt: skip
ERASED: Final[dict[str, Any]] = {"learner": LEARNER, "events": 212, "sessions": 3, "documents": 1, "backups": 2}
