"""A phone: a real service and the real process of `link`, with a stand-in for ntfy's server and its app."""

from __future__ import annotations

import errno
import json
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from routine.adapters.clock import SystemClock
from routine.adapters.phone_files import PhoneButton, PhoneFiles, PhonePress, new_settings, signed
from routine.adapters.web.push_server import Pressed
from routine.core.events import Actor, Snoozed
from routine.core.ids import OccurrenceKey
from routine.errors import JournalError
from routine.wiring.app import App
from routine.wiring.asking import Asker, LookContext
from routine.wiring.link_watches import PhoneWatch, Watch
from routine.wiring.phone_link import PhoneLink
from tests.linked.link_process import FullDisk, link_run
from tests.linked.ntfy_server import NtfyServer
from tests.service.process import RealService, next_minute, wait_for

_PLAN = """title = "Mine"
[[session]]
id = "morning"
title = "Secret stretching"
practice = "stretching"
days = "daily"
at = "{at}"
steps = ["cat-cow"]
"""


@pytest.fixture
def server() -> Iterator[NtfyServer]:
    with NtfyServer() as found:
        yield found


@pytest.fixture
def person(tmp_path: Path) -> Iterator[RealService]:
    (tmp_path / "home").mkdir()
    service = RealService(tmp_path / "home", {"TZ": "UTC"}, in_terminal=True)
    try:
        yield service
    finally:
        service.stop()


def planned_in(person: RealService, ahead: timedelta) -> None:
    person.plan(_PLAN.format(at=f"{SystemClock().now() + ahead:%H:%M}"))


def linked(person: RealService, server: NtfyServer, *words: str) -> str:
    done = person.routine("link", "phone", "--server", server.url, "--wait", "0", *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def topic(person: RealService) -> str:
    return str(person.json("link", "status")["phone"]["topic"])


def planned(person: RealService) -> dict[str, Any]:
    """The one of the daily session that is nearest in time: at night it may be tomorrow's, or yesterday's."""
    now = SystemClock().now()
    asked = ("week", "--from", f"{now - timedelta(days=1):%Y-%m-%d}", "--days", "3")
    found: list[dict[str, Any]] = person.json(*asked)["occurrences"]
    return min(found, key=lambda one: abs(datetime.fromisoformat(one["due"]) - now))


def cards(person: RealService, server: NtfyServer) -> list[dict[str, Any]]:
    """Of that session; what comes a day later may be sent already."""
    key = planned(person)["id"]
    there = server.on_phone(topic(person)).values()
    return [one for one in there if json.loads(one["actions"][0]["body"])["key"] == key]


def looked(person: RealService) -> None:
    done = person.routine("link", "run", "--once")
    assert done.returncode == 0, done.stderr


def state(person: RealService) -> str:
    return str(planned(person)["state"])


def test_the_set_up_ends_with_a_button_that_was_pressed(person: RealService, server: NtfyServer) -> None:
    def pressed() -> None:
        wait_for(lambda: server.cache, "the first card")
        server.press(server.cache[0], "It works")

    thread = threading.Thread(target=pressed)
    thread.start()
    done = person.routine("link", "phone", "--server", server.url, "--wait", "20")
    thread.join()
    assert done.returncode == 0, done.stderr
    assert "The phone answered after" in done.stdout
    assert "unencrypted" in done.stdout, "what leaks and where is said"
    assert topic(person) in done.stdout
    assert server.on_phone(topic(person)) == {}, "and its card is gone"


def test_an_old_server_is_refused(person: RealService) -> None:
    with NtfyServer(sequences=False) as old:
        refused = person.routine("link", "phone", "--server", old.url, "--wait", "0")
    assert refused.returncode == 69
    assert "2.16" in refused.stderr
    assert person.json("link", "status")["phone"] is None


def test_the_card_is_sent_ahead_and_says_nothing_of_what_it_is(person: RealService, server: NtfyServer) -> None:
    planned_in(person, timedelta(minutes=30))
    linked(person, server)
    looked(person)
    (card,) = cards(person, server)
    assert "stretching" not in json.dumps(card).replace("mine/morning", "")
    assert [one["label"] for one in card["actions"]] == ["Start", "Snooze", "Skip"]
    due = SystemClock().now() + timedelta(minutes=30)
    assert abs(int(card["delay"]) - due.timestamp() - 120) < 70, "it rings also while the computer sleeps"
    before = len(server.cache)
    looked(person)
    assert len(server.cache) == before, "a second look sends nothing"


def test_titles_are_there_for_who_asks_for_them(person: RealService, server: NtfyServer) -> None:
    planned_in(person, timedelta(minutes=30))
    linked(person, server, "--titles")
    looked(person)
    (card,) = cards(person, server)
    assert card["title"] == "Secret stretching"


def test_what_was_answered_at_the_desk_never_rings(person: RealService, server: NtfyServer) -> None:
    planned_in(person, timedelta(minutes=30))
    linked(person, server)
    looked(person)
    assert person.routine("skip", "--early", "Secret").returncode == 0
    looked(person)
    assert cards(person, server) == []


def test_a_press_on_the_phone_is_an_answer_and_the_card_goes_everywhere(
    person: RealService, server: NtfyServer
) -> None:
    person.plan(_PLAN.format(at=next_minute()))
    person.start()
    linked(person, server)
    with link_run(person):
        wait_for(lambda: "shown" in person.kinds(), "the card at the desk", 90)
        (card,) = cards(person, server)
        server.press(card, "Skip")
        wait_for(lambda: state(person) == "skipped", "the answer", 10)
        wait_for(lambda: cards(person, server) == [], "the phone's card to go", 10)
        (entry,) = [one for one in person.json("log")["entries"] if one["kind"] == "skipped"]
        assert entry["by"] == "phone"
        server.press(card, "Skip")
        server.press(card, "Snooze")
        looked_at = len(server.cache)
        wait_for(lambda: len(server.cache) >= looked_at, "both to be heard")
    assert person.kinds().count("skipped") == 1
    assert "snoozed" not in person.kinds()


def test_forged_buttons_and_those_of_yesterday_count_for_nothing(person: RealService, server: NtfyServer) -> None:
    planned_in(person, timedelta(minutes=30))
    linked(person, server)
    looked(person)
    (card,) = cards(person, server)
    body = json.loads(card["actions"][2]["body"])
    url = card["actions"][2]["url"]
    for changed in (
        {**body, "signature": "0" * 24},
        {**body, "signature": ""},
        {**body, "number": body["number"] + 1},
        {**body, "button": "start"},
        {**body, "key": "other/one@2026-11-28T07:30"},
        {},
    ):
        server.press(
            {
                "actions": [
                    {"label": "x", "clear": True, "url": url, "method": "POST", "body": json.dumps(changed)}
                ]
            },
            "x",
        )
    server.press({"actions": [{"label": "x", "clear": True, "url": url, "method": "POST", "body": "\x00{["}]}, "x")
    looked(person)
    assert person.kinds() == []
    assert person.routine("snooze", "20m", "Secret").returncode in {0, 5}


def test_a_press_while_link_is_off_counts_when_it_runs_again_and_once(
    person: RealService, server: NtfyServer
) -> None:
    planned_in(person, timedelta(minutes=30))
    person.start()
    linked(person, server)
    looked(person)
    (card,) = cards(person, server)
    server.press(card, "Skip")
    server.press(card, "Skip")
    server.stop()
    with link_run(person):
        server.start()
        wait_for(lambda: state(person) == "skipped", "the answer, with the server back", 30)
    with link_run(person):
        wait_for(lambda: cards(person, server) == [], "the card to go", 15)
    assert person.kinds().count("skipped") == 1


def test_a_press_that_could_not_be_written_down_is_not_lost(
    person: RealService, server: NtfyServer, tmp_path: Path
) -> None:
    planned_in(person, timedelta(minutes=30))
    files, settings = PhoneFiles(tmp_path), new_settings(server.url, "", "", titles=False)
    link, now = PhoneLink(files, settings), SystemClock().now()
    with closing(Asker(person.environ)) as fine, closing(FullDisk(person.environ)) as full:
        link.exchange(LookContext(fine, now, UTC), [])
        card = next(one for one in files.progress().cards.values() if one.key == planned(person)["id"])
        pressed = [Pressed("m1", signed(PhonePress(PhoneButton.SKIP, card.key, card.number), settings.secret))]
        with pytest.raises(JournalError):
            link.exchange(LookContext(full, now, UTC), pressed)
        assert link.exchange(LookContext(fine, now, UTC), pressed).answers == 1
    assert state(person) == "skipped"


def test_a_press_that_is_read_twice_counts_once(person: RealService, server: NtfyServer) -> None:
    """As where it was killed before it noted how far it had read."""
    planned_in(person, timedelta(minutes=30))
    linked(person, server)
    with closing(App(person.environ)) as app:
        now = app.clock.now()
        about = app.store(now).reminders[OccurrenceKey(planned(person)["id"])].occurrence
        app.journal.append(lambda: [Snoozed(now, Actor.CLI, about, until=now + timedelta(minutes=40))])
    looked(person)
    (card,) = cards(person, server)
    server.press(card, "Snooze")
    progress = person.paths.state_dir / "phone-progress.json"
    before = progress.read_bytes()
    for _ in range(2):
        progress.write_bytes(before)
        looked(person)
        assert person.kinds().count("snoozed") == 2


def test_a_full_disk_is_said_once_and_the_link_goes_on() -> None:
    said, looks = list[str](), list[timedelta]()

    class Full(Watch):
        def go_through(self, here: LookContext) -> timedelta:  # noqa: ARG002 - it comes to nothing
            raise OSError(errno.ENOSPC, "No space left on device")

    def tell(_trouble: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    watch, now = Full(said.append, tell), SystemClock().now()
    for _ in range(3):
        looks.append(watch.look(LookContext(Asker({}), now, UTC)))
        now += looks[-1]
    assert len(said) == 1
    assert "No space left" in said[0]
    assert looks[0] < looks[1] < looks[2], "each time it waits longer"
    set_back = watch.look(LookContext(Asker({}), now - timedelta(days=1), UTC))
    assert set_back < timedelta(minutes=1), "whatever becomes of the clock"


def test_a_phone_that_is_linked_no_more_is_listened_to_no_more(
    person: RealService, server: NtfyServer, tmp_path: Path
) -> None:
    planned_in(person, timedelta(minutes=30))
    link = PhoneLink(PhoneFiles(tmp_path), new_settings(server.url, "", "", titles=False))
    watch = PhoneWatch(link, lambda _line: None, lambda: None, listens=True)
    before = threading.active_count()
    asker = Asker(person.environ)
    watch.look(LookContext(asker, SystemClock().now(), UTC))
    asker.close()
    (listening,) = [thread for thread in threading.enumerate() if thread.name == "phone"]
    wait_for(lambda: threading.active_count() > before + 1, "the server to be asked")
    watch.close()
    listening.join(5)
    assert not listening.is_alive()


def test_after_twelve_hours_it_is_lost_and_nothing_else_is(person: RealService, server: NtfyServer) -> None:
    planned_in(person, timedelta(minutes=30))
    linked(person, server)
    looked(person)
    (card,) = cards(person, server)
    server.press(card, "Skip")
    server.forget()
    looked(person)
    assert state(person) == "upcoming"
    assert "12 hours" in linked(person, server), "the set-up says so"


def test_link_off_takes_the_cards_from_the_phone(person: RealService, server: NtfyServer) -> None:
    planned_in(person, timedelta(minutes=30))
    linked(person, server)
    looked(person)
    name = topic(person)
    assert person.routine("link", "off").returncode == 0
    assert server.on_phone(name) == {}
    assert person.json("link", "status")["phone"] is None
    assert not list(person.paths.state_dir.glob("phone*"))


def test_a_server_that_is_away_is_told_and_nothing_is_lost(person: RealService, server: NtfyServer) -> None:
    planned_in(person, timedelta(minutes=30))
    linked(person, server)
    server.stop()
    looked(person)
    assert "does not answer" in person.json("link", "status")["phone"]["trouble"]
    server.start()
    looked(person)
    assert len(cards(person, server)) == 1
    assert person.json("link", "status")["phone"]["trouble"] is None
