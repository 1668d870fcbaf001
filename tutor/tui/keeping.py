"""The notebook of a session as a file, by one key."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tutor.errors import TutorError

if TYPE_CHECKING:
    from tutor.tui.app import StudyApp


async def keep_notebook(study: StudyApp, session: str) -> None:
    """Write it into the folder where the program was started, and say where it is; never over a file that is there."""
    from tutor.disk.new_file import write_at
    from tutor.session.notebook_text import file_name, markdown

    opened = await study.open()
    try:
        found = await opened.desk.notebook(opened.learner, session)
        path = await asyncio.to_thread(write_at, ".", file_name(found), markdown(found))
    except TutorError as error:
        study.notify(f"{error.what}\n{error.remedy}", severity="warning", markup=False, timeout=8)
        return
    study.notify(f"kept in {path.resolve()}", title="Notebook", markup=False, timeout=8)
