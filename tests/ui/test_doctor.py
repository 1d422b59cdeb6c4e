"""Knows what doctor says of a healthy and of a sick routine, and that it touches nothing; must not know how."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from routine import __version__
from routine.adapters.instance_lock import Lock
from routine.adapters.journal.store import JournalDb
from routine.adapters.paths import make_private
from routine.core.events import Actor, Resumed, Shown
from tests.desktop.desktop import NAME, Desktop
from tests.desktop.private_bus import until
from tests.service.process import RealService
from tests.ui.home import TOP, Home

WALK = ("Walk", timedelta(minutes=-120))


def checks(home: Home, *words: str, **environ: str) -> dict[str, list[tuple[str, str, str]]]:
    """By name: (state, what it says, what to do)."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for one in home.run("doctor", "--json", *words, **environ).json["checks"]:
        found.setdefault(one["name"], []).append((one["state"], one["says"], one["fix"]))
    return found


def everything(folder: Path) -> dict[str, Any]:
    """Each file and folder, when it was last changed, and what is in it.

    Of SQLite's shared memory only that it is there: every reader signs in it.
    """
    return {
        str(path): path.name.endswith("-shm")
        or (path.stat().st_mtime_ns, path.stat().st_mode, path.is_file() and path.read_bytes())
        for path in folder.rglob("*")
    }


def asked_for_a_click(home: Home, desk: Desktop) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ui.command", "doctor", "--click"],
        env=home.environ | desk.env | {"HOME": str(home.folder)},
        cwd=TOP,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def test_a_fresh_home_is_looked_at_and_nothing_is_made(home: Home) -> None:
    shutil.rmtree(home.folder / "routine")  # what homes of the tests share of reading
    answer = home.run("doctor")
    assert home.files() == []
    assert list(home.folder.iterdir()) == []
    assert answer.code == 69, "there is no desktop here"
    assert "Traceback" not in answer.err
    rows = {line[3:16].strip(): line for line in answer.out.splitlines() if line[:1] in "✓!✗"}
    assert rows["routine"].startswith(f"✓  routine        {__version__}, with Python {sys.version.split()[0]}")
    assert rows["Journal"].startswith("✓")
    assert "not there yet" in rows["Journal"]
    assert rows["Service"].startswith("!")
    assert rows["Notifications"].startswith("✗")
    assert "`routine login on` changes that." in answer.out


def test_every_line_that_is_not_fine_says_what_to_do(home: Home) -> None:
    for state, says, fix in (one for found in checks(home).values() for one in found):
        assert says
        assert state == "fine" or fix, says


def test_looking_changes_nothing_whether_the_service_has_its_journal_open_or_not(home: Home) -> None:
    home.plan(home.session(*WALK))
    home.shown(home.occurrence())
    before = everything(home.folder)
    home.run("doctor")
    assert everything(home.folder) == before
    with closing(JournalDb(home.paths.journal_file)) as journal:
        journal.append(lambda: [Resumed(home.now, Actor.CLI)])
        before = everything(home.folder)
        assert checks(home)["journal"][0][1].startswith("sound: 4 entries, ")
        assert everything(home.folder) == before


def test_a_running_service_is_named_with_its_process(home: Home) -> None:
    make_private(home.paths.runtime_dir)
    lock = Lock(home.paths.lock_file)
    lock.acquire()
    (state, says, _), *_ = checks(home)["service"]
    lock.release()
    assert state == "fine"
    assert says.startswith("running since ")


@pytest.mark.parametrize("sick", ["no database at all", "cut short", "overwritten within"])
def test_a_broken_journal_is_told_and_left_as_it_is(home: Home, sick: str) -> None:
    about = home.occurrence()
    home.happened(*(Shown(home.now, Actor.SERVICE, about) for _ in range(400)))
    file = home.paths.journal_file
    sound = file.read_bytes()
    damaged = {
        "no database at all": b"not a database at all" * 200,
        "cut short": sound[: len(sound) // 2],
        "overwritten within": sound[:8192] + b"\xff" * 4096 + sound[12288:],
    }
    file.write_bytes(damaged[sick])
    answer = home.run("doctor", ROUTINE_NOTIFIER="terminal")
    assert answer.code == 74
    assert "✗  Journal" in answer.out
    assert "is damaged" in answer.out
    assert file.read_bytes() == damaged[sick]


def test_somebody_elses_database_is_not_taken_for_a_journal(home: Home) -> None:
    make_private(home.paths.state_dir)
    with closing(sqlite3.connect(home.paths.journal_file)) as db:
        db.execute("CREATE TABLE bookmarks(url)")
    ((state, says, _),) = checks(home)["journal"]
    assert state == "wrong"
    assert "belongs to another program" in says


def test_a_journal_others_can_read_is_pointed_out_with_the_command_that_mends_it(home: Home) -> None:
    home.shown(home.occurrence())
    home.paths.journal_file.chmod(0o644)
    assert ("look", "others on this computer can read it", f"chmod 600 {home.paths.journal_file}") in checks(home)[
        "journal"
    ]


def test_an_entry_from_the_future_is_a_hint_at_a_wrong_clock(home: Home) -> None:
    home.happened(Resumed(home.now + timedelta(days=400), Actor.CLI))
    assert any("still to come" in says for state, says, _ in checks(home)["clock"] if state == "look")


def test_the_clock_names_the_zone_and_an_unknown_one_is_told(home: Home) -> None:
    ((state, says, _),) = checks(home)["clock"]
    assert state == "fine"
    assert says.endswith(f" in {home.zone}")
    told = checks(home, TZ="Nowhere/AtAll")["clock"][0]
    assert told[0] == "look"
    assert "time zone" in told[1]


def test_problems_in_plans_and_settings_come_with_place_and_fix_and_exit_78(home: Home) -> None:
    home.plan(home.session(*WALK).replace("mobility", "mobilty"), name="broken", seen=False)
    make_private(home.paths.config_dir)
    home.paths.config_file.write_text("clok = 12\n")
    answer = home.run("doctor")
    assert answer.code == 78
    found = checks(home)
    assert found["plans"][0][0] == "wrong"
    assert "broken.toml:6:12: " in found["plans"][0][1]
    assert "mobility" in found["plans"][0][2]
    assert "config.toml:1:1: " in found["settings"][0][1]


def test_good_plans_are_counted(home: Home) -> None:
    home.plan(home.session(*WALK), seen=False)
    assert checks(home)["plans"] == [("fine", f"1 plan in {home.plans}", "")]


def test_a_plans_folder_that_is_away_is_told(home: Home) -> None:
    home.environ["ROUTINE_PLANS_FOLDER"] = str(home.folder / "away")
    ((state, says, _),) = checks(home)["plans"]
    assert state == "wrong"
    assert "away" in says


def test_whoever_chose_the_terminal_needs_no_desktop(home: Home) -> None:
    answer = home.run("doctor", ROUTINE_NOTIFIER="terminal")
    assert answer.code == 0
    assert "the desktop is not used" in answer.out


def test_the_login_is_named_once_it_is_on(home: Home) -> None:
    assert checks(home)["login"][0][0] == "look"
    assert home.run("login", "on").code == 0
    assert checks(home)["login"][0][0] == "fine"


def test_the_disk_says_how_much_room_is_left(home: Home) -> None:
    ((_, says, _),) = checks(home)["disk"]
    assert says.endswith(" free")


# with a desktop


@pytest.mark.desktop
@pytest.mark.slow
def test_a_real_server_is_named_with_its_version_and_a_real_click_arrives(home: Home) -> None:
    with Desktop(server="xfce") as desk:
        asked = asked_for_a_click(home, desk)
        desk.click("Yes", limit=10.0)
        out, err = asked.communicate(timeout=20)
        assert asked.returncode == 0
        assert "✓  Notifications  Xfce Notify Daemon 0." in out
        assert ", with buttons" in out
        assert "✓  Test card      you pressed its button, and it arrived" in out
        assert "Please press its button" in err
        assert not desk.shows("text", "Can you see this?")
        assert home.files() == []


@pytest.mark.desktop
@pytest.mark.slow
def test_the_cards_of_a_running_service_are_left_alone(home: Home) -> None:
    with (
        Desktop(server="xfce") as desk,
        RealService(home.folder / "them", desk.env, welcome=True) as service,
    ):
        assert desk.shows("text", "Your first minute · 1 min", 8.0)
        before = [entry.kind for entry in service.entries()]
        shape = service.json("doctor")
        found = {one["name"]: one for one in shape["checks"]}
        assert found["service"]["state"] == "fine"
        assert found["notifications"]["state"] == "fine"
        assert desk.shows("text", "Your first minute · 1 min", 1.0)
        assert [entry.kind for entry in service.entries()] == before


@pytest.mark.desktop
@pytest.mark.slow
def test_a_server_without_buttons_says_so(home: Home) -> None:
    with Desktop(server="notify-osd") as desk:
        answer = home.run("doctor", "--click", **desk.env | {"HOME": str(home.folder)})
        assert answer.code == 0
        assert "!  Notifications  notify-osd " in answer.out
        assert "draws no buttons" in answer.out


@pytest.mark.desktop
@pytest.mark.slow
def test_a_card_that_is_closed_without_a_click_says_what_to_do(home: Home) -> None:
    with Desktop(server="xfce") as desk:
        asked = asked_for_a_click(home, desk)
        desk.click_text("Can you see this?", limit=10.0)
        out, _ = asked.communicate(timeout=40)
        assert "!  Test card      it was closed, but its button was not pressed" in out
        assert "Try again" in out


@pytest.mark.desktop
@pytest.mark.slow
def test_where_nobody_could_press_each_card_says_from_then_on_how_to_answer(home: Home) -> None:
    """dunst as it comes: it takes the button, and draws none."""
    with Desktop(server="none") as desk:
        desk.run(["dunst"])
        until(lambda: desk.owner(NAME), "dunst")
        config = home.folder / "routine/config/config.toml"
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text("# mine\nclock = 12\n\n[remind]\nalways = false\n")
        asked = asked_for_a_click(home, desk)
        out, _ = asked.communicate(timeout=60)
        assert 'so buttons = "no" was written' in out
        assert "# mine\nclock = 12\n" in config.read_text()
        assert 'buttons = "no"' in config.read_text().partition("[remind]")[0]


@pytest.mark.desktop
@pytest.mark.slow
def test_what_the_service_sees_is_told_and_not_what_this_shell_sees(home: Home) -> None:
    """A service that runs in another login than the desktop in front of whoever asks."""
    with Desktop(server="none") as desk:
        desk.run(["dunst"])
        until(lambda: desk.owner(NAME), "dunst")
        service = RealService(home.folder / "them", {"ROUTINE_NOTIFIER": "desktop"})
        with service:
            service.environ |= desk.env
            service.environ["HOME"] = str(home.folder / "them")
            blind = service.json("doctor")["checks"]
        with service:
            seeing = service.json("doctor")["checks"]
    found = [(one["state"], one["says"]) for one in blind if one["name"] == "notifications"]
    assert found[0][0] == "wrong"
    assert found[1][1] == (
        "the service sees another desktop than this shell does: it has no notifications, not dunst; "
        "it finds no screen"
    )
    assert "do-not-disturb: no notification server to ask" in [one["says"] for one in blind]
    (only,) = [(one["state"], one["says"]) for one in seeing if one["name"] == "notifications"]
    assert only[1].startswith("dunst ")
    assert "do-not-disturb: do-not-disturb is off in dunst" in [one["says"] for one in seeing]
