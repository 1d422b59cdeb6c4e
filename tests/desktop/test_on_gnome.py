"""Knows what a person sees and clicks on a real GNOME Shell; must not know how a card is sent.

GNOME shows buttons under the pointer only, drops them in its list of messages, and has one switch for silence.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from routine.core.events import HoldReason
from routine.core.notification import ActionId
from routine.ports import Acted, BodyClicked
from tests.desktop.gnome import Gnome
from tests.desktop.test_real_servers import MORNING, SKIP, opened, press, run
from tests.service.process import PLAN, RealService, next_minute, wait_for
from tests.telling import reason_of

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.slow,
    # a whole desktop shell, 88 MB and minutes: by hand, where somebody wants to see it
    pytest.mark.skipif("WITH_GNOME_SHELL" not in os.environ, reason="set WITH_GNOME_SHELL=1 to run GNOME Shell"),
]
WELCOME = "Your first minute · 1 min"


@pytest.fixture(scope="module")
def gnome() -> Iterator[Gnome]:
    with Gnome() as gnome:
        yield gnome


def _welcomed(gnome: Gnome, folder: Path) -> RealService:
    return RealService(folder, gnome.env, welcome=True)


def _happened(service: RealService) -> list[str]:
    """With the welcome, in order."""
    return [entry.kind.value for entry in service.entries() if entry.about]


def _last(service: RealService) -> tuple[str, str]:
    entry = [entry for entry in service.entries() if entry.about][-1]
    return entry.kind.value, entry.by.value


def _see_again(gnome: Gnome, title: str) -> None:
    """Open the list, click on the card that is listed there, shut the list."""
    with gnome.list_of_messages():
        gnome.click_text(title)


def test_the_first_reminder_shows_its_buttons_at_once_and_leads_to_the_last_question(
    gnome: Gnome, tmp_path: Path
) -> None:
    with _welcomed(gnome, tmp_path) as service:
        gnome.click("Start", limit=5.0)
        wait_for(lambda: _last(service) == ("started", "notification"), "started")
        for number in (1, 2, 3):
            assert gnome.shows("text", f"Step {number} of 3", 5.0)
            gnome.click("Next", limit=2.0)
        gnome.click("Too easy", limit=5.0)
        wait_for(lambda: _last(service) == ("felt", "notification"), "the answer")
        assert _happened(service)[2:] == ["started", *["step_done"] * 3, "completed", "felt"]


@pytest.mark.parametrize(("label", "kind"), [("Snooze 10m", "snoozed"), ("Skip", "skipped")])
def test_the_other_buttons_arrive_as_what_they_say(gnome: Gnome, tmp_path: Path, label: str, kind: str) -> None:
    with _welcomed(gnome, tmp_path) as service:
        gnome.click(label, limit=5.0)
        wait_for(lambda: _last(service) == (kind, "notification"), kind)
        wait_for(lambda: WELCOME not in gnome.texts(), "the card to go", 5.0)


def test_a_step_that_ends_by_itself_brings_the_next_one_with_its_buttons(gnome: Gnome, tmp_path: Path) -> None:
    with _welcomed(gnome, tmp_path) as service:
        gnome.click("Start", limit=5.0)
        assert gnome.shows("text", "Step 2 of 3", 30.0)
        assert "Step 1 of 3" not in gnome.texts()
        gnome.click("Stop", limit=2.0)
        wait_for(lambda: _last(service)[0] == "abandoned", "the session to be left")


def test_a_listed_reminder_that_is_clicked_comes_up_with_its_buttons_and_starts_nothing(
    gnome: Gnome, tmp_path: Path
) -> None:
    with _welcomed(gnome, tmp_path) as service:
        assert gnome.shows("button", "Start", 5.0)
        for _ in range(2):
            _see_again(gnome, WELCOME)
            assert gnome.shows("button", "Start", 3.0)
        assert set(_happened(service)) == {"showing", "shown"}
        gnome.click("Skip")
        wait_for(lambda: _last(service) == ("skipped", "notification"), "skipped")
        with gnome.list_of_messages():
            assert WELCOME not in gnome.texts()


def test_a_click_on_the_card_itself_leaves_its_buttons_there_and_starts_nothing(
    gnome: Gnome, tmp_path: Path
) -> None:
    with _welcomed(gnome, tmp_path) as service:
        gnome.click_text(WELCOME, limit=5.0)
        assert gnome.shows("button", "Start", 3.0)
        assert set(_happened(service)) == {"showing", "shown"}


def test_a_card_sent_off_with_escape_comes_up_again_from_the_list(gnome: Gnome, tmp_path: Path) -> None:
    with _welcomed(gnome, tmp_path) as service:
        x, y = gnome.place_of("text", WELCOME)
        # under the pointer it has the keyboard
        gnome.xdotool(
            "mousemove", str(x), str(y), "sleep", "1", "key", "Escape", "sleep", "0.5", "mousemove", "5", "400"
        )
        wait_for(lambda: not gnome.shows("button", "Start", 0.1), "the card to go")
        _see_again(gnome, WELCOME)
        gnome.click("Start", limit=3.0)
        wait_for(lambda: _last(service) == ("started", "notification"), "started")
        with gnome.list_of_messages():
            assert WELCOME not in gnome.texts()


def test_a_step_looked_up_in_the_list_goes_on_where_it_was(gnome: Gnome, tmp_path: Path) -> None:
    with _welcomed(gnome, tmp_path) as service:
        gnome.click("Start", limit=5.0)
        assert gnome.shows("text", "Step 1 of 3", 5.0)
        _see_again(gnome, "Step 1 of 3")
        gnome.click("Next", limit=3.0)
        assert gnome.shows("text", "Step 2 of 3", 5.0)
        assert _last(service) == ("step_done", "notification")


def test_do_not_disturb_holds_a_reminder_until_it_is_off(gnome: Gnome, tmp_path: Path) -> None:
    with gnome.do_not_disturb(), RealService(tmp_path, gnome.env) as service:
        service.plan(PLAN.format(title="Mine", at=next_minute(), more=""))
        wait_for(lambda: service.kinds()[-1:] == ["held"], "held", 90.0)
        assert reason_of(service.entries()[-1]) == HoldReason.DO_NOT_DISTURB
        assert not gnome.shows("button", "Start", 1.0)
        gnome.setting("org.gnome.desktop.notifications", "show-banners", "true")
        gnome.click("Start", limit=10.0)
        wait_for(lambda: _last(service) == ("started", "notification"), "started")


def test_a_reminder_sent_into_do_not_disturb_is_only_listed_until_somebody_clicks_on_it(gnome: Gnome) -> None:
    async def body() -> None:
        async with opened(gnome) as (notifier, ear):
            handle = await notifier.show(MORNING)
            assert not await asyncio.to_thread(gnome.shows, "button", "Start", 1.0)
            await asyncio.to_thread(_see_again, gnome, MORNING.title)
            assert ear.heard == [BodyClicked(handle, stands=True)]
            await press(gnome, ear, handle, SKIP)
            assert ear.heard[1:] == [Acted(handle, ActionId.SKIP)]

    with gnome.do_not_disturb():
        run(body)
