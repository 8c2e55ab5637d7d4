from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from participation.accounts.models import User
from participation.cases.models import Case, CaseEvent, ReporterIdentity


def _cases() -> QuerySet[Case]:
    return Case.objects.select_related("category", "unit", "area", "rules", "merged_into__unit")


def own_case(code: str) -> Case | None:
    """The case of that code; whether this visitor may read it is for the caller to check."""
    return _cases().filter(code=code).first()


def own_case_by_key(key: str, pin_version: int) -> Case | None:
    """The case that a signed link names, unless its PIN has been renewed since."""
    try:
        return _cases().filter(key=key, pin_version=pin_version).first()
    except (ValueError, ValidationError):
        return None


def cases_of(account: User) -> QuerySet[Case]:
    """What somebody reported while logged in, or put into the account afterwards; newest first."""
    return _cases().filter(reporter__user=account).order_by("-submitted_at", "-pk")


def own_case_of(account: User, code: str) -> Case | None:
    return cases_of(account).filter(code=code).first()


def can_be_kept(case: Case) -> bool:
    """Whether no account has this case yet."""
    return ReporterIdentity.objects.filter(case=case, user=None).exists()


def export_cases(account: User) -> list[dict[str, Any]]:
    """An account's reports in the reporter's own words, as plain values."""
    return [
        {
            "kode": case.display_code,
            "diterima": case.submitted_at.isoformat(),
            "jenis": case.get_kind_display(),
            "status": case.get_status_display(),
            "nama": case.get_identity_display(),
            "nama yang ditampilkan": case.reporter.display_name,
            "e-mail": case.reporter.email,
            "kelurahan": case.area.name if case.area else None,
            "RW": case.rw,
            "patokan": case.address,
            "isi": case.text,
            "keterangan": [event.payload.text for event in case.events.all() if _is_own_words(event)],
        }
        for case in cases_of(account).select_related("reporter").prefetch_related("events__payload")
    ]


def _is_own_words(event: CaseEvent) -> bool:
    return (
        event.party == CaseEvent.Party.REPORTER and event.kind != CaseEvent.Kind.SUBMITTED and hasattr(event, "payload")
    )
