"""What can be asked of routine, and what is answered: facts and identifiers, no sentence in any of them.

Whoever asks sends one of the requests, and is given one of the answers. Both are JSON, `kind` names the class.
Here is what every face asks; what only one or two of them do has a file of its own beside this one (`*_messages`),
so that nobody else imports it. all_messages.py names every request.
Instants are aware; what a person reads of them is worked out from the `LocalTime` of whoever answered.
"""

# annotations are values here: as texts, each would be compiled when the first message is read
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar, get_args

from msgspec import Struct

from routine.core.diagnostic import Diagnostic
from routine.core.identifiers import Actor, FeltAnswer, HourCycle, Phase, SessionPlace
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence
from routine.core.plan_stage import PlanStage
from routine.core.zone_offsets import ZoneOffsets
from routine.presentation.time_format import TimeDisplay
from routine.service.requests.desktop_view import DesktopView


class LocalTime(Struct, frozen=True):
    """What turns an instant into what a person reads."""

    now: datetime
    zone: ZoneOffsets
    hour_cycle: HourCycle = HourCycle.H23

    def display(self) -> TimeDisplay:
        """As whoever answered sees it."""
        return TimeDisplay(self.now, self.zone.tzinfo, self.hour_cycle)


class NamedOccurrence(Struct, frozen=True):
    """An occurrence; `shares_title` where another plan has a session of that title."""

    occurrence: Occurrence
    shares_title: bool = False
    tells_time: bool = False
    """It is not what waits: whoever reads of it is told which day's and at what time."""


class ReminderRow(Struct, frozen=True, omit_defaults=True):
    """How a reminder stands, as far as somebody is shown it."""

    occurrence: Occurrence
    phase: Phase = Phase.UPCOMING
    since: datetime | None = None
    """When this phase was entered; for a hold, when the hold began."""
    until: datetime | None = None
    """Snoozed: the instant it comes back."""
    snoozes: int = 0
    reason: str = ""
    """Held, missed, excused: why; an identifier."""
    note: str = ""
    """Excused: why, in the person's own words."""
    answer: str = ""
    """How it was; an identifier."""
    performed_at: datetime | None = None
    """When somebody last started, did a step or stopped."""
    unshown: bool = False
    """Its card should be on the screen, and could not be shown."""
    played: timedelta | None = None
    credited: timedelta = timedelta(0)
    """Both as of Reminder."""
    most: timedelta | None = None
    """Likewise."""

    @property
    def key(self) -> OccurrenceKey:
        return self.occurrence.key


class ComingReminder(Struct, frozen=True):
    """What comes next, and when: at its due time, or when it was snoozed to."""

    reminder: ReminderRow
    at: datetime


class AgendaLine(Struct, frozen=True):
    """One occurrence; `until` is when what holds it ends; not `counted` when its plan was read after its time."""

    reminder: ReminderRow
    until: datetime | None = None
    counted: bool = True
    planned_at: datetime | None = None
    """Of what is over and was planned in another zone: the day and time it was planned for, in this one."""

    @property
    def occurrence(self) -> Occurrence:
        return self.reminder.occurrence

    @property
    def at(self) -> datetime:
        """When it is told for."""
        return self.planned_at or self.occurrence.due


class Restrictions(Struct, frozen=True):
    """What the safety check holds back."""

    binds: bool = False
    all_wait: bool = False
    check_waits: bool = False
    """Whether the check should be offered."""


class PlanCounts(Struct, frozen=True):
    """What is in force."""

    plans: int
    sessions: int
    shipped: bool
    """They came with the program: this person has none of their own."""
    unread: bool
    """This person has plans, and none of them could be read."""


class CourseProgress(Struct, frozen=True):
    """A course of visits, as it is now."""

    plan: str
    session: str
    title: str
    detail: str
    visits: int
    number: int
    """The next visit; 0 when all are over."""
    due: datetime | None
    attended: int
    asked: int
    """Of how many visits something is known."""
    answer: str
    """To whether it is helping."""
    review: Occurrence | None = None
    """The question whether it is; none where the plan does not ask it."""


class DaysOffNow(Struct, frozen=True):
    """Days off that run now or come next, both included."""

    first: date
    last: date
    note: str = ""
    title: str = ""
    """Of one session alone."""


class NameChanged(Struct, frozen=True):
    """A session or a whole plan that goes by another name, or lies in another file, since a short while."""

    at: datetime
    before: str
    """`plan/session`, or the id of a plan."""
    after: str
    title_before: str
    title: str


class AnswerBody(Struct, frozen=True, tag_field="kind"):
    """What is answered."""

    time: LocalTime


class AgendaAnswer(AnswerBody, frozen=True, tag="agenda"):
    """What these days hold, in the order of the days."""

    first: date
    lines: tuple[AgendaLine, ...]
    plans: PlanCounts
    restrictions: Restrictions
    coming: ComingReminder | None = None
    paused_until: datetime | None = None
    problems: int = 0
    unshown: tuple[str, ...] = ()
    """What should be on the screen and could not be shown, a sentence each, with the reason."""
    days_off: DaysOffNow | None = None
    stages: tuple[PlanStage, ...] = ()


class StatusAnswer(AnswerBody, frozen=True, tag="status"):
    """How it stands now."""

    plans: PlanCounts
    restrictions: Restrictions
    coming: ComingReminder | None
    waiting: tuple[AgendaLine, ...]
    started: tuple[ReminderRow, ...]
    paused_until: datetime | None
    courses: tuple[CourseProgress, ...]
    problems: tuple[Diagnostic, ...]
    faults: tuple[str, ...]
    """What the running service says is wrong with it."""
    log_file: str
    days_off: DaysOffNow | None = None
    unshown: tuple[str, ...] = ()
    """What should be on the screen and could not be shown, a sentence each, with the reason."""
    stages: tuple[PlanStage, ...] = ()
    renamed: tuple[NameChanged, ...] = ()


class DesktopAnswer(AnswerBody, frozen=True, tag="desktop"):
    """What whoever answers sees of the desktop."""

    seen: DesktopView | None
    """None where no service runs: a command has no cards on the screen."""


class SessionAnswered(AnswerBody, frozen=True, tag="session_answered"):
    """It is written in the journal; `others` wait as well."""

    answered: NamedOccurrence
    others: tuple[NamedOccurrence, ...] = ()
    coming: ComingReminder | None = None
    done_at: datetime | None = None
    """Where a time was given."""
    until: datetime | None = None
    """Snoozed: when it comes back."""
    quiet_until: datetime | None = None
    """It comes back in quiet hours, which end then."""
    lost_to_quiet: bool = False
    """They last longer than it waits."""
    next_round: datetime | None = None
    """Snoozed for longer than until its next round, which comes then and takes its place."""
    notes: tuple[str, ...] = ()
    """Started from the library: what was swapped or left out, a sentence each."""
    check_waits: bool = False
    """Started without the safety check, as nobody could be asked."""


class SessionSelected(AnswerBody, frozen=True, tag="session_selected"):
    """What is to begin, or to be looked at, and where; nothing has changed."""

    selected: NamedOccurrence
    where: SessionPlace
    check_first: bool = False
    notes: tuple[str, ...] = ()
    """Of the library: what was swapped or left out, a sentence each."""
    check_waits: bool = False


class NothingWaits(AnswerBody, frozen=True, tag="nothing_waits"):
    """There is nothing to answer."""

    coming: ComingReminder | None = None


class AlreadyDone(AnswerBody, frozen=True, tag="already_done"):
    """It was done before."""

    answered: NamedOccurrence
    coming: ComingReminder | None = None


class NotPlannedToday(AnswerBody, frozen=True, tag="not_planned_today"):
    """The session is there, but today has none of it."""

    title: str
    has_steps: bool = True


class NotYet(AnswerBody, frozen=True, tag="not_yet"):
    """What lies nearest is still to come: it is meant only where somebody says so."""

    coming: NamedOccurrence
    last: NamedOccurrence | None = None
    """The one before, of today or yesterday."""


class NotOnThatDay(AnswerBody, frozen=True, tag="not_on_that_day"):
    """That day has none of it, or holds nothing that is left to be answered."""

    day: date
    title: str = ""


class DaysExcused(AnswerBody, frozen=True, tag="days_excused"):
    """How many sessions do not count any more; none where these days have nothing to excuse."""

    first: date
    last: date
    sessions: int
    still_reminded: bool = False
    """Visits and supplements of these days go on."""
    title: str = ""
    """Of one session alone."""


class DaysOffEnded(AnswerBody, frozen=True, tag="days_off_ended"):
    """Reminders go on in these days, from now on."""

    first: date
    last: date
    coming: ComingReminder | None = None


class NoDaysOff(AnswerBody, frozen=True, tag="no_days_off"):
    """There were none to take back."""

    coming: ComingReminder | None = None


class TakenBack(AnswerBody, frozen=True, tag="taken_back"):
    """What that was, as an identifier of core.events.EventKind, and of which session."""

    what: str
    taken: NamedOccurrence | None = None
    first: date | None = None
    last: date | None = None
    """Of days off."""
    plan: str = ""
    """The title of a plan that is as it was."""
    coming: ComingReminder | None = None
    offer: str = ""
    """Of an offer that was taken: which one, and the digest of what the plan's text became."""


class NothingToUndo(AnswerBody, frozen=True, tag="nothing_to_undo"):
    """Nobody has said anything today."""


class PauseSet(AnswerBody, frozen=True, tag="pause_set"):
    """Nothing is shown until then."""

    until: datetime
    on_screen: tuple[Occurrence, ...] = ()
    """What is there already."""
    some_always_come: bool = False


class PauseEnded(AnswerBody, frozen=True, tag="pause_ended"):
    """Reminders go on; `come_now` is what was held."""

    come_now: tuple[Occurrence, ...] = ()
    coming: ComingReminder | None = None


class NotPaused(AnswerBody, frozen=True, tag="not_paused"):
    """There was no pause."""

    coming: ComingReminder | None = None


NotAnswered = NothingWaits | NotPlannedToday | NotYet | NotOnThatDay

AnswerT_co = TypeVar("AnswerT_co", covariant=True)


class RequestBody(Struct, Generic[AnswerT_co], frozen=True, tag_field="kind"):
    """What somebody wants to know, or done; between brackets, what may be answered to it."""

    done_by_asker: ClassVar[bool] = False
    """The running service is not asked: whoever wants it does it."""


class ChangeRequest(RequestBody[AnswerT_co], Generic[AnswerT_co], frozen=True, kw_only=True):
    """What somebody wants done."""

    by: Actor = Actor.CLI
    id: str = ""
    """The same as that of the envelope: whoever does it writes it down, and it counts once."""


class AgendaRequest(RequestBody[AgendaAnswer], frozen=True, tag="agenda"):
    """What so many days hold, beginning with `first`; with today where that is not said."""

    first: date | None = None
    days: int = 1


class StatusRequest(RequestBody[StatusAnswer], frozen=True, tag="status"):
    """What comes next, what waits and why, and what is wrong."""


class DesktopRequest(RequestBody[DesktopAnswer], frozen=True, tag="desktop"):
    """What the service sees of the desktop. It looks again for the next time somebody asks."""


class SessionRequest(ChangeRequest[AnswerT_co], Generic[AnswerT_co], frozen=True, kw_only=True):
    """Something is to become of one session's reminder: of what waits, or of the one that is named."""

    session: str = ""
    on: str = ""
    """Of which day, as it was typed: `yesterday`, `sat`, `2026-11-22`."""
    at: str = ""
    """At which time of that day, or of today, as it was typed."""
    early: bool = False
    """The next one, although its time has not come."""
    offered: bool = False
    """Only if it is offered: whoever asks was given a choice of answers, and of lengths."""


class DoneRequest(SessionRequest[SessionAnswered | AlreadyDone | NotAnswered], frozen=True, tag="done"):
    """A session was done; where a time is given, then."""


class StartRequest(SessionRequest[SessionAnswered | SessionSelected | NotAnswered], frozen=True, tag="start"):
    """A session is to begin: the one of that name, or what was broken off or waits.

    What goes on in a notification is begun at once; what goes on elsewhere when somebody is there to lead it, by a
    BeginRequest.
    """

    where: SessionPlace | None = None
    """As it is configured, where that is not said."""
    aloud: bool = False
    """A voice speaks in the terminal."""
    can_ask: bool = False
    """Whoever asks can open the safety check first: nothing has begun where it has to be."""
    on_terminal: bool = False
    """Somebody asks on a terminal: it goes on there, unless it is configured for the page."""
    most: timedelta | None = None
    """Its shorter version, which takes so long at most."""


class BeginRequest(ChangeRequest[SessionAnswered], frozen=True, tag="begin"):
    """This session begins now, in that place."""

    occurrence: Occurrence
    where: SessionPlace
    most: timedelta | None = None
    """Its shorter version, which takes so long at most."""


class SelectRequest(RequestBody[SessionSelected | NotAnswered], frozen=True, tag="select"):
    """Which session is meant, to be looked at: the one of that name, or what waits."""

    session: str = ""


class SkipRequest(SessionRequest[SessionAnswered | NotAnswered], frozen=True, tag="skip"):
    """A session is left out this time."""


class SnoozeRequest(SessionRequest[SessionAnswered | NotAnswered], frozen=True, tag="snooze"):
    """A reminder comes again after that long; after the session's usual length where that is not said."""

    length: timedelta | None = None
    words: tuple[str, ...] = ()
    """What was typed instead: how long or until when, of which session, in any order."""


class ExcuseRequest(SessionRequest[SessionAnswered | NotAnswered], frozen=True, tag="excuse"):
    """A session does not count."""

    why: str = ""


class FeelRequest(SessionRequest[SessionAnswered | NotAnswered], frozen=True, tag="feel"):
    """How a session was, or whether a course helps; what is not said now stays as it was."""

    answer: FeltAnswer | None = None
    score: int | None = None
    """How the back feels, 0 (no pain) to 10."""
    note: str = ""


class ExcuseDaysRequest(ChangeRequest[DaysExcused], frozen=True, tag="excuse_days"):
    """Whole days off, first and last included: all sessions, or one.

    Days as they were typed. Without the first, those that run now get another end, else it is today.
    """

    first: str = ""
    last: str = ""
    session: str = ""
    why: str = ""
    everything: bool = False
    """Visits and supplements as well."""


class EndDaysOffRequest(ChangeRequest[DaysOffEnded | NoDaysOff], frozen=True, tag="end_days_off"):
    """The days off that run now, or come next, are taken back."""


class UndoRequest(ChangeRequest[TakenBack | NothingToUndo], frozen=True, tag="undo"):
    """What somebody said last today is taken back, by whatever face it was said."""

    offer: str = ""
    """Only where that was the answer to this offer, by its id; `*` for any offer."""


class PauseRequest(ChangeRequest[PauseSet], frozen=True, tag="pause"):
    """Nothing is shown until then, in the words that were typed: `2h`, `until tomorrow`."""

    until: tuple[str, ...] = ()


class ResumeRequest(ChangeRequest[PauseEnded | NotPaused], frozen=True, tag="resume"):
    """The pause ends now."""


def answers_to(kind: type[RequestBody[Any]]) -> object:
    """What may be answered to such a request: what stands between the brackets of its base."""
    return get_args(vars(kind)["__orig_bases__"][0])[0]
