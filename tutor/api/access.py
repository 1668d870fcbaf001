"""Who asks: tokens of 256 random bits, of which the store knows only the SHA-256, each bound to one learner."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final, Protocol

from tutor.errors import AccessError, StoreError
from tutor.store.tokens import Token

PREFIX: Final = "fpt_"
BYTES: Final = 32
SCOPES: Final = {
    "learn": "study: sessions, what is believed of the learner, documents",
    "author": "curricula with their keys, and sessions with a chosen seed",
    "export": "all that is stored of the learner, and taking all of it away",
    "admin": "the server's metrics, and all of the above",
}
NOTED: Final = 60_000_000  # microseconds: the last use is written at most so often
_TEXT: Final = re.compile(PREFIX + r"[A-Za-z0-9_-]{43}")
_HEADER: Final = re.compile(r"[Bb]earer +(\S+)")


class Tokens(Protocol):
    """Where tokens are kept."""

    async def token(self, digest: str) -> Token | None:
        """The token with that digest."""
        ...

    async def use_token(self, token: str, at: int) -> None:
        """Note when a token was last used."""
        ...


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever holds a valid token. `learner` comes from it, and from nowhere else."""

    learner: str
    token: str
    scopes: tuple[str, ...]

    def may(self, scope: str) -> bool:
        """Whether the token allows that."""
        return scope in self.scopes or "admin" in self.scopes


def made(random_bytes: Callable[[int], str]) -> str:
    """The text of a new token. `random_bytes`: so many bytes of a source for secrets, base64url (`secrets.token_urlsafe`)."""
    return PREFIX + random_bytes(BYTES)


def digest_of(text: str) -> str:
    """What the store keeps of a token."""
    return hashlib.sha256(text.encode()).hexdigest()


class Door:
    """Looks at the Authorization header, and at nothing else: a token in a URL would stay in logs and histories."""

    def __init__(self, tokens: Tokens, now: Callable[[], int]) -> None:
        self._tokens, self._now = tokens, now

    async def visitor(self, header: str | None) -> Visitor:
        """Who that is. Raises AccessError("token-missing") or ("token-refused"); which of unknown, revoked and expired isn't said."""
        if not header:
            raise AccessError(
                "token-missing", "this needs a token",
                remedy="send Authorization: Bearer fpt_…; `tutor token create` on the server makes one",
            )  # fmt: skip
        found = _HEADER.fullmatch(header.strip())
        if found is None or not _TEXT.fullmatch(found[1]):
            raise _refused()
        digest, at = digest_of(found[1]), self._now()
        token = await self._tokens.token(digest)
        if token is None or not hmac.compare_digest(token.digest, digest) or is_over(token, at):
            raise _refused()
        if token.used is None or at - token.used >= NOTED:
            await self._note(token.id, at)
        return Visitor(token.learner, token.id, token.scopes)

    async def _note(self, token: str, at: int) -> None:
        try:
            await self._tokens.use_token(token, at)
        except StoreError:
            return  # a disk that can't be written now still lets people look


def is_over(token: Token, at: int) -> bool:
    """Whether its time has passed."""
    return token.expires is not None and token.expires <= at


def checked_scopes(wanted: Collection[str]) -> tuple[str, ...]:
    """The scopes in their order, once each. Raises AccessError for one that there isn't."""
    for one in wanted:
        if one not in SCOPES:
            raise AccessError("scope-missing", f"there's no scope {one[:40]!r}", remedy=f"one of {', '.join(SCOPES)}")
    return tuple(one for one in SCOPES if one in wanted)


def _refused() -> AccessError:
    return AccessError(
        "token-refused", "that token isn't valid", remedy="`tutor token create` on the server makes a new one"
    )
