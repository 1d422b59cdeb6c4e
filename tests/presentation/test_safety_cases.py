"""The cases that a clinician would tell apart: which sign each is found by, how soon it wants somebody, and why.

A case that no sign asks for is found by a question of what to leave out. No clinician has looked at this table.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from routine.core.safety import answered, safety_status
from routine.core.safety_signs import SIGNS, Tier
from routine.library.catalogue import catalogue
from routine.presentation.safety_check import PARTS
from routine.presentation.safety_signs import ASKED_BEFORE, GROUPS, words_of
from tests.core.making import utc

NOW = utc("2026-11-23 08:00")
IFOMPT = "IFOMPT framework: Finucane 2020, JOSPT 50:350"
NHS_LIST = "cauda equina signs as on the NHS cards; IFOMPT framework"
HENSCHKE = "Henschke 2009, Arthritis Rheum 60:3072: age over 70, steroids and trauma were informative"
PARQ = "the facts that the PAR-Q+ asks for, in our own words"
NG59 = "NICE NG59: go on with usual activities, also with sciatica"
NG65 = "NICE NG65: began before 45, three months, wakes in the second half of the night, better with moving"
BRIEF = "the evidence brief, section 2"


class Case(NamedTuple):
    who: str
    sign: str
    tier: Tier
    """What becomes of it."""
    asks: str
    """Words by which they find themselves."""
    source: str
    calm_goes_on: bool = True


EMERGENCIES = (
    Case("cauda equina: numb saddle", "A1", Tier.NOW, "genitals", NHS_LIST, calm_goes_on=False),
    Case("cauda equina: bladder or bowels", "A2", Tier.NOW, "bladder", NHS_LIST, calm_goes_on=False),
    Case("cauda equina: sexual function", "A3", Tier.NOW, "sexual", NHS_LIST, calm_goes_on=False),
    Case("both legs, or quickly weaker", "A4", Tier.NOW, "both legs", NHS_LIST, calm_goes_on=False),
    Case("fracture after a fall", "A5", Tier.NOW, "fall, crash or blow", IFOMPT, calm_goes_on=False),
    Case("fracture after a knock, over 70", "A5", Tier.NOW, "over 70", HENSCHKE, calm_goes_on=False),
    Case("infection with fever", "A6", Tier.NOW, "fever", IFOMPT, calm_goes_on=False),
    Case("aneurysm that bursts", "A7", Tier.NOW, "faintness", IFOMPT, calm_goes_on=False),
    Case("known aneurysm, new pain", "A7", Tier.NOW, "aneurysm", IFOMPT, calm_goes_on=False),
)
CASES = (
    *EMERGENCIES,
    Case("foot drop, new", "B13", Tier.NOW, "weakness of a foot", IFOMPT),
    Case("numbness that spreads", "B13", Tier.NOW, "numbness that spreads", IFOMPT),
    Case("infection, injection, weak immunity, new pain", "B14", Tier.NOW, "infection", IFOMPT),
    Case("blood thinners and a fall", "B10", Tier.NOW, "Blood thinners", BRIEF),
    Case("heart signs with effort", "B11", Tier.NOW, "Chest pain", PARQ),
    Case("cancer now", "B15", Tier.BEFORE, "Cancer now", IFOMPT),
    Case("cancer in the past, unusual pain", "B15", Tier.BEFORE, "unusual pain", IFOMPT),
    Case("weight loss", "B2", Tier.BEFORE, "Weight loss", IFOMPT),
    Case("constant, growing pain", "B3", Tier.BEFORE, "constant", IFOMPT),
    Case("long steroids, new pain", "B5", Tier.BEFORE, "steroid", HENSCHKE),
    Case("fracture, over 70, after bending or a cough", "B16", Tier.BEFORE, "cough", HENSCHKE),
    Case("spine surgery or injection, recent", "B17", Tier.BEFORE, "spine", BRIEF),
    Case("hip or belly surgery, recent", "B17", Tier.BEFORE, "hip, belly", BRIEF),
    Case("aneurysm, known or pulsing", "B18", Tier.BEFORE, "pulsing", IFOMPT),
    Case("heart disease without signs", "B19", Tier.BEFORE, "Heart disease", PARQ),
    Case("blood pressure out of control", "B19", Tier.BEFORE, "blood pressure", PARQ),
    Case("told to exercise under supervision", "B19", Tier.BEFORE, "watching", PARQ),
    Case("fainting, repeated falls, dizziness", "B20", Tier.BEFORE, "dizziness", PARQ),
    Case("new pain between the shoulder blades", "B21", Tier.BEFORE, "shoulder blades", IFOMPT),
    Case("a growing bend of the spine", "B21", Tier.BEFORE, "bend of the spine", IFOMPT),
    Case("pregnant, or just given birth", "B9", Tier.BEFORE, "Pregnant", BRIEF),
    Case("cancer long past and followed up", "B22", Tier.MENTION, "long past", IFOMPT),
    Case("first bad episode, under 20 or over 55", "B7", Tier.MENTION, "This is your first", IFOMPT),
    Case("inflammatory back pain", "B8", Tier.MENTION, "better with moving", NG65),
    Case("psoriasis alone", "B8", Tier.MENTION, "psoriasis", NG65),
    Case("six weeks that nobody looked at", "B12", Tier.MENTION, "six weeks", NG59),
    Case("sciatica, pain alone", "B23", Tier.MENTION, "without numbness", NG59),
)
BY_TAG = (
    ("long steroids or weak bones, no new pain", "avoid-flexion", "osteoporosis"),
    ("weak bones", "avoid-rotation", "osteoporosis"),
    ("heart disease", "avoid-exertion", "Heart"),
    ("blood pressure", "avoid-high-tension", "Blood pressure"),
    ("glaucoma", "avoid-inversion", "Glaucoma"),
    ("pregnant, on the front", "avoid-prone", "Pregnant"),
    ("pregnant, on the back", "avoid-supine", "pregnancy"),
    ("unsteady, over 70", "high-balance", "Unsteady"),
    ("hard to get up from the floor", "floor-transfer", "floor"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.who)
def test_each_case_is_asked_for_and_comes_to_its_tier(case: Case) -> None:
    assert case.asks in words_of(case.sign)
    part = case.sign[0]
    urgent, doctor = ([case.sign], []) if part == "A" else ([], [case.sign])
    state = safety_status([answered(urgent, doctor, NOW)])
    assert state.tier is case.tier
    assert state.blocks(moves=True) is (case.tier in {Tier.BEFORE, Tier.NOW})
    assert state.blocks(moves=False) is not case.calm_goes_on
    assert case.source


@pytest.mark.parametrize(("who", "tag", "asks"), BY_TAG, ids=[who for who, _, _ in BY_TAG])
def test_who_should_leave_something_out_finds_themselves_in_a_question(who: str, tag: str, asks: str) -> None:
    assert asks in catalogue().tags[tag].asks, who


def test_every_sign_that_is_asked_stands_in_the_table_once_asked_under_its_tier() -> None:
    asked = [number for part in PARTS for number in part.numbers]
    assert len(asked) == len(set(asked))
    assert {case.sign for case in CASES} == set(asked)
    assert all(SIGNS[number].tier is group.tier for group in GROUPS for number in group.signs)
    assert not set(ASKED_BEFORE) & set(asked), "a number keeps its meaning for ever"
    assert set(SIGNS) == {*asked, *ASKED_BEFORE, "A", "B", "A?"}


def test_part_a_is_what_makes_everything_wait_and_nothing_else_does() -> None:
    urgent = {number for number, sign in SIGNS.items() if sign.emergency}
    assert urgent == {"A", *PARTS[0].numbers}


def test_every_tag_says_in_a_question_who_is_usually_advised_to_leave_it_out() -> None:
    for tag in catalogue().tags.values():
        assert "?" in tag.asks, tag.id
        assert tag.words != tag.demand, tag.id


def test_no_sentence_of_the_check_names_a_cause_promises_or_scores() -> None:
    said = " ".join([*(text for group in GROUPS for text in (*group.signs.values(), group.advice)), *(
        tag.asks for tag in catalogue().tags.values())]).casefold()  # fmt: skip
    for never in ("you have", "you may have", "cure", "diagnos", "treats", "contraindicated", "you are fine"):
        assert never not in said
