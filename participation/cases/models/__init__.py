from participation.cases.models.case import Case, DeadlineRuleSet, ReporterIdentity
from participation.cases.models.event import CaseEvent, EventPayload
from participation.cases.models.extras import Photo, Rating, Support, TrackingAttempt

__all__ = [
    "Case",
    "CaseEvent",
    "DeadlineRuleSet",
    "EventPayload",
    "Photo",
    "Rating",
    "ReporterIdentity",
    "Support",
    "TrackingAttempt",
]
