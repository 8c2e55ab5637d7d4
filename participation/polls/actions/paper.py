"""Paper ballots: the voter was checked in when the paper was handed out; here the papers of a box are keyed in.

Two people key in the same pile, the second without seeing what the first typed. Only equal piles are counted.
"""

from collections import Counter
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.polls import ballot_file
from participation.polls.actions.recording import lock_poll, record_event
from participation.polls.actions.voting import Filled, check_filled, put_into_box
from participation.polls.counting import Answer
from participation.polls.lifecycle import Status
from participation.polls.models import PaperBatch, Poll, PollEvent
from participation.polls.permissions import require_committee
from participation.polls.queries.definition import asked
from participation.polls.queries.pending import paper_outstanding

LARGEST_BATCH = 100
Paper = dict[int, Answer]


def enter_papers(*, poll_id: int, actor: User, papers: list[Paper]) -> PaperBatch:
    """The first person's typing. Nothing is counted yet."""
    require_committee(actor)
    with transaction.atomic():
        poll = lock_poll(poll_id)
        _check(poll, papers)
        last = poll.paper_batches.aggregate(last=Max("number"))["last"] or 0
        return PaperBatch.objects.create(
            poll=poll, number=last + 1, paper_count=len(papers), papers=sorted(map(_written, papers)), first_by=actor
        )


def confirm_papers(*, batch_id: int, actor: User, papers: list[Paper], now: datetime) -> PaperBatch:
    """The second person's typing; counted when it is the same pile. Raises ValidationError when it is not."""
    require_committee(actor)
    with transaction.atomic():
        poll = lock_poll(PaperBatch.objects.values_list("poll_id", flat=True).get(pk=batch_id))
        batch = PaperBatch.objects.select_for_update().get(pk=batch_id)
        if batch.status != PaperBatch.Status.WAITING:
            raise ValidationError(_("Berkas ini sudah selesai."))
        if batch.first_by_id == actor.pk:
            raise ValidationError(_("Orang kedua harus orang lain."))
        _check(poll, papers, waiting=batch)
        _compare(batch, papers)
        for paper in papers:
            put_into_box(poll, asked(poll), Filled(paper))
        PaperBatch.objects.filter(pk=batch.pk).update(status=PaperBatch.Status.COUNTED, second_by=actor, papers=[])
        record_event(
            poll,
            PollEvent.Kind.PAPER_COUNTED,
            actor=actor,
            now=now,
            data={"batch": batch.number, "papers": len(papers), "first": batch.first_by_id},
        )
        batch.refresh_from_db()
        return batch


def drop_papers(*, batch_id: int, actor: User) -> None:
    """Give up a pile that is to be keyed in anew."""
    require_committee(actor)
    PaperBatch.objects.filter(pk=batch_id, status=PaperBatch.Status.WAITING).update(
        status=PaperBatch.Status.DROPPED, papers=[]
    )


def _written(paper: Paper) -> str:
    return ballot_file.answers_text(paper)


def _check(poll: Poll, papers: list[Paper], waiting: PaperBatch | None = None) -> None:
    if poll.state is not Status.OPEN:
        raise ValidationError(_("Surat kertas hanya bisa dimasukkan selama jajak pendapat dibuka."))
    if not 1 <= len(papers) <= LARGEST_BATCH:
        raise ValidationError(_("Satu berkas berisi 1 sampai %(most)s surat.") % {"most": LARGEST_BATCH})
    others = poll.paper_batches.filter(status=PaperBatch.Status.WAITING).exclude(pk=waiting.pk if waiting else None)
    promised = sum(batch.paper_count for batch in others)
    if len(papers) + promised > paper_outstanding(poll):
        raise ValidationError(_("Lebih banyak surat daripada pemilih kertas yang sudah dicatat."))
    questions = asked(poll)
    for number, paper in enumerate(papers, 1):
        try:
            check_filled(questions, Filled(paper))
        except ValidationError as error:
            raise ValidationError(
                _("Surat %(number)s: %(fault)s") % {"number": number, "fault": error.messages[0]}
            ) from error


def _compare(batch: PaperBatch, papers: list[Paper]) -> None:
    first, second = Counter(batch.papers), Counter(map(_written, papers))
    if first != second:
        apart = sum(((first - second) + (second - first)).values())
        raise ValidationError(
            _("Kedua ketikan tidak sama: %(count)s surat berbeda. Periksa satu per satu.") % {"count": apart}
        )
