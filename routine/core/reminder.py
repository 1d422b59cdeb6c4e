"""Knows the life of one reminder: two verbs over a table; of its plan, how it reminds. Must not know clocks.

    decide(state, command, policy, now) -> entries    may refuse
    evolve(state, entry) -> state                      cannot; a row that comes too late changes nothing

Rule 1: what may follow what stands in phases.TRANSITIONS and nowhere else.
Rule 2: showing a card is never an outcome. Only a person, or the end of `give_up_after`, ends a reminder.
Rule 3: after `decide(Wake)` has nothing more to say, `next_wakeup` lies ahead: the loop can sleep.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from routine.core.commands import (
    OPEN,
    Abandon,
    Command,
    Excuse,
    Feel,
    Finish,
    Gate,
    Reshow,
    Shown,
    Skip,
    Snooze,
    Start,
    StepDone,
    Wake,
)
from routine.core.ids import OccurrenceKey
from routine.core.journal import By, Entry, Kind, Why
from routine.core.occurrence import Asks, Occurrence
from routine.core.pauses import free_from, paused_at
from routine.core.phases import FINAL, ON_THE_SCREEN, TRANSITIONS, WAITING, NothingToPerform, Phase, WrongPhase
from routine.core.plan import ReminderPolicy

__all__ = [
    "FINAL",
    "RESUMABLE",
    "RETRY",
    "TRANSITIONS",
    "WAITING",
    "Phase",
    "Reminder",
    "decide",
    "evolve",
    "next_wakeup",
    "replay",
]

RESUMABLE = timedelta(hours=1)
"""How long a session that broke off can be taken up where it was."""

RETRY = timedelta(seconds=30)
"""How soon a card that could not be shown is tried again."""


@dataclass(frozen=True, slots=True)
class Reminder:
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
    snoozes: int = 0
    headed_up: datetime | None = None
    """When the last heads-up was shown."""
    why: str = ""
    steps_done: int = 0
    performed_at: datetime | None = None
    """When somebody last started, did a step or stopped; RESUMABLE counts from here."""
    where: str = ""
    answer: str = ""

    @property
    def key(self) -> OccurrenceKey:
        return self.occurrence.key

    @property
    def patience_from(self) -> datetime:
        return self.waits_from or self.occurrence.asked_at


def decide(state: Reminder, command: Command, policy: ReminderPolicy, now: datetime) -> tuple[Entry, ...]:
    """What is to be written because of `command`. Raises Refused when the table has no such move."""
    match command:
        case Wake():
            return _wake(state, command, policy, now)
        case Reshow(gate):
            on_screen = state.phase in ON_THE_SCREEN and not _ran_out(state, policy, now)
            wanted = on_screen and (policy.always or not gate.closed)
            return (_entry(state, Kind.SHOWING, now),) if wanted else ()
        case Shown():
            return (_entry(state, Kind.SHOWN, now),) if state.phase is Phase.SHOWING else ()
        case Snooze(length, by):
            until = max(now, state.occurrence.asked_at) + length
            entry = replace(_entry(state, Kind.SNOOZED, now, by), until=until)
        case Skip(by):
            entry = _entry(state, Kind.SKIPPED, now, by)
        case Start(by, where):
            entry = replace(_entry(state, Kind.STARTED, now, by), where=where)
        case StepDone(step, by):
            entry = replace(_entry(state, Kind.STEP_DONE, now, by), step=step)
        case Finish(by, done_at):
            entry = replace(_entry(state, Kind.COMPLETED, now, by), done_at=done_at)
        case Abandon(by, step):
            entry = replace(_entry(state, Kind.ABANDONED, now, by), step=step)
        case Excuse(by, why):
            entry = replace(_entry(state, Kind.EXCUSED, now, by), why=why)
        case Feel(answer, by, score, note):
            entry = replace(_entry(state, Kind.FELT, now, by), answer=answer, score=score, note=note)
            if state.occurrence.asks is Asks.REVIEW and state.phase is not Phase.COMPLETED:
                # here the answer is all that was to be done
                return (*decide(state, Finish(by), policy, now), entry)
    _refuse(state, entry.kind)
    return (entry,)


def _refuse(state: Reminder, kind: Kind) -> None:
    if kind not in TRANSITIONS[state.phase]:
        raise WrongPhase(state.occurrence, state.phase, kind)
    if kind is Kind.STARTED and state.occurrence.asks is not Asks.SESSION:
        raise NothingToPerform(state.occurrence)


def evolve(state: Reminder, entry: Entry) -> Reminder:
    """The state after `entry`. Never refuses: what comes too late was overtaken by somebody's answer."""
    if entry.kind is Kind.SHOWN and entry.why == Why.HEADS_UP:
        return replace(state, headed_up=entry.at) if state.phase is Phase.UPCOMING else state
    phase = TRANSITIONS[state.phase].get(entry.kind)
    if phase is None:
        return state
    keeps_since = phase is state.phase and phase in {Phase.HELD, Phase.COMPLETED, Phase.ABANDONED}
    moved = replace(
        state,
        phase=phase,
        since=state.since if keeps_since else entry.at,
        until=entry.until if phase is Phase.SNOOZED else None,
        why=entry.why,
    )
    return _detail(state, moved, entry)


def replay(occurrence: Occurrence, entries: list[Entry]) -> Reminder:
    """The state that these entries, oldest first, amount to."""
    state = Reminder(occurrence)
    for entry in entries:
        state = evolve(state, entry)
    return state


def next_wakeup(state: Reminder, policy: ReminderPolicy, gate: Gate, now: datetime) -> datetime | None:
    """The next instant at which `decide(Wake)` may have something to say; None when it never will."""
    return min((at for at in _wakeups(state, policy, gate) if at > now), default=None)


def _wakeups(state: Reminder, policy: ReminderPolicy, gate: Gate) -> list[datetime]:
    due, since = state.occurrence.due, state.since or state.occurrence.due
    give_up = state.patience_from + policy.give_up_after
    reopens = [gate.until] if gate.until and not policy.always else []
    match state.phase:
        case Phase.UPCOMING:
            return [*(due - ahead for ahead in policy.heads_up_before), state.occurrence.asked_at, *reopens]
        case Phase.SNOOZED:
            return [state.until or due, *reopens]
        case Phase.SHOWING:
            return [since + RETRY, give_up, *reopens]
        case Phase.SHOWN:
            return [(state.last_shown or since) + policy.again_after, give_up, *reopens]
        case Phase.HELD:
            return [since + policy.hold_at_most, *reopens]
        case Phase.STARTED:
            return [since + RESUMABLE]
    return []


def _wake(state: Reminder, command: Wake, policy: ReminderPolicy, now: datetime) -> tuple[Entry, ...]:
    if policy.always:
        command = replace(command, gate=OPEN, pauses=())
    match state.phase:
        case Phase.UPCOMING | Phase.SNOOZED:
            wanted = state.until if state.phase is Phase.SNOOZED and state.until else state.occurrence.asked_at
            if now < wanted:
                return _heads_up(state, command.gate, policy, now)
            return _come_due(state, wanted, command, policy, now)
        case Phase.HELD:
            return _go_on_holding(state, command, policy, now)
        case Phase.SHOWING | Phase.SHOWN:
            return _ask_again(state, command, policy, now)
        case Phase.STARTED:
            broke_off = not command.live and now - (state.since or now) >= RESUMABLE
            gone = replace(_entry(state, Kind.ABANDONED, now), step=state.steps_done)
            return (gone,) if broke_off else ()
    return ()


def _come_due(
    state: Reminder, wanted: datetime, command: Wake, policy: ReminderPolicy, now: datetime
) -> tuple[Entry, ...]:
    free = free_from(wanted, command.pauses, now)
    if free > wanted and free - wanted >= policy.hold_at_most:
        return _paused_away(state, now)
    if now - free >= policy.give_up_after:
        why = Why.OFF if wanted < command.awake_since else Why.ASLEEP
        return (_entry(state, Kind.MISSED, now, why=why),)
    # in a pause that has ended nobody was awake to see it held; but so it was, and its patience begins now
    gate = Gate(Why.PAUSE) if free > wanted and not command.gate.closed else command.gate
    return _held_or_showing(state, gate, now)


def _go_on_holding(state: Reminder, command: Wake, policy: ReminderPolicy, now: datetime) -> tuple[Entry, ...]:
    gate, since = command.gate, state.since or now
    # awake, a hold ends by then or is missed; asleep, it may have ended long ago
    longest = policy.hold_at_most if gate.closed else policy.hold_at_most + policy.give_up_after
    if now - since < longest:
        return _held_or_showing(state, gate, now)
    if Why.PAUSE in {state.why, gate.why} or paused_at(since, command.pauses):
        return _paused_away(state, now)
    return (_entry(state, Kind.MISSED, now, why=Why.HELD),)


def _paused_away(state: Reminder, now: datetime) -> tuple[Entry, ...]:
    """Somebody paused on purpose, for longer than this one can wait: it does not count."""
    return (_entry(state, Kind.EXCUSED, now, why=Why.PAUSE),)


def _ask_again(state: Reminder, command: Wake, policy: ReminderPolicy, now: datetime) -> tuple[Entry, ...]:
    if _ran_out(state, policy, now):
        if paused_at(state.patience_from + policy.give_up_after, command.pauses):
            return _paused_away(state, now)
        why = Why.UNANSWERED if state.shows else Why.UNSHOWN
        return (_entry(state, Kind.MISSED, now, why=why),)
    wait = RETRY if state.phase is Phase.SHOWING else policy.again_after
    asked = state.since if state.phase is Phase.SHOWING else state.last_shown
    if now - (asked or now) < wait:
        return ()
    if command.gate.closed:
        # what is on the screen already stays there; what never got there is held
        return _held_or_showing(state, command.gate, now) if state.phase is Phase.SHOWING else ()
    return (_entry(state, Kind.SHOWING, now),)


def _ran_out(state: Reminder, policy: ReminderPolicy, now: datetime) -> bool:
    return now - state.patience_from >= policy.give_up_after


def _held_or_showing(state: Reminder, gate: Gate, now: datetime) -> tuple[Entry, ...]:
    if not gate.closed:
        return (_entry(state, Kind.SHOWING, now),)
    if state.phase is Phase.HELD and state.why == gate.why:
        return ()
    return (_entry(state, Kind.HELD, now, why=gate.why),)


def _heads_up(state: Reminder, gate: Gate, policy: ReminderPolicy, now: datetime) -> tuple[Entry, ...]:
    """The newest heads-up whose time has come; of several that were slept through it stands for all."""
    due = state.occurrence.due
    came = max((due - ahead for ahead in policy.heads_up_before if due - ahead <= now < due), default=None)
    if came is None or gate.closed or state.phase is not Phase.UPCOMING:
        return ()
    already = state.headed_up is not None and state.headed_up >= came
    return () if already else (_entry(state, Kind.SHOWN, now, why=Why.HEADS_UP),)


def _detail(before: Reminder, after: Reminder, entry: Entry) -> Reminder:
    """What a kind of entry changes beside the phase."""
    match entry.kind:
        case Kind.SHOWN:
            return replace(after, shows=before.shows + 1, last_shown=entry.at)
        case Kind.SHOWING if before.phase is Phase.HELD:
            return replace(after, waits_from=entry.at)
        case Kind.SNOOZED:
            return replace(after, snoozes=before.snoozes + 1, waits_from=entry.until)
        case Kind.STARTED:
            last = before.performed_at
            steps_done = before.steps_done if last and entry.at - last < RESUMABLE else 0
            return replace(after, where=entry.where, steps_done=steps_done, performed_at=entry.at)
        case Kind.STEP_DONE | Kind.ABANDONED:
            steps_done = before.steps_done if entry.step is None else entry.step
            # a session that time gave up on was left when it broke off, not when that was noticed
            left = before.performed_at if entry.by is By.SERVICE else entry.at
            return replace(after, steps_done=steps_done, performed_at=left)
        case Kind.FELT:
            return replace(after, answer=entry.answer or before.answer)
    return after


def _entry(state: Reminder, kind: Kind, now: datetime, by: By = By.SERVICE, *, why: str = "") -> Entry:
    return Entry(now, kind, by, state.occurrence, why=why)
