"""The whole way on a real desktop that asks for quiet: a reminder is held and comes as soon as it may."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from tests.adapters.presence.x_screen import Windowed
from tests.needs import need
from tests.service.process import PLAN, RealService, next_minute, wait_for
from tests.telling import reason_of

pytestmark = [pytest.mark.desktop, pytest.mark.slow]
CARD = "Morning mobility · 2 min"


def test_one_reason_after_another_holds_a_reminder_and_none_drops_it(tmp_path: Path) -> None:
    """On Xfce: its server would take the card, answer with a number and never show it."""

    def disturb_not(on: str) -> None:
        command = [need("xfconf-query", "xfconf"), "-c", "xfce4-notifyd", "-p", "/do-not-disturb"]
        subprocess.run([*command, "--create", "-t", "bool", "-s", on], env=desk.env, check=True, timeout=10)

    def happened() -> list[tuple[str, str]]:
        return [(entry.kind.value, reason_of(entry)) for entry in service.entries() if entry.about]

    with Windowed(server="xfce") as desk, RealService(tmp_path, desk.env) as service:
        desk.open_window()
        disturb_not("true")
        service.plan(PLAN.format(title="Mine", at=next_minute(3.0), more=""))
        wait_for(lambda: happened() == [("held", "do_not_disturb")], "the hold in the journal", 75.0)
        assert "do-not-disturb is on" in service.routine("status").stdout

        desk.toggle_full_screen()
        disturb_not("false")
        held = [("held", "do_not_disturb"), ("held", "full_screen")]
        wait_for(lambda: happened() == held, "the other reason in the journal", 3.0)
        time.sleep(5.0)
        assert happened() == held, "asking again writes nothing"
        assert not desk.shows("text", CARD)

        desk.toggle_full_screen()
        wait_for(lambda: happened() == [*held, ("showing", ""), ("shown", "")], "the reminder", 5.0)
        desk.click("Skip", 3.0)
        wait_for(lambda: happened()[-1][0] == "skipped", "the answer in the journal")
