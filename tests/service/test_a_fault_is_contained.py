"""Knows every kind of work the service does, breaks each in turn, and sees that all others go on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from routine.core.events import EventKind
from routine.core.notification import Notification
from routine.core.occurrence import OccurrenceKind
from routine.core.schedule import Schedule
from routine.errors import NotifierRejected
from routine.ports import Handle, NotifierEvent
from routine.presentation import cards
from routine.service import loop, reminder_store, supplements
from routine.service.card_session import CardSession
from routine.service.dependencies import Dependencies
from tests.fakes import MemoryJournal, RecordingNotifier
from tests.replacing import replace
from tests.service.living import HOUR, MINUTE, MONDAY, Life, lived, living, loaded_plans, plan, session

MINE = plan(session("move", "07:30"), name="mine")
OTHER = plan(session("walk", "07:45"), name="other")
HEALTH = plan(replace(session("magnesium", "07:40"), asks=OccurrenceKind.SUPPLEMENT, rotation=()), name="health")

Change = Callable[[Dependencies], Dependencies]


class Breaker:
    """Breaks one function, for what is asked of it about one plan, while it is on."""

    def __init__(self, patch: pytest.MonkeyPatch, *, on: bool) -> None:
        self._patch = patch
        self.on = on
        self.raised = 0

    def strike(self, about: str = "", *, of: str = "") -> None:
        if self.on and (not of or f"'{of}'" in about or f"{of}/" in about):
            self.raised += 1
            raise LookupError("nobody planned for this")

    def put_before(self, owner: Any, name: str, of: str) -> None:
        real = getattr(owner, name)
        first = 1 if isinstance(owner, type) else 0

        def struck(*args: Any, **more: Any) -> Any:
            self.strike(repr(args[first : first + 1]), of=of)
            return real(*args, **more)

        self._patch.setattr(owner, name, struck)


@dataclass(frozen=True)
class Piece:
    """One piece of work: what the person is told when it fails, and where it is broken."""

    told: str
    owner: Any
    """A module or class; or the name of a port."""
    name: str
    of: str = ""
    """Only for this plan; else whenever it is asked."""
    from_start: bool = False
    """Else from when the service runs."""

    def change(self, breaker: Breaker) -> Change:
        def changed(ports: Dependencies) -> Dependencies:
            if not isinstance(self.owner, str):
                breaker.put_before(self.owner, self.name, self.of)
                return ports
            if self.name:
                breaker.put_before(getattr(ports, self.owner), self.name, self.of)
                return ports
            real = getattr(ports, self.owner)

            def struck(*args: Any) -> Any:
                breaker.strike()
                return real(*args)

            return replace(ports, **{self.owner: struck})

        return changed


PIECES = {
    "deciding on one reminder": Piece("“Move”", loop, "decide", of="mine"),
    "working out one plan": Piece("“Mine”", Schedule, "_of_plan", of="mine", from_start=True),
    "composing one card": Piece("“Move”", cards, "reminder_card", of="mine"),
    "showing one card": Piece("“Move", "notifier", "show", of="Move · 5 min"),
    "the note about supplements": Piece("supplements", supplements, "supplement_note", from_start=True),
    "asking the desktop": Piece("moment to remind", "presence", "ask"),
    "looking for a picture": Piece("picture", "pictures", "of"),
    "drawing pictures": Piece("picture", "pictures", "prepare"),
    "taking over settings": Piece("settings", "settings_changed", ""),
    "arming one alarm": Piece("wake-up", "alarm", "arm", of="mine"),
    "a line for the terminal": Piece("terminal", "say", ""),
    "reading the zone": Piece("time zone", "clock", "zone"),
    "naming a zone": Piece("time zone", "clock", "named"),
    "reading the plans": Piece("plans could not be read", "source", "load"),
    "reading the journal": Piece("journal failed", "journal", "rows"),
    "replaying one reminder": Piece("“Move”", reminder_store, "replay", of="mine"),
    "following one reminder": Piece("journal says of “Move”", reminder_store, "evolve", of="mine"),
}


def shown(life: Life, title: str) -> int:
    return sum(title in notice.title or f". {title}," in notice.body for notice in life.screen.notices)


def told(life: Life, sentence: str) -> int:
    return sum(sentence in notice.body for notice in life.screen.notices)


@pytest.mark.parametrize("kind", PIECES)
def test_all_others_go_on(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    piece = PIECES[kind]
    breaker = Breaker(monkeypatch, on=piece.from_start)

    async def story() -> None:
        async with living(loaded_plans(MINE, OTHER, HEALTH), faulty=True, changed=piece.change(breaker)) as life:
            breaker.on = True
            await life.read(MINE, OTHER, HEALTH)
            await life.until(MONDAY + 48 * MINUTE)
            assert breaker.raised, "nothing was broken"
            assert any(piece.told in wrong for wrong in life.faults.wrong), life.faults.wrong
            # the others go on, and go on being looked at
            assert shown(life, "Walk") == 1
            assert shown(life, "Magnesium") == 1
            await life.until(MONDAY + 2 * HOUR)
            assert shown(life, "Walk") > 1, "nobody answered it, so it comes again"
            assert life.alarm.armed()
            # told once in each place, though it went wrong again and again
            for wrong in (logged := [said for said, _ in life.faults.logged]):
                assert logged.count(wrong) == 1
                assert told(life, wrong) == 1
                assert life.said.count(wrong) == (kind != "a line for the terminal")
            # and mended
            breaker.on = False
            await life.read(MINE, OTHER, HEALTH)
            await life.pass_(HOUR + 2 * MINUTE)
            assert life.faults.wrong == []
            await life.until(MONDAY + 25 * HOUR)
            assert shown(life, "Move") >= 1

    asyncio.run(story())


def test_a_past_that_cannot_be_replayed_is_that_of_one_reminder(monkeypatch: pytest.MonkeyPatch) -> None:
    breaker, journal = Breaker(monkeypatch, on=False), MemoryJournal()
    breaker.put_before(reminder_store, "replay", "mine")

    async def story() -> None:
        async with living(loaded_plans(MINE, OTHER), journal=journal) as life:
            await life.until(MONDAY + 50 * MINUTE)
        breaker.on = True
        async with living(loaded_plans(MINE, OTHER), journal=journal, now=MONDAY + HOUR, faulty=True) as life:
            assert any("What the journal says of “Move”" in wrong for wrong in life.faults.wrong)
            await life.pass_(25 * HOUR)
            assert shown(life, "Walk")
            breaker.on = False
            await life.read(MINE, OTHER)
            assert life.faults.wrong == []
            await life.pass_(24 * HOUR)
            assert shown(life, "Move")

    asyncio.run(story())


def test_a_session_whose_clockwork_fails_keeps_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    breaker = Breaker(monkeypatch, on=False)
    breaker.put_before(CardSession, "tick", "")

    async def story() -> None:
        async with living(loaded_plans(MINE, OTHER), faulty=True) as life:
            await life.until(MONDAY + 30 * MINUTE)
            await life.press("Start")
            breaker.on = True
            await life.pass_(10 * MINUTE)
            assert len(life.faults.logged) == 1
            assert life.alarm.armed()
            breaker.on = False
            # the clock has gone on without it, as in sleep: it waits for somebody who goes on
            await life.pass_(MINUTE)
            await life.press("Go on")
            await life.pass_(20 * MINUTE)
            assert EventKind.COMPLETED in life.kinds(of="move")
            await life.until(MONDAY + 2 * HOUR)
            assert life.faults.wrong == []
            assert shown(life, "Walk")

    asyncio.run(story())


def test_an_answer_that_cannot_be_taken_is_told_and_the_next_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    breaker = Breaker(monkeypatch, on=False)
    breaker.put_before(reminder_store.ReminderStore, "apply", "mine")

    async def story() -> None:
        async with living(loaded_plans(MINE, OTHER), faulty=True) as life:
            await life.until(MONDAY + 30 * MINUTE)
            breaker.on = True
            await life.press("Skip")
            assert any("an answer to a card" in wrong for wrong in life.faults.wrong)
            breaker.on = False
            await life.until(MONDAY + 45 * MINUTE)
            walk = next(card for card, notice in life.screen.cards.items() if "Walk" in notice.title)
            await life.press("Skip", walk)
            assert EventKind.SKIPPED in life.kinds(of="walk")

    asyncio.run(story())


@dataclass
class OddNotifier(RecordingNotifier):
    """A notifier that breaks its promises."""

    opens: bool = False
    closes: bool = False

    async def open(self, tell: Callable[[NotifierEvent], None]) -> None:
        if not self.opens:
            raise TypeError("odd")
        await super().open(tell)

    async def withdraw(self, handle: Handle) -> None:
        if not self.closes:
            raise TypeError("odd")
        await super().withdraw(handle)


@lived
async def test_a_notifier_that_fails_while_it_is_opened_is_told_of_and_reminders_go_on() -> None:
    async with living(loaded_plans(MINE, OTHER), screen=OddNotifier(closes=True), faulty=True) as life:
        assert len(life.faults.wrong) == 1
        await life.until(MONDAY + 45 * MINUTE)
        assert EventKind.SHOWN in life.kinds(of="move")
        assert EventKind.SHOWN in life.kinds(of="walk")


@lived
async def test_a_card_that_cannot_be_taken_away_keeps_no_other_from_coming() -> None:
    async with living(loaded_plans(MINE, OTHER), screen=OddNotifier(opens=True), faulty=True) as life:
        await life.until(MONDAY + 40 * MINUTE)
        assert EventKind.SHOWN in life.kinds(of="move")
        assert shown(life, "Move") >= 2
        assert len([said for said, _ in life.faults.logged]) == 1


class Unheard(RecordingNotifier):
    """A notifier that accepts nothing, and says so in a way nobody planned for."""

    async def show(self, notice: Notification) -> Handle:
        raise TypeError(notice.title)


@lived
async def test_where_no_card_can_be_shown_the_console_and_the_log_still_tell_and_nothing_runs_in_circles() -> None:
    async with living(loaded_plans(MINE, OTHER), screen=Unheard(), faulty=True) as life:
        await life.until(MONDAY + 20 * HOUR)
        logged = [said for said, _ in life.faults.logged]
        assert len(logged) == len(set(logged))
        assert 2 <= len(logged) < 8
        assert all(said in life.said for said in logged)
        assert EventKind.MISSED in life.kinds(of="move")
        assert EventKind.SHOWN not in life.kinds()


def test_a_file_or_a_clock_that_changes_is_heard_of_again_after_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    breaker = Breaker(monkeypatch, on=False)
    callbacks: list[Callable[[], None]] = []

    class Watched:
        """Hands out what it is to call."""

        def watch(self, *calls: Callable[[], None]) -> None:
            callbacks.extend(calls)

        def stop(self) -> None: ...

    def changed(ports: Dependencies) -> Dependencies:
        breaker.put_before(ports.presence, "ask", "")
        return replace(ports, file_watcher=Watched(), clock_watcher=Watched())

    async def story() -> None:
        async with living(loaded_plans(MINE, OTHER), faulty=True, changed=changed) as life:
            breaker.on = True
            assert len(callbacks) == 3
            for call in callbacks:
                call()  # nothing of it may reach the watcher
                await life.settle()
            assert len(life.faults.logged) == 1
            breaker.on = False
            for call in callbacks:
                call()
                await life.settle()
            assert life.faults.wrong == []

    asyncio.run(story())


def test_what_a_callback_of_a_library_raises_is_told_once_as_well() -> None:
    async def story() -> None:
        async with living(loaded_plans(MINE), faulty=True) as life:

            def odd() -> None:
                raise ZeroDivisionError("somewhere in a library")

            for _ in range(3):
                asyncio.get_running_loop().call_soon(odd)
            await life.settle()
            assert len(life.faults.logged) == 1
            await life.until(MONDAY + 31 * MINUTE)
            assert shown(life, "Move") == 1
            # nobody will ever repeat it
            await life.pass_(2 * HOUR)
            assert life.faults.wrong == []

    asyncio.run(story())


def test_when_the_loop_itself_ends_the_person_is_told_and_the_fault_goes_to_whoever_supervises() -> None:
    screen, said = RecordingNotifier(), list[str]()

    def changed(ports: Dependencies) -> Dependencies:
        class Dead:
            """A clock that cannot be started."""

            def __getattr__(self, name: str) -> Any:
                return getattr(ports.alarm, name)

            def start(self) -> None:
                raise OSError("no more timers")

        return replace(ports, alarm=Dead(), say=said.append)

    async def story() -> None:
        async with living(loaded_plans(MINE), screen=screen, faulty=True, changed=changed):
            pass

    with pytest.raises(OSError, match="no more timers"):
        asyncio.run(story())
    assert [notice.body.startswith("routine has stopped") for notice in screen.cards.values()] == [True]


@lived
async def test_a_refusal_that_was_foreseen_is_no_fault() -> None:
    refusing = RecordingNotifier(failing=NotifierRejected("The server said no."))
    async with living(loaded_plans(MINE), screen=refusing) as life:
        await life.until(MONDAY + HOUR)
        assert life.faults.wrong == []
        assert refusing.refused
