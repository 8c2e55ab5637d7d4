"""What the reporter does with their own case, and visitors with a public one."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.cases import notices
from participation.cases.actions.photos import attach_photos
from participation.cases.actions.recording import (
    Kind,
    Party,
    Visibility,
    already_recorded,
    days_from,
    lock_case,
    move,
    record_event,
    save_case,
    token_data,
)
from participation.cases.actions.work import back_to_triage
from participation.cases.lifecycle import OPEN, Status, Step, TransitionRefused
from participation.cases.models import Case, CaseEvent, Photo, Rating, Support
from participation.units.queries import colleagues


def answer_question(*, case_id: int, text: str, now: datetime, form_token: UUID | None = None) -> Case:
    """The reporter answers; the case goes back to where it was and the clock runs on."""
    with transaction.atomic():
        case = lock_case(case_id)
        moved = move(case, Step.ANSWER, now=now)
        case.auto_close_date = None
        event = _reporter_event(case, Kind.REPLIED, now, moved=moved, text=text)
        attach_photos(case, event, form_token=form_token, purpose=Photo.Purpose.ADDITION)
        save_case(case)
    return case


def add_information(*, case_id: int, text: str, now: datetime, form_token: UUID | None = None) -> Case:
    """More from the reporter, at any time while somebody still works on the case."""
    with transaction.atomic():
        case = lock_case(case_id)
        if already_recorded(case, form_token):
            return case
        if case.state not in OPEN:
            raise ValidationError(
                _("Laporan ini sudah tidak dikerjakan. Buka kembali bila belum beres."), code="closed"
            )
        event = _reporter_event(case, Kind.INFORMATION_ADDED, now, text=text, data=token_data(form_token))
        attach_photos(case, event, form_token=form_token, purpose=Photo.Purpose.ADDITION)
        save_case(case)
    return case


def confirm_case(*, case_id: int, now: datetime, score: int | None = None, comment: str = "") -> Case:
    """The reporter says it is done, with or without a rating."""
    with transaction.atomic():
        case = lock_case(case_id)
        moved = move(case, Step.CONFIRM, now=now)
        case.close_reason, case.closed_at, case.auto_close_date = Case.CloseReason.CONFIRMED, now, None
        _reporter_event(case, Kind.CONFIRMED, now, moved=moved, visibility=Visibility.PUBLIC)
        if score is not None:
            _rate(case, score, comment, now)
        save_case(case)
    return case


def rate_case(*, case_id: int, score: int, comment: str, now: datetime) -> Case:
    """Rate a case that is closed already, once per round. Raises ValidationError on the second try."""
    with transaction.atomic():
        case = lock_case(case_id)
        if case.state is not Status.CLOSED or case.close_reason == Case.CloseReason.WITHDRAWN:
            raise ValidationError(_("Laporan ini belum bisa dinilai."), code="not_closed")
        _rate(case, score, comment, now)
        save_case(case)
    return case


def _rate(case: Case, score: int, comment: str, now: datetime) -> None:
    try:
        with transaction.atomic():
            Rating.objects.create(case=case, round=case.reopen_count, score=score, comment=comment, rated_at=now)
    except IntegrityError as error:
        raise ValidationError(_("Anda sudah memberi penilaian. Terima kasih."), code="rated") from error
    _reporter_event(case, Kind.RATED, now, text=comment, data={"score": score})


def can_reopen(case: Case, *, now: datetime) -> bool:
    """Always while an answer waits for judgement; after closing within the window, but never after withdrawing."""
    if case.state is Status.RESPONDED:
        return True
    return (
        case.state is Status.CLOSED
        and case.close_reason != Case.CloseReason.WITHDRAWN
        and case.closed_at is not None
        and now <= case.closed_at + timedelta(days=case.rules.reopen_window_days)
    )


def can_object(case: Case, *, now: datetime) -> bool:
    return (
        case.state is Status.REJECTED
        and case.closed_at is not None
        and now <= case.closed_at + timedelta(days=case.rules.objection_window_days)
    )


def reopen_case(*, case_id: int, text: str, now: datetime, form_token: UUID | None = None) -> Case:
    """The reporter says it is not done: another officer gets the case, with a new due date; the intake date stays."""
    with transaction.atomic():
        case = lock_case(case_id)
        if not can_reopen(case, now=now):
            raise TransitionRefused(Step.REOPEN, case.state)
        moved = move(case, Step.REOPEN, now=now)
        case.assignee = _another_officer(case)
        case.reopen_count += 1
        case.due_date = days_from(now, case.rules.reopened_days)
        case.outcome, case.close_reason, case.closed_at = "", "", None
        case.auto_close_date, case.responded_at = None, None
        event = _reporter_event(
            case,
            Kind.REOPENED,
            now,
            moved=moved,
            text=text,
            data={"due": case.due_date.isoformat()},
            visibility=Visibility.PUBLIC,
        )
        attach_photos(case, event, form_token=form_token, purpose=Photo.Purpose.ADDITION)
        save_case(case)
        notices.tell_reporter(case, "reopened", event=event, now=now)
    return case


def _another_officer(case: Case) -> User | None:
    """Whoever of the unit has the least to do, but not the one who answered."""
    if case.unit is None:
        return None
    answered_by = case.events.filter(kind=Kind.RESPONDED).order_by("-id").values_list("actor", flat=True).first()
    others = colleagues(case.unit).exclude(pk__in=[pk for pk in (answered_by, case.assignee_id) if pk])
    return (
        others.annotate(
            load=Count("assigned_cases", filter=Q(assigned_cases__status__in=[status.value for status in OPEN]))
        )
        .order_by("load", "id")
        .first()
    )


def object_to_rejection(*, case_id: int, text: str, now: datetime, form_token: UUID | None = None) -> Case:
    with transaction.atomic():
        case = lock_case(case_id)
        if not can_object(case, now=now):
            raise TransitionRefused(Step.OBJECT, case.state)
        moved = move(case, Step.OBJECT, now=now)
        back_to_triage(case, now)
        event = _reporter_event(case, Kind.OBJECTED, now, moved=moved, text=text, visibility=Visibility.PUBLIC)
        attach_photos(case, event, form_token=form_token, purpose=Photo.Purpose.ADDITION)
        save_case(case)
    return case


def withdraw_case(*, case_id: int, now: datetime, text: str = "", form_token: UUID | None = None) -> Case:
    with transaction.atomic():
        case = lock_case(case_id)
        moved = move(case, Step.WITHDRAW, now=now)
        case.close_reason, case.closed_at = Case.CloseReason.WITHDRAWN, now
        case.auto_close_date, case.followup_due_date, case.waiting_for = None, None, ""
        event = _reporter_event(case, Kind.WITHDRAWN, now, moved=moved, text=text, visibility=Visibility.PUBLIC)
        attach_photos(case, event, form_token=form_token, purpose=Photo.Purpose.ADDITION)
        save_case(case)
    return case


def renew_pin(*, case_id: int, now: datetime) -> Case:
    """A new PIN; the old one and every link sent before stop working."""
    with transaction.atomic():
        case = lock_case(case_id)
        case.pin_version += 1
        _reporter_event(case, Kind.PIN_RENEWED, now)
        save_case(case)
    return case


def support_case(*, case_id: int, visitor_key: str, now: datetime) -> bool:
    """One visitor's "saya juga mengalami"; False when this visitor had said so before."""
    try:
        with transaction.atomic():
            Support.objects.create(case_id=case_id, visitor_key=visitor_key, supported_at=now)
            Case.objects.filter(pk=case_id).update(support_count=F("support_count") + 1)
    except IntegrityError:
        return False
    return True


def _reporter_event(
    case: Case,
    kind: CaseEvent.Kind,
    now: datetime,
    *,
    visibility: CaseEvent.Visibility = Visibility.REPORTER,
    **details,
) -> CaseEvent:
    return record_event(case, kind, now=now, party=Party.REPORTER, visibility=visibility, **details)
