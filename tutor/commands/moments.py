"""Moments as people and programs write them."""

from __future__ import annotations

from datetime import UTC, datetime


def rfc3339(microseconds: int) -> str:
    """Microseconds since 1970 as RFC 3339 in UTC, to the millisecond."""
    return datetime.fromtimestamp(microseconds / 1e6, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day(microseconds: int) -> str:
    """The day, where the reader is."""
    return datetime.fromtimestamp(microseconds / 1e6, UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def stamp(microseconds: int) -> str:
    """A part of a file's name that sorts by time."""
    return datetime.fromtimestamp(microseconds / 1e6, UTC).strftime("%Y%m%dT%H%M%SZ")
