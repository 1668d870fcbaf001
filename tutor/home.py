"""Where a user's data lives. Nothing is made before something is written; folders are private (0700), files 0600."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

APP = "first-principles-tutor"


@dataclass(frozen=True, slots=True)
class Home:
    """Three roots: settings; what must be kept; what may be deleted at any time."""

    config: Path
    data: Path
    cache: Path

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "config.toml"

    @property
    def journal(self) -> Path:
        """Everything that was answered."""
        return self.data / "journal.sqlite3"

    @property
    def curricula(self) -> Path:
        """The user's own curricula."""
        return self.data / "curricula"

    @property
    def pinned(self) -> Path:
        """The curricula that sessions began with."""
        return self.data / "pinned"

    @property
    def calibration(self) -> Path:
        """What `tutor calibrate` learnt from the answers given here."""
        return self.data / "calibration"

    @property
    def drafts(self) -> Path:
        """What was typed and not yet submitted."""
        return self.data / "drafts"

    @property
    def backups(self) -> Path:
        """Copies of the journal."""
        return self.data / "backups"

    @property
    def library(self) -> Path:
        """Documents, their passages and words."""
        return self.data / "library" / "library.sqlite3"

    @property
    def models(self) -> Path:
        """Models of language that were fetched."""
        return self.cache / "models"

    @property
    def chroma(self) -> Path:
        """Vectors of passages; made again from the library when they're missing."""
        return self.cache / "chroma"

    @property
    def proofs(self) -> Path:
        """Which questions `tutor check` has proven."""
        return self.cache / "check"

    @property
    def reports(self) -> Path:
        """Reports of faults of the program."""
        return self.cache / "faults"


def private(folder: Path) -> Path:
    """The folder, made where it's missing with whatever lies above it, readable for nobody else."""
    if not folder.is_dir():
        private(folder.parent)
        folder.mkdir(exist_ok=True, mode=0o700)
    return folder


def locate(environment: Mapping[str, str]) -> Home:
    """The home of this user: below `TUTOR_HOME` if that's set, else where the platform keeps such things."""
    root = environment.get("TUTOR_HOME")
    if root:
        base = Path(root).expanduser().absolute()
        return Home(base / "config", base / "data", base / "cache")
    from platformdirs import PlatformDirs  # 10 ms that a set TUTOR_HOME doesn't pay

    dirs = PlatformDirs(APP, appauthor=False)
    return Home(Path(dirs.user_config_dir), Path(dirs.user_data_dir), Path(dirs.user_cache_dir))
