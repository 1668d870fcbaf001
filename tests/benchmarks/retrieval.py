"""How well the library finds: questions about documents, the passage that holds the answer, and at which place it comes.

    python tests/benchmarks/retrieval.py --documents DIR --questions FILE [--model FOLDER | --no-model] [--json]

FILE holds a question a line: `{"question", "doc" (a file of DIR), "quote" (a piece of the answer, exact), "paraphrased"}`. A hit is a
passage of that document that contains the quote once white space and time stamps are folded. Prints recall at 1 and 5 and the mean
reciprocal rank, for all and for both halves; milliseconds a query; seconds for reading, cutting and storing (`index_s`) and for
embedding (`embed_s`). With the model in FOLDER (default: the one that was fetched), or by words alone.
`--curriculum NAME` asks with the curriculum's own questions instead, by the names of the concept and of what it rests on (as the
drawer of sources does), by the question's words with them, and by its words alone: a hit is a passage of a section that the concept
cites.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tutor.curriculum.load import load
from tutor.curriculum.shipping import shipped
from tutor.curriculum.variants import draw
from tutor.home import Home
from tutor.library.document import SHARED
from tutor.library.meaning import Meaning
from tutor.library.minilm import MiniLM
from tutor.library.passages import CHUNKER
from tutor.library.room import Library
from tutor.library.vectors import open_index
from tutor.session.ports import Passage, Query
from tutor.session.retrieval import names_below, own_names

DEPTH = 100  # passages asked for
TIME_STAMP = re.compile(r"(?:- )?[\[(]\d{1,2}:\d\d(?::\d\d)?[\])] ?")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, which passages are hits, and in which half it counts."""

    query: Query
    half: str
    doc: str = ""
    quote: str = ""
    cited: frozenset[str] = frozenset()

    def hit(self, passage: Passage) -> bool:
        """Whether the passage answers it."""
        if self.cited:
            return passage.id in self.cited
        return passage.source.endswith(self.doc) and folded(self.quote) in folded(passage.text)


def folded(text: str) -> str:
    """Without time stamps, all white space one space."""
    return " ".join(TIME_STAMP.sub(" ", text).split())


def asked_of_documents(file: Path) -> Iterator[Question]:
    """The questions of a file."""
    for line in file.read_text("utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            half = "paraphrased" if row["paraphrased"] else "lexical"
            yield Question(Query(row["question"]), half, row["doc"], row["quote"])


async def asked_by_curriculum(name: str, library: Library) -> list[Question]:
    """A curriculum's own questions, as far as their concepts cite something."""
    curricula = load(name, (shipped("curricula"),))
    questions = []
    for ref in curricula.questions:
        node = curricula.question(ref)
        concept = curricula.concept(node.concept).concept
        if not concept.sources or not node.concept.startswith(f"{name}/"):
            continue
        cited = {one.id for source in concept.sources for one in await library.cited(SHARED, source)}
        own, below = own_names(curricula, node.concept), names_below(curricula, node.concept)
        text = draw(curricula, ref, 0).ask
        for half, query in (
            ("names", Query("; ".join(own), below)),
            ("words, names", Query(text, (*own, *below))),
            ("words", Query(text)),
        ):
            questions.append(Question(query, half, cited=frozenset(cited)))
    return questions


async def measure(home: Home, model: Path | None, documents: Path | None, given: Path | str) -> dict[str, Any]:
    """The report."""
    meaning = None
    if model is not None:
        embedder = MiniLM(model)
        meaning = Meaning(lambda: embedder, lambda one: open_index(home.chroma, one.name, one.size, CHUNKER))
    library = Library(home.library, None, meaning, shipped("seeds") if documents is None else None)
    try:
        return await _measured(library, documents, given)
    finally:
        await library.close()


async def _measured(library: Library, documents: Path | None, given: Path | str) -> dict[str, Any]:
    began = time.perf_counter()
    if documents is not None:
        await library.add([documents], shared=True)
    held = await library.documents()
    stored = time.perf_counter()
    await library.bring_in_line(progress=lambda done, total, _: print(f"\r{done}/{total}", end="", file=sys.stderr))
    embedded = time.perf_counter()
    asked = await asked_by_curriculum(given, library) if isinstance(given, str) else list(asked_of_documents(given))
    ranks: dict[str, list[float]] = {"all": []}
    took = []
    for question in asked:
        start = time.perf_counter()
        hits = await library.search(SHARED, question.query, DEPTH)
        took.append(1000 * (time.perf_counter() - start))
        place = next((i for i, hit in enumerate(hits, 1) if question.hit(hit.passage)), None)
        for half in ("all", question.half):
            ranks.setdefault(half, []).append(float("inf") if place is None else place)
    took.sort()
    return {
        **{half: scored(places) for half, places in ranks.items()},
        "ms_p50": round(statistics.median(took), 2), "ms_p99": round(took[min(len(took) - 1, int(0.99 * len(took)))], 2),
        "index_s": round(stored - began, 2), "embed_s": round(embedded - stored, 2), "documents": len(held),
        "passages": sum(one.passages for one in held), "notice": library.notice,
    }  # fmt: skip


def scored(places: Sequence[float]) -> dict[str, float]:
    """Recall at 1 and 5, and the mean reciprocal rank; `n` questions."""
    return {
        "r1": round(sum(place <= 1 for place in places) / len(places), 3),
        "r5": round(sum(place <= 5 for place in places) / len(places), 3),
        "mrr": round(sum(1 / place for place in places) / len(places), 3),
        "n": len(places),
    }


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=Path)
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument("--questions", type=Path)
    given.add_argument("--curriculum")
    parser.add_argument("--model", type=Path, help="the folder of MiniLM's files")
    parser.add_argument("--no-model", action="store_true", help="by words alone")
    parser.add_argument("--json", action="store_true")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder, "config"), Path(folder, "data"), Path(folder, "cache"))
        report = asyncio.run(
            measure(home, None if said.no_model else said.model or fetched(), said.documents, said.questions or said.curriculum)
        )  # fmt: skip
    if said.json:
        print(json.dumps(report))
        return
    for half, found in report.items():
        if isinstance(found, dict):
            print(f"{half:14} R@1 {found['r1']:.3f}  R@5 {found['r5']:.3f}  MRR {found['mrr']:.3f}  ({found['n']})")
    print({name: value for name, value in report.items() if not isinstance(value, dict)})


def fetched() -> Path:
    """The folder of the model that this user has fetched."""
    import os

    from tutor.home import locate

    return locate(os.environ).models / "minilm"


if __name__ == "__main__":
    main()
