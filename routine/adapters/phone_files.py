"""Knows what is kept of the linked phone: its server and topics, the secret of its buttons, the cards there."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec
from msgspec import Struct, field

from routine.adapters.atomic_write import write_atomically
from routine.adapters.paths import PHONE

_TOPIC_BYTES = 16
"""22 letters of base64: nobody guesses them (ntfy's topics: [-_A-Za-z0-9]{1,64})."""
_SIGNATURE = 24
"""Letters of hexadecimal."""


class PhoneButton(StrEnum):
    START = "start"
    SNOOZE = "snooze"
    SKIP = "skip"
    TRIAL = "trial"


class PhoneSettings(Struct, frozen=True):
    """Whoever reads this can answer for the phone; the file is its owner's alone."""

    server: str
    alerts: str
    """The topic that the phone listens to."""
    answers: str
    """The one that its buttons write to."""
    secret: str
    titles: bool = False
    """Say what the session is called; otherwise only how long it takes."""
    user: str = ""
    password: str = ""


class PhoneCard(Struct, frozen=True):
    """A card on the phone, or on its way there."""

    key: str
    number: int
    """Which card of all that were sent: a button counts for its own card alone, once."""
    at: datetime
    """When the phone rings."""


class PhoneProgress(Struct, frozen=True):
    """How far it came."""

    cards: dict[str, PhoneCard] = field(default_factory=dict)
    """By sequence id."""
    sent: int = 0
    """How many cards there were."""
    since: str = ""
    """The id of the last message that was read."""
    heard: datetime | None = None
    answers: int = 0
    trouble: str = ""


class PhonePress(Struct, frozen=True, omit_defaults=True):
    """What a button sends."""

    button: PhoneButton
    key: str
    number: int
    signature: str = ""


class PhoneFiles:
    """Both, in the folder of the journal."""

    def __init__(self, state_dir: Path) -> None:
        self.settings_file = state_dir / PHONE
        self._progress_file = state_dir / "phone-progress.json"

    def settings(self) -> PhoneSettings | None:
        """None where no phone is linked."""
        with suppress(OSError, ValueError):
            return msgspec.json.decode(self.settings_file.read_bytes(), type=PhoneSettings)
        return None

    def progress(self) -> PhoneProgress:
        with suppress(OSError, ValueError):
            return msgspec.json.decode(self._progress_file.read_bytes(), type=PhoneProgress)
        return PhoneProgress()

    def keep(self, settings: PhoneSettings) -> None:
        """Raises OSError."""
        self._progress_file.unlink(missing_ok=True)
        write_atomically(self.settings_file, msgspec.json.encode(settings))

    def keep_progress(self, progress: PhoneProgress) -> None:
        """Raises OSError. On the disk for certain: a card that was sent is taken back by what stands here."""
        write_atomically(self._progress_file, msgspec.json.encode(progress))

    def forget(self) -> bool:
        """Whether there was one. Raises OSError."""
        there = self.settings_file.exists()
        for file in (self.settings_file, self._progress_file):
            file.unlink(missing_ok=True)
        return there


def new_settings(server: str, user: str, password: str, *, titles: bool) -> PhoneSettings:
    import secrets  # noqa: PLC0415 - `link run` stays small: only where a phone is linked

    alerts, answers = (secrets.token_urlsafe(_TOPIC_BYTES) for _ in range(2))
    return PhoneSettings(server, alerts, answers, secrets.token_hex(32), titles, user, password)


def signed(press: PhonePress, secret: str) -> str:
    """As the button sends it (HMAC-SHA256, RFC 2104)."""
    signature = _signature(press, secret)
    return msgspec.json.encode(PhonePress(press.button, press.key, press.number, signature)).decode()


def read_press(text: str, secret: str) -> PhonePress | None:
    """None where it is none, or somebody else made it."""
    try:
        press = msgspec.json.decode(text, type=PhonePress)
    except (msgspec.DecodeError, ValueError):
        return None
    import hmac  # noqa: PLC0415 - as above

    return press if hmac.compare_digest(_signature(press, secret), press.signature) else None


def _signature(press: PhonePress, secret: str) -> str:
    import hmac  # noqa: PLC0415 - as above

    said = f"{press.button}\n{press.key}\n{press.number}"
    return hmac.new(bytes.fromhex(secret), said.encode(), "sha256").hexdigest()[:_SIGNATURE]
