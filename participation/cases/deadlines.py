"""Working-day arithmetic. The clock and the office's closures are passed in."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

IsWorkingDay = Callable[[date], bool]


@lru_cache(maxsize=1)
def _public_holidays() -> holidays.HolidayBase:
    return holidays.ID(categories=("public", "government"))


def working_days(closed: Collection[date] = frozenset()) -> IsWorkingDay:
    """The office's calendar: no weekends, no national holidays or cuti bersama, none of the ``closed`` dates."""

    def is_working_day(day: date) -> bool:
        return day.weekday() < 5 and day not in closed and day not in _public_holidays()

    return is_working_day


def add_working_days(start: date, days: int, is_working_day: IsWorkingDay) -> date:
    """The ``days``-th working day after ``start``; ``start`` itself never counts. Raises ValueError below zero."""
    if days < 0:
        raise ValueError("days must not be negative")
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def count_working_days(start: date, end: date, is_working_day: IsWorkingDay) -> int:
    """Working days after ``start`` up to and including ``end``; 0 when ``end`` is not later."""
    span = max(0, (end - start).days)
    return sum(is_working_day(start + timedelta(days=offset)) for offset in range(1, span + 1))


def due_after_pause(due: date, paused_on: date, resumed_on: date, is_working_day: IsWorkingDay) -> date:
    """The due date moved on by the working days that the clock stood still."""
    return add_working_days(due, count_working_days(paused_on, resumed_on, is_working_day), is_working_day)


@dataclass(frozen=True)
class Terms:
    """Working days per step, of the rule version that a case was opened under."""

    verification: int
    followup: int
    information: int
    complaint: int
    field_complaint: int
    suggestion: int
    reopened: int
    reporter_wait: int
    silence: int

    def response(self, kind: str, *, needs_field_examination: bool) -> int:
        if kind == "information_request":
            return self.information
        if kind == "suggestion":
            return self.suggestion
        return self.field_complaint if needs_field_examination else self.complaint
