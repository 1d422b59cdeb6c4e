"""Knows how a course of visits reads in a line and in JSON; must not know where its visits are kept."""

from __future__ import annotations

from typing import Any

from routine.presentation import appointments as words
from routine.presentation.time_format import TimeDisplay
from routine.service.requests.messages import CourseProgress


def in_words(one: CourseProgress, view: TimeDisplay) -> str:
    """The next visit, how many of those that were asked about were gone to, and whether it helps."""
    parts = (
        words.next_visit(one.number, one.visits, words.day_of_visit(one.due, view) if one.due else ""),
        words.been_to(one.attended, one.asked),
        words.helping(one.answer),
    )
    return ", ".join(part for part in parts if part)


def to_json(one: CourseProgress, view: TimeDisplay) -> dict[str, Any]:
    """`due` in ISO 8601; `next` counts visits from 1, and is None once there is no further one."""
    return {
        "plan": one.plan,
        "session": one.session,
        "title": one.title,
        "visits": one.visits,
        "next": one.number or None,
        "due": view.local(one.due) if one.due else None,
        "attended": one.attended,
        "asked": one.asked,
        "helping": one.answer or None,
    }
