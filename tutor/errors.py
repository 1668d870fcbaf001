"""One tree of errors: each says what went wrong, where, and what to do about it.

Every error that a user, a front end or a client may meet is a `TutorError`. Its `code` is stable (kebab-case, listed in
`CODES`), and is the same in the terminal, in `--json` output and in the HTTP problem type.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CODES: Final[frozenset[str]] = frozenset(
    {
        # input
        "bad-argument",
        "unknown-goal",
        "unknown-curriculum",
        "unknown-concept",
        "unknown-question",
        "unknown-learner",
        "unknown-session",
        "not-allowed",
        "bad-setting",
        "too-long",
        "already-there",
        # curriculum
        "curriculum-syntax",
        "curriculum-invalid",
        "curriculum-too-large",
        "curriculum-missing",
        "curriculum-undrawable",
        "curriculum-duplicate",
        # notation
        "unreadable",
        "undefined",
        "limit-exceeded",
        # store
        "store-busy",
        "store-full",
        "store-read-only",
        "store-broken",
        "store-conflict",
        "action-reused",
        "learner-forgotten",
        "unknown-event-version",
        "store-newer",
        # library
        "document-unreadable",
        "document-too-large",
        "document-kind-unknown",
        "unknown-document",
        "unknown-passage",
        "library-busy",
        "library-full",
        "library-read-only",
        "library-broken",
        "library-newer",
        "library-unreachable",
        "embeddings-missing",
        "embeddings-broken",
        # model
        "model-unknown",
        "model-package-missing",
        "model-key-missing",
        "model-budget",
        "model-failed",
        "model-refused",
        # import
        "import-unreadable",
        "import-too-large",
        # access
        "token-missing",
        "token-refused",
        "unknown-token",
        "scope-missing",
        "host-refused",
        "origin-refused",
        "unknown-route",
        "unknown-method",
        "unknown-media-type",
        "precondition-missing",
        "too-many-requests",
        "too-slow",
        # fault
        "fault",
    }
)


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file (1-based line and column) with the line's text, or in a typed answer (file is None)."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    text: str | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


class TutorError(Exception):
    """Something a user can understand and act on."""

    exit_code: int = 1

    def __init__(self, code: str, what: str, *, remedy: str, where: Where | None = None) -> None:
        if code not in CODES:
            raise AssertionError(f"error code {code!r} isn't listed in tutor.errors.CODES")
        super().__init__(what)
        self.code = code
        self.what = what
        self.where = where
        self.remedy = remedy

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), self.args, dict(self.__dict__))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where and str(self.where) else ""
        return f"{place}{self.what} ({self.remedy})"


def _again(kind: type[TutorError], args: tuple[str, ...], fields: dict[str, object]) -> TutorError:
    """The same error on the other side of a process boundary."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(fields)
    return error


class InputError(TutorError):
    """A user asked for something that isn't there or isn't allowed."""


class CurriculumError(TutorError):
    """A curriculum can't be read or breaks a rule."""


class NotationError(TutorError):
    """A typed expression can't be read or evaluated. `start` and `end` are character offsets into the typed text."""

    def __init__(
        self, code: str, what: str, *, remedy: str, start: int = 0, end: int = 0, where: Where | None = None
    ) -> None:
        super().__init__(code, what, remedy=remedy, where=where)
        self.start = start
        self.end = end


class StoreError(TutorError):
    """The journal can't be read or written."""


class LibraryError(TutorError):
    """A document can't be read or found."""


class ModelError(TutorError):
    """A language model failed or isn't there."""


class AccessError(TutorError):
    """Whoever asks may not have this."""


class FaultError(TutorError):
    """A fault of the program itself."""

    exit_code = 70
