"""Every request there is, by its class: what whoever answers can be asked."""

from routine.service.requests import messages as m
from routine.service.requests.course_messages import CoursesRequest, MoveVisitRequest, VisitMovedRequest
from routine.service.requests.log_messages import LogRequest
from routine.service.requests.page_messages import OccurrenceRequest, OverviewRequest
from routine.service.requests.plan_messages import ChangePlanRequest, PlansRequest
from routine.service.requests.progress_messages import AnswerOfferRequest, ProgressRequest
from routine.service.requests.rating_messages import ForgetRequest, RateRequest
from routine.service.requests.safety_messages import CheckInRequest, ClearSafetyRequest, SafetyRequest
from routine.service.requests.setting_messages import ChangeSettingRequest

AnyRequest = (
    m.AgendaRequest
    | m.StatusRequest
    | m.DesktopRequest
    | m.StartRequest
    | m.BeginRequest
    | m.SelectRequest
    | m.DoneRequest
    | m.SkipRequest
    | m.SnoozeRequest
    | m.ExcuseRequest
    | m.FeelRequest
    | m.ExcuseDaysRequest
    | m.EndDaysOffRequest
    | m.UndoRequest
    | m.PauseRequest
    | m.ResumeRequest
    | OverviewRequest
    | OccurrenceRequest
    | LogRequest
    | PlansRequest
    | ChangePlanRequest
    | ChangeSettingRequest
    | CoursesRequest
    | MoveVisitRequest
    | VisitMovedRequest
    | SafetyRequest
    | CheckInRequest
    | ClearSafetyRequest
    | ProgressRequest
    | AnswerOfferRequest
    | RateRequest
    | ForgetRequest
)
"""One is told from another by its tag."""
