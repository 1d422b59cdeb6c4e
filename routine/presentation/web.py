"""Knows what is said of a server on a network: that it is away, refuses, or leads elsewhere."""

from __future__ import annotations

from routine.presentation.phrases import NOTHING_CHANGED, Said

_LATER = "Try again in a while; what is here stays as it is."
_ADDRESS = "Give an address that begins with https://, as its owner wrote it down."


def no_address(typed: str) -> Said:
    return f"{typed} is no address of a page or a server.", _ADDRESS


def plain(host: str) -> Said:
    return (
        f"Everybody on the way to {host} could read along, as the address begins with http://.",
        "Give the one that begins with https://. Plain http:// is for this computer alone.",
    )


def away(origin: str, why: str) -> Said:
    return f"{origin} does not answer ({why}).", _LATER


def too_slow(origin: str) -> Said:
    return f"{origin} takes too long to answer.", _LATER


def bad_certificate(host: str, why: str) -> Said:
    return (
        f"{host} cannot show that it is itself: {why}.",
        "Nothing was sent. If the certificate is your own, SSL_CERT_FILE names the file with its issuer.",
    )


def too_large(origin: str, most: int) -> Said:
    return f"{origin} sends more than {most:,} bytes, which is not read.", NOTHING_CHANGED


def leads_elsewhere(origin: str, other: str) -> Said:
    return f"{origin} leads on to {other}, which nobody named.", "If that is meant, give that address instead."


def leads_in_circles(origin: str) -> Said:
    return f"{origin} leads from one address to the next.", _ADDRESS


def unauthorised(origin: str) -> Said:
    return (
        f"{origin} does not accept this name and password.",
        "Put the name before the address (https://name@…); many servers want a password made for one app.",
    )


def refused(origin: str, status: int) -> Said:
    return f"{origin} refuses it (HTTP {status}).", "Look at the address; then ask whoever runs the server."


def busy(origin: str, status: int) -> Said:
    return f"{origin} cannot do it now (HTTP {status}).", _LATER
