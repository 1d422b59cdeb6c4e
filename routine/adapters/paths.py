"""Knows where files live on each system; must not know what is in them. Asking creates nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from routine.adapters.base_folders import cache_folder, config_folder, own_home, state_folder
from routine.errors import SystemFault
from routine.presentation import system_problems as words

_PRIVATE = 0o700
_STORE = "WindowsApps"
"""In the path of each program that the Microsoft Store installs."""
LINK = "link.json"
"""Beside the journal: there while it is shared with other devices."""


CALENDAR, PHONE, FOLLOWED = "calendar.json", "phone.json", "followed.json"
"""Likewise, while a calendar or a phone is linked, or a plan followed."""
FORGOTTEN = "journal.forgotten"
"""Beside the journal: written anew whenever something is taken out of it, so that copies of it follow."""
SHARED = ".jsonl"
"""How the files end in which devices share their rows."""


class Paths(Struct, frozen=True):
    """Every place of one person's routine."""

    config_dir: Path
    state_dir: Path
    cache_dir: Path
    runtime_dir: Path
    shipped_plans: Path

    @property
    def config_file(self) -> Path:
        return self.config_dir / "config.toml"

    @property
    def plans_dir(self) -> Path:
        return self.config_dir / "plans"

    @property
    def schema_file(self) -> Path:
        """The JSON Schema of a plan, for editors."""
        return self.config_dir / "plan.schema.json"

    @property
    def journal_file(self) -> Path:
        return self.state_dir / "journal.db"

    @property
    def replaced_texts(self) -> Path:
        """The texts of plans that a change has replaced, for it to be taken back."""
        return self.state_dir / "replaced"

    @property
    def log_file(self) -> Path:
        return self.state_dir / "routine.log"

    @property
    def compiled_dir(self) -> Path:
        """What plans became when they were read, one file a digest; can all be made again."""
        return self.cache_dir / "compiled"

    @property
    def lock_file(self) -> Path:
        """Held by the one service of this person."""
        return self.runtime_dir / "lock"

    @property
    def control_socket(self) -> Path:
        """Where the service is asked; control_socket.address knows what to do where it is too long for one."""
        return self.runtime_dir / "control"

    @property
    def faults_file(self) -> Path:
        """There while something is wrong with the service: a sentence a line."""
        return self.runtime_dir / "faults"

    @property
    def poke_file(self) -> Path:
        """Touched by a command that wants the service to look again."""
        return self.runtime_dir / "poke"


def expanded(text: str) -> Path:
    """What somebody typed as a folder. Without such a home the name stays as it is: Path's own way would raise."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 - as said above


def plans_folder(paths: Paths, named: str) -> Path:
    """Where somebody's plans are; `named` is what the settings say, beside config.toml if it is relative."""
    return paths.config_dir / expanded(named) if named else paths.plans_dir


def find(environ: Mapping[str, str]) -> Paths:
    """Where everything is, for whoever has this environment. ROUTINE_HOME puts all of it below one folder.

    Raises SystemFault where nobody can say which home is meant.
    """
    if own := environ.get("ROUTINE_HOME", ""):
        home = Path(own_home(own))
        return Paths(home / "config", home / "state", home / "cache", home / "run", _shipped())
    state = _as_others_see(state_folder(environ))
    return Paths(
        config_dir=_as_others_see(config_folder(environ)),
        state_dir=state,
        cache_dir=_as_others_see(cache_folder(environ)),
        # beside the journal, not in XDG_RUNTIME_DIR: a shell without that variable (cron, ssh, su) must find
        # the same lock, or there would be two services and pokes that nobody hears
        runtime_dir=state / "run",
        shipped_plans=_shipped(),
    )


def _as_others_see(folder: str) -> Path:
    """Where another program finds it.

    Python from the Microsoft Store writes into folders of its own package, under the names of the usual ones.
    Source: "Using Python on Windows", known issues, redirection of local data.
    """
    redirected = sys.platform == "win32" and _STORE in sys.base_prefix
    return Path(os.path.realpath(folder)) if redirected else Path(folder)


def is_shared_file(name: str) -> bool:
    """Whether it may hold rows that devices share; what a sync program has not finished begins otherwise."""
    return name.endswith(SHARED) and name[0] not in ".~"


def make_private(folder: Path) -> None:
    """Make the folder, and each missing one above it, for its owner's eyes only. Raises SystemFault."""
    try:
        for missing in reversed([place for place in (folder, *folder.parents) if not place.exists()]):
            missing.mkdir(mode=_PRIVATE, exist_ok=True)
        if not folder.is_dir():
            raise NotADirectoryError(20, "it is a file")
    except OSError as error:
        raise SystemFault(*words.folder_refused(str(folder), error.strerror or str(error))) from error


def _shipped() -> Path:
    package = Path(__file__).resolve().parents[1]
    inside = package / "plans"
    return inside if inside.is_dir() else package.parent / "plans"
