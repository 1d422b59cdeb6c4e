"""Signatures as others make and check them: RFC 8032's own cases, and libsodium's, which minisign is made with."""

from __future__ import annotations

import pytest
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from routine.adapters.ed25519 import is_signed, public_key, sign
from routine.adapters.minisign import check, key_file, new_key, read_key, read_secret, secret_file, signature_file

_RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe"
            "24655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302a"
            "eeb00d291612bb0c00"
        ),
    ),
]


@pytest.mark.parametrize(("secret", "public", "message", "signature"), _RFC_8032)
def test_the_cases_of_the_rfc(secret: str, public: str, message: str, signature: str) -> None:
    assert public_key(bytes.fromhex(secret)).hex() == public
    assert sign(bytes.fromhex(secret), bytes.fromhex(message)).hex() == signature
    assert is_signed(bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature))


def test_libsodium_and_we_agree() -> None:
    for number in range(20):
        seed, message = bytes([number]) * 32, bytes(range(number))
        theirs = SigningKey(seed)
        assert sign(seed, message) == theirs.sign(message).signature
        assert is_signed(bytes(theirs.verify_key), message, theirs.sign(message).signature)


def test_one_changed_bit_is_noticed_as_libsodium_notices_it() -> None:
    seed, message = b"s" * 32, b"a plan"
    public, signature = public_key(seed), sign(seed, message)
    for place in range(0, 64 * 8, 7):
        bad = bytearray(signature)
        bad[place // 8] ^= 1 << place % 8
        assert not is_signed(public, message, bytes(bad))
        with pytest.raises(BadSignatureError):
            VerifyKey(public).verify(message, bytes(bad))
    assert not is_signed(public, b"another plan", signature)
    assert not is_signed(bytes(32), message, signature)


def test_a_key_that_stands_for_every_message_is_none() -> None:
    neutral = (1).to_bytes(32, "little")
    assert not is_signed(neutral, b"anything", neutral + bytes(32))


def test_files_go_there_and_back() -> None:
    key = new_key()
    assert read_key(key_file(key.key)) == key.key == read_key(key.key.text)
    assert read_secret(secret_file(key)) == key
    text = signature_file(key, b"a plan", "plan.toml", 1_800_000_000)
    found = check(key.key, b"a plan", text)
    assert found is not None
    assert found.signed_at == 1_800_000_000
    assert check(key.key, b"another", text) is None
    assert check(key.key, b"a plan", text.replace("1800000000", "1900000000")) is None, (
        "its time is signed as well"
    )
    assert check(new_key().key, b"a plan", text) is None
    for cut in range(0, len(text) - 2, 11):
        assert check(key.key, b"a plan", text[:cut]) is None
