"""Knows what happens when somebody answers by a command: the journal, the words, the exit code."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from routine.adapters.instance_lock import Lock
from routine.adapters.paths import make_private
from routine.core.events import Actor, EventKind, Missed, MissReason, PlanLoaded
from routine.core.ids import OccurrenceKey
from routine.core.schedule import slots_of
from tests.telling import reason_of, told
from tests.ui.home import Home

MINUTES = timedelta(minutes=1)
WALK = ("Walk", -120 * MINUTES)


@pytest.fixture
def waiting(home: Home) -> Home:
    """“Morning mobility” was shown five minutes ago; “Walk” is due in two hours."""
    home.plan(home.session(), home.session(*WALK, practice="walking"))
    home.shown(home.occurrence())
    return home


def hold_lock(home: Home) -> Lock:
    """Be the service, as far as anybody can see."""
    make_private(home.paths.runtime_dir)
    lock = Lock(home.paths.lock_file)
    lock.acquire()
    return lock


def test_snooze_puts_off_what_waits_and_says_parse_pause_end(waiting: Home) -> None:
    answer = waiting.run("snooze", "20m")
    snoozed = waiting.journal(waiting.occurrence())[-1]
    assert answer.code == 0
    assert snoozed.kind is EventKind.SNOOZED
    assert snoozed.by is Actor.CLI
    assert told(snoozed).until
    assert timedelta(minutes=19, seconds=59) < told(snoozed).until - waiting.now < timedelta(minutes=21)
    assert answer.out == f"Snoozed “Morning mobility” until {waiting.local(told(snoozed).until)}.\n"


def test_snooze_without_a_length_takes_the_sessions_own_first_one(home: Home) -> None:
    home.plan('[remind]\nsnooze = ["7m"]\n', home.session())
    home.shown(home.occurrence())
    assert home.run("snooze").code == 0
    snoozed = home.journal(home.occurrence())[-1]
    assert told(snoozed).until
    assert round((told(snoozed).until - snoozed.at) / MINUTES) == 7


@pytest.mark.parametrize(
    ("ends", "says"),
    [
        (90, "That is in quiet hours, so it comes when they end: "),
        (240, "That is in quiet hours, which last longer than it waits, so it will not come again."),
    ],
)
def test_snooze_into_quiet_hours_says_what_becomes_of_it(home: Home, ends: int, says: str) -> None:
    quiet = f'[remind]\nquiet = ["{home.clock(-10 * MINUTES)}-{home.clock(-ends * MINUTES)}"]\n'
    home.plan(quiet, home.session())
    home.shown(home.occurrence())
    answer = home.run("snooze", "20m")
    assert says in answer.out
    assert says[-1] == "." or answer.out.endswith(f"{home.clock(-ends * MINUTES)}.\n")


def test_a_plan_of_another_zone_is_told_of_by_the_clock_on_the_wall(home: Home) -> None:
    home.plan('timezone = "Asia/Kathmandu"\n', home.session())
    there = (home.now - 5 * MINUTES).astimezone(ZoneInfo("Asia/Kathmandu")).replace(second=0, microsecond=0)
    key = OccurrenceKey.of("mine", "morning-mobility", there.replace(tzinfo=None))
    about = replace(home.occurrence(), key=key)
    home.shown(about)
    answer = home.run("snooze", "20m")
    until = told(home.journal(about)[-1]).until
    assert until
    assert answer.out == f"Snoozed “Morning mobility” until {home.local(until)}.\n"


@pytest.mark.parametrize("words", [("30m", "morning"), ("morning", "30m"), ("30m", "Morning", "mobility")])
def test_snooze_takes_a_length_and_a_name_in_any_order(waiting: Home, words: tuple[str, ...]) -> None:
    assert waiting.run("snooze", *words).code == 0
    snoozed = waiting.journal(waiting.occurrence())[-1]
    assert told(snoozed).until
    assert round((told(snoozed).until - snoozed.at) / MINUTES) == 30


@pytest.mark.parametrize(
    ("words", "until"),
    [
        (("until", "13:30"), "13:30"),
        (("until 1:30pm",), "13:30"),
        (("until", "1:30", "PM"), "13:30"),
        (("until", "midnight"), "Thu 00:00"),
        (("until", "09:00"), "Thu 09:00"),
        (("tomorrow",), "Thu {due}"),
        (("until", "tomorrow"), "Thu {due}"),
        (("morning", "tomorrow"), "Thu {due}"),
        (("tomorrow", "08:15"), "Thu 08:15"),
        (("until", "8:15", "tomorrow"), "Thu 08:15"),
        (("morning", "until", "22:00"), "22:00"),
        (("until", "22:00", "Morning", "mobility"), "22:00"),
    ],
)
def test_snooze_takes_an_end_and_a_name_in_any_order(home: Home, words: tuple[str, ...], until: str) -> None:
    home.plan(home.session())
    home.shown(home.occurrence())
    answer = home.run("snooze", *words)
    due = home.occurrence().due.astimezone(home.zone)
    assert answer.code == 0, answer.err
    assert (
        answer.out.split("until ")[-1]
        .split("comes before that, at ")[-1]
        .startswith(until.format(due=f"{due:%H:%M}"))
    )


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        (("10", "minutes"), 10),
        (("an", "hour"), 60),
        (("half", "an", "hour"), 30),
        (("1", "hour", "30", "minutes"), 90),
        (("for", "45", "min"), 45),
        (("in", "20", "minutes", "morning"), 20),
        (("morning", "a", "quarter", "of", "an", "hour"), 15),
        (("1 day",), 24 * 60),
    ],
)
def test_snooze_takes_a_length_in_words(waiting: Home, words: tuple[str, ...], minutes: int) -> None:
    answer = waiting.run("snooze", *words)
    assert answer.code == 0, answer.err
    snoozed = waiting.journal(waiting.occurrence())[-1]
    until = told(snoozed).until
    assert until
    assert round((until - snoozed.at) / MINUTES) == minutes


@pytest.mark.parametrize("title", ["Tomorrow", "Half an hour", "Until noon", "20m"])
def test_a_session_that_is_really_called_so_goes_before_the_time(home: Home, title: str) -> None:
    home.plan(home.session(), home.session(title, 3 * MINUTES))
    home.shown(home.occurrence())
    home.shown(home.occurrence(title, 3 * MINUTES))
    answer = home.run("snooze", *title.lower().split())
    assert answer.out.startswith(f"Snoozed “{title}” until 12:")


def test_two_of_one_title_that_wait_are_told_apart_everywhere(home: Home) -> None:
    home.plan(home.session(), home.session("Walk", 3 * MINUTES))
    home.plan(home.session(), name="other", title="Other", seen=True)
    home.shown(home.occurrence())
    planned = home.occurrence().planned
    other = replace(home.occurrence(), key=OccurrenceKey.of("other", "morning-mobility", planned))
    home.shown(other)
    status = home.run("status").out
    at = home.local(home.occurrence().due)
    assert f"Morning mobility of {at} (plan mine)  waiting for you" in status
    assert f"Morning mobility of {at} (plan other)  waiting for you" in status


def test_without_a_service_a_snooze_says_that_nothing_will_remind(waiting: Home) -> None:
    assert "nothing will remind you" in waiting.run("snooze").err
    lock = hold_lock(waiting)
    assert waiting.run("snooze").err == ""
    lock.release()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("30s",), "at least a minute"),
        (("25h",), "too long"),
        (("10x",), "not a length of time"),
        (("10m", "20m"), "both say how long"),
        (("until", "09:00", "20m"), "both say how long"),
        (("25", "hours"), "too long"),
        (("2", "days"), "too long"),
        (("until", "soon"), "`routine snooze 20m`, `snooze 1 hour 30 minutes`, `snooze until 09:00`"),
        (("10",), "`routine snooze 20m`"),
        (("until", "2020-01-01"), "is not ahead"),
    ],
)
def test_a_length_that_cannot_be_is_refused_and_nothing_is_written(
    waiting: Home, words: tuple[str, ...], said: str
) -> None:
    answer = waiting.run("snooze", *words)
    assert answer.code == 2
    assert said in answer.err
    assert waiting.kinds(waiting.occurrence()) == ["showing", "shown"]


def test_skip_ends_it_and_says_what_comes_next(waiting: Home) -> None:
    answer = waiting.run("skip")
    walk = waiting.occurrence(*WALK)
    assert answer.out == f"Skipped “Morning mobility”. Next: “Walk”, {waiting.local(walk.due)}.\n"
    assert waiting.kinds(waiting.occurrence())[-1] == "skipped"


def test_done_ends_it_and_says_what_comes_next(waiting: Home) -> None:
    answer = waiting.run("done")
    assert answer.out.startswith("Done: “Morning mobility”. Well done. Next: “Walk”,")
    assert waiting.kinds(waiting.occurrence())[-1] == "completed"


def test_excuse_keeps_the_reason(waiting: Home) -> None:
    assert waiting.run("excuse", "--why", "a cold").code == 0
    excused = waiting.journal(waiting.occurrence())[-1]
    assert (excused.kind, reason_of(excused)) == (EventKind.EXCUSED, "a cold")


def test_a_session_still_to_come_can_be_done_early(waiting: Home) -> None:
    assert waiting.run("done", "walk").code == 5
    assert waiting.run("done", "walk", "--early").code == 0
    assert waiting.kinds(waiting.occurrence(*WALK)) == ["completed"]
    assert waiting.kinds(waiting.occurrence()) == ["showing", "shown"]


def test_what_is_done_already_is_not_done_twice(waiting: Home) -> None:
    waiting.run("done")
    answer = waiting.run("done", "morning")
    assert answer.code == 5
    assert "already done" in answer.err
    assert waiting.kinds(waiting.occurrence()).count("completed") == 1


@pytest.mark.parametrize(("command", "said"), [("skip", "skipped"), ("excuse", "excused")])
def test_what_is_skipped_or_excused_already_is_not_written_twice(waiting: Home, command: str, said: str) -> None:
    assert waiting.run(command, "morning").code == 0
    answer = waiting.run(command, "morning")
    assert answer.code == 5
    assert f"“Morning mobility” is already {said}." in answer.err
    assert waiting.kinds(waiting.occurrence()).count(said) == 1


def test_a_time_may_be_said_as_the_clock_of_twelve_hours_has_it(waiting: Home) -> None:
    at = waiting.now.astimezone(waiting.zone) - timedelta(minutes=3)
    assert waiting.run("done", "morning", "--at", f"{at:%I:%M %p}").code == 0
    assert waiting.run("pause", "until", "6pm").out.startswith("Paused until 18:00.")
    assert waiting.run("pause", "until", "tomorrow", "6:30", "PM").code == 0


@pytest.mark.parametrize("said", ["3d", "1w"])
def test_a_snooze_of_days_is_told_how_long_one_may_be(waiting: Home, said: str) -> None:
    answer = waiting.run("snooze", said)
    assert answer.code == 2
    assert "At most 24h" in answer.err


def test_a_visit_of_another_day_is_not_said_to_be_for_done(home: Home) -> None:
    first = (home.now + timedelta(days=3)).astimezone(home.zone).replace(tzinfo=None, microsecond=0, second=0)
    home.plan(
        '[[appointment]]\ntitle = "Acupuncture"\ntherapy = "acupuncture"\n'
        f'first = {first.isoformat()}\nevery = "1 week"\nvisits = 2\n'
    )
    for command in ("start", "done"):
        answer = home.run(command, "acup")
        assert answer.code == 5
        assert "“Acupuncture” is not planned for today" in answer.err
        assert "`routine done`" not in answer.err


def test_done_at_a_time_corrects_what_was_missed(waiting: Home) -> None:
    about = waiting.occurrence()
    waiting.happened(Missed(waiting.now, Actor.SERVICE, about, reason=MissReason.UNANSWERED))
    at = waiting.clock(3 * MINUTES)
    answer = waiting.run("done", "--at", at)
    last = waiting.journal(about)[-1]
    assert answer.code == 0
    assert at in answer.out
    assert last.kind is EventKind.COMPLETED
    assert told(last).done_at
    assert waiting.local(told(last).done_at) == at


def test_done_at_a_time_means_the_one_that_was_due_closest_to_it(home: Home) -> None:
    near, far = ("Near", 20 * MINUTES), ("Far", 60 * MINUTES)
    home.plan(home.session(*near), home.session(*far))
    for each in (near, far):
        about = home.occurrence(*each)
        home.happened(Missed(home.now, Actor.SERVICE, about, reason=MissReason.UNANSWERED))
    home.run("done", "--at", home.clock(58 * MINUTES))
    assert home.kinds(home.occurrence(*far)) == ["missed", "completed"]
    assert home.kinds(home.occurrence(*near)) == ["missed"]


def test_after_midnight_a_time_of_the_evening_before_is_meant(home: Home) -> None:
    ahead = -home.now.hour if home.now.hour <= 12 else 24 - home.now.hour
    home.zone = ZoneInfo(f"Etc/GMT{-ahead:+d}" if ahead else "UTC")
    home.environ["TZ"] = str(home.zone)
    late = ("Evening", 120 * MINUTES)
    home.plan(home.session(*late))
    assert home.run("done", "evening", "--at", home.clock(90 * MINUTES)).code == 0
    assert home.kinds(home.occurrence(*late))[-1] == "completed"
    assert "still to come" in home.run("done", "evening", "--at", home.clock(-90 * MINUTES)).err


@pytest.mark.parametrize(
    ("at", "said"), [("23:59", "still to come"), ("7", "not a time"), ("24:00", "not a time")]
)
def test_done_at_a_time_that_cannot_be_is_refused(waiting: Home, at: str, said: str) -> None:
    answer = waiting.run("done", "--at", at)
    assert answer.code == 2
    assert said in answer.err


@pytest.mark.parametrize("command", ["start", "done", "skip", "snooze", "excuse"])
def test_when_nothing_waits_it_says_what_comes_next(home: Home, command: str) -> None:
    home.plan(home.session(*WALK))
    answer = home.run(command)
    assert answer.code == 5
    assert "Nothing is waiting." in answer.err
    assert "Next: “Walk”" in answer.err


def test_an_answer_that_the_state_does_not_allow_is_refused_in_words(waiting: Home) -> None:
    waiting.run("done")
    answer = waiting.run("snooze", "morning")
    assert answer.code == 5
    assert "“Morning mobility” is already done, so it cannot be snoozed." in answer.err


def test_a_mistyped_session_gets_a_suggestion(waiting: Home) -> None:
    answer = waiting.run("skip", "mornin", "mobilty")
    assert answer.code == 2
    assert "Did you mean “Morning mobility”?" in answer.err


def test_of_several_that_wait_it_says_which_one_and_names_the_others(home: Home) -> None:
    home.plan(home.session("First", 30 * MINUTES), home.session("Second", 5 * MINUTES))
    for each in (("First", 30 * MINUTES), ("Second", 5 * MINUTES)):
        home.shown(home.occurrence(*each))
    answer = home.run("skip")
    assert "Skipped “Second”" in answer.out
    assert "Also waiting: “First”" in answer.out


def two_alike(home: Home, first: timedelta, second: timedelta) -> None:
    """Two plans with a session of the same title, due so long ago."""
    for name, ago in (("mine", first), ("b c", second)):
        home.plan(home.session("Dup", ago), name=name, title=name)


@pytest.mark.parametrize(("command", "said"), [("done", "Done: "), ("skip", "Skipped "), ("snooze", "Snoozed ")])
def test_of_two_with_one_title_the_answer_names_the_plan_and_the_time(home: Home, command: str, said: str) -> None:
    two_alike(home, 20 * MINUTES, -30 * MINUTES)
    out = home.run(command, "dup").out
    assert f"{said}“Dup” of {home.clock(20 * MINUTES)} (plan mine)" in out


@pytest.mark.parametrize("second", [5 * MINUTES, 20 * MINUTES])
def test_of_two_with_one_title_that_both_wait_it_asks_which(home: Home, second: timedelta) -> None:
    two_alike(home, 20 * MINUTES, second)
    answer = home.run("skip", "dup")
    assert answer.code == 2
    assert "More than one session is called “dup”." in answer.err
    assert "Say which: b c/dup or mine/dup." in answer.err
    assert "Skipped “Dup” of " in home.run("skip", "b", "c/dup").out


def test_of_two_with_one_title_that_are_still_to_come_it_asks_which(home: Home) -> None:
    two_alike(home, -30 * MINUTES, -40 * MINUTES)
    assert "Say which: " in home.run("start", "dup").err
    assert home.run("done", "dup").code == 5
    early = home.run("done", "dup", "--early")
    assert f"“Dup” of {home.clock(-30 * MINUTES)} (plan mine)" in early.out


def test_a_session_that_left_the_plan_can_still_be_answered(home: Home) -> None:
    home.plan(home.session())
    home.shown(home.occurrence())
    home.plan(home.session(*WALK), seen=False)
    assert home.run("skip").code == 0
    assert home.kinds(home.occurrence())[-1] == "skipped"


def test_a_session_whose_time_had_passed_before_the_plan_was_there_counts_once_it_is_done(home: Home) -> None:
    home.plan(home.session(), seen=False)
    assert home.run("skip").code == 5
    assert home.run("done", "morning").code == 0
    assert home.kinds(home.occurrence()) == ["completed"]


def test_an_occurrence_goes_by_its_id_too(waiting: Home) -> None:
    key = waiting.occurrence(*WALK).key
    assert waiting.run("skip", key).code == 0
    assert waiting.kinds(waiting.occurrence(*WALK)) == ["skipped"]


def test_a_running_service_is_told(waiting: Home) -> None:
    waiting.run("skip")
    assert waiting.paths.poke_file.exists()


def test_start_goes_on_in_a_notification_when_a_service_runs(waiting: Home) -> None:
    lock = hold_lock(waiting)
    answer = waiting.run("start")
    lock.release()
    last = waiting.journal(waiting.occurrence())[-1]
    assert answer.code == 0
    assert (last.kind, told(last).place, last.by) == (EventKind.STARTED, "notification", Actor.CLI)


def test_start_in_a_notification_needs_the_service(waiting: Home) -> None:
    answer = waiting.run("start", "--in", "notification")
    assert answer.code == 69
    assert waiting.kinds(waiting.occurrence()) == ["showing", "shown"]


def test_a_voice_that_cannot_speak_here_is_not_dropped_without_a_word(waiting: Home) -> None:
    answer = waiting.run("start", "--in", "terminal", "--voice")
    assert answer.code == 0
    assert "no voice speaks" in answer.err
    assert "--plain" in answer.err


def test_start_without_a_terminal_prints_the_steps_and_does_not_say_done(waiting: Home) -> None:
    answer = waiting.run("start")
    assert answer.code == 0
    assert " 1. Stand tall. · 2m" in answer.out
    assert "`routine done` when you are through." in answer.out
    assert "Stop if pain is sharp" in answer.out
    assert waiting.kinds(waiting.occurrence())[-1] == "started"
    assert waiting.run("done").code == 0


def test_a_session_that_is_not_planned_for_today_begins_at_this_minute(home: Home) -> None:
    day = f"{home.now.astimezone(home.zone) + timedelta(days=2):%a}".lower()
    home.plan(home.session().replace('days = "daily"', f'days = ["{day}"]'))
    refused = home.run("done", "morning")
    assert refused.code == 5
    assert 'routine start "Morning mobility"' in refused.err
    assert home.run("start", "morning").code == 0
    started = home.journal()[-1]
    assert started.kind is EventKind.STARTED
    assert started.about
    assert abs(started.about.due - home.now) < 2 * MINUTES
    assert started.about.length == timedelta(minutes=4)


def test_on_a_terminal_an_answer_says_how_it_is_taken_back(waiting: Home) -> None:
    with waiting.on_terminal("skip", columns=120) as terminal:
        assert terminal.ended() == 0
        assert "undo: routine undo" in terminal.text
    assert waiting.run("undo").code == 0


def test_what_was_renamed_while_no_service_ran_is_one_all_the_same(home: Home) -> None:
    path = home.plan(home.session(), seen=False)
    app = home.app()
    [file] = app.loaded_plans.files
    app.close()
    assert file.plan
    seen = home.now - timedelta(days=1)
    slots = slots_of(file.plan)
    home.happened(PlanLoaded(seen, Actor.SERVICE, plan="mine", slots=slots, digest=file.digest))
    home.shown(home.occurrence())
    home.run("snooze", "1h")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Morning mobility", "Sunrise").replace("morning-mobility", "sunrise"), "utf-8")
    states = {one["title"]: one["state"] for one in home.run("today", "--json").json["occurrences"]}
    assert states == {"Sunrise": "snoozed"}
    assert home.run("done", "sunrise").code == 0
    assert home.run("done", "sunrise").code == 5
    states = {one["title"]: one["state"] for one in home.run("today", "--json").json["occurrences"]}
    assert states == {"Sunrise": "completed"}
    assert home.run("undo").code == 0
    assert "Sunrise" in home.run("skip").out
