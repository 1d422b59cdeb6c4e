"""Knows how a command has something done: by the running service, or here where nobody answers in time.

The same functions answer in both. What the second way needs is imported when it is needed: while the service runs,
a command imports little more than what it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from routine import __version__
from routine.adapters.base_folders import control_socket, lock_file, plans_folder, zone_name
from routine.adapters.control_socket.client import ask as ask_at
from routine.errors import JournalCorrupt, JournalError, NotRunning, RoutineError, ServiceHangs
from routine.service.requests import messages as m
from routine.service.requests.envelope import (
    Request,
    answer_in,
    ask_service,
    body_of,
    encoded,
    new_id,
    new_request,
    value_of,
)
from routine.service.requests.setup import Setup, variables

if TYPE_CHECKING:
    from routine.adapters.control_socket.following import Silence
    from routine.service.requests.comparison import ServiceReport
    from routine.wiring.app import App

AnswerT = TypeVar("AnswerT")


class AnsweringService(Struct, frozen=True):
    """The service that gave an answer, and what that stands on."""

    pid: int
    setup: Setup


class RunningService(Struct, frozen=True):
    """The service of this person, whether or not it answers."""

    pid: int
    since: datetime | None
    """When it began."""


class Asker:
    """Has done what a person asks for. One is made for each command."""

    def __init__(
        self, environ: Mapping[str, str], flags: Mapping[str, str] | None = None, app: App | None = None
    ) -> None:
        """`app`: what there is here, where somebody has it already."""
        self._environ = environ
        self._flags = flags
        if app is not None:
            self.app = app
        self.service_hangs = False
        """Somebody listens, and did not answer in time."""
        self._notes: list[str] = []
        self._asks_service = True
        self.answered_by: AnsweringService | None = None
        """Who gave the last answer; None where it was worked out here."""

    @cached_property
    def app(self) -> App:
        """All that this computer has, for what is done here."""
        from routine.wiring.app import App  # noqa: PLC0415 - most of it is never needed where the service answers

        return App(self._environ, self._flags)

    @property
    def notes(self) -> list[str]:
        """What a person should know of how this was done, once."""
        return [*self._notes, *(self.app.said if "app" in vars(self) else ())]

    def close(self) -> None:
        if "app" in vars(self):
            self.app.close()

    def do_it_here(self) -> None:
        """Whoever listens is not asked any more."""
        self._asks_service = False

    def service(self) -> RunningService | None:
        """The service that runs now; None where there is none."""
        from routine.adapters.instance_lock import held_since  # noqa: PLC0415 - only `status` wants to know

        pid = self.answered_by.pid if self.answered_by else self.app.service_pid()
        return RunningService(pid, held_since(lock_file(self._environ))) if pid else None

    def report(self) -> ServiceReport:
        """Whether the service answers, and on what it stands."""
        from routine.service.requests.comparison import look_at_service  # noqa: PLC0415 - for `check` and `doctor`

        setup, path = Setup(__version__, variables(self._environ)), control_socket(self._environ)
        return look_at_service(lambda said: ask_at(path, said), setup)

    def other_setup(self, service: Setup) -> Setup | None:
        """What this shell would run, where at a glance it seems to be something else than the service does.

        To look closely is to read the plans, and a command that only shows should not have to.
        """
        environ = self._environ
        here = (variables(environ), zone_name(environ) or service.zone, plans_folder(environ))
        alike = here == (service.environment, service.zone, service.plans_folder)
        return None if alike else self.app.setup()

    @property
    def service_runs(self) -> bool:
        return self.answered_by is not None or self.app.service_runs

    def ask(self, request: m.RequestBody[AnswerT]) -> tuple[AnswerT, AnsweringService | None]:
        """The answer, and the service that gave it; None where it was done here. Raises RoutineError.

        What wants something done and has an id already was asked for before, perhaps.
        """
        if isinstance(request, m.ChangeRequest) and not request.id:
            # whoever does it, under one name it counts once
            request = replace(request, id=new_id())
        answered = self._ask_service(request)
        return (self._answer_here(request), None) if answered is None else answered

    def _ask_service(self, request: m.RequestBody[AnswerT]) -> tuple[AnswerT, AnsweringService] | None:
        """None where nobody answers; who hangs, or is of another version, is not asked again."""
        self.answered_by = None
        if not self._asks_service or request.done_by_asker:
            return None
        setup, path = Setup(__version__, variables(self._environ)), control_socket(self._environ)
        asked = new_request(setup, body_of(request), getattr(request, "id", ""))
        try:
            answer = ask_service(lambda said: ask_at(path, said), asked)
            self.answered_by = service = AnsweringService(answer.pid, answer.setup)
            return value_of(answer.unwrap(), m.answers_to(type(request))), service
        except ServiceHangs as error:
            self.service_hangs = True
            self._notes.append(str(error))
        except JournalCorrupt:
            # here it is set aside and a new one begun, into which the service writes what it remembers
            self.answered_by = None
            return None
        except NotRunning:
            if self.answered_by:
                raise  # it is what the service answers
            # nobody listens; or another version does, which is for `routine doctor` to say
        self.do_it_here()
        return None

    def _answer_here(self, request: m.RequestBody[AnswerT]) -> AnswerT:
        from routine.service.requests.handlers import handle  # noqa: PLC0415 - only where the service does not answer

        self.app.hear_others()
        return handle(request, self.app, self.app.clock.now())


def answers(
    environ: Mapping[str, str], request: m.RequestBody[AnswerT], patience: Callable[[], timedelta], reader: int
) -> Iterator[AnswerT | Silence]:
    """The service's answer now and after each change, over its restarts. Raises RoutineError, as it answers with.

    `patience` and `reader` are those of control_socket.following.
    """
    from routine.adapters.control_socket.following import Silence, follow  # noqa: PLC0415 - for bars alone

    setup = Setup(__version__, variables(environ))
    asked = encoded(Request(id=new_id(), setup=setup, body=body_of(request), follow=True))
    for said in follow(control_socket(environ), asked, patience, reader):
        if isinstance(said, Silence):
            yield said
        else:
            yield value_of(answer_in(said).unwrap(), m.answers_to(type(request)))


class LookContext(Struct, frozen=True):
    """When somebody looks, where, and who answers for the journal then."""

    asker: Asker
    now: datetime
    zone: tzinfo

    def must_ask_again(self, error: RoutineError) -> bool:
        """Whether what was asked could not be written down, and nobody remembers it; the service would."""
        return isinstance(error, JournalError) and self.asker.answered_by is None
