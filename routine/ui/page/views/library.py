"""Knows what the page says of the library: the list, one exercise, one sequence. Must not know how it is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from routine.core.exercise import Dose, Exercise, Practice, Timed
from routine.core.ids import LIBRARY, SessionRef
from routine.core.plan import PerformStep, Sequence
from routine.core.steps import Step, length_of, steps_of
from routine.errors import UsageError
from routine.figures.render import has_figure
from routine.library.catalogue import Catalogue, catalogue, closest, readings, search_library
from routine.library.search import EXERCISE, SEQUENCE
from routine.presentation import exercises as lines
from routine.presentation import exercises as words
from routine.presentation import narration, safety
from routine.presentation import page as common
from routine.presentation import page_library as page_words
from routine.presentation.equipment import thing
from routine.presentation.errors import explain
from routine.presentation.library_filter import LibraryFilter, parts_of, tag_called, things, things_called
from routine.presentation.session_rules import rules_to_read
from routine.presentation.time_format import spell
from routine.ui.page.request import Answer, Json, NotThere, NotUnderstood, PageRequest
from routine.ui.page.state import PageState
from routine.ui.page.views.article import LISTED, STEPS, link, section, sources

_LEVELS = (1, 2)
_MINUTES = (1, 2, 5, 10, 20, 30)
_MOST_MINUTES = 24 * 60
_LONGEST = 200


def listing(request: PageRequest) -> Answer:
    """All that fits what is asked for, each in a line, by practice. Raises NotUnderstood."""
    library = catalogue()
    chosen = filter_of(request.query, library)
    kind = request.query.get("kind", "")
    exercises = [one for one in library.exercises.values() if kind != "sequences" and chosen.fits(one)]
    sequences = [one for one in library.sequences.values() if kind != "exercises" and chosen.fits_all(one)]
    folds = not any(value for name, value in request.query.items() if name != "avoid")
    if chosen.text and (exercises or sequences):
        groups = [(page_words.BEST_FIRST, _ranked(chosen.text, exercises, sequences))]
    elif chosen.text:
        groups = [(page_words.PERHAPS, _alike(chosen.text, library))]
    else:
        groups = [(str(practice).capitalize(), _rows(practice, exercises)) for practice in Practice]
        groups += _by_need(sequences) if folds else _by_kind(sequences)
    return {
        "folds": folds,
        "title": page_words.TITLE,
        "lead": page_words.LEAD,
        "found": page_words.found(len(exercises), len(sequences)) or words.NONE_LEFT,
        "hint": "" if exercises or sequences else words.NONE_HINT,
        "groups": [{"title": title, "rows": rows} for title, rows in groups if rows],
        "footer": common.by_view(safety.FOOTER),
    }


def _by_kind(sequences: list[Sequence]) -> list[tuple[str, list[Json]]]:
    """What is gone through, and what is read."""
    kinds = ((words.SEQUENCES, False), (words.READINGS, True))
    return [
        (title, [_sequence_row(one) for one in sequences if (one.id in readings()) == is_read])
        for title, is_read in kinds
    ]


def _ranked(text: str, exercises: list[Exercise], sequences: list[Sequence]) -> list[Json]:
    """Whatever kind each is, what is meant most first."""
    rank = {(one.kind, one.name): place for place, one in enumerate(search_library(text))}
    rows = [(rank.get((EXERCISE, one.id), len(rank)), _row(one)) for one in exercises]
    rows += [(rank.get((SEQUENCE, one.id), len(rank)), _sequence_row(one)) for one in sequences]
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def _alike(text: str, library: Catalogue) -> list[Json]:
    """Where nothing fits: what looks most like it."""
    return [
        _row(library.exercises[one.name]) if one.kind == EXERCISE else _sequence_row(library.sequences[one.name])
        for one in closest(text)
    ]


def _by_need(sequences: list[Sequence]) -> list[tuple[str, list[Json]]]:
    """By what most of each is, under the name of what it is for."""
    groups: dict[str, list[Json]] = {title: [] for title in page_words.NEEDS.values()}
    for one in sequences:
        groups[page_words.NEEDS[str(practice_of(one) or "")]].append(_sequence_row(one))
    return list(groups.items())


def practice_of(sequence: Sequence) -> Practice | None:
    """What most of its exercises are; None where it is only read."""
    performed = [entry.exercise for entry in sequence.entries if isinstance(entry, PerformStep)]
    found = [one.practice for one in performed if one.practice]
    return max(Practice, key=found.count) if found else None


def left_out(site: PageState, _: PageRequest) -> Answer:
    """What somebody's plans and settings leave out anyway."""
    tags = [tag for tag in catalogue().tags.values() if tag.id in site.app.plans.left_out]
    said = page_words.left_out([tag.words for tag in tags]) if tags else ""
    return {"tags": [tag.id for tag in tags], "said": said}


def choices(_: PageRequest) -> Answer:
    """What the list can be searched by."""
    library = catalogue()
    there = {name: thing(name) for name in things(library)} | {words.NOTHING: page_words.NOTHING_ELSE}
    practices = {str(practice): str(practice).capitalize() for practice in Practice}
    levels = {str(number): page_words.up_to_level(number) for number in _LEVELS}
    minutes = {str(count): page_words.up_to_minutes(count) for count in _MINUTES}
    return {
        "kind": _options(page_words.KINDS),
        "practice": _options({"": page_words.ANY} | practices),
        "level": _options({"": page_words.ANY} | levels),
        "minutes": _options({"": page_words.ANY} | minutes),
        "equipment": _options(there),
        "avoid": _options({tag.id: tag.words for tag in library.tags.values()}),
    }


def filter_of(query: Mapping[str, str], library: Catalogue) -> LibraryFilter:
    """What an address asks for. Raises NotUnderstood for what cannot be meant."""
    practice, things_ = query.get("practice", ""), parts_of([query.get("equipment", "")])
    if practice and practice not in tuple(Practice):
        raise NotUnderstood(*page_words.not_a_filter("practice"))
    minutes = _number(query, "minutes", _MOST_MINUTES)
    try:
        return LibraryFilter(
            practice=Practice(practice) if practice else None,
            level=_number(query, "level", 3),
            longest=None if minutes is None else timedelta(minutes=minutes),
            things=things_called(things_, library) if things_ else None,
            avoid=frozenset(tag_called(one, library) for one in parts_of([query.get("avoid", "")])),
            text=query.get("text", "")[:_LONGEST],
        )
    except UsageError as error:
        raise NotUnderstood(*explain(error)) from error


def exercise(request: PageRequest) -> Answer:
    """All about one exercise. Raises NotThere."""
    library = catalogue()
    one = library.exercises.get(request.path["exercise"])
    if one is None:
        raise NotThere(*page_words.no_such(request.path["exercise"]))
    return {
        "id": one.id,
        "name": SessionRef.of(LIBRARY, one.id),
        "title": one.title,
        "sanskrit": one.sanskrit,
        "heading": words.heading(str(one.practice), one.level, lines.rough(one.dose.length)),
        "figure": has_figure(one),
        "sides": [str(side) for side in one.dose.sides],
        "sections": _sections(one, library),
        "plan": _in_a_plan(f'"{one.id}"'),
        "footer": common.by_view(safety.FOOTER),
    }


def sequence(request: PageRequest) -> Answer:
    """All of a sequence, step by step. Raises NotThere."""
    one = catalogue().sequences.get(request.path["sequence"])
    if one is None:
        raise NotThere(*page_words.no_such(request.path["sequence"]))
    steps = steps_of(one)
    return {
        "name": SessionRef.of(LIBRARY, one.id),
        "title": one.title,
        "heading": words.sequence_heading(steps[-1].number, lines.rough(length_of(one))),
        "stepsTitle": words.STEPS,
        "steps": [_step(step) for step in steps],
        "sections": section(words.EVIDENCE, sources(readings().get(one.id, ())), LISTED),
        "stop": " ".join(rules_to_read([step.exercise for step in steps if step.exercise])),
        "plan": _in_a_plan(f'sequence = "{one.id}"'),
        "footer": common.by_view(safety.FOOTER),
    }


def _options(labels: Mapping[str, str]) -> list[Json]:
    return [{"value": value, "label": label} for value, label in labels.items()]


def _number(query: Mapping[str, str], name: str, most: int) -> int | None:
    said = query.get(name, "")
    if not said:
        return None
    if not said.isascii() or not said.isdigit() or len(said) > len(str(most)) or int(said) > most:
        raise NotUnderstood(*page_words.not_a_filter(name))
    return int(said)


def _rows(practice: Practice, exercises: list[Exercise]) -> list[Json]:
    return [_row(one) for one in exercises if one.practice is practice]


def _row(one: Exercise) -> Json:
    return {
        "to": f"/library/{one.id}",
        "title": one.title,
        "figure": one.id if has_figure(one) else "",
        "lines": [
            _amount(one.dose, one.dose.length),
            words.level(one.level).capitalize(),
        ],
    }


def _sequence_row(one: Sequence) -> Json:
    first = next((entry.exercise for entry in one.entries if isinstance(entry, PerformStep)), None)
    steps = steps_of(one)
    return {
        "to": f"/library/sequence/{one.id}",
        "title": one.title,
        "figure": first.id if first and has_figure(first) else "",
        "lines": [words.sequence_heading(steps[-1].number, lines.rough(length_of(one)))],
    }


def _step(step: Step) -> Json:
    if step.is_rest:
        return {"rest": narration.rest_title(spell(step.length))}
    return {
        "title": step.title or step.text,
        "to": f"/library/{step.exercise.id}" if step.exercise else "",
        "figure": step.exercise.id if step.exercise and has_figure(step.exercise) else "",
        "amount": _amount(step.dose, step.length),
    }


def _amount(dose: Dose | None, length: timedelta) -> str:
    """How much, and how long that takes; what is measured in time says both in one."""
    if dose is None or (isinstance(dose, Timed) and not dose.sides):
        return lines.rough(length)
    return f"{lines.sided(dose)} · {lines.rough(length)}"


def _sections(one: Exercise, library: Catalogue) -> list[Json]:
    """What has to be known before it is done at all stands first."""
    caution = section(words.CAUTIONS, lines.caution_lines(one, library), LISTED)
    if lines.caution_comes_first(one):
        return [*caution, *_how(one), *_around(one, library), *_rests_on(one, library)]
    return [*_how(one), *_around(one, library), *caution, *_rests_on(one, library)]


def _how(one: Exercise) -> list[Json]:
    return [
        *section(words.READY, [one.setup]),
        *section(words.HOW, one.instructions, STEPS),
        *section(words.STATIONS, lines.station_lines(one), STEPS),
        *section(words.GROUPS, lines.group_lines(one), LISTED),
        *section(words.BREATH, lines.breath_lines(one)),
        *section(words.DOSE, [lines.dose_line(one.dose)]),
    ]


def _around(one: Exercise, library: Catalogue) -> list[Json]:
    return [
        *section(words.TARGET, [lines.target_line(one)]),
        *section(words.NEED, [lines.need_line(one)]),
        *section(words.EASIER, _others(one.easier, library), LISTED),
        *section(words.HARDER, _others(one.harder, library), LISTED),
    ]


def _rests_on(one: Exercise, library: Catalogue) -> list[Json]:
    works = lines.works_of(one, library)
    return section(words.EVIDENCE, [*lines.ground_lines(one), *sources(works)], LISTED)


def _others(names: tuple[str, ...], library: Catalogue) -> list[Json]:
    there = library.exercises
    return [link(there[name].title, f"/library/{name}") for name in names if name in there]


def _in_a_plan(line: str) -> Json:
    return {"title": words.IN_A_PLAN, "line": line}
