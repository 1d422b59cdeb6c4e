"""What the icon in a panel tells of the reminders, and that what is chosen there is done as anywhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec.structs import replace

from routine.core.events import EventKind
from routine.core.identifiers import Actor, SessionPlace
from routine.core.loaded_plans import LoadedPlans, Settings
from routine.core.panel_menu import MenuAction, MenuEntry, PanelMenu
from routine.core.plan import Plan
from tests.service.living import BERLIN, Life, lived, living, loaded_plans, plan, session

MORNING = plan(session("morning", "07:30"), session("later", "09:00"))
DUE = datetime(2026, 11, 23, 7, 30, tzinfo=BERLIN)


@dataclass
class Icon:
    """A panel that shows what it is given, and somebody before it."""

    menus: list[PanelMenu | None] = field(default_factory=list)
    chosen: Callable[[MenuEntry], None] = lambda _: None
    opens: Callable[[], None] = lambda: None
    has_panel: bool = True

    def watch(self, chosen: Callable[[MenuEntry], None], opens: Callable[[], None]) -> None:
        self.chosen, self.opens = chosen, opens

    def show(self, menu: PanelMenu | None) -> None:
        self.menus.append(menu)

    @property
    def menu(self) -> PanelMenu:
        self.opens()
        menu = self.menus[-1]
        assert menu is not None
        return menu

    @property
    def labels(self) -> list[str]:
        return [self.menu.line, *(entry.label for group in self.menu.groups for entry in group)]

    async def choose(self, life: Life, action: MenuAction) -> None:
        self.chosen(next(entry for group in self.menu.groups for entry in group if entry.action is action))
        await life.settle()


@asynccontextmanager
async def with_icon(
    first: LoadedPlans | Plan = MORNING, *, opens: bool = False
) -> AsyncIterator[tuple[Life, Icon]]:
    icon = Icon()
    async with living(first, opens=opens, changed=lambda ports: replace(ports, panel_icon=icon)) as life:
        yield life, icon


REST = ["Pause for an hour", "Pause until tomorrow", "Open", "My back hurts now"]


@lived
async def test_it_tells_what_comes_what_waits_and_what_is_under_way() -> None:
    async with with_icon() as (life, icon):
        assert icon.labels == ["Next: Morning, 07:30", "Start it now", *REST]
        rests = icon.menu.waits
        await life.until(DUE)
        assert (rests, icon.menu.waits) == (False, True)
        assert icon.labels == ["Morning: waiting for you", "Start", "Snooze 10 min", "Skip", *REST]
        await icon.choose(life, MenuAction.START)
        assert life.card.title.startswith("Step 1 of 4")
        assert icon.labels == ["Morning: under way", *REST]


@lived
async def test_what_waits_is_snoozed_and_skipped_by_who_is_at_the_panel() -> None:
    async with with_icon() as (life, icon):
        await life.until(DUE)
        await icon.choose(life, MenuAction.SNOOZE)
        assert not life.screen.cards
        assert icon.labels[0] == "Morning: snoozed until 07:40 (1×)"
        assert not icon.menu.waits
        await icon.choose(life, MenuAction.SKIP)
        assert icon.labels[0] == "Next: Later, 09:00"
        said = [row.entry for row in life.journal.rows() if row.entry.by is Actor.PANEL]
        assert [entry.kind for entry in said] == [EventKind.SNOOZED, EventKind.SKIPPED]


@lived
async def test_a_pause_is_told_and_ended_there() -> None:
    async with with_icon() as (life, icon):
        await icon.choose(life, MenuAction.PAUSE_HOUR)
        assert icon.labels == ["Paused until 08:00", "End the pause", "Open", "My back hurts now"]
        await icon.choose(life, MenuAction.RESUME)
        assert icon.labels[0] == "Next: Morning, 07:30"
        await icon.choose(life, MenuAction.PAUSE_DAY)
        assert icon.labels[0].startswith("Paused until Tue ")
        await life.pass_(timedelta(days=2))
        assert "Paused" not in icon.labels[0]


@lived
async def test_it_opens_the_page_and_begins_there_where_that_is_set() -> None:
    on_the_page = loaded_plans(MORNING, settings=Settings(guide=SessionPlace.PAGE, welcome=False))
    async with with_icon(on_the_page, opens=True) as (life, icon):
        await icon.choose(life, MenuAction.OPEN)
        await icon.choose(life, MenuAction.RELIEF)
        assert life.browser.opened == ["the today", "the relief"]
        await icon.choose(life, MenuAction.START)
        assert life.browser.opened[2:] == ["mine/morning@2026-11-23T07:30"]
        assert not life.screen.cards
        life.browser.broken = True
        await icon.choose(life, MenuAction.OPEN)
        assert "routine page" in life.card.body


@lived
async def test_what_cannot_be_done_any_more_is_said_on_a_card() -> None:
    async with with_icon() as (life, icon):
        await life.until(DUE)
        skip = next(entry for group in icon.menu.groups for entry in group if entry.action is MenuAction.SKIP)
        for _ in range(2):
            icon.chosen(skip)
            await life.settle()
        assert "already skipped" in life.card.body


@lived
async def test_nothing_is_armed_for_it() -> None:
    async with living(MORNING) as life:
        without = life.alarm.armed()
    async with with_icon() as (life, _):
        assert life.alarm.armed() == without
