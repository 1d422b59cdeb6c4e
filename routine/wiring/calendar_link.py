"""Knows how the next fourteen days come to lie in a calendar, and how what is ticked off there becomes an answer.

The calendar is a view with marks, never the truth: what the journal says is written there, and of what a client
leaves there only a new mark counts. Whatever is killed at whatever moment, the next pass brings both together; one
that finds nothing new writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from routine.adapters.calendar_files import CalendarFiles, CalendarProgress, CalendarSettings, ObjectKept
from routine.adapters.calendar_objects import CalendarObject, ComponentKind, ObjectStatus, as_text, read_object
from routine.adapters.web.calendar_server import CalendarServer
from routine.adapters.web.client import WebClient, parse_address
from routine.core.identifiers import WAITING, Actor, Phase
from routine.errors import RoutineError, ServerFault
from routine.presentation.exports import PLAIN_TITLE
from routine.service.requests.messages import (
    AgendaAnswer,
    AgendaLine,
    AgendaRequest,
    DoneRequest,
    SkipRequest,
    SnoozeRequest,
)
from routine.wiring.asking import LookContext

DAYS = 14
_DAY = timedelta(days=1)
_LIST_ALL = timedelta(days=7)
"""Some servers answer a token they do not know as if nothing had changed."""
_ROUNDS = 4
"""What comes more often in a day fills a calendar and tells nobody anything."""
_FEW = 2
_SNOOZE_LEAST = timedelta(minutes=1)
_STATUS = {
    Phase.COMPLETED: ObjectStatus.DONE,
    Phase.SKIPPED: ObjectStatus.CANCELLED,
    Phase.EXCUSED: ObjectStatus.CANCELLED,
    Phase.STARTED: ObjectStatus.UNDER_WAY,
    Phase.ABANDONED: ObjectStatus.UNDER_WAY,
}


class CalendarDays(Struct, frozen=True):
    """What the calendar is to hold."""

    objects: dict[str, CalendarObject]
    """By name."""
    phases: dict[str, Phase]
    """By key."""
    snoozed: dict[str, datetime]
    """Until when, by key."""
    is_complete: bool
    """Not where plans could not be read: nothing is taken out of the calendar then."""

    @property
    def waits(self) -> bool:
        """Whether something is due that nobody has answered."""
        return bool(WAITING & set(self.phases.values()))


class CalendarPass(Struct, frozen=True):
    """What one look came to."""

    written: int = 0
    removed: int = 0
    answers: int = 0


class CalendarLink:
    """One calendar, and whoever answers for the journal."""

    def __init__(self, files: CalendarFiles, settings: CalendarSettings, server: CalendarServer) -> None:
        self._files = files
        self._settings = settings
        self._server = server
        self._written = self._removed = self._answers = 0

    def days(self, here: LookContext, *, alarm: bool) -> CalendarDays:
        """From yesterday on, as what is late may still be ticked off. Raises RoutineError."""
        today = here.now.astimezone(here.zone).date()
        answer, _ = here.asker.ask(AgendaRequest(today - _DAY, DAYS + 1))
        lines = list(_shown(answer, here.now))
        objects = [self._object(line, alarm=alarm) for line in lines]
        return CalendarDays(
            {one.name: one for one in objects},
            {line.occurrence.key: line.reminder.phase for line in lines},
            {line.occurrence.key: line.reminder.until for line in lines if line.reminder.until},
            not answer.plans.unread,
        )

    def is_due(self, days: CalendarDays) -> bool:
        """Whether there is something to write, as far as is known without asking the server."""
        progress = self._files.progress()
        wanted = {name: one for name, one in days.objects.items() if name not in progress.deleted}
        there = progress.objects
        return there.keys() != wanted.keys() or any(not _is_well(there[name], wanted[name]) for name in there)

    def exchange(self, here: LookContext, days: CalendarDays) -> CalendarPass:
        """One look: take in what was ticked off there, then write what is new here. Raises ServerFault."""
        self._written = self._removed = self._answers = 0
        before = progress = self._files.progress()
        try:
            progress = self._take_in(progress, here, days)
            if self._answers:
                days = self.days(here, alarm=any(one.alarm for one in days.objects.values()))
            progress = self._write(progress, days, here.now)
        finally:
            self._server.close()
            if progress != before:
                self._files.keep_progress(progress)
        return CalendarPass(self._written, self._removed, self._answers)

    def clear(self) -> int:
        """Take out all that was put there; how many. Raises ServerFault."""
        try:
            found = self._files.progress().objects
            return sum(self._server.delete(name, kept.etag) for name, kept in found.items())
        finally:
            self._server.close()

    def tell_trouble(self, trouble: str) -> None:
        """For `link status`. Raises OSError."""
        progress = self._files.progress()
        if progress.trouble != trouble:
            self._files.keep_progress(replace(progress, trouble=trouble))

    def _object(self, line: AgendaLine, *, alarm: bool) -> CalendarObject:
        one, row = line.occurrence, line.reminder
        kind, status = self._settings.kind, _STATUS.get(row.phase, ObjectStatus.OPEN)
        if kind is ComponentKind.TO_SEE and status is not ObjectStatus.CANCELLED:
            status = ObjectStatus.OPEN  # an entry to be seen is there, or cancelled
        title = PLAIN_TITLE if self._settings.plain else one.title
        end = one.due + max(one.length, timedelta(minutes=1))
        done_at = (row.performed_at or row.since) if status is ObjectStatus.DONE else None
        return CalendarObject(str(one.key), kind, one.due, end, title, status, alarm, done_at)

    def _take_in(self, progress: CalendarProgress, here: LookContext, days: CalendarDays) -> CalendarProgress:
        now = here.now
        late = progress.listed is None or not timedelta() <= now - progress.listed < _LIST_ALL
        news = self._server.news("" if late else progress.token)
        objects, deleted = dict(progress.objects), set(progress.deleted)
        gone = objects.keys() - news.etags.keys() if news.whole else objects.keys() & news.gone
        # somebody deletes one or another; where most are away at once, the server has lost them or was set up anew
        lost = len(gone) > _FEW and len(gone) * 2 > len(objects)
        for name in gone:
            del objects[name]
            if not lost:
                deleted.add(name)
        for name, etag in news.etags.items():
            kept = objects.get(name)
            if (kept and kept.etag == etag) or not (kept or name in days.objects or name in deleted):
                continue
            found = self._server.get(name)
            there = read_object(found[0]) if found else None
            if found is None or there is None:
                continue
            deleted.discard(name)
            wanted = days.objects[name].look if name in days.objects else ""
            objects[name] = ObjectKept(there.key, found[1] or etag, there.look, wanted)
            self._answer(there, kept, here, days)
        listed = now if news.whole else progress.listed
        heard = now if self._answers else progress.heard
        return replace(
            progress,
            token=news.token,
            objects=objects,
            deleted=tuple(sorted(deleted & days.objects.keys())),
            listed=listed,
            heard=heard,
            answers=progress.answers + self._answers,
        )

    def _answer(
        self,
        there: CalendarObject,
        kept: ObjectKept | None,
        here: LookContext,
        days: CalendarDays,
    ) -> None:
        """Have the journal hear of a new mark. What cannot be answered any more stays as it is.

        Raises JournalError where it could not be written down.
        """
        phase, now = days.phases.get(there.key), here.now
        before = kept.look.split("|")[-2] if kept else ObjectStatus.OPEN.value
        if phase is None:
            return
        seen = there.status == before
        done_unseen = phase is Phase.COMPLETED and before != ObjectStatus.DONE
        request: DoneRequest | SkipRequest | SnoozeRequest | None = None
        if there.status is ObjectStatus.DONE and phase is not Phase.COMPLETED and not seen:
            request = _done(there, here)
        elif there.status is ObjectStatus.CANCELLED and phase not in _LEFT_OUT and not (seen or done_unseen):
            request = SkipRequest(by=Actor.CALENDAR, session=there.key)
        elif (
            there.snoozed_until
            and phase in WAITING
            and _is_new(there.snoozed_until, days.snoozed.get(there.key), now)
        ):
            request = SnoozeRequest(by=Actor.CALENDAR, session=there.key, length=there.snoozed_until - now)
        if request is None:
            return
        try:
            here.asker.ask(request)
        except RoutineError as error:
            if here.must_ask_again(error):
                raise
            return
        self._answers += 1

    def _write(self, progress: CalendarProgress, days: CalendarDays, now: datetime) -> CalendarProgress:
        objects = dict(progress.objects)
        for name, one in days.objects.items():
            kept = objects.get(name)
            if name in progress.deleted or (kept and _is_well(kept, one)):
                continue
            etag = self._server.put(name, as_text(one, now), kept.etag if kept else "")
            if etag is None:
                # another was quicker: it is read at the next look
                objects.pop(name, None)
                progress = replace(progress, token="", listed=None)
                continue
            objects[name] = ObjectKept(one.key, etag, one.look, one.look)
            self._written += 1
        for name in [*(objects.keys() - days.objects.keys())] if days.is_complete else []:
            if self._server.delete(name, objects[name].etag):
                del objects[name]
                self._removed += 1
        if self._written or self._removed:
            # a token from before would not tell of what was made since and is gone again: all is listed once
            progress = replace(progress, token="")
        return replace(progress, objects=objects)


_LEFT_OUT = frozenset({Phase.SKIPPED, Phase.EXCUSED})


def _is_well(kept: ObjectKept, wanted: CalendarObject) -> bool:
    """Whether nothing has to be written over it.

    Two computers that share a calendar may call a session otherwise, and a client may have taken its alarm out.
    What is there stays, as long as it says when and how it stands, and nothing else is wanted than before: else
    each would write over the other for ever.
    """
    return kept.look == wanted.look or (kept.wanted == wanted.look and _marks(kept.look) == _marks(wanted.look))


def _marks(look: str) -> tuple[str, ...]:
    """All but the title and the alarm."""
    parts = look.split("|")
    return (*parts[:3], parts[-2])


def _is_new(until: datetime, snoozed: datetime | None, now: datetime) -> bool:
    """Whether a snooze that a client left is one for the journal: it lies ahead, and is not there yet."""
    return until - now >= _SNOOZE_LEAST and (snoozed is None or abs(until - snoozed) >= _SNOOZE_LEAST)


def open_link(files: CalendarFiles, settings: CalendarSettings) -> CalendarLink:
    """Raises NotAccepted for an address that is none any more."""
    client = WebClient(parse_address(settings.address), settings.user, files.password(settings))
    return CalendarLink(files, settings, CalendarServer(client))


def try_out(server: CalendarServer, kind: ComponentKind, now: datetime) -> None:
    """One entry there and back. Raises ServerFault where it does not come back as it was."""
    from routine.presentation import calendar_link as words  # noqa: PLC0415 - only where it is set up

    begin = now.replace(microsecond=0) + _DAY
    one = CalendarObject("routine/trial", kind, begin, begin + timedelta(minutes=1), words.TRIAL_TITLE)
    if server.put(one.name, as_text(one, now), "") is None:
        found = server.get(one.name)
        server.put(one.name, as_text(one, now), found[1] if found else "")
    found = server.get(one.name)
    there = read_object(found[0]) if found else None
    server.delete(one.name, found[1] if found else "")
    if there is None or there.look != one.look:
        raise ServerFault(*words.not_given_back())


def _done(there: CalendarObject, here: LookContext) -> DoneRequest:
    at = there.done_at
    if at is None or at > here.now:
        return DoneRequest(by=Actor.CALENDAR, session=there.key)
    local = at.astimezone(here.zone)
    return DoneRequest(by=Actor.CALENDAR, session=there.key, on=local.date().isoformat(), at=f"{local:%H:%M}")


def _shown(answer: AgendaAnswer, now: datetime) -> Iterator[AgendaLine]:
    """What is worth a place in a calendar: not what was over a day ago, nor what comes round all day."""
    lines = [line for line in answer.lines if line.counted and line.occurrence.length and line.at >= now - _DAY]
    each = Counter((one.occurrence.key.session_ref, one.occurrence.planned.date()) for one in lines)
    rounds = {session for (session, _), times in each.items() if times > _ROUNDS}
    return (line for line in lines if line.occurrence.key.session_ref not in rounds)
