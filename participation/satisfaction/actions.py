import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nlp.privacy import mask
from participation.accounts.models import User
from participation.satisfaction import queries
from participation.satisfaction.elements import NAMES
from participation.satisfaction.models import FollowUp, Response, SurveyPeriod, VisitCode
from participation.satisfaction.permissions import Act, require
from participation.satisfaction.scoring import Element
from participation.sealing.codes import new_one_time_code, one_time_code_hash
from participation.units.models import Service

CODE_PURPOSE = "survey-visit"
MOST_CODES = 200


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A validated form as it came in. ``code`` and ``visit_key`` say how it was opened; neither: at the counter."""

    form_token: UUID
    scores: dict[Element, int]
    code: str = ""
    visit_key: str = ""
    comment: str = ""
    bands: dict[str, str] = field(default_factory=dict)

    @property
    def source(self) -> Response.Source:
        if self.code:
            return Response.Source.CODE
        return Response.Source.CASE if self.visit_key else Response.Source.COUNTER


def submit_response(answer: Answer, *, period_id: int, now: datetime) -> Response:
    """Keep one answer. The same form sent again returns what it made the first time.

    Raises ValidationError when the survey has closed, the code is used up, or this visit has been answered.
    """
    already = Response.objects.filter(form_token=answer.form_token).first()
    if already:
        return already
    try:
        with transaction.atomic():
            _lock_open(period_id, timezone.localdate(now))
            if answer.code and not _use_code(answer.code, period_id, timezone.localdate(now)):
                return _same_form_or(answer, _("Kode ini sudah dipakai atau tidak berlaku lagi."), "used")
            return _create(answer, period_id, now)
    except IntegrityError:
        return _same_form_or(answer, _("Survei untuk laporan ini sudah Anda isi. Terima kasih."), "answered")


def _lock_open(period_id: int, today: date) -> None:
    """A reference to the period would only be checked at commit: the lock keeps answer and publication apart."""
    SurveyPeriod.objects.select_for_update().only("pk").get(pk=period_id)
    if not queries.open_periods(today).filter(pk=period_id).exists():
        raise ValidationError(_("Survei ini sudah ditutup."), code="closed")


def _use_code(code: str, period_id: int, today: date) -> bool:
    unused = VisitCode.objects.filter(
        code_hash=one_time_code_hash(CODE_PURPOSE, code), period=period_id, used_date=None, revoked_at=None
    )
    return bool(unused.update(used_date=today))


def _same_form_or(answer: Answer, message: str, code: str) -> Response:
    """Two sendings of one form at once: the loser gets the winner's answer, everybody else is refused."""
    response = Response.objects.filter(form_token=answer.form_token).first()
    if response is None:
        raise ValidationError(message, code=code)
    return response


def _create(answer: Answer, period_id: int, now: datetime) -> Response:
    return Response.objects.create(
        period_id=period_id,
        form_token=answer.form_token,
        source=answer.source,
        visit_key=answer.visit_key or None,
        answered_date=timezone.localdate(now),
        comment=answer.comment,
        **{element.value: score for element, score in answer.scores.items()},
        **answer.bands,
    )


@dataclass(frozen=True, kw_only=True)
class PeriodPlan:
    name: str
    start_date: date
    end_date: date
    user_count: int | None = None


def open_period(service: Service, plan: PeriodPlan, *, actor: User, is_sample: bool = False) -> SurveyPeriod:
    """Raises ValidationError when another period of the service covers some of these days."""
    require(actor, Act.MANAGE, service)
    with transaction.atomic():
        Service.objects.select_for_update().get(pk=service.pk)
        period = SurveyPeriod(service=service, is_sample=is_sample, **vars(plan))
        _refuse_overlap(period)
        period.full_clean()
        period.save()
    return period


def change_period(period: SurveyPeriod, plan: PeriodPlan, *, actor: User) -> SurveyPeriod:
    require(actor, Act.MANAGE, period.service)
    with transaction.atomic():
        Service.objects.select_for_update().get(pk=period.service_id)
        period = _lock_unpublished(period.pk)
        for name, value in vars(plan).items():
            setattr(period, name, value)
        _refuse_overlap(period)
        period.full_clean()
        period.save()
    return period


def _refuse_overlap(period: SurveyPeriod) -> None:
    others = SurveyPeriod.objects.filter(
        service=period.service_id, start_date__lte=period.end_date, end_date__gte=period.start_date
    ).exclude(pk=period.pk)
    if others.exists():
        raise ValidationError(_("Tanggalnya bertabrakan dengan periode lain layanan ini."), code="overlap")


def _lock_unpublished(pk: int) -> SurveyPeriod:
    period = SurveyPeriod.objects.select_for_update().get(pk=pk)
    if period.is_published:
        raise ValidationError(_("Hasil periode ini sudah diumumkan, jadi tidak berubah lagi."), code="published")
    return period


def make_codes(period: SurveyPeriod, number: int, *, actor: User, now: datetime) -> list[str]:
    """New one-time codes, returned in clear this once: they are for paper, and only their hashes stay."""
    require(actor, Act.HAND_OUT, period.service)
    if not 1 <= number <= MOST_CODES:
        raise ValidationError(_("Paling banyak %(most)d kode sekali cetak.") % {"most": MOST_CODES}, code="number")
    codes, batch = [new_one_time_code() for _number in range(number)], uuid.uuid4()
    with transaction.atomic():
        _lock_unpublished(period.pk)
        VisitCode.objects.bulk_create(
            VisitCode(period=period, code_hash=one_time_code_hash(CODE_PURPOSE, code), batch=batch, made_at=now)
            for code in codes
        )
    return codes


def revoke_unused_codes(period: SurveyPeriod, *, actor: User, now: datetime) -> int:
    require(actor, Act.MANAGE, period.service)
    return period.codes.filter(used_date=None, revoked_at=None).update(revoked_at=now)


@dataclass(frozen=True, kw_only=True)
class Plan:
    element: Element
    plan: str
    responsible: str
    due_date: date
    done_note: str = ""


def write_plan(period: SurveyPeriod, plan: Plan, *, actor: User) -> FollowUp:
    """Before publication the plan can be rewritten; afterwards only what has been done is added."""
    require(actor, Act.MANAGE, period.service)
    with transaction.atomic():
        period = SurveyPeriod.objects.select_for_update().get(pk=period.pk)
        if period.is_published:
            follow_up = FollowUp.objects.get(period=period, element=plan.element)
            follow_up.done_note = plan.done_note
            follow_up.save(update_fields=["done_note"])
            return follow_up
        values = {
            "plan": plan.plan,
            "responsible": plan.responsible,
            "due_date": plan.due_date,
            "done_note": plan.done_note,
        }
        return FollowUp.objects.update_or_create(period=period, element=plan.element, defaults=values)[0]


def show_comment(period: SurveyPeriod, response_id: int, *, actor: User, is_public: bool) -> None:
    """Let the public read a comment (or no longer): masked, and only after a person has read it."""
    require(actor, Act.MANAGE, period.service)
    response = Response.objects.get(pk=response_id, period=period)
    response.public_comment = mask(response.comment) if is_public else ""
    response.save(update_fields=["public_comment"])


def publish_result(period: SurveyPeriod, *, actor: User, now: datetime) -> SurveyPeriod:
    """Freeze the figures and show them. Raises ValidationError while something that must be published is missing."""
    require(actor, Act.PUBLISH, period.service)
    with transaction.atomic():
        period = _lock_unpublished(period.pk)
        if period.end_date >= timezone.localdate(now):
            raise ValidationError(_("Survei ini masih berjalan."), code="running")
        result = queries.result_of(period)
        if result.overall is None:
            raise ValidationError(_("Belum ada jawaban."), code="empty")
        missing = queries.missing_plans(period, result)
        if missing:
            names = ", ".join(str(NAMES[row.element]) for row in missing)
            raise ValidationError(_("Rencana tindak lanjut belum ditulis: %(names)s.") % {"names": names}, code="plan")
        period.figures, period.published_at, period.published_by = queries.freeze(period), now, actor
        period.save()
    return period
