"""What every write to a case has in common: the lock, the status, the event, the clock."""

import secrets
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.cases.deadlines import IsWorkingDay, add_working_days, due_after_pause, working_days
from participation.cases.lifecycle import PAUSED, Status, Step, target_of
from participation.cases.models import Case, CaseEvent, EventPayload
from participation.ledger.actions import append_link
from participation.ledger.chain import salted_digest
from participation.units.queries import closed_dates

Kind, Visibility, Party = CaseEvent.Kind, CaseEvent.Visibility, CaseEvent.Party


class StaleCase(ValidationError):
    """Somebody changed the case since the person read it."""

    def __init__(self) -> None:
        super().__init__(_("Laporan ini baru saja diubah petugas lain. Baca lagi, lalu ulangi."), code="stale")


def lock_case(case_id: int, *, revision: int | None = None) -> Case:
    """The case, locked until the transaction ends. Raises StaleCase when it moved on from ``revision``."""
    case = Case.objects.select_for_update().get(pk=case_id)
    if revision is not None and case.revision != revision:
        raise StaleCase
    return case


def lock_two_cases(case_id: int, other_id: int, *, revision: int | None = None) -> tuple[Case, Case]:
    """Both cases, locked in one order whoever asks, so that two people cannot lock each other out."""
    for pk in sorted((case_id, other_id)):
        Case.objects.select_for_update().only("pk").get(pk=pk)
    return lock_case(case_id, revision=revision), lock_case(other_id)


def office_calendar() -> IsWorkingDay:
    return working_days(closed_dates())


def days_from(now: datetime, days: int) -> date:
    """The ``days``-th working day after ``now``, on the office's calendar."""
    return add_working_days(timezone.localdate(now), days, office_calendar())


def move(case: Case, step: Step, *, now: datetime) -> tuple[Status, Status]:
    """Change the status of a locked case by the lifecycle table and keep the clock. Returns (from, to).

    Raises TransitionRefused. The case is not saved here: save_case writes it with everything else.
    """
    source = case.state
    stored = Status(case.resume_status) if case.resume_status else None
    target = target_of(step, source, stored=stored)
    if target in (Status.WAITING_REPORTER, Status.MERGED):
        case.resume_status = source.value
    elif source in (Status.WAITING_REPORTER, Status.MERGED):
        case.resume_status = ""
    _keep_clock(case, source, target, timezone.localdate(now))
    case.status = target.value
    return source, target


def _keep_clock(case: Case, source: Status, target: Status, today: date) -> None:
    if target in PAUSED and case.paused_date is None:
        case.paused_date = today
    elif source in PAUSED and target not in PAUSED and case.paused_date is not None:
        calendar = office_calendar()
        for name in ("due_date", "followup_due_date"):
            due = getattr(case, name)
            if due is not None:
                setattr(case, name, due_after_pause(due, case.paused_date, today, calendar))
        case.paused_date = None


def save_case(case: Case) -> None:
    case.revision += 1
    case.save()


def token_data(form_token: UUID | None) -> dict[str, str]:
    return {"token": str(form_token)} if form_token else {}


def already_recorded(case: Case, form_token: UUID | None) -> bool:
    """Whether this very form has been sent before: its token stands in an event of the locked case."""
    return form_token is not None and case.events.filter(data__token=str(form_token)).exists()


def record_event(
    case: Case,
    kind: CaseEvent.Kind,
    *,
    now: datetime,
    party: CaseEvent.Party,
    visibility: CaseEvent.Visibility,
    actor: User | None = None,
    moved: tuple[Status, Status] | None = None,
    text: str = "",
    public_text: str = "",
    data: dict[str, Any] | None = None,
) -> CaseEvent:
    """Write one event of a locked case and chain it. ``text`` goes into the erasable payload, its digest here."""
    salt = secrets.token_hex(16) if text else ""
    event = CaseEvent(
        case=case,
        kind=kind,
        at=now,
        party=party,
        actor=actor,
        visibility=visibility,
        from_status=moved[0].value if moved else "",
        to_status=moved[1].value if moved else "",
        data=data or {},
        payload_digest=salted_digest(salt, text) if text else "",
    )
    event.link = append_link(chain=case.ledger_chain, content=event.computed_content_digest())
    event.save()
    if text:
        EventPayload.objects.create(event=event, salt=salt, text=text, public_text=public_text)
    case.event_count += 1
    return event
