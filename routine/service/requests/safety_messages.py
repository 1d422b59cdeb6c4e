"""What can be asked of the safety check, and answered to it; its signs and its advice stand elsewhere."""

# annotations are values here: as texts, each would be compiled when the first message is read
from datetime import date

from routine.core.safety import SafetyStatus
from routine.service.requests.messages import AnswerBody, ChangeRequest, RequestBody


class SafetyAnswer(AnswerBody, frozen=True, tag="safety"):
    """What all answers so far amount to."""

    status: SafetyStatus
    check_waits: bool
    """Whether the check should be offered."""


class SafetyRequest(RequestBody[SafetyAnswer], frozen=True, tag="safety"):
    """How things stand by the answers that were given."""


class CheckInRequest(ChangeRequest[SafetyAnswer], frozen=True, tag="check_in"):
    """The check was answered, by the numbers of the signs that were named; none at all is an answer as well."""

    urgent: tuple[str, ...] = ()
    """Of part A; one that could not be ruled out ends in a question mark."""
    doctor: tuple[str, ...] = ()
    """Of part B."""
    put_off: bool = False
    """It is answered another time: it was opened by a session that is started now."""


class ClearSafetyRequest(ChangeRequest[SafetyAnswer], frozen=True, kw_only=True, tag="clear_safety"):
    """A professional said on that day that movement is fine."""

    day: date
