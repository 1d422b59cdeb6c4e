"""Knows what check, edit and schema say; must not know how a plan is read or where files lie."""

from __future__ import annotations

from routine.presentation.phrases import NOTHING_CHANGED, both, plural, quoted, typed

FILE = "FILE"
FILE_HELP = "a plan file, or the name of one of your plans; without one, all your plans and your settings"
PLAN = "PLAN"
PLAN_HELP = "a plan's name, without .toml; a new name begins a new plan"
WRITE_HELP = "write it beside your configuration, where the plans look for it"

# check


def plan_is(title: str, sessions: int, courses: int = 0, supplements: int = 0) -> str:
    return f"{title}: {', '.join(counts(sessions, courses, supplements))}"


def counts(sessions: int, courses: int, supplements: int) -> list[str]:
    """`7 sessions`, `1 course of visits`; what there is none of is left out."""
    there = (
        (sessions, plural(sessions, "1 session", f"{sessions} sessions")),
        (courses, plural(courses, "1 course of visits", f"{courses} courses of visits")),
        (supplements, plural(supplements, "1 supplement", f"{supplements} supplements")),
    )
    return [words for count, words in there if count]


def week_minutes(least: int, most: int) -> str:
    return f"{least} min a week" if least == most else f"{least} to {most} min a week"


def clash(day: str, first: str, first_at: str, second: str, second_at: str) -> str:
    """`first`, `second`: titles in quotes."""
    return f"{day}: {second} at {second_at} begins while {first} of {first_at} still goes on."


def of_plan(title: str, plan: str) -> str:
    """`plan`: its name, where the title alone does not say which."""
    return f"{title} (plan {plan})" if plan else title


COUNTS_WEEKS = (
    "It does not say from which day its weeks are counted: this computer remembers it, and another would count "
    "otherwise. This line, above its first [[session]], makes all count alike:"
)


def counts_from_here(title: str, day: str, line: str) -> tuple[str, str]:
    """`day`: from which this computer counts; `line`: what would make all count alike."""
    here = f"{quoted(title)} does not say when it starts: here its weeks are counted from {day}"
    return (
        f"{here}, and another computer that had it before counts otherwise.",
        f"`{line}` above its first [[session]] makes all count alike, or the line that `routine check` has there.",
    )


def starts_line(day: str) -> str:
    """As it is to stand in the plan. `day`: as TOML writes a date."""
    return f"starts = {day}"


def problems(count: int) -> str:
    return plural(count, "1 problem.", f"{count} problems.")


def all_well(plans: int) -> str:
    return plural(
        plans, "Your plan is fine.", "Both plans are fine." if plans < 3 else f"All {plans} plans are fine."
    )


def not_read(file: str) -> str:
    return f"{file} is not read: the name of a plan ends in .toml, in small letters. Rename it to use it."


def not_looked_into(file: str) -> str:
    return f"{file} is not read: plans lie in the plans folder itself, in no folder inside. Move it up to use it."


def moves_all_the_same(title: str, practice: str, exercise: str) -> str:
    """A session that is called calm, and has something in it that moves."""
    return (
        f"{quoted(title)} is called {practice}, but {exercise} asks the body to move: "
        "it waits whenever the movement sessions wait."
    )


def own_without_practice(title: str, practice: str, exercise: str) -> str:
    return (
        f"{quoted(title)} is called {practice}, but {quoted(exercise)} does not say what it is, "
        "so it counts as movement. "
        'If it is calm, add practice = "relaxation" to it.'
    )


def nothing_moves(title: str, practice: str) -> str:
    return (
        f"{quoted(title)} is called {practice}, but nothing in it moves: "
        "it goes on when the movement sessions wait."
    )


def is_copy(copy: str, original: str) -> str:
    """Both: the names of their files, without the ending."""
    return (
        f"{quoted(copy)} looks like a copy of {quoted(original)} that a program left, so it is not used. "
        f"Take over what you need of it and delete it, or give its file another name to use it as well."
    )


def twins(title: str, plans: list[str]) -> str:
    return f"{both(plans)} are called {quoted(title)} and ask for the same sessions, so each comes once for each."


def more_clashes(count: int) -> str:
    return f"And {count} more that overlap; `routine check --json` lists them all."


def usable(plans: int) -> str:
    """Said below what is worth a look."""
    return plural(
        plans,
        "Your plan can be used as it is; above stands what is worth a look.",
        f"All {plans} plans can be used as they are; above stands what is worth a look.",
    )


NO_NAME = ("Here stands an empty name.", "Say which plan, or leave it out for all of them.")


NO_PLAN_YET = "You have no plan of your own yet; the ones that come with routine are used."
NO_PLAN_HINT = "`routine init` writes your first one, with a few questions."


# edit


def which_plan(names: list[str]) -> tuple[str, str]:
    return "You have more than one plan.", f"Say which: {', '.join(f'routine edit {name}' for name in names)}"


def bad_name(name: str) -> tuple[str, str]:
    return (
        f"{quoted(name)} cannot be the name of a plan.",
        "Use letters, digits and -, such as `routine edit my-plan`.",
    )


NO_EDITOR = "No editor was found."


def set_editor(variable: str, editor: str, shell: str) -> str:
    """`shell`: sh, csh, cmd or powershell, each with its own way to set a variable. `editor`: one that is here."""
    if shell == "cmd":
        typed = f'set "{variable}={editor or "notepad"}"` and then `routine edit'
    elif shell == "powershell":
        typed = f'$env:{variable} = "{editor or "notepad"}"; routine edit'
    elif shell == "csh":
        typed = f"env {variable}={editor or 'nano'} routine edit"
    else:
        typed = f"{variable}={editor or 'nano'} routine edit"
    return f"Set {variable}, for example: `{typed}`"


def editor_failed(editor: str, draft: str) -> tuple[str, str]:
    kept = f"What you wrote is in {draft}" if draft else "Your plan is as it was."
    return f"The editor ({editor}) ended with an error, so nothing was changed.", kept


def editor_missing(editor: str) -> str:
    return f"The editor {quoted(editor)} could not be started."


NOT_CHANGED = NOTHING_CHANGED


def saved(path: str) -> str:
    return f"Saved {path}"


def saved_first(folder: str) -> str:
    return f"It is your own now. From here on the plans in {folder} are used, not the ones that come with routine."


IN_USE_SOON = "The service has it at once."


def draft_waits(file: str, name: str) -> str:
    return f"{file} holds changes to {name} that are not in force; `routine edit {typed(name)}` goes on with them."


def did_not_wait(editor: str, waits: str, variable: str) -> tuple[str, str]:
    """(sentence, what to do) of an editor that was back before anybody could write; `waits`: as it would wait."""
    said = f"Your editor ({editor}) did not wait for you to close the file."
    if waits:
        return said, f"So that it waits: `{variable}='{waits}' routine edit`"
    return said, f"Set {variable} to one that does, such as nano."


def draft_open(draft: str, name: str) -> str:
    return f"It is open as {draft}; what you save there is put in force by `routine edit {typed(name)}`."


WAITS_FOR_SAVE = "Waiting until you save it there; Ctrl-C ends the wait, and nothing is lost."
ASK = "Edit it again [Enter], keep it beside for later [k], or drop it [d]?"


def kept(path: str, name: str) -> str:
    return f"Kept beside as {path}; `routine edit {typed(name)}` goes on with it. The plan itself is as it was."


DROPPED = "Dropped. The plan itself is as it was."


def goes_on_with(path: str) -> str:
    return f"Going on with what you kept in {path}"


def changed_meanwhile(path: str, draft: str) -> tuple[str, str]:
    return (
        f"{path} was changed by somebody else while you were editing, so it was not replaced.",
        f"What you wrote is in {draft}",
    )


def changed_since(path: str, draft: str, name: str) -> tuple[str, str]:
    return (
        f"{path} was changed after you kept {draft} beside it, so neither was touched.",
        f"Take what you need from the draft and delete it; then `routine edit {typed(name)}` opens the plan.",
    )


ASK_WHICH = "Go on with the draft all the same [g], or leave both as they are [Enter]?"


def draft_gone(draft: str) -> tuple[str, str]:
    return f"The editor left no file at {draft}, so nothing was changed.", "Your plan is as it was."


def not_written(path: str, why: str) -> tuple[str, str]:
    return f"{path} could not be written: {why}.", "Check that the folder belongs to you and that there is room."


def template(title: str, draft_since: str = "") -> str:
    """A new plan: small, whole, and said line by line. `title`: in quotes, as TOML writes it.

    `draft_since`: a day, from which on it asks for nothing until somebody takes it into use.
    """
    rests = f'rests = ["from {draft_since}"]\n' if draft_since else ""
    return f"""#:schema ../plan.schema.json
title = {title}
{rests}about = "What this plan is for, in a sentence."
# starts = 2026-01-05           # optional; without it the weeks count from the day it is first loaded
# weeks = 6                     # optional; without it the week repeats for ever
# avoid = ["avoid-flexion"]     # leave out forward bends, for instance

[[session]]
title = "Morning mobility"
# practice: yoga pilates stretching strengthening mobility walking breathing meditation relaxation
practice = "mobility"
days = "weekdays"               # or "daily", "weekend", or a list such as ["mon", "wed", "fri"]
at = "07:30"
steps = [
  "diaphragmatic-breathing",
  {{ exercise = "pelvic-tilt", reps = 8 }},
  {{ rest = "20s" }},
  {{ say = "Stand up slowly and notice how your back feels.", for = "20s" }},
]
"""


# schema


def schema_written(path: str) -> str:
    return f"Written to {path}"
