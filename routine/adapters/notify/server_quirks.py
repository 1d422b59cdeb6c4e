"""Knows how notification servers differ, and writes a card the way each draws it best; must not know the bus.

Every line here was seen on the real server. What a server can do is asked; what it does in spite of that is here,
with the version it was seen on: where a newer one no longer does it, the line can go.

Source: the Desktop Notifications Specification 1.2, "Markup", "Urgency Levels", "Hints" and 9.1 (Notify).
"""

from __future__ import annotations

import unicodedata

from msgspec import Struct
from msgspec.structs import replace

from routine.adapters.notify.undrawn_buttons import how_to_answer
from routine.core.loaded_plans import ButtonChoice
from routine.core.notification import ActionId, Button, Notification, Urgency
from routine.ports import Capabilities
from routine.presentation import notifiers as words

MOST_ACTIONS = 3
"""More are cut off by notification-daemon 3.20.0 and GNOME Shell 43.9, and folded into a list by lxqt 1.2.0."""
BODY_CLICK = "default"
"""The specification's key for a click on the card itself.

notification-daemon 3.20.0 and mate-notification-daemon 1.26.0 send it unasked."""

_LOW, _NORMAL, _CRITICAL = 0, 1, 2
STAYS = 0
"""An expire_timeout: until somebody puts it away."""
_AS_THE_SERVER_LIKES = -1


class Sighting(Struct, frozen=True):
    """A server, by the name it gives itself, its version then, and the year and month."""

    server: str
    version: str
    """`version not noted` where nobody did."""
    seen: str
    vendor: str = ""
    """Said only where two servers go by one name."""


class Quirk(Struct, frozen=True):
    """What some servers do in spite of all they say."""

    seen_on: tuple[Sighting, ...]

    def shown_by(self, server: Server) -> bool:
        """Whether it was seen on a server of that name; whatever version, as nobody knows when it will end."""
        return any(one.server == server.name and one.vendor in {"", server.vendor} for one in self.seen_on)


_XFCE = Sighting("Xfce Notify Daemon", "0.7.3", "2026-11")
_LXQT = Sighting("lxqt-notificationd", "1.2.0", "2026-11")
_GNOME = Sighting("gnome-shell", "43.9", "2026-11")
_NOTIFICATION_DAEMON = Sighting("Notification Daemon", "3.20.0", "2026-11", vendor="GNOME")

_MATE = Sighting("Notification Daemon", "1.26.0", "2026-11", vendor="MATE")

_HAS_ROOM_FOR_ONE_MORE = Quirk((_XFCE, _MATE))
"""Draws a fourth button whole, beside the three."""
_DRAWS_DEFAULT_AS_BUTTON = Quirk((_XFCE, _LXQT))
_HIDES_WHAT_IS_REPLACED = Quirk((_GNOME, _LXQT))
"""GNOME Shell collapses a card that is replaced; lxqt keeps the buttons of the old one."""
_BUTTONS_ONLY_WHEN_CRITICAL = Quirk((_GNOME,))
"""Elsewhere its buttons show only under the pointer."""
_LISTS_CARDS_WITHOUT_BUTTONS = Quirk((_GNOME,))
"""A click there is a wish to see them. No banner shows while the list is open, and one that is closed meanwhile
keeps the next away when the list is shut. So the old one is not closed, but made to go by itself."""
_BUBBLE_OUTLIVES_ITS_CARD = Quirk((_NOTIFICATION_DAEMON,))
"""When a card is closed its bubble stays on the screen, in the place of the next one, until it is clicked."""


class Server(Struct, frozen=True):
    """Who owns the name on the bus now, and what it said it can do."""

    owner: str
    name: str
    vendor: str
    can: frozenset[str]

    @property
    def buttons(self) -> bool:
        """Whether it says that it has them; dunst 1.9.0 says so and offers a menu."""
        return "actions" in self.can

    def draws_buttons(self, choice: ButtonChoice) -> bool:
        """Whether they can be seen, and nothing needs to be said of how to answer."""
        return choice is ButtonChoice.YES or (choice is ButtonChoice.AUTO and not how_to_answer(self.name))

    @property
    def may_replace(self) -> bool:
        """Whether a card may be changed where it is."""
        return not _HIDES_WHAT_IS_REPLACED.shown_by(self)

    @property
    def needs_critical(self) -> bool:
        """Whether buttons show at once only on a card that is urgent."""
        return _BUTTONS_ONLY_WHEN_CRITICAL.shown_by(self)

    @property
    def lists_without_buttons(self) -> bool:
        """Whether a card that has left the screen stays in a list, where nothing can be pressed."""
        return _LISTS_CARDS_WITHOUT_BUTTONS.shown_by(self)

    @property
    def must_fade_first(self) -> bool:
        """Whether a card must be made to go by itself before it is closed."""
        return _BUBBLE_OUTLIVES_ITS_CARD.shown_by(self)

    @property
    def caps(self) -> Capabilities:
        """The same for ports.Notifier."""
        return self.caps_for(ButtonChoice.AUTO)

    def caps_for(self, choice: ButtonChoice) -> Capabilities:
        """The same, by what the person says of its buttons."""
        degraded = "" if self.buttons else words.no_buttons(self.name)
        if self.buttons and not self.draws_buttons(choice):
            degraded = words.undrawn(self.name)
        return Capabilities(name=self.name, actions=self.buttons, degraded=degraded)


class WireNotification(Struct, frozen=True):
    """A notice as one server is sent it."""

    title: str
    body: str
    actions: tuple[tuple[str, str], ...]
    urgency: int
    expire: int
    picture: str
    icon: str = ""
    resident: bool = False
    """Stays when it is clicked, with its buttons or in the list."""
    transient: bool = False
    """Ends when it is off the screen."""

    @property
    def critical(self) -> bool:
        """Whether it pierces do-not-disturb."""
        return self.urgency == _CRITICAL


BLANK = WireNotification(title="", body="", actions=(), urgency=_LOW, expire=1, picture="")
"""What takes a bubble off the screen where closing does not: a card that lasts a millisecond."""


def wire_notification(
    notice: Notification, server: Server, *, critical: bool, choice: ButtonChoice = ButtonChoice.AUTO
) -> WireNotification:
    """The notice as this server draws it best. The title is plain text everywhere; the body may be markup.

    A body with a bare `<` or `&` loses text on dunst 1.9.0, lxqt 1.2.0 and Plasma 5.27.5.
    """
    offered = _offered(notice.actions, server)
    body = notice.body
    if notice.actions and not offered:
        body = _joined(body, notice.without_buttons)
    elif offered and not server.draws_buttons(choice):
        body = _joined(body, how_to_answer(server.name), notice.without_buttons)
    stays = bool(offered) and notice.urgency is not Urgency.LOW
    urgency = _LOW if notice.urgency is Urgency.LOW else _NORMAL
    return WireNotification(
        title=" ".join(plain(notice.title).split("\n")),
        body=_escaped(plain(body)) if "body-markup" in server.can else plain(body),
        actions=_actions(offered, server),
        urgency=_CRITICAL if critical else urgency,
        # a server without buttons takes "for ever" for a dialog it must force on the person (notify-osd 0.9.35)
        expire=STAYS if stays else _AS_THE_SERVER_LIKES,
        picture=notice.picture,
        icon=_icon(notice.picture, server, critical=critical),
        resident=stays and server.lists_without_buttons,
    )


def reshown(wire: WireNotification, server: Server) -> WireNotification:
    """The same card for somebody who clicked on it: it comes up even where it was only listed before."""
    return replace(wire, urgency=_CRITICAL, icon=_icon(wire.picture, server, critical=True))


def withdrawn(wire: WireNotification) -> WireNotification:
    """What lets the next banner up: the same card with nothing to stay for, which then goes by itself."""
    return replace(wire, actions=(), urgency=_LOW, resident=False, transient=True)


def _icon(picture: str, server: Server, *, critical: bool) -> str:
    # GNOME Shell 43.9 draws the sign of an error beside what is critical and has no picture
    return "dialog-information" if critical and server.needs_critical and not picture else ""


def _offered(actions: tuple[Button, ...], server: Server) -> tuple[Button, ...]:
    """Those that there is room for: three, and what opens the page where one more is drawn whole."""
    if not server.buttons:
        return ()
    more = actions[MOST_ACTIONS:] if _HAS_ROOM_FOR_ONE_MORE.shown_by(server) else ()
    return (*actions[:MOST_ACTIONS], *[one for one in more if one.key is ActionId.OPEN_PAGE][:1])


def _actions(offered: tuple[Button, ...], server: Server) -> tuple[tuple[str, str], ...]:
    pairs = tuple((action.key.value, plain(action.label)) for action in offered)
    if pairs and not _DRAWS_DEFAULT_AS_BUTTON.shown_by(server):
        return (*pairs, (BODY_CLICK, words.SHOW_AGAIN))
    return pairs


def plain(text: str) -> str:
    """Text that the bus can carry and no server trips over: line ends stay, other control characters go."""
    tidy = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = (c for c in tidy if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept)


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
