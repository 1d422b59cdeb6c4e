"""Knows what is said of a linked phone: on its cards, while it is set up, and what leaks where."""

from __future__ import annotations

from routine.presentation.phrases import Said, plural

SERVER_HELP = "an ntfy server, 2.16 or newer: your own, or https://ntfy.sh where nothing is said"
TITLES_HELP = "name the session on the phone; otherwise only how long it takes"
WAIT_HELP = "how many seconds to wait for the first button, 60 where nothing is said"
PUBLIC = "https://ntfy.sh"
ASK_SECRET = "Password on that server:"  # noqa: S105 - the question, not the answer

TITLE = "routine"
START, SNOOZE, SKIP = "Start", "Snooze", "Skip"
TRIAL_TEXT = "The first card. Press the button."
TRIAL_BUTTON = "It works"

HOW = (
    "1. Install the app ntfy on the phone (F-Droid, Google Play, App Store).",
    "2. Android: scan the code. iPhone: Subscribe, and type the topic.",
    "3. A first card is there now: press its button.",
)
WHO_READS = (
    "Cards lie on that server for 12 hours, unencrypted, and pass through Google's or Apple's service for "
    "notifications. So they say how long, and not what; --titles names the session."
)
WHO_ANSWERS = (
    "Both topics are secret names: who knows them can read the cards. Answers are signed: nobody else can give "
    "them."
)
OFFLINE = (
    "What you press while this computer is off counts when it is on again, within 12 hours; later it is lost."
)
NO_CODE = "There is no code to scan: pip install 'routine[link]' brings it. Type the topic instead."


def card_text(minutes: int) -> str:
    return f"{minutes} min"


def card_text_at(minutes: int, at: str) -> str:
    return f"{minutes} min · {at}"


def topic(server: str, name: str) -> str:
    return f"Server {server}, topic {name}"


def answered(seconds: float) -> str:
    return f"The phone answered after {seconds:.1f} s. It is linked."


def not_answered(seconds: float) -> str:
    return (
        f"No button was pressed within {seconds:.0f} s. The phone is linked all the same; the card can be pressed "
        "later, while `routine link run` runs."
    )


def status(server: str, cards: int, answers: int) -> str:
    there = plural(cards, "1 card", f"{cards} cards")
    came = plural(answers, "1 answer", f"{answers} answers")
    return f"Phone through {server}: {there} there or on the way, {came} from there."


def no_ntfy(origin: str) -> Said:
    return f"{origin} is no ntfy server.", "Give the address of one, or none for ntfy.sh."


def too_old(origin: str) -> Said:
    return (
        f"The ntfy server {origin} cannot take a card back; that came with 2.16.",
        "Update it, or name another: an answered card would stay on the phone.",
    )


def left_there(why: str) -> str:
    return f"What is on the phone stays there: {why}"


def pass_done(sent: int, taken_back: int, answers: int) -> str:
    return f"Phone: {sent} sent, {taken_back} taken back, {answers} answered there."
