"""Before a poll closes: a reminder to the verified residents who may vote and did not. Only portal knows both sides."""

from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string

from participation.notifications.actions import queue_for_account
from participation.notifications.kinds import Kind
from participation.polls.lifecycle import Status
from participation.polls.models import Poll
from participation.polls.queries.entitlement import yet_to_vote
from participation.residents.queries import accounts_of

BEFORE_CLOSING = timedelta(days=2)


def queue_poll_reminders(*, now: datetime) -> int:
    """One reminder a poll and account, however often this runs; nothing for polls by code, whose voters are unknown."""
    closing = Poll.objects.filter(
        status=Status.OPEN.value,
        audience=Poll.Audience.RESIDENTS,
        closes_at__gt=now,
        closes_at__lte=now + BEFORE_CLOSING,
    )
    return sum(_remind(poll, now) for poll in closing)


def _remind(poll: Poll, now: datetime) -> int:
    context = {"poll": poll, "link": f"{settings.SITE_URL}/jajak/{poll.slug}/"}
    subject, _, body = render_to_string("digests/poll_reminder.txt", context).strip().partition("\n")
    accounts = accounts_of(resident.id for resident in yet_to_vote(poll))
    queued = (
        queue_for_account(
            account,
            kind=Kind.POLL_REMINDERS,
            reference=f"reminder:{poll.pk}",
            key=f"reminder:{poll.pk}:{account.pk}",
            subject=subject.strip(),
            body=body.strip(),
            now=now,
        )
        for account in accounts
    )
    return sum(message is not None for message in queued)
