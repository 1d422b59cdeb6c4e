"""Knows what is said when somebody rates their back, or has something forgotten. Must not know more."""

from __future__ import annotations

from routine.presentation.phrases import both, plural

N = "N"
RATE_HELP = "how your back feels now, 0 (no pain) to 10"
NOTE_HELP = "a line for your diary"
ID = "ID"
ID_HELP = "the number in front of it in `routine log`, the id of its session, or an activity in its words"
NOTE_ALONE_HELP = "the line of diary alone"
RATING_ALONE_HELP = "the number alone"


def rated(score: int | None, note: str, after: str) -> str:
    what = both([*([str(score)] if score is not None else []), *(["your line"] if note else [])])
    return f"Noted: {what}, after {after}." if after else f"Noted: {what}."


def corrected(score: int | None, note: str) -> str:
    what = both([*([str(score)] if score is not None else []), *(["your line"] if note else [])])
    return f"Corrected: {what}."


STAYS_BEFORE = "What it said before is in the journal still; `routine forget` takes all of it out."


def say_something() -> tuple[str, str]:
    return (
        "There is nothing to note.",
        "Such as `routine rate 4`, or `routine rate 4 --note 'stiff this morning'`.",
    )


def not_a_rating(typed: str) -> tuple[str, str]:
    return f"{typed} is no rating.", "Give a whole number from 0 (no pain) to 10."


def forgotten(notes: int, ratings: int) -> str:
    parts = [
        (notes, f"{notes} {plural(notes, 'line', 'lines')}"),
        (ratings, f"{ratings} {plural(ratings, 'rating', 'ratings')}"),
    ]
    return f"Removed from the journal's file: {both([said for many, said in parts if many])}."


CHANGE, FORGET = "Change", "Forget it"
GONE_FROM_THE_FILE = "What you forget is removed from the journal's file, with all that it said before."
COPIES_KEEP = (
    "Copies that you made before, such as backups and exports, still have it. "
    "So have linked computers that took it in: the same command forgets it there."
)


def nothing_to_forget(which: str) -> tuple[str, str]:
    return (
        f"Nothing of {which} can be forgotten.",
        "`routine log` shows the number in front of each line and rating.",
    )
