"""Knows which answers each kind of reminder takes in each of its phases, and that every face says the same.

The table is drawn once, here. Faces are the card and its presses, the row on the page and what it posts, and the
commands; under them all is what the rules refuse.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from routine.core.commands import Command, Excuse, Feel, Finish, Skip, Snooze, Start, command_for
from routine.core.events import Actor, EventKind, FeltAnswer
from routine.core.identifiers import SessionPlace
from routine.core.loaded_plans import LoadedPlans
from routine.core.notification import Notification
from routine.core.occurrence import Occurrence, OccurrenceKind
from routine.core.plan import ReminderPolicy
from routine.core.reminder import Reminder, decide
from routine.core.reminder_states import Phase, answers_for
from routine.errors import Refused
from routine.presentation.cards import feel_card, question_card, reminder_card, resume_card
from routine.service.requests import messages as m
from routine.service.requests.handlers import handle
from routine.service.requests.page_messages import OverviewRequest
from routine.ui.page.request import NotUnderstood, PageRequest
from routine.ui.page.state import PageState
from routine.ui.page.views import answering
from routine.ui.page.views.occurrence_rows import row
from routine.wiring.app import App
from tests.telling import event_of
from tests.ui.home import Home

START, SNOOZE, SKIP = EventKind.STARTED, EventKind.SNOOZED, EventKind.SKIPPED
DONE, EXCUSE, FEEL, STOP = EventKind.COMPLETED, EventKind.EXCUSED, EventKind.FELT, EventKind.ABANDONED

OPEN = "upcoming showing shown snoozed held"
DRAWN = {
    OccurrenceKind.SESSION: {
        OPEN: {START, SNOOZE, SKIP, DONE, EXCUSE},
        "started": {START, DONE, STOP},
        "completed": {DONE, SKIP, EXCUSE, FEEL},
        "abandoned": {START, DONE, SKIP, EXCUSE, FEEL},
        "skipped": {START, DONE, EXCUSE},
        "missed": {START, DONE, SKIP, EXCUSE},
        "excused": {START, DONE, SKIP},
    },
    OccurrenceKind.VISIT: {
        OPEN: {DONE, SKIP, SNOOZE, EXCUSE},
        "completed missed": {DONE, SKIP, EXCUSE},
        "skipped": {DONE, EXCUSE},
        "excused": {DONE, SKIP},
    },
    OccurrenceKind.REVIEW: {
        OPEN: {FEEL, SNOOZE, EXCUSE},
        "completed skipped missed": {FEEL, EXCUSE},
        "excused": {FEEL},
    },
    OccurrenceKind.SUPPLEMENT: {
        OPEN: {DONE, SKIP, SNOOZE, EXCUSE},
        "completed missed": {DONE, SKIP, EXCUSE},
        "skipped": {DONE, EXCUSE},
        "excused": {DONE, SKIP},
    },
}
"""What is offered once it has been asked. Nothing but a session is ever started, and so none else is left."""
TABLE = {
    (kind, Phase(phase)): offered
    for kind, rows in DRAWN.items()
    for phases, offered in rows.items()
    for phase in phases.split()
}
ONLY_SAID = {OccurrenceKind.REVIEW: {DONE, SKIP}}
"""What no button offers, and `routine done` may say."""

ASKED_LATER = {
    OccurrenceKind.VISIT: {SNOOZE, EXCUSE},
    OccurrenceKind.REVIEW: {SNOOZE, EXCUSE},
    OccurrenceKind.SUPPLEMENT: {DONE, SNOOZE, EXCUSE},
    OccurrenceKind.SESSION: {START, SNOOZE, SKIP, DONE, EXCUSE},
}
"""What is offered before that."""

BY_WHICH_ROWS = {
    Phase.UPCOMING: (),
    Phase.SHOWING: (EventKind.SHOWING,),
    Phase.SHOWN: (EventKind.SHOWING, EventKind.SHOWN),
    Phase.SNOOZED: (SNOOZE,),
    Phase.HELD: (EventKind.HELD,),
    Phase.STARTED: (START,),
    Phase.COMPLETED: (DONE,),
    Phase.ABANDONED: (START, STOP),
    Phase.SKIPPED: (SKIP,),
    Phase.MISSED: (EventKind.MISSED,),
    Phase.EXCUSED: (EXCUSE,),
}
COMMANDS: dict[EventKind, Command] = {
    START: Start(Actor.CLI, SessionPlace.TERMINAL),
    SNOOZE: Snooze(timedelta(minutes=10), Actor.CLI),
    SKIP: Skip(Actor.CLI),
    DONE: Finish(Actor.CLI),
    EXCUSE: Excuse(Actor.CLI),
    FEEL: Feel(FeltAnswer.YES, Actor.CLI),
}
ON_THE_PAGE = {"start": START, "go on": START, "snooze": SNOOZE, "skip": SKIP, "done": DONE} | dict.fromkeys(
    ("yes", "not_sure", "no"), FEEL
)
PLAN = """
[[session]]
id = "morning"
title = "Morning mobility"
practice = "breathing"
days = "daily"
at = "12:00"
steps = [{ say = "Stand tall.", for = "2m" }]

[[supplement]]
name = "Vitamin D"
agreed_with = "Dr Lin"
days = "daily"
at = "12:00"

[[appointment]]
id = "needles"
therapy = "acupuncture"
title = "Acupuncture"
first = 2026-03-03T12:00:00
every = "1 week"
visits = 4
review_after = 1

[[appointment]]
id = "knees"
therapy = "physiotherapy"
title = "Physiotherapy"
first = 2026-03-04T11:00:00
every = "1 week"
visits = 4
lasts = "30m"
"""
EVERY = pytest.mark.parametrize(("kind", "phase"), TABLE, ids=str)


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("home"), still=True)
    home.plan(PLAN)
    return home


@pytest.fixture(scope="module")
def read(lived_in: Home) -> LoadedPlans:
    return lived_in.app(ROUTINE_WELCOME="false").loaded_plans


@pytest.fixture
def home(lived_in: Home, read: LoadedPlans, tmp_path: Path) -> Home:
    """A copy of it with a journal of its own, where the plans need not be read again."""

    class Copy(Home):
        def app(self, **environ: str) -> App:
            found = super().app(**environ)
            vars(found)["loaded_plans"] = read
            return found

    shutil.copytree(lived_in.folder, tmp_path / "home")
    return Copy(tmp_path / "home", still=True)


def about(home: Home, kind: OccurrenceKind) -> Occurrence:
    """Today's of this kind."""
    app = home.app()
    with_it = app.store(home.now, ahead=timedelta(hours=1)).reminders.values()
    found = [one.occurrence for one in with_it if one.occurrence.asks is kind]
    app.journal.close()
    return max(found, key=lambda one: one.due)


def reach(home: Home, one: Occurrence, phase: Phase) -> None:
    home.happened(*(event_of(kind, home.now, about=one) for kind in BY_WHICH_ROWS[phase]))


def site(home: Home) -> PageState:
    return PageState(home.app)


def card_of(reminder: Reminder, home: Home) -> Notification | None:
    """What may be on the screen in this phase."""
    one, policy = reminder.occurrence, ReminderPolicy()
    steps = site(home).store().agenda.steps(one)
    match reminder.phase:
        case Phase.SHOWING | Phase.SHOWN if one.asks is OccurrenceKind.SESSION:
            return reminder_card(reminder, policy, steps, home.now, home.zone)
        case Phase.SHOWING | Phase.SHOWN:
            return question_card(reminder, "Dr Lin", home.now, home.zone)
        case Phase.STARTED:
            return resume_card(reminder, steps)
        case Phase.COMPLETED if one.asks is OccurrenceKind.SESSION:
            return feel_card(reminder)
    return None


@EVERY
def test_the_rules_offer_what_is_drawn_and_take_that_and_no_more(
    home: Home, kind: OccurrenceKind, phase: Phase
) -> None:
    one, drawn = about(home, kind), TABLE[kind, phase]
    if phase is Phase.STARTED:
        drawn = drawn | {EventKind.STEP_DONE, EventKind.STEP_SKIPPED}
    assert set(answers_for(one, phase, home.now)) == drawn
    taken = set()
    for answer, command in COMMANDS.items():
        with suppress(Refused):
            decide(Reminder(one, phase), command, ReminderPolicy(), home.now)
            taken.add(answer)
    only_said = ONLY_SAID.get(kind, set()) - ({SKIP} if phase is Phase.SKIPPED else set())
    assert taken == (drawn & COMMANDS.keys()) | only_said


@pytest.mark.parametrize("kind", OccurrenceKind, ids=str)
def test_what_is_not_asked_yet_is_offered_less(home: Home, kind: OccurrenceKind) -> None:
    one = about(home, kind)
    assert set(answers_for(one, Phase.UPCOMING, one.asked_at - timedelta(seconds=1))) == ASKED_LATER[kind]
    assert set(answers_for(one, Phase.UPCOMING, one.asked_at)) == TABLE[kind, Phase.UPCOMING]


@EVERY
def test_each_button_of_a_card_is_drawn_and_each_press_is_taken(
    home: Home, kind: OccurrenceKind, phase: Phase
) -> None:
    reminder = Reminder(about(home, kind), phase)
    card = card_of(reminder, home)
    if card is None:
        return
    assert card.actions
    for button in card.actions:
        command = command_for(button.key, kind, ReminderPolicy(), SessionPlace.NOTIFICATION)
        assert command is not None
        written = decide(reminder, command, ReminderPolicy(), home.now)
        assert written[-1].kind in TABLE[kind, phase], button.label


@EVERY
def test_the_page_offers_what_is_drawn_and_takes_what_it_offers(
    home: Home, kind: OccurrenceKind, phase: Phase
) -> None:
    one = about(home, kind)
    reach(home, one, phase)
    page = site(home)
    store = page.store_with(one.key)
    reminder = store.reminders[one.key]
    assert reminder.phase is phase
    overview = page.ask(OverviewRequest())
    shown = row(m.AgendaLine(m.ReminderRow(one, phase)), overview, overview.time.display())["answers"]
    buttons = [*shown["press"], *shown["more"]]
    offered = {ON_THE_PAGE[button["answer"]] for button in buttons}
    offered |= {DONE} & ({DONE} if shown["done"] else set()) | ({EXCUSE} if shown["excuse"] else set())
    beside = {STOP, FEEL} if kind is OccurrenceKind.SESSION else set()  # both stand beside the session itself
    assert offered == TABLE[kind, phase] - beside
    posts = [
        {"answer": button["answer"], "length": button.get("length", "")}
        for button in buttons
        if ON_THE_PAGE[button["answer"]] is not START
    ]
    posts += [{"answer": "excuse"}] if shown["excuse"] else []
    for body in posts[:1]:
        assert answering.answer(page, PageRequest({"key": one.key}, body=body))["said"]
    page.stop()


@pytest.mark.parametrize("kind", OccurrenceKind, ids=str)
def test_the_page_takes_no_answer_that_its_kind_has_not(home: Home, kind: OccurrenceKind) -> None:
    one, page = about(home, kind), site(home)
    for said, answer in {"done": DONE, "skip": SKIP, "yes": FEEL}.items():
        if answer not in TABLE[kind, Phase.UPCOMING]:
            with pytest.raises(NotUnderstood):
                answering.answer(page, PageRequest({"key": one.key}, body={"answer": said}))
    page.stop()


@EVERY
@pytest.mark.parametrize("answer", [START, SNOOZE, SKIP, DONE, EXCUSE], ids=str)
def test_a_command_takes_what_is_drawn_and_refuses_the_rest(
    home: Home, kind: OccurrenceKind, phase: Phase, answer: EventKind
) -> None:
    one = about(home, kind)
    reach(home, one, phase)
    requests: dict[EventKind, m.RequestBody[m.AnswerBody]] = {
        START: m.BeginRequest(occurrence=one, where=SessionPlace.TERMINAL),
        SNOOZE: m.SnoozeRequest(session=one.key),
        SKIP: m.SkipRequest(session=one.key),
        DONE: m.DoneRequest(session=one.key),
        EXCUSE: m.ExcuseRequest(session=one.key),
    }
    request, app = requests[answer], home.app()
    before = len(app.journal.rows())
    allowed = answer in TABLE[kind, phase] | ONLY_SAID.get(kind, set())
    if answer is SKIP and phase is Phase.SKIPPED:
        allowed = False
    if not allowed:
        with pytest.raises(Refused):
            handle(request, app, home.now)
        assert len(app.journal.rows()) == before
    elif phase is Phase.COMPLETED and answer is DONE:
        # said once more it is no correction, unless it comes with a time
        assert isinstance(handle(request, app, home.now), m.AlreadyDone)
    else:
        assert isinstance(handle(request, app, home.now), m.SessionAnswered)
        assert app.journal.rows()[-1].entry.kind is answer
    app.journal.close()
