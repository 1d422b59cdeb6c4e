"""Knows how a signature by Ed25519 is made and checked; must not know what is signed.

Written out, not brought by a library: checking one takes some milliseconds, and the libraries that do it bring
megabytes. What is checked is public. What is signed is signed on the signer's own computer, where nobody can
measure how long it takes.

Source: RFC 8032, 5.1 and 6 (the equation without cofactors, S below the order of the group).
"""

from __future__ import annotations

from hashlib import sha512

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
_SIZE = 32

_Point = tuple[int, int, int, int]
"""X, Y, Z and T with x = X/Z, y = Y/Z, x·y = T/Z (RFC 8032, 5.1.4)."""
_NEUTRAL: _Point = (0, 1, 1, 0)


def public_key(secret: bytes) -> bytes:
    """Of a secret of 32 random bytes."""
    return _compressed(_times(_scalar(secret)[0], _BASE))


def sign(secret: bytes, message: bytes) -> bytes:
    """64 bytes."""
    scalar, prefix = _scalar(secret)
    own = _compressed(_times(scalar, _BASE))
    once = _number(prefix + message)
    point = _compressed(_times(once, _BASE))
    challenge = _number(point + own + message)
    return point + ((once + challenge * scalar) % _ORDER).to_bytes(_SIZE, "little")


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether whoever has the secret to this key signed it."""
    if len(public) != _SIZE or len(signature) != 2 * _SIZE:
        return False
    own, point = _decompressed(public), _decompressed(signature[:_SIZE])
    scalar = int.from_bytes(signature[_SIZE:], "little")
    # a key of small order would let one signature stand for many messages
    if own is None or point is None or scalar >= _ORDER or _same(_times(8, own), _NEUTRAL):
        return False
    challenge = _number(signature[:_SIZE] + public + message)
    return _same(_times(scalar, _BASE), _sum(point, _times(challenge, own)))


def _scalar(secret: bytes) -> tuple[int, bytes]:
    """RFC 8032, 5.1.5."""
    spread = sha512(secret).digest()
    number = int.from_bytes(spread[:_SIZE], "little")
    return number & (1 << 254) - 8 | 1 << 254, spread[_SIZE:]


def _number(content: bytes) -> int:
    return int.from_bytes(sha512(content).digest(), "little") % _ORDER


def _sum(one: _Point, other: _Point) -> _Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c = 2 * one[3] * other[3] * _D % _P
    d = 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(number: int, point: _Point) -> _Point:
    found = _NEUTRAL
    while number:
        if number & 1:
            found = _sum(found, point)
        point = _sum(point, point)
        number >>= 1
    return found


def _same(one: _Point, other: _Point) -> bool:
    return (one[0] * other[2] - other[0] * one[2]) % _P == 0 == (one[1] * other[2] - other[1] * one[2]) % _P


def _compressed(point: _Point) -> bytes:
    inverse = pow(point[2], _P - 2, _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(_SIZE, "little")


def _decompressed(content: bytes) -> _Point | None:
    y = int.from_bytes(content, "little")
    sign_, y = y >> 255, y & (1 << 255) - 1
    x = _x_of(y, sign_)
    return None if x is None else (x, y, 1, x * y % _P)


def _x_of(y: int, odd: int) -> int | None:
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    if square == 0:
        return None if odd else 0
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P:
        return None
    return _P - x if (x & 1) != odd else x


_BASE_Y = 4 * pow(5, _P - 2, _P) % _P
_BASE_X = _x_of(_BASE_Y, 0) or 0
_BASE: _Point = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % _P)
