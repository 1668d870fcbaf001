"""Access tokens as the store keeps them: what each allows and for whom, and of the token itself only its SHA-256."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """A token. `id`: a UUIDv7; `digest`: the SHA-256 of the token's text, 64 hexadecimal digits; times in microseconds UTC,
    `expires` None for never, `used` None for not yet."""

    id: str
    learner: str
    digest: str
    scopes: tuple[str, ...]
    created: int
    expires: int | None = None
    used: int | None = None


_COLUMNS = "id, learner, digest, scopes, created, expires, used"


def insert(connection: sqlite3.Connection, token: Token) -> None:
    """Within a transaction."""
    values = (
        token.id, token.learner, token.digest, " ".join(token.scopes), token.created, token.expires, token.used,
    )  # fmt: skip
    connection.execute("INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?)", values)


def by_digest(connection: sqlite3.Connection, digest: str) -> Token | None:
    """The token with that digest."""
    found = connection.execute(f"SELECT {_COLUMNS} FROM tokens WHERE digest = ?", (digest,)).fetchone()
    return _token(found) if found else None


def listed(connection: sqlite3.Connection, learner: str | None) -> tuple[Token, ...]:
    """All tokens, or one learner's, the oldest first."""
    query = f"SELECT {_COLUMNS} FROM tokens WHERE ?1 IS NULL OR learner = ?1 ORDER BY created, id"
    return tuple(map(_token, connection.execute(query, (learner,))))


def use(connection: sqlite3.Connection, token: str, at: int) -> None:
    """Note when it was last used; what is noted never goes back."""
    connection.execute("UPDATE tokens SET used = max(coalesce(used, 0), ?) WHERE id = ?", (at, token))


def revoke(connection: sqlite3.Connection, token: str) -> bool:
    """Take it away; whether it was there."""
    return connection.execute("DELETE FROM tokens WHERE id = ?", (token,)).rowcount > 0


def _token(row: tuple[str, str, str, str, int, int | None, int | None]) -> Token:
    id_, learner, digest, scopes, created, expires, used = row
    return Token(id_, learner, digest, tuple(scopes.split()), created, expires, used)
