"""The whole way on a real desktop: text in a file, a real notification server, a real click, the journal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desktop.desktop import Desktop
from tests.service.process import PLAN, RealService, next_minute, wait_for
from tests.telling import told

pytestmark = [pytest.mark.desktop, pytest.mark.slow]
WELCOME = "Your first minute · 1 min"


def _welcomed(desk: Desktop, folder: Path) -> RealService:
    return RealService(folder, desk.env, welcome=True)


def _wait_for_last(service: RealService, kind: str) -> None:
    wait_for(lambda: _last(service) == (kind, "notification"), f"{kind} in the journal")


def _appears(desk: Desktop, text: str) -> bool:
    """Within the minute to come, and a little."""
    return any(desk.shows("text", text, 20.0) for _ in range(4))


def _last(service: RealService) -> tuple[str, str]:
    entry = [entry for entry in service.entries() if entry.about][-1]
    return entry.kind.value, entry.by.value


@pytest.mark.parametrize("server", ["xfce", "mate", "dunst"])
def test_the_very_first_reminder_is_answered_by_a_click(server: str, tmp_path: Path) -> None:
    """Within five seconds of the first start; one click each on Snooze, Skip and Start."""
    for label, kind in (("Snooze 10m", "snoozed"), ("Skip", "skipped"), ("Start", "started")):
        folder = tmp_path / kind
        folder.mkdir()
        with Desktop(server=server) as desk, _welcomed(desk, folder) as service:
            desk.click(label, limit=5.0)
            _wait_for_last(service, kind)


def test_a_session_is_guided_step_by_step_to_the_last_question(tmp_path: Path) -> None:
    with Desktop(server="xfce") as desk, _welcomed(desk, tmp_path) as service:
        assert desk.shows("text", WELCOME, 5.0)
        desk.click("Start")
        for number in (1, 2, 3):
            assert desk.shows("text", f"Step {number} of 3", 30.0)
        # to its end: a minute
        desk.click("Too easy", 30.0)
        wait_for(lambda: _last(service) == ("felt", "notification"), "the answer in the journal")
        assert [told(e).answer for e in service.entries()][-1] == "easier"
        assert [e.kind.value for e in service.entries()][-6:-1] == ["started", *["step_done"] * 3, "completed"]


def test_who_only_goes_on_has_done_it_in_part_and_is_asked_what_it_was(tmp_path: Path) -> None:
    with Desktop(server="xfce") as desk, _welcomed(desk, tmp_path) as service:
        desk.click("Start", limit=5.0)
        for number in (1, 2, 3):
            assert desk.shows("text", f"Step {number} of 3", 5.0)
            desk.click("Next")
        desk.click("No time", 5.0)
        wait_for(lambda: _last(service) == ("felt", "notification"), "the answer in the journal")
        assert [told(e).answer for e in service.entries()][-1] == "no_time"
        assert "abandoned" in {e.kind.value for e in service.entries()}


def test_without_buttons_the_card_names_the_commands(tmp_path: Path) -> None:
    with Desktop(server="notify-osd") as desk, _welcomed(desk, tmp_path) as service:
        wait_for(desk.windows, "a card")
        assert service.routine("skip").returncode == 0
        wait_for(lambda: _last(service) == ("skipped", "cli"), "skipped")


def test_a_plan_saved_while_it_runs_comes_at_its_minute_and_again_after_its_snooze(tmp_path: Path) -> None:
    with Desktop(server="xfce") as desk, RealService(tmp_path, desk.env) as service:
        at = next_minute()
        service.plan(PLAN.format(title="Mine <b>&</b> 100% 🧘", at=at, more='snooze = ["1m"]'))
        wait_for(lambda: service.has_said("Next: Morning mobility"), "the plan to be taken")
        assert _appears(desk, "Morning mobility · 2 min")
        desk.click("Snooze 1m")
        wait_for(lambda: service.kinds()[-1] == "snoozed", "snoozed")
        assert not desk.shows("text", "Morning mobility · 2 min", 1.0)
        until = told(service.entries()[-1]).until

        service.kill()
        service.start()
        assert told(service.entries()[-1]).until == until, "the snooze is due at the same instant"
        assert _appears(desk, "Morning mobility · 2 min")
        # at midnight its day stands before the time
        assert any(f"{at}, snoozed 1×" in text for text in desk.texts())

        assert service.routine("snooze", "20m").returncode == 0
        wait_for(lambda: not desk.shows("text", "Morning mobility · 2 min", 0.2), "the card to go", 5.0)


def test_a_crash_between_asking_and_the_servers_yes_shows_it_once_more(tmp_path: Path) -> None:
    with Desktop(server="xfce") as desk:
        service = _welcomed(desk, tmp_path)
        desk.stop_server()
        service.start()
        wait_for(lambda: [e for e in service.entries() if e.kind.value == "showing"], "the server to be asked")
        service.kill()
        desk.continue_server()
        assert "shown" not in [entry.kind.value for entry in service.entries()]
        with service:
            assert desk.shows("text", WELCOME, 8.0)
            wait_for(lambda: [e.kind.value for e in service.entries()][-1] == "shown", "shown")


def test_a_broken_plan_is_named_on_a_card_with_its_line_and_the_fix(tmp_path: Path) -> None:
    with Desktop(server="xfce") as desk, RealService(tmp_path, desk.env) as service:
        service.plan(PLAN.format(title="Mine", at="7:5", more=""))
        assert desk.shows("text", "mine.toml has a problem", 8.0)
        card = " ".join(desk.texts())
        assert "mine.toml:7:6: " in card
        assert "07:05" in card
        service.plan(PLAN.format(title="Mine", at="07:05", more=""))
        wait_for(lambda: not desk.shows("text", "mine.toml has a problem", 0.2), "the complaint to go", 8.0)


def test_ctrl_c_takes_the_cards_away(tmp_path: Path) -> None:
    with Desktop(server="mate") as desk:
        service = _welcomed(desk, tmp_path)
        service.start()
        assert desk.shows("text", WELCOME, 5.0)
        assert service.stop() == 0
        wait_for(lambda: not desk.shows("text", WELCOME, 0.2), "the card to go", 5.0)
        assert service.has_said("routine has stopped")
