"""Knows which adapter keeps which promise to the service on this computer; must not know rules.

Only `routine run` imports this: it brings APScheduler and the notifiers.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from routine.adapters.alarm_clock import Apscheduler
from routine.adapters.browser import PageOpener
from routine.adapters.clock import SystemClock
from routine.adapters.clock_watch import SystemClockWatcher
from routine.adapters.desktop_environment import DesktopEnvironment
from routine.adapters.fault_files import FaultFiles, publish, unshown_file
from routine.adapters.journal.store import JournalDb
from routine.adapters.log_file import LogHandler
from routine.adapters.notify.fallback import Fallback
from routine.adapters.notify.terminal import Terminal
from routine.adapters.paths import Paths, plans_folder
from routine.adapters.picture_cache import PictureCache
from routine.adapters.plan_changer import PlanChanger
from routine.adapters.plan_texts import PlanFolderTexts
from routine.adapters.presence.by_looking import LookingPresence
from routine.adapters.presence.probe import USUAL, NullPresence, Probe
from routine.adapters.sd_notify import ready
from routine.adapters.watch.watcher import SystemFileWatcher, poke
from routine.core.loaded_plans import ButtonChoice, FigureChoice, NotifierChoice, Settings
from routine.ports import BrowserOpener, Notifier, PlanSource, Presence
from routine.presentation import presence as presence_words
from routine.presentation import service as words
from routine.service.dependencies import Dependencies
from routine.service.faults import Work
from routine.service.loop import Service
from routine.wiring.control import ControlPoint
from routine.wiring.linked_folder import LinkedFolder

if TYPE_CHECKING:
    from routine.adapters.panel_icon.status_notifier import StatusNotifier


class DaemonInputs(Struct, frozen=True):
    """What the command that starts the service has in hand already."""

    source: PlanSource
    paths: Paths
    clock: SystemClock
    journal: JournalDb
    say: Callable[[str], None]
    notes: tuple[str, ...] = ()


class WatchedFolders:
    """What of the settings was built into the ports, and what becomes of it when they change."""

    def __init__(self, inputs: DaemonInputs, settings: Settings) -> None:
        self._found = inputs
        self._settings = settings
        self.folders: list[Path] = []
        """Where plans and their pictures are, now: whoever was given this list sees it change."""
        self._watch_folders()

    def buttons(self) -> ButtonChoice:
        """What the settings say of them now."""
        return self._settings.buttons

    def figure(self) -> FigureChoice:
        """Whom the settings have the figures look like now."""
        return self._settings.figure

    def panel_icon(self) -> bool:
        """Whether the settings want one now."""
        return self._settings.panel_icon

    def settings_changed(self, settings: Settings) -> bool:
        """Whether the plans are in another folder; what needs another start is said."""
        before, self._settings = self._settings, settings
        for name in ("notifier", "wait_in_calls", "wait_when_away", "quiet_command"):
            if getattr(before, name) != getattr(settings, name):
                self._found.say(words.from_the_next_start(name))
        self._watch_folders()
        return before.plans_folder != settings.plans_folder

    def _watch_folders(self) -> None:
        paths = self._found.paths
        self.folders[:] = dict.fromkeys((paths.plans_dir, plans_folder(paths, self._settings.plans_folder)))


def serve(inputs: DaemonInputs) -> None:
    """Run the service until SIGINT or SIGTERM; SIGHUP reads the plans again."""
    _set_up_log(inputs.paths)
    settings = inputs.source.load_now().settings
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(_serve(inputs, settings))


class _Sentences(logging.Formatter):
    """What is logged, without the traceback: that is for the file."""

    def format(self, record: logging.LogRecord) -> str:
        return record.getMessage()


def _set_up_log(paths: Paths) -> None:
    """Sentences to whoever runs it; what libraries and adapters fail by, with tracebacks, to the log file."""
    seen, kept = logging.StreamHandler(), LogHandler(paths.log_file)
    seen.setFormatter(_Sentences())
    logging.raiseExceptions = False  # a log that cannot be written is no reason for a traceback on the terminal
    logging.basicConfig(level=logging.WARNING, handlers=[seen, kept])


async def _serve(inputs: DaemonInputs, settings: Settings) -> None:
    paths, outside, desktop = inputs.paths, WatchedFolders(inputs, settings), DesktopEnvironment()
    linked = LinkedFolder(paths.journal_file)
    alarm = Apscheduler()
    presence, panel = presence_for(settings, desktop), panel_icon_for(settings, outside.panel_icon)
    changer = PlanChanger(desktop)
    ports = Dependencies(
        clock=inputs.clock,
        alarm=alarm,
        journal=inputs.journal,
        source=inputs.source,
        notifier=notifier_for(settings.notifier, paths, outside.buttons, panel),
        file_watcher=SystemFileWatcher(outside.folders, paths.config_file, paths.poke_file, linked.folders),
        clock_watcher=SystemClockWatcher(inputs.clock, each_tick=alarm.clock_changed),
        presence=presence,
        urgent_is_seen=lambda: getattr(presence, "urgent_gets_through", True),
        pictures=PictureCache(paths.cache_dir / "pictures", outside.folders, outside.figure),
        browser=opener_for(settings, desktop),
        plan_texts=PlanFolderTexts(
            lambda: outside.folders[-1], paths.shipped_plans, paths.replaced_texts, paths.config_file
        ),
        change_plan=changer.change,
        answer_offer=changer.answer_offer,
        fault_record=FaultFiles(paths.log_file, paths.faults_file),
        publish_unshown=partial(publish, unshown_file(paths.faults_file)),
        say=inputs.say,
        plans_folder=str(paths.plans_dir),
        replace_damaged_journal=lambda: _replace_damaged_journal(inputs),
        settings_changed=outside.settings_changed,
        exchange=partial(linked.exchange, inputs.journal, all_of_it=False),
        tell_others=partial(poke, paths.poke_file),
        panel_icon=panel,
        notes=inputs.notes,
    )
    service, stop = Service(ports), asyncio.Event()
    _on_signals(stop, service)
    await _run(service, stop, control_point(inputs, outside, service), inputs.say)


async def _run(service: Service, stop: asyncio.Event, control: ControlPoint, say: Callable[[str], None]) -> None:
    """Commands are answered once plans and journal are read, and as long as it runs."""

    def ready_to_answer() -> None:
        control.open(say)
        ready()

    try:
        await service.run(stop, ready_to_answer)
    finally:
        await control.close()


def control_point(inputs: DaemonInputs, outside: WatchedFolders, service: Service) -> ControlPoint:
    """Where commands reach this service, and what it does with their requests."""
    return ControlPoint(
        inputs.paths,
        inputs.clock,
        plans_folder=lambda: outside.folders[-1],
        plans=service.digests,
        dispatch=service.request_context(str(inputs.paths.log_file)).respond,
        report=partial(service.faults.report, Work.REQUEST),
        changes=service.changes,
    )


def _replace_damaged_journal(inputs: DaemonInputs) -> str:
    aside = inputs.journal.replace_damaged(inputs.clock.now())
    return words.set_aside(str(aside)) if aside else words.journal_gone()


def notifier_for(
    choice: NotifierChoice,
    paths: Paths,
    buttons: Callable[[], ButtonChoice] = lambda: ButtonChoice.AUTO,
    panel: StatusNotifier | None = None,
) -> Notifier:
    """The best notifier this computer has, and what to fall back to when it fails."""
    terminal = Terminal(sys.stdout, sys.stdin)
    match choice:
        case NotifierChoice.TERMINAL:
            return terminal
        case NotifierChoice.TEXT:
            return Fallback(_text(), terminal)
        case NotifierChoice.DESKTOP:
            return Fallback(desktop_notifier(_cards(paths), buttons, panel))
        case NotifierChoice.AUTO:
            return Fallback(desktop_notifier(_cards(paths), buttons, panel), *_last_resorts(terminal))


def notifier_without_terminal(settings: Settings) -> Notifier:
    """What the service would show its reminders with where nobody reads what it prints; for a look at it."""
    desktop = desktop_notifier(buttons=lambda: settings.buttons)
    if sys.platform == "win32" and settings.notifier is NotifierChoice.AUTO:
        return Fallback(desktop, _text())
    return desktop


def panel_icon_for(settings: Settings, is_wanted: Callable[[], bool]) -> StatusNotifier | None:
    """An icon in the panel, by the connection to the bus that shows the cards: None where there is no such."""
    if sys.platform in {"win32", "darwin"}:
        return None
    if settings.notifier not in {NotifierChoice.AUTO, NotifierChoice.DESKTOP}:
        return None
    from routine.adapters.panel_icon.status_notifier import StatusNotifier  # noqa: PLC0415 - its bus is only there

    return StatusNotifier(is_wanted)


def opener_for(settings: Settings, desktop: DesktopEnvironment) -> BrowserOpener:
    """The browser of this computer; none for whoever has reminders in a terminal."""
    return PageOpener({} if settings.notifier is NotifierChoice.TERMINAL else desktop)


def presence_for(settings: Settings, desktop: DesktopEnvironment) -> Presence:
    """What tells whether this is a moment to show anything: the desktop, where it shows the reminders."""
    if settings.notifier is NotifierChoice.TERMINAL:
        return NullPresence(presence_words.IN_TERMINAL)
    wanted = set(USUAL)
    if settings.wait_in_calls:
        wanted.add(Probe.MICROPHONE)
    if not settings.wait_when_away:
        wanted.discard(Probe.AWAY)
    if sys.platform in {"win32", "darwin"}:
        return _looking(wanted, settings.quiet_command)
    from routine.adapters.presence.linux import LinuxPresence  # noqa: PLC0415 - its buses and sockets are only there

    return LinuxPresence(desktop, enabled=wanted, quiet_command=settings.quiet_command)


def _looking(wanted: set[Probe], quiet_command: Sequence[str]) -> Presence:
    """On Windows and macOS, which tell of no change."""
    try:
        if sys.platform == "win32":
            from routine.adapters.presence.windows import WindowsQuestions  # noqa: PLC0415 - only there

            return LookingPresence(WindowsQuestions(), enabled=wanted, quiet_command=quiet_command)
        from routine.adapters.presence.macos import MacQuestions  # noqa: PLC0415 - only there

        return LookingPresence(MacQuestions(), enabled=wanted, quiet_command=quiet_command)
    except (OSError, AttributeError):
        return NullPresence()


def _last_resorts(terminal: Terminal) -> tuple[Notifier, ...]:
    """What is tried when the desktop fails.

    The terminal takes no card where nobody would see it; the desktop is asked again then.
    """
    # a Mac has its alerts before that
    unseen_on_windows = sys.platform == "win32" and not sys.stdout.isatty()
    return (_text(),) if unseen_on_windows else (terminal,)


def _cards(paths: Paths) -> Path:
    """Where it is noted which cards are on the screen, should the service die under them."""
    return paths.runtime_dir / "cards"


def desktop_notifier(
    stale_cards: Path | None = None,
    buttons: Callable[[], ButtonChoice] = lambda: ButtonChoice.AUTO,
    panel: StatusNotifier | None = None,
) -> Notifier:
    """The one this kind of computer has. Without `stale_cards` it leaves other programs' cards alone."""
    if sys.platform == "win32":
        from routine.adapters.notify.windows import Windows  # noqa: PLC0415 - its library is only there

        return Windows(clears=stale_cards is not None)
    if sys.platform == "darwin":
        from routine.adapters.notify.macos import MacOS  # noqa: PLC0415 - its library is only there
        from routine.adapters.notify.osascript import Osascript  # noqa: PLC0415 - likewise

        centre = MacOS(clears=stale_cards is not None)
        return Fallback(centre, Osascript(forbidden=lambda: centre.forbidden))
    from routine.adapters.notify.freedesktop import Freedesktop  # noqa: PLC0415 - likewise

    return Freedesktop(stale_cards=stale_cards, choice=buttons, beside=panel)


def _text() -> Notifier:
    if sys.platform == "darwin":
        from routine.adapters.notify.osascript import Osascript  # noqa: PLC0415 - it is only there

        return Osascript(text_only=True)
    from routine.adapters.notify.plyer_text import Text  # noqa: PLC0415 - only where nothing better is

    return Text()


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "darwin":
        from routine.adapters.notify.macos import event_loop_factory  # noqa: PLC0415 - its library is only there

        return event_loop_factory()
    return None


def _on_signals(stop: asyncio.Event, service: Service) -> None:
    loop = asyncio.get_running_loop()
    if sys.platform == "win32":
        # SIGBREAK: Ctrl-Break, a console window that is closed, and the end of the login
        for sign in (signal.SIGINT, signal.SIGBREAK):
            signal.signal(sign, lambda *_: loop.call_soon_threadsafe(stop.set))
        return
    loop.add_signal_handler(signal.SIGINT, stop.set)
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGHUP, service.read_plans)
