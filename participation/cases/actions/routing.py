from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nlp.privacy import mask
from participation.accounts.models import User
from participation.cases import notices
from participation.cases.actions.recording import (
    Kind,
    Party,
    Visibility,
    days_from,
    lock_case,
    move,
    office_calendar,
    record_event,
    save_case,
)
from participation.cases.deadlines import add_working_days
from participation.cases.lifecycle import Status, Step
from participation.cases.models import Case, CaseEvent
from participation.cases.permissions import Act, require
from participation.routing.actions.predictions import keep_label
from participation.units.models import Category, Unit


def apply_route(
    case: Case,
    *,
    category: Category,
    unit: Unit,
    now: datetime,
    party: CaseEvent.Party,
    actor: User | None = None,
    text: str = "",
    data: dict[str, Any] | None = None,
) -> CaseEvent:
    """Send a locked case to a unit: status, due dates, event, message. The caller saves the case."""
    was_routed = case.unit_id is not None and case.state is not Status.SUBMITTED
    moved = move(case, Step.ROUTE, now=now)
    case.reroute_count += was_routed
    case.category, case.unit, case.assignee = category, unit, None
    case.due_date = _response_due(case, category)
    case.followup_due_date = days_from(now, case.rules.followup_days)
    event = record_event(
        case,
        Kind.ROUTED,
        now=now,
        party=party,
        actor=actor,
        visibility=Visibility.PUBLIC,
        moved=moved,
        text=text,
        data={
            "category": category.slug,
            "unit": unit.slug,
            "unit_name": unit.name,
            "due": case.due_date.isoformat(),
            **(data or {}),
        },
    )
    notices.tell_reporter(case, "routed", event=event, now=now)
    return event


def _response_due(case: Case, category: Category):
    """Counted from the day the report came in, whatever happened since: re-routing buys no time."""
    days = case.rules.terms.response(case.kind, needs_field_examination=category.needs_field_examination)
    return add_working_days(timezone.localdate(case.submitted_at), days, office_calendar())


def route_case(
    *,
    case_id: int,
    actor: User,
    category: Category,
    unit: Unit,
    now: datetime,
    note: str = "",
    kind: str = "",
    revision: int | None = None,
) -> Case:
    """A person sends the case to a unit: the suggestion accepted or overruled. The decision is kept for training."""
    if not unit.is_active:
        raise ValidationError(_("Unit ini sudah tidak aktif. Pilih unit lain."), code="inactive_unit")
    with transaction.atomic():
        case = lock_case(case_id, revision=revision)
        require(actor, Act.ROUTE, case)
        case.kind = kind or case.kind
        case.classified_at = case.classified_at or now
        apply_route(case, category=category, unit=unit, now=now, party=Party.STAFF, actor=actor, text=note)
        save_case(case)
        keep_label(subject=case.key, masked_text=mask(case.text), category=category, kind=case.kind, now=now)
    return case


def return_case(
    *, case_id: int, actor: User, reason: str, rightful_unit: Unit | None, now: datetime, revision: int | None = None
) -> Case:
    """The unit sends a case back to triage and names who is responsible."""
    with transaction.atomic():
        case = lock_case(case_id, revision=revision)
        require(actor, Act.RETURN, case)
        returned_by = case.unit
        moved = move(case, Step.RETURN, now=now)
        case.unit, case.assignee, case.followup_due_date = None, None, None
        case.return_count += 1
        case.due_date = days_from(now, case.rules.verification_days)
        record_event(
            case,
            Kind.RETURNED,
            now=now,
            party=Party.STAFF,
            actor=actor,
            visibility=Visibility.STAFF,
            moved=moved,
            text=reason,
            data={
                "unit": returned_by.slug if returned_by else "",
                "rightful_unit": rightful_unit.slug if rightful_unit else "",
            },
        )
        save_case(case)
    return case
