"""The messages that a case sends: to its reporter through the contact left, to staff through their accounts."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from participation.accounts.models import User
from participation.cases.access import link_to
from participation.cases.models import Case, CaseEvent, ReporterIdentity
from participation.notifications.actions import queue_message
from participation.notifications.models import Message
from participation.units.models import Role


def reference_of(case: Case) -> str:
    return f"case:{case.key}"


def tell_reporter(case: Case, template: str, *, event: CaseEvent, now: datetime, **context: Any) -> Message | None:
    """Queue one message to the reporter for ``event``; None when no contact was left."""
    reporter = ReporterIdentity.objects.filter(case=case).first()
    if reporter is None or not reporter.email:
        return None
    return _queue(
        case, template, recipient=reporter.email, key=f"event:{event.pk}:{template}", now=now, context=context
    )


def tell_everybody(case: Case, template: str, *, event: CaseEvent, now: datetime, **context: Any) -> None:
    """The reporter, and the reporters of all cases that were merged into this one."""
    tell_reporter(case, template, event=event, now=now, **context)
    merged = ReporterIdentity.objects.filter(case__merged_into=case).exclude(email_hash="").select_related("case")
    for reporter in merged:
        key = f"event:{event.pk}:{template}:{reporter.case_id}"
        context = {**context, "code": reporter.case.display_code, "link": link_to(reporter.case)}
        _queue(case, template, recipient=reporter.email, key=key, now=now, context=context)


def send_link(case: Case, *, recipient: str, request_key: str, now: datetime) -> Message:
    """The link by which a reporter who lost code or PIN gets back in."""
    return _queue(case, "recovered", recipient=recipient, key=f"recover:{request_key}:{case.pk}", now=now, context={})


def alert_staff(case: Case, *, event: CaseEvent, now: datetime) -> None:
    """Tell whoever triages that somebody may be in danger. The message says where to look, not what was written."""
    roles = [Role.COMPLAINTS_MANAGER]
    if case.identity != Case.Identity.CONFIDENTIAL:
        roles.append(Role.TRIAGE)
    people = User.objects.filter(memberships__role__in=roles, is_active=True, email__isnull=False).distinct()
    for person in people:
        _queue(
            case,
            "urgent",
            recipient=person.email or "",
            key=f"event:{event.pk}:urgent:{person.pk}",
            now=now,
            context={},
        )


def _queue(case: Case, template: str, *, recipient: str, key: str, now: datetime, context: dict[str, Any]) -> Message:
    rendered = render_to_string(
        f"cases/messages/{template}.txt",
        {"case": case, "code": case.display_code, "link": link_to(case), "site_url": settings.SITE_URL, **context},
    )
    subject, _, body = rendered.strip().partition("\n")
    return queue_message(
        reference=reference_of(case), key=key, recipient=recipient, subject=subject.strip(), body=body.strip(), now=now
    )
