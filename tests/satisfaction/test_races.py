"""Fifty at once, on PostgreSQL: one code is one answer, one form is one answer, and figures freeze whole."""

import uuid

import pytest

from participation.satisfaction import queries
from participation.satisfaction.actions import make_codes, publish_result, submit_response
from participation.satisfaction.models import Response, SurveyPeriod
from tests.factories import Cast, make_cast
from tests.races import AT_ONCE, at_once
from tests.satisfaction.surveys import (
    AFTER,
    FIRST_THREE,
    OPEN_DAY,
    give,
    make_answer,
    make_period,
    make_service,
    plan_for_lowest,
)

pytestmark = pytest.mark.postgresql


@pytest.fixture
def cast(pg: str) -> Cast:
    return make_cast()


@pytest.fixture
def period(cast: Cast) -> SurveyPeriod:
    return make_period(make_service(cast.lighting), cast.tuti)


def kept(answers: list) -> list[Response]:
    return [answer for answer in answers if isinstance(answer, Response)]


def test_one_code_sent_by_fifty_people_is_one_answer(cast: Cast, period: SurveyPeriod) -> None:
    [code] = make_codes(period, 1, actor=cast.dewi, now=OPEN_DAY)
    answers = at_once(lambda _n: submit_response(make_answer(code=code), period_id=period.pk, now=OPEN_DAY))
    assert (len(kept(answers)), Response.objects.count()) == (1, 1)


def test_one_form_with_a_code_sent_fifty_times_is_one_answer_for_all(cast: Cast, period: SurveyPeriod) -> None:
    [code] = make_codes(period, 1, actor=cast.dewi, now=OPEN_DAY)
    answer = make_answer(code=code)
    answers = at_once(lambda _n: submit_response(answer, period_id=period.pk, now=OPEN_DAY))
    assert len(kept(answers)) == AT_ONCE
    assert {response.pk for response in answers} == {Response.objects.get().pk}


def test_one_form_through_the_open_link_sent_fifty_times_is_one_answer(period: SurveyPeriod) -> None:
    answer = make_answer(form_token=uuid.uuid4())
    answers = at_once(lambda _n: submit_response(answer, period_id=period.pk, now=OPEN_DAY))
    assert (len(kept(answers)), Response.objects.count()) == (AT_ONCE, 1)


def test_one_closed_case_is_one_answer(period: SurveyPeriod) -> None:
    answers = at_once(lambda _n: submit_response(make_answer(visit_key="v"), period_id=period.pk, now=OPEN_DAY))
    assert (len(kept(answers)), Response.objects.count()) == (1, 1)


def test_fifty_visitors_are_fifty_answers(period: SurveyPeriod) -> None:
    at_once(lambda number: submit_response(make_answer(1 + number % 4), period_id=period.pk, now=OPEN_DAY))
    assert Response.objects.count() == AT_ONCE


def test_figures_frozen_while_answers_come_in_are_those_of_the_rows(cast: Cast, period: SurveyPeriod) -> None:
    """Some clocks still say that the survey is open while it is being published."""
    give(period, 3)
    plan_for_lowest(period, cast.tuti, FIRST_THREE)
    at_once(
        lambda number: (
            publish_result(period, actor=cast.ibu_camat, now=AFTER)
            if number == 10
            else submit_response(make_answer(3), period_id=period.pk, now=OPEN_DAY)
        ),
        30,
    )
    period.refresh_from_db()
    assert period.is_published
    assert queries.result_of(period).count == Response.objects.count()


def test_two_heads_open_one_period(cast: Cast) -> None:
    service = make_service(cast.lighting)
    opened = at_once(lambda number: make_period(service, cast.tuti, name=f"Periode {number}"), 10)
    assert sum(isinstance(one, SurveyPeriod) for one in opened) == 1
    assert SurveyPeriod.objects.count() == 1
