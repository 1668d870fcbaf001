"""Any file gets a document or a typed refusal, within the limits: damaged documents of every form, and hostile ones.

    python tests/benchmarks/reading.py [--count N] [--seed S] [--json]
    python tests/benchmarks/reading.py --many N        # how long N documents of 5 kB take, and how much memory

What ends with any other exception, breaks a rule that holds for every document and its pieces (`tests/library/readers/soundness.py`),
or takes more than the budget (CPU time, for files of at most 150 kB) is printed and makes the exit code 1.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.library.readers.samples import SAMPLES, hostile  # noqa: E402
from tests.library.readers.soundness import faults  # noqa: E402
from tutor.errors import LibraryError  # noqa: E402
from tutor.library.passages import cut, windows  # noqa: E402
from tutor.library.reading import read  # noqa: E402

BUDGET = 5.0
"""CPU seconds for reading and cutting one file, on a slow core."""
SNIPPETS = (
    *(
        b"\n\n",
        b"# ",
        b"\n## h 01:02\n",
        b"$$\n",
        b"$",
        b"`",
        b"```\n",
        b"- [00:10] ",
        b"> ",
        b"| a | b |\n|---|---|\n",
        b"\x1b[31m",
    ),
    *(
        b"\xff\xfe",
        b"\xe2\x80\xae",
        b"\0",
        b"\r",
        b"---\n",
        b"<p>",
        b"</table>",
        b"<table><td>",
        b"<!--",
        b"&#27;",
        b"\\begin{align}",
    ),
    *(
        b"\nAda Byron ",
        b"Ada: ",
        b"  " * 40,
        b"x" * 900,
        b"obj\n<<",
        b"endstream",
        b"/Kids [2 0 R]",
        b"00:00:01.000 --> 00:00:02.000\n",
    ),
)
PROSE = ("A matrix keeps what it does not lose. ", "The rank of $A$ is at most 3, e.g. for two rows. ", "So the image is a plane; its points are sums.\n",
         "\n\n## On the image\n\n", "\n- an item of a list\n- and another\n\n", "\n$$\nA x = b\n$$\n")  # fmt: skip


@dataclass
class Found:
    """What came of the files."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    failures: list[str] = field(default_factory=list)


def damaged(content: bytes, other: bytes, rng: random.Random) -> bytes:
    """The file with a few cuts, doublings, insertions and changed bytes."""
    for _ in range(rng.randint(1, 6)):
        at, upto = sorted((rng.randint(0, len(content)), rng.randint(0, len(content))))
        match rng.randrange(6):
            case 0:
                content = content[:at] + content[min(upto, at + 200) :]
            case 1:
                content = content[:upto] + content[at:]
            case 2:
                content = content[:at] + rng.choice(SNIPPETS) * rng.choice((1, 1, 2, 50)) + content[at:]
            case 3:
                content = content[:at] + other[:2_000] + content[at:]
            case 4:
                content = content[:at] + rng.randbytes(rng.randint(1, 8)) + content[at + 4 :]
            case _:
                content = content[:at] + content[at:upto][::-1] + content[upto:]
    return content[:60_000]


def tried(name: str, content: bytes, found: Found) -> None:
    """One file."""
    began = time.process_time()
    try:
        document = read(name, content)
        spent = time.process_time() - began
        wrong = faults(document)
        found.outcomes[document.form] += 1
        found.failures += [f"{name} {content[:300]!r}: {fault}" for fault in wrong[:3]]
    except LibraryError as error:
        spent = time.process_time() - began
        found.outcomes[error.code] += 1
        if error.__cause__ is not None or "broke down" in error.what:
            found.failures.append(f"{name} {content[:300]!r}: {error.what} from {error.__cause__!r}")
    except Exception as error:  # every one of them is a fault
        spent = time.process_time() - began
        found.failures.append(f"{name} {content[:300]!r}: {type(error).__name__}: {error}")
    found.slowest = max(found.slowest, spent)
    if spent > BUDGET:
        found.failures.append(f"{name} {content[:100]!r}: {spent:.1f} s")


def many(count: int) -> dict[str, float]:
    """Documents of about 5 kB each, read and cut one after the other: CPU milliseconds for each, and what the memory grew by."""
    rng = random.Random(1)
    spent = pieces = 0.0
    before = 0
    for number in range(count):
        parts = [f"# Document {number}\n\n"]
        while sum(map(len, parts)) < 5_000:
            parts.append(rng.choice(PROSE[:3] * 4 + PROSE[3:]))
        content = "".join(parts).encode()
        began = time.process_time()
        passages = cut(read(f"{number}.md", content))
        pieces += sum(len(windows(piece.text)) > 0 for piece in passages)
        spent += time.process_time() - began
        if number == count // 10:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {
        "documents": count,
        "pieces": pieces,
        "ms_each": round(1000 * spent / count, 2),
        "grown_mb": round(grown, 1),
    }


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2_000, help="damaged files")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--many", type=int, default=0, metavar="N", help="measure N documents instead")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.many:
        print(json.dumps(many(options.many)))
        return 0
    rng, found = random.Random(options.seed), Found()
    hard = hostile(20_000)
    for name, content in hard.items():
        tried(name, content, found)
    names = sorted(SAMPLES)
    for _ in range(options.count):
        name, other = rng.choice(names), rng.choice(names)
        if name.endswith(".pdf") and rng.random() < 0.7:  # a process each: fewer of them
            name = "note.md"
        tried(name, damaged(SAMPLES[name], SAMPLES[other], rng), found)
    said = {"files": options.count + len(hard), "seed": options.seed, "failures": len(found.failures),
            "slowest_s": round(found.slowest, 2), "outcomes": dict(found.outcomes.most_common())}  # fmt: skip
    print(json.dumps(said) if options.json else ", ".join(f"{name} {value}" for name, value in said.items()))
    for failure in found.failures[:40]:
        print(failure[:600].encode("unicode_escape").decode(), file=sys.stderr)
    return 1 if found.failures else 0


if __name__ == "__main__":
    sys.exit(main())
