"""A month's figures as everybody may see them: always with the number they are a share of."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from participation.cases.deadlines import count_working_days, working_days
from participation.cases.lifecycle import PAUSED, Status
from participation.cases.models import Case
from participation.units.queries import closed_dates


@dataclass(frozen=True, kw_only=True)
class MonthFigures:
    """``due``: answers owed by today, and those given before they were owed. Working days are means over ``answered``."""

    month: date
    received: int
    received_before: int
    due: int
    in_time: int
    answered: int
    mean_days: float | None
    fastest_days: int | None
    slowest_days: int | None

    @property
    def late(self) -> int:
        return self.due - self.in_time

    @property
    def share_in_time(self) -> float | None:
        return self.in_time / self.due if self.due else None


def month_figures(today: date) -> MonthFigures:
    """The month of ``today`` so far; ``received_before`` counts the same number of days of the month before."""
    first = today.replace(day=1)
    return MonthFigures(month=first, **_counts(first, today), **_speed(first, today))


def _counted() -> QuerySet[Case]:
    """What is a report: not rejected, not withdrawn, and not twice when it was merged into another."""
    withdrawn = Q(status=Status.CLOSED.value, close_reason=Case.CloseReason.WITHDRAWN)
    return Case.objects.exclude(status__in=[Status.REJECTED.value, Status.MERGED.value]).exclude(withdrawn)


def _counts(first: date, today: date) -> dict[str, int]:
    before = (first - timedelta(days=1)).replace(day=1)
    same_day = min(before + timedelta(days=today.day - 1), first - timedelta(days=1))
    waiting = Q(responded_at__isnull=True, status__in=[status.value for status in PAUSED])
    owed = Q(due_date__gte=first, due_date__lt=today) | Q(due_date__gte=first, responded_day__isnull=False)
    return _with_days().aggregate(
        received=Count("pk", filter=Q(submitted_day__gte=first, submitted_day__lte=today)),
        received_before=Count("pk", filter=Q(submitted_day__gte=before, submitted_day__lte=same_day)),
        due=Count("pk", filter=_this_month(first, today) & owed & ~waiting),
        in_time=Count("pk", filter=_this_month(first, today) & owed & Q(responded_day__lte=F("due_date"))),
    )


def _with_days() -> QuerySet[Case]:
    return _counted().annotate(submitted_day=TruncDate("submitted_at"), responded_day=TruncDate("responded_at"))


def _this_month(first: date, today: date) -> Q:
    return Q(due_date__lte=_last_day(first))


def _last_day(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _speed(first: date, today: date) -> dict[str, float | int | None]:
    return {}
