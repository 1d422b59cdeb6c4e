"""Knows the very first minute a person has; must not know when the service offers it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from routine.core.plan import ReminderPolicy, Say
from routine.core.schedule import Schedule
from routine.core.steps import length_of, planned_length
from routine.library.welcome import welcome_plan

AT = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)


def test_the_welcome_comes_once_at_the_time_given() -> None:
    agenda = Schedule((welcome_plan(AT),), UTC)
    found = agenda.occurrences(AT - timedelta(days=365), AT + timedelta(days=365), planned=True)
    assert [(occurrence.due, occurrence.length) for occurrence in found] == [(AT, timedelta(minutes=1))]
    assert found[0].key.startswith("welcome/hello@")


def test_the_welcome_is_three_sentences_in_one_minute() -> None:
    plan = welcome_plan(AT)
    (session,) = plan.sessions
    sequence = plan.sequences[session.sequence_at(0)]
    assert planned_length(plan, session) == timedelta(minutes=1)
    assert length_of(sequence) == timedelta(minutes=1)
    assert len(sequence.entries) == 3
    assert all(isinstance(entry, Say) and entry.text.endswith(".") for entry in sequence.entries)


def test_the_welcome_is_seen_whatever_the_hour_and_is_not_pressed_on_anybody() -> None:
    plan = welcome_plan(AT)
    policy = plan.policy(plan.sessions[0], ReminderPolicy())
    assert policy.always
    assert policy.give_up_after == timedelta(minutes=30)
