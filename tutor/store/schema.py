"""The tables in SQLAlchemy Core. Imported by migrations and tests only; at run time `sqlite.CREATE` makes the same."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

learners = Table(
    "learners", metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("created", Integer, nullable=False),
)  # fmt: skip

events = Table(
    "events", metadata,
    Column("learner", String, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("session", String, nullable=False),
    Column("action", String, nullable=False),
    Column("type", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

Index("events_by_session", events.c.session, events.c.seq)

actions = Table(
    "actions", metadata,
    Column("learner", String, primary_key=True),
    Column("action", String, primary_key=True),
    Column("digest", String, nullable=False),
    Column("first_seq", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

tombstones = Table(
    "tombstones", metadata,
    Column("learner", String, primary_key=True),
    Column("remains", Text, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

tokens = Table(
    "tokens", metadata,
    Column("id", String, primary_key=True),
    Column("learner", String, nullable=False),
    Column("digest", String, nullable=False, unique=True),
    Column("scopes", String, nullable=False),
    Column("created", Integer, nullable=False),
    Column("expires", Integer),
    Column("used", Integer),
)  # fmt: skip

meta = Table(
    "meta", metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)  # fmt: skip
