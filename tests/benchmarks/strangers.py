"""Do people who haven't seen the files agree with the keys? Draws questions, prints them as a learner sees them, and grades what came.

    python tests/benchmarks/strangers.py ask --seed TEXT [--count N] [--curriculum NAME]
    python tests/benchmarks/strangers.py grade --seed TEXT [--count N] --answers FILE [--json]

The seed is any text; the last commit's hash makes a drawing that nobody could choose. Every curriculum gives its share; questions without a
key (predictions, one's own words) aren't drawn. FILE holds a line for each answer, `12: 3/4`, a second one for a second try. `grade` says
right or not, with the counter-question that a learner would get, and never the key; at the end how many agreed at the first try, and at the first
or second.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT)]

from tutor.curriculum.curricula import Curricula  # noqa: E402
from tutor.curriculum.load import load, search  # noqa: E402
from tutor.curriculum.shipping import shipped  # noqa: E402
from tutor.curriculum.variants import Variant, draw  # noqa: E402
from tutor.grading.grade import grade  # noqa: E402
from tutor.grading.verdict import Verdict  # noqa: E402
from tutor.plain.words import Writer  # noqa: E402
from tutor.session.present import exhibit_of, format_of  # noqa: E402
from tutor.session.wording import SLIPS  # noqa: E402

UNKEYED = frozenset({"predict", "own-words"})


@dataclass(frozen=True)
class Drawn:
    curricula: Curricula
    variant: Variant

    def shown(self, number: int) -> Iterator[str]:
        writer = Writer(width=96)
        yield f"===== {number} ====="
        for ref in self._exhibits():
            exhibit = exhibit_of(self.curricula, ref)
            yield f"  [{exhibit.title}]"
            yield writer.markdown(f"{exhibit.body}\n\n({exhibit.grounds})", 2)
            yield ""
        parent = self.curricula.question(self.variant.ref).parent
        if parent is not None:  # as the screen keeps the question above in view
            yield writer.markdown(f"(Towards: {draw(self.curricula, parent, self.variant.n).ask.strip()})")
            yield ""
        yield writer.markdown(self.variant.ask)
        for place, option in enumerate(self.variant.options, 1):
            yield f"  {place}. {writer.markdown(option.text, 5).lstrip()}"
        yield f"  ({format_of(self.variant)})"
        yield ""

    def _exhibits(self) -> Iterator[str]:
        """Those of the question and of those above it, as the study screen keeps them in view."""
        ref: str | None = self.variant.ref
        seen: dict[str, None] = {}
        while ref is not None:
            node = self.curricula.question(ref)
            seen.update(dict.fromkeys(node.exhibits))
            ref = node.parent
        yield from seen


def drawn(seed: str, count: int, only: str | None) -> list[Drawn]:
    """So many questions, each curriculum with a share that goes by its number of questions."""
    rng = random.Random(seed)
    pool: list[tuple[Curricula, str]] = []
    for name in sorted(search([shipped("curricula")])):
        curricula = load(name, [shipped("curricula")])
        if only in (None, name):
            pool += [
                (curricula, ref) for ref in curricula.questions
                if ref.partition("/")[0] == name and curricula.question(ref).question.answer.kind not in UNKEYED
            ]  # fmt: skip
    chosen = rng.sample(pool, count)
    return [Drawn(curricula, draw(curricula, ref, rng.randrange(200))) for curricula, ref in chosen]


def answers(path: Path) -> dict[int, list[str]]:
    """By number, in the order given."""
    found: dict[int, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        match = re.match(r"\s*(\d+)\s*:\s?(.*)", line)
        if match:
            found.setdefault(int(match[1]), []).append(match[2].strip())
    return found


def said(variant: Variant, text: str) -> tuple[bool, str]:
    """Whether it agrees, and what a learner would hear."""
    judgement = grade(variant, text)
    if judgement.verdict is Verdict.RIGHT:
        return True, "right"
    nudge = variant.mistakes[judgement.mistake].ask if judgement.mistake is not None else None
    more = nudge or SLIPS.get(judgement.slip or "", "") or judgement.message or ""
    return False, f"{judgement.verdict}: {more}".rstrip(": ")


def graded(chosen: list[Drawn], given: dict[int, list[str]], *, as_json: bool) -> int:
    first = second = 0
    left = []
    for number, one in enumerate(chosen, 1):
        tries = [said(one.variant, text) for text in given.get(number, [])[:2]]
        first += bool(tries) and tries[0][0]
        agreed = any(right for right, _ in tries)
        second += agreed
        if not agreed:
            left.append(
                {
                    "number": number,
                    "ref": one.variant.ref,
                    "given": given.get(number, []),
                    "said": [words for _, words in tries],
                }
            )
    if as_json:
        print(
            json.dumps(
                {"drawn": len(chosen), "first": first, "first_or_second": second, "left": left}, ensure_ascii=False
            )
        )
    else:
        for entry in left:
            words = " | ".join(map(str, entry["said"])) or "no answer"  # type: ignore[call-overload]
            print(f"{entry['number']}: {Writer(width=96).markdown(words)}")
        print(f"{len(chosen)} drawn: {first} agreed at the first try, {second} at the first or second")
    return 0 if second >= 0.95 * len(chosen) else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("ask", "grade"))
    parser.add_argument("--seed", required=True)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--curriculum")
    parser.add_argument("--answers", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    chosen = drawn(options.seed, options.count, options.curriculum)
    if options.what == "ask":
        for number, one in enumerate(chosen, 1):
            print("\n".join(one.shown(number)))
        return 0
    if options.answers is None:
        parser.error("grade needs --answers FILE")
    return graded(chosen, answers(options.answers), as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
