"""Knows what is said of whether this is a moment to show anything; must not know how that was found out."""

from __future__ import annotations

from routine.presentation.agenda import HOLD_REASONS

SWITCHED_OFF = "switched off in your settings"
NOT_ASKED = "not asked yet"
LATE = "did not answer in time, so it holds nothing back"
TROUBLE = "could not be asked, so it holds nothing back"
IN_TERMINAL = "not asked, as reminders are shown in the terminal"
NOT_HERE = "cannot be asked on this kind of computer, so it holds nothing back"

# the lock

LOCKED = HOLD_REASONS["locked"]
UNLOCKED = "the screen is not locked"
NO_LOCK = "nobody here tells when the screen is locked"
SAVER_ON = "the screen saver is on"
SAVER_OFF = "the screen saver is off"
NO_SAVER = "no screen saver that answers"

OTHER_IN_FRONT = "another login is in front of the screen"


def locked_by(locker: str) -> str:
    return f"{locker} has locked the screen"


# do-not-disturb

NO_SERVER = "no notification server to ask"


def disturb(server: str, *, on: bool) -> str:
    return f"do-not-disturb is {'on' if on else 'off'} in {server}"


PRESENTING = "Windows keeps notifications back just now: somebody presents, or it was just set up"
NO_SWITCH_ON_WINDOWS = (
    "Windows tells nobody of its do-not-disturb, and keeps what comes meanwhile in its notification centre"
)
NO_SWITCH_ON_MACOS = "macOS tells nobody of its Focus, and keeps what comes meanwhile in its notification centre"


def muted(server: str) -> str:
    return f"{server} has been told to show nothing of routine"


def no_switch(server: str) -> str:
    return f"{server} has no do-not-disturb that can be asked"


def quiet_command(*, quiet: bool) -> str:
    return "your quiet_command says so" if quiet else "your quiet_command has nothing against it"


def quiet_command_fails(name: str, why: str) -> str:
    return f"your quiet_command ({name}) could not be asked, so it holds nothing back: {why}"


def quiet_command_late(name: str) -> str:
    return f"your quiet_command ({name}) did not end within a second, so it holds nothing back"


def ended_by(code: int) -> str:
    return f"it ended with {code}"


# the microphone

MICROPHONE_FREE = "the microphone is not in use"
MICROPHONE_SILENT = "the sound server did not answer"
NO_SOUND = "no sound server to ask"
NO_PACTL = "cannot be asked: the program pactl is missing (Debian: pulseaudio-utils)"


def listening(program: str) -> str:
    return f"{program} is using the microphone" if program else HOLD_REASONS["microphone"]


# the screen

FULL_SCREEN = HOLD_REASONS["full_screen"]
NO_FULL_SCREEN = "no window fills the screen"
WAYLAND = "cannot be asked on Wayland"
NO_WINDOW_KEEPER = "cannot be asked: the window manager does not say which window is in front"
NO_X11 = "cannot be asked: no X11 screen is named in DISPLAY"
X11_SILENT = "cannot be asked: the X11 screen did not let us in"

# the person

NO_IDLE = "cannot be asked: this desktop does not tell when keyboard or mouse were last used"


def away(length: str) -> str:
    return f"keyboard and mouse have been still for {length}"


def here(limit: str) -> str:
    return f"somebody is here (away means {limit} without keyboard or mouse)"
