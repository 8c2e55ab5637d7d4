from datetime import date

import pytest
from django.test import Client

from participation.cases.actions.reporter import withdraw_case
from participation.cases.models import Case
from participation.cases.queries.figures import MonthFigures, Speed, month_figures
from tests.factories import Cast, accept, at, bring_to, make_case, make_cast, respond, route

EMPTY = {"received": 0, "received_before": 0, "due": 0, "in_time": 0, "speed": Speed()}


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


def _answered(cast: Cast, *, sent, answered) -> Case:
    case = route(make_case(now=sent), cast, now=sent)
    accept(case, cast.dewi, now=sent)
    return respond(case, cast.dewi, now=answered)


def test_a_month_without_reports(cast: Cast) -> None:
    figures = month_figures(date(2026, 3, 31))
    assert figures == MonthFigures(month=date(2026, 3, 1), **EMPTY)
    assert figures.share_in_time is None


def test_received_is_compared_with_as_many_days_of_the_month_before(cast: Cast) -> None:
    for moment in (at(2026, 2, 2), at(2026, 2, 10), at(2026, 2, 20), at(2026, 3, 2), at(2026, 3, 10, 23, 59)):
        make_case(now=moment)
    figures = month_figures(date(2026, 3, 10))
    assert (figures.received, figures.received_before) == (2, 2)


def test_the_last_days_of_a_long_month_look_at_the_whole_shorter_one(cast: Cast) -> None:
    make_case(now=at(2026, 2, 28))
    assert month_figures(date(2026, 3, 31)).received_before == 1


def test_rejected_merged_and_withdrawn_are_not_counted(cast: Cast) -> None:
    bring_to(make_case(), "rejected", cast)
    withdraw_case(case_id=make_case().pk, now=at(2026, 3, 3))
    assert month_figures(date(2026, 3, 31)).received == 0
    bring_to(make_case(), "merged", cast)
    assert month_figures(date(2026, 3, 31)).received == 1


def test_in_time_is_a_share_of_what_was_due(cast: Cast) -> None:
    _answered(cast, sent=at(2026, 3, 2), answered=at(2026, 3, 4))
    _answered(cast, sent=at(2026, 2, 9), answered=at(2026, 3, 30))
    bring_to(make_case(now=at(2026, 2, 9)), "in_progress", cast, now=at(2026, 2, 9))
    bring_to(make_case(now=at(2026, 2, 9)), "waiting_reporter", cast, now=at(2026, 2, 9))
    figures = month_figures(date(2026, 3, 31))
    assert (figures.due, figures.in_time, figures.late) == (3, 1, 2)


def test_what_is_not_due_yet_is_neither_in_time_nor_late(cast: Cast) -> None:
    _answered(cast, sent=at(2026, 3, 2), answered=at(2026, 3, 3))
    figures = month_figures(date(2026, 3, 4))
    assert (figures.due, figures.in_time) == (0, 0)


def test_speed_counts_working_days(cast: Cast) -> None:
    _answered(cast, sent=at(2026, 3, 13), answered=at(2026, 3, 25))
    _answered(cast, sent=at(2026, 3, 2), answered=at(2026, 3, 3))
    assert month_figures(date(2026, 3, 31)).speed == Speed(answered=2, mean=2.0, fastest=1, slowest=3)


def test_the_home_page_says_it_in_words(client: Client, cast: Cast) -> None:
    from cms.demo_pages import load_demo_pages

    load_demo_pages(at(2026, 3, 1))
    make_case()
    html = client.get("/").content.decode()
    assert "Belum ada laporan yang ditanggapi bulan ini." in html
