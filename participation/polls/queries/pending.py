from datetime import datetime

from django.db.models import Count, Q

from participation.polls.lifecycle import COUNTED, Status
from participation.polls.models import Ballot, Participation, Poll
from participation.polls.queries.published import ballot_path, receipt_path


def polls_to_close(now: datetime) -> list[int]:
    """Polls whose time is over and whose paper ballots, if any, have all been entered."""
    due = Poll.objects.filter(status=Status.OPEN.value, closes_at__lte=now).order_by("closes_at")
    return [poll.pk for poll in due if not paper_outstanding(poll)]


def paper_outstanding(poll: Poll) -> int:
    """Paper ballots handed out that have not been entered."""
    return Participation.objects.filter(poll=poll).count() - Ballot.objects.filter(poll=poll).count()


def polls_with_unmixed(minimum: int) -> list[int]:
    unmixed = Count("ballots", filter=Q(ballots__is_mixed=False))
    polls = Poll.objects.filter(status=Status.OPEN.value, is_secret=True).annotate(unmixed=unmixed)
    return list(polls.filter(unmixed__gte=minimum).order_by("pk").values_list("pk", flat=True))


def polls_without_files() -> list[Poll]:
    """Counted polls whose files a crash kept from their place."""
    polls = Poll.objects.filter(status__in=[status.value for status in COUNTED]).select_related("result")
    return [poll for poll in polls if not (ballot_path(poll).exists() and receipt_path(poll).exists())]
