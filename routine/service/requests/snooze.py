"""Knows how a reminder is put off, for a while or until when, as typed or chosen; not how it is shown."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from routine.core.commands import Snooze
from routine.core.length_input import TypedLength
from routine.core.plan import ReminderPolicy
from routine.core.reminder_states import Phase
from routine.core.time_phrase import SnoozeWords, instant_of, split_snooze
from routine.errors import NotOffered, UnknownSession, UsageError
from routine.presentation import answers as words
from routine.service.requests.answer import apply
from routine.service.requests.context import RequestContext
from routine.service.requests.messages import NotAnswered, SessionAnswered, SnoozeRequest
from routine.service.requests.selection import Selection, Selector

_SHORTEST = timedelta(minutes=1)
_LONGEST = timedelta(hours=24)
_A_DAY = TypedLength(1)
_OF_TIME = frozenset({"until", "till", "til"})
"""What such a word begins is no name, where no session is called so."""


def snooze(request: SnoozeRequest, context: RequestContext, now: datetime) -> SessionAnswered | NotAnswered:
    """Raises NotOffered for what its plan, or its kind, has not; UsageError, Refused, JournalError."""
    selector = Selector(context, now, request.on)
    typed = _typed(request, selector)
    if typed.name:
        request = replace(request, session=typed.name)
    selection = selector.select(request, Phase.SNOOZED)
    if not isinstance(selection, Selection):
        return selection
    key, store = selection.reminder.key, selector.store
    policy = store.policy(key)
    offered = policy.snooze or ReminderPolicy().snooze
    length = request.length or _length(typed, context, now, selection) or offered[0]
    if request.offered and length not in offered:
        raise NotOffered(*words.not_offered())
    apply(selector, context, request, selection.reminder, Snooze(length, request.by))
    until = store.reminders[key].until or now
    said = replace(selector.answered(selection), until=until)
    if (next_round := store.next_round(key)) and next_round < until:
        return replace(said, next_round=next_round)
    quiet_until = None if policy.always else store.quiet_end(key, until)
    lost = quiet_until is not None and quiet_until - until >= policy.hold_at_most
    return replace(said, quiet_until=quiet_until, lost_to_quiet=lost)


def _typed(request: SnoozeRequest, selector: Selector) -> SnoozeWords:
    """The time and the name in what was typed. Raises UsageError where it was meant for a time and is none."""
    typed = split_snooze(request.words, selector.is_called)
    if typed.other:
        raise UsageError(*words.twice(typed.said, typed.other))
    if typed.phrase is None and (meant := _meant_for_time(typed.name)):
        try:
            selector.sessions(typed.name)
        except UnknownSession:
            raise UsageError(*words.not_a_length(meant, is_end=not meant[0].isdigit())) from None
    return typed


def _meant_for_time(name: str) -> str:
    """What of an unknown name begins as a length or an end does; a number that begins a key is none."""
    said = name.split()
    place = next((at for at, word in enumerate(said) if word.casefold() in _OF_TIME), len(said))
    if place == len(said) and said and said[0][0].isdigit() and "@" not in name:
        return name
    return " ".join(said[place:])


def _length(typed: SnoozeWords, context: RequestContext, now: datetime, selection: Selection) -> timedelta | None:
    """None where no time was said. Raises UsageError for one that cannot be."""
    if typed.phrase is None:
        return None
    planned = selection.reminder.occurrence.due.astimezone(context.zone).time()
    until = instant_of(typed.phrase, now, context.zone, planned)
    if until is None:
        raise UsageError(*words.not_a_length(typed.said))
    if until - now < _SHORTEST:
        raise UsageError(*(words.too_short() if until >= now else words.not_ahead(typed.said)))
    if until > max(now + _LONGEST, _A_DAY.after(now, context.zone)):
        raise UsageError(*words.too_long("24h"))
    return until - now
