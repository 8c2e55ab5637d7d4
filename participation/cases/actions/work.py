"""What staff do with a case that has reached them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nlp.privacy import mask
from participation.accounts.models import User
from participation.cases import notices
from participation.cases.actions.photos import attach_photos
from participation.cases.actions.publication import take_out_of_view
from participation.cases.actions.recording import (
    Kind,
    Party,
    Visibility,
    already_recorded,
    days_from,
    lock_case,
    lock_two_cases,
    move,
    record_event,
    save_case,
    token_data,
)
from participation.cases.actions.replies import check_reply
from participation.cases.lifecycle import OPEN, Step
from participation.cases.models import Case, Photo, ReporterIdentity
from participation.cases.permissions import Act, require, visible_to
from participation.routing.actions.predictions import confirm_label
from participation.units.queries import colleagues


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An official answer. FIXED needs a photo or document under ``evidence_token``, every outcome needs words."""

    outcome: str
    text: str
    evidence_token: UUID | None = None
    evidence_alt: str = ""


def accept_case(*, case_id: int, actor: User, now: datetime, revision: int | None = None) -> Case:
    """The unit takes the case; whoever takes it works it."""
    with transaction.atomic():
        case = lock_case(case_id, revision=revision)
        require(actor, Act.ACCEPT, case)
        moved = move(case, Step.ACCEPT, now=now)
        case.assignee, case.followup_due_date = actor, None
        record_event(
            case, Kind.ACCEPTED, now=now, party=Party.STAFF, actor=actor, visibility=Visibility.PUBLIC, moved=moved
        )
        save_case(case)
        if case.category:
            confirm_label(
                subject=case.key, masked_text=mask(case.text), category=case.category, kind=case.kind, now=now
            )
    return case


def assign_case(*, case_id: int, actor: User, assignee: User, now: datetime, revision: int | None = None) -> Case:
    with transaction.atomic():
        case = lock_case(case_id, revision=revision)
        require(actor, Act.ASSIGN, case)
        if case.unit is None or not colleagues(case.unit).filter(pk=assignee.pk).exists():
            raise ValidationError(_("Pilih petugas dari unit yang menangani laporan ini."), code="not_a_colleague")
        case.assignee = assignee
        record_event(
            case,
            Kind.ASSIGNED,
            now=now,
            party=Party.STAFF,
            actor=actor,
            visibility=Visibility.STAFF,
            data={"assignee": assignee.pk},
        )
        save_case(case)
    return case


def note_on_case(*, case_id: int, actor: User, text: str, now: datetime, form_token: UUID | None = None) -> Case:
    with transaction.atomic():
        case = lock_case(case_id)
        require(actor, Act.NOTE, case)
        if already_recorded(case, form_token):
            return case
        record_event(
            case,
            Kind.NOTED,
            now=now,
            party=Party.STAFF,
            actor=actor,
            visibility=Visibility.STAFF,
            text=text,
            data=token_data(form_token),
        )
        save_case(case)
    return case


def record_original_viewed(*, case_id: int, actor: User, now: datetime) -> Case:
    """The unmasked words are shown to one person: that it happened is part of the record."""
    with transaction.atomic():
        case = lock_case(case_id)
        require(actor, Act.VIEW_ORIGINAL, case)
        record_event(case, Kind.ORIGINAL_VIEWED, now=now, party=Party.STAFF, actor=actor, visibility=Visibility.STAFF)
        save_case(case)
    return case


def open_identity(*, case_id: int, actor: User, reason: str, now: datetime) -> ReporterIdentity:
    """Open the sealed identity: needs the named role and a written reason, and the reporter sees that it happened."""
    if not reason.strip():
        raise ValidationError(_("Tulis alasan membuka identitas pelapor."), code="required")
    with transaction.atomic():
        case = lock_case(case_id)
        require(actor, Act.OPEN_IDENTITY, case)
        record_event(
            case,
            Kind.IDENTITY_OPENED,
            now=now,
            party=Party.STAFF,
            actor=actor,
            visibility=Visibility.REPORTER,
            text=reason,
        )
        save_case(case)
        return ReporterIdentity.objects.get(case=case)


def ask_reporter(*, case_id: int, actor: User, text: str, now: datetime, revision: int | None = None) -> Case:
    """Ask the reporter; the clock stands still until the answer, or until the waiting time is over."""
    with transaction.atomic():
        case = lock_case(case_id, revision=revision)
        require(actor, Act.ASK, case)
        moved = move(case, Step.ASK, now=now)
        case.auto_close_date = days_from(now, case.rules.reporter_wait_days)
        event = record_event(
            case,
            Kind.ASKED,
            now=now,
            party=Party.STAFF,
            actor=actor,
            visibility=Visibility.REPORTER,
            moved=moved,
            text=text,
            data={"until": case.auto_close_date.isoformat()},
        )
        save_case(case)
        notices.tell_reporter(case, "asked", event=event, now=now, text=text)
    return case


def wait_for_external(
    *, case_id: int, actor: User, body: str, text: str, now: datetime, revision: int | None = None
) -> Case:
    """Wait for a named outside body. The clock may stand still for each body once; a second time is refused."""
    with transaction.atomic():
        case = lock_case(case_id, revision=revision)
        require(actor, Act.WAIT_EXTERNAL, case)
        name = " ".join(body.split())
        waited = case.events.filter(kind=Kind.WAITING_EXTERNAL).values_list("data__body", flat=True)
        if name.casefold() in {before.casefold() for before in waited}:
            raise ValidationError(
                _("Waktu sudah pernah dihentikan untuk %(body)s. Ini hanya boleh sekali.") % {"body": name},
                code="twice",
            )
        moved = move(case, Step.WAIT_EXTERNAL, now=now)
        case.waiting_for = name
        event = record_event(
            case,
            Kind.WAITING_EXTERNAL,
            now=now,
            party=Party.STAFF,
            actor=actor,
            visibility=Visibility.PUBLIC,
            moved=moved,
            text=text,
            data={"body": name},
        )
        save_case(case)
        notices.tell_reporter(case, "waiting_external", event=event, now=now, text=text)
    return case


def resume_case(*, case_id: int, actor: User, now: datetime, text: str = "", revision: int | None = None) -> Case:
    with transaction.atomic():
        case = lock_case(case_id, revision=revision)
        require(actor, Act.RESUME, case)
        moved = move(case, Step.RESUME, now=now)
        case.waiting_for = ""
        record_event(
            case,
            Kind.RESUMED,
            now=now,
            party=Party.STAFF,
            actor=actor,
            visibility=Visibility.PUBLIC,
            moved=moved,
            text=text,
        )
        save_case(case)
    return case


def respond_to_case(*, case_id: int, actor: User, answer: Answer, now: datetime, revision: int | None = None) -> Case:
    """Give the official answer. The reporter confirms, reopens, or lets the silence period pass."""
    if not answer.text.strip():
        raise ValidationError(_("Tulis jawaban untuk pelapor."), code="required")
    check_reply(answer.text)
    with transaction.atomic():
        case = lock_case(case_id, revision=revision)
        require(actor, Act.RESPOND, case)
        moved = move(case, Step.RESPOND, now=now)
        case.outcome, case.waiting_for, case.followup_due_date = answer.outcome, "", None
        case.responded_at = now
        case.auto_close_date = days_from(now, case.rules.silence_days)
        event = record_event(
            case,
            Kind.RESPONDED,
            now=now,
            party=Party.STAFF,
            actor=actor,
            visibility=Visibility.PUBLIC,
            moved=moved,
            text=answer.text,
            data={
                "outcome": answer.outcome,
                "unit": case.unit.slug if case.unit else "",
                "on_time": _on_time(case, now),
            },
        )
        attached = attach_photos(
            case, event, form_token=answer.evidence_token, purpose=Photo.Purpose.EVIDENCE, alt_text=answer.evidence_alt
        )
        if answer.outcome == Case.Outcome.FIXED and not attached:
            raise ValidationError(_("Sertakan foto bukti bahwa sudah diperbaiki."), code="evidence")
        save_case(case)
        notices.tell_everybody(case, "responded", event=event, now=now, text=answer.text)
    return case


def _on_time(case: Case, now: datetime) -> bool:
    return case.due_date is None or timezone.localdate(now) <= case.due_date


def reject_case(
    *, case_id: int, actor: User, reason: str, text: str, now: datetime, revision: int | None = None
) -> Case:
    """Close what is no report. The reporter is told why and may object; what had been published comes down."""
    with transaction.atomic():
        case = lock_case(case_id, revision=revision)
        require(actor, Act.REJECT, case)
        if reason == Case.RejectReason.UNINTELLIGIBLE and not case.events.filter(kind=Kind.ASKED).exists():
            raise ValidationError(_("Tanyakan dulu maksudnya kepada pelapor."), code="ask_first")
        moved = move(case, Step.REJECT, now=now)
        case.reject_reason, case.followup_due_date = reason, None
        case.closed_at = now
        event = record_event(
            case,
            Kind.REJECTED,
            now=now,
            party=Party.STAFF,
            actor=actor,
            visibility=Visibility.PUBLIC,
            moved=moved,
            text=text,
            data={"reason": reason},
        )
        if case.is_published:
            take_out_of_view(case, actor=actor, now=now)
        save_case(case)
        notices.tell_reporter(case, "rejected", event=event, now=now, text=text)
    return case


def restore_case(*, case_id: int, actor: User, text: str, now: datetime, revision: int | None = None) -> Case:
    """Staff take a rejection back."""
    with transaction.atomic():
        case = lock_case(case_id, revision=revision)
        require(actor, Act.RESTORE, case)
        moved = move(case, Step.RESTORE, now=now)
        back_to_triage(case, now)
        record_event(
            case,
            Kind.RESTORED,
            now=now,
            party=Party.STAFF,
            actor=actor,
            visibility=Visibility.PUBLIC,
            moved=moved,
            text=text,
        )
        save_case(case)
    return case


def back_to_triage(case: Case, now: datetime) -> None:
    """A rejected case starts again at triage, with a new verification deadline."""
    case.reject_reason, case.unit, case.assignee, case.closed_at = "", None, None, None
    case.due_date = days_from(now, case.rules.verification_days)


def merge_case(*, case_id: int, actor: User, main_code: str, now: datetime, revision: int | None = None) -> Case:
    """Put a case under the main case on the same matter. Nothing of it is lost, and un-merging brings it back."""
    with transaction.atomic():
        main_id = visible_to(actor).filter(code=main_code).values_list("pk", flat=True).first()
        if main_id is None or main_id == case_id:
            raise ValidationError(_("Kode laporan utama tidak ditemukan."), code="unknown")
        case, main = lock_two_cases(case_id, main_id, revision=revision)
        require(actor, Act.MERGE, case)
        _check_mergeable(case, main)
        moved = move(case, Step.MERGE, now=now)
        case.merged_into = main
        event = record_event(
            case,
            Kind.MERGED,
            now=now,
            party=Party.STAFF,
            actor=actor,
            visibility=Visibility.PUBLIC,
            moved=moved,
            data={"main": main.code},
        )
        save_case(case)
        notices.tell_reporter(case, "merged", event=event, now=now, main=main)
    return case


def _check_mergeable(case: Case, main: Case) -> None:
    confidential = Case.Identity.CONFIDENTIAL
    if (case.identity == confidential) != (main.identity == confidential):
        raise ValidationError(_("Laporan Rahasia tidak bisa digabung dengan laporan lain."), code="confidential")
    if main.state not in OPEN:
        raise ValidationError(_("Laporan utama sudah tidak dikerjakan. Pilih yang masih terbuka."), code="not_open")
    if case.merged_cases.exists():
        raise ValidationError(_("Laporan ini sendiri laporan utama. Gabungkan ke arah sebaliknya."), code="is_main")


def unmerge_case(*, case_id: int, actor: User, now: datetime, revision: int | None = None) -> Case:
    with transaction.atomic():
        case = lock_case(case_id, revision=revision)
        require(actor, Act.UNMERGE, case)
        main_code = case.merged_into.code if case.merged_into else ""
        moved = move(case, Step.UNMERGE, now=now)
        case.merged_into = None
        record_event(
            case,
            Kind.UNMERGED,
            now=now,
            party=Party.STAFF,
            actor=actor,
            visibility=Visibility.PUBLIC,
            moved=moved,
            data={"main": main_code},
        )
        save_case(case)
    return case
