"""Identifiers: UUIDv7 (RFC 9562) from a time and random bits that come in as arguments, and the names of variants."""

from __future__ import annotations

import hashlib
import random
import uuid


def uuid7(at: int, rng: random.Random) -> str:
    """A time-ordered UUID for microseconds since 1970 `at`, in the usual hexadecimal form."""
    milliseconds = (at // 1000) & ((1 << 48) - 1)
    bits = milliseconds << 80 | 0x7 << 76 | rng.getrandbits(12) << 64 | 0b10 << 62 | rng.getrandbits(62)
    return str(uuid.UUID(int=bits))


def opaque(session: str, ref: str, n: int) -> str:
    """A name for an open variant that tells a client nothing about the question or its numbers."""
    return hashlib.blake2b(f"{session}\n{ref}\n{n}".encode(), digest_size=9).hexdigest()


def stream(seed: int, seq: int) -> random.Random:
    """The random stream of one decision: the same session at the same point decides the same."""
    digest = hashlib.blake2b(f"{seed}:{seq}".encode(), digest_size=16).digest()
    return random.Random(int.from_bytes(digest))


def digest(text: str) -> str:
    """What an action's body is compared by when its id comes twice."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
