"""What the page says of the library and the therapies, and what of it is found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from routine.core.exercise import Practice, Timed
from routine.library.catalogue import catalogue
from routine.library.therapies import NAMES, find
from routine.presentation import therapies as words
from routine.presentation.page import by_view
from routine.presentation.reminders import STOP_RULE
from routine.presentation.safety import COMMAND, FOOTER
from routine.presentation.session_rules import WAY_OUT
from routine.ui.page.request import NotThere, NotUnderstood, PageRequest
from routine.ui.page.views import library, therapies

LIBRARY = catalogue()


def listed(**query: str) -> list[str]:
    """The addresses of all that is found."""
    answer = library.listing(PageRequest(query=query))
    return [row["to"] for group in answer["groups"] for row in group["rows"]]


def exercises_listed(**query: str) -> set[str]:
    return {to.removeprefix("/library/") for to in listed(kind="exercises", **query)}


def exercise(name: str) -> Any:
    return library.exercise(PageRequest(path={"exercise": name}))


def sections(answer: Any) -> dict[str, list[str]]:
    return {part["title"]: [line["text"] for line in part["lines"]] for part in answer["sections"]}


def grounds(answer: Any) -> list[Any]:
    """The lines of what it rests on."""
    found: list[Any] = next(part["lines"] for part in answer["sections"] if part["title"] == "What it rests on")
    return found


def test_all_of_the_library_is_listed_once() -> None:
    found = listed()
    assert sorted(found) == sorted(
        [f"/library/{name}" for name in LIBRARY.exercises]
        + [f"/library/sequence/{name}" for name in LIBRARY.sequences]
    )
    exercises, sequences = len(LIBRARY.exercises), len(LIBRARY.sequences)
    assert library.listing(PageRequest())["found"] == f"{exercises} exercises and {sequences} ready-made sessions"


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ({"practice": "yoga"}, lambda one: one.practice is Practice.YOGA),
        ({"level": "1"}, lambda one: one.level == 1),
        ({"minutes": "2"}, lambda one: one.dose.length <= timedelta(minutes=2)),
        (
            {"avoid": "avoid-flexion,avoid-kneeling"},
            lambda one: not one.cautions & {"avoid-flexion", "avoid-kneeling"},
        ),
        ({"equipment": "mat"}, lambda one: set(one.equipment) <= {"mat"}),
        ({"equipment": "none"}, lambda one: not one.equipment),
        (
            {"practice": "stretching", "equipment": "chair,mat", "level": "2"},
            lambda one: (
                one.practice is Practice.STRETCHING and set(one.equipment) <= {"chair", "mat"} and one.level <= 2
            ),
        ),
    ],
)
def test_a_filter_leaves_all_that_fits_and_only_that(query: dict[str, str], fits: Any) -> None:
    wanted = {one.id for one in LIBRARY.exercises.values() if fits(one)}
    assert 0 < len(wanted) < len(LIBRARY.exercises)
    assert exercises_listed(**query) == wanted


def test_what_is_done_by_time_says_one_length() -> None:
    rows = {
        row["to"]: row["lines"][0] for group in library.listing(PageRequest())["groups"] for row in group["rows"]
    }
    timed = [one for one in LIBRARY.exercises.values() if isinstance(one.dose, Timed) and not one.dose.sides]
    assert timed
    assert [one.id for one in timed if "·" in rows[f"/library/{one.id}"]] == []
    assert "·" in rows["/library/cat-cow"], "repetitions say how long they take"


def test_a_search_finds_words_by_how_they_begin_in_any_order() -> None:
    assert exercises_listed(text="DOG bird") == {"bird-dog", "bird-dog-forearms", "bird-dog-leg-slide"}
    assert "/library/sequence/yoga-1" in listed(text="yoga weeks", kind="sequences")
    assert "bird-dog" in exercises_listed(text="ird dog"), "a slip is no reason to find nothing"


def test_a_sequence_is_as_long_as_all_of_it() -> None:
    found = listed(kind="sequences", minutes="5")
    assert "/library/sequence/walk-10" not in found
    assert "/library/sequence/gentle-a" not in found
    assert "/library/sequence/breathing-space" in found


def test_nothing_found_says_what_to_do() -> None:
    answer = library.listing(PageRequest(query={"text": "trampoline"}))
    (perhaps,) = answer["groups"]
    assert len(perhaps["rows"]) <= 3, "what looks most like it"
    assert answer["found"] == "Nothing in the library fits all of that."
    assert "filter" in answer["hint"]


@pytest.mark.parametrize(
    "query",
    [
        {"practice": "boxing"},
        {"level": "easy"},
        {"level": "9"},
        {"minutes": "-1"},
        {"minutes": "9" * 5000},
        {"minutes": "²"},
        {"avoid": "avoid-mondays"},
        {"equipment": "trampoline"},
    ],
)
def test_an_address_that_cannot_be_meant_is_explained(query: dict[str, str]) -> None:
    with pytest.raises(NotUnderstood) as told:
        library.listing(PageRequest(query=query))
    assert told.value.sentence
    assert told.value.hint


def test_everything_that_can_be_chosen_finds_something() -> None:
    for name, options in library.choices(PageRequest()).items():
        for option in options:
            assert listed(**{name: option["value"]}), (name, option)


@pytest.mark.parametrize("name", LIBRARY.exercises)
def test_a_card_says_how_how_much_and_what_to_take_care_of(name: str) -> None:
    one = LIBRARY.exercises[name]
    answer = exercise(name)
    said = sections(answer)
    assert answer["title"] == one.title
    assert answer["figure"]
    assert said["How"] == list(one.instructions)
    assert said["How much"]
    assert said["Works on"]
    assert STOP_RULE in said["Take care"] or not one.moves
    assert WAY_OUT in said["Take care"] or one.practice is not Practice.MEDITATION
    assert said["Take care"][-1] in {STOP_RULE, WAY_OUT}
    assert said["What it rests on"][0].endswith(".")
    assert answer["footer"] == by_view(FOOTER)
    assert answer["sides"] == [str(side) for side in one.dose.sides]


def test_where_to_look_when_worried_is_named_once_and_by_its_view() -> None:
    view = "“When to get help”"
    for told in (f"Open {view} (`{COMMAND}`) if you are worried.", f"Open `{COMMAND}` if you are worried."):
        assert by_view(told) == f"Open {view} if you are worried."
    assert by_view(FOOTER).count(view) == 1


def test_easier_and_harder_lead_to_their_own_cards() -> None:
    for name, one in LIBRARY.exercises.items():
        parts = {part["title"]: part["lines"] for part in exercise(name)["sections"]}
        for title, others in (("Easier", one.easier), ("Harder", one.harder)):
            there = [f"/library/{other}" for other in others if other in LIBRARY.exercises]
            assert [line["to"] for line in parts.get(title, [])] == there


def test_a_source_with_a_doi_can_be_clicked_and_no_other() -> None:
    lines = grounds(exercise("body-scan"))
    assert {
        "text": "Cherkin 2016, JAMA, doi 10.1001/jama.2016.2323",
        "outside": "https://doi.org/10.1001/jama.2016.2323",
    } in lines
    lines = grounds(exercise("figure-four-supine"))
    assert not any(line.get("outside") for line in lines)


@pytest.mark.parametrize("name", LIBRARY.sequences)
def test_a_sequence_shows_its_steps_in_order_with_their_lengths(name: str) -> None:
    answer = library.sequence(PageRequest(path={"sequence": name}))
    steps = [step for step in answer["steps"] if "rest" not in step]
    assert answer["heading"].startswith(f"{len(steps)} step")
    assert all(step["title"] and step["amount"] for step in steps)
    assert all(step["to"].removeprefix("/library/") in LIBRARY.exercises for step in steps if step["to"])
    done = [LIBRARY.exercises[step["to"].removeprefix("/library/")] for step in steps if step["to"]]
    assert STOP_RULE in answer["stop"] or not any(one.moves for one in done)
    assert WAY_OUT in answer["stop"] or not any(one.practice is Practice.MEDITATION for one in done)
    # nobody moves in what is only read
    assert (STOP_RULE in answer["stop"] or WAY_OUT in answer["stop"]) == bool(done)


@pytest.mark.parametrize(
    ("view", "kind"),
    [(library.exercise, "exercise"), (library.sequence, "sequence"), (therapies.card, "therapy")],
)
def test_what_there_is_not_is_said(view: Any, kind: str) -> None:
    with pytest.raises(NotThere) as told:
        view(PageRequest(path={kind: "../secret"}))
    assert "../secret" in told.value.sentence
    assert "at the top" in told.value.hint


def test_all_therapies_are_listed_with_what_is_known() -> None:
    cards = therapies.listing(PageRequest())["cards"]
    assert [card["id"] for card in cards] == list(NAMES)
    assert all(card["about"] and card["grade"].endswith(".") for card in cards)


@pytest.mark.parametrize("name", NAMES)
def test_a_therapy_says_all_of_its_card(name: str) -> None:
    answer = therapies.card(PageRequest(path={"therapy": name}))
    said = sections(answer)
    card = find(name)
    assert card is not None
    assert said["What it is"] == [card.what]
    assert said.get("What guidelines say", []) == [words.guideline_line(one) for one in card.guidelines]
    assert said["What studies found"] == [*(words.study(study) for study in card.studies), words.MEASURE]
    assert said["In short"] == [f"{words.verdict(card.verdict)} {card.about}"]
    folded = {part["title"] for part in answer["sections"] if part.get("folded")}
    assert folded == {"Our grade", "To read on"}
    assert said["Our grade"]
    assert said.get("What to expect", []) == list(card.expect)
    assert said["Take care"][:-1] == list(card.cautions)
    assert said.get("Questions to ask", []) == list(card.questions)
    assert said["What routine can do"] == [card.routine]
    assert len(said["To read on"]) == len(card.works)
    assert "“When to get help”" in said["Take care"][-1]
