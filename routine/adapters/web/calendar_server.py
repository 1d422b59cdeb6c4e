"""Knows the six verbs of a calendar server: look, list, get, put, delete, make. Must not know what lies there.

What a server keeps of a token is not relied on: whatever it answers but a plain yes, everything is listed anew.

Source: RFC 4918 (WebDAV), RFC 4791 (CalDAV), RFC 6578 (sync-collection), RFC 5397 (current-user-principal),
RFC 6764 (the well-known address).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from msgspec import Struct

from routine.adapters.web.client import WebAddress, WebAnswer, WebClient
from routine.errors import NotAccepted, ServerFault
from routine.presentation import calendar_link as words
from routine.presentation import web as web_words

_DAV, _CAL = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
_WELL_KNOWN = "/.well-known/caldav"
_XML = {"Content-Type": "application/xml; charset=utf-8"}
_LOOK = b"""<d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">
<d:prop><d:resourcetype/><d:current-user-principal/><c:calendar-home-set/><c:supported-calendar-component-set/>
</d:prop></d:propfind>"""
_LIST = b"""<d:propfind xmlns:d="DAV:"><d:prop><d:getetag/></d:prop></d:propfind>"""
_SYNC = """<d:sync-collection xmlns:d="DAV:"><d:sync-token>{token}</d:sync-token>
<d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>"""
_MAKE = """<c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">
<d:set><d:prop><d:displayname>{name}</d:displayname><c:supported-calendar-component-set><c:comp name="{kind}"/>
</c:supported-calendar-component-set></d:prop></d:set></c:mkcalendar>"""
_MISSING = {404, 410}
_CHANGED_THERE = {409, 412}


class DavResource(Struct, frozen=True):
    """One answer of a multistatus."""

    path: str
    gone: bool = False
    etag: str = ""
    is_calendar: bool = False
    kinds: frozenset[str] = frozenset()
    """Which components it takes; none named means all."""
    principal: str = ""
    home: str = ""


class CollectionNews(Struct, frozen=True):
    """What has come to a collection since a token; with `whole`, all that is there."""

    etags: Mapping[str, str]
    """By name."""
    gone: frozenset[str] = frozenset()
    token: str = ""
    whole: bool = True


class CalendarServer:
    """One collection of one person. Everything asked raises ServerFault, or Unreachable of web.client."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def find(self, kind: str, name: str) -> WebAddress:
        """The collection: the address itself, or one of that name where the address leads to a person's calendars.

        It is made where it is missing. Raises NotAccepted where the calendar takes no such component.
        """
        here = self._client.address
        answer = self._ask("PROPFIND", "", _LOOK, {"Depth": "0"}, fine=_MISSING | {405})
        if answer.status == 405 and here.path == "/":
            answer = self._ask("PROPFIND", _WELL_KNOWN, _LOOK, {"Depth": "0"}, fine=_MISSING | {405})
        found = next(_resources(answer), DavResource(here.path)) if answer.status == 207 else None
        # some say that it is missing within an answer that is fine
        if answer.status in _MISSING or (found and found.gone):
            return self._make(here.path if here.path.endswith("/") else f"{here.path}/", kind, name)
        if found is None:
            raise NotAccepted(*words.no_calendar(str(here)))
        if found.is_calendar:
            if found.kinds and kind not in found.kinds:
                raise NotAccepted(*words.takes_none(str(here), kind))
            return answer.address
        home = found.home or self._home_of(found.principal)
        if not home:
            raise NotAccepted(*words.no_calendar(str(here)))
        return self._own_of(home, kind, name)

    def news(self, token: str) -> CollectionNews:
        """What has changed since the token, or all that is there."""
        if token:
            body = _SYNC.format(token=_as_xml(token)).encode()
            answer = self._client.ask("REPORT", "", body, {**_XML, "Depth": "0"})
            if answer.status == 207:
                return self._since(answer)
            if answer.status == 401:
                raise ServerFault(*web_words.unauthorised(self._client.address.origin))
        return self._everything()

    def get(self, name: str) -> tuple[str, str] | None:
        """Text and ETag; None where it is gone."""
        answer = self._ask("GET", self._path(name), fine=_MISSING)
        if answer.status in _MISSING:
            return None
        return answer.body.decode("utf-8", "replace"), answer.headers.get("etag", "")

    def put(self, name: str, text: str, etag: str) -> str | None:
        """Its new ETag, empty where the server does not say; None where it is no longer as `etag` has it.

        Without an `etag` it must not be there yet.
        """
        headers = {"If-Match": etag} if etag else {"If-None-Match": "*"}
        headers["Content-Type"] = "text/calendar; charset=utf-8"
        answer = self._ask("PUT", self._path(name), text.encode(), headers, fine=_CHANGED_THERE | _MISSING)
        return None if answer.status >= 400 else answer.headers.get("etag", "")

    def delete(self, name: str, etag: str) -> bool:
        """False where it was changed in the meantime."""
        headers = {"If-Match": etag} if etag else {}
        answer = self._ask("DELETE", self._path(name), b"", headers, fine=_CHANGED_THERE | _MISSING)
        return answer.status not in _CHANGED_THERE

    def close(self) -> None:
        self._client.close()

    def _path(self, name: str) -> str:
        return self._client.address.path.rstrip("/") + "/" + name

    def _since(self, answer: WebAnswer) -> CollectionNews:
        etags, gone = dict[str, str](), set[str]()
        for found in _resources(answer):
            name = _name_of(found.path)
            if found.gone:
                gone.add(name)
            elif found.etag:
                etags[name] = found.etag
        return CollectionNews(etags, frozenset(gone), _token_in(answer), whole=False)

    def _everything(self) -> CollectionNews:
        """The token first: what changes while everything is listed is then told once more."""
        answer = self._client.ask("REPORT", "", _SYNC.format(token="").encode(), {**_XML, "Depth": "0"})
        if answer.status == 207 and (token := _token_in(answer)):
            found = self._since(answer)
            return CollectionNews(found.etags, token=token)
        listed = self._ask("PROPFIND", "", _LIST, {"Depth": "1"})
        etags = {_name_of(one.path): one.etag for one in _resources(listed) if one.etag}
        return CollectionNews(etags)

    def _home_of(self, principal: str) -> str:
        if not principal:
            return ""
        answer = self._ask("PROPFIND", principal, _LOOK, {"Depth": "0"})
        return next((one.home for one in _resources(answer) if one.home), "")

    def _own_of(self, home: str, kind: str, name: str) -> WebAddress:
        path = home.rstrip("/") + f"/{name}/"
        answer = self._ask("PROPFIND", path, _LOOK, {"Depth": "0"}, fine=_MISSING)
        if answer.status == 207 and (found := next(_resources(answer), None)) and found.is_calendar:
            if found.kinds and kind not in found.kinds:
                return self._own_of(home, kind, f"{name}-{kind[1:].lower()}")
            return answer.address
        return self._make(path, kind, name)

    def _make(self, path: str, kind: str, name: str) -> WebAddress:
        body = _MAKE.format(name=_as_xml(name), kind=kind).encode()
        answer = self._ask("MKCALENDAR", path, body, fine={403, 405, 409})
        if answer.status >= 400:
            raise NotAccepted(*words.no_calendar(str(self._client.address)))
        return self._client.address.joined(path)

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        fine: set[int] | frozenset[int] = frozenset(),
    ) -> WebAnswer:
        kind = _XML if body and method != "PUT" else {}
        answer = self._client.ask(method, path, body, {**kind, **(headers or {})})
        if answer.status < 400 or answer.status in fine:
            return answer
        origin = self._client.address.origin
        if answer.status == 401:
            raise ServerFault(*web_words.unauthorised(origin))
        said = web_words.busy if answer.status in {429, 507} or answer.status >= 500 else web_words.refused
        raise ServerFault(*said(origin, answer.status))


def _resources(answer: WebAnswer) -> Iterator[DavResource]:
    """Raises ServerFault for what is no multistatus."""
    for response in _tree(answer).iter(f"{_DAV}response"):
        path = response.findtext(f"{_DAV}href", "").strip()
        status = response.findtext(f"{_DAV}status", "")
        kinds = {each.get("name", "") for each in response.iter(f"{_CAL}comp")}
        yield DavResource(
            path,
            " 404" in status or " 410" in status,
            response.findtext(f".//{_DAV}getetag", "").strip(),
            next(response.iter(f"{_CAL}calendar"), None) is not None,
            frozenset(kinds),
            response.findtext(f".//{_DAV}current-user-principal/{_DAV}href", "").strip(),
            response.findtext(f".//{_CAL}calendar-home-set/{_DAV}href", "").strip(),
        )


def _token_in(answer: WebAnswer) -> str:
    return _tree(answer).findtext(f"{_DAV}sync-token", "").strip()


def _tree(answer: WebAnswer) -> ET.Element:
    try:
        return ET.fromstring(answer.body)  # noqa: S314 - expat 2.4.1 bounds what entities grow to, the client the rest
    except ET.ParseError:
        raise ServerFault(*web_words.refused(answer.address.origin, answer.status)) from None


def _name_of(path: str) -> str:
    return unquote(urlsplit(path).path).rstrip("/").rpartition("/")[2]


def _as_xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
