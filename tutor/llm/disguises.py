"""The other texts that a text may be: unspaced, spoken, reversed, encoded, by first letters. Pure; nothing of it is ever shown.

Each view of a text is what somebody would read who knows the trick. A guard that looks for an answer looks for it in all of them.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import contextlib
import html
import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Final
from urllib.parse import unquote

from tutor.notation.number_words import SMALL, TENS, read_words

LONGEST: Final = 20_000  # characters of a text that are looked at; a longer one is refused by whoever asks
MOST_TOKENS: Final = 400  # words that are decoded
_APART: Final = re.compile(r"(?<![\w.])\w(?:[\s._*|/,;:·~-]{1,3}\w(?!\w)){1,40}")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{2,}={0,2}")
_HEX: Final = re.compile(r"(?:0x|\\x|#)?(?:[0-9a-fA-F]{2}[\s:\\x-]*){1,2000}")
_BINARY: Final = re.compile(r"(?<![0-9])(?:0b)?[01]{2,40}(?![0-9])")
_OCTAL: Final = re.compile(r"(?<![0-9])0o?[0-7]{1,12}(?![0-9])")
_MORSE: Final = re.compile(r"[.\-·–−_]{1,6}(?:[ /|]+[.\-·–−_]{1,6})*")
_ESCAPES: Final = re.compile(r"\\u\{?([0-9a-fA-F]{2,6})\}?|\\x([0-9a-fA-F]{2})|U\+([0-9a-fA-F]{4,6})|\\([0-7]{3})")
_ROMAN: Final = re.compile(
    r"(?<![A-Za-z])(?=[MDCLXVI])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![A-Za-z])"
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_JOINING: Final = frozenset({"minus", "point", "and"})
_NUMBER_WORDS: Final = frozenset({*SMALL, *TENS, "hundred", "thousand", "minus", "point", "and"})
_SIGNS_OF_MORSE: Final = {
    "-----": "0", ".----": "1", "..---": "2", "...--": "3", "....-": "4", ".....": "5", "-....": "6", "--...": "7", "---..": "8",
    "----.": "9", ".-": "a", "-...": "b", "-.-.": "c", "-..": "d", ".": "e", "..-.": "f", "--.": "g", "....": "h", "..": "i",
    ".---": "j", "-.-": "k", ".-..": "l", "--": "m", "-.": "n", "---": "o", ".--.": "p", "--.-": "q", ".-.": "r", "...": "s",
    "-": "t", "..-": "u", "...-": "v", ".--": "w", "-..-": "x", "-.--": "y", "--..": "z",
}  # fmt: skip
_OTHER_WORDS: Final = {
    "dozen": "12",
    "score": "20",
    "naught": "0",
    "nought": "0",
    "nil": "0",
    "pair": "2",
    "couple": "2",
    "gross": "144",
}


def views(text: str) -> Iterator[tuple[str, str]]:
    """What the text may be, each with the name of the trick; the text itself, made plain, first."""
    plain = straightened(text)
    yield "plain", plain
    yield "words", spoken(plain)
    yield "apart", together(plain)
    yield "backwards", plain[::-1]
    yield "rotated", codecs.decode(plain, "rot13")
    yield "initials", " ".join(initials(text))
    decoded = list(decodings(plain))
    if decoded:
        yield "encoded", "  ".join(decoded)
        yield "encoded", "  ".join(one[::-1] for one in decoded)


def straightened(text: str) -> str:
    """Letters and digits of whatever width, script or circle as plain ones; nothing invisible; escapes and entities resolved."""
    plain = unicodedata.normalize("NFKC", html.unescape(_ESCAPES.sub(_escaped, text)))
    kept = []
    for character in plain:
        if unicodedata.category(character) in ("Cf", "Cc", "Mn", "Me") and character not in "\n\t":
            continue
        kept.append(str(unicodedata.decimal(character)) if character.isdecimal() else character)
    return "".join(kept)


def _escaped(found: re.Match[str]) -> str:
    code, base = next((part, 8 if i == 3 else 16) for i, part in enumerate(found.groups()) if part is not None)
    value = int(code, base)
    return chr(value) if 0 < value < 0x110000 and not 0xD800 <= value < 0xE000 else " "


def together(text: str) -> str:
    """Single characters with something between them as one word: `1 2`, `n-i-n-e`; a sign at its number."""
    text = re.sub(r"[-−]\s+(?=\d)", "-", text)
    return _APART.sub(lambda found: re.sub(r"[^\w]", "", found[0]), text)


def spoken(text: str) -> str:
    """Runs of words that are a number as its digits; digits said one by one as well: `one two`, `twenty-one`."""
    words = list(_WORD.finditer(text))
    out, at, i = [], 0, 0
    while i < len(words):
        j = i
        while (
            j < len(words)
            and _is_number_word(words[j].group())
            and (j == i or not text[words[j - 1].end() : words[j].start()].strip(" -\n"))
        ):
            j += 1
        if j == i:
            i += 1
            continue
        if all(word.group().casefold() in _JOINING for word in words[i:j]):
            i = j
            continue
        run = " ".join(word.group().casefold().replace("-", " ") for word in words[i:j])
        out += [text[at : words[i].start()], " ".join(_numerals(run))]
        at, i = words[j - 1].end(), j
    return re.sub(r"\b(?:minus|negative)\s+(?=\d)", "-", "".join([*out, text[at:]]))


def _is_number_word(word: str) -> bool:
    parts = word.casefold().split("-")
    return all(part in _NUMBER_WORDS or part in _OTHER_WORDS for part in parts)


def _numerals(run: str) -> Iterator[str]:
    whole = read_words(run)
    if whole is not None:
        yield whole
    words = run.removeprefix("minus ").split()
    if whole is not None and not (len(words) > 1 and all(word in SMALL[:10] for word in words)):
        return
    digits = [
        str(SMALL.index(word)) if word in SMALL else _OTHER_WORDS.get(word, "")
        for word in run.split()
        if word != "minus"
    ]
    sign = "-" if run.startswith("minus ") else ""
    yield sign + "".join(digits)
    yield from digits


def initials(text: str) -> Iterator[str]:
    """The first letters of the words, of the sentences and of the lines; the last letters of the words."""
    words = [match.group() for match in re.finditer(r"\w+", text)][:MOST_TOKENS]
    yield "".join(word[0] for word in words)
    yield "".join(word[-1] for word in words)
    for pattern in (r"[^.!?\n]+", r"[^\n]+"):
        starts = [found.group().strip(" -*>#\"'0123456789.)") for found in re.finditer(pattern, text)]
        yield "".join(start[0] for start in starts if start)
    yield "".join(word for word in re.findall(r"(?<![^\s(*_\"'])[A-Z](?=[a-z])", text))


def decodings(text: str) -> Iterator[str]:
    """What its words are in base64, base32, hexadecimal, binary, octal, Morse, Roman numerals, percent signs and character codes."""
    if "%" in text:
        yield unquote(text, errors="ignore")
    for match in list(_BASE64.finditer(text))[:MOST_TOKENS]:
        yield from _from_base64(match.group())
    for match in list(_HEX.finditer(text))[:MOST_TOKENS]:
        digits = re.sub(r"0x|\\x|[^0-9a-fA-F]", "", match.group())
        if len(digits) % 2 == 0:
            yield from _readable(bytes.fromhex(digits))
        if match.group().startswith("0x"):
            yield str(int(digits, 16))
    for match in list(_BINARY.finditer(text))[:MOST_TOKENS]:
        bits = match.group().removeprefix("0b")
        yield str(int(bits, 2))
    bytes_ = re.findall(r"(?<![01])[01]{8}(?![01])", text)
    if bytes_:
        yield from _readable(bytes(int(bits, 2) for bits in bytes_[:MOST_TOKENS]))
    for match in list(_OCTAL.finditer(text))[:MOST_TOKENS]:
        yield str(int(match.group().removeprefix("0o"), 8))
    for match in list(_MORSE.finditer(text))[:MOST_TOKENS]:
        signs = re.split(r"[ /|]+", re.sub("[·]", ".", re.sub("[–−_]", "-", match.group())))
        if any(len(sign) > 2 for sign in signs):
            yield "".join(_SIGNS_OF_MORSE.get(sign, " ") for sign in signs)
    for match in list(_ROMAN.finditer(text))[:MOST_TOKENS]:
        if match.group() and match.group() != "I":
            yield str(_roman(match.group()))
    codes = [int(code) for code in re.findall(r"(?<!\d)\d{2,3}(?!\d)", text) if 32 < int(code) < 127]
    if len(codes) > 1:
        yield "".join(map(chr, codes))
    for sign, run in groupby(re.sub(r"\s", "", text)):
        length = len(list(run))
        if length > 3 and not sign.isalnum():
            yield str(length)


def _from_base64(word: str) -> Iterator[str]:
    bare = word.rstrip("=").replace("-", "+").replace("_", "/")
    with_padding = bare + "=" * (-len(bare) % 4)
    with contextlib.suppress(binascii.Error, ValueError):
        yield from _readable(base64.b64decode(with_padding, validate=True))
    plain = word.rstrip("=")
    if plain.isupper() or plain.isdigit():
        with contextlib.suppress(binascii.Error, ValueError):
            yield from _readable(base64.b32decode(plain + "=" * (-len(plain) % 8)))


def _readable(content: bytes) -> Iterator[str]:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return
    if text.isprintable() and text.strip():
        yield text


def _roman(text: str) -> int:
    values = [{"M": 1000, "D": 500, "C": 100, "L": 50, "X": 10, "V": 5, "I": 1}[letter] for letter in text]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
