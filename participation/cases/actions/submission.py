from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from participation.accounts.models import User
from participation.bell import ring_on_commit
from participation.cases import notices, tracking, wording
from participation.cases.actions.recording import Kind, Party, Visibility, days_from, record_event
from participation.cases.models import Case, DeadlineRuleSet, Photo, ReporterIdentity
from participation.sealing.hashing import email_hash
from participation.units.models import Area


@dataclass(frozen=True, kw_only=True)
class Report:
    """A validated report as it came in."""

    form_token: UUID
    text: str
    kind: str = Case.Kind.COMPLAINT
    identity: str = Case.Identity.ANONYMOUS
    channel: str = Case.Channel.WEB
    area: Area | None = None
    rw: int | None = None
    address: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    display_name: str = ""
    email: str = ""
    user: User | None = None
    is_sample: bool = False


def submit_case(report: Report, *, now: datetime) -> Case:
    """Accept a report. One form token makes one case: sent again, the case that it made is returned."""
    already = Case.objects.filter(form_token=report.form_token).first()
    if already:
        return already
    try:
        with transaction.atomic():
            return _create(report, now)
    except IntegrityError:
        return Case.objects.get(form_token=report.form_token)


def _create(report: Report, now: datetime) -> Case:
    from participation.cases.tasks import classify_case

    rules = DeadlineRuleSet.objects.filter(starts_at__lte=now).order_by("-version")[:1].get()
    case = Case(
        code=tracking.new_code(settings.CASE_CODE_PREFIX),
        form_token=report.form_token,
        channel=report.channel,
        kind=report.kind,
        identity=report.identity,
        text=report.text,
        title=wording.title_from(report.text),
        area=report.area,
        rw=report.rw,
        address=report.address,
        latitude=report.latitude,
        longitude=report.longitude,
        rules=rules,
        submitted_at=now,
        due_date=days_from(now, rules.verification_days),
        is_sample=report.is_sample,
        event_count=1,
    )
    case.save(force_insert=True)
    _seal_identity(case, report)
    Photo.objects.filter(form_token=report.form_token, case__isnull=True).update(case=case, form_token=None)
    event = record_event(
        case,
        Kind.SUBMITTED,
        now=now,
        party=Party.REPORTER,
        visibility=Visibility.PUBLIC,
        text=report.text,
        data={"due": case.due_date.isoformat(), "rules": rules.version, "channel": case.channel},
    )
    notices.tell_reporter(case, "received", event=event, now=now)
    ring_on_commit(classify_case, case_id=case.pk)
    return case


def _seal_identity(case: Case, report: Report) -> None:
    ReporterIdentity.objects.create(
        case=case,
        display_name=report.display_name if report.identity == Case.Identity.OPEN else "",
        email=report.email,
        email_hash=email_hash(report.email) if report.email else "",
        user=report.user,
    )
