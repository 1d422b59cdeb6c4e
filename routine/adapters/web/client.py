"""Knows how a server is asked over HTTPS, and what may go wrong on the way; must not know what is asked of it.

Plain HTTP goes to this computer alone. Nobody is led to another host or to an unencrypted page, nothing is kept
between two questions but the connection, and no answer is read beyond a limit.

Source: RFC 9110 (HTTP), RFC 7617 (Basic). Certificates are those of the system, or of SSL_CERT_FILE (OpenSSL).
"""

from __future__ import annotations

import re
import socket
import threading
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, IncompleteRead
from urllib.parse import quote, unquote, urljoin, urlsplit

from msgspec import Struct

from routine import __version__
from routine.errors import NotAccepted, ServerFault
from routine.presentation import web as words

LIMIT = timedelta(seconds=20)
"""So long nothing may be heard of a server."""
LONGEST = timedelta(minutes=2)
"""So long a whole answer may take: a server that says a word now and then would hold up everything else."""
MOST = 20_000_000
"""Bytes of one answer."""
_REDIRECTS = {301, 302, 303, 307, 308}
_HOPS = 3
_LOOPBACK = 127
"""The first byte of the addresses of this computer (RFC 1122, 3.2.1.3)."""
_PORTS = {"https": 443, "http": 80}


class WebAddress(Struct, frozen=True):
    """A URL, taken apart; who asks and with what password is no part of it."""

    scheme: str
    host: str
    port: int
    path: str
    """With the question behind it, as it is sent."""

    @property
    def origin(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")

    def __str__(self) -> str:
        return self.origin + self.path

    def joined(self, where: str) -> WebAddress:
        """What a server names from here. Raises NotAccepted."""
        return parse_address(urljoin(str(self), where))


class WebAnswer(Struct, frozen=True):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    """By their names in small letters."""
    body: bytes
    address: WebAddress
    """Who gave it, after all redirections."""


class Unreachable(ServerFault):
    """Raised when no answer came: the server, or the way there, may come back."""


def parse_address(text: str) -> WebAddress:
    """Raises NotAccepted for what is no address, or a plain one of another computer."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise NotAccepted(*words.no_address(_without_password(text))) from None
    if parts.scheme not in _PORTS or not parts.hostname or any(not mark.isprintable() for mark in text):
        raise NotAccepted(*words.no_address(_without_password(text)))
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise NotAccepted(*words.plain(parts.hostname))
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=-._~") + (f"?{parts.query}" if parts.query else "")
    return WebAddress(parts.scheme, parts.hostname, port, path)


def user_in(text: str) -> tuple[str, str]:
    """The name and the password that stand in an address; empty where they do not. Raises NotAccepted."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        raise NotAccepted(*words.no_address(_without_password(text))) from None
    return unquote(parts.username or ""), unquote(parts.password or "")


def is_loopback(host: str) -> bool:
    """Whether it is this very computer."""
    with suppress(OSError):
        return socket.inet_pton(socket.AF_INET, host)[0] == _LOOPBACK
    return host in {"localhost", "::1"}


class WebClient:
    """Asks one server, over one connection that is kept while it lasts."""

    def __init__(self, address: WebAddress, user: str = "", password: str = "", *, bearer: str = "") -> None:
        self.address = address
        self._connection: HTTPConnection | None = None
        self.headers = {"User-Agent": f"routine/{__version__}", "Accept-Encoding": "identity"}
        if user or password:
            self.headers["Authorization"] = "Basic " + b64encode(f"{user}:{password}".encode()).decode()
        if bearer:
            self.headers["Authorization"] = f"Bearer {bearer}"

    def ask(
        self,
        method: str,
        path: str = "",
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        *,
        most: int = MOST,
    ) -> WebAnswer:
        """`path` is empty for the address itself. Raises Unreachable, ServerFault, NotAccepted."""
        here = self.address.joined(path) if path else self.address
        for _ in range(_HOPS):
            answer = self._once(method, here, body, headers or {}, most)
            where = answer.headers.get("location", "")
            if answer.status not in _REDIRECTS or not where:
                return answer
            there = here.joined(where)
            if there.origin != here.origin:
                raise ServerFault(*words.leads_elsewhere(here.origin, there.origin))
            here = there
        raise ServerFault(*words.leads_in_circles(here.origin))

    def close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def _once(
        self, method: str, here: WebAddress, body: bytes, headers: Mapping[str, str], most: int
    ) -> WebAnswer:
        kept = self._connection is not None
        try:
            return self._exchange(method, here, body, headers, most)
        except (OSError, HTTPException) as error:
            self.close()
            if not kept or isinstance(error, TimeoutError):
                raise self._in_words(here, error) from error
        # a connection that was kept may have been closed at the other end in the meantime
        try:
            return self._exchange(method, here, body, headers, most)
        except (OSError, HTTPException) as error:
            self.close()
            raise self._in_words(here, error) from error

    def _exchange(
        self, method: str, here: WebAddress, body: bytes, headers: Mapping[str, str], most: int
    ) -> WebAnswer:
        if self._connection is None:
            self._connection = connection_to(self.address)
            self._connection.connect()
        with _within(LONGEST, self._connection.sock):
            self._connection.request(method, here.path, body or None, {**self.headers, **headers})
            response = self._connection.getresponse()
            content = response.read(most + 1)
            if response.length and len(content) <= most:
                # http.client itself takes a part for the whole where no more is asked for than so many bytes
                raise IncompleteRead(content, response.length)
        if len(content) > most:
            self.close()
            raise ServerFault(*words.too_large(here.origin, most))
        if response.will_close:
            self.close()
        said = {name.lower(): value for name, value in response.getheaders()}
        return WebAnswer(response.status, said, content, here)

    def _in_words(self, here: WebAddress, error: OSError | HTTPException) -> Unreachable:
        if why := getattr(error, "verify_message", ""):  # of ssl.SSLCertVerificationError
            return Unreachable(*words.bad_certificate(here.host, why))
        if isinstance(error, TimeoutError):
            return Unreachable(*words.too_slow(here.origin))
        reason = error.strerror if isinstance(error, OSError) and error.strerror else ""
        return Unreachable(*words.away(here.origin, reason or type(error).__name__))


@contextmanager
def _within(limit: timedelta, connected: socket.socket) -> Iterator[None]:
    """Raises TimeoutError where it takes longer: then nothing more is heard over that socket."""
    late = threading.Event()

    def cut() -> None:
        late.set()
        with suppress(OSError):
            # of the socket itself: what encrypts it is in use in the other thread
            socket.socket.shutdown(connected, socket.SHUT_RDWR)

    timer = threading.Timer(limit.total_seconds(), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, HTTPException) as error:
        if late.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()


def connection_to(address: WebAddress, limit: timedelta = LIMIT) -> HTTPConnection:
    """Not opened yet."""
    seconds = limit.total_seconds()
    if address.scheme == "http":
        return HTTPConnection(address.host, address.port, timeout=seconds)
    import ssl  # noqa: PLC0415 - a Python without it can still ask this computer itself
    from http.client import HTTPSConnection  # noqa: PLC0415 - it is there where ssl is

    context = ssl.create_default_context()
    return HTTPSConnection(address.host, address.port, timeout=seconds, context=context)


_CREDENTIALS = re.compile(r"([A-Za-z][\w+.-]*://|//|).*@", re.DOTALL)
"""Also where no scheme stands before them."""


def _without_password(text: str) -> str:
    return _CREDENTIALS.sub(r"\1", text, count=1)
