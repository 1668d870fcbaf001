"""What holds of every text: mathematics can be laid out, placeholders stand where numbers are drawn, sources exist."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from tutor.curriculum.complaints import Complaint
from tutor.curriculum.curricula import Curricula
from tutor.curriculum.fixes import slip
from tutor.curriculum.nodes import ConceptNode
from tutor.curriculum.placeholders import OPENING, segments
from tutor.curriculum.recipes import is_verbatim, texts_of
from tutor.curriculum.spelling import meant
from tutor.curriculum.variants import Variant, draw
from tutor.errors import NotationError

Layout = Callable[[str], object]  # raises NotationError for a formula that can't be laid out

SHOWN: Final = 2  # variants whose texts are laid out
_HEADING: Final = re.compile(r"^#{1,6}[ \t]+(.*?)[ \t#]*$", re.MULTILINE)
_NOT_IN_SLUG: Final = re.compile(r"[^\w\- ]")
_DELIMITERS: Final = (("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]"))


def formulas(text: str) -> Iterator[str]:
    """The mathematics of a Markdown text, without its delimiters."""
    for start, end, inside in segments(text):
        if inside:
            source = text[start:end]
            opener, closer = next(pair for pair in _DELIMITERS if source.startswith(pair[0]))
            yield source[len(opener) : len(source) - len(closer)]


def check_question_texts(curricula: Curricula, ref: str, layout: Layout) -> Iterator[Complaint]:
    """Complaints about the mathematics of a question that can be drawn."""
    node = curricula.question(ref)
    fields = [field for field, _ in texts_of(node.question) if not is_verbatim(field)]
    seen: set[str] = set()
    for n in range(SHOWN if node.parametric else 1):
        shown = _shown(draw(curricula, ref, n))
        for field in fields:
            if field not in seen:
                found = list(_laid_out(ref, field, shown[field], layout))
                seen.update(one.field for one in found)
                yield from found


def _shown(variant: Variant) -> dict[str, str]:
    """The texts of a variant by the field that they come from."""
    texts = {"ask": variant.ask, "solution": variant.solution or "", "shows": variant.shows or ""}
    texts |= {f"hints.{i}": hint for i, hint in enumerate(variant.hints)}
    texts |= {f"mistakes.{i}.ask": one.ask or "" for i, one in enumerate(variant.mistakes)}
    texts |= {f"answer.options.{one.id}": one.text for one in variant.options}
    texts |= {f"answer.items.{one.id}": one.text for one in variant.items}
    texts |= {f"answer.lines.{i}": one.text for i, one in enumerate(variant.options)}
    texts |= {f"answer.rubric.{i}.point": one.point for i, one in enumerate(variant.rubric)}
    return texts | {f"answer.accept.{i}": text for i, text in enumerate(getattr(variant.answer, "accept", ()))}


def check_concept_texts(node: ConceptNode, layout: Layout) -> Iterator[Complaint]:
    """Complaints about the texts of a concept itself."""
    concept = node.concept
    texts = [("title", concept.title), ("before", concept.before), ("wonder", concept.wonder), ("claim", concept.claim)]
    texts += [(f"misconceptions.{i}.seen", one.seen) for i, one in enumerate(concept.misconceptions)]
    for field, text in texts:
        yield from _fixed(node.ref, field, text or "", layout)


def check_exhibit_texts(curricula: Curricula, ref: str, layout: Layout) -> Iterator[Complaint]:
    """Complaints about the texts of an exhibit."""
    exhibit = curricula.exhibit(ref)
    for field in ("title", "body", "source"):
        yield from _fixed(ref, field, getattr(exhibit, field) or "", layout)


def _fixed(ref: str, field: str, text: str, layout: Layout) -> Iterator[Complaint]:
    if OPENING in text:
        remedy = "write the value itself; only questions have parameters"
        yield Complaint("C033", ref, field, "a placeholder `{=` where no numbers are drawn", remedy)
    else:
        yield from _laid_out(ref, field, text, layout)


def _laid_out(ref: str, field: str, text: str, layout: Layout) -> Iterator[Complaint]:
    for formula in formulas(text):
        try:
            layout(formula)
        except NotationError as error:
            source = " ".join(formula.split())
            shown = source if len(source) <= 60 else source[:60] + "…"
            yield Complaint("C050", ref, field, f"`{shown}` can't be laid out: {error.what}", error.remedy)
            return


def check_sources(node: ConceptNode, seeds: Sequence[Path]) -> Iterator[Complaint]:
    """Complaints about sources that aren't a heading of a seed document: `folder/file.md#heading`."""
    for i, source in enumerate(node.concept.sources):
        name, _, heading = source.partition("#")
        files = [path for root in seeds if (path := _inside(root, name)) is not None]
        if not files:
            remedy = "write it as `folder/file.md#heading`, below `seeds/`"
            yield Complaint("C023", node.ref, f"sources.{i}", f"there's no seed document `{name[:80]}`", remedy)
        elif heading and not any(heading in headings(path) for path in files):
            known = {slug for path in files for slug in headings(path)}
            what = f"`{name}` has no heading `#{heading[:80]}`"
            remedy = meant(heading, known, "look up its headings")
            yield Complaint("C023", node.ref, f"sources.{i}", what, remedy, fix=slip(heading, known))


def _inside(root: Path, name: str) -> Path | None:
    """The file of that name below the root; a name that leads out of it is none."""
    path = (root / name).resolve()
    return path if path.is_relative_to(root.resolve()) and path.is_file() else None


@lru_cache(maxsize=64)
def headings(path: Path) -> frozenset[str]:
    """The headings of a Markdown file as they are linked to: small letters, hyphens for spaces, no punctuation."""
    text = path.read_text("utf-8", "replace")
    return frozenset(slug_of(match.group(1)) for match in _HEADING.finditer(text))


def slug_of(heading: str) -> str:
    """The link of a heading, as GitHub makes it."""
    return _NOT_IN_SLUG.sub("", heading.strip().lower()).replace(" ", "-")
