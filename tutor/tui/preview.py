"""How the answer is read, shown while it is typed; what can't be read yet is pointed at."""

from __future__ import annotations

from rich.text import Text

from tutor.notation.untrusted import clean
from tutor.session.view import PublicQuestion

ROWS = 4  # the tallest formula shown over the line; taller ones are shown in one line


def preview(question: PublicQuestion, typed: str, width: int, mode: str) -> Text:
    """The reading of what is typed so far, or where and why it can't be read yet."""
    if not typed.strip():
        return Text("")
    from tutor.grading.grade import preview as read
    from tutor.grading.remarks import remark

    if remark(typed):
        said = (
            "an honest answer: the question becomes smaller"
            if remark(typed) == "unknown"
            else "a question back: never graded"
        )
        return Text("reads as  " + said, "dim")
    letters = question.letters if question.kind != "vector" else (*question.names, *question.letters)
    found = read(question.kind, letters, question.options, typed)
    if found.read_latex:
        return Text("reads as  ", "dim") + _formula(found.read_latex, width - 10, mode)
    if found.read_text and not question.options:
        return Text("reads as  " + clean(found.read_text, newlines=False), "dim")
    if found.message and found.error_span:
        place = (
            " " * (3 + min(found.error_span[0], width - 6)) + "^ "
        )  # under the line's own text, which is set in by three
        message = clean(found.message, newlines=False)
        beside = len(place) + len(message) <= width
        return Text(place + message if beside else f"{place}\n{message}", "dim")
    return Text("")


def preview_of_part(kind: str, letters: tuple[str, ...], typed: str, width: int, mode: str) -> Text:
    """The reading of a part of the answer in a single row, so that nothing jumps while it's typed; or up to where it can be read."""
    from tutor.errors import NotationError
    from tutor.grading.grade import preview as read
    from tutor.notation.latex_layout import inline

    found = read(kind, letters, (), typed) if typed.strip() else None
    if found is not None and found.read_latex:
        try:
            text = f"reads as  {inline(found.read_latex, ascii=mode == 'ascii')}"
        except NotationError:
            text = f"reads as  {found.read_latex}"
    elif found is not None and found.message:
        start = found.error_span[0] if found.error_span else len(typed)
        text = f"{typed[:start]}^  {found.message}"
    else:
        text = ""
    text = clean(text, newlines=False)
    return Text(text if len(text) <= width else text[: width - 1] + "…", "dim", no_wrap=True)


def _formula(latex: str, width: int, mode: str) -> Text:
    from tutor.errors import NotationError
    from tutor.notation.latex_layout import inline, layout

    plain = mode == "ascii"
    try:
        box = layout(latex, ascii=plain)
        if len(box.rows) > ROWS or box.width > width:
            return Text(inline(latex, ascii=plain)[:width])
    except NotationError:
        return Text(clean(latex, newlines=False)[:width])
    pad = "\n" + " " * 10
    return Text(pad.join(box.rows))
