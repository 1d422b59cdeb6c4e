"""Knows the files of minisign: a public key, a signature beside a file, a secret key; not what is signed.

Made with minisign or by us, they are the same: `minisign -V` checks ours, and we check its.

Source: minisign(1) and its file formats: Ed25519 over the BLAKE2b-512 of the file (`ED`), or the file itself
(`Ed`); a second signature over the first and the trusted comment.
"""

from __future__ import annotations

import binascii
import os
import re
from base64 import b64decode, b64encode
from hashlib import blake2b

from msgspec import Struct
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

_PLAIN, _HASHED = b"Ed", b"ED"
_TRUSTED = "trusted comment: "
_UNTRUSTED = "untrusted comment: "
_KEY_SIZE = 42
_SIGNATURE_SIZE = 74
_STAMP = re.compile(r"timestamp:(\d{1,12})\b")
_CHECKSUM = b"B2"


class SignatureKey(Struct, frozen=True):
    """A public key and the number that its owner's signatures bear."""

    number: bytes
    public: bytes

    @property
    def text(self) -> str:
        """One line, as people hand it on."""
        return b64encode(_PLAIN + self.number + self.public).decode()


class SecretKey(Struct, frozen=True):
    number: bytes
    secret: bytes

    @property
    def key(self) -> SignatureKey:
        return SignatureKey(self.number, bytes(SigningKey(self.secret).verify_key))


class CheckedSignature(Struct, frozen=True):
    """A signature that holds."""

    signed_at: int
    """Seconds since 1970, as its owner's clock had it; 0 where that is not said."""


def new_key() -> SecretKey:
    return SecretKey(os.urandom(8), os.urandom(32))


def read_key(text: str) -> SignatureKey | None:
    """Of the file of a key, or of its second line alone; None where it is none."""
    found = _decoded(text.strip().splitlines()[-1] if text.strip() else "", _KEY_SIZE)
    if found is None or found[:2] != _PLAIN:
        return None
    return SignatureKey(found[2:10], found[10:])


def key_file(key: SignatureKey) -> str:
    return f"{_UNTRUSTED}minisign public key {key.number[::-1].hex().upper()}\n{key.text}\n"


def secret_file(key: SecretKey) -> str:
    """Without a password, as `minisign -G -W` has it."""
    inner = key.number + key.secret + key.key.public
    checked = blake2b(_PLAIN + inner, digest_size=32).digest()
    content = _PLAIN + b"\0\0" + _CHECKSUM + bytes(48) + inner + checked
    return f"{_UNTRUSTED}minisign secret key\n{b64encode(content).decode()}\n"


def read_secret(text: str) -> SecretKey | None:
    """None for one with a password, or none at all."""
    found = _decoded(text.strip().splitlines()[-1] if text.strip() else "", 158)
    if found is None or found[:6] != _PLAIN + b"\0\0" + _CHECKSUM:
        return None
    return SecretKey(found[54:62], found[62:94])


def signature_file(key: SecretKey, content: bytes, name: str, at: int) -> str:
    """`at`: seconds since 1970."""
    signer = SigningKey(key.secret)
    signature = signer.sign(blake2b(content).digest()).signature
    comment = f"timestamp:{at}\tfile:{name}\thashed"
    over = signer.sign(signature + comment.encode()).signature
    head = b64encode(_HASHED + key.number + signature).decode()
    return (
        f"{_UNTRUSTED}signature of a plan for routine\n{head}\n{_TRUSTED}{comment}\n{b64encode(over).decode()}\n"
    )


def check(key: SignatureKey, content: bytes, text: str) -> CheckedSignature | None:
    """None where it is no signature of this content by this key."""
    lines = text.splitlines()
    if len(lines) < 4 or not lines[2].startswith(_TRUSTED):
        return None
    head, over = _decoded(lines[1], _SIGNATURE_SIZE), _decoded(lines[3], 64)
    if head is None or over is None or head[2:10] != key.number or head[:2] not in {_PLAIN, _HASHED}:
        return None
    signed = blake2b(content).digest() if head[:2] == _HASHED else content
    comment = lines[2].removeprefix(_TRUSTED)
    verifier = VerifyKey(key.public)
    try:
        verifier.verify(signed, head[10:])
        verifier.verify(head[10:] + comment.encode(), over)
    except BadSignatureError:
        return None
    stamp = _STAMP.search(comment)
    return CheckedSignature(int(stamp[1]) if stamp else 0)


def _decoded(line: str, size: int) -> bytes | None:
    try:
        found = b64decode(line.strip(), validate=True)
    except (binascii.Error, ValueError):
        return None
    return found if len(found) == size else None
