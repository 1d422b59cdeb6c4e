"""Signatures as minisign itself makes and checks them, and what is none."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from routine.adapters.minisign import (
    SecretKey,
    SignatureKey,
    check,
    key_file,
    new_key,
    read_key,
    read_secret,
    secret_file,
    signature_file,
)
from tests.needs import need

PLAN = b'title = "A plan"\n'


def minisign(*words: str | Path) -> int:
    command = [need("minisign", "minisign"), *map(str, words)]
    return subprocess.run(command, capture_output=True, timeout=30, check=False).returncode


def signed_by_minisign(folder: Path, *words: str) -> tuple[SignatureKey | None, str]:
    """Its own key, and what it says of the plan."""
    public, secret, plan = folder / "key.pub", folder / "key", folder / "plan.toml"
    plan.write_bytes(PLAN)
    assert minisign("-G", "-W", "-f", "-p", public, "-s", secret) == 0
    assert minisign("-S", *words, "-s", secret, "-m", plan, "-x", folder / "plan.minisig") == 0
    return read_key(public.read_text("utf-8")), (folder / "plan.minisig").read_text("utf-8")


@pytest.mark.parametrize("words", [(), ("-l",)], ids=["over the hash", "over the file"])
def test_what_minisign_signed_holds_here(tmp_path: Path, words: tuple[str, ...]) -> None:
    key, text = signed_by_minisign(tmp_path, *words)
    assert key is not None
    found = check(key, PLAN, text)
    assert found is not None
    assert found.signed_at > 1_700_000_000
    assert check(key, PLAN + b"\n", text) is None


def test_minisign_takes_what_is_signed_here_and_notices_a_change(tmp_path: Path) -> None:
    key = new_key()
    (tmp_path / "key.pub").write_text(key_file(key.key), "utf-8")
    (tmp_path / "plan.toml.minisig").write_text(signature_file(key, PLAN, "plan.toml", 1_800_000_000), "utf-8")
    asked = ("-V", "-p", tmp_path / "key.pub", "-m", tmp_path / "plan.toml")
    (tmp_path / "plan.toml").write_bytes(PLAN)
    assert minisign(*asked) == 0
    (tmp_path / "plan.toml").write_bytes(PLAN.upper())
    assert minisign(*asked) != 0


def test_a_secret_key_of_minisign_without_a_password_is_read(tmp_path: Path) -> None:
    key, _ = signed_by_minisign(tmp_path)
    secret = read_secret((tmp_path / "key").read_text("utf-8"))
    assert secret is not None
    assert secret.key == key


def test_one_changed_letter_of_a_signature_is_noticed() -> None:
    key = new_key()
    lines = signature_file(key, PLAN, "plan.toml", 1_800_000_000).splitlines()
    for line in (1, 3):
        for place in range(16, 84, 4):
            other = "B" if lines[line][place] == "A" else "A"
            changed = lines[line][:place] + other + lines[line][place + 1 :]
            text = "\n".join([*lines[:line], changed, *lines[line + 1 :]])
            assert check(key.key, PLAN, text) is None, (line, place)
    assert check(key.key, PLAN, "\n".join(lines).replace("1800000000", "1900000000")) is None


@pytest.mark.parametrize("public", [bytes(32), (1).to_bytes(32, "little"), b"\xff" * 32])
def test_a_key_that_stands_for_every_message_is_none(public: bytes) -> None:
    """Of small order (RFC 8032, 5.1.7), or no point at all."""
    mine = new_key()
    text = signature_file(SecretKey(mine.number, mine.secret), PLAN, "plan.toml", 1)
    assert check(SignatureKey(mine.number, public), PLAN, text) is None


def test_files_go_there_and_back() -> None:
    key = new_key()
    assert read_key(key_file(key.key)) == key.key == read_key(key.key.text)
    assert read_secret(secret_file(key)) == key
    text = signature_file(key, PLAN, "plan.toml", 1_800_000_000)
    found = check(key.key, PLAN, text)
    assert found is not None
    assert found.signed_at == 1_800_000_000
    assert check(new_key().key, PLAN, text) is None
    for cut in range(0, len(text) - 2, 11):
        assert check(key.key, PLAN, text[:cut]) is None
