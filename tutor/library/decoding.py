"""The bytes of a file as text that is safe to keep: decoded, line ends made one, without what acts on a terminal or can't be seen."""

from __future__ import annotations

import codecs
import re
from typing import Final

from tutor.errors import LibraryError, Where
from tutor.notation.untrusted import clean

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16's mark, which it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{1,40})""", re.IGNORECASE)
_USUAL: Final = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859_2", "iso8859_15"),
    *("koi8_r", "koi8_u", "shift_jis", "cp932", "euc_jp", "iso2022_jp", "euc_kr", "cp949", "gb18030", "gbk", "big5"),
    *("utf_16", "utf_16_le", "utf_16_be", "utf_32", "mac_roman", "latin_1"),
)
"""Encodings that documents come in; what Python can decode beyond them (escapes, punycode) isn't text in a file."""
_SEQUENCE: Final = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b\n]{0,1000}(?:\x07|\x1b\\\\))")
_SPACES: Final = frozenset(map(ord, "\x0b\x0c\x85\u2028\u2029"))
_JUNK: Final = 0.02
"""The share of control characters above which a file isn't text; a handful is forgiven."""


def decoded(name: str, content: bytes) -> str:
    """The text of a file: by its byte order mark, as UTF-8, as HTML declares it, or by its letters (charset-normalizer). Lines
    stay lines: an editor counts as many.

    Raises LibraryError("document-unreadable") for what isn't text.
    """
    raw = _decoded(content)
    if raw is None or _is_junk(raw):
        raise LibraryError(
            "document-unreadable", "this isn't text in any known encoding", remedy="save it as UTF-8", where=Where(name)
        )
    return safe(raw)


def safe(raw: str) -> str:
    """The text with line feeds as its only line ends, and without control characters (but tabs), terminal sequences, bidi controls,
    zero-width and private characters. Doing it twice changes nothing more."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    if "\x1b" in text:
        text = _SEQUENCE.sub("", text)
    # each character once, however long the text is
    unsafe = {
        ord(character): "" for character in set(text) if character not in "\t\n" and clean(character) != character
    }
    return text.translate(unsafe | dict.fromkeys(_SPACES & unsafe.keys(), " ")) if unsafe else text


def _decoded(content: bytes) -> str | None:
    for mark, marked in _MARKS:
        if content.startswith(mark):
            return _as(content[len(mark) :] if marked == "utf-8" else content, marked)
    text = _as(content, "utf-8")
    if text is not None and not _is_junk(text):
        return text
    declared = _DECLARED.search(content[:2048])
    if declared is not None and (encoding := _usual(declared[1])):
        return _as(content, encoding)
    from charset_normalizer import from_bytes

    best = from_bytes(content, cp_isolation=list(_USUAL)).best()
    return str(best) if best is not None else None


def _as(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _usual(declared: bytes) -> str | None:
    try:
        name = codecs.lookup(declared.decode("ascii")).name
    except (LookupError, UnicodeDecodeError):
        return None
    usual = {codecs.lookup(each).name for each in _USUAL} | {"utf-8"}
    return name if name in usual else None


def _is_junk(text: str) -> bool:
    """Whether there are many control characters that no text has."""
    found = {character for character in set(text) if character < " " and character not in "\t\n\r\x0b\x0c\x1b"}
    return sum(text.count(character) for character in found) > 8 + _JUNK * len(text)
