"""Knows which requests may pass; must not know what they ask for, nor the library they come through.

Three doors, one behind the other. The Host must be ours, so that no other site's name can be pointed at this
address (DNS rebinding). The cookie must hold this start's token; browsers send it to nobody else's pages
(SameSite=Strict). And whatever changes something must come from our own page (Origin) and bring a second token,
which only that page has been told: a cookie goes to every port of this computer, this one does not.

The cookie may be one of before, so that a tab or a bookmark of before finds the page again (`kept_address`).

Source: RFC 6265 for cookies (SameSite is of its draft successor, 6265bis), RFC 6454 for Origin, the W3C's Fetch
Metadata Request Headers for Sec-Fetch-Site, Content Security Policy Level 3 and Trusted Types for the headers; RFC
7034 for X-Frame-Options, which browsers without frame-ancestors know.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hmac import compare_digest
from secrets import token_urlsafe

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True, slots=True)
class RequestHead:
    """What of a request decides whether it may pass."""

    method: str
    host: str
    origin: str = ""
    site: str = ""
    """Sec-Fetch-Site, from browsers that say it."""
    cookie: str = ""
    token: str = ""
    purpose: str = ""
    """Why it was sent, where it is not for a person's eyes: a browser fetches ahead what somebody may want."""

    @property
    def only_looks_ahead(self) -> bool:
        """Whether nobody sees the answer: HEAD (RFC 9110, section 9.3.2), or a browser that fetches ahead."""
        return self.method == "HEAD" or any(word in self.purpose.lower() for word in ("prefetch", "preview"))


@dataclass(slots=True)
class Gate:
    """The tokens of one start of the page, and the keys that let a browser in."""

    port: int
    cookie: str = field(default_factory=lambda: token_urlsafe(32))
    token: str = field(default_factory=lambda: token_urlsafe(32))
    owner: str = field(default_factory=lambda: token_urlsafe(32))
    """What the command that opens the page shows, from a file only this person may read."""
    _keys: set[str] = field(default_factory=set)
    _taken: set[str] = field(default_factory=set)
    _without_cookie: set[str] = field(default_factory=set)
    _newest: str = ""
    """The key by which a browser was let in, and with whose cookie nobody has come back yet."""

    @property
    def cookie_name(self) -> str:
        """By port: cookies of one address are shared by all its ports (RFC 6265, section 8.5)."""
        return f"routine-{self.port}"

    @property
    def origins(self) -> frozenset[str]:
        """What Origin says of our own page, under either name."""
        return frozenset(f"http://{host}" for host in self.hosts)

    @property
    def hosts(self) -> frozenset[str]:
        """What Host says of a request to us: both names of this computer, and the port."""
        return frozenset({f"127.0.0.1:{self.port}", f"localhost:{self.port}"})

    def is_ours(self, head: RequestHead) -> bool:
        """Whether it was sent to this address, and not by another site's page."""
        if head.host not in self.hosts or head.site == "cross-site":
            return False
        return head.origin in self.origins if head.origin else True

    def may_read(self, head: RequestHead) -> bool:
        """Whether it is for us, from a browser that we let in."""
        return self.is_ours(head) and _same(head.cookie, self.cookie)

    def may_change(self, head: RequestHead) -> bool:
        """Whether it may read, and comes from our own page."""
        return self.may_read(head) and head.origin in self.origins and _same(head.token, self.token)

    def may_ask_for_a_key(self, head: RequestHead) -> bool:
        """Whether it is from a command of the page's owner."""
        return self.is_ours(head) and _same(head.token, self.owner)

    def new_key(self) -> str:
        """Opens the door once: other people of this computer may see what a browser was started with."""
        key = token_urlsafe(32)
        self._keys.add(key)
        return key

    def redeem(self, key: str) -> bool:
        """Whether the key opens the door: each does once."""
        if key in self._keys:
            self._keys.remove(key)
            self._taken.add(key)
            self._newest = key
            return True
        return False

    def came_back(self, cookie: str) -> bool:
        """Whether a browser that was just let in keeps the cookie it was given; it comes back at once.

        One without it led nowhere, so its key counts as taken by nobody.
        """
        newest, self._newest = self._newest, ""
        if newest and not cookie:
            self._without_cookie.add(newest)
            return False
        return True

    def leads_somewhere(self, key: str) -> bool:
        """Whether a browser took the key, and is in."""
        return key in self._taken and key not in self._without_cookie

    def was_redeemed(self, key: str) -> bool:
        """Whether it opened the door before; any other was never a key to it."""
        return key in self._taken


def _same(one: str, other: str) -> bool:
    return compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))
