"""Reading files that may be hostile: so many bytes, so deep, UTF-8, and nothing outside the folder that was named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tutor.errors import InputError, Where

LARGEST_TEXT: Final = 64_000_000  # bytes of a file in one of the line formats
LARGEST_JSON: Final = 8_000_000
DEEPEST_JSON: Final = 64
LONGEST_NUMBER: Final = 400  # digits of a number in JSON


def unreadable(what: str, file: Path | str, *, remedy: str) -> InputError:
    """The error for a source that isn't what it's said to be."""
    return InputError("import-unreadable", what, remedy=remedy, where=Where(str(file)))


def too_large(what: str, file: Path | str) -> InputError:
    """The error for a source beyond a limit."""
    return InputError(
        "import-too-large",
        what,
        remedy="import a part of it, or look whether it is what it should be",
        where=Where(str(file)),
    )


def read_bytes(path: Path, most: int) -> bytes:
    """The content of a regular file. Raises InputError."""
    try:
        if not path.is_file():
            raise unreadable("there's no such file", path, remedy="check the name")
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        raise unreadable(f"it can't be read: {error.strerror}", path, remedy="check the file and its rights") from error
    if len(raw) > most:
        raise too_large(f"the file has more than {most / 1e6:,.0f} MB", path)
    return raw


def read_text(path: Path, most: int = LARGEST_TEXT) -> str:
    """The text of a UTF-8 file, without NUL. Raises InputError."""
    raw = read_bytes(path, most)
    try:
        return raw.decode("utf-8-sig").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise unreadable(f"the byte in line {line} isn't UTF-8", path, remedy="save the file as UTF-8") from None


def parse_json(text: str) -> Any:
    """JSON no deeper than a format needs. Raises ValueError, whatever is wrong with it."""
    depth = deepest = 0
    quoted = escaped = False
    for character in text:
        if quoted:
            quoted, escaped = escaped or character != '"', character == "\\" and not escaped
        elif character == '"':
            quoted = True
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    if deepest > DEEPEST_JSON:
        raise ValueError("nested too deeply")
    return json.loads(text, parse_int=_number, parse_float=_number, parse_constant=_no_constant)


def _number(text: str) -> str:
    """Numbers stay text: nobody computes with them, and a huge one costs nothing."""
    if len(text) > LONGEST_NUMBER:
        raise ValueError("a number of too many digits")
    return text


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} isn't a number")


def text_of(value: Any) -> str:
    """A text out of JSON; empty for anything else."""
    return value if isinstance(value, str) else ""


def list_of(value: Any) -> list[Any]:
    """A list out of JSON; empty for anything else."""
    return value if isinstance(value, list) else []


def dict_of(value: Any) -> dict[str, Any]:
    """An object out of JSON; empty for anything else."""
    return value if isinstance(value, dict) else {}
