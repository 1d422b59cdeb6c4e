"""Knows what a person sees who asks about a therapy; must not know what is in the cards, beyond a word or two."""

from __future__ import annotations

from routine.library.therapies import NAMES
from routine.presentation.safety import FOOTER
from tests.ui.home import Home


def plain(text: str) -> str:
    return " ".join(text.split())


def test_the_list_names_each_with_its_grade_and_says_what_gains_are_like(home: Home) -> None:
    answer = home.run("therapies")
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert [line.split()[0] for line in lines if line.startswith("  ")] == list(NAMES)
    assert any(line.split()[:2] == ["acupuncture", "unsure"] for line in lines)
    assert any(line.split()[:4] == ["yoga", "helps", "a", "little"] for line in lines)
    assert any(line.split()[:4] == ["supplements", "does", "not", "help"] for line in lines)
    assert "One measure for all: worthwhile are 15 points of 100 less pain" in plain(answer.out)
    assert "No clinician has looked over these cards yet." in plain(answer.out)
    assert "averages, from none to moderate" in plain(answer.out)
    assert FOOTER in plain(answer.out)


def test_a_card_says_what_it_is_what_is_known_and_what_to_ask(home: Home) -> None:
    answer = home.run("therapies", "acupuncture")
    assert answer.code == 0
    headings = [line for line in answer.out.splitlines() if line and not line.startswith(" ")]
    assert headings[:11] == [
        "Acupuncture",
        "In short",
        "What it is",
        "What guidelines say",
        "What studies found",
        "What to expect",
        "Take care",
        "Questions to ask",
        "What routine can do",
        "Our grade",
        "To read on",
    ]
    assert "In short Unsure. Thin needles" in plain(answer.out)
    assert "sham needling. The gain is below a worthwhile change." in plain(answer.out)
    assert "NICE, United Kingdom, 2016: Do not offer it" in plain(answer.out)
    assert "see a doctor first: routine help-signs" in plain(answer.out)
    assert FOOTER in plain(answer.out)


def test_what_we_have_not_looked_up_ourselves_is_said_beside_it(home: Home) -> None:
    out = plain(home.run("therapies", "acupuncture").out)
    assert "Haake 2007, Arch Intern Med 167:1892 (not looked up by us)" in out
    assert "Mu 2020, Cochrane CD013814 ·" in out


def test_a_card_may_be_asked_for_by_another_name_in_several_words(home: Home) -> None:
    assert home.run("therapies", "stem", "cells").out.startswith("Regenerative cell therapy")
    assert home.run("therapies", "Progressive", "Relaxation").out.startswith("Progressive muscle relaxation")


def test_the_card_on_cells_has_its_date_and_offers_nothing(home: Home) -> None:
    out = plain(home.run("therapies", "regenerative-cell-therapy").out)
    assert "Reviewed: 2026-11." in out
    assert "Research stage only." in out
    assert "no plan, no reminder" in out


def test_the_supplements_card_holds_the_warning(home: Home) -> None:
    out = plain(home.run("therapies", "turmeric").out)
    assert "Please note Supplements can interact with medicines and cause harm." in out


def test_a_slip_is_answered_with_what_was_meant_and_nonsense_with_all_there_are(home: Home) -> None:
    slip = home.run("therapies", "acupunture")
    assert slip.code == 2
    assert "Did you mean acupuncture?" in slip.err
    nonsense = home.run("therapies", "xyzzy")
    assert nonsense.code == 2
    assert all(name in nonsense.err for name in NAMES)


def test_json_has_the_same_in_a_shape_that_stays(home: Home) -> None:
    listed = home.run("therapies", "--json").json["therapies"]
    assert [set(one) for one in listed] == [{"name", "title", "verdict", "grade", "about"}] * len(NAMES)
    card = home.run("therapies", "yoga", "--json").json
    assert {
        "name",
        "what",
        "guidelines",
        "studies",
        "verdict",
        "grade",
        "cautions",
        "questions",
        "sources",
        "footer",
    } <= set(card)
    assert {key: value for key, value in card["guidelines"][1].items() if key != "says"} == {
        "by": "NICE, United Kingdom",
        "year": 2016,
    }
    assert home.run("therapies", "supplements", "--json").json["note"]


def test_on_a_narrow_terminal_no_line_is_wider_than_it(home: Home) -> None:
    with home.on_terminal("therapies", "massage", columns=44, PAGER="cat") as terminal:
        assert terminal.ended() == 0
        assert max(len(line) for line in terminal.text.splitlines()) <= 44


def test_reading_leaves_no_trace(home: Home) -> None:
    home.run("therapies", "yoga")
    assert home.files() == []
