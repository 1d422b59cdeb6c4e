"""Knows what a person is told about a plan whose parts do not go together; must not know how that was found."""

from __future__ import annotations

from collections.abc import Sequence

from routine.presentation.phrases import Said, both, lists_them_all
from routine.presentation.problems import ADD_DAYS, KEEP_ONE, SHORTEN, quoted, write_it


def unknown_exercise(name: str) -> Said:
    return f"There is no exercise {quoted(name)}.", lists_them_all("routine library")


def unknown_sequence(name: str) -> Said:
    return (
        f"There is no sequence {quoted(name)}.",
        f"Define it as [sequence.{_key(name)}], or use one of the library.",
    )


def unknown_tag(name: str) -> Said:
    return (
        f"{quoted(name)} is not something a plan can leave out.",
        "`routine library` lists what can be left out.",
    )


def _key(name: str) -> str:
    return name if name and len(name) < 40 and name.replace("-", "").isalnum() and name.isascii() else "NAME"


def bad_name(name: str, better: str = "") -> Said:
    fix = write_it(better) if better else 'Write it like "morning-stretch".'
    return f"{quoted(name)} cannot be a name: small letters, digits and hyphens only.", fix


def long_name(most: int) -> Said:
    return f"This name is too long: more than {most} characters.", SHORTEN


def no_name_in_title(title: str) -> Said:
    return f"No name can be made from the title {quoted(title)}.", 'Add a line such as id = "morning".'


def same_name(name: str, line: int, kind: str = "session") -> Said:
    return f"The {kind} in line {line} is called {quoted(name)} already.", "Give one of them an `id` of its own."


def no_work() -> Said:
    return "This session says nothing to do.", "Add `steps`, or a `sequence`."


def both_works() -> Said:
    return "This session has both `steps` and `sequence`.", KEEP_ONE


def no_timing() -> Said:
    return "This session never comes round.", 'Add lines such as days = "weekdays" and at = "07:30".'


def no_days() -> Said:
    return "This session does not say on which days.", ADD_DAYS


def no_time() -> Said:
    return "This session does not say at what time.", 'Add a line such as at = "07:30".'


def no_window() -> Said:
    return "`every` needs a window.", 'Add a line such as between = "09:00-17:00".'


def no_interval() -> Said:
    return "`between` needs to know how often.", 'Add a line such as every = "45m".'


def both_timings() -> Said:
    return "This session has both `at` and `every`.", "Keep one of them, or make two sessions."


def days_twice() -> Said:
    return "The days stand in the table `at` already.", "Take this line out."


def remind_twice(key: str) -> Said:
    return f"`{key}` stands in this session and in its `remind` as well.", KEEP_ONE


def interval_too_long(every: str, between: str) -> Said:
    return f"{quoted(every)} is longer than the window {quoted(between)}.", "Use `at` for once a day."


def no_step() -> Said:
    return (
        "This is not a step.",
        'Write "cat-cow", { exercise = "cat-cow", reps = 8 }, { rest = "20s" } or { say = "…", for = "20s" }.',
    )


def reps_and_for() -> Said:
    return "This has both `reps` and `for`.", "Keep one: repetitions, or a length of time."


def reps_by_set() -> Said:
    return "`reps` has a number for each set already.", "Take `sets` out."


def for_has_no(keys: Sequence[str]) -> Said:
    words = both([f"`{key}`" for key in keys])
    return f"{words} cannot stand beside `for`.", 'For several holds write reps = 1, hold = "20s", sets = 3.'


def timed_has_no(title: str, keys: Sequence[str]) -> Said:
    words = both([f"`{key}`" for key in keys])
    return f"{quoted(title)} goes by time, so {words} needs `reps` beside it.", 'Add `reps`, or write for = "30s".'


def only_for(title: str) -> Said:
    return f"{quoted(title)} goes by time alone.", 'Write for = "5m" in place of repetitions.'


def no_dose() -> Said:
    return "This exercise does not say how much of it to do.", 'Add `reps = 8`, or `for = "30s"`.'


def no_motion() -> Said:
    return "A repetition that neither moves nor holds takes no time.", "Make `move` or `hold` longer."


def session_too_long(length: str, most: str) -> Said:
    return f"This session would take {length}.", f"Keep it under {most}: fewer rounds, or shorter steps."


def too_many_reminders(count: int, most: int) -> Said:
    return f"This plan asks for {count} reminders a week.", f"Keep it under {most}."


def picture_elsewhere(name: str) -> Said:
    return (
        f"The picture {quoted(name)} is not beside the plan.",
        "Use only a file name, and put the picture beside the plan.",
    )


def picture_missing(name: str) -> Said:
    return f"There is no picture {quoted(name)} beside the plan.", "Put it there, or take this line out."


def picture_long() -> Said:
    return "This name is too long for a file.", "Give the picture a shorter one."


def picture_kind(name: str) -> Said:
    return f"{quoted(name)} is not a picture a card can show.", "Use a .png, .jpg or .svg file."


# --- what `avoid` did: said once, to somebody who chose it


def swapped(left_out: Sequence[str], title: str, instead: str) -> str:
    return f"You chose to leave out {both(left_out)}: {instead} takes the place of {title}."


def dropped(left_out: Sequence[str], title: str, longer: str = "") -> str:
    """`longer`: what goes on for as long as that would have taken."""
    if longer:
        return (
            f"You chose to leave out {both(left_out)}, so {title} is left out and {longer} takes a little longer."
        )
    return f"You chose to leave out {both(left_out)}, so {title} is left out."


def filled(where: str, instead: str) -> str:
    return f"Nothing else was left of “{where}”, so it is {instead} for now."


def suits_badly(share: float, better: str) -> str:
    """`share`: how much of its movement is left out, 0 to 1. `better`: the id of a plan that fits, or empty."""
    most = [part for least, part in _PARTS if share >= least][-1]
    said = f"What you leave out takes away {most} of this plan's movement, so it does not suit you well."
    if better:
        return f"{said} {better} fits better: `routine plans use {better}` takes it."
    return f"{said} None of the plans that come with routine fits better: ask a professional what to begin with."


_PARTS = ((0.0, "a part"), (0.3, "about a third"), (0.42, "about half"), (0.6, "more than half"), (0.8, "most"))
