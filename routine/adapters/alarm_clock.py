"""Knows how to be called at an instant, by APScheduler; must not know what for.

APScheduler reads the system's clock itself and waits on the monotonic one, so it oversleeps when the wall clock
jumps: whoever notices that calls `clock_changed`. Every instant it is given is UTC, and everything is in memory.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from msgspec import Struct

from routine.adapters.import_diet import without_plugins, without_process_pools

with without_plugins(), without_process_pools():
    from apscheduler.events import EVENT_JOB_MAX_INSTANCES, JobSubmissionEvent
    from apscheduler.jobstores.memory import MemoryJobStore
    from apscheduler.schedulers.asyncio import AsyncIOScheduler
    from apscheduler.triggers.date import DateTrigger

_log = logging.getLogger(__name__)


class _Alarm(Struct, frozen=True, eq=False):
    name: str
    at: datetime
    call: Callable[[], None]


class Apscheduler:
    """Keeps ports.AlarmClock; `start` needs a running loop."""

    def __init__(self) -> None:
        # it tells of every job that comes and goes
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._alarms: dict[str, _Alarm] = {}
        self._scheduler = AsyncIOScheduler(timezone=UTC, jobstores={"default": MemoryJobStore()})
        self._scheduler.add_listener(self._turned_away, EVENT_JOB_MAX_INSTANCES)

    def start(self) -> None:
        """Ring from now on; calling it twice is fine. Needs a running loop."""
        if not self._scheduler.running:
            self._scheduler.start()

    def stop(self) -> None:
        """Ring no more, and forget every alarm."""
        self._alarms.clear()
        self._scheduler.remove_all_jobs()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def arm(self, name: str, at: datetime, call: Callable[[], None]) -> None:
        alarm = _Alarm(name, at.astimezone(UTC), call)
        self._alarms[name] = alarm
        self._add(alarm)

    def disarm(self, name: str) -> None:
        if self._alarms.pop(name, None) and self._scheduler.get_job(name):
            self._scheduler.remove_job(name)

    def armed(self) -> Mapping[str, datetime]:
        """Each alarm that has not rung, and its instant in UTC."""
        return {name: alarm.at for name, alarm in self._alarms.items()}

    def clock_changed(self) -> None:
        if self._scheduler.running:
            self._scheduler.wakeup()

    def _add(self, alarm: _Alarm) -> None:
        self._scheduler.add_job(
            self._ring,
            DateTrigger(alarm.at, UTC),
            args=(alarm,),
            id=alarm.name,
            misfire_grace_time=None,  # however late: what is too late is not decided here
            coalesce=True,
            max_instances=1,
            replace_existing=True,
        )

    async def _ring(self, alarm: _Alarm) -> None:
        """A coroutine, as APScheduler would start a pool of threads for a plain function."""
        # it may have been disarmed, or armed anew, since APScheduler took the job out of its store
        if self._alarms.get(alarm.name) is not alarm:
            return
        del self._alarms[alarm.name]
        try:
            alarm.call()
        except Exception:  # noqa: BLE001 - whatever it is, the next alarm must ring
            _log.exception("An alarm's call failed: %s", alarm.name)

    def _turned_away(self, turned_away: JobSubmissionEvent) -> None:
        # armed again, and due, while its last ring was still ending: APScheduler drops the job then
        if alarm := self._alarms.get(turned_away.job_id):
            self._add(alarm)
