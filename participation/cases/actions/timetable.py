"""What happens because time has passed."""

from datetime import date, datetime

from django.db import transaction

from participation.cases import notices
from participation.cases.actions.recording import Kind, Party, Visibility, lock_case, move, record_event, save_case
from participation.cases.lifecycle import Status, Step
from participation.cases.models import Case

_ENDINGS = {
    Status.RESPONDED: (Step.CLOSE_SILENT, Case.CloseReason.SILENT),
    Status.WAITING_REPORTER: (Step.EXPIRE, Case.CloseReason.NO_REPLY),
}


def close_when_silent(*, case_id: int, today: date, now: datetime) -> bool:
    """Close a case whose reporter let the time pass. False when it moved on meanwhile: safe to run twice."""
    with transaction.atomic():
        case = lock_case(case_id)
        if case.state not in _ENDINGS or case.auto_close_date is None or case.auto_close_date >= today:
            return False
        step, reason = _ENDINGS[case.state]
        moved = move(case, step, now=now)
        case.close_reason, case.closed_at, case.auto_close_date = reason, now, None
        event = record_event(
            case,
            Kind.CLOSED,
            now=now,
            party=Party.SYSTEM,
            visibility=Visibility.PUBLIC,
            moved=moved,
            data={"reason": reason},
        )
        save_case(case)
        notices.tell_reporter(case, "closed", event=event, now=now)
    return True
