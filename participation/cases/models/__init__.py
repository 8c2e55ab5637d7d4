from participation.cases.models.case import Case, DeadlineRuleSet, ReporterIdentity
from participation.cases.models.event import CaseEvent, EventPayload
from participation.cases.models.extras import Photo, Rating, Support, TrackingAttempt
from participation.cases.models.reply import ReplyTemplate

__all__ = [
    "Case",
    "CaseEvent",
    "DeadlineRuleSet",
    "EventPayload",
    "Photo",
    "Rating",
    "ReplyTemplate",
    "ReporterIdentity",
    "Support",
    "TrackingAttempt",
]
