"""What is always to be shown on a desktop that is quiet, and a card of mako whose server dies: real ones, both."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.adapters.presence.test_do_not_disturb_on_wayland import NAME, Sway
from tests.desktop.desktop import Desktop
from tests.desktop.private_bus import until
from tests.needs import need
from tests.service.process import PLAN, RealService, next_minute, wait_for

pytestmark = [pytest.mark.desktop, pytest.mark.slow]
WELCOME = "Your first minute · 1 min"
SOON = 9.0
"""Seconds within which a card is on the screen once a server is there."""
TITLE = "Morning mobility"


def _on_mako(sway: Sway) -> list[str]:
    """The titles of the cards that it shows."""
    said = subprocess.run(
        [need("makoctl", "mako-notifier"), "list"], env=sway.env, capture_output=True, check=False
    )
    found = json.loads(said.stdout or b'{"data": [[]]}')["data"][0]
    return [card["summary"]["data"] for card in found]


@pytest.mark.parametrize("unnamed", [False, True], ids=["a screen's name", "no screen's name"])
def test_a_card_of_mako_is_there_again_when_mako_is(tmp_path: Path, *, unnamed: bool) -> None:
    with Sway() as sway:
        mako = need("mako", "mako-notifier")
        first = sway.run([mako])
        until(lambda: sway.owner(NAME), "mako", 30.0)
        env = {name: value for name, value in sway.env.items() if not unnamed or name != "WAYLAND_DISPLAY"}
        with RealService(tmp_path, env, welcome=True, in_terminal=False):
            wait_for(lambda: WELCOME in _on_mako(sway), "the card", SOON)
            first.kill()
            first.wait()
            wait_for(lambda: not sway.owner(NAME), "the name to be free")
            sway.run([mako])
            until(lambda: sway.owner(NAME), "mako again", 30.0)
            wait_for(lambda: WELCOME in _on_mako(sway), "the card again", SOON)


def test_what_is_always_to_be_shown_pierces_the_quiet_of_xfce_and_nothing_else_does(tmp_path: Path) -> None:
    with Desktop(server="xfce") as desk:
        subprocess.run(
            ["xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb", "-n", "-t", "bool", "-s", "true"],
            env=desk.env,
            check=True,
        )
        with RealService(tmp_path, desk.env, in_terminal=False) as service:
            at = next_minute()
            always = "[remind]\nalways = true\n"
            service.plan(
                PLAN.format(title="Mine", at=at, more="").replace("[[session]]", f"{always}[[session]]", 1)
            )
            quiet = PLAN.format(title="Quiet", at=at, more="").replace(TITLE, "Held back")
            service.plan(quiet, "quiet")
            assert any(desk.shows("text", f"{TITLE} · 2 min", 20.0) for _ in range(4))
            assert not desk.shows("text", "Held back · 2 min", 3.0)
            phases = {entry.about.title: entry.kind.value for entry in service.entries() if entry.about}
            assert phases == {TITLE: "shown", "Held back": "held"}
