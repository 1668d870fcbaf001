"""Small PDF files, byte by byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def pdf(
    pages: Sequence[Sequence[str]], *, outline: Sequence[tuple[str, int]] = (), info: Mapping[str, str] | None = None
) -> bytes:
    """A PDF with those lines on its pages; `outline`: titles with their pages, from 1."""
    objects: list[bytes] = []

    def added(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    catalog, tree, font = (
        added(b""),
        added(b""),
        added(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"),
    )
    kids = []
    for lines in pages:
        drawn = (
            b"BT /F1 12 Tf 14 TL 72 720 Td " + b" ".join(b"(" + escaped(line) + b") Tj T*" for line in lines) + b" ET"
        )
        stream = added(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        kids.append(
            added(
                b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F1 %d 0 R >> >> >>"
                % (tree, stream, font)
            )
        )
    objects[tree - 1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    outlines = b""
    if outline:
        root = added(b"")
        items = [added(b"") for _ in outline]
        for index, (title, page) in enumerate(outline):
            beside = b"/Next %d 0 R " % items[index + 1] if index + 1 < len(items) else b""
            beside += b"/Prev %d 0 R " % items[index - 1] if index else b""
            objects[items[index] - 1] = b"<< /Title (%s) /Parent %d 0 R %s/Dest [%d 0 R /Fit] >>" % (
                escaped(title),
                root,
                beside,
                kids[page - 1],
            )
        objects[root - 1] = b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % (
            items[0],
            items[-1],
            len(items),
        )
        outlines = b" /Outlines %d 0 R" % root
    objects[catalog - 1] = b"<< /Type /Catalog /Pages %d 0 R%s >>" % (tree, outlines)
    trailer = b""
    if info:
        trailer = b" /Info %d 0 R" % added(
            b"<< " + b" ".join(b"/%s (%s)" % (key.encode(), escaped(value)) for key, value in info.items()) + b" >>"
        )
    return _file(objects, trailer)


def escaped(text: str) -> bytes:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252")


def _file(objects: Sequence[bytes], trailer: bytes) -> bytes:
    made = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return made + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, table, len(objects) + 1, trailer, len(made),
    )  # fmt: skip
