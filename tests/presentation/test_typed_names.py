"""What is said to be typed is typed: a shell takes the name in it as one word, whatever the name is made of.

A plan is called as its file is, and a home folder as its owner: with blanks, umlauts and signs that a shell reads.
"""

from __future__ import annotations

import shlex

from hypothesis import given
from hypothesis import strategies as st

from routine.presentation import answers, doctor, plan_changes, plan_list
from routine.presentation.phrases import typed

NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\\!"), min_size=1)
"""Without what shells differ in."""


@given(NAMES)
def test_a_shell_reads_the_name_as_it_is(name: str) -> None:
    assert shlex.split(f"routine edit {typed(name)}".replace("\\$", "$").replace("\\`", "`")) == [
        "routine",
        "edit",
        name,
    ]


def test_plain_names_stay_plain() -> None:
    assert [typed(name) for name in ("gentle-start", "Übungen", "mine/morning@2026-11-23T07:30")] == [
        "gentle-start",
        "Übungen",
        "mine/morning@2026-11-23T07:30",
    ]


def test_every_command_that_is_suggested_has_the_name_as_one_word() -> None:
    name = "Mein Plan & Co"
    said = [
        plan_list.goes_on_with(name),
        plan_list.repeats_it(name),
        plan_list.last_week_again(name),
        plan_changes.would_be_wrong("3", name)[1],
        plan_changes.file_is_away("x", name)[1],
        doctor.not_private(name)[1],
        answers.not_yet(name, "Tue", "start")[1],
    ]
    assert all('"Mein Plan & Co"' in each for each in said)
