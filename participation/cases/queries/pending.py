"""Work that waits: for the sweep, for the timetable."""

from datetime import date

from participation.cases.lifecycle import Status
from participation.cases.models import Case


def unclassified_cases(*, limit: int) -> list[int]:
    return list(
        Case.objects.filter(classified_at__isnull=True).order_by("submitted_at").values_list("id", flat=True)[:limit]
    )


def silent_cases(today: date, *, limit: int) -> list[int]:
    """Cases whose reporter has let the time pass, oldest first."""
    waiting = Case.objects.filter(
        auto_close_date__lt=today, status__in=[Status.RESPONDED.value, Status.WAITING_REPORTER.value]
    )
    return list(waiting.order_by("auto_close_date").values_list("id", flat=True)[:limit])
