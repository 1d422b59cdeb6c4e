"""Knows what is said of files that leave routine or come back to it; must not know how they are written."""

from __future__ import annotations

from datetime import date

from routine.presentation.phrases import both, either, plural, quoted

FORMATS_HELP = (
    "csv (a record of sessions), ics (for a calendar), pdf (a page for a physiotherapist) or json (all of it)"
)
FILE = "FILE"
FILE_HELP = "where to; without it, to the standard output"
FROM_HELP = "from this day on, such as 2026-11-01"
TO_HELP = "up to this day"
WITHOUT_HELP = "what to leave out: notes, ratings or both, with a comma between"
FORCE_HELP = "also over a file that is there"
ALL_ROUNDS_HELP = "in a calendar, also what comes round every hour or so"
PLAIN_HELP = "in a calendar, without titles"
IMPORT_HELP = "a file that `routine export json` wrote"
SESSION = "SESSION"
SESSION_HELP = "a session of yours, or an exercise or a ready-made session of the library, by its name"
PRINTED_HELP = "where to; without it, into this folder, under the name of the session"
NO_ANSWER = "no page came back"
NOTES, RATINGS = "notes", "ratings"
PARTS = (NOTES, RATINGS)
"""What can be left out."""
PLAIN_TITLE = "Time for yourself"


def is_there(name: str) -> tuple[str, str]:
    return f"{name} is there already, and stays as it is.", "Give another name, or say --force to write over it."


def is_a_folder(name: str) -> tuple[str, str]:
    return f"{name} is a folder.", "Give the name of a file in it."


def not_written(name: str, reason: str) -> tuple[str, str]:
    return f"{name} cannot be written: {reason}.", "Nothing was left half-written. Give another place."


def not_read(name: str, reason: str) -> tuple[str, str]:
    return f"{name} cannot be read: {reason}.", "Give a file that `routine export json` wrote."


def written(name: str) -> str:
    return f"Written: {name}."


def unknown_part(typed: str, parts: list[str]) -> tuple[str, str]:
    return f"{typed} cannot be left out.", f"--without takes {either(parts)}, or both with a comma between."


def not_in_days() -> tuple[str, str]:
    return "--from and --to do not go with json, which holds everything.", "Leave them out, or export csv."


def not_an_export(name: str) -> tuple[str, str]:
    return f"{name} is nothing that `routine export json` wrote.", "Nothing was taken from it."


def newer_export(name: str) -> tuple[str, str]:
    return f"{name} was written by a newer routine.", "Bring this one up to date first. Nothing was taken from it."


def imported(rows: int, plans: int, settings: int) -> str:
    parts = [
        (rows, f"{rows} {plural(rows, 'entry', 'entries')} of the journal"),
        (plans, f"{plans} {plural(plans, 'plan', 'plans')}"),
        (settings, "the settings"),
    ]
    said = [text for many, text in parts if many]
    return f"Taken in: {both(said)}." if said else "All of it was here already: nothing has changed."


def kept_own(names: list[str]) -> tuple[str, str]:
    """Files of this name are here, and say something else."""
    return (
        f"Kept as they are here, though the file has others of that name: {both(names)}.",
        "`routine import --force` takes those of the file instead.",
    )


# on paper


def report_name(day: date) -> str:
    return f"progress-{day.isoformat()}.pdf"


def not_set(why: str) -> tuple[str, str]:
    return (
        f"The PDF could not be made: {why}.",
        "`routine page` shows the same in your browser, which can print it.",
    )


def not_installed(command: str) -> tuple[str, str]:
    return (
        f"For a PDF `{command}` needs one more part: `pip install 'routine[paper]'`.",
        "The page prints the same without it: here it is.",
    )


def missing_letter(letter: str) -> str:
    return f"No font of this computer has {quoted(letter)}: there is a gap in its place."


def nothing_to_print(title: str) -> tuple[str, str]:
    return f"{quoted(title)} has nothing to perform, and so no sheet.", "`routine plans` shows your sessions."
