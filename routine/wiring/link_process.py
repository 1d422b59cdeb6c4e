"""Knows the network's own process: that there is one at a time, and that it ends where nothing is linked.

It is the only process that speaks to a network by itself. The running service answers for the journal; where none
runs, this process reads it. It sleeps until something is written there, a phone is pressed or the time is up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from routine.adapters.calendar_files import CalendarFiles
from routine.adapters.clock import SystemClock
from routine.adapters.folder_signal import FolderSignal
from routine.adapters.followed_plans import FollowedFile
from routine.adapters.instance_lock import Lock
from routine.adapters.paths import Paths, find, make_private
from routine.adapters.phone_files import PhoneFiles
from routine.errors import NothingToActOn
from routine.presentation import link as words
from routine.wiring.asking import Asker, LookContext
from routine.wiring.link_watches import CalendarWatch, FollowWatch, PhoneWatch, Watch

_A_MOMENT = timedelta(seconds=1)


def run(environ: Mapping[str, str], say: Callable[[str], None], *, once: bool = False) -> None:
    """Until it is told to end, or nothing is linked any more. Raises NothingToActOn, AlreadyRunning."""
    paths, clock = find(environ), SystemClock()
    linked = _linked(paths)
    if not any(linked):
        raise NothingToActOn(*words.nothing_to_run())
    make_private(paths.runtime_dir)
    lock = Lock(paths.runtime_dir / "link-lock")
    lock.acquire()
    signal = FolderSignal(paths.state_dir)
    try:
        if not once:
            say(words.RUNS)
        while any(linked) and not signal.ended:
            watches = _watches(paths, say, signal, listens=not once)
            kept = linked
            while linked == kept and not signal.ended:
                here = LookContext(Asker(environ), clock.now(), clock.zone())
                wait = min(watch.look(here) for watch in watches)
                if once:
                    return
                signal.wait(max(wait, _A_MOMENT))
                linked = _linked(paths)
            for watch in watches:
                watch.close()
    finally:
        signal.close()
        lock.release()


def _linked(paths: Paths) -> tuple[object, ...]:
    """By what; each is nothing where it is not."""
    state = paths.state_dir
    return CalendarFiles(state).settings(), PhoneFiles(state).settings(), sorted(FollowedFile(state).read().plans)


def _watches(paths: Paths, say: Callable[[str], None], signal: FolderSignal, *, listens: bool) -> list[Watch]:
    """Raises NotAccepted for an address that is none any more."""
    calendars, phones = CalendarFiles(paths.state_dir), PhoneFiles(paths.state_dir)
    calendar, phone = calendars.settings(), phones.settings()
    found: list[Watch] = []
    if phone:
        from routine.wiring.phone_link import PhoneLink  # noqa: PLC0415 - what is not linked is not read

        found.append(PhoneWatch(PhoneLink(phones, phone), say, signal.wake, listens=listens))
    if calendar:
        from routine.wiring.calendar_link import open_link  # noqa: PLC0415 - likewise

        found.append(CalendarWatch(open_link(calendars, calendar), say, alarm=phone is None))
    followed = FollowedFile(paths.state_dir)
    if followed.read().plans:
        found.append(FollowWatch(followed, say))
    return found
