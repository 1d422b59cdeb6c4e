"""Knows which cards a phone has to have, and how a button pressed there becomes an answer.

Each card is sent ahead, for two minutes after its session is due: it rings also while this computer sleeps, and is
taken back if it was answered before. A button counts for its own card, once, and only with our signature.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from routine.adapters.ics_file import uid_of
from routine.adapters.phone_files import (
    PhoneButton,
    PhoneCard,
    PhoneFiles,
    PhonePress,
    PhoneProgress,
    PhoneSettings,
    read_press,
    signed,
)
from routine.adapters.web.client import parse_address
from routine.adapters.web.push_server import Pressed, PushButton, PushCard, PushServer
from routine.core.identifiers import ON_THE_SCREEN, Actor, Phase, SessionPlace
from routine.core.occurrence import Occurrence, OccurrenceKind
from routine.errors import RoutineError, ServerFault
from routine.presentation import phone as words
from routine.presentation.time_format import whole_minutes
from routine.service.requests.messages import (
    AgendaAnswer,
    AgendaLine,
    AgendaRequest,
    SkipRequest,
    SnoozeRequest,
    StartRequest,
)
from routine.wiring.asking import LookContext

AFTER = timedelta(minutes=2)
"""So long whoever sits at the desk has time to answer before the phone rings."""
AHEAD = timedelta(hours=24)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Of a card that was not taken: it is sent again."""
_OPEN = frozenset({Phase.UPCOMING, Phase.SHOWING, Phase.SHOWN, Phase.SNOOZED})
_LATE_MOST = timedelta(hours=4)
"""What is older than this is no news to a phone that was linked just now."""


class PhonePass(Struct, frozen=True):
    """What one look came to."""

    sent: int = 0
    taken_back: int = 0
    answers: int = 0


class PhoneLink:
    """One phone, and whoever answers for the journal."""

    def __init__(self, files: PhoneFiles, settings: PhoneSettings) -> None:
        self._files = files
        self._settings = settings
        address = parse_address(settings.server)
        self.server = PushServer(address, settings.alerts, settings.answers, settings.user, settings.password)
        self._sent = self._taken_back = 0

    @property
    def last(self) -> str:
        """The last message of the phone that was read."""
        return self._files.progress().since

    def exchange(self, here: LookContext, pressed: list[Pressed]) -> PhonePass:
        """Answer what was pressed, then bring the cards up to date. Raises RoutineError."""
        self._sent = self._taken_back = 0
        before = progress = self._files.progress()
        answers = 0
        for one in pressed:
            progress, answered = self._answer(progress, one, here)
            answers += answered
        if progress != before:
            self._files.keep_progress(progress)
        try:
            self._show(progress, here)
        finally:
            self.server.close()
        return PhonePass(self._sent, self._taken_back, answers)

    def clear(self) -> None:
        """Take back every card. Raises ServerFault."""
        try:
            for sequence in self._files.progress().cards:
                self.server.take_back(sequence)
        finally:
            self.server.close()

    def tell_trouble(self, trouble: str) -> None:
        """For `link status`. Raises OSError."""
        progress = self._files.progress()
        if progress.trouble != trouble:
            self._files.keep_progress(replace(progress, trouble=trouble))

    def _show(self, progress: PhoneProgress, here: LookContext) -> None:
        answer, _ = here.asker.ask(AgendaRequest(days=2))
        wanted = {uid_of(line.occurrence.key): (line, at) for line, at in _wanted(answer, here)}
        for sequence, card in progress.cards.items():
            if sequence in wanted:
                continue
            self.server.take_back(sequence)
            self._taken_back += 1
            progress = replace(progress, cards={k: v for k, v in progress.cards.items() if v is not card})
            self._files.keep_progress(progress)
        for sequence, (line, at) in wanted.items():
            kept = progress.cards.get(sequence)
            shown = line.reminder.phase in ON_THE_SCREEN
            if kept and kept.at != _NEVER and (shown or kept.at == at):
                continue
            number = progress.sent + 1
            card = PhoneCard(str(line.occurrence.key), number, at)
            # written down before it is sent: killed in between, it is taken back all the same
            progress = replace(progress, cards={**progress.cards, sequence: card}, sent=number)
            self._files.keep_progress(progress)
            try:
                self.server.publish(self._card(line.occurrence, sequence, number, here), at, here.now)
            except ServerFault:
                self._files.keep_progress(
                    replace(progress, cards={**progress.cards, sequence: replace(card, at=_NEVER)})
                )
                raise
            self._sent += 1

    def _card(self, one: Occurrence, sequence: str, number: int, here: LookContext) -> PushCard:
        minutes = whole_minutes(one.length)
        title, text = words.TITLE, words.card_text(minutes)
        if self._settings.titles:
            title, text = one.title, words.card_text_at(minutes, f"{one.due.astimezone(here.zone):%H:%M}")
        return PushCard(
            sequence,
            title,
            text,
            [
                PushButton(label, signed(PhonePress(button, str(one.key), number), self._settings.secret))
                for label, button in (
                    (words.START, PhoneButton.START),
                    (words.SNOOZE, PhoneButton.SNOOZE),
                    (words.SKIP, PhoneButton.SKIP),
                )
            ],
        )

    def _answer(self, progress: PhoneProgress, one: Pressed, here: LookContext) -> tuple[PhoneProgress, int]:
        progress = replace(progress, since=one.id)
        press = read_press(one.text, self._settings.secret)
        if press is None:
            return progress, 0
        progress = replace(progress, heard=here.now)
        sequence = uid_of(press.key)
        card = progress.cards.get(sequence)
        if card is None or card.number != press.number:
            return progress, 0  # of a card that was answered, or replaced by another
        request: StartRequest | SnoozeRequest | SkipRequest
        # killed before this is noted, it is read once more, and counts once
        asked, by = uid_of(f"{self._settings.answers} {one.id}").replace("-", ""), Actor.PHONE
        match press.button:
            case PhoneButton.START:
                request = StartRequest(by=by, id=asked, session=press.key, where=SessionPlace.NOTIFICATION)
            case PhoneButton.SNOOZE:
                request = SnoozeRequest(by=by, id=asked, session=press.key)
            case PhoneButton.SKIP:
                request = SkipRequest(by=by, id=asked, session=press.key)
            case _:
                return progress, 0
        # no second press of the same card counts, whatever becomes of the first
        progress = replace(progress, cards={**progress.cards, sequence: replace(card, number=0)})
        try:
            here.asker.ask(request)
        except RoutineError as error:
            if here.must_ask_again(error):
                raise
            return progress, 0
        return replace(progress, answers=progress.answers + 1), 1


def _wanted(answer: AgendaAnswer, here: LookContext) -> Iterator[tuple[AgendaLine, datetime]]:
    """What waits or comes within a day, and when the phone is to ring for it."""
    for line in answer.lines:
        row, one = line.reminder, line.occurrence
        if not line.counted or one.asks is not OccurrenceKind.SESSION:
            continue
        ready = row.until if row.phase is Phase.SNOOZED and row.until else one.due
        if row.phase is Phase.HELD and line.until:
            ready = line.until
        elif row.phase not in _OPEN:
            continue
        if answer.paused_until and ready < answer.paused_until:
            ready = answer.paused_until
        if here.now - _LATE_MOST <= ready <= here.now + AHEAD:
            yield line, ready + AFTER
