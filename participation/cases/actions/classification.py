from datetime import datetime

from django.db import transaction

from participation.cases import notices
from participation.cases.actions.recording import Kind, Party, Visibility, record_event, save_case
from participation.cases.actions.routing import apply_route
from participation.cases.lifecycle import Status
from participation.cases.models import Case
from participation.routing.actions.predictions import store_prediction
from participation.routing.decisions import Decision, decide_route


def classify_case(*, case_id: int, now: datetime) -> bool:
    """Ask routing about a case and apply a sure answer. Claim and result commit together; False when done before."""
    with transaction.atomic():
        if not Case.objects.filter(pk=case_id, classified_at__isnull=True).update(classified_at=now):
            return False
        case = Case.objects.select_for_update().get(pk=case_id)
        decision = decide_route(case.text, area=case.area, subject=case.key)
        store_prediction(subject=case.key, decision=decision, now=now)
        _apply(case, decision, now)
        return True


def _apply(case: Case, decision: Decision, now: datetime) -> None:
    case.is_urgent = decision.is_urgent
    if decision.is_sure and case.state is Status.SUBMITTED:
        event = apply_route(
            case,
            category=decision.category,
            unit=decision.unit,
            now=now,
            party=Party.SYSTEM,
            data={
                "reason": decision.reason,
                "source": decision.source,
                "confidence": None if decision.confidence is None else round(decision.confidence, 4),
                "model": decision.model_version,
            },
        )
    else:
        event = record_event(
            case,
            Kind.CLASSIFIED,
            now=now,
            party=Party.SYSTEM,
            visibility=Visibility.STAFF,
            data={"outcome": decision.shown_outcome, "reason": decision.reason, "model": decision.model_version},
        )
    save_case(case)
    if decision.is_urgent:
        notices.alert_staff(case, event=event, now=now)
