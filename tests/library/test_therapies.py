"""Knows what a card on a therapy must hold to be honest; must not know how it is shown."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from routine.library.catalogue import catalogue
from routine.library.therapies import (
    NAMES,
    WORTHWHILE_LIMITS,
    WORTHWHILE_PAIN,
    Therapy,
    Verdict,
    find,
    suggest,
    therapies,
)
from routine.presentation import therapies as words
from routine.presentation import visits

CARDS = therapies()
every_card = pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
AHEAD = {2027, 2028}
"""A trial that is still running says when it means to end."""
TRIAL = re.compile(r"\(([A-ZÄÖÜ][\w-]+)(?: & \w+)? ((?:19|20)\d\d)\b")


def texts(card: Therapy) -> list[str]:
    named = [*(one.says for one in card.guidelines), *(one.says for one in card.studies)]
    return [card.what, *named, *card.expect, *card.cautions, *card.questions, card.routine, card.note]


def test_every_file_is_a_card_and_every_card_a_file() -> None:
    there = {file.name for file in files("routine.library").joinpath("therapies").iterdir()}
    assert there == {f"{name}.toml" for name in NAMES}
    assert [card.id for card in CARDS] == list(NAMES)
    assert len(CARDS) == 14


@every_card
def test_a_card_says_what_guidelines_say_what_studies_found_and_what_to_ask(card: Therapy) -> None:
    assert card.what
    assert card.about
    assert card.routine
    assert card.guidelines
    assert card.studies
    assert card.cautions
    assert card.questions
    assert card.grade == "research" or re.fullmatch("[BCD][+−]?", card.grade)
    assert len(card.about) <= 80


@every_card
def test_every_claim_has_a_source_and_every_year_is_one_of_its_sources(card: Therapy) -> None:
    for guideline in card.guidelines:
        assert guideline.year in {work.year for work in guideline.works}, guideline.says
    for study in card.studies:
        assert study.works, study.says
        assert {int(year) for year in YEAR.findall(study.says)} <= {work.year for work in study.works} | AHEAD
    named = {(work.author.split(" & ")[0], work.year) for work in card.works}
    for text in texts(card):
        for author, year in TRIAL.findall(text):
            known = {(one.split()[-1], at) for one, at in named} | named
            assert (author, int(year)) in known or author in {"FDA", "TGA"}, f"{author} {year}"


@every_card
def test_sentences_are_whole(card: Therapy) -> None:
    for text in texts(card):
        if text:
            assert text.endswith((".", "?")), text
            assert re.match(r"[A-Z0-9]", text), text
    assert all(question.endswith("?") for question in card.questions)


@every_card
def test_what_routine_is_said_to_do_it_can_do(card: Therapy) -> None:
    """Each name of a sequence on a card is one that a plan may use."""
    named = [name for name in re.findall("`([^`]+)`", card.routine) if "-" in name]
    assert [name for name in named if name not in catalogue().sequences] == []


def test_what_can_be_done_with_routine_names_sequences_and_what_cannot_does_not() -> None:
    guided = {card.id for card in CARDS if re.search("`[a-z0-9]+-[a-z0-9-]+`", card.routine)}
    assert guided == {
        "exercise",
        "yoga",
        "pilates",
        "meditation",
        "progressive-relaxation",
        "guided-imagery",
        "biofeedback",
    }


@every_card
def test_no_guideline_is_told_from_memory(card: Therapy) -> None:
    for guideline in card.guidelines:
        assert not re.search("as far as we know", guideline.says, re.IGNORECASE), guideline.says
        assert all(work.looked_up or work.no_doi for work in guideline.works)


def test_a_guideline_that_its_makers_take_for_old_says_so_wherever_it_stands() -> None:
    college = [one for card in CARDS for one in card.guidelines if one.year == 2017]
    assert len(college) >= 10
    for one in college:
        assert "By its own rule it holds for 5 years; we found no newer one." in words.guideline_line(one)


def test_the_title_counts_the_cards_and_a_half_grade_reads_as_one() -> None:
    assert words.TITLE.startswith("Fourteen ")
    assert words.grade_line("B−") == "B−: moderate certainty, a small benefit, or half a step less."


VERDICTS = {
    Verdict.HELPS_A_LITTLE: {"exercise", "yoga", "pilates", "meditation", "cognitive-behavioural-care"},
    Verdict.DOES_NOT_HELP: {"supplements"},
}


@every_card
def test_a_grade_comes_to_three_words(card: Therapy) -> None:
    named = next((verdict for verdict, names in VERDICTS.items() if card.id in names), Verdict.UNSURE)
    assert card.verdict is named


@every_card
def test_what_was_found_in_points_is_held_against_one_measure(card: Therapy) -> None:
    for study in card.studies:
        measured = study.pain is not None or study.limits is not None
        # numbers on a scale are there if and only if the measure is laid on them
        assert measured == bool(re.search(r"points? of (5|10|24|100)\b", study.says)), study.says
        assert "worthwhile change" not in study.says, "said by the measure, not by hand"
        small = (study.pain or 0) < WORTHWHILE_PAIN and (study.limits or 0) < WORTHWHILE_LIMITS
        assert (measured and small) == words.study(study).endswith(" The gain is below a worthwhile change.")


def test_needles_and_yoga_are_judged_alike() -> None:
    for name in ("acupuncture", "yoga"):
        card = find(name)
        assert card is not None
        assert any("below a worthwhile change" in words.study(study) for study in card.studies)


@every_card
def test_nothing_is_to_be_expected_that_may_not_come(card: Therapy) -> None:
    for line in card.expect:
        assert not re.search(r"\bExpect to\b|\bbetter control within\b", line), line


def test_a_card_does_not_say_the_same_twice() -> None:
    card = find("supplements")
    assert card is not None
    assert card.expect == ()


def test_supplements_carry_their_warning_and_never_an_amount() -> None:
    card = find("supplements")
    assert card is not None
    assert "interact with medicines and cause harm" in card.note
    assert "little or no benefit" in card.note
    assert card.note == visits.NOTE, "the card and the reminder say the same"
    assert not re.search(r"\d\s*(mg|g|ml|µg|IU|capsules?|drops)\b", " ".join(texts(card)))


def test_cell_therapy_is_a_card_and_nothing_more() -> None:
    card = find("regenerative-cell-therapy")
    assert card is not None
    assert card.what.startswith("Research stage.")
    assert "not an approved treatment" in card.what
    assert "cannot arrange, recommend or remind you" in card.what
    assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", card.reviewed)
    assert "no reminder" in card.routine
    assert "%" not in " ".join(texts(card)), "no figures that a company gave out"
    assert [one.id for one in CARDS if one.reviewed] == [card.id]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Yoga", "yoga"),
        ("MBSR", "meditation"),
        ("stem cells", "regenerative-cell-therapy"),
        ("spinal manipulation", "chiropractic"),
        ("turmeric", "supplements"),
        ("guided imagery", "guided-imagery"),
    ],
)
def test_a_card_is_found_by_any_name_it_has(typed: str, found: str) -> None:
    card = find(typed)
    assert card is not None
    assert card.id == found


def test_no_name_belongs_to_two_cards() -> None:
    for card in CARDS:
        for name in (card.id, card.title, *card.aliases):
            assert find(name) == card, name


@pytest.mark.parametrize(
    ("typed", "meant"), [("acupunture", "acupuncture"), ("yogga", "yoga"), ("chiro", "chiropractic")]
)
def test_a_slip_is_understood_as_a_suggestion(typed: str, meant: str) -> None:
    assert find(typed) is None
    assert suggest(typed)[0] == meant


def test_nonsense_suggests_nothing() -> None:
    assert suggest("xyzzy") == []
    assert suggest("") == []
