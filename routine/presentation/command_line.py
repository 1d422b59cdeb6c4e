"""Knows what all commands of the command line say; each family has words of its own beside. Knows no command."""

from __future__ import annotations

import re

from routine.presentation.phrases import either, lists_them_all, plural, quoted, with_guess

PROGRAM = "routine"
COMMAND = "COMMAND"
DESCRIPTION = "Plan and guide your own back-care routine. Without a command: today."

HELP = {
    "init": "a few questions, then your first plan",
    "run": "the service, in this terminal",
    "login": "start by itself when you log in",
    "status": "is it running, what is next, what waits and why",
    "today": "what today holds",
    "week": "the days ahead",
    "log": "what happened",
    "progress": "what was planned and done, and how it was",
    "print": "a session on paper, with pictures: print NAME",
    "library": "the exercises and ready-made sessions, each with what to do",
    "therapies": "what is known of acupuncture, yoga and nine others",
    "help-signs": "when to get help, and the two-minute safety check",
    "start": "begin what is waiting, or a session by name",
    "relief": "my back hurts now: something short and gentle, begun at once",
    "done": "it is done already",
    "skip": "not this time",
    "snooze": "later: snooze 20m",
    "page": "today, the week and guided sessions in your browser",
    "excuse": "sick, on holiday: it does not count",
    "rate": "how your back is now, 0 (no pain) to 10: rate 4",
    "forget": "take a line or a rating out of the journal for good",
    "offer": "take an offer to change a session a little, or leave it",
    "undo": "take back what was answered last today",
    "pause": "show nothing for a while: pause 2h",
    "resume": "end a pause",
    "plans": "which plans there are: plans use gentle-start takes one",
    "appointment": "your courses of visits: where you are, and moving a visit",
    "check": "every problem in your plans, with its line and what to do",
    "edit": "open a plan in your editor, checked when you save",
    "schema": "the JSON Schema of a plan, for editors",
    "config": "what is configured, and where that comes from",
    "link": "the same day on your other devices, through a folder you sync",
    "export": "a file for others, a calendar, or all of it: export csv FILE",
    "import": "take in what export json wrote, here or on another computer",
    "completion": "for your shell: names and options at the Tab key: completion bash",
    "doctor": "for trouble: what routine stands on, and what to do",
}
GROUPS = {"look": "Look", "act": "Answer", "plans": "Plans", "set_up": "Set up"}

PLAIN_HELP = "all at once, without a pager"
JSON_HELP = "the same as JSON, in a shape that stays"


MAIN = (
    *("today", "start", "done", "skip", "snooze", "excuse", "undo", "pause", "relief"),
    *("library", "plans", "page", "status", "init", "login"),
)
"""What somebody types on most days; the help begins with it."""
_ALL = "--all"
_HELP_COMMAND = "help"


def overview(commands: list[str], width: int) -> str:
    """The help on one screen of 24 rows: what is typed on most days in a line each, the names of the rest."""
    import textwrap  # noqa: PLC0415 - only the help wants it, and every command imports this file

    lines = [f"usage: {PROGRAM} [{COMMAND}] [OPTION]...", "", DESCRIPTION]
    lines += [f"  {name:<11} {HELP[name]}" for name in MAIN]
    rest = ", ".join(name for name in commands if name not in MAIN)
    also = textwrap.wrap(f"Also: {rest}.", width, subsequent_indent="  ", break_on_hyphens=False)
    return "\n".join([*lines, "", *also, HOW_TO_ALL])


HOW_TO_ALL = "`routine help --all` tells what each does; `routine snooze --help` explains one."


def as_asked_for_help(argv: list[str]) -> list[str] | None:
    """`help snooze` as `snooze --help`; None where the list of all commands is wanted."""
    if argv[:1] != [_HELP_COMMAND]:
        return argv
    if _ALL in argv:
        return None
    named = [word for word in argv[1:] if not word.startswith("-")]
    return [*named, "--help"]


def epilog(commands: list[tuple[str, tuple[str, str]]]) -> str:
    """The commands by what a person wants."""
    lines = []
    for group, title in GROUPS.items():
        lines.append(f"{title}:")
        lines += [f"  {name:<11} {HELP[name]}" for name, (_, of) in commands if of == group]
    lines += ["", "Each command explains itself: routine snooze --help"]
    return "\n".join(lines)


def complaint(sentence: str) -> str:
    """Says who speaks, as programs do; once is enough."""
    return sentence if sentence.startswith(PROGRAM) else f"{PROGRAM}: {sentence}"


def unknown_command(name: str, suggestions: list[str]) -> tuple[str, str]:
    """(sentence, what to do next)"""
    return (
        with_guess(f"There is no command called {quoted(name)}.", suggestions),
        lists_them_all("routine --help"),
    )


def not_understood(why: str, command: str) -> tuple[str, str]:
    """(sentence, what to do next); `why` is the reason of the part that reads the command line."""
    whole = f"routine {command}".strip()
    how = f"`{whole} --help` explains it."
    for pattern, said in _ARGPARSE:
        if found := re.fullmatch(pattern, why):
            parts = [either(part.strip("'").split("', '")) for part in found.groups()]
            if parts[-1].startswith("use,"):
                # the name of a plan alone
                sentence = f"`{whole}` takes no name alone: {parts[-1]} comes before it."
                return sentence, f"`{whole} use {parts[1]}` makes it your own. {how}"
            return said.format(*parts), how
    return f"{why[:1].upper()}{why[1:]}.", how


_ARGPARSE = (
    (r"argument (--\S+): invalid choice: '(.*)' \(choose from (.*)\)", "“{1}” does not go with `{0}`. Use {2}."),
    (r"argument (\S+): invalid choice: '(.*)' \(choose from (.*)\)", "“{1}” is not known here. Use {2}."),
    (r"argument (\S+): invalid \w+ value: '(.*)'", "“{1}” is not a whole number, as {0} needs."),
    (r"argument (\S+): expected (?:one|at least one) argument", "`{0}` needs something behind it."),
    (r"argument (\S+): not allowed with argument (\S+)", "`{0}` and `{1}` do not go together."),
    (r"argument (\S+): ignored explicit argument '(.*)'", "`{0}` takes nothing behind it, so “{1}” is too much."),
    (r"the following arguments are required: (.*)", "Something is missing here: {0}."),
    (r"unrecognized arguments: (.*)", "“{0}” is not understood here."),
)
"""What the part that reads the command line says, in words of ours."""


def behind(length: str) -> tuple[str, str]:
    return f"{quoted(length)} lies behind, not ahead.", "Write it without the “-”, such as 10m."


def minutes(count: int) -> str:
    return f"{count} min"


def problems_in(count: int) -> str:
    return plural(
        count,
        "There is 1 problem in your plans or settings: routine check",
        f"There are {count} problems in your plans or settings: routine check",
    )


def not_told(why: str) -> tuple[str, str]:
    """(sentence, what to do next); the standard output takes nothing"""
    return f"The answer could not be written: {why}.", "Check where it goes; a disk may be full."


def bug(log: str) -> str:
    return (
        "routine: something went wrong that should not have. Nothing of yours is lost.\n"
        f"What happened is written in {log}; please send it with your report."
    )
