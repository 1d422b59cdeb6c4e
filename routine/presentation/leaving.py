"""Knows what a person is told of plans and sessions that left their files; must not know why they left.

A file may be away for a moment, or for good: the sentence says until when it is kept, and how it goes on.
"""

from __future__ import annotations

from collections.abc import Sequence

from routine.presentation.phrases import Said, both, plural

_PUT_BACK = "What you put back goes on where it was; else there is nothing to do."


def _stays(until: str) -> str:
    """How long it is kept; without a time where no service has noticed yet."""
    return (
        f"It leaves at {until} unless it comes back."
        if until
        else "It stays for five minutes once the service runs."
    )


def plan_leaves(title: str, until: str) -> Said:
    """The file is not there, and the plan still is."""
    return f"The file is away, and “{title}” goes on for now.", _stays(until)


def session_leaves(title: str, until: str) -> Said:
    """The file does not hold the session any more."""
    return f"“{title}” is no longer in this plan, and goes on for now.", _stays(until)


def let_go(left: Sequence[tuple[str, bool]], file: str) -> str:
    """The card once what left a file is let go: by title, and whether it is a session of the plan."""
    whole = [title for title, is_session in left if not is_session]
    return plan_left(whole[0], file) if whole else sessions_left([title for title, _ in left], file)


def plan_left(title: str, file: str) -> str:
    """The card once a plan is let go."""
    return f"The plan “{title}” has ended, as {file} has been away for five minutes. {_PUT_BACK}"


def sessions_left(titles: Sequence[str], file: str) -> str:
    """The card once sessions of one plan are let go."""
    named = both([f"“{title}”" for title in titles])
    verb = plural(len(titles), "no longer comes, as it", "no longer come, as they")
    return f"{named} {verb} left {file} five minutes ago. {_PUT_BACK}"


def renamed(before: str, after: str) -> str:
    """The line in the log when something goes on under another name."""
    if before == after:
        return f"“{after}” is in another file now, and goes on where it was."
    return f"“{before}” is called “{after}” now, and goes on where it was."
