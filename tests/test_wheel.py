"""What is installed is what was tested: the wheel, unpacked outside the checkout, does the main job."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", str(folder), str(TOP)], check=True, timeout=120, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


def _run(site: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "ROUTINE_HOME": str(home / "routine"),
        "PYTHONPATH": str(site),
    }
    command = [sys.executable, "-P", *words]
    return subprocess.run(command, cwd=home, env=environ, capture_output=True, text=True, timeout=60, check=False)


def test_the_wheel_is_what_runs_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    where = _run(installed, tmp_path, "-c", "import routine; print(routine.__file__)").stdout.strip()
    assert Path(where).is_relative_to(installed)


def test_the_shipped_plans_travel_inside_it_and_are_good(installed: Path, tmp_path: Path) -> None:
    shipped = sorted(path.name for path in (installed / "routine" / "plans").glob("*.toml"))
    assert shipped == sorted(path.name for path in (TOP / "plans").glob("*.toml"))
    paths = [str(installed / "routine" / "plans" / name) for name in shipped]
    checked = _run(installed, tmp_path, "-m", "routine", "check", *paths)
    assert (checked.returncode, checked.stderr) == (0, "")
    week = _run(installed, tmp_path, "-m", "routine", "week")
    assert week.returncode == 0
    assert "Gentle movement A" in week.stdout


def test_the_library_travels_inside_it(installed: Path, tmp_path: Path) -> None:
    plan = tmp_path / "mine.toml"
    session = 'title = "A"\npractice = "yoga"\ndays = "daily"\nat = "07:00"\nsteps = ["cat-cow"]\n'
    plan.write_text(f'title = "Mine"\n[[session]]\n{session}')
    assert _run(installed, tmp_path, "-m", "routine", "check", str(plan)).returncode == 0


def test_every_toml_file_of_the_package_is_in_it(installed: Path) -> None:
    ours = {path.relative_to(TOP) for path in (TOP / "routine").rglob("*.toml")}
    assert ours
    assert not [path for path in ours if not (installed / path).is_file()]


def test_the_archive_of_the_sources_has_what_make_needs(tmp_path: Path) -> None:
    """`make run` in it begins with scripts/venv."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)]
    subprocess.run(build, cwd=TOP, check=True, timeout=120, capture_output=True)
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        modes = {name.partition("/")[2]: packed.getmember(name).mode for name in packed.getnames()}
    needed = re.findall(
        r"(?<![\w/])(?:scripts|routine|tests|bench|docs)/[\w./-]+\w", (TOP / "Makefile").read_text("utf-8")
    )
    assert "scripts/venv" in needed
    assert [
        name for name in needed if not any(packed == name or packed.startswith(f"{name}/") for packed in modes)
    ] == []
    assert modes["scripts/venv"] & 0o100, "it can be run"


def test_the_manual_page_and_the_icon_travel_with_it(installed: Path) -> None:
    (page,) = installed.glob("*.data/data/share/man/man1/routine.1")
    assert page.read_bytes() == (TOP / "docs/routine.1").read_bytes()
    assert (installed / "routine/adapters/login/icon.svg").is_file()
