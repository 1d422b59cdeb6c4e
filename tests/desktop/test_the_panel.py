"""The icon in a real panel, by real clicks: what waits is answered there, and a panel that died has it again."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from routine.core.events import Actor
from tests.desktop.desktop import Desktop
from tests.needs import need
from tests.service.process import RealService, wait_for

pytestmark = [pytest.mark.desktop, pytest.mark.slow]

_HIGH, _EDGE = 28, 4
"""Of the panel, and around the lines of a menu; in pixels."""
_REST = ("", "Open", "My back hurts now")
_PAUSES = ("", "Pause for an hour", "Pause until tomorrow", *_REST)
_PANEL = f"""<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="{_HIGH}"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty"><property name="plugin-1" type="string" value="systray"/></property>
</channel>
"""


def _start_panel(desk: Desktop) -> subprocess.Popen[bytes]:
    folder = desk.home / "config" / "xfce4" / "xfconf" / "xfce-perchannel-xml"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "xfce4-panel.xml").write_text(_PANEL)
    return desk.run([need("xfce4-panel", "xfce4-panel"), "--disable-wm-check"])


def _windows(desk: Desktop) -> list[tuple[int, int, int, int]]:
    """Those of the plugin that shows icons: x, y, width, height. No screen reader can read them."""
    found = []
    for window in desk.xdotool("search", "--onlyvisible", "--class", "wrapper").split():
        shape = desk.xdotool("getwindowgeometry", "--shell", window)
        numbers = dict(line.split("=", 1) for line in shape.split() if "=" in line)
        if numbers:
            found.append((int(numbers["X"]), int(numbers["Y"]), int(numbers["WIDTH"]), int(numbers["HEIGHT"])))
    return found


def _choose(desk: Desktop, label: str, *menu: str) -> None:
    """With the mouse: the icon, once it is there, and the line of its menu; an empty line is a rule."""

    def opened() -> list[tuple[int, int, int, int]]:
        icons = [(x, y) for x, y, _, high in _windows(desk) if high <= _HIGH]
        for x, y in icons:
            desk.xdotool("mousemove", str(x + _HIGH // 2), str(y + _HIGH // 2), "sleep", "0.2", "click", "1")
        desk.xdotool("sleep", "0.5")
        return [window for window in _windows(desk) if window[3] > _HIGH]

    wait_for(opened, "a menu at the icon", 30)
    x, y, _, high = next(window for window in _windows(desk) if window[3] > _HIGH)
    lines = [line for line in menu if line]
    rules = menu[: menu.index(label)].count("")
    each = (high - 2 * _EDGE - menu.count("")) / len(lines)
    desk.click_at(x + 60, round(y + _EDGE + rules + each * (lines.index(label) + 0.5)))


def test_it_is_answered_in_the_panel_and_the_panel_that_died_has_it_again(tmp_path: Path) -> None:
    browser = tmp_path / "surf"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/visited\n')
    browser.chmod(0o755)
    with Desktop(server="xfce") as desk:
        panel = _start_panel(desk)
        environ = {**desk.env, "BROWSER": str(browser)}
        with RealService(tmp_path, environ, welcome=True) as service:
            assert desk.shows("text", "Your first minute · 1 min", 8.0)
            _choose(desk, "Snooze 10 min", "Your first minute", "", "Start", "Snooze 10 min", "Skip", *_PAUSES)
            wait_for(lambda: service.entries()[-1].by is Actor.PANEL, "the answer in the journal")
            assert service.entries()[-1].kind.value == "snoozed"
            desk.end(panel, signal.SIGKILL)
            _start_panel(desk)
            _choose(desk, "Pause for an hour", "It is snoozed", "", "Start", "Snooze 10 min", "Skip", *_PAUSES)
            wait_for(lambda: service.json("status")["paused_until"], "the pause")
            _choose(desk, "End the pause", "It is paused", "", "End the pause", *_REST)
            wait_for(lambda: not service.json("status")["paused_until"], "the end of the pause")
            _choose(desk, "My back hurts now", "It is snoozed", "", "Start", "Snooze 10 min", "Skip", *_PAUSES)
            wait_for((tmp_path / "visited").exists, "the browser", 30)
            assert (tmp_path / "visited").read_text().strip().endswith("/today%23relief")
