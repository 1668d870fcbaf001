"""Moments as people and programs write them."""

from __future__ import annotations

from datetime import UTC, datetime

from tutor.session.moments import rfc3339

__all__ = ["day", "rfc3339", "stamp"]


def day(microseconds: int) -> str:
    """The day, where the reader is."""
    return datetime.fromtimestamp(microseconds / 1e6, UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def stamp(microseconds: int) -> str:
    """A part of a file's name that sorts by time."""
    return datetime.fromtimestamp(microseconds / 1e6, UTC).strftime("%Y%m%dT%H%M%SZ")
