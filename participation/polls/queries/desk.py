"""What the committee sees. Never a choice, and no result before the count."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from participation.polls.lifecycle import Status, Step
from participation.polls.models import Ballot, PaperBatch, Participation, Poll, TextAnswer
from participation.polls.queries.pending import paper_outstanding
from participation.polls.queries.public import Turnover, voted_so_far


def polls_for_desk() -> QuerySet[Poll]:
    return Poll.objects.order_by("-opens_at")


@dataclass(frozen=True)
class DeskPoll:
    so_far: Turnover
    batches: list[dict]
    paper_voters: int
    papers_outstanding: int
    waiting: list[PaperBatch]
    next_step: Step | None
    unmixed: int
    texts: list[TextAnswer]


def desk_poll(poll: Poll, now: datetime) -> DeskPoll:
    return DeskPoll(
        so_far=voted_so_far(poll),
        batches=code_batches(poll),
        paper_voters=Participation.objects.filter(poll=poll, channel=Participation.Channel.PAPER).count(),
        papers_outstanding=paper_outstanding(poll),
        waiting=list(poll.paper_batches.filter(status=PaperBatch.Status.WAITING).select_related("first_by")),
        next_step=next_step(poll, now),
        unmixed=min(Ballot.objects.filter(poll=poll, is_mixed=False).count(), settings.BALLOT_MIX_MINIMUM),
        texts=list(poll.texts.select_related("question").order_by("question", "id")[:500]) if poll.is_counted else [],
    )


def code_batches(poll: Poll) -> list[dict]:
    """Codes by batch: how many, never how many of them are used, which in a small RW would say who voted."""
    return list(
        poll.codes.order_by()
        .values("batch", "area__name", "rw")
        .annotate(count=Count("pk", filter=Q(is_revoked=False)))
        .order_by("batch")
    )


def next_step(poll: Poll, now: datetime) -> Step | None:
    if poll.state is Status.DRAFT:
        return Step.OPEN
    if poll.state is Status.OPEN:
        return Step.CLOSE if now >= poll.closes_at else None
    return Step.CERTIFY if poll.state is Status.CLOSED else None
