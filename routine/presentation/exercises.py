"""Knows what is said of exercises and sequences, heading and line; not any single one, or where it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from routine.core.exercise import Dose, Exercise, Reps
from routine.library.catalogue import Catalogue
from routine.library.loader import CitedWork
from routine.presentation import therapies as common
from routine.presentation.equipment import NO_THING, thing
from routine.presentation.moment import dose_words
from routine.presentation.phrases import both, lists_them_all, plural, quoted, there_are, with_guess
from routine.presentation.session_rules import rules_to_read
from routine.presentation.time_format import spell

NAME = "NAME or WORDS"
NAME_HELP = (
    "an exercise or a ready-made session, or what you look for, such as stiff hips; without it, all exercises"
)
TAGS_HELP = "what a plan can leave out"
IS_SEQUENCE = "a set"
START_ONE = "`routine start NAME` begins one at once; `routine library NAME` shows it."
PRACTICE_HELP = "only this kind, such as yoga or breathing"
LEVEL = "1-3"
LEVEL_HELP = "nothing harder than this: 1 is the gentlest"
AVOID = "TAG"
AVOID_HELP = "leave out what asks for this, such as avoid-flexion; several with commas"
EQUIPMENT = "THING"
EQUIPMENT_HELP = "what you have, such as mat,chair; or none: nothing else is needed"
MINUTES = "N"
MINUTES_HELP = "no longer than so many minutes"
SEQUENCES_HELP = "ready-made sessions instead: exercises in a row"

NOTHING = "none"
SEQUENCES = "Ready-made sessions"
READINGS = "To read, or to hear"
LEAVE_OUT = "What a plan can leave out, with `avoid`"
MORE = (
    "`routine library hip` searches; `routine library cat-cow` shows one; --sequences lists what goes together, "
    "--tags what a plan can leave out."
)
MORE_SEQUENCES = '`routine library gentle-a` shows one; in a plan it is written sequence = "gentle-a".'
NONE_LEFT = "Nothing in the library fits all of that."
NONE_HINT = "Try without one of the filters."

READY = "Getting ready"
HOW = "How"
BREATH = "Breath"
PACE = "Pace"
STATIONS = "On the way"
GROUPS = "Tense, then let go"
DOSE = "How much"
TARGET = "Works on"
NEED = "What you need"
EASIER = "Easier"
HARDER = "Harder"
CAUTIONS = "Take care"
EVIDENCE = "What it rests on"
STEPS = "Steps"
IN_A_PLAN = "In a plan"

TARGETS = {
    "lumbar-mobility": "moving the lower back",
    "thoracic-mobility": "moving the upper back",
    "hip-mobility": "moving the hips",
    "neck-mobility": "moving the neck",
    "nerve-mobility": "letting the leg's nerve glide",
    "relaxation": "letting go",
    "posterior-core-endurance": "staying power of the back",
    "anterior-core-endurance": "staying power of the belly",
    "lateral-core-endurance": "staying power of the sides",
    "deep-core-control": "steadying the trunk",
    "glute-strength": "strong buttocks",
    "leg-strength": "strong legs",
    "hip-abductor-strength": "strong outer hips",
    "upper-back-strength": "a strong upper back",
    "hamstring-stretch": "stretching the back of the thighs",
    "hip-flexor-stretch": "stretching the front of the hips",
    "glute-piriformis-stretch": "stretching the buttocks",
    "adductor-stretch": "stretching the inner thighs",
    "lat-stretch": "stretching the sides of the back",
    "chest-shoulder-opening": "opening chest and shoulders",
    "posture-awareness": "noticing how you sit and stand",
    "attention-awareness": "paying attention",
    "stress-regulation": "settling after stress",
    "pain-coping": "living with pain",
    "breath-regulation": "steady breathing",
    "sleep-wind-down": "winding down for sleep",
    "balance": "balance",
    "aerobic": "getting a little out of breath",
}
_GRADES = {
    "very-low": "very low certainty",
    "low": "low certainty",
    "low-moderate": "low to moderate certainty",
    "moderate": "moderate certainty",
}
_BASES = {
    "programme": "studied as part of programmes",
    "lab": "measured in laboratories",
    "convention": "ordinary practice",
}


def target(name: str) -> str:
    return TARGETS[name]


def level(number: int) -> str:
    return f"level {number}"


def heading(practice: str, level: int, length: str) -> str:
    return f"{practice.capitalize()} · level {level} of 3 · about {length}"


def sequence_heading(steps: int, length: str) -> str:
    return plural(steps, f"1 step · about {length}", f"{steps} steps · about {length}")


def reps(sets: list[int], move: str, hold: str, rest: str, *, each_side: bool) -> str:
    """`6, then 4, then 2 times, each held for 8 s, on each side, with 20 s of rest between.`"""
    once = sets == [1]
    # sets of one are the times themselves
    times = str(len(sets)) if set(sets) == {1} else ", then ".join(map(str, sets))
    parts = ["Once" if once else f"{times} times"]
    if hold:
        parts.append(f"held for {hold}" if once else f"each held for {hold}")
    else:
        parts.append(move if once else f"{move} each")
    if each_side:
        parts.append("on each side")
    if rest:
        parts.append(f"with {rest} of rest between")
    return f"{', '.join(parts)}."


def timed(length: str, shortest: str, longest: str, *, each_side: bool) -> str:
    wanted = f"{length} on each side" if each_side else length
    if shortest and longest != shortest:
        return f"{wanted}; anything from {shortest} to {longest} will do."
    return f"{wanted}."


def pace(inhale: float, hold_in: float, exhale: float, hold_out: float) -> str:
    """`in for 4 s, out for 6 s`; each in seconds, and left out where there are none."""
    parts = [("in for", inhale), ("hold for", hold_in), ("out for", exhale), ("pause for", hold_out)]
    return ", ".join(f"{what} {seconds:g} s" for what, seconds in parts if seconds)


def still_plans(words: list[str]) -> str:
    return f"It asks for {both(words)}."


def grounds(grade: str, basis: str) -> str:
    """`Low certainty; measured in laboratories.`"""
    return f"{_GRADES[grade].capitalize()}; {_BASES[basis]}."


def station(label: str, length: str, say: str) -> str:
    """`Feet · 2 min: Notice toes, soles and heels.`"""
    return f"{label} · {length}: {say}" if say else f"{label} · {length}"


def round_of(group: str, how: str) -> str:
    return f"{group}: {how}"


def nothing_found(typed: str, close: list[str]) -> tuple[str, str]:
    """(sentence, what to do next)"""
    return (
        with_guess(f"Nothing in the library fits {quoted(typed)}.", close),
        f"Try a part of the body, as in `routine library hip`. {lists_them_all('routine library')}",
    )


def more_found(count: int) -> str:
    return f"{plural(count, '1 more fits', f'{count} more fit')}; --practice, --minutes and others make it fewer."


def unknown_tag(name: str, close: list[str], tags: list[str]) -> tuple[str, str]:
    return with_guess(f"{quoted(name)} is not something that can be left out.", close), there_are(tags)


def unknown_thing(name: str, things: list[str]) -> tuple[str, str]:
    return f"No exercise needs {quoted(name)}.", there_are(things)


# one exercise, in lines

_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)


def plain(name: str) -> str:
    """A name as somebody may have typed it: no case, no punctuation."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in name.casefold()).split())


def rough(length: timedelta) -> str:
    """To the minute, from two minutes on: `48 s`, `1 min 20 s`, `5 min`."""
    return spell(length if length < 2 * _MINUTE else round(length / _MINUTE) * _MINUTE)


def short_dose(one: Exercise) -> str:
    """For a list: `6 × 10 s a side`."""
    return sided(one.dose)


def sided(dose: Dose) -> str:
    return f"{dose_words(dose)} a side" if dose.sides else dose_words(dose)


def dose_line(dose: Dose) -> str:
    both = bool(dose.sides)
    if isinstance(dose, Reps):
        hold = spell(dose.hold) if dose.hold > _SECOND else ""
        rest = spell(dose.rest) if dose.rest and len(dose.sets) > 1 else ""
        return reps(list(dose.sets), spell(dose.hold + dose.move), hold, rest, each_side=both)
    shortest, longest = (spell(length) if length else "" for length in (dose.shortest, dose.longest))
    return timed(spell(dose.duration), shortest, longest, each_side=both)


def pace_line(one: Exercise) -> str:
    if one.pattern is None:
        return ""
    parts = (one.pattern.inhale, one.pattern.hold_in, one.pattern.exhale, one.pattern.hold_out)
    said = pace(*(part / _SECOND for part in parts))
    return f"{PACE}: {said}."


def breath_lines(one: Exercise) -> list[str]:
    return [line for line in (one.breath, pace_line(one)) if line]


def station_lines(one: Exercise) -> list[str]:
    return [station(part.label, spell(part.length), part.words) for part in one.segments]


def group_lines(one: Exercise) -> list[str]:
    return [round_of(group, how) for group, how in one.relaxation.groups] if one.relaxation else []


def target_line(one: Exercise) -> str:
    return ", ".join(target(name) for name in one.target)


def need_line(one: Exercise) -> str:
    return ", ".join(thing(name) for name in one.equipment) or NO_THING


def caution_lines(one: Exercise, library: Catalogue) -> list[str]:
    asked = [tag.words for tag in library.tags.values() if tag.id in one.cautions]
    lines = [still_plans(asked) if asked else "", one.caution_note, *rules_to_read([one])]
    return [line for line in lines if line]


def caution_comes_first(one: Exercise) -> bool:
    """Whether a professional's word is wanted before it is done at all: that is read before how it is done."""
    return "after a professional has advised" in one.caution_note


def ground_lines(one: Exercise) -> list[str]:
    """How sure it is, and what is known."""
    if one.evidence is None:
        return []
    return [grounds(one.evidence.grade, one.evidence.basis), one.evidence.note]


def works_of(one: Exercise, library: Catalogue) -> tuple[CitedWork, ...]:
    return tuple(library.sources[one.evidence.source].works) if one.evidence else ()


def source_lines(works: Iterable[CitedWork]) -> list[str]:
    return [
        common.source(work.author, work.year, work.journal, work.doi, looked_up=work.looked_up) for work in works
    ]
