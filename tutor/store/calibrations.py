"""Calibrations made on this machine, as `<id>.json`; the newest is the one in use."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tutor.errors import InputError, StoreError
from tutor.learner.mastery_calibration import Calibration
from tutor.store.faults import translated
from tutor.store.files import write_whole

_NAME: Final = re.compile(r"[0-9a-f]{16}\.json")


class CalibrationFiles:
    """A folder of calibrations. What doesn't bear such a name isn't looked at."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, calibration: Calibration, made: int, about: Mapping[str, object]) -> Path:
        """Write a frozen calibration, with its time in microseconds and the figures `about` it, for whoever opens the file."""
        path = self._folder / f"{calibration.id}.json"
        text = json.dumps({"made": made, "about": about, "weights": calibration.to_json()}, allow_nan=False, indent=1)
        write_whole(path, text + "\n")
        return path

    def newest(self) -> Calibration | None:
        """The one made last, frozen; None if there's none. Raises StoreError("store-broken") for one that can't be read."""
        found = [self._read(path) for path in self._paths()]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def remove(self) -> int:
        """Delete all of them. Gives how many there were."""
        paths = self._paths()
        for path in paths:
            with translated(path):
                path.unlink(missing_ok=True)
        return len(paths)

    def _paths(self) -> list[Path]:
        with translated(self._folder):
            if not self._folder.is_dir():
                return []
            return sorted(path for path in self._folder.iterdir() if _NAME.fullmatch(path.name))

    def _read(self, path: Path) -> tuple[int, Calibration]:
        with translated(path):
            text = path.read_text("utf-8")
        try:
            data = json.loads(text)
            calibration = Calibration.from_json(data["weights"]).frozen()
            made = int(data["made"])
        except (ValueError, TypeError, KeyError, InputError):
            raise _broken(path, "can't be read") from None
        if calibration.id != path.stem:
            raise _broken(path, "isn't what it was when it was written")
        return made, calibration


def _broken(path: Path, why: str) -> StoreError:
    return StoreError(
        "store-broken",
        f"the calibration {path} {why}",
        remedy="delete that file; tutor calibrate makes it again from what was answered",
    )
