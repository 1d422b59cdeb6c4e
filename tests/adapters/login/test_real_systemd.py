"""Knows what a person sees who turns starting at login on and off, under a real systemd of their own."""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from routine.adapters.login.base import Program
from routine.adapters.login.systemd import unit_text
from tests.adapters.login.session import LoginSession
from tests.desktop.private_bus import until

pytestmark = pytest.mark.desktop
STAND_IN = "tests.adapters.login.stand_in"
BARE = ("HOME", "PATH", "LC_ALL")
"""What is left of the variables where no systemd of the login can be reached."""
UNIT = ".config/systemd/user/routine.service"


@pytest.fixture(scope="module")
def login() -> Iterator[LoginSession]:
    with LoginSession() as login:
        yield login


@pytest.fixture
def routine(login: LoginSession) -> Iterator[str]:
    """The command, in a home where nothing has been turned on."""
    command = login.install("bin", STAND_IN)
    yield command
    login.systemctl("stop", "routine.service", "graphical-session.target")
    for left in tuple(login.home.iterdir()):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    login.systemctl("daemon-reload")
    login.systemctl("reset-failed")


def on(login: LoginSession, routine: str) -> str:
    done = login.run(routine, "login", "on")
    assert done.returncode == 0, done.stderr + login.log()
    return done.stdout


def status(login: LoginSession, routine: str) -> dict[str, Any]:
    shape: dict[str, Any] = json.loads(login.run(routine, "login", "status", "--json").stdout)
    return shape


def test_looking_writes_nothing(login: LoginSession, routine: str) -> None:
    before = sorted(login.home.rglob("*"))
    shape = status(login, routine)
    assert (shape["on"], shape["by"], shape["running"]) == (False, "systemd", False)
    assert "Off" in login.run(routine, "login").stdout
    assert sorted(login.home.rglob("*")) == before


def test_on_starts_it_now_and_at_every_login(login: LoginSession, routine: str) -> None:
    said = on(login, routine)
    assert str(login.home / UNIT) in said
    assert "journalctl --user -u routine -e" in said
    assert login.of_unit("ActiveState") == "active"
    assert login.systemctl("is-enabled", "routine.service") == "enabled"
    shape = status(login, routine)
    assert shape["on"]
    assert shape["command"] == [routine, "run"]
    assert shape["program_exists"]
    assert shape["program_is_this"]
    assert str(shape["pid"]) == login.of_unit("MainPID")


def test_on_twice_is_fine(login: LoginSession, routine: str) -> None:
    on(login, routine)
    pid = login.of_unit("MainPID")
    assert "as it should be" in on(login, routine)
    assert login.of_unit("MainPID") == pid


def test_off_leaves_nothing(login: LoginSession, routine: str) -> None:
    on(login, routine)
    said = login.run(routine, "login", "off").stdout
    assert str(login.home / UNIT) in said
    left = [place for place in (login.home / ".config").rglob("*") if not place.is_dir()]
    assert left == []
    assert login.of_unit("LoadState") == "not-found"
    assert login.of_unit("ActiveState") == "inactive"
    assert not status(login, routine)["on"]
    assert "nothing to remove" in login.run(routine, "login", "off").stdout


def test_the_unit_of_a_package_counts_and_off_leaves_it_where_it_is(login: LoginSession, routine: str) -> None:
    """As the Debian package brings it: systemd finds it, and this person has written none."""
    folder = login.home / ".local/share/systemd/user"
    login.run("mkdir", "-p", str(folder))
    (folder / "routine.service").write_text(unit_text(Program((routine, "run"), ())))
    login.start_desktop()
    assert not status(login, routine)["on"]
    login.systemctl("enable", "--now", "routine.service")
    shape = status(login, routine)
    assert (shape["on"], shape["command"], shape["program_is_this"]) == (True, [routine, "run"], True)
    said = login.run(routine, "login", "off").stdout
    assert "graphical-session.target.wants/routine.service" in said
    assert not status(login, routine)["on"]
    assert login.of_unit("ActiveState") == "inactive"
    assert (folder / "routine.service").exists()


def test_it_comes_back_after_a_crash(login: LoginSession, routine: str) -> None:
    on(login, routine)
    login.systemctl("kill", f"--signal={signal.SIGSEGV.name}", "routine.service")
    until(lambda: login.of_unit("NRestarts") == "1", "the restart", limit=15)
    until(lambda: login.of_unit("ActiveState") == "active", "it to be ready again")


@pytest.mark.parametrize(("code", "why"), [(75, "another one runs"), (78, "the configuration is wrong")])
def test_it_is_not_started_again_and_again_when(login: LoginSession, routine: str, code: int, why: str) -> None:
    (login.home / "exit").write_text(str(code))
    done = login.run(routine, "login", "on")
    assert done.returncode == 74
    assert "did not start just now" in done.stderr
    assert "Traceback" not in done.stderr
    assert login.of_unit("ExecMainStatus") == str(code)
    assert (login.of_unit("ActiveState"), login.of_unit("NRestarts")) == ("failed", "0")
    assert status(login, routine)["on"], "it is to start at the next login"
    (login.home / "exit").unlink()
    on(login, routine)
    assert login.of_unit("ActiveState") == "active"


def test_with_a_desktop_it_ends_and_comes_back_with_it(login: LoginSession, routine: str) -> None:
    login.start_desktop()
    assert "with your desktop" in on(login, routine)
    assert login.of_unit("ActiveState") == "active"
    login.stop_desktop()
    assert login.of_unit("ActiveState") == "inactive"
    login.start_desktop()
    until(lambda: login.of_unit("ActiveState") == "active", "it to come with the desktop")


def test_on_from_a_desktop_takes_the_place_of_on_from_elsewhere(login: LoginSession, routine: str) -> None:
    on(login, routine)
    login.start_desktop()
    on(login, routine)
    links = [link.parent.name for link in (login.home / UNIT).parent.glob("*.wants/routine.service")]
    assert links == ["graphical-session.target.wants"]


def test_an_upgrade_that_moves_the_program_is_noticed_and_repaired(login: LoginSession, routine: str) -> None:
    earlier = login.install("earlier", STAND_IN)
    on(login, earlier)
    assert "another routine" in login.run(routine, "login", "status").stdout
    Path(earlier).unlink()
    assert f"{earlier} is no longer there" in login.run(routine, "login", "status").stdout
    assert not status(login, routine)["program_exists"]
    assert "restarted" in on(login, routine)
    assert seen(login)["argv"][0] == routine
    assert status(login, routine)["program_is_this"]


def test_what_already_runs_in_a_terminal_is_left_alone(login: LoginSession, routine: str) -> None:
    terminal = login.start(routine, "run")
    try:
        until(lambda: status(login, routine)["running"], "the one in the terminal")
        assert "next time you log in" in on(login, routine)
        assert login.of_unit("ActiveState") == "inactive"
        assert "goes on" in login.run(routine, "login", "off").stdout
        assert terminal.poll() is None
        assert status(login, routine)["running"]
    finally:
        login.run("sh", "-c", f"kill {status(login, routine)['pid']}")
        terminal.wait(5)


@pytest.mark.parametrize("folder", ["100% %h Zoë", "$HOME $$ (1);&", 'ki\'m "é" n\\x', "ki'm ${PATH} $$ %h"])
def test_it_starts_from_a_folder_with_an_odd_name(login: LoginSession, routine: str, folder: str) -> None:
    odd = login.install(folder, STAND_IN)
    on(login, odd)
    assert seen(login)["argv"] == [odd, "run"]
    assert status(login, odd)["program_is_this"]


def test_it_looks_for_plans_where_the_terminal_did(login: LoginSession, routine: str) -> None:
    own = login.home / 'my "50%" $HOME'
    environ = login.environ | {"ROUTINE_HOME": str(own)}
    done = login.run(routine, "login", "on", environ=environ)
    assert done.returncode == 0, done.stderr
    assert seen(login)["plans"] == str(own / "config" / "plans")


def test_a_terminal_with_folders_of_its_own_still_reaches_systemd(login: LoginSession, routine: str) -> None:
    environ = login.environ | {"XDG_CONFIG_HOME": str(login.home / "elsewhere")}
    done = login.run(routine, "login", "on", environ=environ)
    assert done.returncode == 0, done.stderr
    assert (login.home / UNIT).exists()
    assert seen(login)["plans"] == str(login.home / "elsewhere/routine/plans")
    login.run(routine, "login", "off", environ=environ)
    assert not (login.home / UNIT).exists()


def test_what_is_started_at_login_cannot_reach_the_network(login: LoginSession, routine: str) -> None:
    on(login, routine)
    assert seen(login)["network"] != "open"


def test_there_is_never_more_than_one_way(login: LoginSession, routine: str) -> None:
    bare = {name: login.environ[name] for name in BARE}
    assert "routine.desktop" in login.run(routine, "login", "on", environ=bare).stdout
    assert json.loads(login.run(routine, "login", "status", "--json", environ=bare).stdout)["on"]
    assert status(login, routine)["by"] == "desktop autostart"
    said = on(login, routine)
    assert "one is enough" in said
    # what is left there only starts the unit, and one that runs is not started again
    assert exec_of(login) == ["systemctl", "--user", "--no-block", "start", "routine.service"]
    assert status(login, routine)["by"] == "systemd"
    assert "one is enough" not in on(login, routine)


def test_a_terminal_that_cannot_reach_systemd_says_so(login: LoginSession, routine: str) -> None:
    on(login, routine)
    bare = {name: login.environ[name] for name in BARE}
    done = login.run(routine, "login", "on", environ=bare)
    assert done.returncode == 74
    assert "cannot be reached" in done.stderr
    assert exec_of(login)[0] == "systemctl", "the file for desktops is left as it was"
    assert status(login, routine)["on"]


@pytest.mark.parametrize("file", [UNIT, ".config/autostart/routine.desktop"])
def test_a_file_that_somebody_else_wrote_is_left_alone(login: LoginSession, routine: str, file: str) -> None:
    theirs = login.home / file
    login.run("mkdir", "-p", str(theirs.parent))
    theirs.write_text("[Service]\nExecStart=/bin/true\n")
    environ = login.environ if file == UNIT else {name: login.environ[name] for name in BARE}
    done = login.run(routine, "login", "on", environ=environ)
    assert done.returncode == 74
    assert "was not written by routine" in done.stderr
    login.run(routine, "login", "off", environ=environ)
    assert theirs.read_text() == "[Service]\nExecStart=/bin/true\n"


def test_the_real_service_lives_under_all_these_limits(login: LoginSession, routine: str) -> None:
    real = with_service(login)
    on(login, real)
    assert login.of_unit("ActiveState") == "active"
    pid = login.of_unit("MainPID")
    login.systemctl("reload", "routine.service")
    said = login.run(real, "status")
    assert said.returncode == 0, said.stdout + said.stderr
    assert f"process {pid}" in said.stdout
    login.systemctl("stop", "routine.service")
    assert (login.of_unit("ActiveState"), login.of_unit("Result")) == ("inactive", "success")


def test_the_real_service_gives_way_to_one_in_a_terminal(login: LoginSession, routine: str) -> None:
    real = with_service(login)
    on(login, real)
    login.systemctl("stop", "routine.service")
    terminal = login.start(routine, "run")
    try:
        until(lambda: status(login, routine)["running"], "the one in the terminal")
        login.systemctl("start", "routine.service")
        assert login.of_unit("ExecMainStatus") == "75"
        assert (login.of_unit("ActiveState"), login.of_unit("NRestarts")) == ("failed", "0")
    finally:
        login.run("sh", "-c", f"kill {status(login, routine)['pid']}")
        terminal.wait(5)


XFCE = {"XDG_CURRENT_DESKTOP": "XFCE", "DISPLAY": ":77"}
I3 = {"XDG_CURRENT_DESKTOP": "i3", "DISPLAY": ":77", "I3SOCK": "/run/i3"}
UNKNOWN = {"DISPLAY": ":77"}


def test_a_login_without_a_desktop_starts_nothing_and_the_desktops_own_file_does(
    login: LoginSession, routine: str
) -> None:
    on(login, routine)
    login.systemctl("stop", "routine.service")
    login.systemctl("start", "default.target")  # as from afar, or on a console
    assert login.of_unit("ActiveState") == "inactive"
    # as Xfce, LXQt, MATE, Cinnamon and Budgie do
    login.run(*exec_of(login))
    until(lambda: login.of_unit("ActiveState") == "active", "the start by the desktop")
    pid = login.of_unit("MainPID")
    again = login.run(*exec_of(login))
    assert (again.returncode, again.stdout + again.stderr) == (0, "")
    login.start_desktop()  # both ways in one login
    assert login.of_unit("MainPID") == pid
    assert login.of_unit("NRestarts") == "0"


def test_turned_on_under_one_desktop_it_starts_under_another_or_says_that_it_does_not(
    login: LoginSession, routine: str
) -> None:
    login.start_desktop()
    on(login, routine)
    assert status(login, routine)["starts_in_this_login"]
    login.stop_desktop()

    def said(desktop: dict[str, str], *more: str) -> str:
        return login.run(routine, "login", *(more or ("status",)), environ=login.environ | desktop).stdout

    assert "On: routine starts at login, by systemd." in said(XFCE)
    assert "does not start it" in said(I3)
    config = login.home / ".config/i3/config"
    line = "exec --no-startup-id systemctl --user --no-block start routine.service"
    assert f"{config}: {line}" in " ".join(said(I3).split())
    assert line in " ".join(said(I3, "on").split())
    assert "systemctl --user --no-block start" in said(UNKNOWN)
    assert "does not start" not in said({}), "a shell from afar is no desktop that could be asked"
    login.run("mkdir", "-p", str(config.parent))
    config.write_text(f"# {line}\n")
    assert "does not start it" in said(I3)
    config.write_text(f"{line}\n")
    assert "does not start it" not in said(I3)
    # switched off in the settings of the desktop
    starter = login.home / ".config/autostart/routine.desktop"
    starter.write_text(starter.read_text() + "Hidden=true\n")
    assert "does not start it" in said(XFCE)


def test_every_setting_of_the_shell_goes_along_and_what_does_not_is_named(
    login: LoginSession, routine: str
) -> None:
    ours = {"ROUTINE_PLANS_FOLDER": "~/Sync plans", "ROUTINE_REMIND__SNOOZE": '5m "$x" %h', "ROUTINE_EMPTY": ""}
    odd = {"ROUTINE_ODD": "a\nb", "TZ": "Asia/Tokyo"}
    done = login.run(routine, "login", "on", environ=login.environ | ours | odd)
    assert done.returncode == 0, done.stderr
    assert "ROUTINE_PLANS_FOLDER, ROUTINE_REMIND__SNOOZE." in done.stdout
    assert "without ROUTINE_ODD" in done.stdout
    assert "without TZ" in done.stdout
    carried = {name: value for name, value in ours.items() if value}
    assert seen(login)["ours"] == carried
    assert seen(login)["zone"] == ""


def exec_of(login: LoginSession) -> list[str]:
    """What the desktop would run."""
    text = (login.home / ".config/autostart/routine.desktop").read_text()
    return next(line.removeprefix("Exec=") for line in text.splitlines() if line.startswith("Exec=")).split()


def with_service(login: LoginSession) -> str:
    """The real command; its service asks for no notification server, as there is none in this session."""
    settings = login.home / ".config/routine/config.toml"
    login.run("mkdir", "-p", str(settings.parent))
    settings.write_text('notifier = "terminal"\n')
    return login.install("real", "tests.adapters.login.real")


def seen(login: LoginSession) -> dict[str, Any]:
    """What the service found when it started."""
    shape: dict[str, Any] = json.loads((login.home / "seen").read_text())
    return shape
