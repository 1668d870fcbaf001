"""Where data lives is nobody else's to read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tutor.home import private


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX")
def test_folders_are_private_down_from_the_first_one_that_was_missing(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    made = private(tmp_path / "cache" / "frame" / "deep")
    assert made.is_dir()
    while made != tmp_path:
        assert made.stat().st_mode & 0o777 == 0o700
        made = made.parent
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    assert private(tmp_path) == tmp_path
