"""A form changes what it says and nothing else: every comment stays, and the text parses to what was meant."""

from __future__ import annotations

import tomllib
from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from routine.core.plan_edit import FieldEdit, NewSession
from routine.reading.form_edit import comments_in, with_fields, with_session_added, without_session

TEXT = '''#:schema ../plan.schema.json
title = "My week" # mine alone
about = """Text with # no comment
and a second line."""
weeks = 6 # then it ends by itself
# avoid = ["avoid-flexion"]  # leave out forward bends, for instance

[remind] # for all of them
again_after = "10m" # shown again
quiet = [ # the nights
  "22:00-07:00", # always
]

# Mornings first.
[[session]]
title = "Morning # mobility" # before coffee
practice = "stretching"
days = [ # not on Sundays
  "mon", # gym
  "wed",
  # Friday is free
]
at = "07:30" # early
sequence = "gentle-a"

# Then a walk.
[[session]]
id = "walk"
title = 'Walk'
practice = "walking"
days = "daily"
at = ["12:30", "17:00"] # twice
steps = [{ exercise = "walk-easy", for = "10m" }] # easy

[session.remind]
again_after = "20m" # slower

[exercise.plain] # my own
title = "Plain"
cues = ["Do it."]
for = "30s"

[[session]]
title = "Late"
practice = "breathing"
days = ["sun"]
at = "21:00"
steps = ["plain"]
# the end
'''
MORNING, WALK, LATE = "morning-mobility", "walk", "late"
DAYS = st.lists(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), min_size=1, unique=True)
TIMES = st.lists(st.sampled_from(["06:15", "07:30", "12:00", "18:45"]), min_size=1, max_size=3, unique=True)
LENGTHS = st.sampled_from(["5m", "10m", "45m", "2h"])
OF_SESSION = st.one_of(
    st.builds(FieldEdit, st.just("days"), DAYS.map(tuple), st.sampled_from([MORNING, WALK, LATE])),
    st.builds(FieldEdit, st.just("at"), TIMES.map(tuple), st.sampled_from([MORNING, WALK, LATE])),
    st.builds(FieldEdit, st.just("at"), st.sampled_from(["08:00", "19:30"]), st.sampled_from([MORNING, LATE])),
    st.builds(FieldEdit, st.just("title"), st.sampled_from(["Day # one", "Late", "Ü 1"]), st.just(MORNING)),
    st.builds(FieldEdit, st.just("for"), LENGTHS, st.sampled_from([WALK, LATE])),
    st.builds(FieldEdit, st.just("rounds"), st.integers(1, 3), st.sampled_from([WALK, LATE])),
)
OF_PLAN = st.one_of(
    st.builds(FieldEdit, st.just("weeks"), st.one_of(st.none(), st.integers(1, 12))),
    st.builds(FieldEdit, st.just("title"), st.sampled_from(["My # week", 'Say "yes"', "Rücken"])),
    st.builds(FieldEdit, st.just("avoid"), st.sampled_from([None, ("avoid-flexion",), ("avoid-a", "avoid-b")])),
    st.builds(FieldEdit, st.just("remind.snooze"), st.one_of(st.none(), st.lists(LENGTHS, min_size=1).map(tuple))),
    st.builds(FieldEdit, st.just("remind.again_after"), LENGTHS),
    st.builds(FieldEdit, st.just("remind.give_up_after"), st.one_of(st.none(), LENGTHS)),
    st.builds(FieldEdit, st.just("remind.quiet"), st.sampled_from([None, ("21:00-06:00",), ()])),
)
SHAPES = st.sampled_from([("\n", ""), ("\r\n", ""), ("\n", "\ufeff"), ("\r\n", "\ufeff")])


def meant(plan: dict[str, Any], edit: FieldEdit) -> None:
    """The same change in what the text says."""
    value = list(edit.value) if isinstance(edit.value, tuple) else edit.value
    table, key = plan, edit.key
    if edit.session:
        table = next(each for each in plan["session"] if name(each) == edit.session)
        if key == "title":
            table["id"] = edit.session
        if key == "for":
            step = table["steps"][0]
            table["steps"] = [{"exercise": step} if isinstance(step, str) else step]
            table = table["steps"][0]
    elif key.startswith("remind."):
        key = key.removeprefix("remind.")
        if "remind" not in plan and value is None:
            return
        table = plan.setdefault("remind", {})
    if value is None:
        table.pop(key, None)
    else:
        table[key] = value


def name(session: dict[str, Any]) -> str:
    return str(session.get("id") or {"Morning # mobility": MORNING, "Late": LATE}[session["title"]])


def without_given_ids(plan: dict[str, Any]) -> dict[str, Any]:
    """An id that only says what the title said before is no change of what is meant."""
    for each in plan["session"]:
        each["id"] = name(each)
    return plan


@settings(max_examples=25, deadline=None)
@given(shape=SHAPES, edits=st.lists(st.one_of(OF_SESSION, OF_PLAN), min_size=50, max_size=50))
def test_after_fifty_edits_every_comment_is_there_and_the_text_says_what_was_meant(
    shape: tuple[str, str], edits: list[FieldEdit]
) -> None:
    ending, mark = shape
    text = mark + TEXT.replace("\n", ending)
    plan = tomllib.loads(TEXT)
    content = text.encode()
    for edit in edits:
        after = with_fields(content, [edit])
        assert after is not None, edit
        content = after
        meant(plan, edit)
    written = content.decode()
    assert without_given_ids(tomllib.loads(written.removeprefix("\ufeff"))) == without_given_ids(plan)
    assert Counter(comments_in(written)) >= Counter(comments_in(text))
    assert written.startswith("\ufeff") == bool(mark)
    assert written.count("\n") == written.count(ending), "one kind of line ending"


def test_nothing_else_moves() -> None:
    after = with_fields(TEXT.encode(), [FieldEdit("at", "08:00", MORNING)])
    assert after is not None
    assert after.decode() == TEXT.replace('at = "07:30" # early', 'at = "08:00" # early')


def test_a_comment_inside_a_list_goes_above_its_session() -> None:
    after = with_fields(TEXT.encode(), [FieldEdit("days", ("sat",), MORNING)])
    assert after is not None
    said = after.decode()
    assert tomllib.loads(said)["session"][0]["days"] == ["sat"]
    assert said.index("# gym") < said.index("Morning # mobility") or said.index("# gym") < said.index(
        'at = "07:30"'
    )


def test_a_session_comes_last_and_goes_by_a_name_of_its_own() -> None:
    new = NewSession("Late", "breathing", ("mon", "thu"), ("22:00",), exercise="breathing-4-6")
    after = with_session_added(TEXT.replace("\n", "\r\n").encode(), new)
    assert after is not None
    session = tomllib.loads(after.decode())["session"][-1]
    assert session == {
        "id": "late-2",
        "title": "Late",
        "practice": "breathing",
        "days": ["mon", "thu"],
        "at": "22:00",
        "steps": ["breathing-4-6"],
    }
    assert after.decode().count("\n") == after.decode().count("\r\n")


def test_a_session_comes_every_so_often_and_for_so_long() -> None:
    new = NewSession(
        "Easy Walk",
        "walking",
        ("mon",),
        (),
        exercise="walk-easy",
        length="12m",
        every="45m",
        between="09:00-17:00",
    )
    after = with_session_added(TEXT.encode(), new)
    assert after is not None
    session = tomllib.loads(after.decode())["session"][-1]
    assert session == {
        "title": "Easy Walk",
        "practice": "walking",
        "days": ["mon"],
        "every": "45m",
        "between": "09:00-17:00",
        "steps": [{"exercise": "walk-easy", "for": "12m"}],
    }


def test_of_several_steps_none_gets_the_length() -> None:
    text = TEXT.replace('steps = ["plain"]', 'steps = ["plain", "cat-cow"]')
    assert with_fields(text.encode(), [FieldEdit("for", "5m", LATE)]) is None


def test_a_session_goes_with_its_tables_and_leaves_what_stands_behind_it() -> None:
    after = without_session(TEXT.encode(), WALK)
    assert after is not None
    plan, said = tomllib.loads(after.decode()), after.decode()
    assert [each["title"] for each in plan["session"]] == ["Morning # mobility", "Late"]
    assert "plain" in plan["exercise"]
    assert "# slower" not in said
    assert "# Then a walk." in said
    last = without_session(after, LATE)
    assert last is not None
    assert last.decode().endswith("# the end\n")


def test_what_is_not_written_in_tables_is_left_to_the_person() -> None:
    text = b'title = "One"\nsession = [{ title = "A", practice = "yoga", days = "daily", at = "07:30" }]\n'
    assert without_session(text, "b") is None
    assert with_fields(b"title = ", [FieldEdit("title", "Two")]) is None
