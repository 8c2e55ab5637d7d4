"""Weekly digests: what an account asked to be told about, and nothing when there is nothing to tell."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from cms.models import AnnouncementPage
from participation.accounts.models import User
from participation.cases.lifecycle import OPEN, Status
from participation.cases.models import Case
from participation.notifications.actions import queue_for_account
from participation.notifications.kinds import Kind
from participation.notifications.queries import accounts_wanting

WEEK = timedelta(days=7)
_CHUNK = 500
_STILL_GOING = [status.value for status in OPEN | {Status.RESPONDED}]


def queue_digests(*, now: datetime) -> int:
    """Queue this week's digests. Run twice in a week, everybody still gets each kind once."""
    return _queue_own_cases(now) + _queue_announcements(now)


def _queue_own_cases(now: datetime) -> int:
    wanting = accounts_wanting(Kind.OWN_CASES).filter(reported_cases__case__status__in=_STILL_GOING).distinct()
    return sum(
        _queue(account, Kind.OWN_CASES, "digests/own_cases.txt", now, cases=cases)
        for account, cases in _with_open_cases(wanting)
    )


def _with_open_cases(accounts: Iterable[User]) -> Iterable[tuple[User, list[Case]]]:
    chunk: list[User] = []
    for account in accounts.order_by("pk").iterator(chunk_size=_CHUNK):
        chunk.append(account)
        if len(chunk) == _CHUNK:
            yield from _open_cases_of(chunk)
            chunk = []
    yield from _open_cases_of(chunk)


def _open_cases_of(accounts: list[User]) -> Iterable[tuple[User, list[Case]]]:
    cases: dict[int, list[Case]] = {}
    found = Case.objects.filter(reporter__user__in=accounts, status__in=_STILL_GOING).select_related("reporter")
    for case in found.order_by("due_date", "pk"):
        cases.setdefault(case.reporter.user_id, []).append(case)
    return [(account, cases[account.pk]) for account in accounts if account.pk in cases]


def _queue_announcements(now: datetime) -> int:
    pages = AnnouncementPage.objects.live().public().filter(first_published_at__gt=now - WEEK)
    news = list(pages.order_by("-first_published_at")[:20])
    if not news:
        return 0
    wanting = accounts_wanting(Kind.ANNOUNCEMENTS).order_by("pk").iterator(chunk_size=_CHUNK)
    template = "digests/announcements.txt"
    return sum(_queue(account, Kind.ANNOUNCEMENTS, template, now, pages=news) for account in wanting)


def _queue(account: User, kind: Kind, template: str, now: datetime, **context: object) -> bool:
    links = {"account_url": f"{settings.SITE_URL}{reverse('account_own')}", "site_url": settings.SITE_URL}
    subject, _, body = render_to_string(template, {**links, **context}).strip().partition("\n")
    year, week, _day = timezone.localdate(now).isocalendar()
    message = queue_for_account(
        account,
        kind=kind,
        reference=f"digest:{kind}",
        key=f"digest:{kind}:{account.pk}:{year}-{week}",
        subject=subject.strip(),
        body=body.strip(),
        now=now,
    )
    return message is not None
