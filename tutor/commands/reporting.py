"""Errors on stderr: what, where, and what to do; as text, or as one JSON object."""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any, Final

from tutor import __version__
from tutor.errors import FaultError, TutorError
from tutor.notation.untrusted import clean

MOST_CAUSES: Final = 10


def as_plain(error: TutorError) -> dict[str, Any]:
    """`{code, what, where, remedy}`."""
    where = None
    if error.where is not None:
        where = {"file": error.where.file, "line": error.where.line, "column": error.where.column}
    return {"code": error.code, "what": clean(error.what), "where": where, "remedy": clean(error.remedy)}


def report(error: TutorError, *, as_json: bool) -> None:
    """Write the error to stderr."""
    if as_json:
        print(json.dumps(as_plain(error), ensure_ascii=False), file=sys.stderr)
        return
    place = f"{error.where}: " if error.where and str(error.where) else ""
    print(clean(f"{place}{error.what}"), file=sys.stderr)
    if error.where is not None and error.where.text is not None:
        print("  " + clean(error.where.text, newlines=False), file=sys.stderr)
        print("  " + " " * max(0, (error.where.column or 1) - 1) + "^", file=sys.stderr)
    print(clean(f"→ {error.remedy}"), file=sys.stderr)


def report_fault(error: Exception, *, as_json: bool) -> int:
    """A fault of the program: keep the trace in a file, say so, and give the exit code."""
    path = keep_trace(error)
    place = "set TUTOR_DEBUG=1 to see the trace" if path is None else f"please report it with {path}"
    fault = FaultError("fault", f"a fault of this program: {type(error).__name__}", remedy=place)
    report(fault, as_json=as_json)
    return fault.exit_code


def keep_trace(error: Exception) -> Path | None:
    """Write the trace of a fault into its file; None where the disk can't be written, which mustn't hide the fault."""
    from tutor.home import locate, private

    folder = locate(os.environ).reports
    try:
        private(folder)
        path = folder / "last.txt"
        path.touch(mode=0o600)
        path.write_text(trace_of(error), "utf-8")
    except OSError:
        return None
    return path


def trace_of(error: BaseException) -> str:
    """Versions, types and places of a fault and its causes; no messages: they could hold an open question's answer."""
    parts = [f"tutor {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n"]
    seen: BaseException | None = error
    while seen is not None and len(parts) < MOST_CAUSES:
        parts.append(
            f"{type(seen).__module__}.{type(seen).__qualname__}\n{''.join(traceback.format_tb(seen.__traceback__))}"
        )
        seen = seen.__cause__ or seen.__context__
    return "\n".join(parts)
