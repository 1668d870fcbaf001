"""What a document says of itself: title, author, date, link, licence, speakers; from front matter, metadata or its first lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from yaml.events import Event

LONGEST: Final = 300
"""Characters of one fact."""
_NAMES: Final = {
    "title": ("title", "headline", "og:title"),
    "author": ("author", "authors", "creator", "by", "article:author"),
    "date": ("date", "published", "publication date", "episode date", "created", "article:published_time"),
    "link": ("url", "link", "video_url", "canonical", "permalink", "homepage", "source", "source_url", "og:url"),
    "licence": ("licence", "license", "rights", "copyright"),
    "speakers": ("speaker", "speakers", "host", "hosts", "guest", "guests"),
    "publisher": ("publisher", "channel", "podcast", "show", "series", "site", "og:site_name"),
    "language": ("language", "lang"),
}
_FACTS: Final = {name: fact for fact, names in _NAMES.items() for name in names}
_FRONT: Final = re.compile(r"\A---[ \t]*\n(?P<yaml>(?:.{0,2000}\n){0,400}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"']+")
_PAIR: Final = re.compile(r"(?P<key>[A-Za-z_][\w -]{0,40}?)\s*:\s*(?P<value>\S.*)")
_EVENTS: Final = 5_000
_EMPTY: Final = frozenset({"", "unknown", "none", "null", "n/a", "untitled", "~"})


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """What stands between `---` and `---` at the beginning of a text, and the offset behind it. No aliases, no tags, no nesting is
    followed: YAML is read event by event. From where it isn't YAML on it's read as lines of `key: value`."""
    found = _FRONT.match(text)
    if found is None:
        return {}, 0
    return facts_of(_pairs(found["yaml"])), found.end()


def facts_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Those of the pairs that are facts, under their usual names; several speakers or authors joined; a link is an address."""
    facts: dict[str, str] = {}
    for key, value in pairs:
        name, value = _FACTS.get(key.strip().lower()), " ".join(value.split())[:LONGEST]
        if name is None or value.lower() in _EMPTY:
            continue
        if name == "link":
            address = _ADDRESS.match(value)
            if address is not None:
                facts.setdefault(name, address[0])
        elif name in ("speakers", "author") and name in facts:
            if value not in facts[name].split(", "):
                facts[name] = f"{facts[name]}, {value}"[:LONGEST]
        else:
            facts.setdefault(name, value)
    return facts


def pair(line: str) -> tuple[str, str] | None:
    """The key and the value of a line such as `Source: https://…` or `- Date: 2025-03-01`, when it states a fact."""
    found = _PAIR.fullmatch(line.strip().lstrip("-*•").strip())
    if found is None or len(found["value"]) > LONGEST:
        return None
    return (found["key"], found["value"]) if found["key"].lower() in {*_FACTS, "retrieved at"} else None


def _pairs(source: str) -> list[tuple[str, str]]:
    import yaml

    found: list[tuple[str, str]] = []
    try:
        for each in _read(islice(yaml.parse(source, Loader=_loader()), _EVENTS)):
            found.append(each)  # noqa: PERF402, one by one: what came before a fault is kept
    except (yaml.YAMLError, RecursionError):
        del found[-1:]  # its value may go on where YAML stumbles
        known = {key for key, _ in found}
        lines = (_PAIR.fullmatch(line) for line in source.splitlines())
        found += [(each["key"], each["value"].strip("\"'")) for each in lines if each and each["key"] not in known]
    return found


def _loader() -> Any:
    """libyaml's, where it was built with it."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _read(events: Iterable[Event]) -> Iterator[tuple[str, str]]:
    """Keys with their scalar, or their list of scalars, of the outermost mapping."""
    from yaml.events import (
        CollectionEndEvent,
        CollectionStartEvent,
        MappingStartEvent,
        ScalarEvent,
        SequenceStartEvent,
    )

    key: str | None = None
    values: list[str] = []
    depth, listing = 0, False
    for event in events:
        if isinstance(event, CollectionStartEvent):
            depth += 1
            if depth == 1 and not isinstance(event, MappingStartEvent):
                return
            listing = depth == 2 and isinstance(event, SequenceStartEvent)
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
            if depth == 1:
                if key is not None and values:
                    yield key, ", ".join(values)
                key, values, listing = None, [], False
        elif isinstance(event, ScalarEvent):
            if depth == 1 and key is None:
                key = event.value
            elif depth == 1 and key is not None:
                yield key, event.value
                key = None
            elif depth == 2 and listing:
                values.append(event.value)
        elif depth == 1 and key is not None:  # an alias in a value's place
            key = None
