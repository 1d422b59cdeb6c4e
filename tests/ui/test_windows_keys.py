"""Knows how the console of Windows gives its keys, by a stand-in for msvcrt; must not know what they mean."""

from __future__ import annotations

from datetime import timedelta

import pytest

from routine.ui.terminal.windows_keys import CTRL_C, WindowsKeys

SECOND = timedelta(seconds=1)


class Console:
    """kbhit and getwch, with `typed` at hand from the look `after` on."""

    def __init__(self, typed: str, after: int = 0) -> None:
        self.typed, self.after, self.slept = list(typed), after, 0.0

    def kbhit(self) -> bool:
        return bool(self.typed) and self.after <= 0

    def getwch(self) -> str:
        return self.typed.pop(0)

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.after -= 1


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("n", ["n"]),
        ("N ", ["n", " "]),
        ("\xe0M\0K", ["right", "left"]),
        ("\x1b", ["esc"]),
        ("\0\x3bq", ["q"]),  # F1 means nothing
        ("ä", ["ä"]),
        (CTRL_C, [CTRL_C]),
    ],
)
def test_each_key_has_its_name(typed: str, keys: list[str]) -> None:
    console = Console(typed)
    assert WindowsKeys(console, console.sleep).wait(SECOND, lambda: False) == keys
    assert console.slept == 0


def test_nothing_pressed_is_nothing_after_the_time_is_up() -> None:
    console = Console("")
    assert WindowsKeys(console, console.sleep).wait(SECOND, lambda: False) == []
    assert console.slept == pytest.approx(1.0)


def test_a_key_that_comes_later_ends_the_wait() -> None:
    console = Console("s", after=3)
    assert WindowsKeys(console, console.sleep).wait(SECOND, lambda: False) == ["s"]
    assert console.slept < 0.5


def test_a_signal_ends_it_as_well() -> None:
    console = Console("")
    assert WindowsKeys(console, console.sleep).wait(SECOND, lambda: console.slept > 0.2) == []
    assert console.slept < 0.5
