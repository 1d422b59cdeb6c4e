"""Knows what status says of the service and of what waits, and how it exits."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from routine.adapters.fault_files import FaultFiles
from routine.adapters.instance_lock import Lock
from routine.adapters.paths import make_private
from routine.core.events import Actor, Held, HoldReason, Paused, Started
from routine.core.identifiers import SessionPlace
from tests.ui.home import Home

MINUTES = timedelta(minutes=1)
WALK = ("Walk", -120 * MINUTES)


def test_without_a_service_it_exits_69_and_still_says_everything(home: Home) -> None:
    home.plan(home.session(), home.session(*WALK))
    home.shown(home.occurrence())
    answer = home.run("status")
    assert answer.code == 69
    assert "routine is not running" in answer.out
    assert "`routine run` starts it." in answer.out
    assert f"Walk, {home.clock(WALK[1])}" in answer.out
    assert "Morning mobility  waiting for you" in answer.out
    assert "routine start, routine snooze or routine skip answers it" in answer.out


def test_with_a_service_it_says_which_process_and_since_when(home: Home) -> None:
    home.plan(home.session(*WALK))
    make_private(home.paths.runtime_dir)
    lock = Lock(home.paths.lock_file)
    lock.acquire()
    began = home.now - timedelta(hours=3)
    os.utime(home.paths.lock_file, (began.timestamp(), began.timestamp()))
    answer, shape = home.run("status"), home.run("status", "--json").json
    lock.release()
    assert answer.code == 0
    assert f"(process {os.getpid()})" in answer.out
    assert shape["running"] is True
    assert shape["pid"] == os.getpid()
    assert datetime.fromisoformat(shape["since"]) == began.replace(microsecond=0)


def test_what_is_held_says_why_and_since_when(home: Home) -> None:
    home.plan(home.session())
    home.happened(Held(home.now, Actor.SERVICE, home.occurrence(), reason=HoldReason.QUIET))
    assert f"waits: quiet hours, since {home.local(home.now)}" in home.run("status").out
    held = home.run("status", "--json").json["waiting"][0]
    assert (held["state"], held["why"]) == ("held", "quiet")


def test_what_is_under_way_says_how_to_end_it(home: Home) -> None:
    home.plan(home.session())
    home.happened(Started(home.now, Actor.CLI, home.occurrence(), place=SessionPlace.NOTIFICATION))
    answer = home.run("status")
    assert "Under way  Morning mobility" in answer.out
    assert "routine done when you are through" in answer.out


def test_a_pause_says_parse_pause_end(home: Home) -> None:
    home.plan(home.session(*WALK))
    until = home.now + 60 * MINUTES
    home.happened(Paused(home.now, Actor.CLI, until=until))
    assert f"Paused     until {home.local(until)}" in home.run("status").out


def test_what_is_wrong_with_the_running_service_is_a_problem_and_is_gone_with_it(home: Home) -> None:
    home.plan(home.session(*WALK))
    make_private(home.paths.runtime_dir)
    kept = FaultFiles(home.paths.log_file, home.paths.faults_file)
    kept.publish(["Something went wrong with “Walk”.", "Another thing."])
    assert home.run("status", "--json").json["problems"] == []
    lock = Lock(home.paths.lock_file)
    lock.acquire()
    try:
        answer, problems = home.run("status"), home.run("status", "--json").json["problems"]
        assert "Problems   Something went wrong with “Walk”." in answer.out
        assert "Another thing." in answer.out
        assert str(home.paths.log_file) in answer.out.replace("\n", "").replace(" " * 11, "")
        assert [one["what"] for one in problems] == ["Something went wrong with “Walk”.", "Another thing."]
        assert {one["file"] for one in problems} == {str(home.paths.log_file)}
        kept.publish([])
        assert "Problems" not in home.run("status").out
    finally:
        lock.release()


def test_problems_name_file_line_and_fix(home: Home) -> None:
    path = home.plan(home.session(*WALK).replace("mobility", "mobilty"), name="broken", seen=False)
    answer = home.run("status")
    assert f"{path.name}:6:12: " in answer.out
    assert "mobility" in answer.out
    problem = home.run("status", "--json").json["problems"][0]
    assert (problem["line"], problem["column"]) == (6, 12)


def test_a_fresh_home_says_that_the_shipped_plans_are_used(home: Home) -> None:
    answer = home.run("status")
    assert answer.code == 69
    assert "`routine init` writes your own" in answer.out
    assert home.run("status", "--json").json["shipped"] is True


def test_a_second_service_is_refused(home: Home) -> None:
    make_private(home.paths.runtime_dir)
    lock = Lock(home.paths.lock_file)
    lock.acquire()
    answer = home.run("run")
    lock.release()
    assert answer.code == 75
    assert f"already running (process {os.getpid()})" in answer.err
