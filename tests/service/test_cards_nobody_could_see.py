"""A card that no screen took is not shown: it says so, is tried again, and is missed for that reason alone."""

from __future__ import annotations

from datetime import timedelta

from routine.core.events import EventKind, Missed, MissReason
from routine.core.merging import Exchanged
from routine.core.reminder_states import Phase
from routine.errors import NotifierRejected, NotifierUnavailable
from routine.service.dependencies import Dependencies
from routine.service.requests.handlers import handle
from routine.service.requests.messages import AgendaAnswer, AgendaRequest, StatusAnswer, StatusRequest
from tests.fakes import RecordingNotifier
from tests.replacing import replace
from tests.service.living import HOUR, MINUTE, MONDAY, SECOND, Life, lived, living, loaded_plans, plan, session

MINE = plan(session("move", "07:30"))
NO_SERVER = NotifierUnavailable("No notification server is running on this desktop.", "Install one.")


def _status(life: Life) -> StatusAnswer:
    answer = handle(StatusRequest(), life.service.request_context("log"), life.clock.now())
    assert isinstance(answer, StatusAnswer)
    return answer


def _today(life: Life) -> AgendaAnswer:
    answer = handle(AgendaRequest(), life.service.request_context("log"), life.clock.now())
    assert isinstance(answer, AgendaAnswer)
    return answer


@lived
async def test_what_could_not_be_shown_says_so_with_the_reason_until_it_is_shown() -> None:
    async with living(loaded_plans(MINE)) as life:
        life.screen.failing = NO_SERVER
        await life.until(MONDAY + 30 * MINUTE + 5 * SECOND)
        [waits] = _status(life).waiting
        assert (waits.reminder.phase, waits.reminder.unshown) == (Phase.SHOWING, True)
        why = "No notification server is running on this desktop. Install one."
        assert _status(life).unshown == (f"“Move” could not be shown and will be tried again: {why}",)
        assert _today(life).unshown == _status(life).unshown
        assert EventKind.SHOWN not in life.kinds()
        life.screen.come_back()
        await life.settle()
        assert life.card.title.startswith("Move")
        assert _status(life).unshown == _today(life).unshown == ()
        assert not _status(life).waiting[0].reminder.unshown


@lived
async def test_it_is_tried_again_within_the_minute_also_where_nobody_says_that_it_would_work() -> None:
    async with living(loaded_plans(MINE), screen=RecordingNotifier(failing=NO_SERVER)) as life:
        await life.until(MONDAY + 31 * MINUTE)
        assert _status(life).unshown
        life.screen.failing = None
        await life.pass_(MINUTE)
        assert not _status(life).unshown


@lived
async def test_never_shown_is_missed_for_that_reason() -> None:
    async with living(loaded_plans(MINE), screen=RecordingNotifier(failing=NO_SERVER)) as life:
        await life.until(MONDAY + 6 * HOUR)
        [missed] = [row.entry for row in life.journal.rows(kinds=[EventKind.MISSED])]
        assert isinstance(missed, Missed)
        assert missed.reason is MissReason.UNSHOWN
        assert not _status(life).unshown


@lived
async def test_what_was_found_before_the_service_began_is_said_once() -> None:
    said: list[str] = []
    found = [Exchanged(note="A plan has changed.")]

    def with_news(ports: Dependencies) -> Dependencies:
        exchange = lambda _now: found.pop() if found else Exchanged()  # noqa: E731 - a port of one line
        return replace(ports, notes=("A plan has changed.",), say=said.append, exchange=exchange)

    async with living(loaded_plans(MINE), changed=with_news) as life:
        await life.settle()
        assert said.count("A plan has changed.") == 1
        assert [card.body for card in life.screen.notices].count("A plan has changed.") == 1
        found.append(Exchanged(note="A plan has changed."))
        await life.until(MONDAY + 6 * HOUR)
        # and once more where it has become so once more
        assert said.count("A plan has changed.") == 2


@lived
async def test_a_note_that_was_refused_comes_when_another_card_is_taken() -> None:
    screen = RecordingNotifier(failing=NotifierRejected("Too many."))
    async with living(loaded_plans(MINE), screen=screen, changed=lambda p: replace(p, notes=("Look.",))) as life:
        await life.settle()
        assert _status(life).unshown == ("A note for you could not be shown and will be tried again: Too many.",)
        screen.failing = None
        await life.until(MONDAY + timedelta(minutes=30))
        assert {notice.body for notice in screen.cards.values()} >= {"Look."}
        assert _status(life).unshown == ()
