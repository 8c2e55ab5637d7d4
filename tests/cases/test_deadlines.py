from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.cases.deadlines import (
    Terms,
    add_working_days,
    count_working_days,
    due_after_pause,
    working_days,
)

CALENDAR = working_days()


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 3, 13), 3, date(2026, 3, 25)),  # Nyepi, Lebaran and cuti bersama between
        (date(2026, 3, 2), 3, date(2026, 3, 5)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # over a weekend
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # from a Saturday
        (date(2026, 12, 30), 2, date(2027, 1, 4)),  # over the year's end
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
    ],
)
def test_due_dates(start: date, days: int, due: date) -> None:
    assert add_working_days(start, days, CALENDAR) == due


def test_the_offices_own_closure_counts_as_closed() -> None:
    closed = working_days(frozenset({date(2026, 3, 3)}))
    assert add_working_days(date(2026, 3, 2), 3, closed) == date(2026, 3, 6)


def test_a_negative_number_of_days_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 3, 2), -1, CALENDAR)


@pytest.mark.parametrize(
    ("due", "paused", "resumed", "expected"),
    [
        (date(2026, 3, 5), date(2026, 3, 3), date(2026, 3, 3), date(2026, 3, 5)),
        (date(2026, 3, 5), date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 6)),
        (date(2026, 3, 5), date(2026, 3, 3), date(2026, 3, 9), date(2026, 3, 11)),
    ],
)
def test_a_pause_moves_the_due_date_by_the_working_days_it_lasted(
    due: date, paused: date, resumed: date, expected: date
) -> None:
    assert due_after_pause(due, paused, resumed, CALENDAR) == expected


@given(st.dates(date(2025, 1, 1), date(2027, 6, 1)), st.integers(0, 70))
def test_adding_and_counting_are_inverse(start: date, days: int) -> None:
    assert count_working_days(start, add_working_days(start, days, CALENDAR), CALENDAR) == days


TERMS = Terms(
    verification=3, followup=5, information=5, complaint=14, field_complaint=60, suggestion=14, reopened=3,
    reporter_wait=10, silence=10,
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "field", "days"),
    [
        ("complaint", False, 14),
        ("complaint", True, 60),
        ("suggestion", True, 14),
        ("information_request", True, 5),
    ],
)
def test_the_answer_is_due_by_kind(kind: str, field: bool, days: int) -> None:
    assert TERMS.response(kind, needs_field_examination=field) == days
