"""Knows that GNOME's do-not-disturb switch is read as it stands; must not know what is done about it.

The real `gsettings`, with a schema and a settings file of its own.
"""

from __future__ import annotations

import asyncio
import subprocess
import time
from pathlib import Path

import pytest

from routine.adapters.presence.do_not_disturb import gnome_banners_off
from tests.needs import need

_SCHEMA = """<schemalist><schema id="org.gnome.desktop.notifications" path="/org/gnome/desktop/notifications/">
<key name="show-banners" type="b"><default>true</default></key></schema></schemalist>
"""


@pytest.fixture
def gnome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need("gsettings", "libglib2.0-bin")
    (tmp_path / "own.gschema.xml").write_text(_SCHEMA)
    subprocess.run([need("glib-compile-schemas", "libglib2.0-bin"), str(tmp_path)], check=True)
    monkeypatch.setenv("GSETTINGS_SCHEMA_DIR", str(tmp_path))
    monkeypatch.setenv("GSETTINGS_BACKEND", "keyfile")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def switch(on: str) -> None:
    subprocess.run(["gsettings", "set", "org.gnome.desktop.notifications", "show-banners", on], check=True)


def test_the_switch_is_read_as_it_stands(gnome: None) -> None:
    assert asyncio.run(gnome_banners_off()) is False
    switch("false")
    assert asyncio.run(gnome_banners_off()) is True
    switch("true")
    assert asyncio.run(gnome_banners_off()) is False


def test_where_there_is_no_gnome_nobody_can_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert asyncio.run(gnome_banners_off()) is None
    failing = tmp_path / "gsettings"
    failing.write_text("#!/bin/sh\necho 'No such schema' >&2\nexit 1\n")
    failing.chmod(0o755)
    assert asyncio.run(gnome_banners_off()) is None


def test_a_slow_answer_is_none_and_nothing_is_left_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "gsettings"
    slow.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec /bin/sleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    started = time.monotonic()
    assert asyncio.run(gnome_banners_off()) is None
    assert time.monotonic() - started < 10
    assert not Path("/proc", (tmp_path / "pid").read_text().strip()).exists()
