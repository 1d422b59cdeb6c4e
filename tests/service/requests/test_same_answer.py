"""Knows that a request is answered alike by the running service, over its socket, and in the asker's own process.

A real socket, a real journal, plans as somebody writes them, and two clocks that stand still at the same instant.
"""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routine.adapters.instance_lock import Lock
from routine.core.events import EventKind
from routine.core.identifiers import FeltAnswer, SessionPlace
from routine.core.ids import OccurrenceKey
from routine.errors import RoutineError
from routine.presentation.errors import explain
from routine.service.reminder_store import ReminderStore
from routine.service.requests import messages as m
from routine.service.requests.all_messages import AnyRequest
from routine.service.requests.course_messages import CoursesRequest, MoveVisitRequest, VisitMovedRequest
from routine.service.requests.envelope import body_of, value_of
from routine.service.requests.handlers import handle
from routine.service.requests.log_messages import LogRequest
from routine.service.requests.page_messages import OccurrenceRequest, OverviewRequest
from routine.service.requests.plan_messages import PlansRequest
from routine.service.requests.resident import ResidentContext
from routine.service.requests.responder import Responder
from routine.service.requests.safety_messages import CheckInRequest, ClearSafetyRequest, SafetyRequest
from routine.service.requests.setup import Setup
from routine.wiring.app import App
from routine.wiring.asking import Asker
from routine.wiring.control import control_server
from tests.fakes import StillClock
from tests.ui.home import Home

DAY = timedelta(days=1)
KEY = "mine/walk@2026-03-04T14:07"
NAMES = st.sampled_from(
    [
        "",
        "",
        "walk",
        "Morning mobility",
        "m",
        "nothing of the kind",
        "yours/walk",
        KEY,
        "yours/walk@2001-01-01T10:00",
    ]
)
COURSES = st.sampled_from([None, "", "needles", "mine/n", "other"])
VISIT_TIMES = [datetime(2026, 3, 27, 15), datetime(2026, 3, 10, 9), datetime(2001, 1, 1)]  # noqa: DTZ001 - as typed: local time of the plan
COURSE = """
[[appointment]]
therapy = "acupuncture"
title = "Needles"
first = 2026-02-10T09:00:00
every = "1 week"
visits = 8
review_after = 1
"""
REVIEWS = st.sampled_from([f"mine/needles:review@2026-{day}T09:00" for day in ("02-11", "02-12")])
TYPED_DAYS = st.sampled_from(["", "today", "sat", "2026-11-22", "2026-11-30", "soon"])
DAYS = st.sampled_from([None, *(date(2026, 11, 20) + number * DAY for number in range(10))])
REQUESTS = st.one_of(
    st.builds(m.AgendaRequest, DAYS, st.integers(0, 40)),
    st.just(m.StatusRequest()),
    st.builds(m.DoneRequest, session=NAMES, at=st.sampled_from(["", "", "11:30", "00:10", "23:59", "soon"])),
    st.builds(m.SkipRequest, session=NAMES, on=TYPED_DAYS, early=st.booleans()),
    st.builds(
        m.SnoozeRequest, session=NAMES, length=st.none() | st.timedeltas(timedelta(minutes=1), timedelta(hours=3))
    ),
    st.builds(m.ExcuseRequest, session=NAMES, why=st.sampled_from(["", "a cold"])),
    st.builds(
        m.FeelRequest,
        session=NAMES,
        answer=st.none() | st.sampled_from(FeltAnswer),
        score=st.none() | st.integers(0, 10),
        note=st.sampled_from(["", "stiff"]),
    ),
    st.builds(m.SnoozeRequest, session=NAMES, length=st.just(timedelta(minutes=11)), offered=st.booleans()),
    st.builds(m.ExcuseDaysRequest, first=TYPED_DAYS, last=TYPED_DAYS, session=NAMES, everything=st.booleans()),
    st.just(m.EndDaysOffRequest()),
    st.just(m.UndoRequest()),
    st.builds(m.PauseRequest, until=st.sampled_from([("2h",), ("until", "tomorrow"), ("yesterday",), ()])),
    st.just(m.ResumeRequest()),
    st.builds(m.StartRequest, session=NAMES, where=st.sampled_from([None, *SessionPlace])),
    st.builds(m.SelectRequest, session=NAMES),
    st.builds(
        LogRequest,
        st.sampled_from([None, 0, 1, 7]),
        st.sampled_from([(), (EventKind.SHOWN, EventKind.STEP_DONE)]),
        st.sampled_from(["", "", KEY]),
    ),
    st.just(PlansRequest()),
    st.builds(OverviewRequest, DAYS, st.integers(1, 7)),
    st.builds(OccurrenceRequest, key=st.sampled_from([KEY, "mine/x@2026-03-04T10:00"]).map(OccurrenceKey)),
    st.builds(CoursesRequest, COURSES),
    st.builds(MoveVisitRequest, name=COURSES.map(str), number=st.integers(0, 9), at=st.sampled_from(VISIT_TIMES)),
    st.builds(VisitMovedRequest, visit=st.sampled_from([OccurrenceKey(KEY), OccurrenceKey("mine/needles@x")])),
    st.builds(m.FeelRequest, session=REVIEWS, answer=st.sampled_from(FeltAnswer)),
    st.just(SafetyRequest()),
    st.builds(CheckInRequest, urgent=st.sampled_from([(), (), ("A?",)]), doctor=st.sampled_from([(), ("B3",)])),
    st.builds(ClearSafetyRequest, day=st.sampled_from([date(2026, 3, 4), date(2026, 3, 3), date(2026, 11, 27)])),
)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two plans, a session that waits, and what a week has left behind."""
    home = Home(tmp_path_factory.mktemp("lived"), still=True)
    walk = ("Walk", timedelta(minutes=-120))
    home.plan(home.session(), home.session(*walk, practice="walking"), COURSE)
    home.plan(home.session(*walk, practice="walking"), name="yours", title="Yours")
    home.shown(home.occurrence())
    App(home.environ).plans.settings  # noqa: B018 - what was read once is kept beside it
    return home


@contextmanager
def serving(home: Home, clock: StillClock) -> Iterator[None]:
    """The service's end, in a thread of its own."""
    lock = Lock(home.paths.lock_file)
    lock.acquire()
    loop, stop, ready = asyncio.new_event_loop(), asyncio.Event(), threading.Event()

    async def serve() -> None:
        app = App(home.environ)
        vars(app)["clock"] = clock
        context = ResidentContext(
            plans=app.plans,
            history=app.history,
            clock=clock,
            new_store=lambda: ReminderStore(app.journal, app.plans.agenda(), app.history),
            journal_changed=lambda: None,
            faults=list,
            log_file=app.log_file,
        )
        responder = Responder(context.respond, lambda: Setup("0.1.0", {}), raised.append_fault)
        server = control_server(home.paths)
        server.start(responder.respond)
        ready.set()
        await stop.wait()
        await server.close()
        app.journal.close()

    raised = _Faults()
    thread = threading.Thread(target=partial(loop.run_until_complete, serve()))
    thread.start()
    assert ready.wait(30)
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()
        lock.release()
    assert raised.found == []


class _Faults:
    def __init__(self) -> None:
        self.found: list[Exception] = []

    def append_fault(self, _: str, fault: Exception) -> None:
        self.found.append(fault)


@contextmanager
def copied(home: Home) -> Iterator[Home]:
    with TemporaryDirectory() as folder:
        shutil.copytree(home.folder, folder, dirs_exist_ok=True)
        yield Home(Path(folder), still=True)


def asker_of(home: Home, clock: StillClock) -> Asker:
    asker = Asker(home.environ)
    vars(asker.app)["clock"] = clock
    return asker


def outcome(home: Home, asker: Asker, request: AnyRequest) -> str:
    """The answer as it would travel, or what the person is told instead; wherever this home is."""
    try:
        answer, _ = asker.ask(request)
    except RoutineError as error:
        return f"{error.exit_code} {explain(error)}"
    said = body_of(answer)
    assert value_of(said, m.answers_to(type(request))) == answer
    return bytes(said).decode().replace(str(home.folder), "HOME")


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 600), REQUESTS), min_size=1, max_size=6))
def test_the_service_and_the_command_itself_give_the_same_answer(
    lived: Home, script: list[tuple[int, AnyRequest]]
) -> None:
    with copied(lived) as one, copied(lived) as other:
        for home in (one, other):
            home.paths.runtime_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        clock = StillClock(lived.now, lived.zone)
        # here as well a service seems to run; it only does not answer
        silent = Lock(other.paths.lock_file)
        silent.acquire()
        with serving(one, clock):
            for minutes, request in script:
                clock.move(timedelta(minutes=minutes))
                asking, alone = asker_of(one, clock), asker_of(other, clock)
                assert outcome(one, asking, request) == outcome(other, alone, request)
                assert asking.answered_by is not None
                assert alone.answered_by is None
                alone.app.journal.close()
        silent.release()
        assert told(one) == told(other)


def told(home: Home) -> list[Any]:
    """What is written in the journal, whatever its rows are called."""
    return [(entry.kind, entry.at, entry.key) for entry in home.journal()]


def test_a_request_that_is_read_twice_counts_once(lived: Home) -> None:
    with copied(lived) as home:
        clock, before = StillClock(lived.now, lived.zone), len(told(home))
        app, request = asker_of(home, clock).app, m.SnoozeRequest(length=timedelta(minutes=7), id="5" * 32)
        first = handle(request, app, clock.now())
        clock.move(timedelta(seconds=30))
        assert isinstance(first, m.SessionAnswered)
        handle(request, app, clock.now())
        app.journal.close()
        assert len(told(home)) == before + 1
