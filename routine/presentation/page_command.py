"""Knows what `routine page` says in a terminal; must not know how the page works."""

from __future__ import annotations

SESSION_HELP = "open this session; without it, today"
NO_OPEN_HELP = "print the link instead of opening a browser"
SESSION = "SESSION"

OPENED = "The page is open in your browser. It goes to sleep ten minutes after you leave it."


LINK = "Open this in a browser on this computer; it works once:"


def not_started(log: str) -> tuple[str, str]:
    return "The page could not be started.", f"`routine doctor` looks for the reason; the details are in {log}"


def no_browser() -> tuple[str, str]:
    return "No browser could be opened.", "`routine page --no-open` prints a link to open by hand."
