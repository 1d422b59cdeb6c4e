"""Knows what is said of progress, in numbers; must not know how it is counted or drawn.

What was done, planned, from when to when: nothing else. No word of blame or praise, no reason why, no comparison
but the one that core.ratings allows. tests/presentation/test_progress.py holds the words that are never used here.
"""

from __future__ import annotations

from datetime import date

from routine.core.charts import (
    SCORES,
    Chart,
    Role,
    Tick,
    median_line,
    rating_dots,
    value_dots,
    week_bars,
    week_centres,
)
from routine.core.lived import Rating
from routine.core.measures import highest_of
from routine.core.plan_stage import PlanStage
from routine.core.progress import Progress
from routine.core.ratings import Comparison, MiddleHalf, compare, median_runs, scored
from routine.core.tally import Count, IntervalCount, SessionCount, Tally, WeekCount
from routine.presentation import measures
from routine.presentation.measures import SCALE
from routine.presentation.phrases import both, plural, quoted
from routine.presentation.plan_list import state_words
from routine.presentation.shorter_version import so_many
from routine.presentation.time_format import TimeDisplay, day_of_month, weekday, whole_minutes, written

WEEKS_HELP = "how many weeks, the last being the one that runs now; usually 4"
TITLE = "Progress"
BY_WEEK = "Week by week"
BY_SESSION = "Session by session"
HOW_IT_WAS = "How your back felt"
DIARY = "Diary"
NEXT = "What comes"
PRACTISED = "Practised"
NO_RECORD = "no record"
NOTHING_YET = "Nothing is written down yet. What you do, skip or miss is counted here from the first day on."
ROLES = {Role.DONE: "done", Role.PART: "in part", Role.NOT_DONE: "not done", Role.EXCUSED: "excused, not counted"}
RATING, MEDIAN = "rating", "median of 14 days"
MOMENTARY = "Each rating is of one moment, and several a day count one each."
_LISTED = 16
"""So many weeks are said one by one; the table has all of them."""
_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def weeks_out_of_range(most: int) -> tuple[str, str]:
    return f"--weeks takes 1 to {most}.", "Such as `routine progress --weeks 8`."


def period(progress: Progress, view: TimeDisplay) -> str:
    first, last = written(progress.first, view.today), written(progress.last, view.today)
    return f"{first} to {last}"


def number(count: int) -> str:
    """In letters as far as twelve."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def summary(progress: Progress) -> list[str]:
    """What a glance should tell, a sentence each; never one number for what was guided and what was only said."""
    if progress.begun is None and not progress.ratings:
        return [NOTHING_YET]
    total, weeks = progress.tally.total, len(progress.tally.weeks)
    said = [done_of_planned(total, f"{number(weeks)} {plural(weeks, 'week', 'weeks')}")]
    if rest := not_done(total):
        said.append(rest)
    if total.short:
        said.append(so_many(total.short))
    if total.excused:
        said.append(f"Left out: {total.excused} excused.")
    said.append(minutes(total.minutes))
    this_week = progress.tally.weeks[-1]
    if weeks > 1 and this_week.count.planned:
        said.append(this_week_so_far(this_week))
    if extra := sum(week.extra for week in progress.tally.weeks):
        said.append(f"Beside the plan: {extra} done.")
    said += [in_days(one) for one in progress.tally.intervals]
    return said


def done_of_planned(count: Count, during: str) -> str:
    if not count.planned:
        return f"Nothing was planned in {during}."
    said = f"{count.done} of {count.planned} planned in {during}"
    return f"{said}: {count.guided} guided, {count.ticked} ticked." if count.done else f"{said}."


def not_done(count: Count) -> str:
    """What became of the others; those of which nobody was told, apart."""
    asked = count.missed - count.unasked
    parts = [
        (count.part, "in part"),
        (count.skipped, "skipped"),
        (asked, "missed"),
        (count.unasked, "missed while the computer was off, asleep or could show nothing"),
        (count.open, "still open"),
    ]
    said = [f"{many} {what}" for many, what in parts if many]
    return f"The others: {both(said)}." if said else ""


def minutes(count: int) -> str:
    return f"{count} {plural(count, 'minute', 'minutes')} in all."


def this_week_so_far(week: WeekCount) -> str:
    return f"This week so far: {week.count.done} of {week.count.planned}, {week.count.minutes} min."


def in_days(one: IntervalCount) -> str:
    return f"{one.title}: on {one.days} of {one.of} {plural(one.of, 'day', 'days')} at least half."


def of_planned(count: Count) -> str:
    return f"{count.done} of {count.planned}"


def session_beside(one: SessionCount) -> str:
    """How it was not done, in few words."""
    count = one.count
    parts = [
        (count.part, "in part"),
        (count.skipped, "skipped"),
        (count.missed - count.unasked, "missed"),
        (count.unasked, "not shown"),
        (count.open, "open"),
        (count.excused, "excused"),
    ]
    return ", ".join(f"{many} {what}" for many, what in parts if many)


def programme_week(stage: PlanStage) -> str:
    """Which week of its plan runs now."""
    return f"{quoted(stage.title)}: {state_words(stage.state, stage.week, stage.weeks)}."


def to_ask(question: Rating) -> str:
    return f"To ask: {quoted(question.note)}"


def practised(progress: Progress) -> str:
    return ", ".join(f"{practice} {whole_minutes(length)} min" for practice, length in progress.tally.practices)


def week_in_days(progress: Progress, today: date) -> str:
    """The dots of this week, for those who do not see them."""
    parts = [
        f"{weekday(each.day, short=True)} {of_planned(each.count)}"
        for each in progress.days
        if each.count.planned and each.day <= today
    ]
    return f"Done this week: {', '.join(parts)}." if parts else ""


def day_mark(count: Count) -> str:
    """Which dot a day has, as an identifier."""
    if not count.planned:
        return "excused" if count.excused else "none"
    if count.done == count.planned:
        return "done"
    return "part" if count.done or count.part else "open" if count.open else "not_done"


def weeks_chart(progress: Progress, view: TimeDisplay) -> Chart:
    tally = progress.tally
    ticks = tuple(
        Tick(at, day_of_month(week.monday, short=True))
        for at, week in zip(week_centres(tally), tally.weeks, strict=True)
    )
    silent = tuple(at for at, week in zip(week_centres(tally), tally.weeks, strict=True) if not week.recorded)
    return Chart(
        "weeks",
        BY_WEEK,
        weeks_said(progress),
        ("Week from", "Planned", "Guided", "Ticked", "In part", "Skipped", "Missed", "Excused", "Minutes"),
        tuple(_week_row(week, view.today) for week in tally.weeks),
        bars=week_bars(tally),
        ticks=ticks,
        silent=silent,
    )


def weeks_said(progress: Progress) -> str:
    recorded = [week for week in progress.tally.weeks if week.count.planned]
    if not recorded:
        return "No week has a record of anything planned."
    if len(recorded) == 1:
        return f"One week has a record: {of_planned(recorded[0].count)} done."
    if len(recorded) > _LISTED:
        each = round(progress.tally.total.planned / len(recorded))
        return f"{len(recorded)} weeks have a record; {each} planned in one of them, more or less."
    parts = [of_planned(week.count) for week in recorded]
    return f"Done, week by week: {both(parts)}."


def _week_row(week: WeekCount, today: date) -> tuple[str, ...]:
    day = written(week.monday, today, short=True)
    if not week.recorded:
        return (day, NO_RECORD, "", "", "", "", "", "", "")
    count = week.count
    numbers = (
        count.planned,
        count.guided,
        count.ticked,
        count.part,
        count.skipped,
        count.missed,
        count.excused,
        count.minutes,
    )
    return (day, *(str(each) for each in numbers))


def ratings_chart(progress: Progress, view: TimeDisplay, *, table: bool = True) -> Chart:
    """`table`: with its table beside it, a row a rating; a terminal has none."""
    tally = progress.tally
    return Chart(
        "ratings",
        HOW_IT_WAS,
        ratings_said(progress, view),
        ("When", SCALE, "After"),
        tuple((view.past(one.at), str(one.score), one.title) for one in scored(progress.ratings) if table),
        dots=rating_dots(progress.ratings, tally),
        runs=median_line(median_runs(progress.ratings), tally),
        ticks=_scale_and_days(SCORES, tally),
    )


def _scale_and_days(highest: int, tally: Tally) -> tuple[Tick, ...]:
    levels = (Tick(level / 2, str(highest * level // 2), is_left=True) for level in range(3))
    days = (
        Tick(number / len(tally.weeks), day_of_month(week.monday, short=True))
        for number, week in enumerate(tally.weeks)
    )
    return (*levels, *days)


def measured_charts(progress: Progress, view: TimeDisplay) -> list[Chart | None]:
    """Of each that was measured, in its own scale; None of what was measured once."""
    return [
        Chart(
            f"measured-{place}",
            measures.name_of(one),
            measures.series_said(one, view),
            ("When", measures.SCALES[one.measure]),
            tuple((view.past(each.at), measures.amount(one.measure, each.value)) for each in one.values),
            dots=value_dots(one, progress.tally),
            ticks=_scale_and_days(highest_of(one.measure), progress.tally),
            is_small=True,
        )
        if len(one.values) > 1
        else None
        for place, one in enumerate(progress.measured)
    ]


def ratings_said(progress: Progress, view: TimeDisplay) -> str:
    """The one comparison there is, or how many ratings there are."""
    some = scored(progress.ratings)
    if not some:
        return "No ratings in these weeks. `routine rate 4` writes one down, 0 (no pain) to 10."
    compared = compare(some)
    if compared is None:
        count = len(some)
        lowest, highest = min(one.score or 0 for one in some), max(one.score or 0 for one in some)
        between = f"{lowest}" if lowest == highest else f"from {lowest} to {highest}"
        return f"{count} {plural(count, 'rating', 'ratings')}, {between}. Too few to set two times side by side."
    return compared_said(compared, view)


def compared_said(compared: Comparison, view: TimeDisplay) -> str:
    if not compared.differs:
        points = plural(compared.spread, "point", "points")
        return f"Ratings go up and down by {compared.spread} {points}; no clear difference."
    first, last = compared.first, compared.last
    return (
        f"First {first.number} ratings, {_when(first, view)}: {mostly(first)}. "
        f"Last {last.number}, {_when(last, view)}: {mostly(last)}."
    )


def mostly(half: MiddleHalf) -> str:
    return f"mostly {half.low}" if half.low == half.high else f"mostly {half.low} to {half.high}"


def _when(half: MiddleHalf, view: TimeDisplay) -> str:
    return f"{view.day(half.first, short=True)} to {view.day(half.last, short=True)}"
