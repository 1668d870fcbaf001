"""Where the content that ships with the program lies."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from tutor.errors import FaultError


def shipped(name: Literal["curricula", "seeds"]) -> Path:
    """The folder of shipped curricula or seed documents: inside an installed package, else beside a checkout's package.

    Raises FaultError when neither is there, which means that the installation is broken.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_content" / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise FaultError("fault", f"the shipped {name} are missing", remedy="install the program again")
