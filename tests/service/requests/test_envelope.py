"""Knows how the two ends of a request understand each other, also when they are not of one version."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from routine import __version__, errors
from routine.errors import JournalError, NoService, OtherVersion, Refused, RoutineError, ServiceHangs
from routine.service.requests.comparison import ServiceState, look_at_service
from routine.service.requests.envelope import (
    Answer,
    BadMessage,
    Request,
    answer_in,
    ask_service,
    encoded,
    error_from,
    error_of,
    new_id,
    new_request,
    request_in,
)
from routine.service.requests.responder import LONGEST_REMEMBERED, REMEMBERED, Responder
from routine.service.requests.setup import Setup

SHELL = Setup(__version__, {"ROUTINE_CLOCK": "12"}, "Europe/Berlin", "/home/ada/plans")
SERVICE = Setup(__version__, {}, "UTC", "/home/ada/plans", {"back": "d1"})
BODY = Raw(b'{"kind":"snooze","minutes":10}')


class Service:
    """A responder, what it was asked to do, and what it reported."""

    def __init__(self, fault: Exception | None = None, says: bytes = b'"done"') -> None:
        self.asked: list[Request] = []
        self.reported: list[tuple[str, Exception]] = []
        self.fault = fault
        self.says = says
        self.responder = Responder(self.dispatch, lambda: SERVICE, lambda *said: self.reported.append(said))

    def dispatch(self, request: Request) -> Raw:
        self.asked.append(request)
        if self.fault:
            raise self.fault
        return Raw(self.says)

    def ask(self, message: bytes) -> bytes:
        answer = asyncio.run(self.responder.respond(message))
        if not answer:
            raise NoService("hung up")
        return answer


def test_what_is_asked_arrives_as_it_was_and_so_does_the_answer() -> None:
    service, request = Service(), new_request(SHELL, BODY)
    answer = ask_service(service.ask, request)
    (asked,) = service.asked
    assert (asked.id, asked.setup, bytes(asked.body)) == (request.id, SHELL, bytes(BODY))
    assert bytes(answer.unwrap()) == b'"done"'
    assert answer.setup == SERVICE
    assert answer.pid


def test_each_request_has_an_id_of_its_own() -> None:
    assert len({new_id() for _ in range(100)}) == 100


def test_asked_again_it_is_not_done_again() -> None:
    service, request = Service(), new_request(SHELL, BODY)
    first, again = (ask_service(service.ask, request) for _ in range(2))
    assert first == again
    assert len(service.asked) == 1
    ask_service(service.ask, new_request(SHELL, BODY))
    assert len(service.asked) == 2


def test_what_is_remembered_of_answers_has_an_end() -> None:
    service, request = Service(), new_request(SHELL, BODY)
    ask_service(service.ask, request)
    for _ in range(REMEMBERED):
        ask_service(service.ask, new_request(SHELL, BODY))
    ask_service(service.ask, request)
    assert len(service.asked) == REMEMBERED + 2
    long = Service(says=b'"' + b"x" * LONGEST_REMEMBERED + b'"')
    for _ in range(2):
        ask_service(long.ask, request)
    assert len(long.asked) == 2


@pytest.mark.parametrize(
    "error",
    [Refused("Nothing waits.", "See today."), JournalError("It is full.", "Make room."), RoutineError("A bug.")],
)
def test_a_refusal_is_raised_where_it_was_asked(error: RoutineError) -> None:
    service, request = Service(error), new_request(SHELL, BODY)
    with pytest.raises(type(error)) as told:
        ask_service(service.ask, request).unwrap()
    assert (told.value.sentence, told.value.hint) == (error.sentence, error.hint)
    assert told.value.exit_code == error.exit_code
    assert service.reported == []


def test_a_fault_is_told_without_a_traceback_and_reported_to_the_service() -> None:
    service = Service(ZeroDivisionError("oops"))
    with pytest.raises(RoutineError, match="through a fault of its own") as told:
        ask_service(service.ask, new_request(SHELL, BODY)).unwrap()
    assert "oops" not in str(told.value)
    assert [fault for _, fault in service.reported] == [service.fault]
    service.fault = None
    assert bytes(ask_service(service.ask, new_request(SHELL, BODY)).unwrap()) == b'"done"'


def test_every_error_of_the_tree_comes_back_as_itself() -> None:
    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, RoutineError)]
    assert len(kinds) > 10
    plain = [kind for kind in kinds if "__init__" not in vars(kind) or kind is RoutineError]
    assert len(plain) > 10
    for kind in plain:
        assert type(error_from(error_of(kind("It says.", "Do this.")))) is kind


def test_an_error_that_carries_facts_comes_back_as_its_sentence() -> None:
    came = error_from(error_of(errors.SeveralSessions("walk", ["mine/walk", "yours/walk"])))
    assert type(came) is errors.UsageError
    assert came.sentence == "More than one session is called “walk”."
    assert came.hint == "Say which: mine/walk or yours/walk."


@pytest.mark.parametrize("named", ["SystemExit", "ClassVar", "__name__", "nothing like it"])
def test_an_error_that_is_none_of_ours_is_a_plain_one(named: str) -> None:
    said = error_of(RoutineError("It says."))
    other = type(said)(named, said.sentence)
    assert type(error_from(other)) is RoutineError


@pytest.mark.parametrize(
    "changed", [{"program": "9.9.9"}, {"protocol": 99}, {"protocol": 99, "body": 1, "id": []}]
)
def test_another_version_is_noticed_at_both_ends_and_nothing_is_done(changed: dict[str, Any]) -> None:
    service, request = Service(), new_request(SHELL, BODY)
    message = json.dumps(json.loads(encoded(request)) | changed).encode()
    answered = json.loads(service.ask(message))
    assert answered["error"]["kind"] == "OtherVersion"
    assert service.asked == []
    with pytest.raises(OtherVersion) as told:
        ask_service(lambda _: json.dumps({"protocol": 1, "program": "9.9.9"}.copy() | changed).encode(), request)
    assert told.value.version == "9.9.9" or "protocol" in changed


@given(message=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_garbage_has_no_answer_and_is_no_answer(message: bytes) -> None:
    service = Service()
    with pytest.raises(NoService):
        service.ask(message)
    with pytest.raises(NoService):
        ask_service(lambda _: message, new_request(SHELL))
    assert service.asked == []


@pytest.mark.parametrize("bad", ["", "x", "A" * 32, "0" * 31, "0" * 33, "../../../../../../../../etc/passwd"])
def test_an_id_is_32_digits(bad: str) -> None:
    message = json.dumps(json.loads(encoded(new_request(SHELL))) | {"id": bad}).encode()
    with pytest.raises(BadMessage):
        request_in(message)


def test_depth_is_no_way_in() -> None:
    for message in (b"[" * 500_000, b'{"protocol":1,"program":' + b"[" * 500_000):
        with pytest.raises(BadMessage):
            answer_in(message)


def found(ask: Any) -> ServiceState:
    return look_at_service(ask, SHELL).state


def test_who_asks_who_is_there_is_told_without_anything_being_done() -> None:
    service = Service()
    report = look_at_service(service.ask, SHELL)
    assert report.state is ServiceState.ANSWERS
    assert report.answer
    assert report.answer.setup == SERVICE
    assert service.asked == []


def test_who_asks_who_is_there_is_told_why_nobody_answers() -> None:
    def raising(error: RoutineError) -> Any:
        def ask(_: bytes) -> bytes:
            raise error

        return ask

    assert found(raising(NoService("none"))) is ServiceState.ABSENT
    assert found(raising(ServiceHangs("hangs"))) is ServiceState.HANGS
    assert found(lambda _: b"{}") is ServiceState.ABSENT
    other = encoded(Answer(program="2.0", pid=1, setup=SERVICE))
    assert look_at_service(lambda _: other, SHELL).version == "2.0"
