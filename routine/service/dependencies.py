"""Knows what the service needs of the outside, and nothing of who provides it; must not know what it is for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct

from routine.core.identifiers import OfferAnswer, PlanChange
from routine.core.loaded_plans import Settings
from routine.core.merging import Exchanged
from routine.ports import (
    AlarmClock,
    BrowserOpener,
    Clock,
    ClockJumpWatcher,
    FaultRecord,
    FileWatcher,
    Journal,
    Notifier,
    PanelIcon,
    Pictures,
    PlanSource,
    PlanTexts,
    Presence,
)


class Dependencies(Struct, frozen=True):
    """Everything outside, behind its promise."""

    clock: Clock
    alarm: AlarmClock
    journal: Journal
    source: PlanSource
    notifier: Notifier
    file_watcher: FileWatcher
    clock_watcher: ClockJumpWatcher
    presence: Presence
    pictures: Pictures
    browser: BrowserOpener
    fault_record: FaultRecord
    say: Callable[[str], None]
    """A line for whoever watches the terminal or the log."""
    plans_folder: str
    replace_damaged_journal: Callable[[], str]
    """Set a damaged journal aside and begin another: what a person should know of it. Raises JournalError."""
    publish_unshown: Callable[[Sequence[str]], None] = lambda _: None
    """What could not be shown, a sentence each, for whoever asks while this runs; none when all is well."""
    settings_changed: Callable[[Settings], bool] = lambda _: False
    """The settings are these now; whether other files are to be watched because of it."""
    exchange: Callable[[datetime], Exchanged] = lambda _: Exchanged()
    """Take in what other devices wrote, and bring them what is new here; where nothing is linked, nothing."""
    tell_others: Callable[[], None] = lambda: None
    """The journal has grown: an open page, and whoever else looks at it, reads anew."""
    urgent_is_seen: Callable[[], bool] = lambda: True
    """Whether a card that is urgent is seen all the same while do-not-disturb is on, as far as is known."""
    plan_texts: PlanTexts | None = None
    change_plan: Callable[[str, PlanChange, Callable[[str], None]], None] = lambda *_: None
    """Have a plan changed by another process, and be told in a sentence what came of it."""
    panel_icon: PanelIcon | None = None
    """Where this desktop has a panel that could show one."""
    answer_offer: Callable[[OfferAnswer, str, Callable[[Sequence[str], bool], None]], None] = lambda *_: None
    """Have an offer answered by another process, and be told what that said, and whether it went well."""
    notes: tuple[str, ...] = ()
    """What a person should know of what was found at the start, once."""
