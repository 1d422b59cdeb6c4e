"""Knows how requests come and answers go by HTTP; the one file that knows Starlette. Must not know any view.

Every request passes the gate before anything else is looked at, and every answer carries the same strict headers.

Source: RFC 9110 for the statuses (section 15) and for If-None-Match with an ETag of ours (13.1.2); RFC 9111,
section 5.2.2, for no-store, and for no-cache, with which a static file is asked for anew each time.
"""

from __future__ import annotations

import hashlib
import html
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from string import Template

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route as WebRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from routine.adapters.peer_uid import is_somebody_elses
from routine.errors import NothingToActOn, PlanError, RoutineError, UsageError
from routine.presentation import page as words
from routine.presentation.errors import explain
from routine.ui.page.gate import HEADERS, Gate, RequestHead
from routine.ui.page.request import Json, NotThere, NotUnderstood, Overtaken, PageRequest, Picture, Route
from routine.ui.page.shell import Shell
from routine.ui.page.streams import OpenStreams

_MOST_SAID = 2_000_000
"""Bytes that a request may bring: a plan of ten thousand sessions and some."""

COOKIE_HOLDS = timedelta(days=30)
"""After so long without a link a bookmark needs a new one."""

_PURPOSES = ("sec-purpose", "purpose", "x-purpose", "x-moz")
"""By which browsers say that they only fetch ahead; the first is of the Fetch standard, the others are older."""

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_STATUS: dict[type[RoutineError], int] = {
    NotThere: 404,
    NotUnderstood: 400,
    UsageError: 400,
    Overtaken: 409,
    NothingToActOn: 409,
    PlanError: 422,
}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    kind: str
    tag: str


def application(
    gate: Gate,
    routes: Sequence[Route],
    views: frozenset[str],
    labels: Mapping[str, str],
    touch: Callable[[], None],
) -> ASGIApp:
    """The whole page. `touch` is called for each request that may pass: somebody is there."""
    return _Application(gate, routes, views, labels, touch).app


class _Application:
    def __init__(
        self,
        gate: Gate,
        routes: Sequence[Route],
        views: frozenset[str],
        labels: Mapping[str, str],
        touch: Callable[[], None],
    ) -> None:
        self._gate = gate
        self._views = views
        self._touch = touch
        self._streams = OpenStreams()
        # all there is, by name: a path is looked up here and never on the disk
        self._files = _static_files()
        texts = {name: file.content.decode() for name, file in self._files.items()}
        self._shell = Shell(_text("index.html"), texts, labels)
        self._message = Template(_text("message.html"))
        found = [
            WebRoute("/open", self._open, methods=["GET"]),
            WebRoute("/key", self._key, methods=["POST"]),
            WebRoute("/taken", self._taken, methods=["POST"]),
            WebRoute("/static/{name}", self._static, methods=["GET"]),
            *(WebRoute(f"/api{route.path}", self._answering(route), methods=[route.method]) for route in routes),
            WebRoute("/api/{path:path}", self._answering(_NOWHERE), methods=["GET", "POST"]),
            WebRoute("/{path:path}", self._view, methods=["GET"]),
        ]
        inside = Starlette(routes=found, middleware=[Middleware(GZipMiddleware, minimum_size=1000)])
        self.app: ASGIApp = _WithHeaders(inside)

    async def _open(self, request: Request) -> Response:
        """The only address that needs no cookie: a key that opens once.

        Other users may see what a browser was started with, so theirs are turned away, and the key stays good. So
        it does where nobody looks at the answer. Who came in by it before is sent on again.
        """
        if self._is_somebody_elses(request):
            return self._turned_away(words.NOT_YOURS)
        key, head = request.query_params.get("key", ""), _head_of(request, self._gate)
        if head.only_looks_ahead:
            # an answer that failed is not kept for later: the browser asks anew when somebody wants to see it
            return Response(
                status_code=200 if head.method == "HEAD" else 503, headers={"Cache-Control": "no-store"}
            )
        used = self._gate.was_redeemed(key)
        passes = self._gate.may_read(head) if used else self._gate.is_ours(head) and self._gate.redeem(key)
        if not passes:
            return self._turned_away(words.KEY_USED if used else words.KEY_UNKNOWN)
        self._touch()
        to = request.query_params.get("to", "/")
        # to a view of ours, and to nowhere else
        answer = RedirectResponse(to if to.startswith("/") and not to.startswith(("//", "/\\")) else "/", 303)
        answer.set_cookie(
            self._gate.cookie_name,
            self._gate.cookie,
            max_age=int(COOKIE_HOLDS.total_seconds()),
            httponly=True,
            samesite="strict",
            path="/",
        )
        return answer

    async def _taken(self, request: Request) -> Response:
        """Whether a browser has come by this key."""
        if not self._gate.may_ask_for_a_key(_head_of(request, self._gate)):
            return _refused(words.NOT_YOURS)
        self._touch()
        return JSONResponse({"taken": self._gate.leads_somewhere(request.query_params.get("key", ""))})

    def _is_somebody_elses(self, request: Request) -> bool:
        return request.client is not None and is_somebody_elses(request.client.port, self._gate.port)

    async def _key(self, request: Request) -> Response:
        if not self._gate.may_ask_for_a_key(_head_of(request, self._gate)):
            return _refused(words.NOT_YOURS)
        self._touch()
        return JSONResponse({"key": self._gate.new_key()})

    async def _static(self, request: Request) -> Response:
        if not self._gate.is_ours(_head_of(request, self._gate)):
            return _refused(words.NOT_YOURS)
        found = self._files.get(request.path_params["name"])
        if found is None:
            return _plain_response(words.NOTHING_HERE, 404)
        headers = {"ETag": found.tag, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == found.tag:
            return Response(status_code=304, headers=headers)
        return Response(found.content, media_type=found.kind, headers=headers)

    async def _view(self, request: Request) -> Response:
        """The same shell for every view; what is in it comes by the API."""
        head = _head_of(request, self._gate)
        keeps_cookies = self._gate.came_back(head.cookie)
        if not self._gate.may_read(head) or self._is_somebody_elses(request):
            return self._turned_away(words.NOT_YOURS if keeps_cookies else words.NO_COOKIES)
        self._touch()
        view = request.path_params["path"].partition("/")[0]
        status = 200 if view in self._views else 404
        page = self._shell.page(view, token=self._gate.token, noscript=words.NO_SCRIPT)
        return Response(page, status, media_type="text/html", headers={"Cache-Control": "no-store"})

    def _turned_away(self, refusal: tuple[str, str]) -> Response:
        """For somebody who looks at it in a browser: what it is, and what to do, as every view says it."""
        sentence, hint = (_marked(part) for part in refusal)
        page = self._message.substitute(sentence=sentence, hint=hint)
        return Response(page, 403, media_type="text/html", headers={"Cache-Control": "no-store"})

    def _answering(self, route: Route) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            head = _head_of(request, self._gate)
            passes = self._gate.may_read if route.method == "GET" else self._gate.may_change
            if not passes(head) or self._is_somebody_elses(request):
                return _refused(words.NOT_YOURS)
            self._touch()
            try:
                asked = await _asked(request)
                if route.stream:
                    return _streaming(self._streams.carry(route.stream(asked), leads=route.leads))
                answered = route.answer(asked) if route.answer else {}
                if isinstance(answered, Awaitable):
                    answered = await answered
                return _answer(answered)
            except RoutineError as error:
                return _problem(error)
            except Exception:  # noqa: BLE001 - the last stop: a person gets a sentence, the log gets the rest
                _log.exception("%s /api%s", route.method, route.path)
                return _problem(RoutineError(*words.BUG))

        return answer


class _WithHeaders:
    """Every answer, whoever made it, with the headers that keep the page to itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message.get("headers", []), *given]
            await send(message)

        await self._app(scope, receive, with_headers)


def _head_of(request: Request, gate: Gate) -> RequestHead:
    head = request.headers
    return RequestHead(
        method=request.method,
        host=head.get("host", ""),
        origin=head.get("origin", ""),
        site=head.get("sec-fetch-site", ""),
        cookie=request.cookies.get(gate.cookie_name, ""),
        token=head.get("x-routine-token", ""),
        purpose=" ".join(head.get(name, "") for name in _PURPOSES),
    )


async def _asked(request: Request) -> PageRequest:
    said: Json = {}
    if request.method != "GET":
        content = b""
        async for piece in request.stream():
            content += piece
            if len(content) > _MOST_SAID:
                raise NotUnderstood(*words.TOO_LONG)
        try:
            said = json.loads(content or b"{}")
        except (ValueError, RecursionError):
            raise NotUnderstood(*words.NOT_UNDERSTOOD) from None
        if not isinstance(said, dict):
            raise NotUnderstood(*words.NOT_UNDERSTOOD)
    return PageRequest(dict(request.path_params), dict(request.query_params), said)


def _streaming(values: AsyncIterator[Json]) -> Response:
    """Server-sent events (HTML Living Standard, "Server-sent events"), one a value."""

    async def lines() -> AsyncIterator[bytes]:
        try:
            async for value in values:
                yield f"data: {json.dumps(value)}\n\n".encode()
        except Exception:  # noqa: BLE001 - the last stop: the stream ends, and whoever listens begins anew
            _log.exception("a stream of the page failed")

    return StreamingResponse(lines(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


def _answer(answered: Json | Picture) -> Response:
    headers = {"Cache-Control": "no-store"}
    if isinstance(answered, Picture):
        # a drawing may hold a script; opened by itself it must not run
        alone = {"Content-Security-Policy": "sandbox"}
        return Response(answered.content, media_type=answered.kind, headers=headers | alone)
    return JSONResponse(answered, headers=headers)


def _problem(error: RoutineError) -> Response:
    status = next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 500)
    sentence, hint = explain(error)
    return JSONResponse({"problem": words.by_view(sentence), "hint": words.by_view(hint)}, status)


def _refused(sentence: tuple[str, str]) -> Response:
    return _plain_response(sentence, 403)


def _plain_response(sentence: tuple[str, str], status: int) -> Response:
    return Response(" ".join(sentence), status, media_type="text/plain")


def _text(name: str) -> str:
    return (files("routine.ui.page") / "static" / name).read_text("utf-8")


def _marked(text: str) -> str:
    """A sentence as HTML; what stands in it between backticks is to be typed."""
    parts = html.escape(text).split("`")
    return "".join(f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts))


def _nowhere(_: PageRequest) -> Json:
    raise NotThere(*words.NOTHING_HERE)


_NOWHERE = Route("GET", "/", _nowhere)


def _static_files() -> dict[str, _File]:
    found = {}
    for file in (files("routine.ui.page") / "static").iterdir():
        kind = _TYPES.get(file.name.rpartition(".")[2])
        if kind:
            content = file.read_bytes()
            found[file.name] = _File(content, kind, f'"{hashlib.sha256(content).hexdigest()[:20]}"')
    return found
