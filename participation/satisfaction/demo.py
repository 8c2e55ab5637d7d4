"""Contoh surveys: one published result and what runs now. Scores are drawn from a fixed seed, not from people."""

import random
import uuid
from datetime import date, datetime, timedelta

from django.utils import timezone

from participation.accounts.models import User
from participation.satisfaction.actions import (
    Answer,
    PeriodPlan,
    Plan,
    make_codes,
    open_period,
    publish_result,
    submit_response,
    write_plan,
)
from participation.satisfaction.models import Response, SurveyPeriod
from participation.satisfaction.queries import result_of
from participation.satisfaction.scoring import Element
from participation.units.models import Role, Service

_NAMESPACE = uuid.UUID("0f6b0a3e-6d0f-4c39-9a52-5d8e5c6a7b11")
PAST, NOW_OPEN = "ktp-el", ("ktp-el", "kartu-keluarga", "sktm", "pengelolaan-laporan")
_ANSWERS, _USERS, _RUNNING = 60, 70, 14
# How often 1, 2, 3 and 4 come up; waiting and facilities are the weak spots of this made-up office.
_WEIGHTS = {Element.DURATION: (6, 24, 50, 20), Element.FACILITIES: (5, 22, 55, 18), Element.COST: (0, 2, 18, 80)}
_USUAL = (1, 9, 55, 35)
_PLANS = (
    "Contoh: loket tambahan pada jam ramai dan nomor antrean daring.",
    "Contoh: kursi tunggu ditambah dan papan petunjuk diperbarui.",
    "Contoh: petugas memberi kabar bila berkas perlu dilengkapi.",
)


def load_surveys(*, now: datetime) -> int:
    """How many periods were new. Services without a head of unit are left out: nobody could run their survey."""
    leader = User.objects.filter(memberships__role=Role.LEADER).order_by("pk").first()
    heads = {service: _head_of(service) for service in Service.objects.filter(slug__in=NOW_OPEN).order_by("pk")}
    made = 0
    for service, head in heads.items():
        if head is None or leader is None:
            continue
        if service.slug == PAST:
            made += _load_published(service, head, leader, now)
        made += _load_running(service, head, now)
    return made


def _head_of(service: Service) -> User | None:
    return User.objects.filter(memberships__role=Role.HEAD, memberships__unit=service.unit).order_by("pk").first()


def _half_year(today: date) -> tuple[date, date]:
    first = date(today.year, 1 if today.month <= 6 else 7, 1)
    last = date(today.year, 6, 30) if today.month <= 6 else date(today.year, 12, 31)
    return first, last


def _new_period(service: Service, head: User, day: date) -> SurveyPeriod | None:
    start, end = _half_year(day)
    name = f"Semester {1 if start.month == 1 else 2} {start.year}"
    if SurveyPeriod.objects.filter(service=service, start_date__lte=end, end_date__gte=start).exists():
        return None
    plan = PeriodPlan(name=name, start_date=start, end_date=end, user_count=_USERS)
    return open_period(service, plan, actor=head, is_sample=True)


def _load_running(service: Service, head: User, now: datetime) -> int:
    period = _new_period(service, head, timezone.localdate(now))
    if period is None:
        return 0
    _answer(period, _RUNNING, head, now)
    return 1


def _load_published(service: Service, head: User, leader: User, now: datetime) -> int:
    start, _end = _half_year(timezone.localdate(now))
    period = _new_period(service, head, start - timedelta(days=1))
    if period is None:
        return 0
    _answer(period, _ANSWERS, head, now - (timezone.localdate(now) - period.end_date))
    lowest = result_of(period).overall.lowest
    for row, words in zip(lowest, _PLANS, strict=True):
        due = timezone.localdate(now) + timedelta(days=90)
        plan = Plan(element=row.element, plan=words, responsible="Kepala seksi (contoh)", due_date=due)
        write_plan(period, plan, actor=head)
    publish_result(period, actor=leader, now=now)
    return 1


def _answer(period: SurveyPeriod, number: int, head: User, at: datetime) -> None:
    """Two thirds with a code, the others through the open link."""
    draw = random.Random(f"{period.service.slug} {period.name}")  # noqa: S311 -- made-up answers, no secret
    codes = make_codes(period, number * 2 // 3, actor=head, now=at)
    for position in range(number):
        submit_response(_drawn(draw, period, position, codes), period_id=period.pk, now=at)


def _drawn(draw: random.Random, period: SurveyPeriod, position: int, codes: list[str]) -> Answer:
    return Answer(
        form_token=uuid.uuid5(_NAMESPACE, f"{period.key}:{position}"),
        scores={element: draw.choices((1, 2, 3, 4), _WEIGHTS.get(element, _USUAL))[0] for element in Element},
        code=codes[position] if position < len(codes) else "",
        comment="Contoh: antreannya lama, tetapi petugasnya ramah." if position % 20 == 7 else "",
        bands={
            "sex": draw.choice(Response.Sex.values),
            "age_band": draw.choice(Response.AgeBand.values),
            "education": draw.choice(Response.Education.values),
        },
    )
