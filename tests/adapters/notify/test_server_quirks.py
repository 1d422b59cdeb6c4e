"""Knows that what a server is treated differently for can be checked again; must not know what is sent to it."""

from __future__ import annotations

import re

import pytest

from routine.adapters.notify import server_quirks
from routine.adapters.notify.server_quirks import Quirk, Server, wire_notification
from routine.adapters.notify.undrawn_buttons import UNDRAWN_BUTTONS, UndrawnButtons
from routine.core.loaded_plans import ButtonChoice
from routine.core.notification import ActionId, Button, Notification

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


MORNING = Notification(
    "Morning",
    "Begins with Cat-cow.",
    (Button(ActionId.START, "Start"),),
    without_buttons="To answer, type: routine start",
)


def _body(server: str, choice: ButtonChoice = ButtonChoice.AUTO) -> str:
    there = Server(":1.5", server, "", frozenset({"actions"}))
    wire = wire_notification(MORNING, there, critical=False, choice=choice)
    assert dict(wire.actions)["start"] == "Start", "it may be drawn after all"
    return wire.body


@pytest.mark.parametrize("known", UNDRAWN_BUTTONS, ids=lambda one: one.server)
def test_where_no_button_is_drawn_the_card_says_how_to_answer_there_and_anywhere(known: UndrawnButtons) -> None:
    assert _body(known.server) == f"Begins with Cat-cow.\n{known.how}\nTo answer, type: routine start"
    assert _body(known.server, ButtonChoice.YES) == "Begins with Cat-cow."
    assert known.source


def test_where_every_button_is_drawn_nothing_is_said_unless_the_person_says_that_they_see_none() -> None:
    assert _body("Plasma") == "Begins with Cat-cow."
    assert _body("Plasma", ButtonChoice.NO) == "Begins with Cat-cow.\nTo answer, type: routine start"


def test_what_is_known_of_the_buttons_is_told_with_the_server() -> None:
    dunst = Server(":1.5", "dunst", "", frozenset({"actions"}))
    assert "may draw none" in dunst.caps.degraded
    assert not dunst.caps_for(ButtonChoice.YES).degraded
    assert dunst.caps.actions
