"""Knows who keeps notifications from the screen, where each is asked, and what gets through; not what follows.

One row a server, by the names that it gives itself. Only the server that is there is asked: a switch that another
desktop left behind would hold reminders for ever. Not in the table, as nobody can be asked there: deadd
(`haskell-notification-daemon`; its pausePopups only takes commands), Quickshell (a shell's own affair), notify-osd
and notification-daemon. For those a person has `quiet_command`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from msgspec import Struct

from routine.adapters.dbus.client import BusClient, Peer
from routine.adapters.dbus.connection import unwrap
from routine.adapters.presence.plasma_settings import muted_on_plasma
from routine.adapters.presence.quiet_files import cosmic_is_quiet, lxqt_is_quiet
from routine.adapters.run_program import run_program
from routine.errors import NotifierError

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
SERVER = Peer(NAME, PATH, NAME)
_DUNST = Peer(NAME, PATH, "org.dunstproject.cmd0")
SWAYNC = Peer(NAME, "/org/erikreider/swaync/cc", "org.erikreider.swaync.cc")
MAKO = Peer(NAME, "/fr/emersion/Mako", "fr.emersion.Mako")
BUDGIE = Peer(
    "org.budgie_desktop.Notifications",
    "/org/budgie_desktop/Notifications",
    "org.buddiesofbudgie.budgie.Dispatcher",
)
XFCONF = Peer("org.xfce.Xfconf", "/org/xfce/Xfconf", "org.xfce.Xfconf")
XFCE = ("xfce4-notifyd", "/do-not-disturb")
_XFCE_MUTED = ("xfce4-notifyd", "/applications/muted_applications")
_MAKO_MODE = "do-not-disturb"
"""Its manual's name for it: a mode means what the person's own settings make of it."""
OURS = "routine"
"""The name that our cards give for the program, and that of our desktop entry."""
GNOME = "org.gnome.desktop.notifications"
_GNOME_OURS = f"{GNOME}.application:/org/gnome/desktop/notifications/application/{OURS}/"
_PANTHEON = "io.elementary.notifications"
_PANTHEON_OURS = f"{_PANTHEON}.applications:/io/elementary/notifications/applications/{OURS}/"


class Desk(Struct, frozen=True):
    """What there is to ask."""

    session: BusClient
    environ: Mapping[str, str]


Ask = Callable[[Desk], Awaitable[bool | None]]
"""Whether it is quiet; None where that cannot be known. Raises NotifierError."""


class QuietRow(Struct, frozen=True):
    """One server."""

    servers: tuple[str, ...]
    source: str
    asks: tuple[Ask, ...]
    """The first is its switch, and what it raises is told; whichever says yes is believed."""
    mutes: tuple[Ask, ...] = ()
    """Whether it shows nothing of ours alone."""
    vendor: str = ""
    """Said only where two servers go by one name."""
    urgent_gets_through: bool = False
    """Whether it shows what is urgent all the same, so that what is always to be shown may be."""


async def gsetting(schema: str, key: str, environ: Mapping[str, str] | None) -> bool | None:
    """A switch of GSettings, which has no other door than a program; None where nobody can say."""
    said = await run_program("gsettings", "get", schema, key, environ=environ)
    return {b"true": True, b"false": False}.get((said or b"").strip())


def _switch(schema: str, key: str, *, quiet: bool = True) -> Ask:
    """It is quiet while the switch says `quiet`."""

    async def ask(desk: Desk) -> bool | None:
        on = await gsetting(schema, key, desk.environ)
        return None if on is None else on is quiet

    return ask


def _method(peer: Peer, member: str) -> Ask:
    async def ask(desk: Desk) -> bool | None:
        (on,) = await desk.session.ask(peer, member)
        return _truth(on)

    return ask


def _property(peer: Peer, name: str, *, in_all_versions: bool = True) -> Ask:
    async def ask(desk: Desk) -> bool | None:
        if in_all_versions:
            return _truth(await desk.session.read(peer, name))
        with suppress(NotifierError):
            return _truth(await desk.session.read(peer, name))
        return None

    return ask


async def _mako(desk: Desk) -> bool | None:
    (modes,) = await desk.session.ask(MAKO, "ListModes")
    return _MAKO_MODE in modes if isinstance(modes, list) else None


async def _xfce(desk: Desk) -> bool | None:
    match await desk.session.ask(XFCONF, "PropertyExists", "ss", *XFCE):
        case (False,):
            return False  # never touched
    (on,) = await desk.session.ask(XFCONF, "GetProperty", "ss", *XFCE)
    return _truth(unwrap(on))


async def _xfce_muted(desk: Desk) -> bool | None:
    with suppress(NotifierError):
        (named,) = await desk.session.ask(XFCONF, "GetProperty", "ss", *_XFCE_MUTED)
        muted = unwrap(named)
        return isinstance(muted, list) and OURS in [unwrap(one) for one in muted]
    return None


async def _plasma_muted(desk: Desk) -> bool | None:
    return muted_on_plasma(desk.environ)


async def _cosmic(desk: Desk) -> bool | None:
    return cosmic_is_quiet(desk.environ)


async def _lxqt(desk: Desk) -> bool | None:
    return lxqt_is_quiet(desk.environ)


QUIET_TABLE = (
    QuietRow(
        ("gnome-shell",),
        "GNOME Shell 43.9, seen: normal cards are hidden and urgent ones shown; for one program messageTray.js, "
        "NotificationApplicationPolicy, by the name of the desktop entry.",
        (_switch(GNOME, "show-banners", quiet=False),),
        (_switch(_GNOME_OURS, "enable", quiet=False), _switch(_GNOME_OURS, "show-banners", quiet=False)),
        urgent_gets_through=True,
    ),
    QuietRow(
        ("cinnamon", "Cinnamon"),
        "Cinnamon's schema org.cinnamon.desktop.notifications.",
        (_switch("org.cinnamon.desktop.notifications", "display-notifications", quiet=False),),
    ),
    QuietRow(
        ("Notification Daemon",),
        "mate-notification-daemon 1.26, seen.",
        (_switch("org.mate.NotificationDaemon", "do-not-disturb"),),
        vendor="MATE",
    ),
    QuietRow(
        ("Plasma",),
        "Plasma 5.27.5, seen: the property Inhibited, also while the screen is shared; urgent: shown",
        (_property(SERVER, "Inhibited"),),
        (_plasma_muted,),
        urgent_gets_through=True,
    ),
    QuietRow(
        ("Xfce Notify Daemon",),
        "xfce4-notifyd 0.7.3, seen: urgent cards are shown, but not those of a muted program.",
        (_xfce,),
        (_xfce_muted,),
        urgent_gets_through=True,
    ),
    QuietRow(
        ("Budgie Notification Server",),
        "Budgie 10.7.1, seen; the pause is its own while a window fills the screen; for one program "
        "GNOME's schema",
        (_method(BUDGIE, "GetDoNotDisturb"), _property(BUDGIE, "NotificationsPaused", in_all_versions=False)),
        (_switch(_GNOME_OURS, "enable", quiet=False),),
    ),
    QuietRow(
        ("SwayNotificationCenter",),
        "swaync 0.7.3, seen; src/swayncDaemon/swayncDaemon.vala: `inhibited`, by which a script holds them back; "
        "src/notiDaemon/notiDaemon.vala: urgent ones are shown.",
        (_method(SWAYNC, "GetDnd"), _property(SWAYNC, "Inhibited", in_all_versions=False)),
        urgent_gets_through=True,
    ),
    QuietRow(("mako",), "mako 1.7.1, seen; mako(5), MODES.", (_mako,)),
    QuietRow(("dunst",), "dunst 1.9.0, seen; dunstctl(1), set-paused.", (_property(_DUNST, "paused"),)),
    QuietRow(
        ("io.elementary.notifications",),
        "elementary/notifications, src/DBus.vala and data/notifications.gschema.xml: urgent ones are shown, but "
        "nothing of a program whose bubbles are off.",
        (_switch(_PANTHEON, "do-not-disturb"),),
        (_switch(_PANTHEON_OURS, "bubbles", quiet=False),),
        urgent_gets_through=True,
    ),
    QuietRow(
        ("cosmic-notifications",),
        "pop-os/cosmic-notifications, cosmic-notifications-config/src/lib.rs, src/app.rs: nothing gets through.",
        (_cosmic,),
    ),
    QuietRow(
        ("lxqt-notificationd",),
        "lxqt/lxqt-notificationd, src/notifyd.cpp and src/notificationlayout.cpp: nothing gets through.",
        (_lxqt,),
    ),
)


def row_of(name: str, vendor: str) -> QuietRow | None:
    """The row of the server that says this of itself."""
    return next((row for row in QUIET_TABLE if name in row.servers and row.vendor in {"", vendor}), None)


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None
