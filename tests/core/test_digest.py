"""Knows what names of contents must be: the same everywhere, and never shared."""

from __future__ import annotations

from hashlib import blake2b

from routine.core.loaded_plans import digest


def test_contents_that_differ_in_a_letter_have_other_names() -> None:
    assert digest(b"cat-cow") != digest(b"cat-cov")
    assert len(digest(b"")) == 64


def test_it_is_the_hash_that_every_python_has() -> None:
    """What one Python wrote, another finds: with or without OpenSSL."""
    assert digest(b"cat-cow") == blake2b(b"cat-cow", digest_size=32).hexdigest()
