"""Knows the promises between rooms; must not know who keeps them. A recording twin keeps each one as well."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Protocol

from msgspec import Struct

from routine.core.clock_faults import ClockSpan
from routine.core.events import Event, EventKind, HoldReason, StoredEvent
from routine.core.identifiers import PageView
from routine.core.loaded_plans import LoadedPlans
from routine.core.notification import ActionId, Notification
from routine.core.panel_menu import MenuEntry, PanelMenu
from routine.core.plan import Plan


class Clock(Protocol):
    """The only reader of the time."""

    def now(self) -> datetime:
        """This instant, in UTC."""

    def zone(self) -> tzinfo:
        """Where the computer is now; asked anew each time, as people travel."""

    def named(self, name: str) -> tzinfo | None:
        """The zone of an IANA name, if there is one."""


class AlarmClock(Protocol):
    """Calls once at an instant. It holds nothing that plans and journal do not say."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def arm(self, name: str, at: datetime, call: Callable[[], None]) -> None:
        """Call at that instant, or at once when it has passed; the same name replaces."""

    def disarm(self, name: str) -> None:
        """Forget it; unknown names are fine."""

    def armed(self) -> Mapping[str, datetime]: ...

    def clock_changed(self) -> None:
        """The wall clock has jumped: what is due now is called now."""


class Journal(Protocol):
    """Append-only memory. Every reader sees rows in the order they were written. Raises JournalError."""

    @property
    def names(self) -> Sequence[str]:
        """What its own rows go by, the name of now last; those of any other came from another journal."""

    def rows(
        self,
        *,
        after: int = 0,
        since: datetime | None = None,
        kinds: Sequence[EventKind] = (),
        key: str = "",
        last: int | None = None,
    ) -> list[StoredEvent]:
        """Rows that match all that is given, oldest first; `last` keeps only the newest so many."""

    def recent(self, since: datetime) -> list[StoredEvent]:
        """Every row, however old, of each occurrence that has a row, or is due, at or after `since`, in order."""

    def clock_spans(self) -> list[ClockSpan]:
        """The whole journal's, oldest first, for core.clock_faults; none while no clock was set back far."""

    def append(self, decide: Callable[[], Sequence[Event]], request: str = "") -> list[StoredEvent]:
        """Decide on what the journal says now, and append: one transaction, so two writers never both win.

        `decide` reads the journal itself and may be asked twice; what it raises is raised, and nothing is written.
        `request` names what asked for it: one that has written before writes nothing, and gets those rows.
        """

    def take_in(self, rows: Sequence[StoredEvent]) -> list[StoredEvent]:
        """Append what other journals wrote, as it is named there; what is here already is passed over.

        They say nothing of the clock here. Gives those that were new.
        """

    def forget(self, ids: Sequence[int], names: Collection[str]) -> None:
        """Take what is told under these names out of these rows, and out of the file, for good."""

    def close(self) -> None: ...


class Handle(Struct, frozen=True):
    """A card that was accepted: ours alone, never a server's id."""

    token: int


class Capabilities(Struct, frozen=True):
    """What the present server can do; asked, never assumed."""

    name: str
    actions: bool
    degraded: str = ""
    """Why there is less than there could be, for `status` and `doctor`; empty when all is well."""


class Acted(Struct, frozen=True):
    handle: Handle
    key: ActionId


class BodyClicked(Struct, frozen=True):
    handle: Handle
    stands: bool = False
    """The card is on the screen still, with its buttons."""


class Dismissed(Struct, frozen=True):
    """Closed by the person or by time; never an answer."""

    handle: Handle
    by_server: bool = False
    """Nobody put it away: the server did, although nothing had asked it to."""


class Lost(Struct, frozen=True):
    """The card went with its server."""

    handle: Handle


class Up(Struct, frozen=True):
    """A server is there (again), with these capabilities."""

    caps: Capabilities


class Down(Struct, frozen=True):
    why: str


NotifierEvent = Acted | BodyClicked | Dismissed | Lost | Up | Down


class Notifier(Protocol):
    """Shows cards. For each card at most one of Acted, Dismissed and Lost is told; BodyClicked may come often.

    After Acted the card's handle is spent. No call takes longer than about five seconds.
    """

    @property
    def caps(self) -> Capabilities: ...

    async def open(self, tell: Callable[[NotifierEvent], None]) -> None:
        """Connect and ask what the server can do. Raises NotifierUnavailable when there is none at all.

        `tell` is called on the event loop. A server that comes, goes or changes later is told as Up and Down.
        """

    async def show(self, notice: Notification) -> Handle:
        """Raises NotifierUnavailable, NotifierTimedOut or NotifierRejected; returns only when it was accepted."""

    async def update(self, handle: Handle, notice: Notification) -> Handle:
        """Put `notice` where the card is; may give a new handle. A spent handle shows a new card."""

    async def withdraw(self, handle: Handle) -> None:
        """Take the card away. Never raises; closing twice, or a lost card, is fine."""

    async def close(self) -> None:
        """Let go of the connection. Cards still open are closed first."""


class PlanSource(Protocol):
    """Reads what people typed. A file that has not changed is not read again."""

    async def load(self) -> LoadedPlans:
        """Never raises for anything in a file: that is a Problem."""

    def load_now(self) -> LoadedPlans:
        """The same, where no loop runs."""

    def recall(self, digest: str) -> Plan | None:
        """The plan that this content made when it was last read, if that is still known."""


class PlanTexts(Protocol):
    """The texts of a person's plans, by name, and those that changes have replaced. Raises SystemFault."""

    def read(self, plan: str) -> bytes | None:
        """None where there is no such file."""

    def shipped(self, plan: str) -> bytes | None:
        """Of the plan of that name that comes with routine, if there is one."""

    def file(self, plan: str) -> str: ...

    def put(self, plan: str, content: bytes) -> None:
        """All of it or nothing."""

    def put_aside(self, plan: str) -> str:
        """The file goes by a name that is no plan's, which is the answer."""

    def keep(self, content: bytes) -> str:
        """A name for this text, by which `kept` finds it."""

    def kept(self, name: str) -> bytes | None: ...


class FileWatcher(Protocol):
    """Says when something we look at has changed."""

    def watch(self, on_plans: Callable[[], None], on_poke: Callable[[], None]) -> None:
        """Call after the last of several quick changes; needs a running loop."""

    def stop(self) -> None: ...


class ClockJumpWatcher(Protocol):
    """Says when the wall clock, or the computer's zone, may have jumped."""

    def watch(self, tell: Callable[[], None]) -> None: ...

    def stop(self) -> None: ...


class Presence(Protocol):
    """Whether this is a moment to show anything. A probe may be absent; what is not known is no reason to hold."""

    def watch(self, changed: Callable[[], None]) -> None:
        """Call when a probe that tells by itself has changed; needs a running loop. Never raises."""

    async def ask(self) -> None:
        """Ask the probes that must be asked. Takes a second at the most, and never raises."""

    @property
    def hold(self) -> HoldReason | None:
        """Why nothing should be shown now, as far as is known; None when nothing speaks against it."""

    def probes(self) -> Mapping[str, str]:
        """Each probe by name, and what it says or why it cannot, in words."""

    def stop(self) -> None: ...


class BrowserOpener(Protocol):
    """Brings the browser to the page."""

    @property
    def can_open(self) -> bool:
        """Whether there is anything to open it on."""

    def open(self, key: str, failed: Callable[[], None]) -> None:
        """At this session; `failed` is called when it could not be done. Never raises; needs a running loop."""

    def open_view(self, view: PageView, failed: Callable[[], None]) -> None:
        """The same at one of its views."""


class PanelIcon(Protocol):
    """An icon with a menu in the desktop's panel, where there is a panel that shows such."""

    @property
    def has_panel(self) -> bool:
        """Whether anybody could see it now. `opens` is called when that begins."""

    def watch(self, chosen: Callable[[MenuEntry], None], opens: Callable[[], None]) -> None:
        """`chosen`: what somebody chose. `opens`: the menu is about to be looked at, and should be right."""

    def show(self, menu: PanelMenu | None) -> None:
        """Nothing is sent where it is as it was; None takes the icon away. Never raises."""


class Pictures(Protocol):
    """The picture of an exercise, as a file that a notification server can read."""

    def of(self, name: str) -> str:
        """The absolute file name of `cat-cow`, `cat-cow@left` or `physio-glide.png`; empty while there is none."""

    async def prepare(self, names: Sequence[str]) -> None:
        """Draw these exercises, to be there when wanted. Never raises: no picture is no reason to fail."""


class ControlServer(Protocol):
    """Where commands of the same user reach the running service. What is in a message is not its business."""

    def start(self, handle: Callable[[bytes], Awaitable[bytes | AsyncGenerator[bytes, None]]]) -> None:
        """Answer what is asked from now on, several at once; needs a running loop.

        An answer may be one after another: the connection stays open for them until the client goes.
        `handle` gives no bytes where there is no answer to give: that closes the connection, and so does whatever
        it raises, and an answer that takes more than ten seconds. Raises SystemFault where it cannot listen, and
        AlreadyRunning where this is not the one service of this user.
        """

    async def close(self) -> None:
        """Leave nothing behind. What is being answered is not waited for; closing twice is fine."""


class FaultRecord(Protocol):
    """Where faults that nobody planned for are kept. Never raises."""

    def log(self, sentence: str, fault: Exception, at: datetime) -> None:
        """The sentence, and the traceback, for whoever mends it: no person sees this."""

    def publish(self, sentences: Sequence[str]) -> None:
        """What is wrong now, for `status`; none when all is well."""


TICK = timedelta(seconds=30)
"""How often, at the latest, somebody looks at the wall clock."""
