"""What a stranger meets before anything runs: one sentence when something is missing, an example that is true."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

from routine.reading.settings_table import example

TOP = Path(__file__).parents[1]
OLD = '#!/bin/sh\ncase "$2" in *version_info\\ *) exit 1;; *) echo 3.8;; esac\n'
NO_VENV = '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; *) exit 0;; esac\n'


def _set_up(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    stand_in = folder / "python"
    stand_in.write_text(python)
    stand_in.chmod(0o755)
    environ = {**os.environ, "PYTHON": str(stand_in)}
    command = [str(TOP / "scripts" / "venv"), str(folder / "venv"), "run"]
    return subprocess.run(command, env=environ, cwd=TOP, capture_output=True, text=True, timeout=60, check=False)


def test_an_old_python_is_one_sentence_and_what_to_do(tmp_path: Path) -> None:
    told = _set_up(tmp_path, OLD)
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert "Python 3.11 or newer is needed (found: 3.8)" in told.stderr
    assert "make run PYTHON=" in told.stderr


def test_a_missing_venv_module_is_one_sentence_and_what_to_do(tmp_path: Path) -> None:
    told = _set_up(tmp_path, NO_VENV)
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert "apt install python3-venv" in told.stderr


def test_the_example_configuration_is_the_one_the_table_makes() -> None:
    assert (TOP / "config.example.toml").read_text("utf-8") == example()


def test_the_example_configuration_with_nothing_commented_out_is_what_holds_anyway() -> None:
    said = re.sub(r"^# (\w+ = )", r"\1", example(), flags=re.MULTILINE)
    assert tomllib.loads(said)["remind"]["again_after"] == "10m"


def test_every_command_of_the_readme_is_a_command() -> None:
    from routine.ui.cli.main import COMMANDS

    readme = (TOP / "README.md").read_text("utf-8")
    named = set(re.findall(r"`routine ([a-z-]+)", readme))
    assert named
    assert not named - set(COMMANDS)


def test_every_command_stands_in_the_readme() -> None:
    from routine.ui.cli.main import COMMANDS

    readme = (TOP / "README.md").read_text("utf-8")
    assert not [name for name in COMMANDS if not re.search(rf"`(routine )?{name}\b", readme)]


def test_every_package_that_a_test_asks_for_is_installed_before_the_tests() -> None:
    """On a machine that has had them by hand, nobody would notice."""
    script = (TOP / "scripts" / "desktop-packages").read_text()
    listed = {name for names in re.findall(r'wanted="([^"]*)"', script) for name in names.split()}
    texts = [file.read_text() for file in (TOP / "tests").rglob("*.py")]
    asked = {name for text in texts for name in re.findall(r'need\("[^"]+", "([^"]+)"\)', text)}
    served = {name for text in texts for name in re.findall(r'\.serve\("[^"]+", "([^"]+)"\)', text)}
    assert len(asked) > 10
    assert asked | served <= listed
