"""Knows the life of one reminder: two verbs over a table; of its plan, how it reminds. Must not know clocks.

    decide(state, command, policy, now) -> entries    may refuse
    evolve(state, entry) -> state                      cannot; a row that comes too late changes nothing

Rule 1: what may follow what, and what may be answered, stands in reminder_states and nowhere else.
Rule 2: showing a card is never an outcome. Only a person, or the end of `give_up_after`, ends a reminder.
Rule 3: after `decide(Wake)` has nothing more to say, `next_wakeup` lies ahead: the loop can sleep.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from routine.core.commands import (
    OPEN,
    Abandon,
    Answer,
    Command,
    ConfirmShown,
    DisplayGate,
    Excuse,
    Feel,
    Finish,
    FinishStep,
    Reshow,
    Skip,
    SkipStep,
    Snooze,
    Start,
    TimePassed,
)
from routine.core.events import (
    Abandoned,
    Actor,
    Completed,
    Event,
    EventKind,
    Excused,
    ExcuseReason,
    Felt,
    FeltAnswer,
    Held,
    HoldReason,
    Missed,
    MissReason,
    Reason,
    Showing,
    Shown,
    ShownCard,
    Skipped,
    Snoozed,
    Started,
    StepDone,
    StepSkipped,
    Undone,
)
from routine.core.exercise import ZERO
from routine.core.identifiers import SessionPlace
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence
from routine.core.pauses import free_from, paused_at
from routine.core.plan import ReminderPolicy
from routine.core.reminder_states import (
    ON_THE_SCREEN,
    TRANSITIONS,
    WAITING,
    NothingToPerform,
    Phase,
    WrongPhase,
    is_performed,
    takes,
)

RESUMABLE = timedelta(hours=1)
"""How long a session that broke off can be taken up where it was."""

RESUMABLE_ELSEWHERE = timedelta(hours=12)
"""How long another device has to say what became of a session that was begun there; then it may be gone itself."""

RETRY = timedelta(seconds=30)
"""How soon a card that could not be shown is tried again."""

OFTEN = 10
"""So many times in a row."""

RETRY_LATER = timedelta(minutes=2)
"""How soon after that: each try is a row in the journal, and a server that comes is noticed at once."""


class Reminder(Struct, frozen=True, gc=False):
    """An occurrence that wants somebody's attention, and how far it has come."""

    occurrence: Occurrence
    phase: Phase = Phase.UPCOMING
    since: datetime | None = None
    """When this phase was entered; for a hold, when the hold began."""
    until: datetime | None = None
    """Snoozed: the instant it comes back."""
    waits_from: datetime | None = None
    """What `give_up_after` counts from: the due time, the end of a snooze, or the end of a hold."""
    last_shown: datetime | None = None
    shows: int = 0
    tries: int = 0
    """Showing: how often it was tried; more than once where a card could not be shown, or was lost."""
    snoozes: int = 0
    last_heads_up_at: datetime | None = None
    """When the last heads-up was shown."""
    reason: Reason | None = None
    """Held, missed, excused: why."""
    note: str = ""
    """Excused: why, in the person's own words."""
    steps_done: int = 0
    performed_at: datetime | None = None
    """When somebody last started, did a step or stopped; RESUMABLE counts from here."""
    place: SessionPlace | None = None
    """Started: where it is led."""
    steps: int | None = None
    """Started: how many there are, where that is known."""
    most: timedelta | None = None
    """It is the shorter version that was begun, which takes so long at most."""
    played: timedelta | None = None
    """How much of it was gone through; None where nobody counted."""
    answer: FeltAnswer | None = None
    elsewhere: bool = False
    """Started: on another device, that alone knows how far it has come."""

    @property
    def key(self) -> OccurrenceKey:
        return self.occurrence.key

    @property
    def credited(self) -> timedelta:
        """The time that counts: what was played, or all of a session that somebody says is done."""
        if self.phase is Phase.COMPLETED:
            return self.occurrence.length if self.played is None else self.played
        return self.played or ZERO if self.phase in {Phase.ABANDONED, Phase.STARTED} else ZERO

    def goes_on_at(self, now: datetime) -> bool:
        """Whether a start at that time takes it up where it was left."""
        return self.performed_at is not None and now - self.performed_at < RESUMABLE

    def most_at(self, now: datetime) -> timedelta | None:
        """How long it is at most for a start that does not say so: what was begun shorter goes on so."""
        goes_on = self.phase is Phase.STARTED or (self.steps_done > 0 and self.goes_on_at(now))
        return self.most if goes_on else None

    @property
    def unshown(self) -> bool:
        """Whether the card that should be on the screen could not be shown, as far as is written."""
        return self.phase is Phase.SHOWING and self.tries > 1

    @property
    def waiting_since(self) -> datetime:
        return self.waits_from or self.occurrence.asked_at


def decide(state: Reminder, command: Command, policy: ReminderPolicy, now: datetime) -> tuple[Event, ...]:
    """What is to be written because of `command`. Raises Refused when the table has no such move."""
    match command:
        case TimePassed():
            return _wake(state, command, policy, now)
        case Reshow(gate):
            on_screen = state.phase in ON_THE_SCREEN and not _ran_out(state, policy, now)
            wanted = on_screen and (not gate.closed or (policy.always and not gate.for_always))
            return (Showing(now, Actor.SERVICE, state.occurrence),) if wanted else ()
        case ConfirmShown():
            shown = Shown(now, Actor.SERVICE, state.occurrence)
            return (shown,) if state.phase is Phase.SHOWING else ()
    entry = _answer(state, command, now)
    _refuse(state, entry.kind)
    if entry.kind in TRANSITIONS[state.phase]:
        return (entry,)
    # the answer to a review is all that was to be done
    return (*decide(state, Finish(command.by), policy, now), entry)


def _answer(state: Reminder, command: Answer, now: datetime) -> Event:  # noqa: PLR0911 - one a command
    """What somebody says of it, as it is written."""
    about = state.occurrence
    match command:
        case Snooze(length, by):
            return Snoozed(now, by, about, until=max(now, about.asked_at) + length)
        case Skip(by):
            return Skipped(now, by, about)
        case Start(by, place, dose, most):
            return Started(now, by, about, place=place, dose=dose, most=most or state.most_at(now))
        case FinishStep(step, by, played):
            return StepDone(now, by, about, step=step, played=played)
        case SkipStep(step, by, played, hurt):
            return StepSkipped(now, by, about, step=step, played=played, hurt=hurt)
        case Finish(by, done_at, played):
            return Completed(now, by, about, done_at=done_at, played=played)
        case Abandon(by, steps_done, of, played):
            done = state.steps_done if steps_done is None else steps_done
            played = state.played if played is None else played
            return Abandoned(now, by, about, steps_done=done, of=of or state.steps, played=played)
        case Excuse(by, note, reason):
            return Excused(now, by, about, reason=reason, note=note)
        case Feel(answer, by, score, note):
            return Felt(now, by, about, answer=answer, score=score, note=note)


def _refuse(state: Reminder, kind: EventKind) -> None:
    asks = state.occurrence.asks
    if takes(asks, state.phase, kind):
        return
    if kind is EventKind.STARTED and kind in TRANSITIONS[state.phase] and not is_performed(asks):
        raise NothingToPerform(state.occurrence)
    raise WrongPhase(state.occurrence, state.phase, kind)


def evolve(state: Reminder, entry: Event) -> Reminder:
    """The state after `entry`. Never refuses: what comes too late was overtaken by somebody's answer."""
    if isinstance(entry, Shown) and entry.card is not ShownCard.REMINDER:
        is_heads_up = entry.card is ShownCard.HEADS_UP and state.phase is Phase.UPCOMING
        return replace(state, last_heads_up_at=entry.at) if is_heads_up else state
    if isinstance(entry, Undone):
        return _asked_anew(state, entry.at)
    phase = TRANSITIONS[state.phase].get(entry.kind)
    if phase is None:
        return state
    keeps_since = phase is state.phase and phase in {Phase.HELD, Phase.COMPLETED, Phase.ABANDONED}
    moved = replace(
        state,
        phase=phase,
        since=state.since if keeps_since else entry.at,
        until=entry.until if isinstance(entry, Snoozed) else None,
        reason=entry.reason if isinstance(entry, Held | Missed | Excused) else None,
        note=entry.note if isinstance(entry, Excused) else "",
        tries=state.tries + 1 if isinstance(entry, Showing) else 0,
    )
    return _detail(state, moved, entry)


def replay(occurrence: Occurrence, entries: list[Event]) -> Reminder:
    """The state that these entries, oldest first, amount to."""
    state = Reminder(occurrence)
    for entry in entries:
        state = evolve(state, entry)
    return state


def next_wakeup(state: Reminder, policy: ReminderPolicy, gate: DisplayGate, now: datetime) -> datetime | None:
    """The next instant at which `decide(Wake)` may have something to say; None when it never will."""
    return min((at for at in _wakeups(state, policy, gate) if at > now), default=None)


def _wakeups(state: Reminder, policy: ReminderPolicy, gate: DisplayGate) -> list[datetime]:
    due, since = state.occurrence.due, state.since or state.occurrence.due
    give_up = state.waiting_since + policy.give_up_after
    reopens = [gate.until] if gate.until and not policy.always else []
    match state.phase:
        case Phase.UPCOMING:
            return [*(due - ahead for ahead in policy.heads_up_before), state.waiting_since, *reopens]
        case Phase.SNOOZED:
            return [state.until or due, *reopens]
        case Phase.SHOWING:
            return [since + _retry(state, policy), give_up, *reopens]
        case Phase.SHOWN:
            return [(state.last_shown or since) + policy.again_after, give_up, *reopens]
        case Phase.HELD:
            return [since + policy.hold_at_most, *reopens]
        case Phase.STARTED:
            return [since + _resumable(state)]
    return []


def _wake(state: Reminder, command: TimePassed, policy: ReminderPolicy, now: datetime) -> tuple[Event, ...]:
    if policy.always:
        command = replace(command, gate=command.gate if command.gate.for_always else OPEN, pauses=())
    if command.next_round is not None and command.next_round <= now and _waits(state):
        return _overtaken(state, command, now)
    match state.phase:
        case Phase.UPCOMING | Phase.SNOOZED:
            wanted = state.until if state.phase is Phase.SNOOZED and state.until else state.waiting_since
            if now < wanted:
                return _heads_up(state, command.gate, policy, now)
            return _come_due(state, wanted, command, policy, now)
        case Phase.HELD:
            return _go_on_holding(state, command, policy, now)
        case Phase.SHOWING | Phase.SHOWN:
            return _ask_again(state, command, policy, now)
        case Phase.STARTED:
            broke_off = not command.live and now - (state.since or now) >= _resumable(state)
            gone = _answer(state, Abandon(Actor.SERVICE), now)
            return (gone,) if broke_off else ()
    return ()


def _resumable(state: Reminder) -> timedelta:
    return RESUMABLE_ELSEWHERE if state.elsewhere else RESUMABLE


def _waits(state: Reminder) -> bool:
    return state.phase in WAITING or state.phase is Phase.UPCOMING


def _overtaken(state: Reminder, command: TimePassed, now: datetime) -> tuple[Event, ...]:
    """The next round of the session is there: of two that ask for the same, one is enough."""
    since = state.since or now
    if state.phase is Phase.HELD and (state.reason is HoldReason.PAUSE or paused_at(since, command.pauses)):
        return _paused_away(state, now)
    if state.phase is not Phase.UPCOMING:
        # who paused with it on the screen is told that nothing counts as missed until the pause ends
        if command.next_round and paused_at(command.next_round, command.pauses):
            return _paused_away(state, now)
        return (Missed(now, Actor.SERVICE, state.occurrence, reason=MissReason.OVERTAKEN),)
    if paused_at(state.waiting_since, command.pauses):
        return _paused_away(state, now)
    # nobody was there to show it when its time came
    reason = MissReason.OFF if state.waiting_since < command.awake_since else MissReason.ASLEEP
    return (Missed(now, Actor.SERVICE, state.occurrence, reason=reason),)


def _come_due(
    state: Reminder, wanted: datetime, command: TimePassed, policy: ReminderPolicy, now: datetime
) -> tuple[Event, ...]:
    free = free_from(wanted, command.pauses, now)
    if free > wanted and free - wanted >= policy.hold_at_most:
        return _paused_away(state, now)
    if now - free >= policy.give_up_after:
        reason = MissReason.OFF if wanted < command.awake_since else MissReason.ASLEEP
        return (Missed(now, Actor.SERVICE, state.occurrence, reason=reason),)
    # in a pause that has ended nobody was awake to see it held; but so it was, and its patience begins now
    gate = DisplayGate(HoldReason.PAUSE) if free > wanted and not command.gate.closed else command.gate
    return _held_or_showing(state, gate, now)


def _go_on_holding(
    state: Reminder, command: TimePassed, policy: ReminderPolicy, now: datetime
) -> tuple[Event, ...]:
    gate, since = command.gate, state.since or now
    # awake, a hold ends by then or is missed; asleep, it may have ended long ago
    longest = policy.hold_at_most if gate.closed else policy.hold_at_most + policy.give_up_after
    if now - since < longest:
        return _held_or_showing(state, gate, now)
    if HoldReason.PAUSE in {state.reason, gate.reason} or paused_at(since, command.pauses):
        return _paused_away(state, now)
    return (Missed(now, Actor.SERVICE, state.occurrence, reason=MissReason.HELD),)


def _retry(state: Reminder, policy: ReminderPolicy) -> timedelta:
    return RETRY if state.tries <= OFTEN else max(RETRY, min(RETRY_LATER, policy.again_after))


def _paused_away(state: Reminder, now: datetime) -> tuple[Event, ...]:
    """Somebody paused on purpose, for longer than this one can wait: it does not count."""
    return (Excused(now, Actor.SERVICE, state.occurrence, reason=ExcuseReason.PAUSE),)


def _ask_again(state: Reminder, command: TimePassed, policy: ReminderPolicy, now: datetime) -> tuple[Event, ...]:
    if _ran_out(state, policy, now):
        if paused_at(state.waiting_since + policy.give_up_after, command.pauses):
            return _paused_away(state, now)
        reason = MissReason.UNANSWERED if state.shows else MissReason.UNSHOWN
        return (Missed(now, Actor.SERVICE, state.occurrence, reason=reason),)
    wait = _retry(state, policy) if state.phase is Phase.SHOWING else policy.again_after
    asked = state.since if state.phase is Phase.SHOWING else state.last_shown
    if now - (asked or now) < wait:
        return ()
    if command.gate.closed:
        # what is on the screen already stays there; what never got there is held
        return _held_or_showing(state, command.gate, now) if state.phase is Phase.SHOWING else ()
    return (Showing(now, Actor.SERVICE, state.occurrence),)


def _ran_out(state: Reminder, policy: ReminderPolicy, now: datetime) -> bool:
    return now - state.waiting_since >= policy.give_up_after


def _held_or_showing(state: Reminder, gate: DisplayGate, now: datetime) -> tuple[Event, ...]:
    if gate.reason is None:
        return (Showing(now, Actor.SERVICE, state.occurrence),)
    if state.phase is Phase.HELD and state.reason is gate.reason:
        return ()
    return (Held(now, Actor.SERVICE, state.occurrence, reason=gate.reason),)


def _heads_up(state: Reminder, gate: DisplayGate, policy: ReminderPolicy, now: datetime) -> tuple[Event, ...]:
    """The newest heads-up whose time has come; of several that were slept through it stands for all."""
    due = state.occurrence.due
    came = max((due - ahead for ahead in policy.heads_up_before if due - ahead <= now < due), default=None)
    if came is None or gate.closed or state.phase is not Phase.UPCOMING:
        return ()
    already = state.last_heads_up_at is not None and state.last_heads_up_at >= came
    return () if already else (Shown(now, Actor.SERVICE, state.occurrence, card=ShownCard.HEADS_UP),)


def _asked_anew(state: Reminder, at: datetime) -> Reminder:
    """Somebody took their answer back: what waits again waits as if its time had come at that moment."""
    snoozed = state.phase is Phase.SNOOZED and state.until is not None and state.until > at
    waits = state.phase in WAITING or state.phase is Phase.UPCOMING
    if snoozed or not waits or state.occurrence.asked_at > at:
        return state
    return replace(state, phase=Phase.UPCOMING, since=at, until=None, reason=None, waits_from=at)


def _detail(before: Reminder, after: Reminder, entry: Event) -> Reminder:  # noqa: PLR0911 - one a kind
    """What a kind of event changes beside the phase."""
    match entry:
        case Shown():
            return replace(after, shows=before.shows + 1, last_shown=entry.at)
        case Showing() if before.phase is Phase.HELD:
            return replace(after, waits_from=entry.at)
        case Snoozed(until=until):
            return replace(after, snoozes=before.snoozes + 1, waits_from=until)
        case Started(place=place, dose=dose, most=most):
            steps_done = before.steps_done if before.goes_on_at(entry.at) and most == before.most else 0
            steps = len(dose) or None
            begun = replace(
                after, place=place, steps=steps, steps_done=steps_done, performed_at=entry.at, most=most
            )
            return replace(begun, elsewhere=entry.late and place is None)
        case StepDone(step=step, played=played) | StepSkipped(step=step, played=played):
            return replace(after, steps_done=step, performed_at=entry.at, played=played)
        case Completed(played=played):
            return replace(after, played=played)
        case Abandoned(steps_done=done, of=of, played=played):
            steps_done = before.steps_done if done is None else done
            if of and steps_done >= of:
                steps_done = 0  # gone through to its end, if in part: there is nothing left to take up
            # a session that time gave up on was left when it broke off, not when that was noticed
            left = before.performed_at if entry.by is Actor.SERVICE else entry.at
            return replace(after, steps_done=steps_done, performed_at=left, played=played)
        case Felt(answer=answer):
            return replace(after, answer=answer or before.answer)
    return after
