"""Knows where people expect their files, and that asking for the place leaves no trace."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from routine.adapters import base_folders
from routine.adapters.paths import Paths, find, make_private, plans_folder
from routine.errors import SystemFault
from tests.needs import names_and_links_of_posix, only_on_posix

HOME = Path("/home/ada")


def places(paths: Paths) -> dict[str, Path]:
    names = [name for name in dir(Paths) if name.endswith(("_dir", "_file", "_socket"))]
    return {name: getattr(paths, name) for name in names}


@only_on_posix
def test_everything_is_where_the_xdg_specification_says() -> None:
    assert places(find({"HOME": "/home/ada"})) == {
        "config_dir": HOME / ".config/routine",
        "config_file": HOME / ".config/routine/config.toml",
        "plans_dir": HOME / ".config/routine/plans",
        "schema_file": HOME / ".config/routine/plan.schema.json",
        "state_dir": HOME / ".local/state/routine",
        "journal_file": HOME / ".local/state/routine/journal.db",
        "log_file": HOME / ".local/state/routine/routine.log",
        "cache_dir": HOME / ".cache/routine",
        "compiled_dir": HOME / ".cache/routine/compiled",
        "runtime_dir": HOME / ".local/state/routine/run",
        "lock_file": HOME / ".local/state/routine/run/lock",
        "control_socket": HOME / ".local/state/routine/run/control",
        "faults_file": HOME / ".local/state/routine/run/faults",
        "poke_file": HOME / ".local/state/routine/run/poke",
    }


@pytest.mark.parametrize(
    "environ",
    [
        {"HOME": "/home/ada"},
        {"HOME": "/home/ada", "XDG_STATE_HOME": "/s"},
        {"ROUTINE_HOME": "/r", "HOME": "/home/ada"},
    ],
)
def test_a_command_that_only_asks_the_service_looks_in_the_same_places(environ: dict[str, str]) -> None:
    paths = find(environ)
    assert base_folders.control_socket(environ) == str(paths.control_socket)
    assert base_folders.lock_file(environ) == str(paths.lock_file)
    assert base_folders.plans_folder(environ) == str(paths.plans_dir)


@only_on_posix
def test_the_xdg_variables_are_honoured(tmp_path: Path) -> None:
    names = {"XDG_CONFIG_HOME": "c", "XDG_STATE_HOME": "s", "XDG_CACHE_HOME": "k"}
    paths = find({"HOME": "/home/ada", **{name: str(tmp_path / part) for name, part in names.items()}})
    assert paths.config_dir == tmp_path / "c/routine"
    assert paths.state_dir == tmp_path / "s/routine"
    assert paths.cache_dir == tmp_path / "k/routine"
    assert paths.runtime_dir == tmp_path / "s/routine/run"


@pytest.mark.parametrize("value", ["", "relative/path", "~/config", "."])
def test_xdg_variables_that_are_not_absolute_are_ignored(value: str) -> None:
    names = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    assert find({"HOME": "/home/ada", **dict.fromkeys(names, value)}) == find({"HOME": "/home/ada"})


def test_every_shell_of_a_person_finds_the_same_lock(tmp_path: Path) -> None:
    """Also one without XDG_RUNTIME_DIR: cron, some ssh; or with somebody else's, as after `su`."""
    plain = find({"HOME": "/home/ada"})
    assert find({"HOME": "/home/ada", "XDG_RUNTIME_DIR": str(tmp_path)}).lock_file == plain.lock_file
    assert find({"HOME": "/home/ada", "XDG_RUNTIME_DIR": str(tmp_path / "gone")}).poke_file == plain.poke_file


def test_routine_home_puts_everything_below_one_folder(tmp_path: Path) -> None:
    elsewhere = {"HOME": "/home/ada", "XDG_CONFIG_HOME": "/c"}
    found = places(find({**elsewhere, "ROUTINE_HOME": str(tmp_path)}))
    assert all(place.is_relative_to(tmp_path) for place in found.values())
    assert len(set(found.values())) == len(found)


@only_on_posix
def test_routine_home_may_be_written_as_one_types_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find({"ROUTINE_HOME": "try"}).config_dir == tmp_path / "try/config"
    monkeypatch.setenv("HOME", "/home/ada")
    assert find({"ROUTINE_HOME": "~/try"}).config_dir == HOME / "try/config"


def test_without_home_the_account_knows_it() -> None:
    home = find({}).config_dir
    assert home.is_absolute()
    assert home == find({"HOME": "relative"}).config_dir


def test_asking_creates_nothing(tmp_path: Path) -> None:
    find({"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)})
    find({"ROUTINE_HOME": str(tmp_path / "home")})
    assert list(tmp_path.iterdir()) == []


def test_the_shipped_plans_are_the_ones_of_this_checkout() -> None:
    assert find({"HOME": "/home/ada"}).shipped_plans == Path(__file__).parents[2] / "plans"


@only_on_posix
def test_we_agree_with_platformdirs(tmp_path: Path) -> None:
    """It reads the process's environment, and is asked only on Windows; elsewhere the rule is the same."""
    ask = (
        "import json, platformdirs as p\n"
        "print(json.dumps([f('routine') for f in (p.user_config_dir, p.user_state_dir, p.user_cache_dir)]))"
    )
    for environ in ({"HOME": "/home/ada"}, {"HOME": "/home/ada", "XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "s"}):
        run = subprocess.run(
            [sys.executable, "-c", ask], capture_output=True, check=True, env=environ, cwd=tmp_path
        )
        ours = find(environ)
        assert json.loads(run.stdout) == [str(ours.config_dir), str(ours.state_dir), str(ours.cache_dir)]


@only_on_posix
def test_a_private_folder_is_private_with_all_that_was_missing_above_it(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    old = os.umask(0)
    try:
        make_private(tmp_path / "a/b/c")
        make_private(tmp_path / "a/b/c")
    finally:
        os.umask(old)
    made = [tmp_path / part for part in ("a", "a/b", "a/b/c")]
    assert [oct(place.stat().st_mode & 0o777) for place in made] == ["0o700"] * 3
    assert tmp_path.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("part", ["file", "file/below"])
def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, part: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SystemFault, match="could not be made") as told:
        make_private(tmp_path / part)
    assert told.value.hint


@only_on_posix
def test_asking_needs_no_library() -> None:
    program = (
        "import sys, os, routine.adapters.paths as p; p.find(os.environ); print('platformdirs' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8", check=True, timeout=30
    )
    assert found.stdout.strip() == "False"


@only_on_posix
def test_a_home_of_nobody_is_told_and_never_made() -> None:
    with pytest.raises(SystemFault, match="~nosuchuser/routine"):
        find({"ROUTINE_HOME": "~nosuchuser/routine"})


@only_on_posix
def test_a_plans_folder_of_nobodys_is_a_folder_that_is_not_there() -> None:
    paths = find({"HOME": "/home/ada"})
    assert plans_folder(paths, "") == paths.plans_dir
    assert plans_folder(paths, "~nosuchuser/plans") == paths.config_dir / "~nosuchuser/plans"
    assert plans_folder(paths, "/srv/plans") == Path("/srv/plans")


@names_and_links_of_posix
def test_under_python_from_the_microsoft_store_places_are_named_as_other_programs_find_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = tmp_path / "Packages" / "PythonSoftwareFoundation.Python.3.13" / "LocalCache" / "routine"
    real.mkdir(parents=True)
    (tmp_path / "routine").symlink_to(real)
    monkeypatch.setattr("routine.adapters.paths.config_folder", lambda _: str(tmp_path / "routine"))
    monkeypatch.setattr(sys, "platform", "win32")
    assert find({"HOME": str(tmp_path)}).config_dir == tmp_path / "routine"
    monkeypatch.setattr(sys, "base_prefix", r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.13")
    assert find({"HOME": str(tmp_path)}).config_dir == real
