"""Quotes that were altered, of which none may be accepted, and honest variants, of which all must be.

    python tests/benchmarks/quotes.py [--count N] [--seed N] [--folder DIR] [--json]

Quotes of 6 to 30 words are drawn from the passages of the documents in a folder (the shipped seeds). Each is altered in one way: a word
replaced by one of the same text, dropped, or said twice; two neighbours swapped; "not" put in, or taken out; a number or a sign changed; the first
or the last word cut inside; two quotes run together; a part left out without a mark; an ellipsis with its parts in the wrong order, with a
part of two words, or with an altered part. Whether an altered quote is altered is judged by comparing lists of words, which shares nothing with the checker.
Honest variants: case, line breaks, curly and straight quotation marks, dashes and hyphens of other kinds, soft hyphens, decomposed accents, an ellipsis between
parts, a full stop or comma at the end, quotation marks around.

The exit code is 1 when an altered quote was accepted or an honest one refused.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT)]

from tutor.library.passages import cut  # noqa: E402
from tutor.library.quotes import quoted  # noqa: E402
from tutor.library.reading import read  # noqa: E402

WORD = re.compile(r"\w+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Case:
    kind: str
    quote: str
    passage: str


def passages_of(folder: Path) -> list[str]:
    """The texts of all passages of the documents below a folder that have enough words."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in (".md", ".txt"):
            found += [piece.text for piece in cut(read(path.name, path.read_bytes()))]
    return [text for text in found if len(text.split()) > 40]


def draw(passage: str, rng: random.Random, least: int = 6, most: int = 30) -> list[str]:
    """Words of the passage, one after the other, as they stand."""
    spoken = passage.split()
    length = min(rng.randint(least, most), len(spoken))
    start = rng.randrange(len(spoken) - length + 1)
    return spoken[start : start + length]


def honest(passages: list[str], rng: random.Random) -> Case:
    kind, change = rng.choice(list(HONEST.items()))
    passage = rng.choice(passages)
    drawn = draw(passage, rng)
    if kind == "ellipsis":
        spoken = passage.split()
        i = rng.randrange(len(spoken) - 24)
        skipped = rng.randint(8, 16)
        first, last = spoken[i : i + 4], spoken[i + 4 + skipped : i + 8 + skipped]
        if any(len(WORD.findall(" ".join(part))) < 3 for part in (first, last)):
            return honest(passages, rng)
        return Case(
            kind,
            f"{' '.join(first)}{rng.choice([' … ', '...', ' [...] ', ' […] ', ' . . . '])}{' '.join(last)}",
            passage,
        )
    if not (first_is_whole(drawn[0]) and last_is_whole(drawn[-1])):
        return honest(passages, rng)
    return Case(kind, change(" ".join(drawn), rng), passage)


def first_is_whole(word: str) -> bool:
    return word[0].isalnum()


def last_is_whole(word: str) -> bool:
    return word.rstrip(".,;:")[-1:].isalnum()


def _broken(text: str, rng: random.Random) -> str:
    return "".join(
        rng.choice(["\n", "  ", " \t", "\u00a0"]) if one == " " and rng.random() < 0.4 else one for one in text
    )


HONEST: dict[str, Callable[[str, random.Random], str]] = {
    "as it stands": lambda text, rng: text,
    "case": lambda text, rng: rng.choice([str.upper, str.lower, str.title])(text) if "ß" not in text else text,
    "line breaks": _broken,
    "quotation marks": lambda text, rng: text.translate(str.maketrans("'\"’“”", rng.choice(["’”'\"\"", "‘“’„“", "''’''"]))),
    "dashes": lambda text, rng: text.replace("—", rng.choice(["–", " – ", "--", " -- "])).replace("-", rng.choice(["‐", "‑", "-"])),
    "soft hyphens": lambda text, rng: "".join(one + ("\u00ad" if one.isalpha() and rng.random() < 0.1 else "") for one in text),
    "accents apart": lambda text, rng: unicodedata.normalize("NFD", text),
    "end": lambda text, rng: text.rstrip(".,;:") + rng.choice([".", ",", "", "…", "..."]),
    "in quotation marks": lambda text, rng: rng.choice(["“{}”", '"{}"', "«{}»", "'{}'"]).format(text),
    "ellipsis": lambda text, rng: text,
}  # fmt: skip


def altered(passages: list[str], rng: random.Random) -> Case:
    """A quote that isn't one. Drawn again until a comparison of words says so too."""
    while True:
        kind, change = rng.choice(list(ALTERED.items()))
        passage = rng.choice(passages)
        quote = change(draw(passage, rng), passage, rng)
        if quote is not None and not _stands(quote, passage):
            return Case(kind, quote, passage)


def _replaced(spoken: list[str], passage: str, rng: random.Random) -> str:
    i = rng.randrange(len(spoken))
    other = rng.choice(passage.split())
    return " ".join([*spoken[:i], other, *spoken[i + 1 :]])


def _dropped(spoken: list[str], passage: str, rng: random.Random) -> str:
    i = rng.randrange(1, len(spoken) - 1)
    return " ".join([*spoken[:i], *spoken[i + 1 :]])


def _twice(spoken: list[str], passage: str, rng: random.Random) -> str:
    i = rng.randrange(len(spoken))
    return " ".join([*spoken[:i], spoken[i], *spoken[i:]])


def _swapped(spoken: list[str], passage: str, rng: random.Random) -> str:
    i = rng.randrange(len(spoken) - 1)
    return " ".join([*spoken[:i], spoken[i + 1], spoken[i], *spoken[i + 2 :]])


def _denied(spoken: list[str], passage: str, rng: random.Random) -> str:
    if "not" in spoken:
        return " ".join(one for one in spoken if one != "not")
    i = rng.randrange(1, len(spoken))
    return " ".join([*spoken[:i], rng.choice(["not", "never", "no"]), *spoken[i:]])


def _number(spoken: list[str], passage: str, rng: random.Random) -> str | None:
    text = " ".join(spoken)
    digits = [i for i, one in enumerate(text) if one.isdigit()]
    if not digits:
        return None
    i = rng.choice(digits)
    other = rng.choice([one for one in "0123456789" if one != text[i]])
    return text[:i] + rng.choice([other, other + text[i], "-" + text[i], text[i] + ".5"]) + text[i + 1 :]


def _cut_inside(spoken: list[str], passage: str, rng: random.Random) -> str:
    text = " ".join(spoken)
    return text[rng.randint(1, 2) :] if rng.random() < 0.5 else text[: -rng.randint(1, 2)]


def _run_together(spoken: list[str], passage: str, rng: random.Random) -> str:
    return " ".join([*spoken, *draw(passage, rng)])


def _left_out(spoken: list[str], passage: str, rng: random.Random) -> str | None:
    if len(spoken) < 10:
        return None
    i = rng.randint(3, len(spoken) - 6)
    return " ".join([*spoken[:i], *spoken[i + rng.randint(1, 3) :]])


def _ellipsis(spoken: list[str], passage: str, rng: random.Random) -> str | None:
    every = passage.split()
    i = rng.randrange(len(every) - 30)
    first, last = every[i : i + 5], every[i + 14 : i + 19]
    match rng.randrange(3):
        case 0:
            return f"{' '.join(last)} … {' '.join(first)}"
        case 1:
            return f"{' '.join(first)} … {' '.join(last[:2])}" if len(WORD.findall(" ".join(last[:2]))) == 2 else None
        case _:
            return f"{' '.join(first)} … {_swapped(last, passage, rng)}"


ALTERED: dict[str, Callable[[list[str], str, random.Random], str | None]] = {
    "word replaced": _replaced, "word dropped": _dropped, "word said twice": _twice, "words swapped": _swapped,
    "not put in or taken out": _denied, "number": _number, "cut inside a word": _cut_inside,
    "two run together": _run_together, "left out without a mark": _left_out, "ellipsis": _ellipsis,
}  # fmt: skip


def _stands(quote: str, passage: str) -> bool:
    """Whether the lists of words, signs of numbers and parts say that it's honest after all, as when two equal words were swapped."""
    parts = [_words(part) for part in quote.split("…")]
    everything = _words(passage)
    if "…" in quote and any(len(part) < 3 for part in parts):
        return False
    at = 0
    for part in parts:
        found = next(
            (i for i in range(at, len(everything) - len(part) + 1) if everything[i : i + len(part)] == part), None
        )
        if found is None:
            return False
        at = found + len(part)
    return True


def _words(text: str) -> list[str]:
    """Words with what belongs to them: case apart, marks between words left out."""
    return re.findall(
        r"[-−]?\d+(?:[.,]\d+)*%?|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s.,;:!?()\[\]{}'\"“”‘’«»–—…*`$\\-]", text.casefold()
    )


def measure(count: int, seed: int, folder: Path) -> dict[str, object]:
    rng = random.Random(seed)
    passages = passages_of(folder)
    accepted = [case for case in (altered(passages, rng) for _ in range(count)) if quoted(case.quote, case.passage)]
    refused = [case for case in (honest(passages, rng) for _ in range(count)) if not quoted(case.quote, case.passage)]
    return {
        "passages": len(passages), "altered": count, "altered_accepted": len(accepted), "honest": count,
        "honest_refused": len(refused), "cases": [vars(case) for case in (*accepted, *refused)][:10],
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=ROOT / "seeds")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    figures = measure(arguments.count, arguments.seed, arguments.folder)
    print(
        json.dumps(figures, ensure_ascii=False)
        if arguments.json
        else "\n".join(f"{k}: {v}" for k, v in figures.items())
    )
    return 1 if figures["altered_accepted"] or figures["honest_refused"] else 0


if __name__ == "__main__":
    sys.exit(main())
