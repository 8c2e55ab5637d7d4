"""A month's figures as everybody may see them: always with the number they are a share of."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from participation.cases.deadlines import count_working_days, working_days
from participation.cases.lifecycle import OPEN, PAUSED, Status
from participation.cases.models import Case
from participation.units.queries import closed_dates

_RUNNING = [status.value for status in OPEN - PAUSED]


@dataclass(frozen=True, kw_only=True)
class Speed:
    """Working days from a report to its answer, over ``answered`` reports."""

    answered: int = 0
    mean: float = 0
    fastest: int = 0
    slowest: int = 0


@dataclass(frozen=True, kw_only=True)
class MonthFigures:
    """``due``: reports whose deadline in this month has passed; ``in_time``: those of them answered by then."""

    month: date
    received: int
    received_before: int
    due: int
    in_time: int
    speed: Speed

    @property
    def late(self) -> int:
        return self.due - self.in_time

    @property
    def share_in_time(self) -> float | None:
        return self.in_time / self.due if self.due else None


def month_figures(today: date) -> MonthFigures:
    """The month of ``today`` so far; ``received_before`` counts as many days of the month before."""
    first = today.replace(day=1)
    cases = _counted()
    return MonthFigures(month=first, **_counts(cases, first, today), speed=_speed(cases, first, today))


def _counted() -> QuerySet[Case]:
    """What is a report: not rejected, not withdrawn, and not twice when it was merged into another."""
    withdrawn = Q(status=Status.CLOSED.value, close_reason=Case.CloseReason.WITHDRAWN)
    return (
        Case.objects.exclude(status__in=[Status.REJECTED.value, Status.MERGED.value])
        .exclude(withdrawn)
        .annotate(submitted_day=TruncDate("submitted_at"), responded_day=TruncDate("responded_at"))
    )


def _counts(cases: QuerySet[Case], first: date, today: date) -> dict[str, int]:
    last_before = first - timedelta(days=1)
    first_before = last_before.replace(day=1)
    same_day = min(first_before.replace(day=min(today.day, last_before.day)), last_before)
    answered = Q(responded_at__isnull=False)
    due = Q(due_date__gte=first, due_date__lt=today) & (answered | Q(status__in=_RUNNING))
    return cases.aggregate(
        received=Count("pk", filter=Q(submitted_day__range=(first, today))),
        received_before=Count("pk", filter=Q(submitted_day__range=(first_before, same_day))),
        due=Count("pk", filter=due),
        in_time=Count("pk", filter=due & Q(responded_day__lte=F("due_date"))),
    )


def _speed(cases: QuerySet[Case], first: date, today: date) -> Speed:
    spans = (
        cases.filter(responded_day__range=(first, today))
        .order_by()
        .values_list("submitted_day", "responded_day")
        .annotate(cases=Count("pk"))
    )
    is_working_day = working_days(closed_dates())
    counted = [(count_working_days(start, end, is_working_day), cases) for start, end, cases in spans]
    if not counted:
        return Speed()
    answered = sum(cases for _, cases in counted)
    days = [days for days, _ in counted]
    mean = sum(days * cases for days, cases in counted) / answered
    return Speed(answered=answered, mean=mean, fastest=min(days), slowest=max(days))
