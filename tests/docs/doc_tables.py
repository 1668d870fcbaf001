"""The tables of the documents that are written from the code. `python -m tests.docs.doc_tables` writes them anew."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from tutor import cli, settings
from tutor.curriculum import findings
from tutor.grading import proof
from tutor.session.actions import ACTIONS
from tutor.session.events import KINDS

DOCS: Final = Path(__file__).resolve().parents[2] / "docs"


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; bars inside cells are escaped."""
    lines = [list(header)]
    lines += [[cell.replace("|", "\\|") for cell in row] for row in rows]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def codes() -> str:
    """All codes of `tutor check` with their meaning, and what to do where that is the same for all."""
    rows = [(code, text, "") for code, text in findings.CODES.items()]
    rows += [(code, text, proof.REMEDIES[code]) for code, text in proof.CODES.items()]
    return table(("code", "what is wrong", "what to do"), rows)


def actions() -> str:
    """All actions with their fields."""
    return table(
        ("action", "fields", ""), ((f"`{name}`", _fields(kind), _about(kind)) for name, kind in ACTIONS.items())
    )


def events() -> str:
    """All events with their fields."""
    rows = ((f"`{name}`", _fields(kind), _about(kind)) for (name, _), kind in sorted(KINDS.items()))
    return table(("event", "fields", ""), rows)


def commands() -> str:
    """All commands."""
    rows = [("`tutor`", "the study program"), *((f"`tutor {name}`", about) for name, about in cli.COMMANDS.items())]
    return table(("command", ""), rows)


def all_settings() -> str:
    """All settings with their defaults."""
    _, shown = settings.load(Path("no-such-file"), {})
    return table(("setting", "default", ""), ((f"`{one.name}`", f"`{_toml(one.value)}`", one.about) for one in shown))


def _toml(value: Any) -> str:
    return (
        {True: "true", False: "false"}[value]
        if isinstance(value, bool)
        else str(value)
        if isinstance(value, int)
        else f'"{value}"'
    )


def _fields(kind: type[Any]) -> str:
    return ", ".join(f"`{one.name}`" for one in fields(kind))


def _about(kind: type[Any]) -> str:
    return " ".join((inspect.getdoc(kind) or "").split())


def routes() -> str:
    """Every route of the API: what it's for, a call, what comes back, and what else may."""
    from tutor.api.app import described

    return "\n\n".join(
        _route(method.upper(), path, operation)
        for path, operations in described()["paths"].items()
        for method, operation in operations.items()
    )


def _route(method: str, path: str, operation: Mapping[str, Any]) -> str:
    from tutor.api.examples import SESSION

    filled = path.replace("{session}", SESSION).replace("{curriculum}", "ground").replace("{concept}", "signed-numbers")
    query = "?q=linear+map" if path.endswith("/search") else ""
    call = (
        [f'curl -H "Authorization: Bearer $TOKEN" "$TUTOR{filled}{query}"']
        if "security" in operation
        else [f'curl "$TUTOR{filled}"']
    )
    headers = (one for one in operation.get("parameters", ()) if one["name"] in ("Idempotency-Key", "If-Match"))
    call += [f"-H '{one['name']}: {one['example']}'" for one in headers]
    body = operation.get("requestBody")
    if body:
        sent = json.dumps(body["content"]["application/json"]["example"], ensure_ascii=False)
        call += ["-H 'Content-Type: application/json'", f"-d '{sent}'"]
    codes = [code for code in operation["responses"] if code < "400"]
    ((kind, content),) = operation["responses"][codes[0]]["content"].items()
    example = content["example"]
    shown = json.dumps(example, ensure_ascii=False, indent=1) if kind == "application/json" else example.strip()
    shown = f"{shown[:MOST_SHOWN].rpartition(chr(10))[0]}\n…" if len(shown) > MOST_SHOWN else shown
    others = ", ".join(code for code in operation["responses"] if code not in codes[:1])
    parts = [
        f"### {method} {path}", " ".join(operation["description"].split()), "```sh\n" + " \\\n  ".join(call) + "\n```",
        f"{codes[0]}, `{kind}`:", f"```\n{shown}\n```", f"Also: {others}.",
    ]  # fmt: skip
    return "\n\n".join(parts)


MOST_SHOWN: Final = 700  # characters of an example

TABLES: Final[Mapping[tuple[str, str], Callable[[], str]]] = {
    ("api.md", "routes"): routes,
    ("authoring.md", "codes"): codes,
    ("interfaces.md", "actions"): actions,
    ("interfaces.md", "events"): events,
    ("interfaces.md", "commands"): commands,
    ("interfaces.md", "settings"): all_settings,
}


def between(name: str) -> re.Pattern[str]:
    """The marks of a generated table, with what stands between them in group 2."""
    return re.compile(rf"(<!-- generated: {name} -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def write() -> None:
    """Write all tables into the documents."""
    for (document, name), make in TABLES.items():
        path = DOCS / document
        text = path.read_text("utf-8")
        made = make()
        path.write_text(between(name).sub(lambda found, made=made: found[1] + made + "\n" + found[3], text), "utf-8")  # type: ignore[misc]


if __name__ == "__main__":
    write()
