"""Knows what time it is and where; the only reader of the clock. Must not know what anybody waits for."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from routine.core.time_input import NOT_ZONES
from routine.presentation import system_problems as words

_LOCALTIME = Path("/etc/localtime")
_TIMEZONE = Path("/etc/timezone")
_ELSEWHERE = ("/var/db/zoneinfo", "/etc/sysconfig/clock", "/etc/conf.d/clock", "/system/bin/getprop")
"""Where some systems name their zone as well."""

_WINDOWS = r"SYSTEM\CurrentControlSet\Control\TimeZoneInformation"

_Mark = tuple[str, str, int]
"""TZ, where /etc/localtime leads (or what Windows calls its zone), and when that was last written.

It changes when the computer's zone does."""


class SystemClock:
    """Keeps ports.Clock with the operating system's clock and zone."""

    def __init__(self) -> None:
        self._mark: _Mark | None = None
        self._zone: tzinfo = UTC
        self.zone_problem = ""
        """Why `zone` is UTC though nobody chose UTC; empty when all is well."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - this is the one place

    def zone(self) -> tzinfo:
        """By TZ, /etc/localtime (localtime(5)) or Windows' registry, read anew only when that has changed.

        UTC where it cannot be read; `zone_problem` then says why.
        """
        mark = _mark()
        if mark != self._mark:
            self._mark = mark
            self._zone, self.zone_problem = _read_zone()
        return self._zone

    def named(self, name: str) -> tzinfo | None:
        """By the IANA time zone database; None for a path, and for what only looks like a zone."""
        if not name or name.startswith(("/", ".", "~")) or name in NOT_ZONES:
            return None
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return None  # OSError: the name of a folder, such as `Europe`


def _mark() -> _Mark:
    where = _LOCALTIME.resolve()
    try:
        written = where.stat().st_mtime_ns
    except OSError:
        written = 0
    return (os.environ.get("TZ", ""), _windows_zone() or str(where), written)


def _windows_zone() -> str:
    """What Windows calls the computer's zone; nothing there is a file that could be looked at."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - it is only there

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _WINDOWS) as key:
                return str(winreg.QueryValueEx(key, "TimeZoneKeyName")[0])
        except OSError:
            return ""
    return ""


def _read_zone() -> tuple[tzinfo, str]:
    """The zone, and what is wrong with it. A running process keeps its old zone until told twice."""
    if hasattr(time, "tzset"):
        time.tzset()
    ZoneInfo.clear_cache()  # the same name may have new rules: tzdata was updated
    if zone := _linked_zone():
        return zone, ""
    import warnings  # noqa: PLC0415 - wanted with tzlocal alone, which most computers never need

    variable = os.environ.get("TZ", "")
    import tzlocal  # noqa: PLC0415 - most computers are plain, and every command would pay 15 ms for the others

    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            zone = tzlocal.reload_localzone()
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            return UTC, " ".join(words.zone_unknown(variable, _first_line(error), sys.platform))
    if not said or (sys.platform == "win32" and str(zone) == variable):
        # the clock of Windows knows no IANA names, so it always seems to differ from what TZ says
        return zone, ""
    # it only warns when it found nothing to read, or two files that disagree
    return zone, " ".join(words.zone_doubtful(str(zone), _first_line(said[0].message), variable, sys.platform))


def _linked_zone() -> ZoneInfo | None:
    """What /etc/localtime links to (localtime(5)), where nothing else on a Linux computer names another."""
    if sys.platform != "linux" or "TZ" in os.environ or not _LOCALTIME.is_symlink():
        return None
    leads_to = _LOCALTIME.resolve()
    folder, there, name = str(leads_to).partition("/zoneinfo/")
    try:
        said = _TIMEZONE.read_text(encoding="ascii").strip() if _TIMEZONE.exists() else name
        agreed = Path(folder + there + said).resolve() == leads_to and not any(map(os.path.exists, _ELSEWHERE))
        return ZoneInfo(name) if name and agreed else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None  # whatever is odd here is looked at closely


def _first_line(why: Warning | Exception | str) -> str:
    text = str(why.args[0] if isinstance(why, Exception) and why.args else why)
    return text.strip().partition("\n")[0]
