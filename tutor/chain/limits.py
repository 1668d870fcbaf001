"""The numbers that bound every chain and shape its cuts, in one place."""

from __future__ import annotations

from typing import Final

ASSUME: Final = 0.85  # a concept believed known at least this much isn't asked about
DOUBT: Final = 0.6  # an assumed concept believed less than this is looked at again
UNLIKELY: Final = 0.25  # so little, where the question has steps left to open: they find out what is missing
SURE: Final = 0.9  # what was found unaided and is believed known this much isn't checked on the same day
EVENS: Final = 0.5  # a concept believed known at least this much is asked for real, however hard its leap
LIKELY: Final = 0.75  # a miss where success was at least this likely is taken for a slip: once more, with other numbers

TRIES: Final = 2  # counted attempts on one variant
LONGEST_RUN: Final = 3  # misses running on one question before the approach changes
CONFIRM: Final = 1  # right answers beyond the first that a concept in doubt is asked for
DESCENTS: Final = 2  # misses on a question that are taken to what it rests on; then it's the question's own steps
SHAKEN: Final = 3  # assumed concepts in doubt at once, from which the way is chosen anew instead of one descent each
SOFT_VERDICTS: Final = 2  # "right value, other form" costs nothing this often
OPENINGS: Final = 2  # how often one question opens in a session
MISSES: Final = 8  # variants of a concept missed beyond those answered, before it's parked
NEVER: Final = 12  # variants of a concept for who gets none of them right
ASKED: Final = 40  # variants of a concept in one session, whatever happens
TELLS_RUNNING: Final = 2  # after so many tells running the tutor changes something
VARIANTS: Final = 200  # variants are drawn among the first so many, which `tutor check` has proven
CHECK_AFTER: Final = 2  # concepts established between a lesson and its check
FURTHER: Final = 1  # questions beyond the result itself that are asked of an ordinary concept
FURTHER_GOAL: Final = 4  # and of the goal
READING_WORDS_PER_SECOND: Final = 15.0  # nobody reads faster; an answer sooner than this is no attempt
