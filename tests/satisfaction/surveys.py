"""Surveys as tests need them."""

import uuid
from datetime import date

from participation.accounts.models import User
from participation.satisfaction.actions import Answer, PeriodPlan, Plan, open_period, submit_response, write_plan
from participation.satisfaction.models import Response, SurveyPeriod
from participation.satisfaction.scoring import Element
from participation.units.models import Service, Unit
from tests.factories import at

OPEN_DAY = at(2026, 3, 10)
AFTER = at(2026, 7, 1)
SEMESTER = PeriodPlan(name="Semester I 2026", start_date=date(2026, 1, 1), end_date=date(2026, 6, 30), user_count=50)


def make_service(unit: Unit, name: str = "KTP-el", **fields) -> Service:
    return Service.objects.create(slug=name.lower().replace(" ", "-"), name=name, unit=unit, **fields)


def make_period(service: Service, head: User, **changes) -> SurveyPeriod:
    return open_period(service, PeriodPlan(**{**vars(SEMESTER), **changes}), actor=head)


def make_answer(score: int = 3, **fields) -> Answer:
    scores = {**dict.fromkeys(Element, score), **fields.pop("scores", {})}
    return Answer(**{"form_token": uuid.uuid4(), "scores": scores, **fields})


def give(period: SurveyPeriod, *scores: int, **fields) -> list[Response]:
    return [submit_response(make_answer(score, **fields), period_id=period.pk, now=OPEN_DAY) for score in scores]


def plan_for_lowest(period: SurveyPeriod, head: User, elements: tuple[Element, ...]) -> None:
    for element in elements:
        plan = Plan(
            element=element, plan="Loket dibuka lebih pagi.", responsible="Kepala unit", due_date=date(2026, 9, 1)
        )
        write_plan(period, plan, actor=head)


FIRST_THREE = (Element.REQUIREMENTS, Element.PROCEDURE, Element.DURATION)
