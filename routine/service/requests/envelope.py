"""Knows how a request and its answer travel between two processes of one user, and how one asks the other.

It must not know what is asked, or how bytes get there.

Both are JSON. Whatever else changes in a later version, `protocol` and `program` keep their names and kinds: so
two programs of different versions always find out that they are, and then neither reads any further. The body is
left as it came until somebody says which types it may have: messages.py knows them.
"""

# annotations are values here: as texts, each would be compiled when the first message is read
import os
import re
from collections.abc import Callable
from typing import Any, TypeVar

from msgspec import DecodeError, Raw, Struct, json

from routine import __version__, errors
from routine.errors import NoService, OtherVersion, RoutineError
from routine.presentation import control_socket as words
from routine.service.requests.setup import Setup

PROTOCOL = 1
"""Counted up whenever what is said between two processes changes."""
NOTHING = Raw(b"null")
"""The body that asks for nothing but who answers, and the one that answers it."""
_ID = r"[0-9a-f]{32}"
_Kind = TypeVar("_Kind")


class BadMessage(ValueError):
    """Raised for bytes that are no message of any version."""


class Head(Struct, frozen=True, kw_only=True):
    """What can be read of a message of any version."""

    protocol: int = PROTOCOL
    program: str = __version__


class Request(Head, frozen=True, kw_only=True):
    """One request. Asked again, or done by the asker, it has the same id and counts once."""

    id: str
    """128 bits at random, as 32 hexadecimal digits."""
    setup: Setup
    """What the asker would stand on, as far as it has looked."""
    body: Raw = NOTHING
    follow: bool = False
    """Whether it is to be answered anew whenever something changes, on the same connection."""


class AnswerError(Struct, frozen=True):
    """Why there is no answer, as the asker is to raise it."""

    kind: str
    """The name of a class in routine.errors."""
    sentence: str
    hint: str = ""
    exit_code: int = 1


class Answer(Head, frozen=True, kw_only=True):
    """One answer: what it says, or why there is none, and who says so."""

    pid: int
    setup: Setup
    """What it stands on."""
    body: Raw = NOTHING
    error: AnswerError | None = None

    def unwrap(self) -> Raw:
        """The body. Raises the RoutineError that was answered with."""
        if self.error is None:
            return self.body
        raise error_from(self.error)


Ask = Callable[[bytes], bytes]
"""From a message to the service's. Raises NoService, ServiceHangs."""


def ask_service(ask: Ask, request: Request) -> Answer:
    """The service's answer, which may hold an error. Raises NoService, ServiceHangs, OtherVersion.

    After any of these the asker does the request itself, under the same id: where the service has done it, or
    will, it counts once.
    """
    try:
        return answer_in(ask(encoded(request)))
    except BadMessage as error:
        raise NoService(*words.nobody_answers()) from error


def new_request(setup: Setup, body: Raw = NOTHING, request_id: str = "") -> Request:
    """A request that nobody has made yet; under this id, where the body has it already."""
    return Request(id=request_id or new_id(), setup=setup, body=body)


def body_of(value: object) -> Raw:
    """A value of messages.py as it travels. Names of occurrences are texts of a class of their own."""
    return Raw(json.encode(value, enc_hook=str))


def value_of(body: Raw, kind: object) -> Any:
    """A value of that kind, or of one of those kinds. Raises BadMessage."""
    try:
        return json.decode(body, type=kind, dec_hook=lambda named, text: named(text))
    except (DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadMessage(str(error)) from error


def new_id() -> str:
    """An id that no other request has."""
    return os.urandom(16).hex()


def encoded(message: Request | Answer) -> bytes:
    return json.encode(message)


def request_in(message: bytes) -> Request:
    """Raises BadMessage; OtherVersion when another version of the program asks."""
    _check_version(message)
    request = _decoded(message, Request)
    if not re.fullmatch(_ID, request.id):
        raise BadMessage(f"not an id: {request.id!r:.40}")
    return request


def answer_in(message: bytes) -> Answer:
    """Raises BadMessage; OtherVersion when another version of the program answers."""
    _check_version(message)
    return _decoded(message, Answer)


def error_of(error: RoutineError) -> AnswerError:
    """With its sentence: the facts that an error may carry stay where it was raised."""
    from routine.presentation.errors import explain  # noqa: PLC0415 - who asks never comes here, and starts sooner

    said = explain(error)
    # one that carries facts is made of them: what comes back is its parent, which is made of a sentence
    kinds = (kind for kind in type(error).__mro__ if "__init__" not in vars(kind) or kind is RoutineError)
    kind = type(error) if error.sentence else next(kinds)
    return AnswerError(kind.__name__, said.sentence, said.hint, error.exit_code)


def error_from(said: AnswerError) -> RoutineError:
    """The error that `error_of` was given; a RoutineError where its class is not known here."""
    kind = getattr(errors, said.kind, RoutineError)
    if not (isinstance(kind, type) and issubclass(kind, RoutineError)):
        kind = RoutineError
    return kind(said.sentence, said.hint)


def _check_version(message: bytes) -> None:
    head = _decoded(message, _Versions)
    if (head.protocol, head.program) != (PROTOCOL, __version__):
        raise OtherVersion(*words.other_version(head.program, __version__), head.program)


class _Versions(Struct, frozen=True):
    """As Head, but neither has a default: who does not say its version is nobody we know."""

    protocol: int
    program: str


def _decoded(message: bytes, kind: type[_Kind]) -> _Kind:
    try:
        return json.decode(message, type=kind)
    except (DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadMessage(str(error)) from error
