"""Knows what to say where the running service cannot be asked; must not know how one asks it.

Each function gives (sentence, what to do next).
"""

from __future__ import annotations

from routine.presentation.phrases import Said

STATUS_SHOWS = "`routine status` shows what it is doing."
PATH_TOO_LONG = "its path is too long, and there is no shorter one to use"
NAME_TAKEN = "another program has a pipe of that name"


def nobody_answers() -> Said:
    return "The service does not answer.", "`routine run` starts it; what you asked for is done without it."


def service_hangs() -> Said:
    return (
        "The service runs but did not answer in time, so this was done without it.",
        "If that happens again, start it anew; `routine doctor` may say why.",
    )


def hangs() -> Said:
    return "The service runs and does not answer.", "Start it anew; until then commands do everything themselves."


def nobody_listens() -> Said:
    return (
        "The service runs, but commands cannot reach it.",
        "They do everything themselves, and reminders go on; its log may say why.",
    )


def too_many_follow() -> Said:
    return "Enough programs follow the service already.", "End one of them, such as a bar that was started twice."


def not_listening(path: str, why: str) -> Said:
    return (
        f"Commands cannot reach the service at {path}: {why}.",
        "They do everything themselves meanwhile, and reminders go on.",
    )


def folder_is_open(folder: str) -> Said:
    return (
        f"The folder {folder} is not yours alone, so commands cannot reach the service there.",
        "Make it yours (`chown`, `chmod 700`); meanwhile they do everything themselves, and reminders go on.",
    )


def already_listening(path: str) -> Said:
    return f"Another service answers at {path}.", STATUS_SHOWS


def in_the_way(path: str) -> Said:
    return f"{path} is not a socket, so commands cannot reach the service there.", "Move it elsewhere."


def other_version(theirs: str, ours: str) -> Said:
    return (
        f"The service that runs is version {theirs or 'unknown'}, and this is {ours}.",
        "Start it anew; until then commands do everything themselves.",
    )


def request_failed() -> Said:
    return (
        "The service could not do that, through a fault of its own.",
        "Its log says more; reminders go on, and you can try again.",
    )


def unknown_request() -> Said:
    return "The service does not know what it was asked.", "`routine doctor` may say why."


def runs_otherwise(parts: list[str]) -> Said:
    """Each part as the functions below make it."""
    return (
        f"The service runs otherwise than this shell would: {'; '.join(parts)}.",
        "What is shown is the service's. Start it anew from here, or leave out what this shell has of its own.",
    )


def other_plans_folder(service: str, shell: str) -> str:
    return f"its plans are in {service}, not in {shell}"


def other_zone(service: str, shell: str) -> str:
    return f"its time zone is {service}, not {shell}"


def other_plans(names: list[str]) -> str:
    return f"it has another text of {', '.join(names)}"


def other_variables(names: list[str]) -> str:
    return f"it has not the same {', '.join(names)}"
