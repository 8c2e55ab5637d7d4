from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from participation.cases.deadlines import add_working_days, working_days
from participation.cases.models import Case
from participation.units.queries import closed_dates


@dataclass(frozen=True)
class ReceiptDates:
    """The dates by which things happen, counted from the day of receipt under the case's own rules."""

    verified_by: date
    followed_up_by: date
    answered_by: date


def case_by_key(key: str) -> Case | None:
    try:
        return Case.objects.select_related("rules", "area", "category", "unit").filter(key=key).first()
    except (ValueError, ValidationError):
        return None


def receipt_dates(case: Case) -> ReceiptDates:
    calendar, terms = working_days(closed_dates()), case.rules.terms
    received = timezone.localdate(case.submitted_at)
    verified = add_working_days(received, terms.verification, calendar)
    field = bool(case.category and case.category.needs_field_examination)
    return ReceiptDates(
        verified_by=verified,
        followed_up_by=add_working_days(verified, terms.followup, calendar),
        answered_by=add_working_days(received, terms.response(case.kind, needs_field_examination=field), calendar),
    )
