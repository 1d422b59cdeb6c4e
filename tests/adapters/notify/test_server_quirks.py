"""Knows that what a server is treated differently for can be checked again; must not know what is sent to it."""

from __future__ import annotations

import re

from routine.adapters.notify import server_quirks
from routine.adapters.notify.server_quirks import Quirk, Server

QUIRKS = {name: value for name, value in vars(server_quirks).items() if isinstance(value, Quirk)}


def test_every_quirk_says_on_which_version_of_which_server_it_was_seen_and_when() -> None:
    assert QUIRKS
    for name, quirk in QUIRKS.items():
        assert quirk.seen_on, name
        for sighting in quirk.seen_on:
            assert sighting.server, name
            assert re.fullmatch(r"\d+(\.\d+)+|version not noted", sighting.version), name
            assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", sighting.seen), name


def test_of_two_servers_with_one_name_only_the_one_it_was_seen_on_is_treated_differently() -> None:
    gnome = Server(":1.5", "Notification Daemon", "GNOME", frozenset({"actions"}))
    mate = Server(":1.5", "Notification Daemon", "MATE", frozenset({"actions"}))
    assert gnome.must_fade_first
    assert not mate.must_fade_first
