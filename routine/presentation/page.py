"""Knows what the page says that belongs to no single view, its guided session included; not how it is drawn.

Each problem is (sentence, what to do next).
"""

from __future__ import annotations

from routine.presentation.agenda import THAT_IS_FINE, in_part
from routine.presentation.answers import NOT_IN_PLANS
from routine.presentation.page_labels import LABELS, OPENS_A_NEW_ONE
from routine.presentation.safety import COMMAND
from routine.presentation.system_problems import NO_BROWSER

KEY_USED = (
    "This link has been used already.",
    f"Each opens once, so that it is of no use to anybody else. {OPENS_A_NEW_ONE}",
)
KEY_UNKNOWN = (
    "This is not a link of this page.",
    f"It may be from an earlier start, or not all of it was copied. {OPENS_A_NEW_ONE}",
)
NO_COOKIES = (
    "This browser did not keep the cookie by which the page knows you.",
    f"Please allow cookies for 127.0.0.1: they stay on this computer. Then {OPENS_A_NEW_ONE}",
)
NOT_YOURS = ("This page belongs to another start of routine.", "`routine page` opens it again.")
NOTHING_HERE = ("There is nothing at this address.", LABELS["nothingHereHint"])
TOO_LONG = ("That is more than a page may send.", "Make it shorter, and try once more.")
LOAD_AGAIN = "Load the page again, and try once more."
NOT_UNDERSTOOD = ("That could not be understood.", LOAD_AGAIN)
NOT_AN_ANSWER = ("That is not an answer to this list.", LOAD_AGAIN)
BUG = ("Something in routine itself went wrong.", "Nothing you did is lost. `routine doctor` may know why.")
NO_SCRIPT = "This page draws itself with JavaScript, all of it from this computer. Please allow it for 127.0.0.1."
NO_SESSION = (NOT_IN_PLANS, "Today shows what there is.")
NOT_WRITTEN_YET = (
    "What you do is not written down yet: the journal cannot be written just now. It is tried again by itself."
)
NOT_RUNNING = ("This session is not being done here.", "Press Start first.")
NOT_GUIDED = ("There is nothing to go through here.", "Today shows what can be done.")
NO_PICTURE = ("The picture that the plan names cannot be shown.", "Its words say what to do.")
NO_FIGURE = ("There is no figure for this one.", "Its words say what to do.")


def by_view(text: str) -> str:
    """What a terminal says by the command of the safety check, by the name of the view that shows it."""
    view = f"“{LABELS['help']}”"
    return text.replace(f"{view} (`{COMMAND}`)", view).replace(f"`{COMMAND}`", view).replace(COMMAND, view)


# a guided session, beside its cues

A_MOMENT = "A moment"


def stopped_early(played: str) -> str:
    """`played`: how much of how much, where somebody counted."""
    said = f"{in_part(played).capitalize()}." if played else "You stopped early."
    return f"{said} {THAT_IS_FINE}"


_PLACES = {"notification": "in the notification", "terminal": "in a terminal"}


def unbroken(amount: str) -> str:
    """A number stays beside its unit."""
    return amount.replace(" ", "\N{NO-BREAK SPACE}")


def elsewhere(where: str) -> str:
    place = _PLACES.get(where, "somewhere else")
    return f"This session is being guided {place}."


# `routine page`, in a terminal

SESSION_HELP = "open this session; without it, today"
NO_OPEN_HELP = "print the link instead of opening a browser"
SESSION = "SESSION"

OPENED = "The page is open in your browser. It goes to sleep ten minutes after you leave it."


LINK = "Open this in a browser on this computer; it works once:"
NOT_TAKEN = "No browser has opened the page. Open this yourself, on this computer; it works once:"
ON_THE_CARD = "Until then the session goes on in the notification."


def not_started(log: str) -> tuple[str, str]:
    return "The page could not be started.", f"`routine doctor` looks for the reason; the details are in {log}"


def no_browser(address: str) -> tuple[str, str]:
    return NO_BROWSER, f"This opens the page by hand, once: {address}"
