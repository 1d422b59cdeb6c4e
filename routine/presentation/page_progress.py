"""Knows the labels of the view of progress on the page, by name; must not know where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from routine.core.charts import Role
from routine.presentation import measures, offers, ratings
from routine.presentation import progress as words
from routine.presentation.phrases import plural

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "progress": words.TITLE,
        "progressWeeks": "How far back",
        "progressTable": "The same as a table",
        "progressSessions": words.BY_SESSION,
        "progressSession": "Session",
        "progressDone": "Done, of planned",
        "progressMinutes": "Minutes",
        "progressOthers": "The others",
        "progressPractised": words.PRACTISED,
        "progressDiary": words.DIARY,
        "progressNext": words.NEXT,
        "progressRating": words.RATING,
        "progressMedian": words.MEDIAN,
        "offerTake": offers.TAKE,
        "offerLeave": offers.LEAVE,
        "offerTakeBack": offers.TAKE_BACK,
        "measured": measures.TITLE,
        "measuredOnceAWeek": measures.ONCE_A_WEEK,
        "diaryChange": ratings.CHANGE,
        "diaryForget": ratings.FORGET,
        "diaryForgetSays": f"{ratings.GONE_FROM_THE_FILE} {ratings.COPIES_KEEP}",
        "progressForVisit": "One page for a visit",
        **{f"progress_{role.value}": words.ROLES[role] for role in Role},
    }
)

CHOICES = (4, 12, 26, 52)
"""How many weeks one can look back on."""


def weeks(count: int) -> str:
    """How far back somebody looks, on a button.

    The last of them is the week that runs now.
    """
    return f"{count} {plural(count, 'week', 'weeks')}"
