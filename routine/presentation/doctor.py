"""Knows what doctor says of each thing routine stands on; must not know how it was looked at."""

from __future__ import annotations

from routine.presentation.phrases import plural, typed
from routine.presentation.plan_check import NO_PLAN_HINT
from routine.presentation.system_problems import BRING_BACK

CLICK_HELP = "also show a test card, and wait half a minute for a click on it"

FINE, LOOK, WRONG = "✓", "!", "✗"
NAMES = {
    "routine": "routine",
    "settings": "Settings",
    "plans": "Plans",
    "journal": "Journal",
    "clock": "Clock",
    "service": "Service",
    "login": "Login",
    "notifications": "Notifications",
    "click": "Test card",
    "moment": "Moments",
    "disk": "Disk",
}


def version(routine: str, python: str, system: str) -> str:
    return f"{routine}, with Python {python} on {system}"


# settings and plans


def settings(path: str, *, there: bool) -> str:
    return path if there else f"{path} is not there; nothing is changed"


def plans(count: int, folder: str) -> str:
    return plural(count, f"1 plan in {folder}", f"{count} plans in {folder}")


LOOKED_AT = "looked at every five seconds, as it is shared with another system"
SHIPPED = "none of your own yet; those that come with routine are used"
SHIPPED_FIX = NO_PLAN_HINT


def unreachable(folder: str) -> tuple[str, str]:
    """(what is so, what to do)"""
    return f"the folder {folder} is not there, or cannot be read", BRING_BACK


# the journal

NO_JOURNAL = "not there yet; it begins with the first start"


def journal(rows: int, size: int) -> str:
    return plural(rows, f"sound: 1 entry, {amount(size)}", f"sound: {rows:,} entries, {amount(size)}")


def of_another_version(rows: int) -> tuple[str, str]:
    return (
        plural(
            rows,
            "1 entry is of a kind this version does not know",
            f"{rows:,} entries are of a kind this version does not know",
        ),
        "They are kept as they are; a newer routine reads them.",
    )


def not_private(path: str) -> tuple[str, str]:
    return "others on this computer can read it", f"chmod 600 {typed(path)}"


def private_nowhere(path: str) -> tuple[str, str]:
    return (
        "others on this computer can read it, as its disk keeps no permissions",
        f"chmod changes nothing there. Mount the disk of {path} with umask=077, or have ROUTINE_HOME elsewhere.",
    )


def not_writable(path: str) -> tuple[str, str]:
    return f"{path} cannot be written", "Check that the folder and the file belong to you."


def from_the_future(when: str) -> tuple[str, str]:
    return (
        f"the journal has an entry of {when}, which is still to come",
        "If the clock was wrong then, all is well: such entries are passed over. If it is wrong now, set it.",
    )


# the clock


def clock(when: str, zone: str) -> str:
    return f"{when} in {zone}"


NO_ZONES = (
    "this computer has no time zone database, so plans that name a zone take local times",
    "Install it: `pip install tzdata`; on Debian and Ubuntu, `apt install tzdata`.",
)

# the service and the login

NOT_RUNNING = "not running, so nothing will remind you"
NOT_RUNNING_FIX = "`routine run` starts it; `routine login on` starts it whenever you log in."


def running(pid: int, since: str) -> str:
    return f"running since {since} (process {pid})" if since else f"running (process {pid})"


def login_on(way: str) -> str:
    return f"starts when you log in, by {way}"


LOGIN_OFF = "does not start when you log in"
LOGIN_OFF_FIX = "`routine login on` changes that."

# notifications


def server(name: str, version_: str) -> str:
    return f"{server_without_buttons(name, version_)}, with buttons"


def server_without_buttons(name: str, version_: str) -> str:
    return " ".join(part for part in (name, version_) if part)


NOTHING_SHOWN = "the service has no way to show a reminder at the moment"


def sees_otherwise(parts: list[str]) -> str:
    """Each part as the functions below make it."""
    return f"the service sees another desktop than this shell does: {'; '.join(parts)}"


SEES_OTHERWISE_FIX = (
    "What stands here is the service's. `routine login on` in a terminal on your desktop starts it there."
)
NO_SCREEN_THERE = "it finds no screen"


def other_notifier(service: str, shell: str) -> str:
    return f"it has {service or 'no notifications'}, not {shell}"


def other_hold(service: str, shell: str) -> str:
    """Why a reminder would wait; empty where it would not."""
    if not service:
        return f"it would show a reminder although {shell}"
    return f"for it {service}"


def other_choice(choice: str) -> str:
    return f"your settings choose {choice!r}; the desktop is not used"


TEST_TITLE = "Can you see this?"
TEST_BODY = "routine doctor asks. Please press the button."
TEST_BUTTON = "Yes"
TEST_WITHOUT = "Where no button is drawn there is nothing to press: it goes by itself."


def shown(*, buttons: bool) -> str:
    if buttons:
        return "A test card is on the screen. Please press its button; this waits for half a minute."
    return "A test card is on the screen, for a few seconds."


CLICKED = "you pressed its button, and it arrived"
_CARD_FIX = "Try again, and press the button on the card."
NOT_CLICKED = {
    "closed": ("it was closed, but its button was not pressed", _CARD_FIX),
    "silence": (
        "no click came within half a minute",
        "If you saw no card, look whether do-not-disturb is on, and whether the desktop lets routine notify.",
    ),
    "lost": ("the notification server went away while it was open", "Try again; it may have been restarted."),
}


def buttons_set(file: str) -> tuple[str, str]:
    return (
        'so buttons = "no" was written, and each reminder says how else to answer it',
        f'If you only were not there: take that line out of {file}, or make it "yes".',
    )


def set_buttons_yourself(file: str) -> tuple[str, str]:
    return "perhaps there was no button to press", f'If so, put buttons = "no" at the top of {file}'


NO_BUTTON = (
    "it was shown, but this server draws no buttons",
    "Each reminder names the command that answers it, such as `routine start`.",
)


def moment(probe: str, says: str) -> str:
    return f"{probe}: {says}"


def held_now(why: str) -> str:
    return f"A reminder would wait now: {why}."


# the disk


def free(size: int) -> str:
    return f"{amount(size)} free"


LITTLE_ROOM = "Make some room, or what you answer cannot be kept."


def amount(size: int) -> str:
    """Bytes, as people read them."""
    for unit, worth in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= worth:
            return f"{size / worth:.1f} {unit}" if size < 10 * worth else f"{size // worth:,} {unit}"
    return f"{size} bytes"


ALL_WELL = "All is well."
