"""Knows what a person is told about each thing that can be wrong in a plan; must not know how it was found.

Every function gives (what is wrong, what to do). One mistake, one calm sentence; what was typed is quoted back
without its control characters, and never at length.
"""

from __future__ import annotations

from collections.abc import Sequence

from routine.presentation.phrases import Said, both, either, plural
from routine.presentation.phrases import did_you_mean as guess

_LONGEST_QUOTE = 40


def quoted(typed: object) -> str:
    """What a person typed, safe to print and short."""
    text = str(typed).lower() if isinstance(typed, bool) else str(typed)
    cut = text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
    plain = "".join(ch if ch.isprintable() else f"\\u{ord(ch):04x}" for ch in cut)
    return f"“{plain}”"


def did_you_mean(typed: Sequence[str]) -> str:
    return guess([quoted(each) for each in typed])


KEEP_ONE = "Keep one of them."
ADD_DAYS = 'Add a line such as days = "daily".'
ADD_TIME = 'Add a line such as at = "08:00".'
SHORTEN = "Shorten it."


def write_it(better: str) -> str:
    return f'Write it "{better}".'


def better_in(fix: str) -> str:
    """What such a sentence says is better; empty for any other."""
    before, after = write_it("\0").split("\0")
    return fix.removeprefix(before).removesuffix(after) if fix == write_it(fix[len(before) : -len(after)]) else ""


# --- the file as a whole


def too_large(limit: str) -> Said:
    return f"This file is too large for a plan (more than {limit}).", "Is it the right file?"


def unreadable(why: str) -> Said:
    return f"This file could not be read: {why}.", "Check that it is a text file and that you may read it."


def not_a_file() -> Said:
    return "This is not a plain file.", "A text file is needed here, such as mine.toml or config.toml."


def leads_nowhere() -> Said:
    return "This link leads nowhere.", "Link to a file that is there, or take the link away."


def not_yours() -> Said:
    return "This link leads to a file of somebody else.", "Link to a file that belongs to you, or copy it here."


def unforeseen(kind: str) -> Said:
    return f"This file could not be read: something unforeseen went wrong ({kind}).", "Please report it."


def reader_failed(why: str) -> Said:
    return f"The plan reader {why}, so this file was not read.", "`routine doctor` shows more."


def no_plans_folder(folder: str) -> Said:
    return f"The plans folder {quoted(folder)} is not there.", "Make it, or change `plans_folder`."


def plans_folder_is_a_file(folder: str) -> Said:
    return f"{quoted(folder)} is not a folder.", "Name the folder of your plans, or leave `plans_folder` out."


def unsafe_name() -> Said:
    return (
        "This file's name cannot be the name of a plan.",
        "Rename it without “@”, “/” or control characters; “library” is taken as well.",
    )


def not_utf8() -> Said:
    return "This is not UTF-8 text.", "Save the file as UTF-8 in your editor."


def holds_nul() -> Said:
    return "There is a NUL character here, so this is not a text file.", "Save the plan as plain UTF-8 text."


def too_deep() -> Said:
    return "This is nested too deeply to be a plan.", "Write it flatter."


def more_problems(count: int) -> Said:
    sentence = plural(
        count, "There is one more problem from here on.", f"There are {count} more problems from here on."
    )
    return sentence, "Mend the ones above first."


def no_session() -> Said:
    return "This plan has no session yet.", "Add a `[[session]]` with a title, days, a time and steps."


def single_brackets(name: str) -> Said:
    return f"Each {name} is one of several, so its header has two brackets.", f"Write [[{name}]]."


def named_table(name: str) -> Said:
    return f"Each {name} has a name of its own.", f"Write [{name}.NAME], with a name for NAME."


# --- keys


def unknown_key(key: str) -> Said:
    return f"{quoted(key)} is not a key here.", ""


def keys_here(keys: Sequence[str]) -> str:
    return f"The keys here are {both(keys)}." if keys else ""


def missing_key(key: str) -> Said:
    asks = {
        "title": "A title is missing here.",
        "practice": "The practice is missing here.",
        "steps": "The steps are missing here.",
        "exercise": "The exercise is missing here.",
        "cues": "The cues are missing here.",
        "therapy": "The therapy is missing here.",
        "first": "The first visit is missing here.",
        "visits": "How many visits there are is missing here.",
        "name": "The name is missing here.",
        "agreed_with": "Who agreed this with you is missing here.",
        "at": "The time is missing here.",
    }
    examples = {
        "title": 'Add a line such as title = "Morning mobility".',
        "practice": 'Add a line such as practice = "stretching".',
        "steps": 'Add a line such as steps = ["cat-cow"].',
        "cues": 'Add a line such as cues = ["Sit tall."].',
        "therapy": 'Add a line such as therapy = "physiotherapy".',
        "first": "Add a line such as first = 2026-11-25T14:00:00.",
        "visits": "Add a line such as visits = 8.",
        "name": 'Add a line such as name = "Turmeric".',
        "agreed_with": 'Ask a doctor or pharmacist first, then add agreed_with = "Dr Lin, 2026-11-20".',
        "at": ADD_TIME,
    }
    return asks.get(key, f"`{key}` is missing here."), examples.get(key, f"Add `{key}`.")


def needs(kind: str, typed: object) -> Said:
    kinds = {
        "text": ("text in quotes", 'Put quotes around it: "like this".'),
        "number": ("a whole number", "Write it without quotes or a decimal point: 8"),
        "switch": ("true or false", "Write true or false, without quotes."),
        "list": ("a list", 'Put square brackets around it: ["like", "this"].'),
        "table": ("a table", "Put its keys in curly brackets, or below a header of their own."),
    }
    wanted, fix = kinds[kind]
    return f"Here stands {_kind(typed)}, but {wanted} is needed.", fix


def _kind(typed: object) -> str:
    if isinstance(typed, dict):
        return "a table"
    if isinstance(typed, list):
        return "a list"
    return quoted(typed)


def too_small(typed: object, least: object) -> Said:
    return f"{typed} is too small here.", f"Use at least {least}."


def too_big(typed: object, most: object) -> Said:
    return f"{typed} is too large here.", f"Use at most {most}."


def not_one_of(typed: object, choices: Sequence[str]) -> Said:
    kind = _kind(typed)
    return f"{kind[:1].upper()}{kind[1:]} is not one of the choices.", f"Use {either(choices)}."


def too_long_text(most: int) -> Said:
    return f"This text is too long: more than {most} characters.", SHORTEN


def too_long_list(most: int) -> Said:
    return f"This list is too long: more than {most} entries.", "Shorten it, or split it."


def empty_text() -> Said:
    return "This text is empty.", "Write something between the quotes."


def empty_list() -> Said:
    return "This list is empty.", "Put something between the brackets."


def control_character() -> Said:
    return "This text holds a control character.", "Leave it out: plain letters, signs and emoji are fine."


def twice(typed: object) -> Said:
    return f"{quoted(typed)} stands here twice.", "Keep it once."


def unforeseen_value() -> Said:
    return "This is not understood.", "`routine schema` describes what may stand here."
