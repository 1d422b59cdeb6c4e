"""Knows how a person reads when to get help and answers the two-minute check, and what each answer changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from routine.core.events import Actor, CheckedIn, Event, EventKind, Outcome
from routine.presentation import safety_check as signs
from routine.presentation.reminders import STOP_RULE
from routine.presentation.safety import FOOTER
from routine.presentation.safety_signs import AT_NEXT_VISIT, AT_ONCE, FIRST, TODAY
from tests.telling import reason_of, told
from tests.ui.home import Home
from tests.ui.terminal import Terminal

ASK_A, ASK_B, ASK_C = "for not sure, or Enter", "or `no` for none.", "or Enter for nothing"


def plain(text: str) -> str:
    return " ".join(text.split())


def checkins(home: Home) -> list[Event]:
    return [entry for entry in home.journal() if entry.kind is EventKind.CHECKIN]


def outcomes(home: Home) -> list[tuple[str, str]]:
    return [(told(entry).outcome, reason_of(entry)) for entry in checkins(home)]


def today(home: Home) -> str:
    return home.now.astimezone(home.zone).date().isoformat()


def answering(home: Home, *typed: tuple[str, str]) -> str:
    """The real command on a terminal, each answer once its question is there; all that was said."""
    with home.on_terminal("help-signs", rows=60) as terminal:
        for question, answer in typed:
            terminal.wait_for(question)
            terminal.press(f"{answer}\n")
        assert terminal.ended() == 0
        return plain(terminal.text)


# reading


def test_without_a_terminal_the_whole_list_is_read_out_and_nothing_is_asked_or_written(home: Home) -> None:
    answer = home.run("help-signs")
    assert answer.code == 0
    out = plain(answer.out)
    for part in signs.PARTS:
        assert all(group.advice in out for group in part.groups)
        assert all(sign in out for sign in part.signs)
    assert signs.ADULTS in out
    assert signs.UNSURE in out
    assert STOP_RULE in out
    assert FOOTER in out
    assert checkins(home) == []


def test_it_says_what_to_do_before_it_asks_anything(home: Home) -> None:
    with home.on_terminal("help-signs", "--read", rows=60) as terminal:
        assert terminal.ended() == 0
        said = plain(terminal.text)
    assert said.index("Get emergency help now") < said.index(AT_ONCE.advice)
    assert ASK_A not in said


def test_json_holds_the_list_and_how_things_stand(home: Home) -> None:
    shape = home.run("help-signs", "--json").json
    assert [part["part"] for part in shape["parts"]] == ["A", "B"]
    assert len(shape["parts"][0]["signs"]) == 7
    assert [(of["tier"], len(of["signs"])) for of in shape["parts"][1]["groups"]] == [
        ("now", 4), ("before", 11), ("mention", 5),
    ]  # fmt: skip
    assert (shape["outcome"], shape["tier"], shape["answered"], shape["waits"]) == (None, "clear", None, True)


def test_on_a_narrow_terminal_no_line_is_wider_than_it(home: Home) -> None:
    with home.on_terminal("help-signs", "--read", columns=44) as terminal:
        assert terminal.ended() == 0
        assert max(len(line) for line in terminal.text.splitlines()) <= 44


# answering


def test_none_of_them_is_told_without_saying_that_all_is_well(home: Home) -> None:
    said = answering(home, (ASK_A, "no"), (ASK_B, "none"), (ASK_C, ""))
    assert "Nothing on this list today. If that changes, open “When to get help”: routine help-signs" in said
    assert "stay on this computer" in said
    assert outcomes(home) == [("clear", "")]


def test_a_sign_of_part_a_stops_there_with_what_to_do(home: Home) -> None:
    said = answering(home, (ASK_A, "2, 6"))
    assert AT_ONCE.advice in said
    assert "112" in said
    assert signs.DOCTOR.title not in said, "nothing more is asked"
    assert outcomes(home) == [("stop", "A2 A6")]


@pytest.mark.parametrize("typed", ["?", "not sure", "Maybe", "I'm not sure", "3?", "maybe 3", "1 ?", "no?"])
def test_a_doubt_about_part_a_is_for_a_doctor_today(home: Home, typed: str) -> None:
    said = answering(home, (ASK_A, typed), (ASK_C, ""))
    assert signs.UNSURE in said
    assert outcomes(home) == [("see-doctor", "A?")]


def test_a_bare_yes_counts(home: Home) -> None:
    answering(home, (ASK_A, "yes"))
    assert outcomes(home) == [("stop", "A")]


def test_a_sign_of_part_b_asks_for_a_check_up_and_says_how_to_go_on(home: Home) -> None:
    said = answering(home, (ASK_A, "no"), (ASK_B, "5 12"), (ASK_C, ""))
    assert FIRST.advice in said
    assert f"routine help-signs --cleared {today(home)}" in said
    assert outcomes(home) == [("see-doctor", "B15 B19")]


def test_what_is_not_an_answer_is_asked_again_and_nothing_is_taken_for_a_no(home: Home) -> None:
    said = answering(home, (ASK_A, "fine"), (signs.AGAIN, "8"), (ASK_A, "0 3"), (ASK_A, "no"), (ASK_B, ""), (
        signs.AGAIN_DOCTOR, "21"), (ASK_B, "no"), (ASK_C, ""))  # fmt: skip
    assert said.count(signs.AGAIN) == 3
    assert said.count(signs.AGAIN_DOCTOR) == 2
    assert outcomes(home) == [("clear", "")]


def test_enter_leaves_it_for_another_time(home: Home) -> None:
    said = answering(home, (ASK_A, ""))
    assert "Another time, then." in said
    assert said.index(AT_ONCE.advice) < said.index(FIRST.advice), "and the whole list is there to read"
    assert checkins(home) == []


def test_what_was_answered_holds_even_when_the_rest_is_broken_off(home: Home) -> None:
    with home.on_terminal("help-signs", rows=60) as terminal:
        reach_part_c(terminal)
        terminal.interrupt()
        assert terminal.ended() == 130
    assert outcomes(home) == [("see-doctor", "B13")]


def reach_part_c(terminal: Terminal) -> None:
    for question, answer in ((ASK_A, "no"), (ASK_B, "1")):
        terminal.wait_for(question)
        terminal.press(f"{answer}\n")
    terminal.wait_for(ASK_C)


@pytest.mark.parametrize(
    ("typed", "signs_"),
    [("1-3", "A1 A2 A3"), ("2 and 6", "A2 A6"), ("yes, 4", "A4"), ("2, 3?", "A2 A?"), ("1 – 2", "A1 A2")],
)
def test_an_answer_is_taken_as_people_type_it(home: Home, typed: str, signs_: str) -> None:
    answering(home, (ASK_A, typed))
    assert outcomes(home) == [("stop", signs_)]


def test_a_doctor_today_comes_before_a_check_up(home: Home) -> None:
    said = answering(home, (ASK_A, "no"), (ASK_B, "1, 6"), (ASK_C, ""))
    assert said.index(TODAY.advice) < said.index(FIRST.advice)
    assert home.run("help-signs", "--json").json["tier"] == "now"
    assert signs.TODAY_WAITS in plain(home.run("help-signs").out)


def test_what_is_to_be_mentioned_lets_every_session_go_on(home: Home) -> None:
    home.plan(home.session())
    said = answering(home, (ASK_A, "no"), (ASK_B, "19"), (ASK_C, ""))
    assert AT_NEXT_VISIT.advice in said
    assert outcomes(home) == [("mention", "B12")]
    shape = home.run("help-signs", "--json").json
    assert (shape["tier"], shape["outcome"]) == ("mention", "mention")
    assert home.run("status", "--json").json["safety"]["holds_back"] == "nothing"
    assert AT_NEXT_VISIT.advice in plain(home.run("help-signs").out)


def test_once_a_stop_is_cleared_the_rest_of_the_check_is_asked(home: Home) -> None:
    answering(home, (ASK_A, "1"))
    with home.on_terminal("help-signs", "--cleared", today(home), rows=60) as terminal:
        terminal.wait_for(ASK_B)
        terminal.press("6\n")
        assert terminal.ended() == 0
    assert outcomes(home) == [("stop", "A1"), ("clear", ""), ("see-doctor", "B2")]


def test_where_nobody_can_be_asked_it_says_that_the_rest_waits(home: Home) -> None:
    answering(home, (ASK_A, "1"))
    said = home.run("help-signs", "--cleared", today(home))
    assert said.code == 0
    assert "has not been asked yet" in said.out
    assert home.run("help-signs", "--json").json["waits"]


def test_a_word_from_before_a_sign_was_told_is_refused(home: Home) -> None:
    answering(home, (ASK_A, "no"), (ASK_B, "1"), (ASK_C, ""))
    before = (date.fromisoformat(today(home)) - timedelta(days=1)).isoformat()
    refused = home.run("help-signs", "--cleared", before)
    assert refused.code == 78
    assert "not yet told" in refused.err
    assert home.run("help-signs", "--json").json["tier"] == "now"


def test_part_c_asks_so_that_people_find_themselves(home: Home) -> None:
    said = answering(home, (ASK_A, "no"), (ASK_B, "no"), (ASK_C, ""))
    assert "Forward bends. Weak bones (osteoporosis, osteopenia), a past fracture of the spine" in said


def test_part_c_prints_the_line_for_the_plan(home: Home) -> None:
    said = answering(home, (ASK_A, "no"), (ASK_B, "no"), (ASK_C, "3, 1"))
    assert 'avoid = ["avoid-flexion", "avoid-rotation"]' in said
    assert "These are your choices" in said


# what an answer changes


def test_movement_that_waits_is_said_in_today_and_status_and_start_is_refused(home: Home) -> None:
    home.plan(home.session("Morning mobility"), home.session("Breathe", practice="breathing"))
    answering(home, (ASK_A, "no"), (ASK_B, "5"), (ASK_C, ""))
    day = plain(home.run("today").out)
    assert "Morning mobility 4 min mobility does not count: safety check" in day
    assert "Breathe 4 min breathing due now" in day
    assert "Movement waits for a professional's word: routine help-signs" in day
    status = home.run("status")
    assert "Safety Movement waits for a professional's word" in plain(status.out)
    refused = home.run("start", "Morning", "mobility")
    assert refused.code == 5
    assert "can wait until a professional has said that movement is fine" in refused.err
    assert "routine help-signs" in refused.err
    assert home.run("start", "Breathe", "--in", "terminal").code == 0
    assert home.run("done", "Morning", "mobility").code == 0, "what was done all the same can be told"


def test_after_part_a_every_session_waits(home: Home) -> None:
    home.plan(home.session("Breathe", practice="breathing"))
    answering(home, (ASK_A, "1"))
    refused = home.run("start", "Breathe")
    assert refused.code == 5
    assert "getting help comes first" in refused.err
    assert home.run("status", "--json").json["safety"] == {"holds_back": "everything", "check_waits": False}


def test_until_it_is_answered_status_says_that_the_check_waits_and_nothing_is_locked(home: Home) -> None:
    home.plan(home.session())
    assert "A two-minute safety check is waiting: routine help-signs" in plain(home.run("status").out)
    assert home.run("status", "--json").json["safety"] == {"holds_back": "nothing", "check_waits": True}
    started = home.run("start", "--in", "terminal")
    assert started.code == 0
    # a script, or a key of the keyboard: nobody can be asked, and whoever reads along knows where it is
    assert "A two-minute safety check is waiting: routine help-signs" in plain(started.err)


def test_the_first_session_that_moves_opens_the_check_in_a_terminal_and_it_can_be_put_off(home: Home) -> None:
    home.plan(home.session())
    with home.on_terminal("start", "Morning", "mobility", rows=60) as terminal:
        terminal.wait_for(ASK_A)
        terminal.press("\n")
        terminal.wait_for("Stand tall.")
        terminal.stop()
        assert terminal.ended() == 0
    assert outcomes(home) == [("put-off", "")]
    with home.on_terminal("start", "Morning", "mobility", rows=60) as terminal:
        terminal.wait_for("Stand tall.")
        assert ASK_A not in terminal.text, "once"
        terminal.stop()
        assert terminal.ended() == 0


def test_what_is_answered_there_holds_at_once(home: Home) -> None:
    home.plan(home.session())
    with home.on_terminal("start", "Morning", "mobility", rows=60) as terminal:
        terminal.wait_for(ASK_A)
        terminal.press("no\n")
        terminal.wait_for(ASK_B)
        terminal.press("6\n")
        assert terminal.ended() == 5
    assert "can wait until a professional has said" in plain(terminal.text)
    assert outcomes(home) == [("see-doctor", "B2")]


def test_a_calm_session_opens_no_check(home: Home) -> None:
    home.plan(home.session("Breathe", practice="breathing"))
    with home.on_terminal("start", "Breathe", rows=60) as terminal:
        terminal.wait_for("Stand tall.")
        terminal.stop()
        assert terminal.ended() == 0
    assert outcomes(home) == []


def test_how_it_stands_names_the_signs_in_their_own_words(home: Home) -> None:
    answering(home, (ASK_A, "3"))
    said = plain(home.run("help-signs").out)
    assert f"You named: “{signs.URGENT.signs[2]}”." in said
    assert "A3" not in said


def test_after_a_doubt_about_an_urgent_sign_the_doctor_comes_first(home: Home) -> None:
    answering(home, (ASK_A, "?"), (ASK_C, ""))
    said = plain(home.run("help-signs").out)
    assert "You named: something you were not sure of." in said
    assert signs.UNSURE_WAITS in said
    assert signs.MOVEMENT_WAITS not in said


# a professional's word


def test_a_professionals_word_with_its_day_brings_everything_back(home: Home) -> None:
    home.plan(home.session())
    answering(home, (ASK_A, "no"), (ASK_B, "5"), (ASK_C, ""))
    answer = home.run("help-signs", "--cleared", today(home))
    assert answer.code == 0
    assert f"on {today(home)} a professional said that movement is fine" in answer.out
    assert home.run("start", "--in", "terminal").code == 0
    shape = home.run("help-signs", "--json").json
    assert (shape["outcome"], shape["cleared"], shape["signs"]) == ("clear", today(home), [])
    assert f"on {today(home)} a professional said" in home.run("help-signs").out
    said = answering(home, (ASK_A, "no"), (ASK_B, "no"), (ASK_C, ""))
    assert f"Leave out what a professional knew of on {today(home)}" in said


@pytest.mark.parametrize(("typed", "why"), [("soon", "is not a day"), ("20.11.2026", "is not a day")])
def test_what_is_not_a_day_is_refused(home: Home, typed: str, why: str) -> None:
    answer = home.run("help-signs", "--cleared", typed)
    assert answer.code == 2
    assert why in answer.err
    assert "YYYY-MM-DD" in answer.err


def test_a_day_to_come_or_one_that_nothing_waits_for_is_refused(home: Home) -> None:
    assert home.run("help-signs", "--cleared", today(home)).code == 5
    answering(home, (ASK_A, "?"), (ASK_C, ""))
    ahead = (date.fromisoformat(today(home)) + timedelta(days=2)).isoformat()
    answer = home.run("help-signs", "--cleared", ahead)
    assert answer.code == 78
    assert "still to come" in answer.err
    assert [one for one, _ in outcomes(home)] == ["see-doctor"]


def test_answering_no_does_not_take_back_what_was_answered(home: Home) -> None:
    answering(home, (ASK_A, "3"))
    said = answering(home, (ASK_A, "no"), (ASK_B, "no"), (ASK_C, ""))
    assert "What you answered before still holds." in said
    assert "--cleared" in said
    assert home.run("status", "--json").json["safety"]["holds_back"] == "everything"


@pytest.mark.parametrize("columns", [40, 62])
def test_the_command_that_tells_of_a_professionals_word_stands_in_one_row(home: Home, columns: int) -> None:
    home.happened(CheckedIn(home.now, Actor.CLI, outcome=Outcome.SEE_DOCTOR, signs=("B1",)))
    out = home.run("help-signs", COLUMNS=str(columns)).out
    assert any(f"routine help-signs --cleared {today(home)}" in line for line in out.splitlines())


def test_nothing_to_leave_out_may_be_said_as_no(home: Home) -> None:
    out = answering(home, (ASK_A, "no"), (ASK_B, "no"), (ASK_C, "no"))
    assert "Numbers from 1 to" not in out
    assert signs.LEAVE_OUT_LINE not in out


def test_ctrl_c_leaves_the_shell_a_line_of_its_own(home: Home) -> None:
    with home.on_terminal("help-signs", rows=60) as terminal:
        terminal.wait_for(signs.ANSWER.strip())
        terminal.interrupt()
        assert terminal.ended() == 130
        assert terminal.text.endswith("\n")
