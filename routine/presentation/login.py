"""Knows what is said about starting at login; must not know how any system does it."""

from __future__ import annotations

Said = tuple[str, str]

HELP_WAYS = {
    "on": "start when you log in, from now on",
    "off": "no longer start when you log in",
    "status": "does it start when you log in, and how",
}

SYSTEMD = "systemd"
AUTOSTART = "desktop autostart"
LAUNCHD = "launchd"
SCHEDULER = "Task Scheduler"

NAME = "Routine"
DESCRIPTION = "Routine: weekly back-care reminders"
ACTION_OPEN = "Open"
ACTION_PAUSE = "Pause for an hour"
ACTION_RELIEF = "My back hurts now"
ACTION_START = "Start the next"
MARK = "Written by `routine login on`, which writes it anew."
"""Stands in the files that could also be somebody else's; a file without it is left alone."""

# what was done


def wrote(file: str) -> str:
    return f"Wrote {file}."


def unchanged(file: str) -> str:
    return f"{file} is as it should be."


def removed(file: str) -> str:
    return f"Removed {file}."


def registered(name: str) -> str:
    return f"Registered the start “{name}”."


def unregistered(name: str) -> str:
    return f"Removed the start “{name}”."


def starts_with(graphical: bool) -> str:
    when = "with your desktop" if graphical else "when you log in"
    return f"routine starts {when} from now on."


def one_way_only(name: str) -> str:
    return f"It was also started by {name}: one is enough, so that one goes."


STARTED = "It is running now."
STARTING = "It is still starting; `routine login status` says when it runs."
RESTARTED = "It was running, and has been restarted from there."
STOPPED = "It has been stopped."
NEXT_TIME = "The one that runs already goes on; next time you log in it starts by itself."
RUN_NOW = "It starts the next time you log in. To have it now: routine run"
LINK_DESCRIPTION = "Routine: what is linked over a network"
LINK_RUN_NOW = "What is linked is kept up to date from your next login on. To have it now: routine link run"
LINK_BY_HAND = (
    "What is linked is kept up to date while `routine link run` runs; nothing starts that by itself here."
)
RUNS_ON = "The one that runs already goes on until you end it or log out."
WAS_OFF = "routine does not start at login; there was nothing to remove."


def set_for_account(names: list[str]) -> str:
    each = f"It is only kept if it is set for your whole account: setx {names[0]} VALUE"
    return f"This shell has {', '.join(names)}. {each}"


def carried(names: list[str]) -> str:
    return f"It starts with this shell's {', '.join(names)}."


def not_carried(names: list[str]) -> list[str]:
    """`names` may hold TZ, which is left out on purpose."""
    others = [name for name in names if name != "TZ"]
    said = [f"It starts without {', '.join(others)}: no login file can hold that value."] if others else []
    return said + [NO_ZONE_CARRIED] * ("TZ" in names)


NO_ZONE_CARRIED = "It starts without TZ: it keeps to this computer's time zone, also when you travel."


def see_log(hint: str) -> str:
    return f"Its messages: {hint}"


SYSTEMD_LOG = "journalctl --user -u routine -e"
AUTOSTART_LOG = "your desktop keeps them, often in ~/.xsession-errors"


def read_in_notepad(log: str) -> str:
    """What can be typed in cmd and in PowerShell alike, and shows every letter."""
    return f'notepad "{log}"'


# status

LABELS = ("File", "Starts", "Running", "Messages")


def is_on(name: str) -> str:
    return f"On: routine starts at login, by {name}."


def is_on_elsewhere(name: str) -> str:
    return f"On, by {name}; but this desktop does not start it."


def is_off(name: str) -> str:
    return f"Off: routine does not start at login. `routine login on` starts it by {name}."


def running(pid: int | None) -> str:
    return f"yes (process {pid})" if pid else "no"


def gone(path: str) -> str:
    return f"{path} is no longer there. `routine login on` repairs it."


def another(path: str) -> str:
    return f"That is another routine than this one, {path}. `routine login on` changes it to this one."


def add_line(file: str, line: str) -> str:
    """What to do for this desktop to start it. Without a line it only has to be switched on; the file may be
    unknown."""
    if not line:
        return f"It is switched off in {file}. `routine login on` writes that anew."
    if not file:
        return f"This desktop may not start it. Have it run this when it starts: {line}"
    return f"For this desktop to start it, add this line to {file}: {line}"


def unreadable(file: str) -> str:
    return f"What {file} starts cannot be read. `routine login on` writes it anew."


# what went wrong


def no_program(program: str) -> Said:
    return f"{program} is not installed here, and starting at login needs it.", "`routine run` starts it by hand."


def no_answer(command: str, seconds: int) -> Said:
    return (
        f"`{command}` did not answer within {seconds} seconds.",
        "Try again; `routine login status` says how it is.",
    )


def failed(command: str, why: str) -> Said:
    return f"`{command}` failed{f': {why}' if why else '.'}", "`routine login status` says how it is now."


def not_started(log: str) -> Said:
    return (
        "routine starts at login from now on, but it did not start just now.",
        f"Why is in its messages: {log}. `routine check` looks through your plans and settings.",
    )


def unreachable() -> Said:
    return (
        "The systemd of your login cannot be reached from this terminal.",
        "Use a terminal on your desktop, not one made by su or sudo.",
    )


def foreign(file: str) -> Said:
    return f"{file} was not written by routine, so it stays as it is.", "Move it away, then try again."


def refused(file: str, why: str) -> Said:
    return f"{file} could not be written or removed: {why}.", "Check that it and its folder belong to you."


def odd_path(path: str) -> Said:
    return (
        f"{path!r} holds a character that a login file cannot carry.",
        "Install routine into a folder with a plainer name.",
    )


def not_installed() -> Said:
    return (
        "This routine runs from a folder of source files, and could not be found again at login.",
        "Install it first: `pipx install .` there, or `make run`.",
    )
